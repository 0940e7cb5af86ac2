"""Local and global statistics of areas and smoothed rates, against R's spdep and Python's esda."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.oracles.checking import Check, agree, agree_exactly
from vrn.statistics.spatial import (
    contiguity,
    empirical_bayes,
    geary,
    general_g,
    gi,
    gi_star,
    local_empirical_bayes,
    local_moran,
    moran,
    moran_of_rates,
    row_standardised,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.oracles.checking import Agreements

INPUTS = ("areas_input.csv", "areas_queen_neighbours.csv")
DRAWS = 199_999
"""Enough that only the reference's own draws are felt."""
STANDARD_ERRORS = 4.5
EXACT = {
    "local_moran_I": "value",
    "local_moran_EI_total": "expected_total",
    "local_moran_var_total": "variance_total",
    "local_moran_z_total": "z_total",
    "local_moran_EI_cond": "expected",
    "local_moran_var_cond": "variance",
    "local_moran_z_cond": "z",
}


def _local(expected: pl.DataFrame, areas: pl.DataFrame, pairs: pl.DataFrame) -> Agreements:
    binary = contiguity(areas["area"], pairs["i"], pairs["j"])
    rows, rate = row_standardised(binary), areas["rate"]
    star = gi_star(rate, binary, curve="normal")
    found = {
        "gi_star_z_binary": star["value"],
        "gi_star_z_rowstd": gi_star(rate, rows, curve="normal")["value"],
        "gi_z_binary": gi(rate, binary, curve="normal")["value"],
        "gi_star_q_bh": star["q"],
    }
    likeness = local_moran(rate, rows)
    found |= {theirs: likeness[ours] for theirs, ours in EXACT.items()}
    at = _places(star["area"], expected["area"])
    agreements = {
        name: agree(each.gather(at), expected[name])
        for name, each in found.items()
        if name in expected.columns
    }
    quadrant = likeness["quadrant_by_mean_lag"].gather(at)
    agreements["quadrant_mean"] = agree_exactly(quadrant, expected["quadrant_mean"])
    rng = np.random.default_rng(20240501)
    drawn = {
        "gi_star": gi_star(rate, binary, permutations=DRAWS, rng=rng, replacement=True),
        "local_moran": local_moran(rate, rows, permutations=DRAWS, rng=rng, replacement=True),
    }
    return agreements | _permuted(expected, drawn, at)


def _permuted(
    expected: pl.DataFrame, drawn: dict[str, pl.DataFrame], at: pl.Series
) -> dict[str, NDArray[np.bool_]]:
    agreements = {}
    for name in expected.columns:
        parts = re.fullmatch(r"(.+)_p_(perm|folded)(\d+)", name)
        if parts:
            column = "p" if parts[2] == "perm" else "p_folded"
            ours = drawn[parts[1]][column].gather(at)
            agreements[name] = _agree_by_draws(ours, expected[name], draws=int(parts[3]))
    return agreements


def _agree_by_draws(ours: pl.Series, expected: pl.Series, *, draws: int) -> NDArray[np.bool_]:
    """Within 0.01 (0.004 up to p = 0.05), or the standard errors of the reference where wider.

    Twice a folded p of f has a standard error of 2 sqrt(f (1 - f) / draws): 0.01 of 9,999 draws at
    f = 0.5, so that the truth itself is farther than 0.01 from one in three such values.
    """
    left, right = (each.fill_null(np.nan).to_numpy() for each in (ours, expected))
    folded = np.clip(left / 2, 0.5 / draws, 0.5) if ours.name == "p" else left
    width = 2 if ours.name == "p" else 1
    error = STANDARD_ERRORS * width * np.sqrt(folded * (1 - folded) / draws)
    stated = np.where(right > 0.05, 0.01, 0.004)
    near = np.abs(left - right) <= np.maximum(stated, error)
    return near | (np.isnan(left) & np.isnan(right))


def _global(expected: pl.DataFrame, areas: pl.DataFrame, pairs: pl.DataFrame) -> Agreements:
    binary = contiguity(areas["area"], pairs["i"], pairs["j"])
    rows, rate = row_standardised(binary), areas["rate"]
    random, normal = moran(rate, rows), moran(rate, rows, assumption="normality")
    apart, joined = geary(rate, rows), general_g(rate, binary)
    index = moran_of_rates(areas["count"], areas["population"], rows)
    found = {
        "moran_I": random["value"],
        "moran_z_randomisation": random["z"],
        "moran_p_randomisation": random["p"],
        "moran_z_normality": normal["z"],
        "moran_p_normality": normal["p"],
        "geary_C": apart["value"],
        "geary_z_randomisation": apart["z"],
        "geary_p_randomisation": apart["p"],
        "geary_z_normality": geary(rate, rows, assumption="normality")["z"],
        "getis_ord_G_binary": joined["value"],
        "getis_ord_G_z": joined["z"],
        "getis_ord_G_p": joined["p"],
        "EBI_moran": index["value"],
    }
    # Of a statistic that is not known here, nothing agrees.
    nothing = pl.Series([np.inf])
    ours = pl.concat(found.get(name, nothing).alias("value") for name in expected["stat"])
    return {"value": agree(ours, expected["value"], atol=0.0)}


def _smoothed(expected: pl.DataFrame, areas: pl.DataFrame, pairs: pl.DataFrame) -> Agreements:
    weights = contiguity(areas["area"], pairs["i"], pairs["j"])
    count, people = areas["count"], areas["population"]
    everywhere = empirical_bayes(count, people, by=areas.select("area"))
    near = local_empirical_bayes(count, people, weights, about="each area's own")
    at_all, at_near = (_places(each["area"], expected["area"]) for each in (everywhere, near))
    return {
        "raw": agree(everywhere["raw"].gather(at_all), expected["raw"]),
        "eb_global": agree(everywhere["value"].gather(at_all), expected["eb_global"]),
        "eb_local": agree(near["value"].gather(at_near), expected["eb_local"]),
    }


def _places(ours: pl.Series, theirs: pl.Series) -> pl.Series:
    """Where each of their areas stands among ours."""
    numbered = pl.DataFrame({"area": ours}).with_row_index("at")
    return theirs.to_frame("area").join(numbered, on="area", how="left", maintain_order="left")[
        "at"
    ]


CHECKS = (
    Check(
        "local_statistics_expected.csv",
        INPUTS,
        _local,
        "rtol 1e-9; simulated p 0.01 (0.004 up to 0.05) or 4.5 standard errors of its draws",
    ),
    Check("global_statistics_expected.csv", INPUTS, _global, "rtol 1e-9"),
    Check("empirical_bayes_expected.csv", INPUTS, _smoothed, "rtol 1e-9"),
)
