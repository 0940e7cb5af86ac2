"""What stewards say of pairs of records: the same person, different people, or unsure.

An answer names records by their sources' own references, so that it holds whenever persons are
found again. Each line is added and none is changed: who said what, and when, stays; the last word
on a pair counts, and `withdrawn` takes the words before it back.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

SAID = ("same", "different", "unsure", "withdrawn")
COLUMNS = ("source", "one", "source_other", "other", "answer", "by", "on")
SHEET = ("pair", *COLUMNS[:4], "what agrees", "answer")


class Answer(NamedTuple):
    """One word on one pair of records."""

    source: str
    one: str
    source_other: str
    other: str
    answer: str
    by: str
    on: str


def read_answers(text: str, *, source: str = "answers.csv") -> pl.DataFrame:
    """The words that count, one for each pair; TextError with every line that cannot be read."""
    rows = list(csv.DictReader(io.StringIO(text)))
    faults = [
        f"line {number}: the answer is to be one of {', '.join(SAID)}"
        for number, row in enumerate(rows, start=2)
        if row.get("answer") not in SAID
    ]
    if rows and set(rows[0]) != set(COLUMNS):
        faults.append(f"its columns are to be {', '.join(COLUMNS)}")
    if faults:
        raise TextError(source, faults)
    words = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    last = words.unique(COLUMNS[:4], keep="last", maintain_order=True)
    return last.filter(pl.col("answer") != "withdrawn")


def write_answers(answers: Iterable[Answer], *, with_header: bool = True) -> str:
    """Lines to be added to the kept answers."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    if with_header:
        sheet.writerow(COLUMNS)
    sheet.writerows(answers)
    return out.getvalue()


def write_sheet(pairs: pl.DataFrame) -> str:
    """The pairs as a sheet for a steward: own references, what agrees, and room for the answer."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(SHEET)
    for number, row in enumerate(pairs.iter_rows(named=True), start=1):
        sheet.writerow([number, *(row[name] for name in COLUMNS[:4]), row["agrees"], ""])
    return out.getvalue()


def read_sheet(
    text: str, *, asked: pl.DataFrame, by: str, on: date, source: str = "the sheet"
) -> list[Answer]:
    """The answers of a sheet that came back; a pair left empty is no answer.

    `asked` are the pairs that the steward was asked: an answer about another pair is refused, for
    nobody decides on records that are not theirs. TextError with every fault at once.
    """
    sheet = csv.DictReader(io.StringIO(text))
    if lacking := [name for name in SHEET[1:] if name not in (sheet.fieldnames or ())]:
        told = f"its columns {', '.join(lacking)} are not there; answer the sheet as it was sent"
        raise TextError(source, [told])
    rows = list(sheet)
    wanted = {tuple(row) for row in asked.select(COLUMNS[:4]).iter_rows()}
    answers, faults = [], []
    for line, row in enumerate(rows, start=2):
        said = (row.get("answer") or "").strip().lower()
        pair = _pair(row)
        if not said:
            continue
        if said not in SAID:
            faults.append(f"line {line}: the answer is to be {', '.join(SAID[:3])}, or empty")
        elif said != "withdrawn" and pair not in wanted:
            faults.append(f"line {line}: this pair was not asked; answer the sheet as it was sent")
        else:
            answers.append(Answer(*pair, said, by, on.isoformat()))
    if faults:
        raise TextError(source, faults)
    return answers


def _pair(row: dict[str, str | None]) -> tuple[str, str, str, str]:
    """The two records of a line: a source and its reference, twice."""
    source, one, source_other, other = ((row.get(name) or "").strip() for name in COLUMNS[:4])
    return source, one, source_other, other
