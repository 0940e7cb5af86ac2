"""A mapping: how one supplier's file becomes the canonical columns of a feed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from vrn.sharing.cell_states import STATE, VALUE, WRITTEN, mark_faults
from vrn.sharing.fault import check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMATS = ("csv", "geojson", "parquet", "xlsx")
LAST_HEADER_ROW = 100
DATE_PARTS = ("%d", "%m", "%Y", "%H", "%M", "%S")
COUNTED = "counted"
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1", "iso-8859-15")


@dataclass(frozen=True)
class AgesAcross:
    """A page with one column an age: `total` for all ages, then `first` .. `last`.

    The last age stands under `last_header` ("90+"). Each row of the file becomes one row for all
    ages and one for each age; the ages must add up to the total.
    """

    total: str
    first: int
    last: int
    last_header: str
    age: str = "age"
    cells: str = "residents"

    def ages_by_header(self) -> dict[str, str]:
        """Supplier's header to age as text; the empty text stands for all ages."""
        single = {str(age): str(age) for age in range(self.first, self.last)}
        return {self.total: ""} | single | {self.last_header: str(self.last)}


@dataclass(frozen=True)
class Mark:
    """A mark such as `*` where the supplier withholds a number: `column` empty, `flag` "yes"."""

    column: str
    mark: str
    flag: str


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """One supplier's file in terms of a feed's canonical columns.

    columns       ours -> theirs
    aliases       ours -> other names that have been seen; using one is mended and recorded
    constants     ours -> one value for every row
    codes         ours -> (their code -> our code, empty for "not recorded"); a code that is not
                  listed is held back; their code "" says what an empty cell stands for
    codes_in_any_case   whether capitals make no difference in their codes
    dates         ours -> how they write it: %d/%m/%Y %H:%M (ISO where nothing is said)
    withheld      the mark that stands for a number that they withhold
    marks         what each mark in a cell of a supplied table stands for; "" is an empty cell
    across        their header -> what the column counts: each becomes a row of its own
    only          ours -> their words: rows with other words are read over, and counted
    leave_out     ours -> their words: rows with these are read over, and counted
    ignored       their columns that are read over and never kept
    encoding      a byte-order mark at the start is allowed in every case
    sheet         the sheet of a workbook; empty where it has one alone
    header_row    the line that the header stands on; what stands above it is read over
    missing_words   what stands for "not recorded" in every column but free personal text: a
                  surname may be Null
    missing_words_of   ours -> what stands for it in that column beside them
    members       which files of an archive belong to the feed ("*-street.csv")
    whole_numbers_end_in   what this supplier writes behind whole numbers (".0"), taken off
    one_row_per   ours; rows that share these must agree in all columns and become one row
    """

    id: str
    feed: str
    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    header_row: int = 1
    missing_words: tuple[str, ...] = ()
    missing_words_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: str = "*"
    columns: dict[str, str]
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    codes_in_any_case: bool = False
    dates: dict[str, str] = field(default_factory=dict)
    withheld: Mark | None = None
    marks: dict[str, str] = field(default_factory=dict)
    across: dict[str, str] = field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    leave_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    whole_numbers_end_in: str = ""
    one_row_per: tuple[str, ...] = ()
    ages_across: AgesAcross | None = None
    sha256: str = ""

    def __post_init__(self) -> None:
        check_faultless(f"mapping {self.id!r}", _faults(self))

    @property
    def supplied(self) -> tuple[str, ...]:
        """The canonical columns that this mapping fills."""
        across = (self.ages_across.age, self.ages_across.cells) if self.ages_across else ()
        flag = (self.withheld.flag,) if self.withheld else ()
        told = (COUNTED, WRITTEN) if self.across else ()
        read = (VALUE, STATE) if self.marks else ()
        return (*self.columns, *self.constants, *across, *flag, *told, *read)

    def missing_in(self, ours: str) -> tuple[str, ...]:
        """The words for "not recorded" in one column, whatever it holds."""
        return (*self.missing_words, *self.missing_words_of.get(ours, ()))

    def headers(self) -> dict[str, str]:
        """Every header that is read, to what it becomes: a canonical name, or "cells|age"."""
        plain = {theirs: ours for ours, theirs in self.columns.items()}
        plain |= {theirs: f"{WRITTEN}|{counted}" for theirs, counted in self.across.items()}
        wide = self.ages_across
        if wide is None:
            return plain
        ages = wide.ages_by_header().items()
        return plain | {header: f"{wide.cells}|{age}" for header, age in ages}


