"""Approvals: two people of two organisations allow what is named by its digest, in a text.

A text in approvals/ says what is approved ("headline-shapes"), its SHA-256, and who approved it on
which day. Whoever changes what was approved changes its digest, and nothing leaves until two people
approve again. What one person wrote into the text alone is no approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from vrn.release.lanes import NoLaneError
from vrn.sharing.fault import check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HEADLINE_SHAPES, FINDINGS = "headline-shapes", "findings"
"""What two people approve: the list of headline shapes, and the list of findings."""
STEWARD = "data steward"
_HEX = 64


@dataclass(frozen=True)
class Approver:
    """One person who approved: name, organisation, role there, and the day."""

    name: str
    organisation: str
    role: str
    approved_on: date


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What was approved, by its digest, and by whom."""

    of: str
    sha256: str
    approvers: tuple[Approver, ...]

    def __post_init__(self) -> None:
        check_faultless(f"the approval of {self.of}", _faults(self))


def _faults(approval: Approval) -> list[str]:
    people = {" ".join(each.name.casefold().split()) for each in approval.approvers}
    houses = {" ".join(each.organisation.casefold().split()) for each in approval.approvers}
    found = {
        "it needs two different people": len(people) < 2,
        "they are to be of two organisations": len(houses) < 2,
        f"one of them is to be a partner's {STEWARD}": all(
            each.role.strip().casefold() != STEWARD for each in approval.approvers
        ),
        f"sha256 is {_HEX} hexadecimal digits": len(approval.sha256) != _HEX
        or not set(approval.sha256) <= set("0123456789abcdef"),
    }
    return [words for words, is_wrong in found.items() if is_wrong]


def parse_approval(text: str, *, source: str = "approval") -> Approval:
    """The approval that a TOML text holds; TextError with all that is wrong with it."""
    table = Table(parse_toml(text, source))
    table.check_keys("of", "sha256", "approved_by")
    of, sha256 = table.take_id("of"), table.take_text("sha256")
    approvers = tuple(_approvers(table))
    check_faultless(source, table.faults)
    return Approval(of=of, sha256=sha256, approvers=approvers)


def _approvers(table: Table) -> Iterable[Approver]:
    listed: Any = table.take("approved_by", list, [], required=True)
    for number, content in enumerate(listed, 1):
        if not isinstance(content, dict):
            table.faults.append(f"approved_by {number} is to be a table")
            continue
        person = Table(content, f"approved_by {number}: ", table.faults)
        person.check_keys("name", "organisation", "role", "approved_on")
        name, organisation, role = (
            person.take_text(key) for key in ("name", "organisation", "role")
        )
        day = content.get("approved_on")
        if type(day) is not date:
            table.faults.append(f"approved_by {number}: approved_on is to be a day, 2022-04-04")
            continue
        yield Approver(name, organisation, role, day)


def read_approvals(folder: Path) -> Mapping[str, Approval]:
    """The approvals of a folder by what they approve; empty where there is no such folder.

    TextError where a text has faults or two approve the same thing.
    """
    found: dict[str, Approval] = {}
    for path in sorted(folder.glob("*.toml")):
        approval = parse_approval(read_text(path), source=path.name)
        twice = [f"{approval.of} is approved twice: keep one text"] if approval.of in found else []
        check_faultless(path.name, twice)
        found[approval.of] = approval
    return found


def check_approved(folder: Path, *, of: str, sha256: str, today: date) -> Approval:
    """The approval of that digest, in force on that day; NoLaneError with what to do without one.

    An approval dated later than `today` is not yet one.
    """
    approval = read_approvals(folder).get(of)
    if approval is None:
        raise NoLaneError(
            f"{of} has no approval: two people of two organisations, one of them a partner's "
            f"{STEWARD}, approve it in {folder.name}/{of}.toml by its sha256, {sha256}"
        )
    if approval.sha256 != sha256:
        raise NoLaneError(
            f"what was approved as {of} is another list (sha256 {approval.sha256[:12]}) than the "
            f"one in use ({sha256}): the two people look at what has changed and approve it anew"
        )
    late = [each.name for each in approval.approvers if each.approved_on > today]
    if late:
        raise NoLaneError(f"{of} is approved from a later day than {today} by {', '.join(late)}")
    return approval
