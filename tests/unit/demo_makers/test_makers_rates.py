"""Each rate put into the first maker comes out: beside a run without it, that share has changed."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from demo_makers_quiet import MAKERS, is_near, make, quiet

from vrn_demo.makers.naming import nicknames
from vrn_demo.makers.stated import FIRST, SECOND

HAS_MANY = pl.col("len") > 1
C = pl.col
EVERY = pl.lit(value=True)
NHS = "nhs_number"
DAY = C("day_of_birth").str.slice(8, 2).cast(pl.Int64)
MONTH = C("day_of_birth").str.slice(5, 2).cast(pl.Int64)
SHORT = C("forename").str.split(" ").list.first().is_in(list(nicknames()))
LONG_NAME = C("forename").str.len_chars() > 1
TIMES = {"middle_name": 1.0}
# rate: column that changes, records that it can strike, other rates that it needs
ONE_RATE: dict[str, tuple[str, pl.Expr, dict[str, float]]] = {
    "forename_missing": ("forename", EVERY, {}),
    "surname_missing": ("surname", EVERY, {}),
    "birth_missing": ("day_of_birth", EVERY, {}),
    "sex_missing": ("sex", EVERY, {}),
    "postcode_missing": ("postcode", EVERY, {}),
    "nhs_missing": (NHS, EVERY, {}),
    "nhs_partial": (NHS, EVERY, {}),
    "nominal_missing": ("nominal_id", C("source") == "police", {}),
    "sex_wrong": ("sex", EVERY, {}),
    "upper_case": ("forename", EVERY, {}),
    "initial_only": ("forename", LONG_NAME, {}),
    "names_swapped": ("forename", C("forename") != C("surname"), {}),
    "typing_forename": ("forename", LONG_NAME, {}),
    "typing_surname": ("surname", C("surname").str.len_chars() > 1, {}),
    "by_ear_forename": ("forename", C("forename").str.contains("(?i)[aeiouyckszjqxwv]"), {}),
    "by_ear_surname": ("surname", C("surname").str.contains("(?i)[aeiouyckszjqxwv]"), {}),
    "unnamed": ("forename", EVERY, {}),
    "nickname": ("forename", SHORT, {}),
    "middle_written": ("forename", EVERY, TIMES),
    "part_left_out": ("surname", C("surname").str.contains("-"), {"double_surname": 1.0}),
    "apostrophe_lost": ("surname", C("surname").str.contains("[-']"), {}),
    "day_month_swapped": ("day_of_birth", (DAY <= 12) & (DAY != MONTH), {}),
    "day_mistyped": ("day_of_birth", EVERY, {}),
    "year_off_by_one": ("day_of_birth", EVERY, {}),
    "year_off_by_ten": ("day_of_birth", EVERY, {}),
    "digit_misread": ("day_of_birth", EVERY, {}),
    "year_month_only": ("day_of_birth", EVERY, {}),
    "year_from_age": ("day_of_birth", EVERY, {}),
    "first_of_january": ("day_of_birth", (DAY != 1) | (MONTH != 1), {}),
    "default_1900": ("day_of_birth", EVERY, {}),
    "sector_only": ("postcode", EVERY, {}),
    "postcode_mistyped": ("postcode", EVERY, {}),
    "postcode_no_blank": ("postcode", EVERY, {}),
    "nhs_of_another": (NHS, EVERY, {}),
    "nhs_mistyped": (NHS, EVERY, {}),
    "alias_given": ("day_of_birth", EVERY, {"alias": 1.0}),
}


@cache
def made(maker: str, **rates: float) -> pl.DataFrame:
    """Records beside their truth, whose columns begin with true_."""
    found = make(quiet(maker, **rates))
    renamed = found.truth.rename({name: f"true_{name}" for name in found.truth.columns})
    return pl.concat([found.records, renamed], how="horizontal")


def changed(maker: str, column: str, can: pl.Expr, *rates: dict[str, float]) -> tuple[int, int]:
    """Records whose column differs between two runs, and those in which it could."""
    before, after = (made(maker, **one) for one in rates)
    assert before.select("source", "record", "at").equals(after.select("source", "record", "at"))
    differ = before[column] != after[column]
    able = before.select(able=can)["able"]
    if len(able) == 1:
        able = pl.Series([True] * len(differ))
    assert not (differ & ~able).any()
    return int(differ.sum()), int(able.sum())


@pytest.mark.parametrize("name", ONE_RATE)
def test_a_rate_of_the_first_maker_comes_out(name: str) -> None:
    column, can, others = ONE_RATE[name]
    found, among = changed("first", column, can, others, {**others, name: 0.3})
    assert among > 100
    # two days of birth in a thousand of a false identity are the true ones again
    assert is_near(found, among, 0.3) or (name == "alias_given" and is_near(found, among, 0.2998))


def test_other_columns_stay_as_they_are() -> None:
    before, after = made("first"), made("first", typing_forename=0.3)
    assert before.drop("forename").equals(after.drop("forename"))


def test_accents_are_kept_at_their_rate() -> None:
    has = ~C("forename").str.contains(r"^[ -~]*$")
    found, among = changed("first", "forename", has, {}, {"accents_kept": 0.6})
    assert is_near(found, among, 0.4)


def test_a_middle_name_stands_instead_where_it_is_another() -> None:
    before, after = made("first", **TIMES), made("first", **TIMES, middle_instead=0.3)
    written = made("first", **TIMES, middle_written=1.0)
    other = before["forename"] != written["forename"].str.split(" ").list.last()
    assert is_near(int((before["forename"] != after["forename"]).sum()), int(other.sum()), 0.3)


def test_a_sibling_is_named_only_where_there_is_one_of_the_sex_at_home() -> None:
    rows = made("first")
    people = (
        rows.unique("true_person").group_by("true_household", "true_sex").len().filter(HAS_MANY)
    )
    with_other = rows.join(people, on=["true_household", "true_sex"], how="semi").height
    after = made("first", sibling_given=0.3)
    found = int((rows["day_of_birth"] != after["day_of_birth"]).sum())
    assert is_near(found, with_other, 0.3)


def test_men_and_addresses_come_out() -> None:
    people = made("first", partner=0.0, male=0.7).unique("true_person")
    assert is_near(int((people["true_sex"] == "male").sum()), people.height, 0.7)
    without = made("first", no_fixed_abode=1.0)["postcode"]
    assert is_near(int((without == "").sum()), len(without), 0.4)
    assert is_near(int((without == "ZZ99 3VZ").sum()), len(without), 0.35)


def test_homes_are_moved_from_as_often_as_stated() -> None:
    still = made("first").group_by("true_household").agg(C("postcode").n_unique())
    assert still["postcode"].max() == 1
    moving, late = (
        made("first", moves_per_year=0.5),
        made("first", moves_per_year=0.5, old_address=1),
    )
    first = made("first")["postcode"]
    # of days spread over three years, moves so far are Poisson with mean half the years so far
    years = (moving["at"] - pl.Series([quiet().first_day]).first()).dt.total_days() / 365.25
    expected = float((1 - np.exp(-0.5 * years.to_numpy())).mean())
    assert (moving["postcode"] != first).mean() == pytest.approx(expected, abs=0.02)
    assert (late["postcode"] != first).mean() < 0.6 * expected


def test_children_who_leave_home_and_numbers_shared_there() -> None:
    before, after = made("first"), made("first", leaves_home=1.0)
    heads = before.group_by("true_household").agg(C("true_person").min())["true_person"]
    is_head = before["true_person"].is_in(heads.implode())
    gone = before["postcode"] != after["postcode"]
    assert not (gone & is_head).any()
    assert gone.filter(~is_head).mean() == pytest.approx(0.5, abs=0.05)
    shared = made("first", nhs_shared=0.5)
    by_number = shared.group_by("nhs_number").agg(
        C("true_person").n_unique(), C("true_household").n_unique()
    )
    assert by_number["true_household"].max() == 1
    assert by_number["true_person"].max() > 1


def test_twins_share_a_day_of_birth() -> None:
    def shared(rows: pl.DataFrame) -> int:
        people = rows.unique("true_person")
        return people.group_by("true_household", "day_of_birth").len().filter(HAS_MANY).height

    assert shared(made("first")) <= 2
    assert shared(made("first", twin=0.5)) > 50


def test_sons_bear_their_fathers_name() -> None:
    def alike(rows: pl.DataFrame) -> int:
        people = rows.filter(C("true_sex") == "male").unique("true_person")
        return (
            people.group_by("true_household", "forename", "surname").len().filter(HAS_MANY).height
        )

    assert alike(made("first", same_name_as_father=1.0)) > 5 * max(alike(made("first")), 10)


def test_women_change_their_surname_in_the_period() -> None:
    before, after = made("first"), made("first", marries_in_period=1.0)
    late = made("first", marries_in_period=1.0, old_surname=1.0)
    differ = before["surname"] != after["surname"]
    assert set(before["true_sex"].filter(differ)) == {"female"}
    assert differ.sum() > 500
    assert (before["surname"] == late["surname"]).all()


def test_nominal_ids_are_two_for_some_and_shared_by_some() -> None:
    def ids(**rates: float) -> tuple[float, float]:
        police = made("first", **rates).filter(C("source") == "police")
        of_person = police.group_by("true_person").agg(C("nominal_id").n_unique(), pl.len())
        of_id = police.group_by("nominal_id").agg(C("true_person").n_unique())
        again = of_person.filter(C("len") > 3)["nominal_id"]
        return float((again > 1).mean()), float((of_id["true_person"] > 1).mean())

    assert ids() == (0, 0)
    assert ids(second_nominal=1.0)[0] > 0.85
    assert ids(shared_nominal=0.5)[1] > 0.1
    false = {"alias": 1.0, "alias_given": 0.5}
    assert ids(**false)[0] > 0.85
    assert ids(**false, alias_found_out=1.0) == (0, 0)


def test_agencies_know_people_together_as_stated() -> None:
    settings = quiet()
    rows = made("first")
    known = (
        rows.sort("at")
        .group_by("true_person", maintain_order=True)
        .agg(C("source").unique().sort().str.join(" + "), C("day_of_birth").first(), pl.len())
        .filter(C("true_person") < C("true_person").max())
    )
    born = known["day_of_birth"].str.to_date().to_numpy()
    first, last = (np.datetime64(day) for day in (settings.first_day, settings.last_day))
    years = np.timedelta64(1461, "D") / 4
    young = (born + 10 * years <= last) & (born + 18 * years > first)
    for name, here in (("young", young), ("grown", ~young)):
        found = known.filter(pl.Series(here))
        for agencies, share in settings.overlap[name].items():
            count = int((found["source"] == " + ".join(sorted(agencies))).sum())
            assert is_near(count, found.height, share), agencies


def test_people_come_again_as_often_as_stated() -> None:
    from vrn_demo.makers.meetings import mean_records

    for name, agency in quiet().agencies.items():
        again = made("first").filter(C("source") == name).group_by("true_person").len()["len"]
        spread = 4.5 * again.std() / np.sqrt(len(again))
        assert again.mean() == pytest.approx(mean_records(agency), abs=spread)
        assert (again == 1).mean() > 0.5
        assert again.max() > 5


def test_youth_justice_meets_those_from_10_to_17() -> None:
    rows = made("first").filter(C("source") == "youth justice")
    born = rows["day_of_birth"].str.to_date()
    assert (born.dt.offset_by("10y") <= rows["at"]).all()
    assert (born.dt.offset_by("18y") > rows["at"]).all()


def test_groups_and_households_are_as_common_as_stated() -> None:
    from vrn_demo.makers.naming import names_of

    rows = made("first").filter(C("true_household") < C("true_household").max())
    homes = rows.group_by("true_household").agg(
        C("true_ethnic_group_of_name").first(), C("true_person").n_unique()
    )
    for name, group in quiet().groups.items():
        found = int((homes["true_ethnic_group_of_name"] == names_of(name).label).sum())
        assert is_near(found, homes.height, group.share)
    for size, share in quiet().households.items():
        assert is_near(int((homes["true_person"] == size).sum()), homes.height, share)


def test_a_group_has_its_own_multiple_and_an_agency_its_own_rate() -> None:
    settings = quiet("first", typing_surname=0.1)
    polish = settings.groups["polish"]._replace(times={"typing_surname": 3})
    police = settings.agencies["police"]._replace(rates={"typing_surname": 0.2})
    settings.groups["polish"], settings.agencies["police"] = polish, police  # type: ignore[index]
    rows = made("first")
    differ = make(settings).records["surname"] != rows["surname"]
    for group in (True, False):
        for agency in (True, False):
            here = ((rows["true_ethnic_group_of_name"] == "Polish") == group) & (
                (rows["source"] == "police") == agency
            )
            rate = (0.2 if agency else 0.1) * (3 if group else 1)
            assert is_near(int((differ & here).sum()), int(here.sum()), rate)


def test_signs_of_the_second_maker_are_struck_as_stated() -> None:
    before = made("second")["surname"]
    room = before.str.replace_all("[- ]", "").str.len_chars().sum()
    dropped, doubled = (made("second", **{n: 0.05})["surname"] for n in ("dropped", "doubled"))
    assert is_near(int((before.str.len_chars() - dropped.str.len_chars()).sum()), room, 0.05)
    assert is_near(int((doubled.str.len_chars() - before.str.len_chars()).sum()), room, 0.05)
    wrong = made("second", substituted=0.05)["surname"]
    pairs = zip("".join(before), "".join(wrong), strict=True)
    found = sum(one != other for one, other in pairs)
    assert found == pytest.approx(0.05 * room, rel=0.12)
    hasty = made("second", substituted=0.01, haste=10.0, poor_record=1.0)["surname"]
    pairs = zip("".join(before), "".join(hasty), strict=True)
    assert sum(a != b for a, b in pairs) == pytest.approx(0.1 * room, rel=0.12)
    mixed = made("second", exchanged=0.05)["surname"]
    assert (mixed != before).mean() > 0.2
    assert ["".join(sorted(a)) for a in mixed] == ["".join(sorted(b)) for b in before]


@pytest.mark.parametrize(
    ("name", "column"),
    [("shifted", "forename"), ("birth_rounded", "day_of_birth"), ("birth_guessed", "day_of_birth"),
     ("nhs_partial", "nhs_number"), ("sex_wrong", "sex"), ("postcode_missing", "postcode"),
     ("birth_missing", "day_of_birth"), ("forename_missing", "forename")],
)  # fmt: skip
def test_a_rate_of_the_second_maker_comes_out(name: str, column: str) -> None:
    found, among = changed("second", column, EVERY, {}, {name: 0.3})
    assert is_near(found, among, 0.3)


def test_surnames_are_cut_short_and_names_shortened() -> None:
    long = C("surname").str.len_chars() > 6
    found, among = changed("second", "surname", long, {}, {"cut_short": 0.3})
    assert is_near(found, among, 0.3)
    short = made("second", called_short=1.0, short_form=1.0)["forename"]
    assert (short != made("second")["forename"]).mean() > 0.7


def test_records_copy_the_last_one_of_the_person_in_the_agency() -> None:
    noisy = {"substituted": 0.2}
    keys = ["true_person", "source"]

    def alike(rows: pl.DataFrame) -> tuple[int, int]:
        rows = rows.sort(*keys, "at", "record")
        text = rows.select(pl.concat_str("forename", "surname", "postcode"))["forename"]
        same = (rows.select(keys) == rows.select(keys).shift(1)).fold(lambda a, b: a & b)
        same = same.fill_null(value=False)
        return int(((text == text.shift(1)) & same).sum()), int(same.sum())

    assert alike(made("second", **noisy))[0] < 20
    found, among = alike(made("second", **noisy, copied=0.4))
    assert is_near(found, among, 0.4) or abs(found - 0.4 * among) < 0.02 * among


def test_kin_bear_names_of_kin_and_lend_their_identity() -> None:
    named = changed("second", "forename", EVERY, {}, {"named_after_kin": 1.0})[0]
    assert named > 300
    homes = made("second")
    after = made("second", false_identity=1.0)
    alone = homes.unique("true_person").group_by("true_household").len().filter(~HAS_MANY)
    single = homes["true_household"].is_in(alone["true_household"].implode())
    told = homes["day_of_birth"] != after["day_of_birth"]
    assert not (told & single).any()
    assert told.filter(~single).mean() > 0.9


def test_every_rate_is_tried_somewhere() -> None:
    assert set(ONE_RATE) <= set(FIRST)
    assert set(MAKERS) == {"first", "second"}
    assert {"copied", "substituted", "called_short"} <= set(SECOND)
