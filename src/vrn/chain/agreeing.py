"""The agreements of a folder: listed, checked, explained, signed, withdrawn; what they let end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.chain.receiving import SIGNATURES, contract_of, find_standing, read_flow, read_terms
from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.agreements.explaining import Told
    from vrn.sharing.agreements.retention import Due
    from vrn.sharing.agreements.signatures import Deed
    from vrn.sharing.agreements.standing import Standing


@dataclass(frozen=True)
class Listed:
    """One flow with how it stands; days are counted from the day asked for, past ones below 0."""

    agreement: Agreement
    standing: Standing
    days_to_review: int | None
    days_to_end: int | None


def list_agreements(folder: Path, *, today: date) -> tuple[Listed, ...]:
    """Every flow whose text can be read, by id; `check_agreements` tells of the others."""
    found = []
    for agreement in _read_flows(folder):
        standing = find_standing(folder, agreement, contract_of(agreement), today=today)
        review, last = agreement.conditions.review_on, agreement.in_force_to
        found.append(
            Listed(
                agreement,
                standing,
                (review - today).days if review else None,
                (last - today).days if last else None,
            )
        )
    return tuple(sorted(found, key=lambda one: one.agreement.id))


def check_agreements(folder: Path, *, today: date) -> dict[str, tuple[str, ...]]:
    """All faults of every text, by its file's name; a text without any has an empty tuple.

    The text, its mapping, its law, its parties, its signatures and the day for its review.
    """
    found: dict[str, tuple[str, ...]] = {}
    ids: dict[str, str] = {}
    for path in _texts(folder):
        faults = list(_faults_of_text(folder, path, today))
        for flow in _flows_or_none(path):
            if flow.id in ids:
                faults.append(f"the flow {flow.id!r} stands in {ids[flow.id]} too")
            ids.setdefault(flow.id, path.name)
        found[path.name] = tuple(faults)
    return found


def _faults_of_text(folder: Path, path: Path, today: date) -> Iterator[str]:
    from vrn.sharing.agreement import Terms, read_flows
    from vrn.sharing.agreements.completeness import faults_of
    from vrn.sharing.agreements.signatures import read_deeds
    from vrn.sharing.fault import TextError

    try:
        flows = read_flows(path)
    except TextError as error:
        yield from error.faults
        return
    for flow in flows:
        try:
            contract = contract_of(flow)
            yield from faults_of(flow, contract)
            _, mapping = read_terms(folder, flow.id)
            Terms(contract, flow, mapping)
            deeds = read_deeds(folder / SIGNATURES, flow.text_id)
        except TextError as error:
            yield from (f"{error.source}: {fault}" for fault in error.faults)
            continue
        yield from _faults_on(
            flow, deeds, find_standing(folder, flow, contract, today=today), today
        )


def _faults_on(
    flow: Agreement, deeds: Sequence[Deed], standing: Standing, today: date
) -> Iterator[str]:
    """What is wrong on a day, and not with the words."""
    from vrn.sharing.agreements.signatures import lacking_signatures

    review = flow.conditions.review_on
    if standing.is_edited:
        yield "another text of it was signed: editing it made it a draft again, to be signed anew"
    elif flow.licence is None and (lacking := lacking_signatures(flow, deeds)):
        yield f"it is a draft: signatures are lacking: {', '.join(lacking)}"
    if review is not None and review < today and standing.ended_on is None:
        yield f"the day for its review, {review}, is over"


def explain_agreement(folder: Path, under: str) -> Told:
    """An agreement of the folder in plain words."""
    from vrn.sharing.agreements.explaining import explain
    from vrn.sharing.agreements.signatures import read_deeds

    agreement, mapping = read_terms(folder, under)
    deeds = read_deeds(folder / SIGNATURES, agreement.text_id)
    return explain(agreement, contract_of(agreement), mapping, deeds=deeds)


def sign_agreement(
    folder: Path, under: str, *, name: str, organisation: str, role: str, today: date
) -> Standing:
    """Writes down that somebody signed the text as it stands; gives how it stands then.

    TextError with every fault of the text, and every reason why this person cannot sign it.
    """
    from vrn.sharing.agreements.completeness import faults_of
    from vrn.sharing.agreements.signatures import (
        SIGNED,
        add_deed,
        check_may_sign,
        read_deeds,
    )
    from vrn.sharing.agreements.states import State, move
    from vrn.sharing.fault import check_faultless

    agreement = read_flow(read_partnership(folder), under)
    flows = [one for one in _read_flows(folder) if one.text_id == agreement.text_id]
    faults = [fault for flow in flows for fault in faults_of(flow, contract_of(flow))]
    check_faultless(
        f"agreement {agreement.text_id!r} cannot be signed", list(dict.fromkeys(faults))
    )
    deeds = read_deeds(folder / SIGNATURES, agreement.text_id)
    deed = _deed(SIGNED, agreement, name=name, organisation=organisation, role=role, on=today)
    check_may_sign(agreement, deeds, deed)
    move(find_standing(folder, agreement, contract_of(agreement), today=today).state, State.SIGNED)
    add_deed(folder / SIGNATURES, agreement.text_id, deed)
    return find_standing(folder, agreement, contract_of(agreement), today=today)


def withdraw_agreement(
    folder: Path, under: str, *, name: str, organisation: str, role: str, why: str, today: date
) -> Standing:
    """Writes down that a party withdrew the agreement; from that day on nothing is received."""
    from vrn.sharing.agreements.signatures import WITHDRAWN, add_deed
    from vrn.sharing.agreements.states import State, move
    from vrn.sharing.fault import check_faultless

    agreement = read_flow(read_partnership(folder), under)
    terms = agreement.conditions
    faults = {
        "name, organisation, role and why are all needed": not all(
            text.strip() for text in (name, organisation, role, why)
        ),
        f"{organisation} is no party of it": bool(terms.parties)
        and terms.party(organisation) is None,
    }
    source = f"agreement {agreement.text_id!r}"
    check_faultless(source, [words for words, is_wrong in faults.items() if is_wrong])
    contract = contract_of(agreement)
    standing = find_standing(folder, agreement, contract, today=today)
    move(standing.state, State.WITHDRAWN)
    deed = _deed(
        WITHDRAWN, agreement, name=name, organisation=organisation, role=role, on=today, why=why
    )
    add_deed(folder / SIGNATURES, agreement.text_id, deed)
    return find_standing(folder, agreement, contract, today=today)


def _deed(what: str, agreement: Agreement, **how: object) -> Deed:
    from vrn.sharing.agreements.signatures import Deed

    of = {"sha256": agreement.sha256, "version": agreement.version}
    return Deed(what=what, **of, **how)  # type: ignore[arg-type]


def ended_agreements(folder: Path, *, today: date) -> Mapping[str, date]:
    """The flows that have ended, each with its last day or the day of its withdrawal."""
    listed = list_agreements(folder, today=today)
    return {one.agreement.id: one.standing.ended_on for one in listed if one.standing.ended_on}


def list_due(folder: Path, *, today: date) -> tuple[Due, ...]:
    """The supplies of the folder that may be kept no longer; none where nothing was received."""
    from vrn.sharing.agreements.retention import due_for_deletion
    from vrn.sharing.store import Store

    store = read_partnership(folder).store
    if not (store / "manifest.sqlite").is_file():
        return ()
    agreements = [
        (one.agreement, one.standing.ended_on) for one in list_agreements(folder, today=today)
    ]
    return due_for_deletion(agreements, Store.read(store).receipts(), today)


def _texts(folder: Path) -> list[Path]:
    return sorted((read_partnership(folder).folder / "agreements").glob("*.toml"))


def _read_flows(folder: Path) -> Iterator[Agreement]:
    for path in _texts(folder):
        yield from _flows_or_none(path)


def _flows_or_none(path: Path) -> tuple[Agreement, ...]:
    """The flows of a text; none where it cannot be read, or is of a feed that there is not."""
    from vrn.sharing.agreement import read_flows
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.fault import TextError

    try:
        return tuple(flow for flow in read_flows(path) if flow.feed in CONTRACTS)
    except TextError:
        return ()
