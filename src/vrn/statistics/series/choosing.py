"""The recipe: which model of counts, and which errors, by stated tests; no fall-back is silent.

First Poisson. Where Pearson's chi-square says "more spread" at the stated level, the negative
binomial; where that has no finite theta, quasi-Poisson, and `fall_back` says so. Then the model's
own errors, unless the residuals of neighbouring months go together at the same level: then the
widest of the model's, Newey-West's and first-order autoregressive errors.

Sources: the tests are those of `vrn.statistics.series.checks`, the errors those of
`vrn.statistics.series.errors`; the order follows J. Lopez Bernal, S. Cummins and A. Gasparrini,
International Journal of Epidemiology 46 (2017), and A. C. Cameron and P. K. Trivedi, Regression
Analysis of Count Data, 2nd edition (Cambridge, 2013), chapter 3.

Limits: a test that says nothing is no proof: in a short series of few events more spread goes
unseen, and so does a weak going-together, and the limits are then too narrow. In simulations of 36
to 120 months (means of 5 to 300) the 95% limits of the whole ratio held the truth 94% to 96% of the
time where months were independent, 83% to 94% where what varies beyond chance went together (0.4
from month to month). Newey-West's errors alone held it 79% to 90%, and 71% to 88%: they are there
to be asked for, and are not what is taken first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.series.checks import Checked, cameron_trivedi, lag_one, pearson_dispersion
from vrn.statistics.series.design import MOST_PAIRS
from vrn.statistics.series.errors import (
    autoregressive_covariance,
    default_lag,
    model_covariance,
    newey_west_covariance,
)
from vrn.statistics.series.models import (
    NEGATIVE_BINOMIAL,
    POISSON,
    QUASI_POISSON,
    Fit,
    as_quasi_poisson,
    fit_negative_binomial,
    fit_poisson,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

PEARSON, CAMERON_TRIVEDI = "Pearson chi-square", "Cameron-Trivedi"
BY_TEST, MODEL, NEWEY_WEST, AUTOREGRESSIVE = "by test", "model", "Newey-West", "autoregressive"
FELL_BACK = (
    "counts are spread more than Poisson ones, but the negative binomial found no finite theta: "
    "quasi-Poisson instead"
)
TESTS = {PEARSON: pearson_dispersion, CAMERON_TRIVEDI: cameron_trivedi}


@dataclass(frozen=True)
class Recipe:
    """How a series is analysed; every choice has a name and stands in the result.

    `season_pairs`: pairs of yearly waves, 0 for no season. `test` of more spread than Poisson's and
    its `level` (also that of the test of going together). `spread_model`: what to take where it is
    found. `errors`: "by test", or always one kind. `lag` of Newey-West's (None: `default_lag`), and
    whether with the factor n / (n - k). `fewest_before`, `fewest_after`: months; `fewest_events`:
    on each side. `worthwhile`: the ratio that would matter, `power_wanted`: the chance to see it
    below which "cannot tell" is said. Raises ValueError for values that mean nothing.

    >>> Recipe(season_pairs=2).level
    0.05
    """

    season_pairs: int = 1
    test: str = PEARSON
    level: float = 0.05
    spread_model: str = NEGATIVE_BINOMIAL
    errors: str = BY_TEST
    lag: int | None = None
    small_sample: bool = True
    fewest_before: int = 12
    fewest_after: int = 6
    fewest_events: int = 10
    worthwhile: float = 0.8
    power_wanted: float = 0.8

    def __post_init__(self) -> None:
        _check_one_of("test", self.test, tuple(TESTS))
        _check_one_of("spread_model", self.spread_model, (NEGATIVE_BINOMIAL, QUASI_POISSON))
        _check_one_of("errors", self.errors, (BY_TEST, MODEL, NEWEY_WEST, AUTOREGRESSIVE))
        for name in ("level", "power_wanted"):
            if not 0 < getattr(self, name) < 1:
                raise ValueError(f"{name} is a share between 0 and 1; got {getattr(self, name)}")
        if self.worthwhile <= 0 or self.worthwhile == 1:
            raise ValueError(f"worthwhile is a ratio above 0 other than 1; got {self.worthwhile}")
        if self.fewest_before < 3 or self.fewest_after < 3 or self.fewest_events < 1:
            raise ValueError("a series has at least 3 months and 1 event before and after")
        if not 0 <= self.season_pairs <= MOST_PAIRS:
            raise ValueError(f"a season has 0 to {MOST_PAIRS} pairs; got {self.season_pairs}")
        if self.fewest_before + self.fewest_after < 2 * self.season_pairs + 6:
            raise ValueError(
                f"{self.season_pairs} pairs of a season need {2 * self.season_pairs + 6} months or "
                f"more; fewest_before and fewest_after are {self.fewest_before} and "
                f"{self.fewest_after}"
            )
        if self.lag is not None and not 0 <= self.lag < self.fewest_before + self.fewest_after:
            raise ValueError(f"the lag is at least 0 and shorter than every series; got {self.lag}")


def _check_one_of(name: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise ValueError(f"{name} is {given!r}; try one of: {', '.join(known)}")


class Chosen(NamedTuple):
    """The models chosen, in one mixed fit, with the test that chose; `fall_back` is null or says.

    `models` and `fall_back` have one text a series; `dispersion` is that of the Poisson fit.
    """

    fit: Fit
    models: NDArray[np.object_]
    tested: Checked
    dispersion: FloatArray
    fall_back: NDArray[np.object_]

    def take(self, rows: NDArray[np.intp]) -> Chosen:
        """The same choice for some of its series, by position."""
        tested = Checked(*(each[rows] for each in self.tested))
        return Chosen(
            self.fit.take(rows),
            self.models[rows],
            tested,
            self.dispersion[rows],
            self.fall_back[rows],
        )


class ChosenErrors(NamedTuple):
    """A covariance a series, of which kind, the lag of Newey-West's, the test, and degrees.

    `autocorrelation` is that of `lag_one`; `degrees` of freedom are infinite for the normal.
    """

    covariance: FloatArray
    kind: NDArray[np.object_]
    lag: int
    autocorrelation: Checked
    degrees: FloatArray


def choose_model(
    design: FloatArray, counts: FloatArray, offset: FloatArray, *, recipe: Recipe | None = None
) -> Chosen:
    """Poisson, negative binomial or quasi-Poisson for each series, by the recipe's test.

    Shapes as in `fit_poisson`. `dispersion` is that of the Poisson fit. A series on which Poisson
    itself has no finite maximum keeps `is_converged` False. Raises LinAlgError for a design whose
    terms are not independent.

    >>> y = np.array([[2.0, 1.0, 3.0, 2.0], [0.0, 9.0, 1.0, 12.0]])
    >>> choose_model(np.ones((4, 1)), y, np.zeros((2, 4))).models.tolist()
    ['Poisson', 'negative binomial']
    """
    asked = recipe or Recipe()
    poisson = fit_poisson(design, counts, offset)
    tested = TESTS[asked.test](poisson)
    is_spread = poisson.is_converged & (tested.p_value < asked.level)
    wanted = np.where(is_spread, asked.spread_model, POISSON).astype(object)
    fit, models = fit_as(
        wanted, design, counts, offset, start=poisson, small_sample=asked.small_sample
    )
    fell = np.full(len(models), None, dtype=object)
    fell[models != wanted] = FELL_BACK
    return Chosen(fit, models, tested, poisson.dispersion, fell)


def fit_as(
    models: NDArray[np.object_],
    design: FloatArray,
    counts: FloatArray,
    offset: FloatArray,
    *,
    start: Fit | None = None,
    small_sample: bool = True,
) -> tuple[Fit, NDArray[np.object_]]:
    """Each series by the model named for it, and the models used (after falling back).

    Theta by greatest likelihood takes no degrees off for the terms and comes out too large in short
    series; `small_sample` widens the negative binomial's own errors by the root of Pearson's
    chi-square over months less terms, where that is above 1. Raises LinAlgError for a design whose
    terms are not independent.

    >>> y = np.array([[0.0, 9.0, 1.0, 12.0]])
    >>> fit, _ = fit_as(np.array([NEGATIVE_BINOMIAL]), np.ones((4, 1)), y, np.zeros((1, 4)))
    >>> fit.scale.round(3)
    array([1.])
    """
    poisson = fit_poisson(design, counts, offset) if start is None else start
    quasi, used = as_quasi_poisson(poisson), models.copy()
    rows, fit = np.flatnonzero(used == NEGATIVE_BINOMIAL), poisson
    if rows.size:
        spread = fit_negative_binomial(design, counts[rows], offset[rows], start=poisson.take(rows))
        if small_sample:
            spread = replace(spread, scale=np.maximum(spread.dispersion, 1.0))
        found = np.flatnonzero(spread.is_converged)
        fit = fit.put(rows[found], spread.take(found))
        used[np.delete(rows, found)] = QUASI_POISSON
    rows = np.flatnonzero(used == QUASI_POISSON)
    return (fit.put(rows, quasi.take(rows)) if rows.size else fit), used


def choose_errors(
    fit: Fit,
    models: NDArray[np.object_],
    *,
    contrast: FloatArray,
    recipe: Recipe | None = None,
) -> ChosenErrors:
    """The covariance of each series' coefficients, of the kind that the recipe's test asks for.

    "by test": the model's, or, where residuals of neighbouring months go together at the recipe's
    level, whichever of the three gives the sum of `contrast` (series, terms) times the coefficients
    the widest limits. Degrees of freedom are infinite (the normal's quantiles) for a Poisson
    model's own errors, else months less terms (Student's). Raises ValueError for a lag that is not
    shorter than the series.

    >>> y = np.array([[2.0, 1.0, 3.0, 2.0, 0.0, 4.0]])
    >>> chosen = choose_model(np.ones((6, 1)), y, np.zeros((1, 6)))
    >>> choose_errors(chosen.fit, chosen.models, contrast=np.ones((1, 1))).kind.tolist()
    ['model']
    """
    asked = recipe or Recipe()
    together = lag_one(fit)
    lag = asked.lag
    if lag is None:
        lag = default_lag(len(fit.design), has_season=asked.season_pairs > 0)
    kinds = {
        MODEL: model_covariance(fit),
        NEWEY_WEST: newey_west_covariance(fit, lag=lag, small_sample=asked.small_sample),
        AUTOREGRESSIVE: autoregressive_covariance(fit, together.statistic),
    }
    names = np.array(list(kinds), dtype=object)
    stacked = np.stack(list(kinds.values()))
    widths = np.einsum("sk,ismk,sm->is", contrast, stacked, contrast)
    if asked.errors == BY_TEST:
        place = np.where(together.p_value < asked.level, widths.argmax(axis=0), 0)
    else:
        place = np.full(len(models), list(kinds).index(asked.errors))
    is_normal = (models == POISSON) & (names[place] == MODEL)
    degrees = np.where(is_normal, np.inf, fit.degrees_of_freedom)
    covariance = stacked[place, np.arange(len(models))]
    return ChosenErrors(covariance, names[place], lag, together, degrees)


def methods_of(models: NDArray[np.object_], errors: ChosenErrors) -> NDArray[np.object_]:
    """The model and errors of each series in words: "Poisson, Newey-West (lag 3) errors"."""
    lag = {NEWEY_WEST: f" (lag {errors.lag})"}
    said = zip(models, errors.kind, strict=True)
    return np.array(
        [f"{model}, {kind}{lag.get(kind, '')} errors" for model, kind in said], dtype=object
    )
