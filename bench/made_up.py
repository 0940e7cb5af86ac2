"""Made-up offences of any number, drawn in columns so that millions take seconds."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from bench.spoiling import EVERY, spoil
from vrn.problem.placements import INSIDE
from vrn.sharing.contracts.street_crime import CRIME_TYPES
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORCE = "Made-up Benchshire Police"
DISTRICTS = tuple(f"E0799000{n}" for n in range(1, 9))
SMALL_AREAS = tuple(f"E0199{n:04d}" for n in range(640))
MONTHS = Period("2015-01", "2024-12").months
EDITION = "census-2021"

HEADERS = {
    "crime_id": "Crime ID",
    "month": "Month",
    "reported_by": "Reported by",
    "falls_within": "Falls within",
    "longitude": "Longitude",
    "latitude": "Latitude",
    "location": "Location",
    "area_code": "LSOA code",
    "area_name": "LSOA name",
    "crime_type": "Crime type",
    "outcome": "Last outcome category",
    "context": "Context",
}
_OUTCOMES = ("Under investigation", "Local resolution", "Unable to prosecute suspect", None)
_TYPE_SHARES = np.array([18, 2, 5, 9, 3, 2, 7, 1, 8, 1, 6, 2, 7, 29], dtype=float)


def write_archive(
    path: Path, *, months: Sequence[str], rows: int, rng: np.random.Generator
) -> None:
    """Writes an archive of monthly files of `rows` rows each, as the police publish them.

    Every hundredth row is spoilt, so that there is something to hold back.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, month in enumerate(months):
            frame = draw_supplied(rows, month, rng=rng)
            frame = spoil(frame, before=number * (rows // EVERY))
            text = frame.rename(HEADERS).write_csv(line_terminator="\r\n")
            archive.writestr(f"{month}/{month}-benchshire-street.csv", text)


def draw_supplied(rows: int, month: str, *, rng: np.random.Generator) -> pl.DataFrame:
    """Rows of one month in the canonical columns of street-level crime, as text."""
    area = rng.integers(len(SMALL_AREAS), size=rows)
    digits = rng.bytes(32 * rows).hex()
    return pl.DataFrame(
        {
            "crime_id": [digits[64 * n : 64 * n + 64] for n in range(rows)],
            "month": [month] * rows,
            "reported_by": [FORCE] * rows,
            "falls_within": [FORCE] * rows,
            "longitude": _degrees(-1.6, area, rng),
            "latitude": _degrees(52.5, area, rng),
            "location": pl.Series(area % 211).cast(pl.String).str.pad_start(3, "0"),
            "area_code": pl.Series(SMALL_AREAS).gather(area),
            "area_name": pl.Series([f"Benchbury {n:03d}A" for n in range(640)]).gather(area),
            "crime_type": _draw(CRIME_TYPES, rows, rng, shares=_TYPE_SHARES),
            "outcome": _draw(_OUTCOMES, rows, rng),
            "context": pl.repeat(None, rows, dtype=pl.String, eager=True),
        }
    ).with_columns(location=pl.lit("On or near Tanner Lane ") + pl.col("location"))


def _degrees(start: float, area: np.ndarray, rng: np.random.Generator) -> pl.Series:
    exact = start + area / 1_000 + rng.random(len(area)) / 2_000
    return pl.Series(exact.round(6)).cast(pl.String)


def _draw(
    values: Sequence[str | None],
    rows: int,
    rng: np.random.Generator,
    *,
    shares: np.ndarray | None = None,
) -> pl.Series:
    chances = None if shares is None else shares / shares.sum()
    return pl.Series(values, dtype=pl.String).gather(rng.choice(len(values), rows, p=chances))


def draw_offences(rows: int, *, rng: np.random.Generator) -> pl.DataFrame:
    """Rows as a cut holds them, in the columns that measures read; 3 in 100 have no place."""
    area = rng.integers(len(SMALL_AREAS), size=rows)
    has_place = pl.Series(rng.random(rows) >= 0.03)
    ways = pl.Series([INSIDE[0], "no location"])
    districts = pl.Series([DISTRICTS[n % len(DISTRICTS)] for n in range(len(SMALL_AREAS))])
    frame = pl.DataFrame(
        {
            "month": _draw(MONTHS, rows, rng),
            "crime_type": _draw(CRIME_TYPES, rows, rng, shares=_TYPE_SHARES),
            "outcome": _draw(_OUTCOMES, rows, rng),
            "placement": ways.gather((~has_place).cast(pl.UInt32)),
            "small_area": pl.Series(SMALL_AREAS).gather(area),
            "district": districts.gather(area),
        }
    )
    placed = [pl.when(has_place).then(name).alias(name) for name in ("small_area", "district")]
    return frame.with_columns(placed)


def draw_places(*, rng: np.random.Generator) -> Mapping[str, pl.DataFrame]:
    """The small tables that measures read beside offences: areas, residents, deprivation."""
    names = {code: f"District {n}" for n, code in enumerate(DISTRICTS, 1)}
    areas = [("benchshire", "Made-up Benchshire", "whole area", None, None)]
    areas += [(code, name, "district", None, "benchshire") for code, name in names.items()]
    areas += [
        (code, f"Benchbury {n:03d}A", "small area", "2021", DISTRICTS[n % len(DISTRICTS)])
        for n, code in enumerate(SMALL_AREAS)
    ]
    people = rng.integers(1_000, 3_000, size=len(SMALL_AREAS))
    deciles = rng.integers(1, 11, size=len(SMALL_AREAS))
    heads = ("code", "name", "level", "vintage", "parent")
    texts = dict.fromkeys(heads, pl.String)
    return {
        "areas": pl.DataFrame(areas, schema=texts, orient="row"),
        "residents": pl.DataFrame({"area_code": SMALL_AREAS, "residents": people}).with_columns(
            edition=pl.lit(EDITION),
            level=pl.lit("small area 2021"),
            sex=pl.lit("persons"),
            age=pl.lit(None, pl.Int64),
        ),
        "deprivation": pl.DataFrame({"area_code": SMALL_AREAS, "imd_decile": deciles}).with_columns(
            edition=pl.lit("2025")
        ),
    }
