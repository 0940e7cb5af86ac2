"""The slope and relative index of inequality from their frame, and the truth behind a gradient."""

from __future__ import annotations

import csv
import io
from math import exp, sqrt

import numpy as np
import polars as pl
import pytest

from vrn.factors.inequality import inequality_measures, slope_or_index
from vrn_demo.agencies.ground import survey
from vrn_demo.deprivation import draw_2025
from vrn_demo.files import draw_places

RISE = 0.35
"""By how much the logarithm of a made-up rate rises with a standard deviation of hardship."""


def frame(counts: dict[str, int], residents: int | None = 100_000) -> pl.DataFrame:
    rows = [(tenth, count, residents) for tenth, count in counts.items()]
    schema = {"deprivation_2025": pl.String, "count": pl.Int64, "residents": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def ask(given: pl.DataFrame, index: str = "relative") -> dict[str, object]:
    return slope_or_index(given, index=index).row(0, named=True)


EVEN = {str(tenth): 400 for tenth in range(1, 11)}


def test_no_gradient_is_no_difference_and_a_ratio_of_one() -> None:
    assert ask(frame(EVEN))["value"] == pytest.approx(1)
    found = ask(frame(EVEN), "slope")
    assert found["value"] == pytest.approx(0, abs=1e-9)
    assert found["lower"] < 0 < found["upper"]


def test_more_where_deprivation_is_greater_is_above_one_and_above_nothing() -> None:
    counts = {str(tenth): 1_100 - 100 * tenth for tenth in range(1, 11)}
    assert ask(frame(counts))["lower"] > 1
    assert ask(frame(counts), "slope")["lower"] > 0


def test_it_rests_on_the_number_of_every_tenth() -> None:
    found = ask(frame({**EVEN, "3": 7}))
    behind = {each["what"]: each["events"] for each in found["behind"]}
    assert behind["offences in tenth 3"] == 7
    assert len(behind) == 10
    assert (found["numerator"], found["denominator"]) == (3_607, 1_000_000)


def test_a_place_of_no_known_tenth_is_not_on_the_line() -> None:
    assert ask(frame({**EVEN, "no decile": 9_999}))["value"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (frame({"no decile": 4}), "is the tenth of deprivation known"),
        (frame({"1": 40, "2": 30}), "a tenth is missing"),
        (frame(EVEN, residents=None), "population"),
        (frame({**EVEN, "9": 0}), "logarithm"),
    ],
)
def test_without_a_whole_line_there_is_a_reason_and_no_value(given, reason) -> None:
    for index in ("slope", "relative"):
        found = ask(given, index)
        assert found["value"] is None
        assert reason in str(found["reason"])


def test_the_same_frame_gives_the_same_limits() -> None:
    assert ask(frame(EVEN)) == ask(frame(EVEN))


def test_the_gradient_that_hardship_makes_is_found_again() -> None:
    """A rate that rises by b with a standard deviation has an index of exp(6 b / sqrt(pi)).

    For z normal and u its rank, the slope of z on u is cov(z, u) / var(u) = 12 / (2 sqrt(pi)).
    """
    places, rng = draw_places(), np.random.default_rng(5)
    rows = csv.DictReader(io.StringIO(draw_2025(places.area, places.hardship, rng)))
    tenth_of = {row["lsoa21_code"]: str(int(float(row["IMD_decile"]))) for row in rows}
    ground = survey(places, rng)
    chances = ground.weigh() / ground.weigh().sum()
    pieces = pl.DataFrame(
        {
            "deprivation_2025": [tenth_of[code] for code in ground.small_area],
            "count": rng.multinomial(40_000, chances),
            "residents": ground.residents.astype(int),
        }
    )
    sums = pieces.group_by("deprivation_2025").agg(pl.col("count", "residents").sum())
    found = ask(sums)
    assert found["value"] == pytest.approx(exp(6 * RISE / sqrt(np.pi)), rel=0.15)


def test_the_words_never_say_cause() -> None:
    for each in inequality_measures().values():
        assert "An association of places, no cause" in each.indicator.caveats
        assert "because of" not in each.indicator.definition