def _faults(mapping: Mapping) -> list[str]:
    supplied = mapping.supplied
    theirs = [*mapping.columns.values(), *mapping.across, *mapping.ignored]
    theirs += [name for names in mapping.aliases.values() for name in names]
    named: dict[str, Iterable[str]] = {
        "aliases": mapping.aliases,
        "codes": mapping.codes,
        "dates": mapping.dates,
        "missing_words_of": mapping.missing_words_of,
        "withheld": (mapping.withheld.column,) if mapping.withheld else (),
        "one_row_per": mapping.one_row_per,
        "only": mapping.only,
        "leave_out": mapping.leave_out,
    }
    faults = [
        f"{use} names {name!r}, which the mapping does not fill"
        for use, names in named.items()
        for name in names
        if name not in supplied
    ]
    faults += [f"{n!r} is filled twice" for n in sorted(set(supplied)) if supplied.count(n) > 1]
    faults += [f"header {n!r} is named twice" for n in sorted(set(theirs)) if theirs.count(n) > 1]
    found = {
        f"format is one of {', '.join(FORMATS)}": mapping.format not in FORMATS,
        "delimiter is one character, and no letter, digit, quotation mark or line end": (
            len(mapping.delimiter) != 1 or mapping.delimiter not in ",;|\t:~^"
        ),
        f"encoding is one of {', '.join(ENCODINGS)}": mapping.encoding not in ENCODINGS,
        "columns is empty": not mapping.columns,
        'sheet is for a workbook: write format = "xlsx" too': bool(mapping.sheet)
        and mapping.format != "xlsx",
        f"header_row is a line from 1 to {LAST_HEADER_ROW}, and of a table": not (
            1 <= mapping.header_row <= (1 if mapping.format == "geojson" else LAST_HEADER_ROW)
        ),
        "the withheld mark is one of the missing words": mapping.withheld is not None
        and mapping.withheld.mark in mapping.missing_in(mapping.withheld.column),
    }
    faults += [words for words, is_wrong in found.items() if is_wrong]
    faults += mark_faults(mapping.marks)
    faults += [fault for ours, form in mapping.dates.items() for fault in date_faults(ours, form)]
    return faults + [
        f"codes.{ours} has codes that differ in capitals alone"
        for ours, codes in mapping.codes.items()
        if mapping.codes_in_any_case and len({code.casefold() for code in codes}) < len(codes)
    ]


def date_faults(ours: str, form: str) -> list[str]:
    """What is wrong with a form of days or times; the two-digit year, first of all."""
    parts = re.findall("%.", form)
    found = {
        "has a year of two digits (%y), of which the century cannot be told": "%y" in parts,
        "has parts other than %d %m %Y %H %M %S": bool(set(parts) - {*DATE_PARTS, "%y"}),
        "has a part twice": len(set(parts)) < len(parts),
        "needs %Y and %m": not {"%Y", "%m"} <= set(parts) | ({"%Y"} if "%y" in parts else set()),
        "needs both %H and %M, or neither": ("%H" in parts) is not ("%M" in parts),
    }
    return [f"dates.{ours}: {form!r} {words}" for words, is_wrong in found.items() if is_wrong]


def parse_mapping(text: str, *, source: str = "mapping") -> Mapping:
    """The mapping that a TOML text holds; raises TextError with all that is wrong with it."""
    table = Table(parse_toml(text, source))
    table.check_keys(*(f.name for f in fields(Mapping) if f.name != "sha256"))
    parts: dict[str, Any] = {
        "id": table.take_id("id"),
        "feed": table.take_id("feed"),
        "format": table.take_text("format", "csv", required=False),
        "encoding": table.take_text("encoding", "utf-8", required=False),
        "delimiter": str(table.take("delimiter", str, ",")),
        "sheet": table.take_text("sheet", required=False),
        "header_row": table.take("header_row", int, 1),
        "missing_words": table.take_texts("missing_words"),
        "missing_words_of": _take_lists(table, "missing_words_of"),
        "members": table.take_text("members", "*", required=False),
        "columns": table.take_pairs("columns"),
        "aliases": _take_lists(table, "aliases"),
        "constants": table.take_pairs("constants"),
        "codes": _take_codes(table),
        "codes_in_any_case": bool(table.take("codes_in_any_case", bool, False)),
        "dates": table.take_pairs("dates"),
        "withheld": _take_mark(table),
        "marks": table.take_pairs("marks"),
        "across": table.take_pairs("across"),
        "only": _take_lists(table, "only"),
        "leave_out": _take_lists(table, "leave_out"),
        "ignored": table.take_texts("ignored"),
        "whole_numbers_end_in": str(table.take("whole_numbers_end_in", str, "")),
        "one_row_per": table.take_texts("one_row_per"),
        "ages_across": _take_ages(table),
    }
    check_faultless(source, table.faults)
    return Mapping(**parts, sha256=hashlib.sha256(text.encode()).hexdigest())


def _take_lists(table: Table, key: str) -> dict[str, tuple[str, ...]]:
    lists = Table(table.take(key, dict, {}), f"{key}.", table.faults)
    return {ours: lists.take_texts(ours) for ours in lists.content}


def _take_codes(table: Table) -> dict[str, dict[str, str]]:
    codes = Table(table.take("codes", dict, {}), "codes.", table.faults)
    return {ours: codes.take_pairs(ours) for ours in codes.content}


def _take_mark(table: Table) -> Mark | None:
    content = table.take("withheld", dict)
    if content is None:
        return None
    mark = Table(content, "withheld.", table.faults)
    mark.check_keys("column", "mark", "flag")
    return Mark(mark.take_text("column"), mark.take_text("mark"), mark.take_text("flag"))


def _take_ages(table: Table) -> AgesAcross | None:
    content = table.take("ages_across", dict)
    if content is None:
        return None
    ages = Table(content, "ages_across.", table.faults)
    ages.check_keys("total", "first", "last", "last_header")
    return AgesAcross(
        ages.take_text("total"),
        int(ages.take("first", int, 0)),
        int(ages.take("last", int, 90)),
        ages.take_text("last_header"),
    )


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file of a partnership's folder."""
    return parse_mapping(read_text(path), source=path.name)
