"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of a list: its number from 1, how many there are, and where its items start."""

    number: int
    last: int
    start: int

    @property
    def before(self) -> int | None:
        """The page before, where there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, where there is one."""
        return self.number + 1 if self.number < self.last else None


def cut_page(asked: str | None, *, total: int, size: int) -> Page:
    """The page that was asked for; the first where that is no number, the last where too far."""
    last = max(1, -(-total // size))
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(number, 1), last)
    return Page(number, last, (number - 1) * size)
