"""Interrupted series: three models of counts and least squares on rates, with every error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.special import ndtri

from tests.oracles.checking import Check, agree
from vrn.statistics.series import (
    Design,
    Fit,
    as_quasi_poisson,
    durbin_watson,
    fit_negative_binomial,
    fit_poisson,
    fit_rates,
    hc0_covariance,
    ljung_box,
    model_covariance,
    newey_west_covariance,
    series_design,
    standard_errors,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.oracles.checking import Agreements

PER = 100_000
CLOSE, CLOSE_NEGATIVE_BINOMIAL, CLOSE_ERROR = 1e-6, 1e-4, 0.05
KEYS = ("case_id", "model", "term")
WALD = re.compile(r"wald_(lower|upper)([\d_]+)$")
NEWEY_WEST = re.compile(r"se_newey_west_lag(\d+)(_adj)?$")
LJUNG_BOX = re.compile(r"ljung_box_lag(\d+)_(stat|p)$")
TOLERANCE = "rtol 1e-6 (Wald limits: of the se too), negative binomial 1e-4 and its se 5 %"


def _design(case: pl.DataFrame) -> Design:
    pairs = sum(name.startswith("sin") for name in case.columns)
    after = int(case["intervention_after_month"][0])
    return series_design(case.height, after=after, season_pairs=pairs)


def _fits(case: pl.DataFrame) -> dict[str, Fit]:
    """The four models of one case, by the name that the reference gives them."""
    matrix = _design(case).matrix
    counts = case["count"].cast(pl.Float64).to_numpy()[None]
    people = case["population"].cast(pl.Float64).to_numpy()[None]
    poisson = fit_poisson(matrix, counts, np.log(people))
    return {
        "poisson": poisson,
        "quasipoisson": as_quasi_poisson(poisson),
        "negbin": fit_negative_binomial(matrix, counts, np.log(people), start=poisson),
        "ols_rate": fit_rates(matrix, PER * counts / people),
    }


def _all_fits(rows: pl.DataFrame) -> dict[object, tuple[pl.DataFrame, dict[str, Fit]]]:
    cases = rows.sort("month").partition_by("case_id", as_dict=True)
    return {case_id: (case, _fits(case)) for (case_id,), case in cases.items()}


def _counterfactual(fit: Fit, case: pl.DataFrame, model: str) -> NDArray[np.float64]:
    predictor = (fit.coefficients @ _design(case).counterfactual.T)[0]
    if model == "ols_rate":
        return predictor
    return np.exp(predictor) * case["population"].to_numpy()


def _of_model(column: str, fit: Fit, case: pl.DataFrame, model: str) -> float:
    """Our number for a column of the file of models; NaN where the model has none."""
    box = LJUNG_BOX.match(column)
    if box:
        found = ljung_box(fit.residuals, lag=int(box[1]))
        return float(found.statistic[0] if box[2] == "stat" else found.p_value[0])
    post = case["post"].to_numpy() == 1
    numbers = {
        "n": len(fit.design),
        "loglik": fit.log_likelihood[0],
        "aic": fit.aic[0],
        "deviance": fit.deviance[0],
        "pearson_chisq": fit.pearson[0],
        "df_resid": fit.degrees_of_freedom,
        "dispersion": fit.dispersion[0],
        "theta": fit.theta[0],
        "theta_se": fit.theta_error[0],
        "observed_post": fit.observed[0][post].sum(),
        "fitted_post": fit.fitted[0][post].sum(),
        "counterfactual_post": _counterfactual(fit, case, model)[post].sum(),
        "durbin_watson": durbin_watson(fit.residuals)[0],
    }
    return float(numbers[column])


def _of_terms(column: str, fit: Fit) -> NDArray[np.float64]:
    """Our numbers for a column of the file of coefficients, in the order of the terms."""
    errors = standard_errors(model_covariance(fit))[0]
    wald, newey_west = WALD.match(column), NEWEY_WEST.match(column)
    if wald:
        sign = -1 if wald[1] == "lower" else 1
        share = float(wald[2].replace("_", ".")) / 100
        return np.asarray(fit.coefficients[0] + sign * ndtri((1 + share) / 2) * errors)
    if newey_west:
        adjusted = newey_west[2] is not None
        found = newey_west_covariance(fit, lag=int(newey_west[1]), small_sample=adjusted)
        return np.asarray(standard_errors(found)[0])
    numbers = {
        "estimate": fit.coefficients[0],
        "se": errors,
        "se_hc0": standard_errors(hc0_covariance(fit))[0],
    }
    return np.asarray(numbers[column])


def _agree(ours: pl.DataFrame, expected: pl.DataFrame) -> Agreements:
    """Column by column, the negative binomial at its own tolerance.

    A Wald limit near 0 is the difference of two numbers, which the reference's last step of
    reweighting leaves 1e-7 apart: it agrees within the tolerance of its standard error.
    """
    is_spread = (expected["model"] == "negbin").to_numpy()
    found = {}
    for column in ours.columns:
        loose = CLOSE_ERROR if column == "se" else CLOSE_NEGATIVE_BINOMIAL
        strict = agree(ours[column], expected[column], rtol=CLOSE)
        if WALD.match(column):
            apart = (ours[column] - expected[column]).abs() <= CLOSE * expected["se"]
            strict = strict | apart.fill_null(value=False).to_numpy()
        lenient = agree(ours[column], expected[column], rtol=loose)
        found[column] = np.where(is_spread, lenient, strict)
    return found


def compare_models(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    """Likelihoods, dispersion, theta, sums over the months after, and checks of residuals."""
    fits, ours = _all_fits(rows), []
    columns = [name for name in expected.columns if name not in KEYS]
    for case_id, model in expected.select("case_id", "model").iter_rows():
        case, by_model = fits[case_id]
        ours.append([_of_model(name, by_model[model], case, model) for name in columns])
    frame = pl.DataFrame(ours, schema=dict.fromkeys(columns, pl.Float64), orient="row")
    return _agree(frame, expected)


def compare_coefficients(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    """Estimates with the model's, White's and Newey-West's errors, and Wald limits."""
    fits, ours = _all_fits(rows), []
    columns = [name for name in expected.columns if name not in KEYS]
    for case_id, model, term in expected.select(KEYS).iter_rows():
        case, by_model = fits[case_id]
        place = _design(case).terms.index(term.strip("()").lower())
        ours.append([float(_of_terms(name, by_model[model])[place]) for name in columns])
    frame = pl.DataFrame(ours, schema=dict.fromkeys(columns, pl.Float64), orient="row")
    return _agree(frame, expected)


CHECKS = (
    Check("its_models_expected.csv", ("its_input.csv",), compare_models, TOLERANCE),
    Check("its_coefficients_expected.csv", ("its_input.csv",), compare_coefficients, TOLERANCE),
)
