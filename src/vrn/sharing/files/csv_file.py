"""A CSV file while it is read: what reading and explaining both have to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vrn.sharing.files.header import Header

if TYPE_CHECKING:
    from vrn.sharing.agreement import Terms
    from vrn.sharing.fault import Fault
    from vrn.sharing.receipt import Note


@dataclass
class CsvFile:
    """A table being read: its header once known, and what is wrong with its rows so far.

    It may be a sheet of a workbook; then lines are the sheet's rows. `read_over` says what was not
    read because the mapping says so.
    """

    terms: Terms
    name: str
    header: Header = field(default_factory=lambda: Header(()))
    names: tuple[str, ...] = ()
    lines: int = 0
    blank_lines: int = 0
    faults: list[Fault] = field(default_factory=list)
    read_over: list[Note] = field(default_factory=list)

    @property
    def delimiter(self) -> str:
        """The character that parts the cells, as the mapping says."""
        return self.terms.mapping.delimiter
