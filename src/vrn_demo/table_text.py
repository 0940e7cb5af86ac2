"""Tables as the text of a CSV file, with the quoting and the line ends of the published ones."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def spell_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, line_end: str = "\n"
) -> str:
    """The text of a table: header, then rows; only cells that need it are quoted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def spell_whole(number: float) -> str:
    """A whole number as the published tables of places write it: 1979 becomes "1979.0"."""
    return f"{int(number)}.0"
