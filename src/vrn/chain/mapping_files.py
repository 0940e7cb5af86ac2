"""From a supplier's file to a proposed mapping, and what that would do to the first rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import vrn.partnership
from vrn.chain.early import NotReadyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vrn.sharing.agreement import Agreement, Terms
    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping
    from vrn.sharing.proposing.profile import ColumnProfile
    from vrn.sharing.proposing.propose import Proposal
    from vrn.sharing.proposing.sampling import Sample
    from vrn.sharing.proposing.trial import Trial


@dataclass(frozen=True)
class Mapped:
    """A file's profile, the mapping proposed for it as text, and what that does to the first rows.

    `trial` is None where the mapping is not whole yet; `lacking` says then what is missing.
    `unnamed` are the file's columns that the mapping does not speak of: the trial reads over them,
    the door refuses the file until the steward has named or ignored each.
    """

    feed: str
    is_of_persons: bool
    sample: Sample
    profiles: tuple[ColumnProfile, ...]
    proposal: Proposal
    text: str
    trial: Trial | None
    lacking: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def map_file(
    folder: Path,
    path: Path,
    *,
    feed: str,
    today: date,
    agreement: str = "",
    name: str = "",
    edited: str = "",
) -> Mapped:
    """Profiles a file and proposes the mapping by which it would become the feed; keeps nothing.

    Tried under the agreement, where one is named; `edited` is a text that is tried in the place of
    the proposal. Raises NotReadyError for a feed that there is not, and RefusedError where the file
    is no table at all.
    """
    from vrn.sharing.proposing.known import gather_known
    from vrn.sharing.proposing.profile import profile_columns
    from vrn.sharing.proposing.propose import propose
    from vrn.sharing.proposing.sampling import take_sample
    from vrn.sharing.proposing.trial import try_mapping
    from vrn.sharing.proposing.writing import mapping_toml

    contract = _contract_of(feed)
    known = gather_known(contract, _mappings(folder))
    sample = take_sample(path, _passing_terms(contract, today), known.headers)
    profiles = profile_columns(sample, is_of_persons=contract.is_of_persons)
    proposal = propose(profiles, contract, known)
    mapping_id = name or agreement or f"{feed}-proposed"
    text = edited or mapping_toml(proposal, sample, mapping_id=mapping_id, feed=feed)
    terms, unnamed, lacking = _terms_of(folder, text, sample, contract, agreement, today=today)
    trial = try_mapping(path, sample, terms, today=today) if terms else None
    return Mapped(
        feed, contract.is_of_persons, sample, profiles, proposal, text, trial, lacking, unnamed
    )


def write_mapping(folder: Path, mapped: Mapped, *, name: str) -> Path:
    """Writes the proposed text beside the folder's mappings; never over one that is there."""
    import re

    from vrn.sharing.stewards_text import ID_PATTERN

    if not re.fullmatch(ID_PATTERN, name):
        raise ValueError(
            f"a mapping's name is lower-case letters, digits and hyphens, not {name!r}"
        )
    path = folder / "mappings" / f"{name}.toml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(mapped.text)
    except FileExistsError as error:
        raise ValueError(f"{path} is there already: write under another name") from error
    return path


def _contract_of(feed: str) -> Contract:
    from vrn.sharing.contracts import CONTRACTS

    if feed not in CONTRACTS:
        raise NotReadyError(f"there is no feed {feed!r}: try one of {', '.join(CONTRACTS)}")
    return CONTRACTS[feed]


def _mappings(folder: Path) -> Iterator[Mapping]:
    """Every mapping of the partnership's folder and of those that a new one starts with."""
    from vrn.sharing.mapping import read_mapping

    template = Path(vrn.partnership.__file__).parent / "template"
    for place in (folder, template):
        yield from (read_mapping(path) for path in sorted((place / "mappings").glob("*.toml")))


def _terms_of(
    folder: Path,
    text: str,
    sample: Sample,
    contract: Contract,
    agreement: str,
    *,
    today: date,
) -> tuple[Terms | None, tuple[str, ...], tuple[str, ...]]:
    """The terms that a mapping's text makes, the headers it does not name, and what it lacks.

    Headers that are not named are read over in the terms. None where the mapping is not whole.
    """
    from dataclasses import replace

    from vrn.chain.receiving import read_flow
    from vrn.partnership.folder import read_partnership
    from vrn.sharing.agreement import Terms
    from vrn.sharing.fault import TextError
    from vrn.sharing.mapping import parse_mapping

    unnamed: tuple[str, ...] = ()
    try:
        mapping = parse_mapping(text, source="the mapping")
        unnamed = _unnamed(sample, mapping)
        if lacking := tuple(_unlike(sample, mapping)):
            return None, unnamed, lacking
        over = dict.fromkeys((*mapping.ignored, *filter(None, unnamed)))
        mapping = replace(mapping, ignored=tuple(over))
        agreed = (
            read_flow(read_partnership(folder), agreement)
            if agreement
            else _passing_agreement(contract, today)
        )
        return Terms(contract, replace(agreed, mapping=mapping.id), mapping), unnamed, ()
    except TextError as error:
        return None, unnamed, error.faults


def _unnamed(sample: Sample, mapping: Mapping) -> tuple[str, ...]:
    """The file's headers that a mapping neither reads nor ignores, whatever their capitals."""
    from vrn.sharing.files.header import plain_form

    known = [
        *mapping.headers(),
        *mapping.ignored,
        *(n for a in mapping.aliases.values() for n in a),
    ]
    named = {plain_form(name) for name in known}
    return tuple(header for header in sample.header if plain_form(header) not in named)


def _unlike(sample: Sample, mapping: Mapping) -> Iterator[str]:
    """Where a mapping says another form of file or another encoding than the file's bytes fit."""
    if mapping.format != sample.format:
        yield f"format is {mapping.format!r}, and the file is {sample.format!r}"
    elif sample.format == "csv" and not _fits(sample, mapping.encoding):
        yield (
            f"encoding is {mapping.encoding!r}, and the file is written as {sample.encoding!r}: "
            f"{sample.encoding_because}"
        )


def _fits(sample: Sample, encoding: str) -> bool:
    """Whether the file's first bytes are the same text in another encoding."""
    try:
        return sample.text.encode(sample.encoding, "replace").decode(encoding) == sample.text
    except UnicodeDecodeError:
        return False


def _passing_terms(contract: Contract, today: date) -> Terms:
    """Terms under which a file is only looked at: every column by its own name."""
    from vrn.sharing.agreement import Terms
    from vrn.sharing.mapping import Mapping

    names = {name: name for name in contract.names}
    mapping = Mapping(id="passing", feed=contract.feed, format="xlsx", columns=names)
    return Terms(contract, _passing_agreement(contract, today), mapping)


def _passing_agreement(contract: Contract, today: date) -> Agreement:
    from vrn.sharing.agreement import Agreement

    return Agreement(
        id="none-yet",
        title="None yet",
        supplier="None yet",
        feed=contract.feed,
        mapping="passing",
        columns=contract.names,
        in_force_from=today,
        purpose="To look at a file",
        gateway="None: nothing is kept",
        linkage="passing",
    )
