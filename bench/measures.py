"""The measures over millions of rows, beside pandas and bare DuckDB; answers compared first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import made_up
from bench.report import Section
from bench.timing import say_ratios, say_spread, take_turns
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

VIOLENCE = "Violence and sexual offences"
WHOLE = Period(made_up.MONTHS[0], made_up.MONTHS[-1])
YEAR = Period(made_up.MONTHS[-12], made_up.MONTHS[-1])
ROWS_PER_PART = 2_000_000
OURS, DUCKDB, PANDAS = "vrn", "DuckDB", "pandas"
Answer = dict[tuple[str, ...], float]


@dataclass(frozen=True)
class Question:
    """What is asked: a measure, its split and its period; a rate is per 1,000 residents."""

    words: str
    measure: str
    split: tuple[str, ...]
    period: Period
    crime_type: str | None = VIOLENCE
    is_rate: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether only rows with a place count."""
        return self.is_rate or not set(self.split) <= {"month", "crime_type"}


QUESTIONS = (
    Question("tally by month", "violence_and_sexual_offences", ("month",), WHOLE),
    Question("tally by district, a year", "violence_and_sexual_offences", ("district",), YEAR),
    Question("all by category and month", "all_recorded", ("crime_type", "month"), WHOLE, None),
    Question(
        "rate by small area, a year",
        "violence_and_sexual_offences_rate",
        ("small_area",),
        YEAR,
        is_rate=True,
    ),
    Question(
        "rate by deprivation decile, a year",
        "violence_and_sexual_offences_rate",
        ("deprivation_2025",),
        YEAR,
        is_rate=True,
    ),
)


def prepare(folder: Path, *, rows: int) -> Path:
    """Writes a cut's tables of made-up rows, in Parquet as the store writes it; gives the folder.

    The rows stand in no order of month or place, as in a cut, whose order is that of its texts.
    """
    home = folder / "tables"
    if home.exists():
        return home
    rng = np.random.default_rng(11)
    (home / "offences").mkdir(parents=True)
    for number, start in enumerate(range(0, rows, ROWS_PER_PART)):
        part = made_up.draw_offences(min(ROWS_PER_PART, rows - start), rng=rng)
        part.write_parquet(
            home / "offences" / f"{number:03d}.parquet", compression="zstd", row_group_size=100_000
        )
    for name, table in made_up.draw_places(rng=rng).items():
        table.write_parquet(home / f"{name}.parquet")
    return home


def measure_ours(home: Path, asked: Question) -> Answer:
    """Ours: the measure from the catalogue, with every cell, its limits and its reasons."""
    from vrn.problem.measuring import measure
    from vrn.release.catalogue import find_measure

    tables = {name: [home / f"{name}.parquet"] for name in ("areas", "residents", "deprivation")}
    measured = measure(
        find_measure(asked.measure),
        {**tables, "offences": sorted((home / "offences").glob("*.parquet"))},
        split=asked.split,
        period=asked.period,
        residents_edition=made_up.EDITION,
        months_held=made_up.MONTHS,
    )
    cells = measured.table.exact.select(*asked.split, "value")
    return {tuple(row[:-1]): float(row[-1]) for row in cells.iter_rows() if row[-1]}


def ask_duckdb(home: Path, asked: Question) -> Answer:
    """Bare SQL on a new DuckDB connection: the counts or rates alone."""
    import duckdb

    with duckdb.connect() as engine:
        return {tuple(row[:-1]): row[-1] for row in engine.sql(write_sql(home, asked)).fetchall()}


def write_sql(home: Path, asked: Question) -> str:
    """The question in SQL; names and codes are this file's own."""
    tests = [f"month BETWEEN '{asked.period.first}' AND '{asked.period.last}'"]
    tests += [f"crime_type = '{asked.crime_type}'"] if asked.crime_type else []
    tests += ["small_area IS NOT NULL"] if asked.is_placed else []
    rows = f"FROM '{home}/offences/*.parquet' WHERE {' AND '.join(tests)}"
    by = ", ".join(asked.split)
    if not asked.is_rate:
        return f"SELECT {by}, count(*) {rows} GROUP BY {by}"
    return f"""
        WITH counted AS (SELECT small_area, count(*) AS n {rows} GROUP BY small_area),
        places AS (
            SELECT r.area_code AS small_area, d.imd_decile::VARCHAR AS deprivation_2025, r.residents
            FROM '{home}/residents.parquet' r JOIN '{home}/deprivation.parquet' d USING (area_code)
        )
        SELECT {by}, 1000.0 * sum(coalesce(n, 0)) / sum(residents)
        FROM places LEFT JOIN counted USING (small_area) GROUP BY {by} HAVING sum(n) > 0
    """


