"""How long work tells what it is doing, whoever watches."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with (done, in all, what is being done now): steps, files or bytes; 0 in all, unknown."""


def unwatched(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""
