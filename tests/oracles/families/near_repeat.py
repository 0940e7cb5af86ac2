"""Knox's test, by bands with permuted days and for one distance and number of days."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from tests.oracles.checking import Agreements, Check, agree
from vrn.statistics.near_repeat import knox, near_repeat
from vrn.statistics.pairs import Bands

DRAWN = 999
"""Permutations of the reference: its README divides by 1,000."""
OURS = 9999
ERRORS = 5
"""Standard errors within which two simulated numbers are taken to agree."""
CLOSE_P = 0.02
_BAND = re.compile(r"\[(?P<start>[\d.]+),\s*(?P<end>[\d.]+)\)")


def _bounds(bands: pl.Series, prefix: str) -> pl.DataFrame:
    told = [_BAND.fullmatch(each) for each in bands]
    return pl.DataFrame(
        {
            f"{prefix}_from": [float(each["start"]) for each in told],
            f"{prefix}_to": [float(each["end"]) for each in told],
        }
    )


def _edges(bounds: pl.DataFrame) -> list[float]:
    return sorted({*bounds.to_series(0), *bounds.to_series(1)})


def compare_bands(expected: pl.DataFrame, events: pl.DataFrame) -> Agreements:
    """Observed pairs exactly; what is drawn within what two draws may differ by."""
    distances = _bounds(expected["distance_band_m"], "distance")
    days = _bounds(expected["days_band"], "days")
    ours = near_repeat(
        *(events[name] for name in ("x", "y", "day")),
        bands=Bands(distances=_edges(distances), days=_edges(days)),
        rng=np.random.default_rng(20),
        permutations=OURS,
    )
    rows = pl.concat([distances, days], how="horizontal").join(
        ours, on=[*distances.columns, *days.columns], how="left", maintain_order="left"
    )
    return {"observed_pairs": agree(rows["observed"], expected["observed_pairs"])} | _drawn(
        rows, expected
    )


def _drawn(rows: pl.DataFrame, expected: pl.DataFrame) -> Agreements:
    mean = rows["expected"].to_numpy()
    spread = np.maximum(rows["permuted_sd"].to_numpy(), np.sqrt(mean))
    both = np.sqrt(1 / DRAWN + 1 / OURS)
    of_mean = ERRORS * spread * both
    # Rare pairs are near Poisson: their excess kurtosis of 1 / mean widens the error of a spread.
    rare = 1 / np.maximum(mean, 1 / DRAWN)
    of_spread = ERRORS * spread * both * np.sqrt(0.5 + rare / 4)
    # The exact mean over all permutations has no error of its own; theirs has that of its draws.
    their_mean = expected["perm_mean"].to_numpy().astype(float)
    their_ratio = expected["knox_ratio_mean"].cast(pl.Float64).to_numpy()
    of_ratio = rows["value"].to_numpy() * of_mean / np.maximum(their_mean, 1 / DRAWN)
    p, their_p = rows["p"].to_numpy(), expected["p_ge"].to_numpy().astype(float)
    of_p = np.maximum(CLOSE_P, 4 * np.sqrt(p * (1 - p) * both**2))
    median = np.abs(rows["permuted_median"].to_numpy() - expected["perm_median"].to_numpy())
    return {
        "perm_mean": np.abs(mean - their_mean) <= of_mean + 1e-12,
        "perm_sd": np.abs((rows["permuted_sd"] - expected["perm_sd"]).to_numpy())
        <= of_spread + 1e-12,
        # Half of pairs that are whole numbers: one apart where the middle lies between two.
        "perm_median": median <= 1 + 1.25 * of_mean,
        # Where none was drawn there, theirs is no number or infinite, and says no more than 0 does.
        "knox_ratio_mean": ((their_mean == 0) & ~np.isfinite(their_ratio))
        | (np.abs(rows["value"].to_numpy() - their_ratio) <= of_ratio + 1e-12),
        "p_ge": np.abs(p - their_p) <= of_p,
    }


def compare_single(expected: pl.DataFrame, events: pl.DataFrame) -> Agreements:
    """The reference's p is the chance of more pairs than observed: `tail="more"` of ours."""
    ours = pl.concat(
        knox(
            *(events[name] for name in ("x", "y", "day")),
            distance=row["eps_metres"],
            days=row["eps_days"],
            tail="more",
        )
        for row in expected.iter_rows(named=True)
    )
    return {
        "observed": agree(ours["observed"], expected["observed"]),
        "expected": agree(ours["expected"], expected["expected"]),
        "p_poisson": agree(ours["p"], expected["p_poisson"], atol=0),
    }


CHECKS = (
    Check(
        "knox_expected.csv",
        ("knox_input.csv",),
        compare_bands,
        "exact pairs; drawn numbers at 5 standard errors, p at 0.02 or 4 standard errors",
    ),
    Check("knox_single_expected.csv", ("knox_input.csv",), compare_single, "rtol 1e-9"),
)
