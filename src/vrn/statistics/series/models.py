"""Models of many monthly series at once: Poisson, quasi-Poisson, negative binomial, and rates.

Sources: Poisson and quasi-Poisson regression with an offset: P. McCullagh and J. A. Nelder,
Generalized Linear Models, 2nd edition (Chapman and Hall, 1989), chapters 6 and 9; the negative
binomial with theta by maximum likelihood in turn with the coefficients: W. N. Venables and
B. D. Ripley, Modern Applied Statistics with S, 4th edition (Springer, 2002), section 7.4, and
J. F. Lawless, Negative binomial and mixed Poisson regression, Canadian Journal of Statistics 15
(1987), for the score and information of theta.

Limits: standard errors of the negative binomial take theta as known (information of the
coefficients and of theta is orthogonal in expectation); all models take months as independent,
given trend and season: where they are not, use the errors of `vrn.statistics.series.errors`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.series.least_squares import cross_products, reweight, solve
from vrn.statistics.series.theta import reweight_with_theta

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

POISSON = "Poisson"
QUASI_POISSON = "quasi-Poisson"
NEGATIVE_BINOMIAL = "negative binomial"
RATES = "least squares on rates"
MIXED = "one model or another"


@dataclass(frozen=True)
class Fit:
    """A model fitted to series of one design: (series, months), (series, terms), (series,).

    `weights` are those of the information X'WX; `scores` times a row of the design is that month's
    score; `residuals` are Pearson's (of rates: observed less fitted); `scale` multiplies the
    inverse information to give the model's covariance; `dispersion` is Pearson's chi-square over
    the degrees of freedom. `log_likelihood` and `theta` are NaN where the model has none.
    """

    model: str
    design: FloatArray
    coefficients: FloatArray
    observed: FloatArray
    fitted: FloatArray
    weights: FloatArray
    scores: FloatArray
    residuals: FloatArray
    scale: FloatArray
    deviance: FloatArray
    log_likelihood: FloatArray
    theta: FloatArray
    theta_error: FloatArray
    parameters: FloatArray
    is_converged: NDArray[np.bool_]

    @property
    def degrees_of_freedom(self) -> int:
        """Months less terms."""
        return int(self.design.shape[0] - self.design.shape[1])

    @property
    def pearson(self) -> FloatArray:
        """Pearson's chi-square: the sum of squared residuals."""
        return np.asarray((self.residuals**2).sum(axis=1))

    @property
    def dispersion(self) -> FloatArray:
        """Pearson's chi-square over the degrees of freedom: 1 in expectation for Poisson counts."""
        return self.pearson / self.degrees_of_freedom

    @property
    def aic(self) -> FloatArray:
        """Akaike's criterion, -2 log L + 2 parameters (theta and sigma are counted)."""
        return -2 * self.log_likelihood + 2 * self.parameters

    def take(self, rows: NDArray[np.intp]) -> Fit:
        """The same fit of some of its series, by position."""
        return replace(self, **{name: getattr(self, name)[rows] for name in _by_series()})

    def put(self, rows: NDArray[np.intp], other: Fit) -> Fit:
        """This fit with the series at `rows` from another of the same design, in its order."""
        mixed = {}
        for name in _by_series():
            mixed[name] = getattr(self, name).copy()
            mixed[name][rows] = getattr(other, name)
        return replace(self, model=self.model if self.model == other.model else MIXED, **mixed)


def _by_series() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Fit) if field.name not in ("model", "design"))


def fit_poisson(design: FloatArray, counts: FloatArray, offset: FloatArray) -> Fit:
    """Poisson regression with a log link: log mu = offset + X b, variance mu.

    `design` (months, terms), `counts` and `offset` (series, months; the offset is the log of the
    population). A series without a finite maximum has `is_converged` False. Raises LinAlgError
    for a design whose terms are not independent.

    >>> fit = fit_poisson(np.ones((4, 1)), np.array([[1.0, 3.0, 2.0, 2.0]]), np.zeros((1, 4)))
    >>> fit.fitted[0].round(6), fit.pearson.round(6)
    (array([2., 2., 2., 2.]), array([1.]))
    """
    from scipy.special import gammaln, xlogy

    found = reweight(design, counts, offset)
    mean = found.fitted
    none = np.full(len(counts), np.nan)
    return Fit(
        model=POISSON,
        design=design,
        coefficients=found.coefficients,
        observed=counts,
        fitted=mean,
        weights=mean,
        scores=counts - mean,
        residuals=(counts - mean) / np.sqrt(mean),
        scale=np.ones(len(counts)),
        deviance=2 * (xlogy(counts, counts / mean) - (counts - mean)).sum(axis=1),
        log_likelihood=(xlogy(counts, mean) - mean - gammaln(counts + 1)).sum(axis=1),
        theta=none,
        theta_error=none,
        parameters=np.full(len(counts), float(design.shape[1])),
        is_converged=found.is_converged,
    )


