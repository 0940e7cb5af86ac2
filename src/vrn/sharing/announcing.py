"""What a sender announces beside a file, so that one that was cut off is not taken in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.fault import Fault, check_faultless, plural

if TYPE_CHECKING:
    from vrn.terms import Period

_AGAIN = "send the whole file again; nothing of what arrived was kept"


@dataclass(frozen=True)
class Announcement:
    """The digest and the rows that a sender announced, or that there is nothing to report.

    sha256   of the file as the sender has it, in hexadecimal
    rows     of the file as the sender counts them, without its header
    nil_of   the months of a nil return: a header, and no row of these months is missing
    """

    sha256: str | None = None
    rows: int | None = None
    nil_of: Period | None = None

    def __post_init__(self) -> None:
        found = {
            "a SHA-256 has 64 hexadecimal digits": self.sha256 is not None
            and not re.fullmatch(r"[0-9a-fA-F]{64}", self.sha256),
            "rows are not below 0": self.rows is not None and self.rows < 0,
            "a nil return has no rows": self.is_nil and bool(self.rows),
        }
        check_faultless("what is announced", [words for words, is_met in found.items() if is_met])

    @property
    def is_nil(self) -> bool:
        """Whether the sender declares a nil return."""
        return self.nil_of is not None

    @property
    def nil_text(self) -> str:
        """The months of a nil return as receipts keep them; empty where it is none."""
        return f"{self.nil_of.first}..{self.nil_of.last}" if self.nil_of else ""

    def has_digest(self, sha256: str) -> bool:
        """Whether the bytes that arrived are those that were announced, where any were."""
        return self.sha256 is None or self.sha256.lower() == sha256

    def digest_faults(self, sha256: str, file: str) -> list[Fault]:
        """A fault where other bytes arrived: told before any of them is read."""
        if self.has_digest(sha256):
            return []
        return [
            Fault(
                "the bytes that arrived are not those that were announced: their SHA-256 is "
                f"{sha256}",
                expected=f"the SHA-256 {str(self.sha256).lower()}",
                do=_AGAIN,
                file=file,
            )
        ]

    def row_faults(self, rows: int, file: str) -> list[Fault]:
        """A fault where the file holds more or fewer rows than were announced."""
        wanted = 0 if self.is_nil else self.rows
        if wanted is None or rows == wanted:
            return []
        said = "as a nil return" if self.is_nil else f"with {plural(wanted, 'row')}"
        return [
            Fault(
                f"the file holds {plural(rows, 'row')}, and was announced {said}",
                expected=plural(wanted, "row"),
                do=_AGAIN + "; if the announcement was wrong, send it with the right one",
                file=file,
            )
        ]


UNANNOUNCED = Announcement()
