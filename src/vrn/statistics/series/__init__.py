"""Series with an intervention: models of monthly counts, their errors, choice, effects, power.

The arrays of this package are (series, months): one design for all, one call for all series.

>>> import numpy as np
>>> counts = np.array([[4.0] * 12 + [2.0] * 12, [9.0] * 12 + [9.0] * 12])
>>> design = series_design(24, after=12, season_pairs=0)
>>> fit = fit_poisson(design.matrix, counts, np.zeros((2, 24)))
>>> np.exp(whole_period(design, fit.coefficients, fit.fitted).log_ratio).round(6)
array([0.5, 1. ])
"""

from vrn.statistics.series.checks import (
    Checked,
    autocorrelation,
    cameron_trivedi,
    durbin_watson,
    lag_one,
    ljung_box,
    pearson_dispersion,
)
from vrn.statistics.series.choosing import (
    Chosen,
    ChosenErrors,
    Recipe,
    choose_errors,
    choose_model,
)
from vrn.statistics.series.design import Design, series_design
from vrn.statistics.series.effects import averted_limits, whole_period
from vrn.statistics.series.errors import (
    autoregressive_covariance,
    default_lag,
    hc0_covariance,
    model_covariance,
    newey_west_covariance,
    standard_errors,
)
from vrn.statistics.series.interrupted import InterruptedSeries, interrupted_series
from vrn.statistics.series.models import (
    Fit,
    as_quasi_poisson,
    fit_negative_binomial,
    fit_poisson,
    fit_rates,
)
from vrn.statistics.series.power import Spread, least_ratio_seen, power_to_see

__all__ = [
    "Checked",
    "Chosen",
    "ChosenErrors",
    "Design",
    "Fit",
    "InterruptedSeries",
    "Recipe",
    "Spread",
    "as_quasi_poisson",
    "autocorrelation",
    "autoregressive_covariance",
    "averted_limits",
    "cameron_trivedi",
    "choose_errors",
    "choose_model",
    "default_lag",
    "durbin_watson",
    "fit_negative_binomial",
    "fit_poisson",
    "fit_rates",
    "hc0_covariance",
    "interrupted_series",
    "lag_one",
    "least_ratio_seen",
    "ljung_box",
    "model_covariance",
    "newey_west_covariance",
    "pearson_dispersion",
    "power_to_see",
    "series_design",
    "standard_errors",
    "whole_period",
]
