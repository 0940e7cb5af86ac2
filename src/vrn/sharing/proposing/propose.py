"""Proposes which column is which, how dates are written and what codes mean; unsure ones apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.dating import ISO, form_in_words
from vrn.sharing.column import Kind
from vrn.sharing.fault import plural
from vrn.sharing.files.header import plain_form

if TYPE_CHECKING:
    from vrn.sharing.column import Column
    from vrn.sharing.contract import Contract
    from vrn.sharing.proposing.known import Known
    from vrn.sharing.proposing.profile import ColumnProfile

LEAST_ALIKE = 0.6
FITS = 0.99
MISSING = ("NULL", "N/A", "NA", "#N/A", "Not known", "Not recorded", "Unknown", "None", "-", "nan")
"""Words that suppliers write for "not recorded" (ours); proposed where one of them is met."""
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %m %Y")
_TIMES = ("T%H:%M", " %H:%M", "T%H:%M:%S", " %H:%M:%S")
_FORMS = {
    Kind.MONTH: ("%Y-%m", "%m/%Y", "%Y/%m", "%m-%Y"),
    Kind.DAY: _DAYS,
    Kind.MOMENT: tuple(day + time for day in _DAYS for time in _TIMES),
}


@dataclass
class Proposal:
    """A mapping as far as it can be told; `unsure` holds lines for the steward, by section.

    columns   ours -> theirs
    because   ours -> why
    """

    columns: dict[str, str] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    missing_words: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    unsure: dict[str, list[str]] = field(default_factory=dict)

    def doubt(self, section: str, line: str) -> None:
        """Leaves a line for the steward beside a section."""
        self.unsure.setdefault(section, []).append(line)


def propose(profiles: tuple[ColumnProfile, ...], contract: Contract, known: Known) -> Proposal:
    """What the file's columns seem to be."""
    made = Proposal()
    left = _take_known_names(profiles, known, made)
    _doubt_similar_names(left, contract, known, made)
    by_header = {profile.header: profile for profile in profiles}
    for ours, theirs in made.columns.items():
        column, profile = contract.column(ours), by_header[theirs]
        if column.kind in _FORMS:
            _take_form(column, profile, made)
        elif column.allowed:
            _take_codes(column, profile, known, made, may_quote=not contract.is_of_persons)
    made.missing_words = _find_missing(made, by_header, contract)
    for name in contract.names:
        if name not in made.columns and contract.column(name).required:
            made.doubt("columns", f'{name} = "..."   # required, and no header of the file is it')
    return made


def _take_known_names(
    profiles: tuple[ColumnProfile, ...], known: Known, made: Proposal
) -> list[ColumnProfile]:
    """Takes the headers that are known under some spelling; gives those that are not."""
    left = []
    for profile in profiles:
        plain = plain_form(profile.header)
        meant = known.names.get(plain, frozenset())
        if len(meant) == 1 and (ours := next(iter(meant))) not in made.columns:
            made.columns[ours] = profile.header
            made.because[ours] = "a name that is known"
        elif plain in known.ignored:
            made.ignored = (*made.ignored, profile.header)
        else:
            left.append(profile)
    return left


def _doubt_similar_names(
    left: list[ColumnProfile], contract: Contract, known: Known, made: Proposal
) -> None:
    """For each header that is not known the columns that it may be, for the steward to say."""
    for profile in left:
        alike: dict[str, float] = {}
        for name, meant in known.names.items():
            ratio = SequenceMatcher(None, plain_form(profile.header), name).ratio()
            for ours in meant - set(made.columns):
                alike[ours] = max(alike.get(ours, 0.0), ratio)
        for ours in set(known.codes) - set(made.columns):
            alike[ours] = max(alike.get(ours, 0.0), _share_known(profile, known.codes[ours]))
        best = sorted(alike, key=lambda ours: (-alike[ours], ours))[:1]
        best = [ours for ours in best if alike[ours] >= LEAST_ALIKE]
        shown = spelt(profile.header)
        if not profile.header:
            made.doubt("columns", f"a column without a name holds {plural(profile.filled, 'cell')}")
        elif best and best[0] in contract.names:
            words = f"{alike[best[0]]:.0%} alike in name or codes; take the sign # away if it is"
            made.doubt("columns", f"{best[0]} = {shown}   # {words}")
        else:
            made.doubt(
                "columns", f"{shown} is no column that is known: name it here, or under ignored"
            )


