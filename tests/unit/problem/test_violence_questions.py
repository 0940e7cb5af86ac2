"""What a measure of serious violence is asked, what it takes for granted, and what it refuses."""

from __future__ import annotations

import doctest
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn import make_cut
from drawn_agencies import DEFINITIONS, FEEDS, make_agencies_cut

from vrn.problem.catalogue import catalogue
from vrn.problem.cells import VALUES
from vrn.problem.definitions.offence_codes import GROUPS, NOT_CLASSIFIED
from vrn.problem.dimensions import dimensions
from vrn.problem.episodes import columns, positions
from vrn.problem.measure import Measured, set_beside
from vrn.problem.measuring import measure
from vrn.problem.placements import NO_LOCATION
from vrn.problem.places import NotInCutError
from vrn.problem.units import UNITS, unit_of_tally
from vrn.problem.violence import dimensions as of_violence
from vrn.problem.violence.catalogue import violence_measures
from vrn.problem.violence.left_out import BY_SECTOR
from vrn.problem.violence.resting import definitions_behind
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

YEAR = Period("2021-01", "2021-12")
HELD = {feed: months_between("2019-03", "2021-12") for feed in FEEDS}
NARROW = {"definition": "vrn-2019"}
OFFENCES = """
    month   | definition_class   | district | neighbourhood | age | knife    | code | offence_group       | times
    2021-01 | in both            | D1       | N1            | 17  | knife    | 8N   | assault with injury | 12
    2021-02 | in both            | D2       | N3            | 40  | no knife | 34B  | robbery             | 15
    2021-02 | in both            |          |               |     | no knife | 34B  | robbery             | 3
    2021-04 | duty-2023: sexual  | D1       |               | 40  | no knife | 17A  | sexual assault      | 11
    2021-04 | in none            | D1       | N1            | 17  | no knife | 104  | burglary            | 4
"""  # noqa: E501
PEOPLE = """
    role    | person   | crime_ref | month   | age | definition_class
    suspect | P1..P11  | C1        | 2021-01 | 17  | in both
    suspect | P1..P11  | C2        | 2021-02 | 17  | in both
    suspect | P12..P23 | C3        | 2021-02 | 40  | in both
"""
ATTENDANCES = """
    month   | district | times
    2019-03 | D1       | 24
    2021-06 | D1       | 13
"""
TEMPLATE = Path(columns.__file__).parents[2] / "partnership" / "template" / "definitions"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return make_agencies_cut(
        tmp_path_factory.mktemp("cut"),
        police_offences=OFFENCES,
        police_people=PEOPLE,
        attendances=ATTENDANCES,
    )


def ask(
    tables: Mapping[str, Sequence[Path]], name: str, *split: str, where: Mapping[str, str], **other
) -> Measured:
    question = {
        "period": YEAR,
        "residents_edition": "census-2021",
        "months_held": HELD,
        "definitions": DEFINITIONS,
        **other,
    }
    return measure(catalogue()[name], tables, split=split, where=where, **question)


def test_the_examples_hold() -> None:
    assert doctest.testmod(of_violence).failed == 0
    assert doctest.testmod(of_violence).attempted > 0


def test_without_a_definition_the_answer_is_which_there_are(tables) -> None:
    with pytest.raises(
        ValueError, match=r"codes are vrn-2019, duty-2023, in both, duty-2023: sexual, "
    ):
        ask(tables, "serious_violence", where={})
    with pytest.raises(ValueError, match=r"its codes are in both, duty-2023: sexual$"):
        ask(tables, "serious_violence", where={}, definitions=None)


def test_classes_outside_every_definition_are_no_code_of_it(tables) -> None:
    with pytest.raises(ValueError, match="'in none' is no code of 'definition'"):
        ask(tables, "serious_violence", where={"definition": "in none"})
    with pytest.raises(ValueError, match=r"'vrn-2020' is no code of 'definition'; .*vrn-2019"):
        ask(tables, "serious_violence", where={"definition": "vrn-2020"})


def test_a_class_stands_for_itself_where_no_definition_is_live(tables) -> None:
    found = ask(
        tables, "serious_violence", where={"definition": "duty-2023: sexual"}, definitions=None
    )
    assert found.table.exact["value"].to_list() == [11.0]


