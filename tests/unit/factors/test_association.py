"""What goes with violence among small areas: planted ratios are found, neighbours looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.factors.area_factors import FACTORS, area_factors, neighbours_of
from vrn.factors.association import association, association_measures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Tables = Mapping[str, Sequence[Path]]

SIDE = 18
PLACES = [(row, column, SIDE * row + column) for row in range(SIDE) for column in range(SIDE)]
PLANTED = {"income": 1.15, "education": 1.0, "under_25": 1.3, "urban": 1.6}
"""The ratio of rates for a step more of each factor, of which the counts are drawn."""


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows))


def code(number: int) -> str:
    return f"E{number}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, pl.DataFrame]:
    """A cut of 324 squares with factors drawn by lot, and the factors."""
    rng = np.random.default_rng(3)
    n = len(PLACES)
    income = rng.integers(1, 11, n)
    education = np.clip(income + rng.integers(-3, 4, n), 1, 10)
    young, urban = rng.integers(200, 500, n), rng.integers(0, 2, n)
    folder = tmp_path_factory.mktemp("areas")
    tables = make_agencies_cut(
        folder,
        areas=table(
            "small_area | district",
            *(f"{code(each)} | D{1 + column // 9}" for _, column, each in PLACES),
        ),
        deprivation=table(
            "edition | area_code | imd_decile | income_decile | education_decile",
            *(f"2025 | {code(i)} | 5 | {income[i]} | {education[i]}" for i in range(n)),
        ),
        residents=table(
            "edition | level | area_code | age | residents",
            *(
                f"mid-2020 | small area 2021 | {code(i)} | {age} | {people}"
                for i in range(n)
                for age, people in ((10, young[i]), (40, 1_000 - young[i]))
            ),
        ),
        rural_urban=table(
            "area_code | settlement",
            *(f"{code(i)} | {'urban' if urban[i] else 'rural'}" for i in range(n)),
        ),
        boundaries=table(
            "area_code | column | row",
            *(f"{code(i)} | {column} | {row}" for row, column, i in PLACES),
        ),
    )
    known = pl.DataFrame(
        {
            "small_area": [code(i) for i in range(n)],
            "income": 10.0 - income,
            "education": 10.0 - education,
            "under_25": young / 10,
            "urban": urban.astype(float),
        }
    )
    return tables, known


def counts(known: pl.DataFrame, noise: np.ndarray, *, seed: int = 8) -> pl.DataFrame:
    """Offences by small area of a thousand residents each, drawn from the planted ratios."""
    steps = {"income": 1, "education": 1, "under_25": 10, "urban": 1}
    logs = sum(
        np.log(ratio) * known[name].to_numpy() / steps[name] for name, ratio in PLANTED.items()
    )
    expected = 4 * np.exp(logs - logs.mean()) * noise
    rng = np.random.default_rng(seed)
    return known.select("small_area").with_columns(
        count=pl.Series(rng.poisson(expected)).cast(pl.Int64),
        residents=pl.lit(1_000, dtype=pl.Int64),
    )


def ask(frame: pl.DataFrame, factor: str, tables: Tables) -> dict[str, object]:
    return association(frame, factor=factor, tables=tables).row(0, named=True)


def test_the_factors_of_a_cut_are_read_by_area(drawn: tuple[Tables, pl.DataFrame]) -> None:
    tables, known = drawn
    found = area_factors(tables)
    assert found.columns == ["small_area", "cluster", *FACTORS]
    both = found.join(known, on="small_area", suffix="_known")
    for name in FACTORS:
        assert (both[name] - both[f"{name}_known"]).abs().max() < 1e-9
    assert set(found["cluster"]) == {"D1", "D2"}


def test_squares_that_touch_are_neighbours(drawn: tuple[Tables, pl.DataFrame]) -> None:
    found = neighbours_of(drawn[0])
    assert sorted(set(found.counts.tolist())) == [3, 5, 8]
    assert found.areas.to_list() == area_factors(drawn[0])["small_area"].to_list()


@pytest.mark.parametrize("factor", FACTORS)
def test_planted_ratios_are_found_again(drawn: tuple[Tables, pl.DataFrame], factor: str) -> None:
    tables, known = drawn
    found = ask(counts(known, np.ones(known.height)), factor, tables)
    assert found["lower"] < PLANTED[factor] < found["upper"]
    assert found["value"] == pytest.approx(PLANTED[factor], rel=0.15)
    assert str(found["method"]).startswith("Poisson regression over 324 small areas")
    assert "no likeness among neighbours seen" in str(found["method"])


def test_more_spread_than_poisson_takes_the_negative_binomial_and_wider_limits(
    drawn: tuple[Tables, pl.DataFrame],
) -> None:
    tables, known = drawn
    noise = np.random.default_rng(4).gamma(1.5, 1 / 1.5, known.height)
    even, uneven = (
        ask(counts(known, each), "urban", tables) for each in (np.ones(known.height), noise)
    )
    assert str(uneven["method"]).startswith("negative binomial regression")
    assert uneven["lower"] < PLANTED["urban"] < uneven["upper"]
    assert uneven["upper"] / uneven["lower"] > even["upper"] / even["lower"]


def test_where_neighbours_are_alike_errors_are_by_cluster_and_it_is_said(
    drawn: tuple[Tables, pl.DataFrame],
) -> None:
    tables, known = drawn
    west = np.array([2.5 if column < 9 else 1.0 for _, column, _ in PLACES])
    by_code = pl.DataFrame({"small_area": [code(i) for *_, i in PLACES], "west": west})
    noise = known.join(by_code, on="small_area", maintain_order="left")["west"].to_numpy()
    method = str(ask(counts(known, noise), "income", tables)["method"])
    assert "alike among neighbours, so errors are by 2 middle-layer areas" in method
    assert method.endswith("with so few of them limits are too narrow")


def test_it_stands_on_its_events_and_its_degrees_of_freedom(
    drawn: tuple[Tables, pl.DataFrame],
) -> None:
    tables, known = drawn
    frame = counts(known, np.ones(known.height))
    behind = {e["what"]: e["events"] for e in ask(frame, "urban", tables)["behind"]}
    assert behind["offences placed"] == frame["count"].sum()
    assert behind["residual degrees of freedom"] == 324 - 5
    assert (
        behind["offences in urban small areas"] + behind["offences in rural small areas"]
        == behind["offences placed"]
    )
    assert {e["what"] for e in ask(frame, "income", tables)["behind"]} == {
        "offences placed",
        "residual degrees of freedom",
    }


def test_a_cut_without_a_factor_answers_with_the_others(
    drawn: tuple[Tables, pl.DataFrame],
) -> None:
    tables, known = drawn
    frame = counts(known, np.ones(known.height))
    lacking = {n: p for n, p in tables.items() if n not in ("rural_urban", "boundaries")}
    assert ask(frame, "urban", lacking)["reason"] == (
        "this cut holds no urban and rural small areas that differ"
    )
    found = ask(frame, "income", lacking)
    assert found["value"] is not None
    assert "being urban" not in str(found["method"])
    assert "could not be checked whether neighbours are alike" in str(found["method"])
    without = {n: p for n, p in lacking.items() if n != "deprivation"}
    assert "no tenths of income deprivation" in str(ask(frame, "income", without)["reason"])


def test_areas_without_a_factor_are_left_out_and_it_is_said(
    drawn: tuple[Tables, pl.DataFrame],
) -> None:
    tables, known = drawn
    frame = counts(known, np.ones(known.height)).with_columns(
        residents=pl.when(pl.col("small_area").is_in(["E0", "E7"])).then(0).otherwise("residents")
    )
    assert "2 areas without a factor or a resident are left out" in str(
        ask(frame, "income", tables)["method"]
    )


def test_factors_that_follow_from_one_another_give_a_reason(tmp_path: Path) -> None:
    numbers = range(1, 31)
    tables = make_agencies_cut(
        tmp_path,
        areas=table("small_area | district", *(f"S{i} | D1" for i in numbers)),
        deprivation=table(
            "edition | area_code | imd_decile | income_decile | education_decile",
            *(f"2025 | S{i} | 5 | {1 + i % 10} | {1 + i % 10}" for i in numbers),
        ),
    )
    schema = {"small_area": pl.String, "count": pl.Int64, "residents": pl.Int64}
    rows = [(f"S{i}", 5, 100) for i in numbers]
    found = ask(pl.DataFrame(rows, schema=schema, orient="row"), "income", tables)
    assert found["reason"] == ("the factors follow from one another here, and cannot be told apart")


def test_too_few_areas_give_the_reason_of_the_method(tmp_path: Path) -> None:
    tables = make_agencies_cut(
        tmp_path,
        deprivation="""
            edition | area_code | imd_decile | income_decile | education_decile
            2025    | S1        | 1          | 1             | 4
            2025    | S2        | 1          | 2             | 1
            2025    | S3        | 1          | 3             | 9
        """,
    )
    schema = {"small_area": pl.String, "count": pl.Int64, "residents": pl.Int64}
    rows = [("S1", 5, 100), ("S2", 9, 100), ("S3", 4, 100)]
    found = ask(pl.DataFrame(rows, schema=schema, orient="row"), "income", tables)
    assert found["reason"] == "there are no more areas than the model has terms"


def test_the_young_of_a_new_area_are_those_of_the_areas_it_was_made_from(tmp_path: Path) -> None:
    """S1 and S2 are parts of O1; S3 is O3 as it was."""
    tables = make_agencies_cut(
        tmp_path,
        residents="""
            edition  | level           | area_code | age | residents
            mid-2020 | small area 2011 | O1        | 24  | 30
            mid-2020 | small area 2011 | O1        | 25  | 70
            mid-2020 | small area 2011 | O3        | 90  | 50
            mid-2019 | small area 2011 | O3        | 10  | 50
            mid-2021 | district        | D1        | 10  | 50
        """,
    )
    found = area_factors({n: p for n, p in tables.items() if n != "deprivation"})
    assert dict(found.select("small_area", "under_25").iter_rows()) == {
        "S1": 30,
        "S2": 30,
        "S3": 0,
    }


def test_a_published_name_tells_the_middle_layer_area(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path)
    areas = pl.read_parquet(tables["areas"][0])
    named = areas.with_columns(
        pl.col("name").replace({"Area S1": "Midbury 001A", "Area S2": "Midbury 001B"})
    )
    named.write_parquet(tables["areas"][0])
    bare = {"areas": tables["areas"], "residents": tables["residents"]}
    found = area_factors({**bare, "area_changes": tables["area_changes"]})
    assert found["cluster"].to_list() == ["Midbury 001", "Midbury 001", "D2"]


def test_the_words_never_say_cause() -> None:
    for each in association_measures().values():
        assert "An association of places, no cause" in each.indicator.caveats
        assert "association among small areas" in each.indicator.title
        for word in ("because", "causes", "effect", "drives", "leads to"):
            assert word not in each.indicator.definition