def ask_pandas(home: Path, asked: Question) -> Answer:
    """pandas: reads the columns that it needs, filters, groups."""
    import pandas as pd

    by = ["small_area"] if asked.is_rate else list(asked.split)
    columns = dict.fromkeys([*by, "month", "crime_type"])
    frame = pd.read_parquet(home / "offences", columns=list(columns))
    keep = frame["month"].between(asked.period.first, asked.period.last)
    if asked.crime_type:
        keep &= frame["crime_type"] == asked.crime_type
    counted = frame[keep].groupby(by).size()
    if asked.is_rate:
        return _rates(home, counted, asked.split[0])
    keys = counted.index if len(by) > 1 else ((code,) for code in counted.index)
    return dict(zip((tuple(key) for key in keys), counted.to_list(), strict=True))


def _rates(home: Path, counted: pd.Series[int], by: str) -> Answer:
    import pandas as pd

    places = pd.read_parquet(home / "residents.parquet").merge(
        pd.read_parquet(home / "deprivation.parquet"), on="area_code"
    )
    places["small_area"] = places["area_code"]
    places["deprivation_2025"] = places["imd_decile"].astype(str)
    places["n"] = places["small_area"].map(counted).fillna(0)
    sums = places.groupby(by)[["n", "residents"]].sum()
    rates = 1000.0 * sums["n"] / sums["residents"]
    return {(code,): float(rate) for code, rate in rates.items() if rate}


SIDES: Mapping[str, Callable[[Path, Question], Answer]] = {
    OURS: measure_ours,
    DUCKDB: ask_duckdb,
    PANDAS: ask_pandas,
}


def check_agreement(home: Path, asked: Question) -> int:
    """The number of cells on which all sides agree; DisagreementError where they do not."""
    from bench.intake import DisagreementError

    ours = measure_ours(home, asked)
    for name in (DUCKDB, PANDAS):
        theirs = SIDES[name](home, asked)
        if theirs.keys() != ours.keys() or any(
            abs(theirs[key] - value) > 1e-9 * abs(value) for key, value in ours.items()
        ):
            raise DisagreementError(f"{asked.words}: {name} has other answers than {OURS}")
    return len(ours)


def run(folder: Path, *, rows: int, rounds: int = 3, budget: float = 100.0) -> Section:
    """Times every question on the three sides in turn; `budget` is seconds for all of them."""
    home = prepare(folder, rows=rows)
    size = sum(path.stat().st_size for path in home.rglob("*.parquet"))
    section = Section(
        "Measures",
        f"{rows:,} made-up offences over {len(made_up.MONTHS)} months and "
        f"{len(made_up.SMALL_AREAS)} small areas, {size / 1e6:,.0f} MB of Parquet in the shape of "
        "a cut's table. Every side reads the files anew for each question.",
        (
            *("question", "cells", "vrn, s", "DuckDB, s", "pandas, s"),
            *("vrn/DuckDB", "by processor time", "vrn/pandas", "by processor time"),
        ),
    )
    for asked in QUESTIONS:
        section.rows.append(_row(home, asked, rounds=rounds, budget=budget / len(QUESTIONS)))
    section.notes = [
        "vrn: `measure` from the catalogue, all of it: the checks of what was asked, every cell "
        "with its labels, 0 where nothing was recorded, 95% limits, and the reason where there is "
        "no value. The peers give the counts or rates alone.",
        "DuckDB: bare SQL over the same files, on a new connection each time. vrn's tallies run on "
        "DuckDB through Ibis, so this ratio is the price of everything around the query.",
        "pandas: `read_parquet` of the columns needed, a filter, a `groupby`.",
    ]
    return section


def _row(home: Path, asked: Question, *, rounds: int, budget: float) -> list[str]:
    cells = check_agreement(home, asked)
    sides: dict[str, Callable[[], Any]] = {
        name: partial(side, home, asked) for name, side in SIDES.items()
    }
    timed = take_turns(sides, rounds=rounds, budget=budget, warm=False)
    return [
        asked.words,
        f"{cells:,}",
        *(say_spread(timed.seconds[name]) for name in SIDES),
        *say_ratios(timed, OURS, DUCKDB),
        *say_ratios(timed, OURS, PANDAS),
    ]
