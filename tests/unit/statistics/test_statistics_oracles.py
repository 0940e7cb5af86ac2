"""Our methods against the answers of the field's reference implementations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from vrn.statistics import byars_limits, exact_limits, rate, rate_ratio, wilson

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared
CLOSE = 1e-9


@pytest.fixture
def oracles(shared: Path) -> Path:
    return shared / "oracles"


def read(path: Path) -> pl.DataFrame:
    rows = pl.read_csv(path, null_values=[""], infer_schema=False)
    texts = {"confidence", "statistic", "method"} if "method" in rows.columns else set()
    numbers = [name for name in rows.columns if name not in texts]
    return rows.with_columns(pl.col(numbers).replace("Inf", "inf").cast(pl.Float64))


def test_count_limits(oracles: Path) -> None:
    expected = read(oracles / "count_limits.csv")
    assert expected.height > 90
    for (confidence,), rows in expected.group_by("confidence"):
        for name, found in (
            ("byars", byars_limits(rows["x"].to_numpy(), confidence=float(confidence))),
            ("exact", exact_limits(rows["x"].to_numpy(), confidence=float(confidence))),
        ):
            np.testing.assert_allclose(found.lower, rows[f"{name}_lower"].to_numpy(), rtol=CLOSE)
            np.testing.assert_allclose(found.upper, rows[f"{name}_upper"].to_numpy(), rtol=CLOSE)


@pytest.mark.parametrize(
    ("confidence", "suffix"), [(0.95, "95_0cl"), (0.998, "99_8cl")], ids=["95 %", "99.8 %"]
)
@pytest.mark.parametrize(
    ("file", "method"), [("rates.csv", rate), ("proportions.csv", wilson)], ids=["rates", "shares"]
)
def test_rates_and_shares(oracles, file, method, confidence, suffix) -> None:
    expected = read(oracles / file)
    assert expected.height == {"rates.csv": 800, "proportions.csv": 600}[file]
    for (multiplier,), rows in expected.group_by("multiplier"):
        found = method(
            rows["x"].to_numpy(),
            rows["n"].to_numpy(),
            multiplier=multiplier,
            confidence=confidence,
        )
        for each, column in zip(found, ("value", f"lower{suffix}", f"upper{suffix}"), strict=True):
            # The reference prints limits of 0 and 1 as such; ours come within 1e-16 of them.
            np.testing.assert_allclose(each, rows[column].to_numpy(), rtol=CLOSE, atol=1e-12)


def test_rate_ratios(oracles: Path) -> None:
    rows = read(oracles / "rate_ratios.csv")
    assert rows.height == 60
    found = rate_ratio(
        (rows["x1"].to_numpy(), rows["x2"].to_numpy()),
        (rows["n1"].to_numpy(), rows["n2"].to_numpy()),
    )
    np.testing.assert_allclose(found.value, rows["rate_ratio"].to_numpy(), rtol=CLOSE)
    # The reference finds its limits by a loose search: see its README.
    np.testing.assert_allclose(found.lower, rows["exact_lower95"].to_numpy(), rtol=1e-4)
    np.testing.assert_allclose(found.upper, rows["exact_upper95"].to_numpy(), rtol=1e-4)
