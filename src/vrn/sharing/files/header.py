"""Matches a file's header to a mapping: what each column becomes, or all that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vrn.sharing.agreements.conditions import Identifiability
from vrn.sharing.fault import Fault, RefusedError, RefusedForLawError, listed, quoted
from vrn.sharing.receipt import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vrn.sharing.agreement import Terms
    from vrn.sharing.mapping import Mapping


@dataclass(frozen=True)
class Header:
    """What each column of a file becomes, in the file's order; None where it is read over."""

    columns: tuple[str | None, ...]
    mended: tuple[Note, ...] = ()
    flagged: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Meaning:
    """What a header becomes (None: read over) and how the mapping writes it."""

    column: str | None
    written: str


def plain_form(name: str) -> str:
    """A header's name without case, blanks and underscores, to find it however it is typed."""
    return re.sub(r"[\W_]+", "", name.casefold()) or name.casefold()


def match_header(names: Sequence[str], terms: Terms, file: str, *, line: int = 1) -> Header:
    """What each column of the file becomes; RefusedError with every fault of the header.

    A name in another case, with other blanks, or a known alias is mended and recorded; an optional
    column that is absent is flagged. What the agreement or the mapping does not list is refused.
    """
    known = _known_names(terms.mapping)
    meant = [known.get(name) or known.get(plain_form(name)) for name in names]
    columns = [meaning.column for meaning in meant if meaning]
    faults = [
        *_unlisted(names, meant, terms, file),
        *_doubled(names, meant, terms, file),
        *_missing(columns, terms, file),
    ]
    naming = list(_naming(names, meant, terms, file))
    if faults or naming:
        error = RefusedForLawError if naming else RefusedError
        raise error(*(replace(fault, line=line) for fault in (*naming, *faults)))
    mended = [
        Note(f"the header {quoted(name)} was read as {quoted(meaning.written)}", 1, file, None)
        for name, meaning in zip(names, meant, strict=True)
        if meaning and name != meaning.written
    ]
    return Header(tuple(columns), tuple(mended), tuple(_absent(columns, terms, file)))


def kept_header(names: Sequence[str], terms: Terms) -> tuple[str, ...]:
    """The header as a receipt keeps it: of a feed about persons only names that are known."""
    if not terms.contract.is_of_persons:
        return tuple(names)
    known = _known_names(terms.mapping)
    shown = (name in known or plain_form(name) in known for name in names)
    return tuple(name if is_known else "" for name, is_known in zip(names, shown, strict=True))


def count_known(names: Sequence[str], mapping: Mapping) -> int:
    """How many of these cells are headers that the mapping reads or reads over."""
    known = _known_names(mapping)
    return sum(name in known or plain_form(name) in known for name in names)


def _known_names(mapping: Mapping) -> dict[str, _Meaning]:
    """Every way to write a known header, to what it becomes; exact ways win over loose ones."""
    exact = {theirs: _Meaning(ours, theirs) for theirs, ours in mapping.headers().items()}
    exact |= {name: _Meaning(None, name) for name in mapping.ignored}
    for ours, names in mapping.aliases.items():
        exact |= {alias: _Meaning(ours, mapping.columns[ours]) for alias in names}
    return {plain_form(name): meaning for name, meaning in exact.items()} | exact


def _unlisted(
    names: Sequence[str], meant: Sequence[_Meaning | None], terms: Terms, file: str
) -> Iterator[Fault]:
    agreed = terms.agreement.columns
    for place, (name, meaning) in enumerate(zip(names, meant, strict=True), 1):
        column = meaning.column.partition("|")[0] if meaning and meaning.column else None
        if meaning and (column is None or column in agreed):
            continue
        # What stands where a header is expected may be somebody's name.
        is_shown = meaning or not terms.contract.is_of_persons
        shown = quoted(name) if is_shown else f"in place {place}"
        yield Fault(
            f"the agreement '{terms.agreement.id}' does not list the column {shown} "
            "in its clause columns"
            if name
            else "a column has no name",
            expected="the columns " + listed(list(terms.mapping.headers()), most=20),
            do="send the file without this column; or agree on it and list it in the agreement, "
            "or in the mapping under 'ignored' to have it read over. None of its values was kept",
            file=file,
            for_law=bool(name),
        )


NAMING = (
    *("surname", "forename", "firstname", "lastname", "middlename", "givenname", "familyname"),
    *("fullname", "name", "patientname", "victimname", "suspectname", "maidenname"),
    *("nhsnumber", "nhsno", "dateofbirth", "dob", "address", "homeaddress", "addressline1"),
    *("phone", "telephone", "mobile", "email", "emailaddress", "nationalinsurancenumber"),
)
"""Headers in their plain form under which a file names people."""


def _naming(
    names: Sequence[str], meant: Sequence[_Meaning | None], terms: Terms, file: str
) -> Iterator[Fault]:
    """Columns that name people in a file of a flow that lets no name in; agreed ones are none."""
    says = terms.agreement.identifiability
    if says is None or says is Identifiability.IDENTIFIED:
        return
    for place, (name, meaning) in enumerate(zip(names, meant, strict=True), 1):
        if meaning is None and plain_form(name) in NAMING:
            yield Fault(
                f"the column in place {place} names people, and the agreement "
                f"'{terms.agreement.id}' lets no name in: its clause identifiability = {says}",
                expected="a file without names, addresses, birth dates or NHS numbers",
                do="take the column out and send the file again: none of its rows was kept, and "
                "its bytes are to be destroyed",
                file=file,
            )


def _doubled(
    names: Sequence[str], meant: Sequence[_Meaning | None], terms: Terms, file: str
) -> Iterator[Fault]:
    is_shown = not terms.contract.is_of_persons
    written = [
        meaning.written if meaning else name * is_shown
        for name, meaning in zip(names, meant, strict=True)
    ]
    for name in sorted({name for name in written if name and written.count(name) > 1}):
        yield Fault(
            f"the header {quoted(name)} stands {written.count(name)} times",
            expected="each column once",
            do="send the file with one column of that name",
            file=file,
        )


def _missing(columns: Sequence[str | None], terms: Terms, file: str) -> Iterator[Fault]:
    for theirs, ours in terms.mapping.headers().items():
        name = ours.partition("|")[0]
        if ours not in columns and not terms.contract.column(name).may_be_absent:
            yield Fault(
                f"the column {quoted(theirs)} is missing",
                expected="the columns " + listed(list(terms.mapping.headers()), most=20),
                do="send the file with this column, spelt so; or list the name it has among the "
                "aliases of the mapping",
                file=file,
                column=name,
            )


def _absent(columns: Sequence[str | None], terms: Terms, file: str) -> Iterator[Note]:
    for theirs, ours in terms.mapping.headers().items():
        if ours not in columns:
            yield Note(f"the column {quoted(theirs)} is absent and read as empty", 1, file, None)