def _share_known(profile: ColumnProfile, codes: dict[str, str]) -> float:
    """The share of filled cells that are known codes; a single code, such as Y, says nothing."""
    known = {value: rows for value, rows in profile.values.items() if value.casefold() in codes}
    is_telling = len(known) > 1 and any(len(value) > 1 for value in known)
    return sum(known.values()) / profile.filled if is_telling else 0.0


def spelt(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _take_form(column: Column, profile: ColumnProfile, made: Proposal) -> None:
    """The form of dates that nearly all cells fit; two that fit are for the steward."""
    if not profile.filled:
        made.doubt("dates", f'{column.name} = "..."   # all its cells are empty here')
        return
    read = {form: _share_read(profile, form) for form in _FORMS[column.kind]}
    fitting = [form for form, share in read.items() if share >= FITS]
    name = column.name
    if len(fitting) > 1:
        made.doubt("dates", f'{name} = "{fitting[0]}"   # or "{fitting[1]}": {profile.order}')
    elif not fitting:
        best = max(read, key=lambda form: read[form])
        words = f"{read[best]:.0%} of its cells are written {form_in_words(best)}" * bool(
            read[best]
        )
        told = words or "no form that is known fits"
        made.doubt("dates", f'{name} = "..."   # {told}. {profile.order}'.rstrip(". "))
    elif fitting[0] != ISO[column.kind]:
        made.dates[name] = fitting[0]
        made.because[f"dates.{name}"] = profile.order or f"{read[fitting[0]]:.0%} of its cells fit"


def _share_read(profile: ColumnProfile, form: str) -> float:
    """The share of filled cells that are days in this form; words for "not recorded" left out."""
    words = {word.casefold() for word in MISSING}
    values = {v: n for v, n in profile.values.items() if v.casefold() not in words}
    if not values:
        return 0.0
    text = pl.Series("value", list(values), pl.String)
    whole, with_day = (text, form) if "%d" in form else ("01 " + text, f"%d {form}")
    days = whole.str.to_datetime(with_day, strict=False, exact=True)
    is_plain = days.is_not_null() & days.dt.year().is_between(1900, 2100)
    rows = pl.Series("rows", list(values.values()))
    return float(rows.filter(is_plain).sum()) / float(rows.sum())


def _take_codes(
    column: Column, profile: ColumnProfile, known: Known, made: Proposal, *, may_quote: bool
) -> None:
    """The codes that are known of this column, whether met or not; those not known are counted."""
    codes = known.codes.get(column.name, {})
    met = {value.casefold(): rows for value, rows in profile.values.items()}
    are_ours = all(value in column.allowed for value in profile.values)
    if are_ours:
        return
    made.codes[column.name] = dict(sorted(codes.items()))
    missing = {word.casefold() for word in MISSING}
    strange = {v: n for v, n in met.items() if v not in codes and v not in missing}
    if not strange:
        return
    if may_quote:
        for value, rows in sorted(strange.items(), key=lambda pair: -pair[1])[:20]:
            made.doubt(f"codes.{column.name}", f'{spelt(value)} = "..."   # {plural(rows, "row")}')
    else:
        words = f"{plural(len(strange), 'further code')} in {plural(sum(strange.values()), 'row')}"
        made.doubt(f"codes.{column.name}", f"{words}: ask the supplier for the list of codes")


def _find_missing(
    made: Proposal, by_header: dict[str, ColumnProfile], contract: Contract
) -> tuple[str, ...]:
    """Words for "not recorded" that were met in columns of which no code map speaks of them."""
    found = []
    for ours, theirs in made.columns.items():
        column = contract.column(ours)
        if column.kind is Kind.TEXT and not column.is_plain:
            continue
        codes = made.codes.get(ours, {})
        met = {value.casefold() for value in by_header[theirs].values}
        allowed = {value.casefold() for value in column.allowed}
        found += [
            word
            for word in MISSING
            if word.casefold() in met and word.casefold() not in {*codes, *allowed}
        ]
    return tuple(dict.fromkeys(found))
