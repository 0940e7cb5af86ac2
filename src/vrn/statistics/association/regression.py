"""The regression under an association: the areas read, the model chosen, the errors of it.

Sources: A. C. Cameron and P. K. Trivedi, Regression Analysis of Count Data, 2nd edition (Cambridge,
2013), chapter 3 (the model and tests of dispersion); K.-Y. Liang and S. L. Zeger, Longitudinal data
analysis using generalized linear models, Biometrika 73 (1986) 13-22 (errors by cluster); D. A.
Belsley, E. Kuh and R. E. Welsch, Regression Diagnostics (Wiley, 1980), section 3.2 (inflation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import read_columns, read_groups
from vrn.statistics.limits import read_counts, read_populations
from vrn.statistics.series.choosing import Recipe, choose_model
from vrn.statistics.series.errors import inverse_information, model_covariance
from vrn.statistics.series.models import POISSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.models import Fit


class Areas(NamedTuple):
    """The areas that have all that a model needs; `kept` tells which of those given they are.

    `factors` has a row an area and a column a factor, in the order of `names`; `clusters` the
    number of each area's cluster, from 0, or null.
    """

    counts: FloatArray
    populations: FloatArray
    factors: FloatArray
    names: tuple[str, ...]
    clusters: NDArray[np.intp] | None
    kept: NDArray[np.bool_]

    @property
    def spread(self) -> FloatArray:
        """The standard deviation of each factor over the areas, divisor n - 1."""
        return np.asarray(self.factors.std(axis=0, ddof=1))


class Regression(NamedTuple):
    """What was fitted: log rate ratios for one standard deviation more, their errors, and checks.

    `degrees` of Student's t, infinite for the normal; `fall_back` is null or says which model could
    not be had; `root` is the design with rows times the square roots of the model's weights.
    """

    log_ratios: FloatArray
    errors: FloatArray
    degrees: float
    model: str
    fall_back: str | None
    dispersion: float
    dispersion_p: float
    residuals: FloatArray
    root: FloatArray


def read_areas_and_factors(
    count: Column,
    population: Column,
    factors: pl.DataFrame | Mapping[str, Column],
    cluster: Groups | None,
) -> Areas:
    """The areas with a count, people and every factor; the others are left out, not guessed.

    Raises ValueError for broken counts or populations, infinite factors, no factor, or columns of
    other lengths.

    >>> found = read_areas_and_factors([3, 1], [100, None], {"income": [1.5, 2.5]}, None)
    >>> found.kept
    array([ True, False])
    """
    given = {
        name: factors[name]
        for name in (factors.columns if isinstance(factors, pl.DataFrame) else factors)
    }
    if not given:
        raise ValueError("an association needs at least one factor")
    read = read_columns(
        count=count,
        population=population,
        **{f"factor {name}": each for name, each in given.items()},
    )
    counts = read_counts("count", read.pop("count"))
    people = read_populations("population", read.pop("population"))
    columns = np.column_stack(list(read.values()))
    if np.isinf(columns).any():
        wrong = [name for name, each in zip(given, columns.T, strict=True) if np.isinf(each).any()]
        raise ValueError(f"factors must be finite numbers; {', '.join(wrong)} has an infinite one")
    kept = np.isfinite(counts) & (people > 0) & np.isfinite(columns).all(axis=1)
    clusters = None
    if cluster is not None:
        groups = read_groups(cluster, length=counts.size)
        kept &= ~groups.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy()
        clusters = _numbers(groups.filter(pl.Series(kept)))
    return Areas(counts[kept], people[kept], columns[kept], tuple(given), clusters, kept)


def check_factors(areas: Areas) -> None:
    """Raises ValueError for factors or clusters of which a model cannot be made.

    That is a factor that is the same everywhere, or that follows from the others, and fewer than
    two clusters.

    >>> check_factors(read_areas_and_factors([3, 1], [9, 9], {"income": [1.5, 2.5]}, None))
    """
    flat = [
        name
        for name, one in zip(areas.names, np.ptp(areas.factors, axis=0), strict=True)
        if not one
    ]
    if flat:
        raise ValueError(
            f"a factor that is the same in every area explains no difference: {', '.join(flat)}"
        )
    if np.linalg.matrix_rank(standardise(areas)) < len(areas.names):
        raise ValueError(
            f"some of the factors follow from the others: {', '.join(areas.names)}; leave one out"
        )
    if areas.clusters is not None and areas.clusters.max() < 1:
        raise ValueError("errors by cluster need two clusters or more")


def standardise(areas: Areas) -> FloatArray:
    """Each factor less its mean over its standard deviation: (areas, factors)."""
    return np.asarray((areas.factors - areas.factors.mean(axis=0)) / areas.spread)


def regress(areas: Areas, recipe: Recipe) -> Regression | None:
    """The model that the recipe's test chooses, of checked areas; None where it does not converge.

    log E(count) = a + log population + b z, z the standardised factors. Errors are the model's own,
    or by cluster, B (sum over clusters of u u') B G/(G - 1) (n - 1)/(n - k) with B the inverse
    information and u a cluster's sum of scores. No unit; raises nothing for areas that are checked.

    >>> areas = read_areas_and_factors([3, 5, 4, 9], [10] * 4, {"income": [1, 2, 3, 4]}, None)
    >>> found = regress(areas, Recipe())
    >>> found.model, found.log_ratios.round(3)
    ('Poisson', array([0.431]))
    """
    design = np.column_stack([np.ones(areas.counts.size), standardise(areas)])
    chosen = choose_model(
        design, areas.counts[None], np.log(areas.populations)[None], recipe=recipe
    )
    fit, model = chosen.fit, str(chosen.models[0])
    if not fit.is_converged[0]:
        return None
    if areas.clusters is None:
        covariance = model_covariance(fit)[0]
        degrees = np.inf if model == POISSON else float(fit.degrees_of_freedom)
    else:
        covariance = cluster_covariance(fit, areas.clusters)
        degrees = float(areas.clusters.max())
    return Regression(
        fit.coefficients[0, 1:],
        np.sqrt(np.diag(covariance))[1:],
        degrees,
        model,
        chosen.fall_back[0],
        float(chosen.dispersion[0]),
        float(chosen.tested.p_value[0]),
        fit.residuals[0],
        design * np.sqrt(fit.weights[0])[:, None],
    )


def cluster_covariance(fit: Fit, clusters: NDArray[np.intp]) -> FloatArray:
    """Liang and Zeger's covariance of one fitted series' coefficients: (terms, terms).

    `clusters` has each row's cluster, numbered from 0 without gaps; two or more.

    >>> from vrn.statistics.series import fit_poisson
    >>> fit = fit_poisson(np.ones((4, 1)), np.array([[1.0, 1, 3, 3]]), np.zeros((1, 4)))
    >>> cluster_covariance(fit, np.array([0, 0, 1, 1])).round(6)  # (4 + 4) / 8^2, times 2
    array([[0.25]])
    """
    n, k = fit.design.shape
    number = int(clusters.max()) + 1
    sums = np.zeros((number, k))
    np.add.at(sums, clusters, fit.design * fit.scores[0][:, None])
    bread = inverse_information(fit)[0]
    factor = number / (number - 1) * (n - 1) / (n - k)
    return np.asarray(factor * bread @ (sums.T @ sums) @ bread)


def variance_inflation(factors: FloatArray) -> FloatArray:
    """How much wider a factor's variance is for going together with the others.

    1 / (1 - R^2) of each factor (a column) on the others, which is the diagonal of the inverse of
    their correlations; 1 for a factor that is alone.

    >>> variance_inflation(np.array([[1.0, 1], [2, 3], [3, 2], [4, 4]])).round(4)
    array([2.7778, 2.7778])
    """
    together = np.atleast_2d(np.corrcoef(factors, rowvar=False))
    return np.asarray(np.diag(np.linalg.inv(together)))


def _numbers(groups: pl.DataFrame) -> NDArray[np.intp]:
    """Each row's group as a number, from 0, in order of group."""
    keys = groups.select(pl.struct(pl.all()).rank("dense").alias("number"))
    return np.asarray(keys["number"].to_numpy() - 1, dtype=np.intp)