def as_quasi_poisson(fit: Fit) -> Fit:
    """The same estimates with a variance of phi mu: phi is Pearson's chi-square over its degrees.

    Standard errors grow (or shrink) by the square root of phi; there is no likelihood. Raises
    ValueError for a fit that is not a Poisson one.

    >>> fit = fit_poisson(np.ones((2, 1)), np.array([[1.0, 5.0]]), np.zeros((1, 2)))
    >>> as_quasi_poisson(fit).scale.round(6)
    array([2.666667])
    """
    if fit.model != POISSON:
        raise ValueError(f"quasi-Poisson rests on a Poisson fit; this one is {fit.model}")
    none = np.full(len(fit.observed), np.nan)
    return replace(fit, model=QUASI_POISSON, scale=fit.dispersion, log_likelihood=none)


def fit_negative_binomial(
    design: FloatArray, counts: FloatArray, offset: FloatArray, *, start: Fit | None = None
) -> Fit:
    """Negative binomial regression: log mu = offset + X b, variance mu + mu^2 / theta.

    Theta is by greatest likelihood together with b. Shapes as in `fit_poisson`; `start` saves the
    Poisson fit that it begins from. A series that is spread no more than Poisson has no finite
    theta: `is_converged` is False and its theta NaN. Raises LinAlgError for a design whose terms
    are not independent.

    >>> counts = np.array([[0.0, 1.0, 5.0, 0.0, 2.0, 4.0]])
    >>> fit = fit_negative_binomial(np.ones((6, 1)), counts, np.zeros((1, 6)))
    >>> fit.theta.round(4), fit.fitted[0, 0].round(6)
    (array([1.4337]), np.float64(2.0))
    """
    from scipy.special import gammaln, xlogy

    first = fit_poisson(design, counts, offset) if start is None else start
    found, theta, theta_error = reweight_with_theta(design, counts, offset, start=first.fitted)
    mean, each = found.fitted, theta[:, None]
    share = 1 + mean / each
    both = (counts + each) * np.log((counts + each) / (mean + each))
    return Fit(
        model=NEGATIVE_BINOMIAL,
        design=design,
        coefficients=found.coefficients,
        observed=counts,
        fitted=mean,
        weights=mean / share,
        scores=(counts - mean) / share,
        residuals=(counts - mean) / np.sqrt(mean * share),
        scale=np.ones(len(counts)),
        deviance=2 * (xlogy(counts, counts / mean) - both).sum(axis=1),
        log_likelihood=(
            gammaln(each + counts)
            - gammaln(each)
            - gammaln(counts + 1)
            - each * np.log1p(mean / each)
            + xlogy(counts, mean / (mean + each))
        ).sum(axis=1),
        theta=theta,
        theta_error=theta_error,
        parameters=np.full(len(counts), design.shape[1] + 1.0),
        is_converged=found.is_converged & first.is_converged,
    )


def fit_rates(design: FloatArray, rates: FloatArray) -> Fit:
    """Ordinary least squares on rates: rate = X b, each month of one weight.

    `design` (months, terms) and `rates` (series, months), in any unit, which is that of the
    coefficients. The log likelihood is that of normal errors, with sigma^2 = RSS / months. Raises
    LinAlgError for a design whose terms are not independent.

    >>> fit = fit_rates(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([[1.0, 4.0, 4.0]]))
    >>> fit.coefficients.round(6), fit.deviance.round(6)
    (array([[1.5, 1.5]]), array([1.5]))
    """
    weights = np.ones_like(rates)
    coefficients = solve(cross_products(design, weights), rates @ design)
    fitted = coefficients @ design.T
    left = rates - fitted
    squares, months = (left**2).sum(axis=1), rates.shape[1]
    with np.errstate(divide="ignore"):
        log_likelihood = -months / 2 * (np.log(2 * np.pi * squares / months) + 1)
    none = np.full(len(rates), np.nan)
    return Fit(
        model=RATES,
        design=design,
        coefficients=coefficients,
        observed=rates,
        fitted=fitted,
        weights=weights,
        scores=left,
        residuals=left,
        scale=squares / (months - design.shape[1]),
        deviance=squares,
        log_likelihood=log_likelihood,
        theta=none,
        theta_error=none,
        parameters=np.full(len(rates), design.shape[1] + 1.0),
        is_converged=np.asarray(np.isfinite(coefficients).all(axis=1)),
    )
