"""How many there are in all, from two lists that overlap: capture and recapture.

Of those on the first list, the share that the second has too is taken for the share that the second
has of all; so those on neither can be counted. With the assumptions stated, and what becomes of the
answer where they fail.

Sources: D. G. Chapman, Some properties of the hypergeometric distribution with applications to
zoological sample censuses, University of California Publications in Statistics 1 (1951) 131-160; G.
A. F. Seber, The effects of trap response on tag recapture estimates, Biometrics 26 (1970) 13-22
(the variance); C. C. Sekar and W. E. Deming, On a method of estimating birth and death rates and
the extent of registration, Journal of the American Statistical Association 44 (1949) 101-115
(variance of Lincoln-Petersen, strata added); A. Chao, Estimating the population size for
capture-recapture data with unequal catchability, Biometrics 43 (1987) 783-791 (log-transformed
limits); International Working Group for Disease Monitoring and Forecasting, Capture-recapture and
multiple-record systems estimation, American Journal of Epidemiology 142 (1995) 1047-1068
(assumptions, dependence as an odds ratio); D. S. Robson and H. A. Regier, Sample size in Petersen
mark-recapture experiments, Transactions of the American Fisheries Society 93 (1964) 215-226 (seven
on both lists).

Limits: two lists cannot test that they are independent, and the interval knows only chance, not
failed assumptions: print `sensitivity` beside every estimate. Missed links raise the estimate and
false links lower it. Where people on one list are sent to the other, it is too low; where one list
is instead of the other, too high. Strata within which chances are alike (age, place) help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_COUNT,
    answers,
    column_of,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import Limits, read_counts, tail_of
from vrn.statistics.proportions import proportion

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.limits import FloatArray

Estimator: TypeAlias = Literal["Chapman", "Lincoln-Petersen"]

ASSUMPTIONS = (
    "the lists are independent: being on one makes being on the other no likelier or rarer",
    "records are linked without fault: no link is missed and none is false",
    "the population is closed: both lists are drawn from the same people, places and time",
    "within a stratum all have the same chance of being on at least one of the lists",
    "no list holds what does not belong to the population, or holds it twice",
)
"""What an estimate from two lists takes to be true; print them beside it."""

FEWEST_ON_BOTH = 7
OWN = ("first", "second", "both", "seen", "unseen", "not_on_second")
TOO_FEW = "too few are on both lists in a stratum for the estimate to be near unbiased"
NONE_ON_BOTH = "none is on both lists in a stratum"


class Strata(NamedTuple):
    """Each row's counts on the first list, on the second and on both; columns of one length."""

    first: FloatArray
    second: FloatArray
    both: FloatArray

    @property
    def seen(self) -> FloatArray:
        """Those on at least one list."""
        return self.first + self.second - self.both


def capture_recapture(
    first: Column,
    second: Column,
    both: Column,
    *,
    by: Groups | None = None,
    confidence: Confidence = 0.95,
    estimator: Estimator = "Chapman",
    fewest_on_both: int = FEWEST_ON_BOTH,
) -> pl.DataFrame:
    """How many there are in all, of each row or (with `by`) of each group, whose rows are strata.

    With n1 and n2 on the lists and m on both: Chapman's (n1 + 1)(n2 + 1)/(m + 1) - 1 with Seber's
    variance (n1 + 1)(n2 + 1)(n1 - m)(n2 - m) / ((m + 1)^2 (m + 2)); Lincoln-Petersen's n1 n2 / m
    with (n1 n2 (n1 - m)(n2 - m)) / m^3. Estimates and variances of a group's strata are added. With
    M seen on at least one list, f the rest of the estimate, V the variance and z the normal
    quantile, the limits are M + f / C and M + f C, C = exp(z sqrt(log(1 + V / f^2))).

    Columns: `first`, `second`, `both` (sums of the strata), `seen` M, `unseen` f, `not_on_second`
    (the estimated share of all that the second list lacks: 1 - n2 / value), then the answer. Null
    with a reason for a missing count, and where fewer than `fewest_on_both` are on both lists in a
    stratum. Raises ValueError for negative or fractional counts, more on both lists than on one, or
    columns of other lengths.

    >>> found = capture_recapture([60], [80], [30])
    >>> found.select("seen", pl.col("value", "lower", "upper").round(1)).row(0)
    (110, 158.4, 136.2, 199.4)
    """
    strata = read_strata(first, second, both)
    unseen, variance = estimate_unseen(strata, estimator)
    groups = None if by is None else read_groups(by, length=unseen.size, taken=OWN)
    columns = dict(zip(("first", "second", "both"), strata, strict=True))
    is_few = (strata.both < fewest_on_both).astype(float)
    is_none = ((strata.both == 0) & (estimator == "Lincoln-Petersen")).astype(float)
    sums = sums_by_group(
        groups, {**columns, "unseen": unseen, "variance": variance, "few": is_few, "none": is_none}
    )
    unseen, seen = sums.of["unseen"], Strata(*(sums.of[name] for name in columns)).seen
    why = reasons(
        (MISSING_COUNT, np.isnan(seen)),
        (NONE_ON_BOTH, sums.of["none"] > 0),
        (TOO_FEW, sums.of["few"] > 0),
    )
    stands = why.is_null().to_numpy()
    with np.errstate(invalid="ignore"):
        lacking = np.where(stands, 1 - sums.of["second"] / (seen + unseen), np.nan)
    told = sums.by.with_columns(
        *(column_of(name, sums.of[name], pl.Int64) for name in columns),
        column_of("seen", seen, pl.Int64),
        column_of("unseen", np.where(stands, unseen, np.nan)),
        column_of("not_on_second", lacking),
    )
    return answers(
        lambda each: unseen_limits(seen, unseen, sums.of["variance"], confidence=each),
        confidence=confidence,
        method=f"{estimator}, log-transformed limits",
        reason=why,
        by=told,
    )