def test_all_ages_are_taken_where_none_is_named_and_stand_in_the_filter(tables) -> None:
    plain = ask(tables, "serious_violence", where=NARROW)
    named = ask(tables, "serious_violence", where={**NARROW, "age_group": "all ages"})
    assert plain.where == named.where == (("age_group", "all ages"), ("definition", "vrn-2019"))
    assert plain.table.exact.equals(named.table.exact)
    by_age = ask(tables, "serious_violence", "age_group", where=NARROW)
    assert by_age.where == (("definition", "vrn-2019"),)
    assert ask(tables, "share_not_classified", where={}).where == ()


@pytest.mark.parametrize("time", ["month", "quarter", "year"])
def test_each_cell_has_its_own_period(tables, time) -> None:
    found = ask(tables, "serious_violence", time, where=NARROW, period=None)
    periods = [found.period_of(cell) for cell in found.table.exact.to_dicts()]
    assert periods[0].first == found.period.first
    assert periods[-1].last == found.period.last
    assert {len(period.months) for period in periods} == {
        {"month": 1, "quarter": 3, "year": 12}[time]
    }
    assert dict(found.table.exact.schema) == {time: pl.String, **VALUES}
    assert ask(tables, "serious_violence", "knife", where=NARROW).period_of({}) == YEAR


def test_a_series_by_quarter_or_year_runs_over_those_held_whole(tables) -> None:
    quarters = ask(tables, "serious_violence", "quarter", where=NARROW, period=None)
    assert quarters.table.exact["quarter"].to_list()[::10] == ["2019 Q2", "2021 Q4"]
    years = ask(tables, "serious_violence", "year", where=NARROW, period=None)
    assert years.table.exact["year"].to_list() == ["2019/20", "2020/21"]
    assert years.labels["year"]["2019/20"] == "year ending March 2020"
    with pytest.raises(ValueError, match=r"whole quarter: ask for 2021-01\.\.2021-06"):
        ask(
            tables, "serious_violence", "quarter", where=NARROW, period=Period("2021-02", "2021-05")
        )
    with pytest.raises(ValueError, match="split by one of month, quarter, year"):
        ask(tables, "serious_violence", "quarter", "month", where=NARROW)
    with pytest.raises(ValueError, match="instead of a filter by year"):
        ask(tables, "serious_violence", where={**NARROW, "year": "2020/21"})
    with pytest.raises(ValueError, match="no year is held whole"):
        ask(
            tables,
            "serious_violence",
            "year",
            where=NARROW,
            period=None,
            months_held=months_between("2021-05", "2022-02"),
        )


def test_each_measure_looks_at_its_own_feeds_months(tables) -> None:
    held = {**HELD, "police-people": months_between("2021-01", "2021-05")}
    offences = ask(tables, "serious_violence", "month", where=NARROW, months_held=held)
    assert offences.table.exact["value"].null_count() == 0
    people = ask(tables, "suspects", "month", where=NARROW, months_held=held).table.exact
    assert people["value"].null_count() == 7
    assert people["reason"][5] == "no file was received for June 2021"
    without = {feed: months for feed, months in HELD.items() if feed != "ambulance"}
    called = ask(tables, "violent_callouts", where={}, months_held=without).table.exact
    assert called.select("value", "numerator").row(0) == (None, None)
    with pytest.raises(ValueError, match="no month is held"):
        ask(tables, "violent_callouts", where={}, months_held=without, period=None)


def test_months_of_every_feed_may_be_given_as_one_list(tables) -> None:
    months = months_between("2021-01", "2021-12")
    assert ask(tables, "suspects", where=NARROW, months_held=months).table.exact["value"][0] == 23


def test_open_dimensions_show_what_the_definition_can_hold(tables) -> None:
    found = ask(
        tables,
        "serious_violence",
        "offence_group",
        where=NARROW,
        period=Period("2021-01", "2021-01"),
    )
    assert found.table.exact.select("offence_group", "value").rows() == [
        ("assault with injury", 12.0),
        ("robbery", 0.0),
    ]
    assert found.labels["offence_group"]["robbery"] == "Robbery"
    codes = ask(tables, "serious_violence", "code", where={"definition": "duty-2023"})
    assert codes.table.exact["code"].to_list() == ["8N", "17A", "34B"]
    assert codes.labels["code"]["34B"].startswith("34B Robbery")


def test_unknown_codes_are_shown_with_their_zeros(tables) -> None:
    ages = ask(tables, "serious_violence", "age_band", where=NARROW).table.exact
    assert ages["age_band"].to_list()[-1] == "age not recorded"
    assert ages["value"].to_list()[-1] == 3
    sexes = ask(tables, "serious_violence", "sex", where=NARROW).table.exact
    assert sexes.select("sex", "value").rows()[-1] == ("not recorded", 0.0)


