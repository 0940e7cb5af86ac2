"""The shape of an answer: columns read, reasons given, confidences stacked, nothing that is NaN."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from vrn.statistics.answers import (
    ANSWER,
    MISSING,
    NO_LIMITS,
    answer,
    answers,
    column_of,
    fill_missing,
    read_columns,
    read_confidences,
    read_groups,
    reasons,
)
from vrn.statistics.limits import (
    Limits,
    check_finite,
    check_multiplier,
    read_counts,
    read_populations,
)

NAN = math.nan


def limits(value: list[float], lower: list[float], upper: list[float]) -> Limits:
    return Limits(*(np.array(each) for each in (value, lower, upper)))


def test_an_answer_has_a_column_of_each_kind_and_no_nan() -> None:
    found = answer(limits([2.0], [1.0], [4.0]), confidence=0.9, method="exact")
    assert found.schema == pl.Schema(ANSWER)
    assert found.row(0) == (2.0, 1.0, 4.0, 0.9, "exact", None)


def test_a_cell_without_a_number_is_null_and_says_why() -> None:
    three = limits([2.0, NAN, 5.0], [1.0, NAN, NAN], [math.inf, NAN, 9.0])
    found = answer(three, confidence=0.95, method="exact")
    assert found["value"].to_list() == [2.0, None, 5.0]
    assert found["lower"].to_list() == [1.0, None, None]
    assert found["upper"].to_list() == [None, None, 9.0]
    assert found["reason"].to_list() == [NO_LIMITS, MISSING, NO_LIMITS]


def test_a_value_with_a_reason_of_its_own_is_not_shown() -> None:
    two = limits([2.0, 3.0], [1.0, 1.0], [4.0, 5.0])
    found = answer(two, confidence=0.95, method=["a", "b"], reason=["too few", None])
    assert found["value"].to_list() == [None, 3.0]
    assert found["lower"].to_list() == [None, 1.0]
    assert found["reason"].to_list() == ["too few", None]
    assert found["method"].to_list() == ["a", "b"]


def test_groups_stand_before_the_answer() -> None:
    one = limits([2.0], [1.0], [4.0])
    found = answer(one, confidence=0.95, method="m", by=pl.DataFrame({"area": ["a"]}))
    assert found.columns == ["area", *ANSWER]
    with pytest.raises(ValueError, match="2 groups are given for 1 values"):
        answer(one, confidence=0.95, method="m", by=pl.DataFrame({"area": ["a", "b"]}))


def test_answers_stack_for_each_confidence_in_the_order_asked() -> None:
    def at(confidence: float) -> Limits:
        return limits([1.0, 2.0], [0.5, confidence], [3.0, 4.0])

    found = answers(at, confidence=(0.998, 0.95), method="m")
    assert found["confidence"].to_list() == [0.998, 0.998, 0.95, 0.95]
    assert found["lower"].to_list() == [0.5, 0.998, 0.5, 0.95]


def test_columns_have_one_type_whatever_they_were_given_as() -> None:
    whole = Limits(*(np.array([each]) for each in (2, 1, 4)))
    for given in ({}, {"reason": [None]}, {"reason": pl.Series([None])}):
        found = answer(whole, confidence=0.9, method=pl.Series(["exact"]), **given)
        assert dict(found.schema) == ANSWER
    none = answer(limits([], [], []), confidence=0.9, method=[], reason=[])
    assert dict(none.schema) == ANSWER


def test_answers_carry_the_groups_and_the_reasons_to_each_confidence() -> None:
    by, why = pl.DataFrame({"area": ["a", "b"]}), [None, "too few"]
    two = limits([2.0, 3.0], [1.0, 2.0], [4.0, 5.0])
    found = answers(lambda _: two, confidence=(0.9, 0.95), method="exact", reason=why, by=by)
    assert found.select("area", "reason").rows() == [("a", None), ("b", "too few")] * 2


def test_reasons_are_texts_of_that_name_even_where_none_holds() -> None:
    found = reasons(("too few", np.array([False, False])))
    assert (found.name, found.dtype, found.to_list()) == ("reason", pl.String, [None, None])


def test_groups_keep_their_type() -> None:
    kinds = pl.Series(["b", "a"], dtype=pl.Enum(["b", "a"]))
    assert read_groups({"kind": kinds}, length=2)["kind"].dtype == kinds.dtype


def test_no_confidence_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^ask for at least one confidence, such as 0\.95"):
        read_confidences([])


def test_confidences_are_shares() -> None:
    assert read_confidences(0.9) == (0.9,)
    assert read_confidences([0.5, 0.9]) == (0.5, 0.9)
    with pytest.raises(ValueError, match=r"such as 0\.95"):
        read_confidences([0.95, 95])
    with pytest.raises(ValueError, match="at least one confidence"):
        read_confidences([])


def test_the_first_reason_that_holds_is_given() -> None:
    one, two = np.array([True, False, True, False]), np.array([True, True, False, False])
    assert reasons(("x", one), ("y", two)).to_list() == ["x", "y", "x", None]


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        (pl.DataFrame({"area": ["a", "b"], "sex": ["F", "M"]}), ["area", "sex"]),
        (pl.Series("area", ["a", "b"]), ["area"]),
        (pl.Series(["a", "b"]), ["group"]),
        ({"area": ["a", "b"], "sex": pl.Series(["F", "M"])}, ["area", "sex"]),
        (["a", "b"], ["group"]),
        (np.array([1, 2]), ["group"]),
    ],
    ids=["frame", "series", "series without a name", "mapping", "list", "array"],
)
def test_groups_are_read_from_any_column(by, columns: list[str]) -> None:
    found = read_groups(by, length=2)
    assert found.columns == columns
    assert found.height == 2


def test_groups_of_another_length_or_of_a_taken_name_are_refused() -> None:
    with pytest.raises(ValueError, match="3 groups are given for 2 values"):
        read_groups(["a", "b", "c"], length=2)
    with pytest.raises(ValueError, match="may not be called value, count"):
        read_groups({"value": [1], "area": [1], "count": [1]}, length=1, taken=("count",))


def test_columns_are_read_as_floats_with_nan_for_null() -> None:
    read = read_columns(
        a=[1, None], b=pl.Series([2, None]), c=np.array([3, 4]), d=pl.Series([True, False])
    )
    np.testing.assert_array_equal(read["a"], [1, NAN])
    np.testing.assert_array_equal(read["b"], [2, NAN])
    np.testing.assert_array_equal(read["c"], [3, 4])
    np.testing.assert_array_equal(read["d"], [1, 0])
    assert read_columns(a=3)["a"].tolist() == [3.0]
    assert np.isnan(read_columns(a=pl.Series([None, None]))["a"]).all()


def test_columns_of_unlike_lengths_or_of_text_are_refused() -> None:
    with pytest.raises(ValueError, match="one length: a has 1, b has 2"):
        read_columns(a=[1], b=[1, 2])
    with pytest.raises(ValueError, match="a must be numbers; got a series of String"):
        read_columns(a=pl.Series(["1"]))


def test_a_missing_count_stays_or_becomes_nothing_as_asked() -> None:
    counts = np.array([1.0, NAN])
    assert fill_missing(counts, "reason") is counts
    assert fill_missing(counts, "zero").tolist() == [1.0, 0.0]
    with pytest.raises(ValueError, match="missing is 'reason' or 'zero'; got 'drop'"):
        fill_missing(counts, "drop")  # type: ignore[arg-type]


def test_a_column_of_a_family_is_null_where_nothing_is_known() -> None:
    found = column_of("count", np.array([2.0, NAN]), pl.Int64)
    assert (found.name, found.dtype, found.to_list()) == ("count", pl.Int64, [2, None])
    assert column_of("people", np.array([2.5])).to_list() == [2.5]


@pytest.mark.parametrize("bad", [-1, 0.5, math.inf, -math.inf])
def test_a_broken_count_is_refused_also_beside_one_that_is_missing(bad: float) -> None:
    for counts in ([4, bad], [NAN, bad]):
        with pytest.raises(ValueError, match=r"count .* at position 1 \(1 of 2 values are wrong\)"):
            read_counts("count", counts)


def test_a_population_may_be_nothing_or_missing_but_not_negative_or_endless() -> None:
    np.testing.assert_array_equal(read_populations("people", [0, 1.5, NAN]), [0, 1.5, NAN])
    assert read_populations("people", []).size == 0
    for bad in (-1, math.inf):
        with pytest.raises(ValueError, match=f"people must be .* at least 0; got {bad:g} at pos"):
            read_populations("people", [bad])
        with pytest.raises(ValueError, match="at position 1"):
            read_populations("people", [NAN, bad])


def test_values_must_be_finite_and_multipliers_above_nothing() -> None:
    check_finite("value", np.array([-1.0, NAN]))
    with pytest.raises(ValueError, match="value must be finite; got -inf at position 0"):
        check_finite("value", np.array([-math.inf]))
    check_multiplier(0.5)
    for bad in (0, -1, math.inf, NAN):
        with pytest.raises(ValueError, match="such as 1000"):
            check_multiplier(bad)


def test_a_missing_name_in_a_plain_list_of_groups_can_be_sorted_like_any_other():
    for by in (["b", None, "a"], {"place": ["b", None, "a"]}, [None, "b", "a"]):
        groups = read_groups(by, length=3)
        assert groups.dtypes == [pl.String]
        assert groups.to_series().sort().to_list() == [None, "a", "b"]
