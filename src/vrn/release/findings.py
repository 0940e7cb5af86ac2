"""The finding lane: results that do not add up, such as a ratio of rates, for the whole area alone.

At least ten events stand behind each number of a finding. Its value has three significant figures
at most, its interval is rounded outward, and the numbers it was worked out from stay behind: they
are written down where the exact looks are.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from vrn.problem.measure import Estimate, Ratio
from vrn.release.headline.families import corner_of
from vrn.release.lanes import NoLaneError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn.problem.measure import Measured

LEAST_EVENTS = 10
SIGNIFICANT = 3
TOO_FEW = "fewer than 10 events stand behind a number of it"
_MAY_SPLIT = frozenset({"definition", "age_group"})
_BY_DISTRICT = frozenset({"victims_standardised_rate", "suspects_standardised_rate"})
"""Findings that leave by district too: a standardised rate tells no count of its parts."""
OF_HEADLINES = frozenset(
    {"serious_violence_district_dispersion", "serious_violence_districts_outside"}
)
"""Findings worked out from nothing but the districts' own headlines, and so released only where
every one of these is shown as this cut has it: whoever has the headlines could work them out."""
FINDINGS = (
    *("suspects_under_25_ratio", "robbery_suspects_under_25_ratio"),
    *("repeat_share", "repeat_share_within_year", "repeat_share_ever"),
    *("serious_violence_trend", "assault_attendances_trend", "attendances_peak_share"),
    *("night_time_share_late", "night_time_share_premises", "abh_share", "share_without_suspect"),
    *("serious_violence_usual_month", "serious_violence_usual_month_low"),
    *("serious_violence_usual_month_high", "serious_violence_unusual_months"),
    *("assault_attendances_usual_month", "assault_attendances_usual_month_low"),
    *("assault_attendances_usual_month_high", "assault_attendances_unusual_months"),
    *("violent_callouts_usual_month", "violent_callouts_usual_month_low"),
    *("violent_callouts_usual_month_high", "violent_callouts_unusual_months"),
    *("attendances_matched_share", "attendances_unknown_share"),
    *("attendances_unknown_share_low", "attendances_unknown_share_high"),
    *("violent_injuries_estimated", "violent_injuries_estimated_low"),
    "violent_injuries_estimated_high",
    *("serious_violence_deprivation_ratio", "serious_violence_deprivation_ratio_fifths"),
    *("serious_violence_inequality_slope", "serious_violence_inequality_index"),
    *("serious_violence_urban_ratio", "victims_male_female_ratio", "suspects_male_female_ratio"),
    *("victims_ethnic_ratio_asian", "victims_ethnic_ratio_black", "victims_ethnic_ratio_mixed"),
    *("victims_ethnic_ratio_other", "suspects_ethnic_ratio_asian", "suspects_ethnic_ratio_black"),
    *("suspects_ethnic_ratio_mixed", "suspects_ethnic_ratio_other"),
    *("serious_violence_association_income", "serious_violence_association_education"),
    *("serious_violence_association_under_25", "serious_violence_association_urban"),
    *("serious_violence_restrictions_ratio", "serious_violence_restrictions_averted"),
    *("serious_violence_restrictions_power", "assault_attendances_restrictions_ratio"),
    *("assault_attendances_restrictions_averted", "assault_attendances_restrictions_power"),
    *("violent_callouts_restrictions_ratio", "violent_callouts_restrictions_averted"),
    *("violent_callouts_restrictions_power", "assault_admissions_restrictions_ratio"),
    *("assault_admissions_restrictions_averted", "assault_admissions_restrictions_power"),
    *("assault_admissions_usual_month", "assault_admissions_usual_month_low"),
    *("assault_admissions_usual_month_high", "assault_admissions_unusual_months"),
    *("assault_admissions_change", "assault_admissions_same_months_change"),
    *("sharp_object_admissions_change", "sharp_object_admissions_same_months_change"),
    "serious_violence_peak_share",
    *("victims_standardised_rate", "suspects_standardised_rate"),
    *("serious_violence_district_dispersion", "serious_violence_districts_outside"),
    *("serious_violence_half_of_places", "serious_violence_half_of_places_by_chance"),
    *("victims_half", "victims_half_by_chance", "suspects_half", "suspects_half_by_chance"),
    *("serious_violence_near_repeat", "serious_violence_hot_spot_share"),
    *("serious_violence_cluster_share", "serious_violence_clusters"),
)
"""The closed list of measures that may leave as findings; two people approve it by its digest."""


def digest_of_findings() -> str:
    """The SHA-256 of the list of findings with the rule they leave by: what two people approve."""
    plain = {
        "findings": FINDINGS,
        "least_events": LEAST_EVENTS,
        "significant": SIGNIFICANT,
        "of_headlines": sorted(OF_HEADLINES),
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def check_listed(name: str) -> None:
    """Raises NoLaneError where a measure is not on the list of findings."""
    if name not in FINDINGS:
        raise NoLaneError(
            f"'{name}' is on no approved list: of closed data these leave as findings: "
            f"{', '.join(FINDINGS)}"
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What may be shown of a finding: nothing where `is_withheld`. Limits may be absent.

    `decimals` are those that the value has significant, and it is printed with them.
    """

    is_withheld: bool = False
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    decimals: int = 0