def test_neighbourhoods_bear_their_names_and_their_table(tables) -> None:
    found = ask(tables, "serious_violence", "neighbourhood", where={**NARROW, "district": "D1"})
    assert found.table.exact.select("neighbourhood", "value").rows() == [("N1", 12.0), ("N2", 0.0)]
    assert found.labels["neighbourhood"]["N2"] == "South of One"
    assert found.tables == ("police_offences", "areas", "neighbourhoods")


def test_a_cut_without_neighbourhoods_says_what_to_receive(tables) -> None:
    lacking = {name: parts for name, parts in tables.items() if name != "neighbourhoods"}
    with pytest.raises(NotInCutError, match="holds no table 'neighbourhoods'"):
        ask(lacking, "serious_violence", "neighbourhood", where=NARROW)


@pytest.mark.parametrize(
    ("name", "split", "read"),
    [
        ("serious_violence", (), ("police_offences",)),
        ("serious_violence", ("night_time",), ("police_offences", "areas")),
        ("serious_violence_rate", (), ("police_offences", "residents:mid-2020")),
        (
            "serious_violence_rate",
            ("district",),
            ("police_offences", "residents:mid-2020", "areas"),
        ),
        ("assault_attendances_rate", ("district",), ("attendances", "residents:mid-2020")),
        ("suspects_under_25_ratio", (), ("police_people", "residents:mid-2020")),
        ("share_not_placed", (), ("police_offences", "areas")),
        ("violent_callouts", (), ("callouts",)),
        ("night_time_share_late", (), ("police_offences", "areas")),
    ],
)
def test_the_tables_read_are_named(tables, name, split, read) -> None:
    where = NARROW if "definition" in catalogue()[name].dimensions else {}
    assert ask(tables, name, *split, where=where).tables == read


def test_a_share_is_of_one_part(tables) -> None:
    with pytest.raises(ValueError, match="share of one dimension's parts"):
        ask(tables, "serious_violence_share", where=NARROW)
    with pytest.raises(ValueError, match="share of one dimension's parts"):
        ask(tables, "serious_violence_share", "sex", "knife", where=NARROW)
    with pytest.raises(ValueError, match="share of one dimension's parts"):
        ask(tables, "victims_share", "district", where=NARROW)
    parts = ask(tables, "serious_violence_share", "knife", where=NARROW).table.exact
    assert parts["value"].sum() == pytest.approx(100)


def test_residents_by_age_are_asked_for_where_none_are_held(tmp_path: Path) -> None:
    plain = """
        edition     | level           | area_code | residents
        census-2021 | small area 2021 | S1        | 1000
    """
    cut = make_agencies_cut(tmp_path, residents=plain, police_offences=OFFENCES)
    with pytest.raises(NotInCutError, match="no residents by single year of age"):
        ask(cut, "serious_violence_rate", where=NARROW)
    ages = f"{plain}\n mid-2020 | small area 2021 | S1 | 7"
    older = ages.replace("area_code |", "area_code | age |").replace("| S1        |", "| S1 | |")
    older = older.replace("| S1 | 7", "| S1 | 17 | 7")
    cut = make_agencies_cut(tmp_path, residents=older, police_offences=OFFENCES)
    with pytest.raises(NotInCutError, match="not by district and single year of age"):
        ask(cut, "serious_violence_rate", where=NARROW)


def test_residents_without_a_sex_give_no_rate_by_sex(tmp_path: Path) -> None:
    persons = """
        edition  | level    | area_code | age | residents
        mid-2020 | district | D1        | 17  | 1000
        mid-2020 | district | D2        | 40  | 1000
    """
    cut = make_agencies_cut(tmp_path, residents=persons, police_people=PEOPLE)
    assert ask(cut, "suspects_rate", where=NARROW).table.exact["denominator"][0] == 2000
    with pytest.raises(NotInCutError, match="'mid-2020' are not by sex"):
        ask(cut, "suspects_rate", "sex", where=NARROW)


