"""The codes of a cut's `injuries`: who saw an injury, and what was found when it was matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.unknown.matching import NOT_ABLE, RULE

if TYPE_CHECKING:
    from collections.abc import Mapping

ABLE = "can be matched"
NOT_AGREED = "not compared"
"""Of an attendance that no agreement lets be set beside offences."""
NOT_TRIED = "not tried"
"""Of an injury that was not set against the moved times."""
BOTH, OTHER_OFFENCE = "police and hospital", "hospital, other offence"
HOSPITAL_ALONE, POLICE_ALONE = "hospital alone", "police alone"
RESIDENT, ELSEWHERE, NO_HOME = "resident", "not resident", "home not recorded"

CODES: Mapping[str, tuple[str, ...]] = {
    "seen_by": (BOTH, OTHER_OFFENCE, HOSPITAL_ALONE, POLICE_ALONE),
    "matching": (ABLE, NOT_ABLE, NOT_AGREED),
    "residence": (RESIDENT, ELSEWHERE, NO_HOME),
    "chances": (*(str(count) for count in range(len(RULE.days_moved) + 1)), NOT_TRIED),
}
"""The dimensions that the injuries are told by; `chances` is how many moved times matched."""
TITLES: Mapping[str, str] = {
    "seen_by": "Seen by",
    "matching": "Whether it can be matched",
    "residence": "Home",
    "chances": "Matches by chance",
}
