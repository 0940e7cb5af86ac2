"""What the untreated areas' own changes say of chance: scores, ranks and limits from placebo areas.

Each untreated area in turn is taken as if it were the treated one, among the other untreated areas.
Its change is measured by a score: the sum of (count - fitted) times what area and month effects
leave of its regressor, over the root of the information, all under no effect. A score is finite
whatever the counts are, and needs no fit of its own: one fit without any effect serves all.

Sources: R. A. Fisher, The Design of Experiments (1935); A. Abadie, A. Diamond and J. Hainmueller,
Synthetic control methods for comparative case studies, Journal of the American Statistical
Association 105 (2010), section 2.4 (placebo areas, and their rank); T. G. Conley and C. R. Taber,
Inference with "difference in differences" with a small number of policy changes, Review of
Economics and Statistics 93 (2011) (limits from the untreated areas); B. Ferman and C. Pinto,
Inference in differences-in-differences with few treated groups and heteroskedasticity, Review of
Economics and Statistics 101 (2019) (why changes are first put on the scale of each area's size).

Limits: areas are taken to be alike in how far they drift by themselves, relative to chance. With J
untreated areas no p is below 1/(J+1): 19 are needed for 0.05.
"""

from __future__ import annotations

from math import ceil, inf
from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.comparison.absorbing import fit_two_way, left_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.comparison.panel import Panel, Profile
    from vrn.statistics.limits import FloatArray

# Regressors worked on at once hold about this many numbers.
AT_ONCE = 2_000_000
# A score is the same whichever order areas come in, but for rounding.
TIE = 1e-9


def placebo_scores(panel: Panel, over_months: Profile) -> FloatArray:
    """The score of each untreated area as if it alone were treated, among the untreated.

    `over_months` is the regressor of a treated area. In units of chance: about -2 to 2 if counts
    were independent and Poisson. NaN where nothing is left of an area's regressor. Shape: the
    untreated areas that have events, in order. May be 0 areas long.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([9, 9, 9, 9, 9, 9, 9, 0], area=[1, 1, 2, 2, 3, 3, 4, 4],
    ...                  month=[1, 2] * 4, treated=[1, 1] + [0] * 6, after=[0, 1] * 4)
    >>> placebo_scores(panel, panel.after).round(2)
    array([ 1.12,  1.12, -2.74])
    """
    others = untreated(panel)
    counts, over = others.counts, over_months[_months_in(panel)]
    if len(counts) < 2:
        return np.full(len(counts), np.nan)
    fitted = _fitted_without(counts, others.exposures)
    chunk = max(1, AT_ONCE // counts.size)
    scores = [
        _scores(_alone(area, over, len(counts)), counts, fitted)
        for area in np.array_split(np.arange(len(counts)), ceil(len(counts) / chunk))
    ]
    return np.concatenate(scores)


def score_of_treated(panel: Panel, over_months: Profile) -> float:
    """The same score, of the treated areas together among all.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([9, 9, 9, 0], area=[1, 1, 2, 2], month=[1, 2] * 2, treated=[0, 0, 1, 1],
    ...                  after=[0, 1] * 2)
    >>> round(score_of_treated(panel, panel.after), 2)
    -2.6
    """
    fitted = _fitted_without(panel.counts, panel.exposures)
    return float(_scores(panel.profile(over_months), panel.counts, fitted)[0])


def rank_p(score: float, placebos: FloatArray) -> float:
    """The share of scores at least as far from 0, the treated's own among them: (1+b)/(1+J).

    >>> rank_p(3.0, np.array([0.1, -1.0, 4.0]))
    0.5
    """
    far = np.abs(placebos) >= abs(score) * (1 - TIE)
    return float((1 + far.sum()) / (1 + placebos.size))


def placebo_quantile(placebos: FloatArray, confidence: float) -> float:
    """The distance from 0 that a score passes by chance in 1 - confidence of the orderings.

    The ceil((J+1) confidence)-th smallest distance of J placebo areas; infinite where J is too few.

    >>> placebo_quantile(np.arange(19.0), 0.95), placebo_quantile(np.arange(18.0), 0.95)
    (18.0, inf)
    """
    at = ceil(round((placebos.size + 1) * confidence, 9))
    return float(np.sort(np.abs(placebos))[at - 1]) if at <= placebos.size else inf


def untreated(panel: Panel) -> Panel:
    """The untreated areas of a panel, in the months in which they have events.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([1, 2, 3, 4], area=["a", "a", "b", "b"], month=[1, 2, 1, 2],
    ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
    >>> untreated(panel).areas.to_list()
    ['a']
    """
    return panel.only(areas=~panel.treated)


def _months_in(panel: Panel) -> NDArray[np.bool_]:
    return np.asarray(panel.months.is_in(untreated(panel).months.implode()).to_numpy())


def _alone(areas: NDArray[np.intp], over: Profile, of: int) -> FloatArray:
    x = np.zeros((len(areas), of, len(over)))
    x[np.arange(len(areas)), areas] = over
    return x


def _fitted_without(counts: FloatArray, exposures: FloatArray) -> FloatArray:
    return fit_two_way(counts, exposures, np.zeros((0, *counts.shape))).fitted


def _scores(x: FloatArray, counts: FloatArray, fitted: FloatArray) -> FloatArray:
    left = left_of(x, fitted)
    information = np.einsum("xat,at->x", left**2, fitted)
    known = information > 1e-9
    scores = np.einsum("xat,at->x", left, counts - fitted)
    return np.asarray(
        np.divide(scores, np.sqrt(information), out=np.full(len(x), np.nan), where=known)
    )
