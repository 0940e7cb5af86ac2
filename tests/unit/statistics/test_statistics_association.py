"""Association of area factors with a count: the model, its checks and its words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.association import (
    Association,
    AssociationNouns,
    associate,
    association_sentence,
)
from vrn.statistics.association.associating import NO_FIT, TOO_FEW_AREAS
from vrn.statistics.spatial.weights import contiguity, lag, row_standardised

SIDE = 16
AREAS = SIDE * SIDE
NOUNS = AssociationNouns("the rate of admissions", "poverty", "points", "districts")


def grid() -> Any:
    number = np.arange(AREAS).reshape(SIDE, SIDE)
    left = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    right = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    return contiguity(range(AREAS), left, right)


def made(seed: int = 1, *, spread: float = 0.0) -> dict[str, np.ndarray]:
    """Areas whose log rate rises by 0.3 a unit of `x` and falls by 0.2 a unit of `z`."""
    rng = np.random.default_rng(seed)
    x = rng.normal(20, 4, AREAS)
    z = 0.5 * (x - 20) + rng.normal(0, 2, AREAS)
    population = rng.integers(500, 3000, AREAS)
    mean = population * 0.01 * np.exp(0.06 * (x - 20) - 0.1 * z)
    gamma = rng.gamma(1 / spread, spread, AREAS) if spread else 1.0
    return {"x": x, "z": z, "population": population, "count": rng.poisson(mean * gamma)}


def asked(given: dict[str, np.ndarray], **more: Any) -> pl.DataFrame:
    factors = {name: given[name] for name in ("x", "z")}
    return associate(given["count"], given["population"], factors, **more)


def test_two_groups_of_areas_give_their_rate_ratio() -> None:
    # 30 events in 2,000 people without the factor, 90 in 3,000 with it: 0.03 / 0.015 = 2, and the
    # variance of its log is 1/30 + 1/90.
    found = associate(
        [10, 20, 40, 50],
        [800, 1200, 1400, 1600],
        {"present": [0, 0, 1, 1]},
        settings=Association(per="unit"),
    ).row(0, named=True)
    error = math.sqrt(1 / 30 + 1 / 90)
    assert found["value"] == pytest.approx(2)
    assert found["lower"] == pytest.approx(2 * math.exp(-1.959964 * error))
    assert found["upper"] == pytest.approx(2 * math.exp(1.959964 * error))
    assert found["p"] == pytest.approx(math.erfc(math.log(2) / error / math.sqrt(2)))
    # Expected 12, 18, 42 and 48: chi-square 4/12 + 4/18 + 4/42 + 4/48 on 2 degrees.
    chi = 4 / 12 + 4 / 18 + 4 / 42 + 4 / 48
    assert found["dispersion"] == pytest.approx(chi / 2)
    assert found["dispersion_p"] == pytest.approx(math.exp(-chi / 2))
    assert found["inflation"] == pytest.approx(1)
    told = ("factor", "per", "step", "factors", "areas", "left_out", "residual_degrees")
    assert [found[name] for name in told] == ["present", "unit", 1, 1, 4, 0, 2]
    assert (found["model"], found["errors"], found["clusters"]) == ("Poisson", "of the model", None)
    assert (found["moran"], found["moran_p"], found["caution"]) == (None, None, None)
    assert found["method"] == "Poisson regression, errors of the model"


def test_steps_change_the_unit_and_nothing_else() -> None:
    given = made()
    unit, ten, deviation = (
        asked(given, settings=each)
        for each in (
            Association(per="unit"),
            Association(per="unit", steps={"x": 10}),
            Association(),
        )
    )
    assert ten["value"][0] == pytest.approx(unit["value"][0] ** 10)
    assert ten["upper"][0] == pytest.approx(unit["upper"][0] ** 10)
    assert ten["value"][1] == unit["value"][1]
    assert ten["step"].to_list() == [10, 1]
    spread = given["x"].std(ddof=1)
    assert deviation["step"][0] == pytest.approx(spread)
    assert deviation["lower"][0] == pytest.approx(unit["lower"][0] ** spread)
    assert deviation["p"].to_list() == unit["p"].to_list()


def test_what_was_put_in_comes_out() -> None:
    ratios = np.array(
        [
            asked(made(seed), settings=Association(per="unit")).select("value", "lower", "upper")
            for seed in range(60)
        ]
    )
    truth = np.array([math.exp(0.06), math.exp(-0.1)])
    assert ratios[:, :, 0].mean(axis=0) == pytest.approx(truth, rel=0.01)
    inside = (ratios[:, :, 1] <= truth) & (truth <= ratios[:, :, 2])
    assert 0.88 <= inside.mean() <= 1


def test_the_model_and_its_errors_are_those_of_an_established_package() -> None:
    import statsmodels.api as sm

    given = made(spread=0.3)
    design = sm.add_constant(np.column_stack([given["x"] - 20, given["z"]]))
    offset = np.log(given["population"])
    found = asked(given, settings=Association(per="unit"))
    assert found["model"].unique().to_list() == ["negative binomial"]
    peer = sm.NegativeBinomial(given["count"], design, offset=offset).fit(disp=0, method="newton")
    assert found["value"].to_list() == pytest.approx(np.exp(peer.params[1:3]), rel=1e-4)
    again = sm.GLM(
        given["count"],
        design,
        family=sm.families.NegativeBinomial(alpha=peer.params[-1]),
        offset=offset,
    ).fit()
    from scipy.stats import t

    width = np.log(found["upper"] / found["value"]).to_numpy() / t.ppf(0.975, AREAS - 3)
    assert width == pytest.approx(again.bse[1:], rel=1e-3)


def test_errors_by_cluster_are_those_of_an_established_package() -> None:
    import statsmodels.api as sm
    from scipy.stats import t

    given = made(3)
    cluster = np.arange(AREAS) // 8
    found = asked(given, settings=Association(per="unit"), cluster=cluster)
    assert found["model"][0] == "Poisson"
    assert (found["errors"][0], found["clusters"][0]) == ("by cluster", 32)
    assert found["method"][0] == "Poisson regression, errors by cluster"
    peer = sm.GLM(
        given["count"],
        sm.add_constant(np.column_stack([given["x"], given["z"]])),
        family=sm.families.Poisson(),
        offset=np.log(given["population"]),
    ).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    width = np.log(found["upper"] / found["value"]).to_numpy() / t.ppf(0.975, 31)
    assert width == pytest.approx(peer.bse[1:], rel=1e-6)
    expected = 2 * t.sf(np.abs(peer.params[1:] / peer.bse[1:]), 31)
    assert found["p"].to_list() == pytest.approx(expected)
    assert found["caution"][0] is None
    named = asked(given, cluster={"a": cluster.astype(str), "b": cluster})
    assert named["clusters"][0] == 32


def test_clusters_take_the_p_value_of_students_t() -> None:
    from scipy.stats import norm, t

    given = made(3)
    rng = np.random.default_rng(7)
    unrelated = given | {"z": rng.normal(size=AREAS)}
    found = asked(unrelated, settings=Association(per="unit"), cluster=np.arange(AREAS) % 4)
    middle, upper = np.log(found["value"][1]), np.log(found["upper"][1])
    ratio = abs(middle) / ((upper - middle) / t.ppf(0.975, 3))
    assert found["p"][1] == pytest.approx(2 * t.sf(ratio, 3))
    assert found["p"][1] > norm.sf(ratio) * 2 + 0.01


def test_columns_have_one_type_whatever_is_known() -> None:
    one, other = made(3), made(spread=0.3)
    plain = asked(one)
    by = asked(other, neighbours=grid(), cluster=np.arange(AREAS) % 4)
    assert plain["caution"][0] is None
    assert by["caution"][0] is not None
    few = associate([3], [100], {"x": [1], "z": [2]})
    none = associate([None], [100], {"x": [1], "z": [2]})
    assert plain.schema == by.schema == few.schema == none.schema


def test_as_many_areas_as_terms_and_one_have_a_ratio() -> None:
    found = associate([3, 5, 9], [100] * 3, {"x": [1, 2, 3]})
    assert found.select("reason", "residual_degrees").row(0) == (None, 1)


def test_the_test_and_its_level_are_those_asked_for() -> None:
    given = made(3)
    pearson, other = asked(given), asked(given, settings=Association(test="Cameron-Trivedi"))
    assert pearson["model"][0] == "Poisson"
    assert other["dispersion_p"][0] != pearson["dispersion_p"][0]
    lax = asked(given, settings=Association(level=1 - 1e-9))
    assert lax["model"][0] != "Poisson"


def test_few_clusters_are_said() -> None:
    found = asked(made(3), cluster=np.arange(AREAS) % 29)
    assert found["caution"][0] == "With only 29 clusters the interval may be too narrow"
    assert asked(made(3), cluster=np.arange(AREAS) % 30)["caution"][0] is None
    assert asked(made(3), cluster=np.arange(AREAS) % 2)["clusters"][0] == 2


def test_a_fall_back_is_said() -> None:
    # One event where a hundredth is expected: Pearson's test sees it. By the sum of (y - mu)^2 - y,
    # which is below 0, there is no more spread than Poisson's, and so no finite theta.
    found = associate(
        [10, 11, 9, 10, 12, 10, 9, 11, 10, 10, 1],
        [1000] * 10 + [1],
        {"x": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 5]},
    ).row(0, named=True)
    assert found["model"] == "quasi-Poisson"
    assert found["method"] == "quasi-Poisson regression, errors of the model"
    assert found["caution"].startswith("Counts are spread more than Poisson ones")
    assert found["dispersion"] > 5


def smooth(values: np.ndarray, near: Any) -> np.ndarray:
    """Values made alike among neighbours, of mean 0 and spread 1."""
    for _ in range(12):
        values = (values + lag(row_standardised(near), values)) / 2
    return (values - values.mean()) / values.std()


def test_likeness_among_neighbours_is_seen_and_said() -> None:
    given, near = made(), grid()
    free = asked(given, neighbours=near)
    assert free["moran_p"][0] > 0.05
    assert free["caution"][0] is None
    rng = np.random.default_rng(2)
    hidden, x = (smooth(rng.normal(size=AREAS), near) for _ in range(2))
    mean = given["count"].mean() * np.exp(0.5 * hidden)
    alike = given | {"x": x, "count": rng.poisson(mean), "population": np.full(AREAS, 1000)}
    seen = asked(alike, neighbours=near)
    assert seen["moran"][0] > 0.3
    assert seen["moran_p"][0] < 1e-6
    assert "is alike among neighbours" in seen["caution"][0]
    assert "errors by cluster should be asked for" in seen["caution"][0]
    districts = np.arange(AREAS) // SIDE // 4 * 4 + np.arange(AREAS) % SIDE // 4
    by = asked(alike, neighbours=near, cluster=districts)
    assert "not across their borders" in by["caution"][0]
    assert by["caution"][0].endswith("With only 16 clusters the interval may be too narrow")
    half = np.log(by["upper"] / by["value"]) / np.log(seen["upper"] / seen["value"])
    assert half[0] > 1.3
    level = asked(alike, neighbours=near, settings=Association(moran_level=1e-300))
    assert level["caution"][0] is None


def test_areas_that_lack_something_are_left_out_and_counted() -> None:
    given = made()
    count, people, x = (given[name].astype(float) for name in ("count", "population", "x"))
    count[0], people[1], people[2], x[3] = np.nan, 0, np.nan, np.nan
    cluster = [None if place == 4 else place % 40 for place in range(AREAS)]
    near = grid()
    found = asked(
        given | {"count": count, "population": people, "x": x},
        cluster=pl.Series(cluster),
        neighbours=near,
    )
    rest = {name: each[5:] for name, each in given.items()}
    from vrn.statistics.spatial.weights import restrict

    kept = restrict(near, np.arange(AREAS) >= 5)
    other = asked(rest, cluster=cluster[5:], neighbours=kept)
    assert (found["areas"][0], found["left_out"][0]) == (AREAS - 5, 5)
    for name in ("value", "lower", "upper", "moran"):
        assert found[name].to_list() == pytest.approx(other[name].to_list())


def test_too_few_areas_and_no_fit_are_said() -> None:
    few = associate([3, 5], [100, 100], {"x": [1, 2]}, confidence=[0.8, 0.95])
    assert few["reason"].to_list() == [TOO_FEW_AREAS] * 2
    assert few.select("value", "model", "p").row(0) == (None, None, None)
    assert few["residual_degrees"].to_list() == [0, 0]
    assert few["step"][0] == pytest.approx(math.sqrt(0.5))
    assert associate([3], [100], {"x": [1]})["step"].to_list() == [None]
    none = associate([None], [100], {"x": [1]}, cluster=["a"])
    assert none.select("areas", "step", "clusters").row(0) == (0, None, 0)
    # No events where the factor is present: the log ratio runs to minus infinity.
    two = associate([3, 5], [100, 100], {"x": [1, 2], "y": [2, 1]})
    assert two.select("factor", "reason").rows() == [("x", TOO_FEW_AREAS), ("y", TOO_FEW_AREAS)]
    assert two.schema == few.schema
    empty = associate([5, 7, 6, 0, 0, 0], [100] * 6, {"x": [0, 0, 0, 1, 1, 1]})
    assert empty["reason"].to_list() == [NO_FIT]


@settings(deadline=None, max_examples=15)
@given(st.randoms(), st.sampled_from([2.0, 10.0]))
def test_order_and_the_populations_unit_change_nothing(random: Any, by: float) -> None:
    given = made()
    order = list(range(AREAS))
    random.shuffle(order)
    moved = {name: each[order] for name, each in given.items()}
    one, other = asked(given), asked(moved | {"population": moved["population"] * by})
    for name in ("value", "lower", "upper", "dispersion", "inflation"):
        assert one[name].to_list() == pytest.approx(other[name].to_list(), rel=1e-6)
    assert (one["lower"] < one["value"]).all()
    assert (one["value"] < one["upper"]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"factors": {}}, "at least one factor"),
        ({"factors": {"x": [1, 1, 1, 1]}}, "explains no difference: x"),
        ({"factors": {"x": [1, 2, 3, 5], "y": [2, 4, 6, 10]}}, "follow from the others: x, y"),
        ({"factors": {"x": [1, 2, 3, math.inf]}}, "x has an infinite one"),
        ({"factors": {"x": [1, 2, 3]}}, "one length"),
        ({"count": [1, 2, 3, -4]}, "count must be a whole number"),
        ({"population": [100, 100, 100, -1]}, "population must be a number of at least 0"),
        ({"cluster": ["a"] * 4}, "two clusters or more"),
        ({"neighbours": lambda: contiguity(range(3), [0], [1])}, "name 3 areas, and 4 are given"),
        ({"settings": Association(steps={"w": 2})}, "steps are given for no factor: w"),
    ],
)
def test_wrong_input_is_refused(change: dict[str, Any], message: str) -> None:
    if len(change.get("factors", {})) == 2:
        change = change | {"count": [3, 5, 4, 7, 8], "population": [100] * 5}
        change["factors"] = {name: [*each, 2 * each[0]] for name, each in change["factors"].items()}
    given = {
        "count": [3, 5, 4, 7],
        "population": [100] * 4,
        "factors": {"x": [1, 2, 3, 5]},
    } | change
    if "neighbours" in given:
        given["neighbours"] = given["neighbours"]()
    with pytest.raises(ValueError, match=message):
        associate(given.pop("count"), given.pop("population"), given.pop("factors"), **given)


def test_a_frame_of_factors_is_as_good_as_a_mapping() -> None:
    given = made()
    frame = pl.DataFrame({"x": given["x"], "z": given["z"]})
    assert associate(given["count"], given["population"], frame).equals(asked(given))


def test_the_sentence_is_made_of_a_row_of_the_frame() -> None:
    row = asked(made(), neighbours=grid()).row(0, named=True)
    assert association_sentence(row, NOUNS).startswith(
        "Among 256 districts, one standard deviation"
    )
