"""Which lane a measured table may leave by; so far one lane is built, open data.

The open lane shows exact figures, small areas too, because everything they rest on is already
published under an open licence. Anything else is refused here until its own lane stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.terms import Clearance

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


def lane_for(supplies: Iterable[Mapping[str, Any]]) -> Clearance:
    """OPEN where every supply is under an open licence; NoLaneError naming those that are not."""
    facts = list(supplies)
    if not facts:
        raise NoLaneError("nothing is released that rests on no supply")
    closed = sorted(
        {str(fact["id"]) for fact in facts if _licence_address(fact) not in OPEN_LICENCES}
    )
    if closed:
        raise NoLaneError(
            f"supplies {', '.join(closed)} are not under an open licence "
            f"({', '.join(sorted(OPEN_LICENCES.values()))}), and figures from them have no lane yet"
        )
    return Clearance.OPEN


def _licence_address(fact: Mapping[str, Any]) -> str:
    licence = fact.get("licence") or {}
    return str(licence.get("url", "")).rstrip("/")
