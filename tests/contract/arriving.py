"""One file that arrives, with what becomes of it: a line of the table of bad files."""

from __future__ import annotations

from dataclasses import dataclass

MANY = 150
"""Rows among which one that is held back stays below the tolerance."""


@dataclass(frozen=True)
class Case:
    """One file that arrives: `says` stands in the message, `line` and `column` are its place.

    `before` are files that were received before it, each with its agreement.
    """

    arrives: str
    under: str
    content: bytes
    outcome: str
    says: str = ""
    line: int | None = None
    column: str | None = None
    file: str = "2024-03-midshire-street.csv"
    mended: bytes | None = None
    before: tuple[tuple[str, bytes], ...] = ()

    @property
    def name(self) -> str:
        """The case as the test's report names it."""
        return f"{self.under}: {self.arrives} -> {self.outcome}"
