"""The slope and relative index of inequality from their frame, and the truth behind a gradient."""

from __future__ import annotations

import csv
import io
from math import exp, sqrt

import numpy as np
import polars as pl
import pytest

from vrn.factors.inequality import gradient, inequality_measures
from vrn_demo.agencies.ground import survey
from vrn_demo.deprivation import draw_2025
from vrn_demo.files import draw_places

RISE = 0.35
"""By how much the logarithm of a made-up rate rises with a standard deviation of hardship."""


def frame(counts: dict[str, int], residents: int | None = 25_000) -> pl.DataFrame:
    """Four small areas of each tenth with as many offences and residents each."""
    rows = [
        (f"A{tenth}{part}", f"M{tenth}", tenth, count, residents)
        for tenth, count in counts.items()
        for part in range(4)
    ]
    names = ("small_area", "cluster", "deprivation_2025")
    schema = {**dict.fromkeys(names, pl.String), "count": pl.Int64, "residents": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def ask(given: pl.DataFrame, index: str = "relative") -> dict[str, object]:
    return gradient(given, index=index, tables={}).row(0, named=True)


EVEN = {str(tenth): 100 for tenth in range(1, 11)}
HALVING = {str(tenth): 2 ** (10 - tenth) for tenth in range(1, 11)}


def test_no_gradient_is_no_difference_and_a_ratio_of_one() -> None:
    assert ask(frame(EVEN))["value"] == pytest.approx(1)
    found = ask(frame(EVEN), "slope")
    assert found["value"] == pytest.approx(0, abs=1e-9)
    assert found["lower"] < 0 < found["upper"]


def test_halving_from_tenth_to_tenth_halves_ten_times_from_end_to_end() -> None:
    assert ask(frame(HALVING))["value"] == pytest.approx(2**10)
    # Half a tenth beyond the first and the last of 512 and 1 for every 25,000.
    ends = 512 * 2**0.5 - 2**-0.5
    assert ask(frame(HALVING), "slope")["value"] == pytest.approx(1_000 * ends / 25_000)


def test_more_where_deprivation_is_greater_is_above_one_and_above_nothing() -> None:
    counts = {str(tenth): 300 - 25 * tenth for tenth in range(1, 11)}
    assert ask(frame(counts))["lower"] > 1
    found = ask(frame(counts), "slope")
    assert 0 < found["lower"] < found["value"] < found["upper"]


def test_fewer_where_deprivation_is_greater_is_below_both() -> None:
    counts = {str(tenth): 50 + 25 * tenth for tenth in range(1, 11)}
    assert ask(frame(counts))["upper"] < 1
    assert ask(frame(counts), "slope")["upper"] < 0


def test_areas_that_differ_within_their_tenth_make_the_limits_wider() -> None:
    even = frame({str(tenth): 300 - 25 * tenth for tenth in range(1, 11)})
    factor = pl.col("small_area").str.slice(-1).replace_strict({"0": 0, "1": 1, "2": 1, "3": 2})
    uneven = even.with_columns(count=pl.col("count") * factor)
    narrow, wide = (ask(each) for each in (even, uneven))
    assert wide["upper"] / wide["lower"] > 2 * narrow["upper"] / narrow["lower"]


def test_it_rests_on_both_halves_and_on_many_areas() -> None:
    found = ask(frame(EVEN))
    assert {each["what"]: each["events"] for each in found["behind"]} == {
        "offences placed": 4_000,
        "offences in the more deprived half": 2_000,
        "offences in the less deprived half": 2_000,
        "residual degrees of freedom": 38,
    }
    assert (found["numerator"], found["denominator"]) == (4_000, 1_000_000)


def test_a_place_of_no_known_tenth_is_not_on_the_line() -> None:
    found = ask(frame({**EVEN, "no decile": 9_999}))
    assert found["value"] == pytest.approx(1)
    assert found["numerator"] == 4_000


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (frame({"no decile": 4}), "is the tenth of deprivation known"),
        (frame(EVEN, residents=None), "is the tenth of deprivation known"),
        (frame({"4": 40}), "all of one tenth"),
        (frame({"1": 40, "2": 30}).filter(pl.col("small_area").str.ends_with("0")), "areas"),
    ],
)
def test_without_a_line_there_is_a_reason_and_no_value(given, reason) -> None:
    for index in ("slope", "relative"):
        found = ask(given, index)
        assert found["value"] is None
        assert reason in str(found["reason"])


def test_the_same_areas_give_the_same_limits() -> None:
    assert ask(frame(HALVING)) == ask(frame(HALVING))


def test_the_gradient_that_hardship_makes_is_found_again() -> None:
    """A rate that rises by b with a standard deviation has an index of exp(6 b / sqrt(pi)).

    For z normal and u its rank, the slope of z on u is cov(z, u) / var(u) = 12 / (2 sqrt(pi)).
    """
    places, rng = draw_places(), np.random.default_rng(5)
    rows = csv.DictReader(io.StringIO(draw_2025(places.area, places.hardship, rng)))
    tenth_of = {row["lsoa21_code"]: str(int(float(row["IMD_decile"]))) for row in rows}
    ground = survey(places, rng)
    chances = ground.weigh() / ground.weigh().sum()
    areas = pl.DataFrame(
        {
            "small_area": ground.small_area,
            "cluster": ground.small_area,
            "deprivation_2025": [tenth_of[code] for code in ground.small_area],
            "count": rng.multinomial(40_000, chances),
            "residents": ground.residents.astype(int),
        }
    )
    found = ask(areas)
    assert found["value"] == pytest.approx(exp(6 * RISE / sqrt(np.pi)), rel=0.15)


def test_the_words_never_say_cause() -> None:
    for each in inequality_measures().values():
        assert "An association of places, no cause" in each.indicator.caveats
        assert "because of" not in each.indicator.definition
