"""Effects of an intervention on a series of counts: ratios, events averted, and the counterfactual.

Sources: level and slope: A. K. Wagner and others, Journal of Clinical Pharmacy and Therapeutics 27
(2002); standard errors of functions of the coefficients by the delta method: G. W. Oehlert, A note
on the delta method, American Statistician 46 (1992).

Limits: the counterfactual is the trend and season of the months before, gone on; the further from
the intervention, the less it is known, and its limits hold only while that form does. They are of
the expected count: a single month's own chance comes on top. Limits of the events averted come
from the ratio's and the counterfactual's joint distribution in logarithms, so that they leave 0 out
exactly where the ratio's leave out 1; nothing is drawn at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.limits import Limits, tail_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.design import Design

NODES = np.linspace(-6.0, 6.0, 61)
HALVINGS = 60
LEAST_VARIANCE = 1e-12  # of a logarithm given another: less is a certainty
MOST_ERROR = 3.0  # of a logarithm: limits of a factor of 350 either way, which say nothing
FEWEST, MOST = 1e-5, 1e7  # events in a month


class Whole(NamedTuple):
    """The effect over all months after, in logarithms; gradients are (series, terms).

    `log_ratio` is log of fitted over counterfactual events, `log_counterfactual` that of the
    events expected without the intervention.
    """

    log_ratio: FloatArray
    ratio_gradient: FloatArray
    log_counterfactual: FloatArray
    counterfactual_gradient: FloatArray


class LogGap(NamedTuple):
    """Two jointly normal logarithms, of which the difference of the numbers is wanted."""

    log_high: FloatArray
    log_low: FloatArray
    high_variance: FloatArray
    low_variance: FloatArray
    covariance: FloatArray


class Averted(NamedTuple):
    """What limits of events averted need: two logarithms and their variances and covariance."""

    log_counterfactual: FloatArray
    log_ratio: FloatArray
    counterfactual_variance: FloatArray
    ratio_variance: FloatArray
    covariance: FloatArray


def whole_period(design: Design, coefficients: FloatArray, fitted: FloatArray) -> Whole:
    """The effect over all months after: log of (sum of fitted / sum of counterfactual).

    The counterfactual of a month is its fitted count over exp(b(post) + b(months_since) since).
    `coefficients` (series, terms), `fitted` (series, months). The gradients are the delta method's:
    mean rows of the design, weighted by the counts. Raises nothing of its own.

    >>> from vrn.statistics.series.design import series_design
    >>> design = series_design(4, after=2, season_pairs=0)
    >>> whole = whole_period(design, np.array([[0.0, 0.0, -np.log(2), 0.0]]), np.full((1, 4), 3.0))
    >>> np.exp(whole.log_ratio).round(6), np.exp(whole.log_counterfactual).round(6)
    (array([0.5]), array([12.]))
    """
    changed, unchanged = design.matrix[design.after :], design.counterfactual[design.after :]
    kept = fitted[:, design.after :]
    expected = expected_counts(design, coefficients, fitted)[:, design.after :]
    events, without = kept.sum(axis=1), expected.sum(axis=1)
    at_events = kept @ changed / events[:, None]
    at_without = expected @ unchanged / without[:, None]
    return Whole(np.log(events / without), at_events - at_without, np.log(without), at_without)


def expected_counts(design: Design, coefficients: FloatArray, fitted: FloatArray) -> FloatArray:
    """The counterfactual by month, fitted over exp(b(post) post + b(months_since) months since).

    Shapes as in `whole_period`; (series, months), in events; before the intervention it is what was
    fitted, and it may be 0 where the estimates run away: see `is_told`.

    >>> from vrn.statistics.series.design import series_design
    >>> design = series_design(2, after=1, season_pairs=0)
    >>> expected_counts(design, np.array([[0.0, 0.0, np.log(2), 0.0]]), np.full((1, 2), 3.0))
    array([[3. , 1.5]])
    """
    changed = design.matrix - design.counterfactual
    with np.errstate(over="ignore"):
        return np.asarray(fitted * np.exp(-(coefficients @ changed.T)))


def is_told(expected: FloatArray) -> NDArray[np.bool_]:
    """Whether the counts say what to expect: each month between 1 in 100,000 and 10 million events.

    Beyond that the estimates are on their way to infinity (all events in one month, say). One value
    a series; false too where a count may be 0, infinite or NaN.

    >>> is_told(np.array([[3.0, 1.5], [3.0, 1e-9]]))
    array([ True, False])
    """
    return np.asarray(((expected > FEWEST) & (expected < MOST)).all(axis=1))


def error_of(gradient: FloatArray, covariance: FloatArray) -> FloatArray:
    """The standard error of a function of the coefficients: the root of g' V g, of each series.

    `gradient` (series, terms) and `covariance` (series, terms, terms); may be 0.

    >>> error_of(np.array([[1.0, 1.0]]), np.array([[[2.0, 1.0], [1.0, 5.0]]]))
    array([3.])
    """
    return np.sqrt(np.maximum(joint(gradient, covariance, gradient), 0.0))


def joint(left: FloatArray, covariance: FloatArray, right: FloatArray) -> FloatArray:
    """g' V h of each series: the covariance of two functions of the coefficients; may be 0.

    >>> one = np.array([[1.0, 0.0]])
    >>> joint(one, np.array([[[2.0, 1.0], [1.0, 5.0]]]), np.array([[0.0, 1.0]]))
    array([1.])
    """
    return np.asarray(np.einsum("sk,skm,sm->s", left, covariance, right))


def averted(whole: Whole, covariance: FloatArray) -> Averted:
    """The two logarithms with their joint variance, for `averted_limits`; may be 0.

    >>> whole = Whole(np.zeros(1), np.ones((1, 1)), np.zeros(1), np.ones((1, 1)))
    >>> averted(whole, np.array([[[4.0]]])).covariance
    array([4.])
    """
    ratio, expected = whole.ratio_gradient, whole.counterfactual_gradient
    return Averted(
        whole.log_counterfactual,
        whole.log_ratio,
        joint(expected, covariance, expected),
        joint(ratio, covariance, ratio),
        joint(expected, covariance, ratio),
    )


def critical_value(confidence: float, degrees: FloatArray) -> FloatArray:
    """How many standard errors the limits lie off: Student's quantile, the normal's for infinity.

    Shape: that of `degrees`. Raises ValueError unless 0 < confidence < 1.

    >>> critical_value(0.95, np.array([30.0, np.inf])).round(3)
    array([2.042, 1.96 ])
    """
    from scipy.special import ndtri, stdtrit

    top = 1 - tail_of(confidence)
    is_normal = np.isinf(degrees)
    student = stdtrit(np.where(is_normal, 1.0, degrees), top)
    return np.asarray(np.where(is_normal, ndtri(top), student))


def ratio_limits(log_ratio: FloatArray, error: FloatArray, *, critical: FloatArray) -> Limits:
    """exp(log ratio) and exp(log ratio -+ critical x error); no unit; may be 0 or infinite.

    >>> ratio_limits(np.zeros(1), np.ones(1), critical=np.log([2.0])).upper
    array([2.])
    """
    with np.errstate(over="ignore"):
        reach = critical * error
        value, lower, upper = (np.exp(log_ratio + each) for each in (0.0, -reach, reach))
    return Limits(value, lower, upper)


def averted_limits(parts: Averted, *, critical: FloatArray) -> Limits:
    """Events averted over the months after, counterfactual less fitted, with limits; in events.

    log C and log F are jointly normal (delta method); the limits are quantiles of C - F, by
    quadrature over the logarithm that is known better and halving, at the tail of the `critical`
    value (one a series). Negative where there were more events than expected; may be 0. NaN where a
    part is; no limits where a logarithm's standard error is above 3.

    >>> parts = Averted(*(np.array([each]) for each in (np.log(100), np.log(0.5), 0.0, 0.01, 0.0)))
    >>> [each.round(1) for each in averted_limits(parts, critical=np.array([1.96]))]
    [array([50.]), array([39.2]), array([58.9])]
    """
    from scipy.special import ndtr

    value = -np.exp(parts.log_counterfactual) * np.expm1(parts.log_ratio)
    fitted = parts.log_counterfactual + parts.log_ratio
    fitted_variance = parts.counterfactual_variance + parts.ratio_variance + 2 * parts.covariance
    known_better = fitted_variance <= parts.counterfactual_variance
    gap = LogGap(
        np.where(known_better, parts.log_counterfactual, fitted),
        np.where(known_better, fitted, parts.log_counterfactual),
        np.where(known_better, parts.counterfactual_variance, fitted_variance),
        np.where(known_better, fitted_variance, parts.counterfactual_variance),
        parts.counterfactual_variance + parts.covariance,
    )
    tail = ndtr(-critical)
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = (gap_quantile(gap, chance) for chance in (tail, 1 - tail))
    widest = np.maximum(parts.counterfactual_variance, parts.ratio_variance)
    low, high = (np.where(widest <= MOST_ERROR**2, each, np.nan) for each in (low, high))
    lower, upper = np.where(known_better, low, -high), np.where(known_better, high, -low)
    return Limits(value, lower, upper)


def gap_quantile(gap: LogGap, chance: FloatArray) -> FloatArray:
    """The d with P(e^A - e^B < d) = `chance`, A and B jointly normal; one value a series.

    P is the mean over B of Phi((log(d + e^B) - E(A | B)) / sd(A | B)); d is halved between the
    gaps of either's own quantiles at half the tail. May be 0; NaN where a part is.

    >>> even = LogGap(*(np.array([each]) for each in (1.0, 1.0, 0.04, 0.01, 0.0)))
    >>> gap_quantile(LogGap(*(each for each in even)), np.array([0.5])).round(6) + 0.0
    array([0.])
    """
    from scipy.special import ndtr, ndtri

    high_error, low_error = (np.sqrt(np.maximum(each, 0.0)) for each in (gap[2], gap[3]))
    slope = gap.covariance / np.where(low_error > 0, low_error, 1.0)  # of a certainty it is 0
    left = np.sqrt(np.maximum(gap.high_variance - slope**2, LEAST_VARIANCE))[:, None]
    middle = gap.log_high[:, None] + slope[:, None] * NODES
    taken = np.exp(gap.log_low[:, None] + low_error[:, None] * NODES)
    weights = np.exp(-(NODES**2) / 2)
    weights /= weights.sum()
    reach = -ndtri(np.minimum(chance, 1 - chance) / 2)
    low = np.exp(gap.log_high - reach * high_error) - np.exp(gap.log_low + reach * low_error)
    high = np.exp(gap.log_high + reach * high_error) - np.exp(gap.log_low - reach * low_error)
    for _ in range(HALVINGS):
        guess = (low + high) / 2
        kept = np.maximum(guess[:, None] + taken, 1e-300)
        reached = ndtr((np.log(kept) - middle) / left) @ weights
        low, high = np.where(reached < chance, guess, low), np.where(reached < chance, high, guess)
    return np.asarray((low + high) / 2)
