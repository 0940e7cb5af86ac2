"""A measured table beside its lattice: what of each cell leaves, and as which number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from made_violence import DEFINITIONS, TEXTS

from vrn.problem.counting import WITHHELD_BY_SUPPLIER
from vrn.problem.measure import Measured
from vrn.problem.violence.admissions_change import ADMISSIONS_CHANGE
from vrn.problem.violence.findings import FINDINGS
from vrn.problem.violence.left_out import LEFT_OUT
from vrn.problem.violence.ratios import RATIOS
from vrn.problem.violence.tallies import ASSAULT_ADMISSIONS, SERIOUS_VIOLENCE
from vrn.release.figure import State
from vrn.release.headline.former import nothing_stands
from vrn.release.headline.kept import KeptLattices
from vrn.release.headline.lattice import build_lattice
from vrn.release.lanes import NoLaneError
from vrn.release.lineage import Ground
from vrn.release.making import Protection, release, release_exact
from vrn.terms import Area, Clearance, CountTable, Level, Period, months_between

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.problem.measure import Measure
    from vrn.release.cube import Cube
    from vrn.release.headline.former import Standing
    from vrn.release.headline.lattice import Lattice

HELD = months_between("2020-04", "2021-03")
YEAR = Period(HELD[0], HELD[-1])
WHOLE = Area("westmere", "Westmere", Level.WHOLE)
FEEDS = ("police-offences", "hospital-admissions")
GROUND = Ground(
    number=3,
    row_hash="f" * 64,
    supplies={"police": {"id": "police", "licence": None}},
    slices={feed: {"2020-04": "police"} for feed in FEEDS},
    live=("old", "new"),
)
LABELS = {"old": "old version 1 (aaaaaaaaaaaa)"}
MEASURES = {
    each.indicator.name: each for each in (*RATIOS, *LEFT_OUT, *FINDINGS, *ADMISSIONS_CHANGE)
}
OLD = (("age_group", "all ages"), ("definition", "old"))


def lattice_of(
    *groups: tuple[int, dict[str, str | None]], cut: int = 3, former: Standing | None = None
) -> Lattice:
    """So many people of each kind, in two districts and two sexes unless it is said."""
    plain = {
        "definition_class": "in both",
        "under_25": "25 and over",
        "district": "Z1",
        "neighbourhood": "Z1",
        "month": "2020-05",
        "sex": "male",
        "hour": "22",
    }
    rows = [
        {**plain, **codes, "person": f"P{kind}-{n}"}
        for kind, (count, codes) in enumerate(groups)
        for n in range(count)
    ]
    return build_lattice(
        pl.DataFrame(rows),
        unit="offences",
        cut=cut,
        definitions=DEFINITIONS,
        texts=TEXTS,
        months_held=HELD,
        periods=[YEAR],
        former=former or nothing_stands(),
    )


def measured(measure: Measure, *rows: dict[str, Any], **overrides: Any) -> Measured:
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"))
    given: dict[str, Any] = {"split": (), "where": OLD, "period": YEAR, "labels": {}}
    given |= overrides
    frame = pl.DataFrame([{**nothing, "method": "m", "reason": "", **row} for row in rows])
    table = CountTable(frame.with_columns(pl.col("denominator").cast(pl.Float64)))
    return Measured(measure=measure, table=table, tables=("police_offences",), **given)


def leave(table: Measured, lattice: Lattice, log: list[object] | None = None) -> Cube:
    written: list[object] = [] if log is None else log
    return release(
        table,
        ground=GROUND,
        whole=WHOLE,
        feeds=FEEDS,
        protection=Protection(
            lattice_of=lambda _: lattice, write_down=written.append, definitions=LABELS
        ),
    )


def count(number: int, **codes: str) -> dict[str, Any]:
    return {"value": float(number), "numerator": number, **codes}


def test_a_headline_is_public_exact_and_names_its_definition() -> None:
    figure = leave(measured(SERIOUS_VIOLENCE, count(40)), lattice_of((40, {}))).only
    assert (str(figure), figure.numerator, figure.clearance) == ("40", 40, Clearance.PUBLIC)
    assert figure.provenance.definitions == ("old version 1 (aaaaaaaaaaaa)",)


def test_a_withheld_cell_says_why_and_nothing_else() -> None:
    figure = leave(measured(SERIOUS_VIOLENCE, count(4)), lattice_of((4, {}))).only
    assert (figure.state, str(figure)) == (State.WITHHELD, "withheld")
    assert figure.reason == "fewer than 10 people, or another number would give it away"
    assert (figure.numerator, figure.value, figure.method) == (None, None, "")


def test_a_quarter_and_a_neighbourhood_are_the_figures_own() -> None:
    lattice = lattice_of((40, {}), (30, {"district": "Z2", "neighbourhood": "Z2"}))
    table = measured(
        SERIOUS_VIOLENCE,
        *(count(n, quarter="2020 Q2", district=code) for code, n in (("Z1", 40), ("Z2", 30))),
        split=("quarter", "district"),
        labels={"district": {"Z1": "Northby"}},
    )
    first, _ = leave(table, lattice).figures
    assert first.period == Period("2020-04", "2020-06")
    assert first.place == Area("Z1", "Northby", Level.DISTRICT)
    hoods = measured(SERIOUS_VIOLENCE, count(40, neighbourhood="Z1"), split=("neighbourhood",))
    assert leave(hoods, lattice).only.place.level is Level.NEIGHBOURHOOD


def test_a_share_of_a_districts_own_whole_and_one_of_the_areas() -> None:
    lattice = lattice_of(
        (30, {}), (20, {"sex": "female"}), (50, {"district": "Z2", "neighbourhood": "Z2"})
    )
    share = MEASURES["serious_violence_share"]
    of_area = measured(
        share,
        {"value": 50.0, "numerator": 50, "denominator": 100.0, "district": "Z1"},
        split=("district",),
    )
    assert (leave(of_area, lattice).only.numerator, leave(of_area, lattice).only.denominator) == (
        50,
        100.0,
    )
    of_district = measured(
        share,
        {"value": 60.0, "numerator": 30, "denominator": 50.0, "district": "Z1", "sex": "male"},
        split=("district", "sex"),
    )
    assert leave(of_district, lattice).only.denominator == 50.0


def test_a_share_of_what_is_left_out_leaves_by_the_lattice_too() -> None:
    lattice = lattice_of((60, {}), (12, {"hour": "time not known"}), (4, {"hour": "23"}))
    row = {"value": 15.8, "numerator": 12, "denominator": 76.0}
    figure = leave(measured(MEASURES["share_time_not_known"], row), lattice).only
    assert figure.state is State.WITHHELD  # it stands beside the four of 23:00


def test_a_number_of_an_earlier_cut_stands_with_its_rate_and_share(tmp_path: Path) -> None:
    kept = KeptLattices(tmp_path)
    kept.keep("1", lattice_of((40, {}), (30, {"sex": "female"}), cut=1))
    now = lattice_of((43, {}), (30, {"sex": "female"}), former=kept.standing())
    figure = leave(measured(SERIOUS_VIOLENCE, count(73)), now).only
    assert (figure.numerator, figure.value) == (70, 70.0)
    assert figure.reason.startswith("as released from cut 1:")
    rate = {"value": 7.3, "lower": 5.0, "upper": 9.0, "numerator": 73, "denominator": 10_000.0}
    found = leave(measured(MEASURES["serious_violence_rate"], rate), now).only
    assert (found.numerator, found.value) == (70, pytest.approx(7.0))
    share = {"value": 58.9, "lower": 47.0, "upper": 69.0, "numerator": 43, "denominator": 73.0}
    part = measured(MEASURES["serious_violence_share"], {**share, "sex": "male"}, split=("sex",))
    stands = leave(part, now).only
    assert (stands.numerator, stands.denominator) == (40, 70.0)
    assert stands.value == pytest.approx(100 * 40 / 70)
    assert stands.reason.startswith("as released from cut 1:")


def test_numbers_of_two_cuts_that_make_no_share_are_withheld(tmp_path: Path) -> None:
    """All stood at 20 when the men were few; now they are 25, more than the total that stands."""
    kept = KeptLattices(tmp_path)
    kept.keep("1", lattice_of((20, {"sex": "female"}), cut=1))
    now = lattice_of((25, {}), former=kept.standing())
    cell = now.cells.filter(pl.col("number").is_not_null(), pl.col("number") != pl.col("exact"))
    assert cell.height > 0
    row = {"value": 100.0, "numerator": 25, "denominator": 25.0, "sex": "male"}
    figure = leave(measured(MEASURES["serious_violence_share"], row, split=("sex",)), now).only
    assert figure.state is State.WITHHELD


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"split": ("month", "sex")}, "for the whole area by month and sex is of no headline"),
        ({"split": ("sex", "hour")}, "at most one place, one time and one more dimension"),
        ({"split": ("district", "neighbourhood")}, "at most one place, one time"),
        ({"period": None}, "none counts its records"),
        ({"period": Period("2020-05", "2020-07")}, "the headline lane has no cell for"),
        ({"split": ("hour", "district")}, "for the district by year and hour is of no headline"),
    ],
)
def test_a_table_of_no_shape_is_told_the_nearest(overrides: dict[str, Any], words: str) -> None:
    codes = {
        "month": "2020-05",
        "sex": "male",
        "hour": "22",
        "district": "Z1",
        "neighbourhood": "Z1",
    }
    row = count(40, **{name: codes[name] for name in overrides.get("split", ())})
    with pytest.raises(NoLaneError, match=words):
        leave(measured(SERIOUS_VIOLENCE, row, **overrides), lattice_of((40, {})))


def test_a_tally_with_a_filter_of_its_own_has_no_shape() -> None:
    robberies = replace(SERIOUS_VIOLENCE, where={"suspect_known": ("no suspect",)})
    with pytest.raises(NoLaneError, match="none counts its records"):
        leave(measured(robberies, count(40)), lattice_of((40, {})))


def test_without_protection_nothing_closed_leaves() -> None:
    with pytest.raises(NoLaneError, match="need an approved headline lane"):
        release(measured(SERIOUS_VIOLENCE, count(40)), ground=GROUND, whole=WHOLE, feeds=FEEDS)


def test_a_supplied_number_goes_on_as_it_was_supplied() -> None:
    rows = [
        count(35, month="2020-05"),
        {"month": "2020-06", "reason": WITHHELD_BY_SUPPLIER},
        {"month": "2020-07", "reason": "the supplier gave no number for this"},
    ]
    table = measured(ASSAULT_ADMISSIONS, *rows, split=("month",), where=())
    shown, withheld, lacking = leave(table, lattice_of((40, {}))).figures
    assert (str(shown), shown.clearance) == ("35", Clearance.PUBLIC)
    assert (withheld.state, withheld.reason) == (State.WITHHELD, WITHHELD_BY_SUPPLIER)
    assert lacking.state is State.NOT_AVAILABLE


def finding(name: str, *rows: dict[str, Any], events: dict[str, int] | None = None) -> Measured:
    table = measured(MEASURES[name], *rows)
    if events is None:
        return table
    behind = [{"what": what, "events": number} for what, number in events.items()]
    return replace(table, behind=CountTable(pl.DataFrame(behind)))


FOUND = {"value": 38.4512, "lower": 35.149, "upper": 41.951, "numerator": 310, "denominator": 806.0}


def test_a_finding_is_rounded_outward_and_hides_what_it_was_made_of() -> None:
    log: list[Any] = []
    table = finding("repeat_share", FOUND, events={"repeat": 310, "all others": 496})
    figure = leave(table, lattice_of((40, {})), log).only
    assert (figure.value, figure.lower, figure.upper) == (38.0, 35.0, 42.0)
    assert (figure.numerator, figure.denominator) == (None, None)
    assert figure.clearance is Clearance.PUBLIC
    (line,) = log
    assert line["measure"] == "repeat_share"
    assert line["events"] == {"repeat": 310, "all others": 496}
    assert line["exact"]["value"] == 38.4512


@pytest.mark.parametrize("events", [{"repeat": 9, "all others": 496}, {"a": 310, "b": 0}])
def test_a_finding_of_few_events_is_withheld(events: dict[str, int]) -> None:
    figure = leave(finding("repeat_share", FOUND, events=events), lattice_of((40, {}))).only
    assert (figure.state, figure.value, figure.numerator) == (State.WITHHELD, None, None)
    assert "fewer than 10 events" in figure.reason


def test_a_finding_made_of_supplied_numbers_is_a_finding() -> None:
    """It is rounded, hides its numbers, is withheld for few events, and is written down."""
    log: list[Any] = []
    row = {"value": 0.87812, "lower": 0.7854, "upper": 0.9751, "numerator": 690,
           "denominator": 785.0, "age_group": "all ages"}  # fmt: skip
    table = measured(MEASURES["assault_admissions_change"], row, split=("age_group",), where=())

    def behind(latest: int) -> Measured:
        events = {"age_group": "all ages", "what": "latest months", "events": latest}
        return replace(table, behind=CountTable(pl.DataFrame([events])))

    figure = leave(behind(690), lattice_of((40, {})), log).only
    assert (figure.value, figure.lower, figure.upper) == (0.88, 0.78, 0.98)
    assert (figure.numerator, figure.denominator) == (None, None)
    assert log[0]["events"] == {"latest months": 690}
    assert leave(behind(9), lattice_of((40, {}))).only.state is State.WITHHELD


def test_a_finding_for_which_a_supplier_withheld_a_month_is_not_available() -> None:
    row = {"reason": WITHHELD_BY_SUPPLIER}
    table = measured(MEASURES["assault_admissions_change"], row, where=())
    figure = leave(table, lattice_of((40, {}))).only
    assert (figure.state, figure.reason) == (State.NOT_AVAILABLE, WITHHELD_BY_SUPPLIER)


def test_a_share_that_no_shape_has_leaves_as_a_finding() -> None:
    row = {"value": 27.4123, "lower": 24.0, "upper": 31.0, "numerator": 274, "denominator": 1000.0}
    figure = leave(measured(MEASURES["share_without_suspect"], row), lattice_of((40, {}))).only
    assert (figure.value, figure.numerator) == (27.4, None)
    few = {**row, "numerator": 995}
    lattice = lattice_of((40, {}))
    assert leave(measured(MEASURES["share_without_suspect"], few), lattice).only.value is None


def test_a_finding_that_cannot_be_had_tells_no_count() -> None:
    row = {"numerator": 3, "denominator": 0.0, "reason": "nobody of 25 and over was recorded"}
    figure = leave(finding("suspects_under_25_ratio", row), lattice_of((40, {}))).only
    assert (figure.state, figure.numerator) == (State.NOT_AVAILABLE, None)


def test_a_finding_is_of_the_whole_area_over_one_period() -> None:
    table = measured(MEASURES["repeat_share"], {**FOUND, "month": "2020-05"}, split=("month",))
    with pytest.raises(NoLaneError, match="and not by month: leave that out"):
        leave(table, lattice_of((40, {})))


def test_a_value_of_0_and_an_absent_limit_are_rounded_too() -> None:
    row = {"value": 0.0, "lower": 0.0, "upper": None, "numerator": 300, "denominator": 806.0}
    table = finding("repeat_share", row, events={"a": 300, "b": 506})
    figure = leave(table, lattice_of((40, {}))).only
    assert (figure.value, figure.upper) == (0.0, None)


def test_events_are_those_of_the_cell() -> None:
    rows = [{**FOUND, "age_group": age} for age in ("all ages", "under 25")]
    table = measured(
        MEASURES["repeat_share"], *rows, split=("age_group",), where=(("definition", "old"),)
    )
    behind = [
        {"age_group": age, "what": "repeat", "events": number}
        for age, number in (("all ages", 300), ("under 25", 3))
    ]
    many, few = leave(
        replace(table, behind=CountTable(pl.DataFrame(behind))), lattice_of((40, {}))
    ).figures
    assert (many.state, few.state) == (State.SHOWN, State.WITHHELD)


def test_an_exact_look_is_operational_and_shows_the_few() -> None:
    cube = release_exact(
        measured(SERIOUS_VIOLENCE, count(4)), ground=GROUND, whole=WHOLE, feeds=FEEDS
    )
    assert (str(cube.only), cube.only.clearance) == ("4", Clearance.OPERATIONAL)
