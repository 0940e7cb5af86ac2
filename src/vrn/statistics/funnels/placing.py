"""Places areas among the limits of their funnel, exact or widened for over-dispersion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import ANSWER, NO_LIMITS, answers, column_of, read_confidences
from vrn.statistics.funnels.curves import EXACT
from vrn.statistics.funnels.dispersion import (
    FEWEST_AREAS,
    Dispersion,
    Overdispersion,
    dispersion_of,
    spread_by,
)
from vrn.statistics.funnels.limits import poisson_funnel_limits, proportion_funnel_limits
from vrn.statistics.limits import FloatArray, Limits, tail_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    from vrn.statistics.answers import Confidence

    Ends: TypeAlias = tuple[FloatArray, FloatArray]

NOT_SIGNIFICANT = "Not significant"
TOO_FEW_AREAS = f"a funnel of fewer than {FEWEST_AREAS} areas tells nothing of over-dispersion"


class Root(NamedTuple):
    """A root on which the variance of a share of `size` is 1/(4 size), and its exact limits.

    `exact` takes centre, size and confidence and gives the limits of the share.

    >>> POISSON.method, float(POISSON.back(POISSON.onto(np.array([9.0])))[0])
    ('exact Poisson', 9.0)
    """

    name: str
    method: str
    onto: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]
    exact: Callable[[FloatArray, FloatArray, float], Ends]


class Areas(NamedTuple):
    """Areas by name and number of their funnel, with their shares, sizes, baselines and units.

    The share is that of a total, or the observed over the expected events; `centre` is that of the
    baseline; `value` is unit * share.
    `why` says where there is none. `estimated`: whether the baseline is the areas' own.
    """

    by: pl.DataFrame
    funnel: NDArray[np.integer]
    share: FloatArray
    size: FloatArray
    centre: FloatArray
    unit: FloatArray
    why: pl.Series
    estimated: bool


def placed(
    areas: Areas, root: Root, *, confidence: Confidence, overdispersion: Overdispersion | None
) -> pl.DataFrame:
    """The frame of a funnel; columns as `proportion_funnel` says."""
    plain = (root.onto(areas.share) - root.onto(areas.centre)) * 2 * np.sqrt(areas.size)
    found = dispersion_of(
        plain,
        areas.size,
        areas.funnel,
        overdispersion=overdispersion or Overdispersion(),
        estimated=areas.estimated,
    )
    spread = np.sqrt(1 / (4 * areas.size))
    widened = spread
    if overdispersion is not None:
        widened = spread_by(areas.size, found, overdispersion.model)
    frame = answers(
        lambda each: _limits(areas, root, widened, each),
        confidence=confidence,
        method=_methods(root, widened > spread, overdispersion),
        reason=areas.why,
        by=_with_dispersion(areas, plain * spread / widened, found),
    )
    return _said(frame, read_confidences(confidence))


def _limits(areas: Areas, root: Root, spread: FloatArray, confidence: float) -> Limits:
    """Exact limits where the spread is that of chance, those of the root where it is wider."""
    from scipy.special import ndtri

    exact = root.exact(areas.centre, areas.size, confidence)
    far = ndtri(1 - tail_of(confidence)) * spread
    middle = root.onto(areas.centre)
    chance = spread == np.sqrt(1 / (4 * areas.size))
    ends = (
        areas.unit * np.where(chance, end, root.back(middle + step))
        for end, step in zip(exact, (-far, far), strict=True)
    )
    return Limits(areas.unit * areas.share, *ends)


def _methods(
    root: Root, wider: NDArray[np.bool_], overdispersion: Overdispersion | None
) -> pl.Series:
    widened = f"{root.name}, {overdispersion.model} over-dispersion" if overdispersion else None
    return pl.Series([root.method, widened], dtype=pl.String).gather(wider.astype(np.uint32))


def _with_dispersion(areas: Areas, z: FloatArray, found: Dispersion) -> pl.DataFrame:
    columns = {
        "baseline": areas.unit * areas.centre,
        "z": z,
        "phi": found.phi,
        "tau2": found.tau2,
        "dispersion_p": found.p,
    }
    return areas.by.with_columns(column_of(name, each) for name, each in columns.items())


def _said(frame: pl.DataFrame, confidences: Sequence[float]) -> pl.DataFrame:
    """With the position of each row, the significance of each area, and the reason more closely."""
    known = pl.all_horizontal(pl.col("value", "lower", "upper").is_not_null())
    position = (
        pl.when(known & (pl.col("value") < pl.col("lower")))
        .then(pl.lit("low"))
        .when(known & (pl.col("value") > pl.col("upper")))
        .then(pl.lit("high"))
        .when(known)
        .then(pl.lit("within"))
    )
    frame = frame.with_columns(
        position.alias("position"),
        pl.col("reason").replace(NO_LIMITS, TOO_FEW_AREAS),
    )
    said = _significance(frame["position"], confidences)
    names = list(ANSWER)
    return frame.select(pl.exclude("position", *names), "position", said, *names)


def _significance(position: pl.Series, confidences: Sequence[float]) -> pl.Series:
    """The side and the tail at the highest confidence at which an area is outside, a row each."""
    areas = position.len() // len(confidences)
    said = []
    for place in np.argsort(confidences)[::-1]:
        tail = f"{tail_of(confidences[place]):.6g}"
        words = {"low": f"Low ({tail})", "high": f"High ({tail})"}
        at = position.slice(int(place) * areas, areas)
        said.append(at.replace_strict(words, default=None, return_dtype=pl.String))
    inside = position.head(areas).replace_strict(
        {"within": NOT_SIGNIFICANT}, default=None, return_dtype=pl.String
    )
    of_areas = pl.select(pl.coalesce(*said, inside).alias("significance")).to_series()
    return pl.concat([of_areas] * len(confidences))


def _square(root: FloatArray) -> FloatArray:
    return np.maximum(root, 0) ** 2


def _arcsine(share: FloatArray) -> FloatArray:
    return np.arcsin(np.sqrt(share))


def _squared_sine(angle: FloatArray) -> FloatArray:
    return np.sin(np.clip(angle, 0, np.pi / 2)) ** 2


def _poisson(centre: FloatArray, size: FloatArray, confidence: float) -> Ends:
    limits = poisson_funnel_limits(centre * size, confidence=confidence)
    return limits.lower / size, limits.upper / size


def _score(centre: FloatArray, size: FloatArray, confidence: float) -> Ends:
    limits = proportion_funnel_limits(size, baseline=centre, confidence=confidence)
    return limits.lower, limits.upper


POISSON = Root("square roots", EXACT, np.sqrt, _square, _poisson)
SHARE = Root("arcsine roots", "Wilson's score", _arcsine, _squared_sine, _score)
