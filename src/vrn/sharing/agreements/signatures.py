"""Who signed an agreement's text and who withdrew it, kept by the digest of the text.

A text in signatures/ of the same name as the agreement's says who did what on which day. Whoever
edits the agreement changes its digest, and nobody has signed it yet: it is a draft again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from vrn.sharing.agreements.conditions import is_somebodys, same
from vrn.sharing.fault import TextError, check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from vrn.sharing.agreement import Agreement

SIGNED, WITHDRAWN = "signed", "withdrawn"
_HEAD = """\
# Who signed or withdrew this agreement, by the SHA-256 of its text. Written by `vrn agreements`.
of = {of}
"""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One signature or withdrawal: what was done, to which text, by whom for whom, and when."""

    what: str
    sha256: str
    version: int
    name: str
    organisation: str
    role: str
    on: date
    why: str = ""


def read_deeds(folder: Path, of: str) -> tuple[Deed, ...]:
    """What was done to the agreement of that id, in the order of its text; none without a text."""
    path = folder / f"{of}.toml"
    return parse_deeds(read_text(path), source=path.name) if path.is_file() else ()


def parse_deeds(text: str, *, source: str = "signatures") -> tuple[Deed, ...]:
    """The deeds that a TOML text holds; TextError with all that is wrong with it."""
    table = Table(parse_toml(text, source))
    table.check_keys("of", "deeds")
    table.take_id("of")
    found = tuple(_take_deeds(table))
    check_faultless(source, table.faults)
    return found


def _take_deeds(table: Table) -> Iterator[Deed]:
    listed: Any = table.take("deeds", list, [], required=True)
    for number, content in enumerate(listed, 1):
        if not isinstance(content, dict):
            table.faults.append(f"deeds {number} is to be a table")
            continue
        deed = Table(content, f"deeds {number}: ", table.faults)
        deed.check_keys("what", "sha256", "version", "name", "organisation", "role", "on", "why")
        texts = {key: deed.take_text(key) for key in ("sha256", "name", "organisation", "role")}
        what, on = deed.take_text("what"), deed.take_day("on", required=True)
        if what not in (SIGNED, WITHDRAWN):
            deed.faults.append(f"deeds {number}: what is {SIGNED} or {WITHDRAWN}")
        version = int(deed.take("version", int, 0, required=True))
        why = str(deed.take("why", str, ""))
        yield Deed(what=what, version=version, on=on or date.min, why=why, **texts)


def add_deed(folder: Path, of: str, deed: Deed) -> Path:
    """Writes a deed behind those that are there, whole or not at all; gives the text's path."""
    folder.mkdir(exist_ok=True)
    path, passing = folder / f"{of}.toml", folder / f".{of}.toml.tmp"
    text = deeds_text(of, [*read_deeds(folder, of), deed])
    with passing.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    passing.replace(path)
    return path


def deeds_text(of: str, deeds: Iterable[Deed]) -> str:
    """The text that holds these deeds."""
    parts = [_HEAD.format(of=json.dumps(of))]
    for deed in deeds:
        facts = {key: value for key, value in asdict(deed).items() if value != ""}
        parts.append("\n".join(["[[deeds]]", *(f"{k} = {_toml(v)}" for k, v in facts.items()), ""]))
    return "\n".join(parts)


def _toml(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def lacking_signatures(agreement: Agreement, deeds: Iterable[Deed]) -> tuple[str, ...]:
    """The parties whose signature of this very text is lacking, and the second person if need be.

    Each controller signs; there are two people at least, of two organisations.
    """
    signed = [deed for deed in deeds if deed.what == SIGNED and deed.sha256 == agreement.sha256]
    houses = {same(deed.organisation) for deed in signed}
    deciding = {same(party.name) for party in agreement.conditions.deciding}
    lacking = [p.name for p in agreement.conditions.deciding if same(p.name) not in houses]
    people = {same(deed.name) for deed in signed if same(deed.organisation) in deciding}
    alone = len(people) < 2 or len(houses & deciding) < 2
    return tuple(lacking or (["a second person of another party"] if alone else []))


def check_may_sign(agreement: Agreement, deeds: Sequence[Deed], new: Deed) -> None:
    """Raises TextError with every reason for which this person cannot sign this text."""
    terms, source = agreement.conditions, f"agreement {agreement.text_id!r}"
    party = terms.party(new.organisation)
    before = [deed for deed in deeds if deed.what == SIGNED]
    mine = [d for d in before if d.sha256 == new.sha256 and same(d.name) == same(new.name)]
    others = {d.version for d in before if d.sha256 != new.sha256 and d.version >= new.version}
    found = {
        "it is open data: its licence is the agreement, and nobody signs it": (
            agreement.licence is not None
        ),
        f"{new.organisation} is no party that signs it: "
        + (", ".join(p.name for p in terms.deciding) or "none is named"): party is None
        or not party.decides,
        f"{new.name} has signed it already": bool(mine),
        f"version {new.version} was signed as another text: write version = "
        f"{max(others, default=0) + 1} in it first": bool(others),
        f"the mailbox of {new.organisation} is {new.name}'s own: name a shared one": (
            party is not None and is_somebodys(party.mailbox, new.name)
        ),
        "name, organisation and role are all needed": not all(
            text.strip() for text in (new.name, new.organisation, new.role)
        ),
    }
    faults = [words for words, is_wrong in found.items() if is_wrong]
    if faults:
        raise TextError(source, faults)
