"""Many monthly series at once, Poisson with Newey-West errors, beside statsmodels one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.intake import DisagreementError
from bench.report import Section
from bench.timing import Timed, say_ratios, say_spread, take_turns
from vrn.statistics.series import (
    fit_poisson,
    interrupted_series,
    newey_west_covariance,
    series_design,
    standard_errors,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

MONTHS, AFTER, LAG = 60, 40, 6
OURS, PEER, WHOLE = "vrn", "statsmodels", "vrn, the whole analysis"
CLOSE = 1e-6


@dataclass(frozen=True)
class Counts:
    """Made-up series of one design: counts and populations are (series, months)."""

    design: NDArray[np.float64]
    counts: NDArray[np.float64]
    populations: NDArray[np.float64]


def prepare(series: int) -> Counts:
    """Series of some thirty events a month, with season and a fall in half of them."""
    rng = np.random.default_rng(7)
    design = series_design(MONTHS, after=AFTER).matrix
    level = rng.uniform(10, 60, (series, 1))
    ratio = np.where(np.arange(series) % 2, 0.75, 1.0)[:, None]
    mean = level * np.exp(0.15 * design[:, 4]) * np.where(design[:, 2] > 0, ratio, 1.0)
    populations = np.round(rng.uniform(2e4, 3e5, (series, 1)) * np.linspace(1, 1.03, MONTHS))
    return Counts(design, rng.poisson(mean).astype(np.float64), populations)


def fit_ours(given: Counts) -> NDArray[np.float64]:
    """Estimates and Newey-West errors of all series, side by side: (2, series, terms)."""
    fit = fit_poisson(given.design, given.counts, np.log(given.populations))
    covariance = newey_west_covariance(fit, lag=LAG, small_sample=True)
    return np.stack([fit.coefficients, standard_errors(covariance)])


def fit_theirs(given: Counts) -> NDArray[np.float64]:
    """The same from statsmodels, a model a series."""
    import statsmodels.api as sm

    words = {"maxlags": LAG, "use_correction": True}
    found = []
    for counts, people in zip(given.counts, given.populations, strict=True):
        family = sm.families.Poisson()
        model = sm.GLM(counts, given.design, family=family, offset=np.log(people))
        fit = model.fit(cov_type="HAC", cov_kwds=words)
        found.append([fit.params, fit.bse])
    return np.array(found).transpose(1, 0, 2)


def analyse_all(given: Counts) -> None:
    """The whole analysis: recipe, effects, counterfactuals, placebo dates, power and sentences."""
    interrupted_series(
        given.counts.ravel(),
        given.populations.ravel(),
        after=AFTER,
        by={"area": np.repeat(np.arange(len(given.counts)), MONTHS)},
    )


def check_agreement(given: Counts) -> None:
    """Raises DisagreementError unless both give the same estimates and errors."""
    ours, theirs = fit_ours(given), fit_theirs(given)
    if not np.allclose(ours, theirs, rtol=CLOSE, atol=CLOSE):
        most = np.abs(ours - theirs).max()
        raise DisagreementError(f"{OURS} and {PEER} are up to {most:.2g} apart")


def run(*, series: int = 1_000, rounds: int = 5) -> Section:
    """Times both sides in turn over the same series, and the whole analysis after them."""
    given = prepare(series)
    check_agreement(given)
    sides: dict[str, Any] = {
        OURS: lambda: fit_ours(given),
        PEER: lambda: fit_theirs(given),
        WHOLE: lambda: analyse_all(given),
    }
    return _section(take_turns(sides, rounds=rounds, budget=45), given)


def _section(timed: Timed, given: Counts) -> Section:
    series = len(given.counts)
    section = Section(
        "Interrupted series",
        f"{series:,} made-up series of {MONTHS} months: Poisson regression with trend, change of "
        f"level and slope, season and population, and Newey-West errors (lag {LAG}). Estimates and "
        "errors of both sides are compared before a time is printed.",
        ("side", "seconds", "series per second", "ours over this", "by processor time"),
    )
    for side, seconds in timed.seconds.items():
        speed = f"{series / timed.middle(side):,.0f}"
        section.rows.append((side, say_spread(seconds, 3), speed, *say_ratios(timed, OURS, side)))
    section.notes = [
        "vrn fits all series at once: one matrix product for each step and each lag.",
        "The whole analysis also chooses the model, falls back where it must, gives effects and "
        "counterfactuals with limits, analyses every placebo date again, and says power and "
        "verdict.",
    ]
    return section