def test_the_events_behind_an_estimate_are_listed_by_cell(tables) -> None:
    found = ask(tables, "suspects_under_25_ratio", "definition", where={})
    behind = found.behind.exact.filter(pl.col("definition") == "vrn-2019")
    assert behind.select("what", "events").rows() == [
        ("suspects under 25", 11),
        ("suspects of 25 and over", 12),
    ]
    repeats = ask(tables, "repeat_share", where=NARROW).behind.exact
    assert repeats.rows() == [("offences by a repeat suspect", 2), ("all others", 1)]
    assert ask(tables, "serious_violence", where=NARROW).behind is None
    assert dict(repeats.schema) == {"what": pl.String, "events": pl.Int64}


def test_an_estimate_of_street_crime_names_its_counts(tmp_path: Path) -> None:
    drawn = """
        month   | crime_type | small_area | times
        2020-01 | Robbery    | S1         | 4
        2021-01 | Robbery    | S1         | 5
    """
    found = ask(
        make_cut(tmp_path, offences=drawn),
        "robbery_change",
        where={},
        months_held=months_between("2020-01", "2021-12"),
    )
    assert found.behind.exact.rows() == [("numerator", 5), ("denominator", 4)]


def test_the_peak_is_set_beside_the_year_before_the_restrictions(tables) -> None:
    found = ask(tables, "attendances_peak_share", where={}, period=None)
    assert found.period == Period("2020-07", "2021-12")
    assert set_beside(found.measure, found.period) == Period("2019-03", "2020-02")
    assert found.table.exact["value"][0] == pytest.approx(650)
    assert set_beside(catalogue()["serious_violence"], YEAR) is None


def test_admissions_are_not_added_up_over_ages(tables) -> None:
    with pytest.raises(ValueError, match="cannot be split or filtered by 'kind'"):
        ask(tables, "assault_admissions", "kind", where={})
    found = ask(tables, "assault_admissions", where={}).table.exact
    assert found["reason"][0] == "the supplier gave no number for this"


@pytest.mark.parametrize(
    ("name", "split", "where", "behind"),
    [
        ("serious_violence", (), NARROW, ("vrn-2019",)),
        ("serious_violence", (), {"definition": "in both"}, ("vrn-2019", "duty-2023")),
        ("serious_violence", ("definition",), {}, ("vrn-2019", "duty-2023")),
        ("serious_violence", ("knife",), NARROW, ("vrn-2019", "knife-enabled")),
        ("serious_violence_share", ("night_time",), NARROW, ("vrn-2019", "night-time-economy")),
        ("night_time_share_late", (), NARROW, ("vrn-2019", "night-time-economy-late")),
        ("repeat_share", (), NARROW, ("vrn-2019", "repeat-in-period")),
        ("offences_recorded", ("definition_class",), {}, ("vrn-2019", "duty-2023")),
        ("offences_recorded", (), {}, ()),
        ("assault_attendances", (), {}, ()),
    ],
)
def test_a_table_knows_the_definitions_that_it_rests_on(tables, name, split, where, behind) -> None:
    found = ask(tables, name, *split, where=where)
    assert definitions_behind(found, tuple(DEFINITIONS)) == behind


def test_every_definition_named_is_one_of_the_texts_that_ship() -> None:
    texts = {path.stem for path in TEMPLATE.glob("*.toml")}
    named = {each.rests_on for each in dimensions().values()} | {
        getattr(each, "rests_on", "") for each in violence_measures().values()
    }
    assert named - {""} <= texts
    assert len(named) == 9  # knife, public place, three of the night, three repeats, and none


def test_the_repeat_shares_do_as_their_texts_say() -> None:
    clauses = {
        name: tomllib.loads((TEMPLATE / f"repeat-{name}.toml").read_text("utf-8"))["clauses"]
        for name in ("in-period", "within-year", "ever")
    }
    assert [(c["column"], c["at_least"]) for c in clauses["in-period"]] == [
        ("offences_in_period", 2)
    ]
    assert [(c["column"], c["at_most"]) for c in clauses["within-year"]] == [("days_since", 365)]
    assert [(c["column"], c["at_least"]) for c in clauses["ever"]] == [("nth", 2)]
    function = violence_measures()["repeat_share_within_year"].function
    assert function.keywords == {"days": 365}


def test_the_codes_shown_are_those_that_the_episodes_write() -> None:
    for name, codes in columns.CODES.items():
        if name in dimensions() and not dimensions()[name].is_open:
            assert dimensions()[name].codes == codes, name
    assert dimensions()["offence_group"].codes == (*GROUPS, NOT_CLASSIFIED)
    assert positions.BY_SECTOR == BY_SECTOR
    assert NO_LOCATION == "no location"