def is_finding(measured: Measured) -> bool:
    """Whether a table leaves as findings: an estimate, or a share of a part that has no shape.

    A share such as that of offences without a suspect counts what no headline table counts. What
    one does count, such as the offences without a place, leaves by that lane alone: a finding of it
    would tell what the lane withholds.
    """
    measure = measured.measure
    if isinstance(measure, Ratio):
        return corner_of(measure.numerator) is None
    return isinstance(measure, Estimate)


def check_finding(measured: Measured) -> None:
    """Raises NoLaneError where the table is more than findings of the whole area and its period."""
    codes = {*measured.split, *dict(measured.where)}
    name = measured.measure.indicator.name
    able = _MAY_SPLIT | ({"district"} if name in _BY_DISTRICT else set())
    if beyond := sorted(codes - able):
        raise NoLaneError(
            f"'{name}' leaves as a finding, of the whole area over one "
            f"period, and not by {', '.join(beyond)}: leave that out of the split and the filter"
        )


def find(measured: Measured, row: Mapping[str, Any]) -> Finding:
    """What may be shown of one cell that has a value."""
    if any(events < LEAST_EVENTS for events in events_behind(measured, row).values()):
        return Finding(is_withheld=True)
    decimals = measured.measure.indicator.decimals
    step = step_of(row["value"], decimals)
    return Finding(
        value=round_to(row["value"], step, ROUND_HALF_UP),
        lower=round_to(row["lower"], step, ROUND_FLOOR),
        upper=round_to(row["upper"], step, ROUND_CEILING),
        decimals=min(decimals, max(0, -step.adjusted())),
    )


def events_behind(measured: Measured, row: Mapping[str, Any]) -> dict[str, int]:
    """How many events stand behind each number of a cell, by what they are."""
    if measured.behind is not None:
        frame: pl.DataFrame = measured.behind.exact
        for name in measured.split:
            frame = frame.filter(frame[name] == row[name])
        return dict(frame.select("what", "events").iter_rows())
    part, whole = int(row["numerator"]), int(row["denominator"])
    return {"numerator": part, "all others": whole - part}


def step_of(value: float, decimals: int) -> Decimal:
    """The last place that three significant figures leave, no finer than decimals: 51.73 -> 0.1."""
    place = Decimal(repr(value)).adjusted() if value else 0
    return Decimal(1).scaleb(max(place - SIGNIFICANT + 1, -decimals))


def round_to(value: float | None, step: Decimal, how: str) -> float | None:
    """A number in whole steps, towards where `how` says.

    >>> step = Decimal("0.01")
    >>> round_to(1.5024, step, ROUND_FLOOR), round_to(1.7275, step, ROUND_CEILING)
    (1.5, 1.73)
    """
    if value is None:
        return None
    return float((Decimal(repr(value)) / step).to_integral_value(rounding=how) * step)
