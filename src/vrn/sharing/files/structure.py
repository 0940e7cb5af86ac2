"""Where the records of a CSV text begin and end, counted in bytes, before any cell is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUOTE, FEED, RETURN = ord('"'), ord("\n"), ord("\r")


@dataclass(frozen=True)
class Records:
    """The whole records of a block: byte of each start and of its line feed, cells, line.

    `lines` counts line feeds before the record's start within the block (quoted ones too, so that
    a line number is what an editor shows). `stray` is the byte of a quotation mark that stands
    where none may, or of a carriage return without a line feed; -1 where there is none.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    cells: NDArray[np.int64]
    lines: NDArray[np.int64]
    used_bytes: int
    used_lines: int
    stray: int
    stray_line: int


def find_records(block: bytes, delimiter: str) -> Records:
    """The records of a block that starts where one starts; an unfinished last one is left out."""
    letters = np.frombuffer(block, dtype=np.uint8)
    feeds = np.flatnonzero(letters == FEED)
    quotes = np.flatnonzero(letters == QUOTE)
    ends = _outside(feeds, quotes)
    used = int(ends[-1]) + 1 if len(ends) else 0
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    delimiters = _outside(np.flatnonzero(letters == ord(delimiter)), quotes)
    stray = _find_stray(letters, quotes, ord(delimiter), used)
    return Records(
        starts=starts,
        ends=ends,
        cells=np.diff(np.searchsorted(delimiters, ends), prepend=0) + 1,
        lines=np.searchsorted(feeds, starts),
        used_bytes=used,
        used_lines=int(np.searchsorted(feeds, used)),
        stray=stray,
        stray_line=int(np.searchsorted(feeds, max(stray, 0))),
    )


def _outside(places: NDArray[np.int64], quotes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those places that have an even number of quotation marks before them."""
    if not len(quotes):
        return places
    is_outside: NDArray[np.bool_] = np.searchsorted(quotes, places) % 2 == 0
    return places[is_outside]


def _find_stray(
    letters: NDArray[np.uint8], quotes: NDArray[np.int64], delimiter: int, used: int
) -> int:
    """The first byte that breaks the rules of quoting or of line ends, -1 where none does.

    Of a pair of quotation marks that closes wrongly it is the opening one: there the fault lies.
    """
    returns = np.flatnonzero(letters[:used] == RETURN)
    alone = _outside(returns[letters[returns + 1] != FEED], quotes)
    marks = quotes[: np.searchsorted(quotes, used)]
    opening, closing = marks[0::2], marks[1::2]
    # Before an opening mark stands a delimiter, a line's start, or a closing mark (a doubled one).
    before = np.where(opening == 0, FEED, letters[opening - 1])
    wrong_opening = opening[~np.isin(before, [delimiter, FEED, QUOTE])]
    after = letters[closing + 1]
    wrong_closing = opening[: len(closing)][~np.isin(after, [delimiter, FEED, RETURN, QUOTE])]
    strays = np.concatenate([alone, wrong_opening, wrong_closing])
    return int(strays.min()) if len(strays) else -1


def find_unclosed(rest: bytes, delimiter: str) -> int:
    """The byte of the quotation mark that is never closed, in what remains at a file's end.

    `rest` ends with a line feed and holds an odd number of quotation marks.
    """
    letters = np.frombuffer(rest, dtype=np.uint8)
    quotes = np.flatnonzero(letters == QUOTE)
    stray = _find_stray(letters, quotes, ord(delimiter), len(rest) - 1)
    return stray if stray >= 0 else int(quotes[-1])


def longest_cell(record: bytes, delimiter: str) -> int:
    """The bytes of the longest cell of one record."""
    letters = np.frombuffer(record, dtype=np.uint8)
    quotes = np.flatnonzero(letters == QUOTE)
    delimiters = _outside(np.flatnonzero(letters == ord(delimiter)), quotes)
    return int(np.diff(delimiters, prepend=-1, append=len(letters)).max()) - 1
