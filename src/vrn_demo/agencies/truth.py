"""The truth file: what was planted, and what the draws came to by a plain recount."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from vrn.terms import AGE_BANDS
from vrn_demo.agencies import emergency
from vrn_demo.agencies.admissions import AGE_GROUPS, KINDS, RUN
from vrn_demo.agencies.known import AGE_OFF, MOVED, could_be_known, find_injuries
from vrn_demo.agencies.recount import (
    CLASSES,
    count_months,
    count_period,
    tell_findings,
    tell_offences,
)
from vrn_demo.agencies.seasons import ERAS, HEALTH_MONTHS, PERIOD, POLICE_MONTHS
from vrn_demo.agencies.tolerances import TOLERANCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn_demo.agencies.ambulance import Callouts
    from vrn_demo.agencies.emergency import Attendances
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.known import Known
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.records import Records
    from vrn_demo.agencies.sizes import Living


def tell_truth(
    planted: Planted,
    records: Records,
    *,
    ground: Ground,
    living: Living,
    callouts: Callouts,
    attendances: Attendances,
    known: Known,
    admissions: Mapping[tuple[str, str], np.ndarray],
) -> dict[str, Any]:
    """What was planted, what the draws came to, and the counts behind it, as JSON can hold it."""
    told = tell_offences(records, ground)
    months = count_months(records, told)
    period = count_period(records, told, ground)
    health = {**_count_attendances(attendances), **_count_callouts(callouts)}
    return {
        "period": {"first_month": PERIOD[0], "last_month": PERIOD[1]},
        "residents": {"all ages": living.everybody, "under 25": living.under_25},
        "residents_by_band": dict(zip(AGE_BANDS, living.of_bands().tolist(), strict=True)),
        "planted": planted.told(),
        "tolerances": {name: asdict(tolerance) for name, tolerance in TOLERANCES.items()},
        "drawn": {
            **tell_findings(period, living),
            "under_25_by_place": _share_places(planted, period),
            **_find_trends(months),
            **_find_health(health),
            "admissions_change": _find_change(admissions),
            "attendances_known": len(known.attendance) / len(could_be_known(attendances)),
        },
        "offences_by_month": months,
        "in_period": period,
        "town_centres": sorted(
            {code for code, busy in zip(ground.small_area, ground.is_centre, strict=True) if busy}
        ),
        **health,
        "attendances_known": _count_known(attendances, records, known),
    }


def _share_places(planted: Planted, period: dict[str, Any]) -> dict[str, float]:
    """The named neighbourhoods' shares of the offences against the under 25."""
    narrow = period["vrn-2019"]
    counts = narrow["by_neighbourhood_under_25"]
    return {name: counts[name] / narrow["under_25"] for name, _ in planted.under_25_by_place}


def _find_trends(months: dict[str, Any]) -> dict[str, float]:
    """Last twelve months over the first twelve, all ages and under 25."""
    found = {}
    for name, group in (("trend", "all ages"), ("trend_under_25", "under 25")):
        counts = list(months[group][CLASSES[0]].values())
        found[name] = sum(counts[-12:]) / sum(counts[:12])
    return found


def _count_attendances(drawn: Attendances) -> dict[str, Any]:
    """Attendances after assault of residents by month, all ages and under 25 as written."""
    own = (drawn.intent == emergency.ASSAULT) & (drawn.residence == emergency.RESIDENT)
    young = own & drawn.young & ~drawn.no_age
    return {
        "assault_attendances_by_month": {
            group: _by_month(HEALTH_MONTHS, drawn.month[chosen])
            for group, chosen in (("all ages", own), ("under 25", young))
        }
    }


def _count_known(drawn: Attendances, records: Records, known: Known) -> dict[str, Any]:
    """Residents' attendances after assault in the police's months, and those they know of too.

    With the offences with injury to residents of these months, and the attendances among them.
    """
    could, young = could_be_known(drawn), drawn.young[known.attendance]
    injuries = find_injuries(records)
    return {
        "could_be_known": {"all ages": len(could), "under 25": int(drawn.young[could].sum())},
        "known": {"all ages": len(known.attendance), "under 25": int(young.sum())},
        "injuries_recorded": int(injuries.sum()),
        "injuries_known": int(injuries[known.offence].sum()),
        "age_off": AGE_OFF,
        "moved": MOVED,
    }


def _count_callouts(drawn: Callouts) -> dict[str, Any]:
    """Call-outs for violence by month, and those of the period that were conveyed."""
    inside = drawn.violent & (ERAS[drawn.month] == 1)
    taken = inside & drawn.conveyed
    return {
        "violent_callouts_by_month": _by_month(POLICE_MONTHS, drawn.month[drawn.violent]),
        "violent_callouts_in_period": {
            "all": int(inside.sum()),
            "conveyed": int(taken.sum()),
            "conveyed_under_25": int((taken & drawn.young).sum()),
        },
    }


def _find_health(health: dict[str, Any]) -> dict[str, float]:
    """The planted shares of the health agencies as the draws came to them."""
    by_month = health["assault_attendances_by_month"]["all ages"]
    counts = np.array(list(by_month.values()))
    before = [n for m, n in by_month.items() if emergency.BEFORE[0] <= m <= emergency.BEFORE[1]]
    after = [n for m, n in by_month.items() if emergency.AFTER[0] <= m <= emergency.AFTER[1]]
    calls = health["violent_callouts_in_period"]
    return {
        "conveyed_under_25": calls["conveyed_under_25"] / calls["conveyed"],
        "attendances_peak": max(after) / float(np.mean(before)),
        "attendances_trend": float(counts[-12:].sum() / counts[:12].sum()),
    }


def _find_change(admissions: Mapping[tuple[str, str], np.ndarray]) -> float:
    """Admissions after assault of the latest run over those of the run before, as drawn."""
    counts = admissions[KINDS[0], AGE_GROUPS[0]]
    return float(counts[-RUN:].sum() / counts[-2 * RUN : -RUN].sum())


def _by_month(months: tuple[str, ...], numbers: np.ndarray) -> dict[str, int]:
    counts = np.bincount(numbers, minlength=len(months))
    return {month: int(count) for month, count in zip(months, counts, strict=True)}
