"""Which lane a measured table may leave by: the open one, where all that it rests on is open data.

The open lane shows exact figures, small areas too, because everything they rest on is already
published under an open licence. Anything else leaves by the headline lane or as a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OPEN_LICENCES = {
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3": (
        "Open Government Licence v3.0"
    ),
    "https://creativecommons.org/licenses/by/4.0": "Creative Commons Attribution 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0": "Creative Commons Zero 1.0",
}
"""Open licences by their own address, which is how an agreement names its licence."""


class NoLaneError(PermissionError):
    """Nothing allows these exact counts to leave."""


def is_open(supplies: Iterable[Mapping[str, Any]]) -> bool:
    """Whether every supply is under an open licence; NoLaneError where there is no supply at all.

    The licence is told by its own address, whatever the agreement calls it.
    """
    return not closed_among(supplies)


def closed_among(supplies: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The ids of the supplies that are under no open licence; NoLaneError without any supply."""
    facts = list(supplies)
    if not facts:
        raise NoLaneError("nothing is released that rests on no supply")
    closed = {str(fact["id"]) for fact in facts if _licence_address(fact) not in OPEN_LICENCES}
    return tuple(sorted(closed))


def _licence_address(fact: Mapping[str, Any]) -> str:
    licence = fact.get("licence") or {}
    return str(licence.get("url", "")).rstrip("/")