def share_not_on_second(
    first: Column,
    both: Column,
    *,
    by: Groups | None = None,
    multiplier: float = 1.0,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """The share of the first list that the second does not have, with Wilson's limits.

    (n1 - m) / n1, times `multiplier` (100 for per cent), of each row or of each group of `by`; it
    assumes no more than that records are linked without fault. Columns: `count` (n1 - m) and
    `total` (n1), then the answer; null with a reason for a missing count or an empty first list.
    Raises ValueError for negative or fractional counts, more on both lists than on the first, or
    columns of other lengths.

    >>> found = share_not_on_second([60], [30], multiplier=100)
    >>> found.select(pl.col("value", "lower", "upper").round(1)).row(0)
    (50.0, 37.7, 62.3)
    """
    read = read_columns(first=first, both=both)
    whole, linked = read_counts("first", read["first"]), read_counts("both", read["both"])
    _check_links(whole, linked, "first")
    return proportion(whole - linked, whole, by=by, multiplier=multiplier, confidence=confidence)


def read_strata(first: Column, second: Column, both: Column) -> Strata:
    """The three columns as counts, NaN kept; ValueError where more are on both than on either.

    >>> float(read_strata([60], [80], [30]).seen[0])
    110.0
    """
    read = read_columns(first=first, second=second, both=both)
    strata = Strata(*(read_counts(name, values) for name, values in read.items()))
    _check_links(strata.first, strata.both, "first")
    _check_links(strata.second, strata.both, "second")
    return strata


def estimate_unseen(
    strata: Strata, estimator: Estimator = "Chapman"
) -> tuple[FloatArray, FloatArray]:
    """Those on neither list and the variance of the total, by `capture_recapture`'s formulas.

    Chapman's total less those seen is (n1 - m)(n2 - m) / (m + 1); Lincoln-Petersen's the same over
    m. Shape: that of the strata; infinite or NaN where Lincoln-Petersen has none on both lists.
    Raises ValueError for another estimator.

    >>> unseen, variance = estimate_unseen(read_strata([60], [80], [30]))
    >>> float(unseen[0].round(2)), float(variance[0].round(1))
    (48.39, 241.0)
    """
    n1, n2, m = strata
    only = (n1 - m) * (n2 - m)
    if estimator == "Chapman":
        return only / (m + 1), (n1 + 1) * (n2 + 1) * only / ((m + 1) ** 2 * (m + 2))
    if estimator == "Lincoln-Petersen":
        with np.errstate(divide="ignore", invalid="ignore"):
            return only / m, n1 * n2 * only / m**3
    raise ValueError(f"estimator is one of {', '.join(get_args(Estimator))}; got {estimator!r}")


def unseen_limits(
    seen: FloatArray, unseen: FloatArray, variance: FloatArray, *, confidence: float = 0.95
) -> Limits:
    """The total, seen and unseen, with Chao's limits, which never lie below those seen.

    seen + unseen / C and seen + unseen C, C = exp(z sqrt(log(1 + variance / unseen^2))); of none
    unseen, the seen. Shape: that of the three. Raises ValueError for a confidence outside 0 to 1.

    >>> unseen_limits(np.array([110.0]), np.array([50.0]), np.array([0.0])).upper
    array([160.])
    """
    from scipy.special import ndtri

    z = ndtri(1 - tail_of(confidence))
    some = np.where((unseen > 0) & np.isfinite(unseen), unseen, np.nan)
    factor = np.exp(z * np.sqrt(np.log1p(variance / some**2)))
    factor = np.where(unseen == 0, 1.0, factor)
    return Limits(seen + unseen, seen + unseen / factor, seen + unseen * factor)


def _check_links(whole: FloatArray, linked: FloatArray, name: str) -> None:
    wrong = np.flatnonzero(linked > whole)
    if wrong.size:
        raise ValueError(
            f"no more can be on both lists than on the {name}; got {linked[wrong[0]]:g} of "
            f"{whole[wrong[0]]:g} at position {wrong[0]} ({wrong.size} of {whole.size} are wrong)"
        )
