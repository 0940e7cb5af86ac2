"""Finds what a steward's address names, for whoever may see it; for others it is not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vrn_web.accounts.permissions import (
    ANSWER_PAIRS,
    SEE_SUPPLY,
    SEND_FILE,
    may,
    same_name,
)
from vrn_web.guard import NotAllowedError
from vrn_web.reading import NotReleasedError
from vrn_web.stewardship import outbox, uploads
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn_web.accounts.models import User
    from vrn_web.stewardship.outbox import Agreement, Supply
    from vrn_web.stewardship.uploads import Upload


@dataclass(frozen=True)
class FoundReceipt:
    """A receipt's plain values, and the supplier that decides who may see it."""

    id: str
    supplier: str
    plain: Mapping[str, Any]


def today() -> date:
    """The day, for what an agreement in force depends on."""
    return datetime.now(tz=UTC).date()


def agreements_for(person: User) -> list[Agreement] | None:
    """The agreements that the person may send files under today; None before they are listed."""
    known = agreements_to_map(person)
    return None if known is None else [one for one in known if one.has_mapping]


def agreements_to_map(person: User) -> list[Agreement] | None:
    """The same with those that only lack their mapping: a sample may be sent under them, too."""
    known = outbox.agreements(settings.VRN_FOLDER)
    if known is None:
        return None
    day = today()
    return [one for one in known if one.is_in_force(day) and may(person, SEND_FILE, one)]


def agreements_to_review(person: User) -> list[Agreement] | None:
    """The agreements about named people on whose pairs of records the person may answer."""
    known = outbox.agreements(settings.VRN_FOLDER)
    if known is None:
        return None
    return [one for one in known if one.is_linked and may(person, ANSWER_PAIRS, one)]


def find_to_review(person: User, agreement: str) -> Agreement:
    """The agreement of that id; NotAllowedError where the person may answer on no pair of it."""
    found = [one for one in agreements_to_review(person) or () if one.id == agreement]
    if not found:
        raise NotAllowedError
    return found[0]


def find_to_map(person: User, agreement: str) -> Agreement:
    """The agreement of that id; NotAllowedError where no sample may be sent under it."""
    found = [one for one in agreements_to_map(person) or () if one.id == agreement]
    if not found:
        raise NotAllowedError
    return found[0]


def agreements_seen_by(person: User) -> list[Agreement] | None:
    """The agreements that the person may read of, in any state; None before they are listed."""
    known = outbox.agreements(settings.VRN_FOLDER)
    return None if known is None else [one for one in known if may(person, SEE_SUPPLY, one)]


def see_agreement(person: User, agreement: str) -> Agreement:
    """The agreement of that id; NotAllowedError where the person may not read of it."""
    found = [one for one in agreements_seen_by(person) or () if one.id == agreement]
    if not found:
        raise NotAllowedError
    return found[0]


def find_agreement(person: User, agreement: str) -> Agreement:
    """The agreement of that id; NotAllowedError where the person may send nothing under it."""
    found = [one for one in agreements_for(person) or () if one.id == agreement]
    if not found:
        raise NotAllowedError
    return found[0]


def ended_agreements() -> dict[str, date]:
    """The agreements that have ended, each with its last day; none before they are listed."""
    day = today()
    known = outbox.agreements_listed(settings.VRN_FOLDER)
    ends = {one.id: one.ended_on(day) for one in known or ()}
    return {name: date.fromisoformat(end) for name, end in ends.items() if end}


def supplies_for(person: User) -> list[Supply]:
    """The supplies that the person may see, newest first."""
    known = outbox.supplies(settings.VRN_FOLDER)
    return [one for one in known if may(person, SEE_SUPPLY, one)]


def replaceable(person: User, agreement: str) -> list[Supply]:
    """The accepted supplies of an agreement that none has replaced yet, newest first."""
    own = [one for one in supplies_for(person) if one.agreement == agreement]
    gone = {receipt for one in own if one.state == "accepted" for receipt in one.replaces}
    return [one for one in own if one.state == "accepted" and one.receipt not in gone]


def find_held(person: User, receipt: str) -> Supply | None:
    """The supply of that receipt, where it waits for the analyst's word and for nothing else."""
    held = [one for one in supplies_for(person) if one.receipt == receipt and one.is_held]
    return held[0] if held else None


def find_upload(person: User, upload_id: str) -> Upload:
    """The file in pieces of that id, begun by the person's own organisation; else refused."""
    found = uploads.find_upload(settings.VRN_FOLDER, upload_id)
    if found is None or found.organisation != same_name(person.organisation):
        raise NotAllowedError
    find_agreement(person, found.agreement)
    return found


def find_request(person: User, request_id: str) -> WorkRequest:
    """The request of that id; NotAllowedError where the person may not see it or there is none."""
    found = WorkRequest.objects.visible_to(person).filter(pk=request_id).first()
    if found is None:
        raise NotAllowedError
    return found


def find_receipt(person: User, receipt: str) -> FoundReceipt:
    """The receipt of that id; refused likewise where the person may not see it."""
    plain = outbox.read_receipt(settings.VRN_FOLDER, receipt)
    if plain is None:
        raise NotReleasedError(f"no receipt {receipt}")
    found = FoundReceipt(receipt, str(plain.get("supplier", "")), plain)
    if not may(person, SEE_SUPPLY, found):
        raise NotAllowedError
    return found
