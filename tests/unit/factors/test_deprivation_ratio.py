"""The ratio of the two ends of deprivation, from its frame alone."""

from __future__ import annotations

import polars as pl
import pytest

from vrn.factors.deprivation import deprivation_measures, ratio_of_ends


def frame(**deciles: tuple[int, int | None]) -> pl.DataFrame:
    """A row a decile, d1=(count, residents)."""
    rows = [(name.removeprefix("d"), *pair) for name, pair in deciles.items()]
    schema = {"deprivation_2025": pl.String, "count": pl.Int64, "residents": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def ratio(end: str = "tenth", **deciles: tuple[int, int | None]) -> dict[str, object]:
    return ratio_of_ends(frame(**deciles), edition="2025", end=end).row(0, named=True)


def test_only_the_two_ends_count() -> None:
    found = ratio(d1=(40, 1000), d5=(999, 1), d10=(10, 1000))
    assert found["value"] == pytest.approx(4)
    assert (found["numerator"], found["denominator"]) == (40, 10)
    assert found["lower"] < 4 < found["upper"]
    assert found["method"].endswith("1,000 and 1,000 residents")


def test_fifths_take_two_tenths_each() -> None:
    found = ratio("fifth", d1=(10, 100), d2=(20, 200), d9=(5, 100), d10=(5, 100))
    assert found["value"] == pytest.approx((30 / 300) / (10 / 200))


@pytest.mark.parametrize(
    ("deciles", "reason"),
    [
        ({"d1": (4, 100)}, "least deprived tenth"),
        ({"d10": (4, 100)}, "most deprived tenth"),
        ({"d1": (4, None), "d10": (4, 100)}, "most deprived tenth"),
        ({"d1": (4, 100), "d10": (0, 0)}, "least deprived tenth"),
        ({"d1": (4, 100), "d10": (0, 100)}, "nothing was recorded in the least deprived tenth"),
    ],
)
def test_without_both_ends_there_is_a_reason_and_no_value(deciles, reason) -> None:
    found = ratio(**deciles)
    assert found["value"] is None
    assert reason in str(found["reason"])


def test_none_in_the_most_deprived_is_a_ratio_of_nothing() -> None:
    assert ratio(d1=(0, 100), d10=(4, 100))["value"] == 0


def test_the_words_never_say_cause() -> None:
    for each in deprivation_measures().values():
        assert "association of places, no cause" in each.indicator.caveats
        assert "because of" not in each.indicator.definition
