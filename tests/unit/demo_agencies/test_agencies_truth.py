"""The draws meet the planted truth within the tolerances, and the recount is of what was drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vrn_demo.agencies.files import TRUTH, make_agencies
from vrn_demo.agencies.planted import REPORTED, Planted
from vrn_demo.agencies.tolerances import TOLERANCES, Tolerance, list_misses

if TYPE_CHECKING:
    from collections.abc import Callable

NARROW = "vrn-2019"


def told(seed: int, planted: Planted) -> dict[str, Any]:
    return dict(json.loads(make_agencies(seed, planted=planted)[TRUTH]))


def test_every_target_is_met_by_the_default_seed(agencies_truth: dict[str, Any]) -> None:
    assert list_misses(agencies_truth["planted"], agencies_truth["drawn"]) == []


def test_every_target_is_met_by_another_seed() -> None:
    truth = told(7, REPORTED)
    assert list_misses(truth["planted"], truth["drawn"]) == []


def test_every_target_has_a_tolerance_but_the_rates_by_band() -> None:
    names = set(REPORTED.told())
    assert names - set(TOLERANCES) == {"victim_rates", "suspect_rates"}
    assert set(TOLERANCES) <= names


def test_a_target_moved_alone_moves_what_is_drawn() -> None:
    moved = replace(
        REPORTED,
        victims_per_resident=0.0015,
        suspects_per_resident=0.0009,
        knife=0.2,
        city=0.5,
        night_peak=1,
    )
    truth = told(2019, moved)
    assert list_misses(truth["planted"], truth["drawn"]) == []
    assert len(list_misses(REPORTED.told(), truth["drawn"])) >= 5


def test_a_miss_is_told() -> None:
    found = {**REPORTED.told(), "under_25_by_place": dict(REPORTED.under_25_by_place)}
    assert list_misses(REPORTED.told(), found) == []
    assert list_misses(REPORTED.told(), found | {"knife": 0.2}) == ["knife: planted 0.1, found 0.2"]
    places = {**dict(REPORTED.under_25_by_place), "Charnwood": 0.2}
    assert list_misses(REPORTED.told(), found | {"under_25_by_place": places}) == [
        "under_25_by_place Charnwood: planted 0.13, found 0.2"
    ]


def test_a_tolerance_is_points_or_a_part() -> None:
    assert Tolerance(points=0.015).holds(0.315, 0.30)
    assert not Tolerance(points=0.015).holds(0.316, 0.30)
    assert Tolerance(part=0.08).holds(3.78, 3.5)
    assert not Tolerance().holds(15, 16)
    with pytest.raises(ValueError, match="points or a part"):
        Tolerance(points=0.1, part=0.1)


@pytest.mark.parametrize("role", ["victims", "suspects"])
def test_the_youngest_bands_have_the_highest_rates(
    agencies_truth: dict[str, Any], role: str
) -> None:
    people = agencies_truth["in_period"][NARROW][role]["by_band"]
    residents = agencies_truth["residents_by_band"]
    rates = {band: people[band] / residents[band] for band in people}
    assert sorted(rates, key=lambda band: -rates[band])[:2] == ["15-19", "10-14"]


def test_the_series_have_the_shape_of_the_lockdowns(agencies_truth: dict[str, Any]) -> None:
    months = agencies_truth["offences_by_month"]["all ages"]["in both"]
    assert months["2020-04"] < 0.7 * months["2020-08"]
    assert months["2021-01"] < 0.7 * months["2021-07"]
    assert max(months, key=months.__getitem__) in ("2021-06", "2021-07", "2021-08", "2021-09")
    attended = agencies_truth["assault_attendances_by_month"]["all ages"]
    assert max(list(attended.values())[-18:]) < min(list(attended.values())[:17])


def test_assault_with_injury_is_the_commonest_and_mostly_actual_bodily_harm(
    agencies_truth: dict[str, Any],
) -> None:
    period = agencies_truth["in_period"][NARROW]
    assert max(period["by_code"], key=period["by_code"].__getitem__) == "8N"
    assert period["abh"] > period["assault_with_injury"] / 2


def test_the_peaks_go_while_schools_and_the_night_time_economy_are_closed(
    agencies_truth: dict[str, Any],
) -> None:
    period = agencies_truth["in_period"][NARROW]
    usual, closed = period["by_hour"], period["by_hour_while_closed"]
    assert sorted(usual, key=usual.__getitem__)[-2:] in (["15", "23"], ["23", "15"])
    assert not {"15", "23"} & set(sorted(closed, key=closed.__getitem__)[-2:])


def test_the_recount_of_months_is_that_of_the_rows(
    agencies_truth: dict[str, Any], rows_of: Callable[[str], list[dict[str, str]]]
) -> None:
    """Counted from the files by other code: codes, public places, no domestic flag, by month."""
    codes = {"1", "4/1", "4.1", "004/01", "001", "2", "002"}
    codes |= {f"{zero}{code}" for zero in ("", "00") for code in ("5D", "5E", "8N", "8P")}
    codes |= {f"{zero}{code}" for zero in ("", "0") for code in ("34A", "34B")}
    public = {"STREET", "CAR PARK", "PARK OR OPEN LAND", "TRANSPORT", "LICENSED PREMISES"}
    public |= {"TAKEAWAY", "SHOP OR BUSINESS", "SCHOOL OR COLLEGE"}
    counted: dict[str, int] = {}
    for row in rows_of("police_offences"):
        if (
            row["HO CLASS"] in codes
            and row["LOCATION TYPE"] in public
            and row["DOMESTIC FLAG"] != "Y"
            and row["STATUS"] != "Cancelled"
        ):
            day = row["RECORDED AT"]
            month = f"{day[6:10]}-{day[3:5]}"
            counted[month] = counted.get(month, 0) + 1
    assert counted == agencies_truth["offences_by_month"]["all ages"]["in both"]


def test_offences_without_people_and_suspects_are_as_many_as_told(
    agencies_truth: dict[str, Any], rows_of: Callable[[str], list[dict[str, str]]]
) -> None:
    period = agencies_truth["in_period"][NARROW]
    share = period["repeats"]["with_suspect"] / period["offences"]
    assert 0.65 < share < 0.8
    per_month = period["offences"] / 18
    assert 300 <= per_month <= 330
    assert 2.5 <= agencies_truth["drawn"]["wider_times"] <= 3
    assert 55_000 < len(rows_of("police_offences")) < 80_000
    assert 80_000 < len(rows_of("police_people")) < 110_000
