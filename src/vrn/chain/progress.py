"""What every journey shares: how it tells its progress, and the word for "too early"."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, what is being done now)."""


class NotReadyError(LookupError):
    """A step of the chain lacks what the step before it makes."""


def unwatched(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""