def test_every_dimension_of_a_measure_is_known_and_lies_in_its_table() -> None:
    held = {
        "police_offences": columns.POLICE_OFFENCES,
        "police_people": columns.POLICE_PEOPLE,
        "attendances": columns.ATTENDANCES,
        "callouts": columns.CALLOUTS,
        "admissions": columns.ADMISSIONS,
    }
    for each in violence_measures().values():
        tally = getattr(each, "numerator", getattr(each, "over", each))
        unit = unit_of_tally(tally.unit)
        for name in each.dimensions:
            assert name in dimensions(), name
            assert unit.parts.get(name, name) in held[unit.table], (each.indicator.name, name)
        assert {*tally.where, *getattr(each, "columns", ())} <= {*held[unit.table]}
    with pytest.raises(ValueError, match="there is no unit 'fish'; try one of"):
        unit_of_tally("fish")
    assert len(UNITS) == 10


def test_what_a_figure_leaves_out_is_named_where_it_is_explained() -> None:
    measures = violence_measures()
    shares = {name for name in measures if name.startswith("share_")}
    assert len(shares) == 7
    texts = [f"{m.indicator.definition} {m.indicator.caveats}" for m in measures.values()]
    for name in shares:
        assert any(f"`{name}`" in text for text in texts), name


def test_who_was_harmed_is_not_known_for_a_month_without_the_people(tables) -> None:
    """An offence whose people were not received has no age, and under 25 would read 0."""
    held = {**HELD, "police-people": months_between("2021-01", "2021-05")}
    for where, split in (({**NARROW, "age_group": "under 25"}, ()), (NARROW, ("sex",))):
        found = ask(tables, "serious_violence", *split, where=where, months_held=held)
        assert found.table.exact["value"].null_count() == found.table.exact.height
        assert found.table.exact["reason"][0].startswith("no file was received for June 2021")
    for name, known in (("share_without_suspect", 0), ("share_time_not_known", 1)):
        found = ask(tables, name, where=NARROW, months_held=held).table.exact
        assert found["value"].count() == known
    assert ask(tables, "serious_violence", where=NARROW, months_held=held).table.exact["value"][0]


@pytest.mark.parametrize(
    "name", ["serious_violence", "serious_violence_rate", "night_time_share_late"]
)
def test_all_ages_are_known_from_the_offences_alone(tables, name) -> None:
    held = {feed: months for feed, months in HELD.items() if feed != "police-people"}
    found = ask(tables, name, "age_group", where=NARROW, months_held=held, period=None).table.exact
    (whole, young) = found.to_dicts()
    assert whole["value"] is not None
    assert (whole["reason"], young["value"], young["numerator"]) == ("", None, None)
    assert young["reason"].startswith("no file was received for January 2021")
    monthly = {**HELD, "police-people": months_between("2021-01", "2021-11")}
    if "month" in catalogue()[name].dimensions:
        cells = ask(
            tables, name, "month", "age_group", where=NARROW, months_held=monthly
        ).table.exact
        lacking = cells.filter(pl.col("reason").str.starts_with("no file"))
        assert lacking.select("month", "age_group").rows() == [("2021-12", "under 25")]


def test_a_finding_by_quarter_lacks_only_the_quarters_that_lack_a_month(tables) -> None:
    held = months_between("2021-01", "2021-11")
    found = ask(tables, "repeat_share", "quarter", where=NARROW, months_held=held).table.exact
    assert found["value"].to_list() == [pytest.approx(200 / 3), None, None, None]
    assert found["reason"].to_list()[2:] == [
        "nothing was recorded to take a share of",
        "no file was received for December 2021",
    ]


@pytest.mark.parametrize("period", [YEAR, None])
@pytest.mark.parametrize(
    ("name", "lacking", "feed"),
    [
        ("violent_callouts", "callouts", "ambulance"),
        ("suspects", "police_people", "police-people"),
        ("serious_violence_rate", "police_offences", "police-offences"),
        ("attendances_peak_share", "attendances", "ae-attendances"),
    ],
)
def test_a_feed_that_was_never_received_is_asked_for_by_name(
    tables, name, lacking, feed, period
) -> None:
    held = {table: parts for table, parts in tables.items() if table != lacking}
    with pytest.raises(NotInCutError, match=f"no table '{lacking}': receive the feed {feed}, then"):
        ask(held, name, where={}, period=period, months_held={})
