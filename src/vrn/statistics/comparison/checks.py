"""Checks on what a fit leaves over: dispersion, months that hang together, cells far off, sway.

Sources: P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd edition, Chapman and Hall,
1989), sections 2.4 (Pearson residuals) and 6.2.3 (dispersion); M. Bertrand, E. Duflo and S.
Mullainathan, How much should we trust differences-in-differences estimates?, Quarterly Journal of
Economics 119 (2004) (months that hang together make independent errors too small).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.comparison.verdicts import said_change

if TYPE_CHECKING:
    from vrn.statistics.comparison.estimating import Estimate
    from vrn.statistics.comparison.panel import Panel
    from vrn.statistics.limits import FloatArray

FAR = 3.0
NOTHING = 1e-9


def residual_checks(panel: Panel, found: Estimate) -> pl.DataFrame:
    """Four checks on a fit, a row each: `check`, `value`, and what it says in words (`said`).

    dispersion: the sum of squared Pearson residuals over rows less parameters (1 where counts vary
    as Poisson counts do). month to month: the correlation of an area's residual with its residual
    the month before. far off: the share of cells more than 3 Pearson residuals from the fit (0.003
    by chance). sway: the ratio with the one area left out that moves it most, over the ratio (null
    unless errors are from the jackknife). Raises nothing: a check that cannot be made is null.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> from vrn.statistics.comparison.estimating import estimate
    >>> panel = panel_of([9, 15, 11, 9, 20, 12, 24, 12], area=[1, 1, 2, 2, 3, 3, 4, 4],
    ...                  month=[1, 2] * 4, treated=[0] * 4 + [1] * 4, after=[0, 1] * 4)
    >>> checks = residual_checks(panel, estimate(panel, panel.after, "model"))
    >>> checks["check"][0], round(checks["value"][0], 3)
    ('dispersion', 0.738)
    """
    residuals = _pearson(panel, found)
    squares, rows_known = float((residuals**2).sum()), found.fit.rows
    dispersion = _over(squares, rows_known - found.fit.parameters)
    follows = _over(float((residuals[:, 1:] * residuals[:, :-1]).sum()), squares)
    far = _over(float((np.abs(residuals) > FAR).sum()), rows_known)
    rows = [
        (
            "dispersion",
            dispersion,
            f"events vary {dispersion:.1f} times as much as by chance alone",
        ),
        ("month to month", follows, f"residuals correlate {follows:.2f} with those a month before"),
        ("far off", far, f"{far:.1%} of cells are far from the fit (0.3% by chance)"),
        _sway(panel, found),
    ]
    schema = {"check": pl.String, "value": pl.Float64, "said": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col("value").fill_nan(None)
    )
    return frame.with_columns(
        pl.when(pl.col("value").is_null())
        .then(pl.lit("this check cannot be made here"))
        .otherwise("said")
        .alias("said")
    )


def _over(total: float, of: float) -> float:
    return total / of if of > NOTHING else np.nan


def _pearson(panel: Panel, found: Estimate) -> FloatArray:
    """Count less fitted over the root of the fitted; 0 where a cell is not known."""
    fitted = found.fit.fitted
    return np.asarray((panel.counts - fitted) / np.sqrt(np.where(fitted > 0, fitted, np.inf)))


def _sway(panel: Panel, found: Estimate) -> tuple[str, float, str]:
    moved = found.without_each - found.effect
    if not moved.size or np.isnan(moved).any():
        return "sway", np.nan, ""
    most = int(np.abs(moved).argmax())
    ratio = float(np.exp(moved[most]))
    said = f"without area {panel.areas[most]} the ratio would be {said_change(ratio)}"
    return "sway", ratio, said
