"""What becomes of an estimate from two lists where its assumptions fail, over stated ranges.

Sources: International Working Group for Disease Monitoring and Forecasting, Capture-recapture and
multiple-record systems estimation, American Journal of Epidemiology 142 (1995) 1047-1068: with an
odds ratio q between the lists, those on neither are q (n1 - m)(n2 - m) / m, where independence has
q = 1; Y. Ding and S. E. Fienberg, Dual system estimation of census undercount in the presence of
matching error, Survey Methodology 20 (1994) 149-158 (links missed and false links).

Limits: nothing in the two lists says which odds ratio holds; the range is a judgement, to be stated
and argued. The limits of each scenario know chance only, with the rates of error taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import MISSING_COUNT, answer, read_confidences, read_groups, reasons
from vrn.statistics.capture_recapture import (
    FEWEST_ON_BOTH,
    TOO_FEW,
    Strata,
    estimate_unseen,
    read_strata,
    unseen_limits,
)
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.limits import FloatArray

OWN = (
    *("odds_ratio", "missed_links", "false_links", "seen", "unseen"),
    *("lowest", "highest", "scenarios"),
)
TOO_MANY_LINKS = "with links missed at this rate, more would be on both lists than on one of them"


class Scenario(NamedTuple):
    """What is supposed: the odds ratio between the lists, and the shares of links amiss."""

    odds_ratio: float = 1.0
    missed_links: float = 0.0
    false_links: float = 0.0


@dataclass(frozen=True)
class Scenarios:
    """The ranges tried, each value with each: all that is supposed in place of the assumptions.

    `odds_ratios` above 1: who is on one list is likelier on the other; below 1, rarer.
    `missed_links`: the share of those truly on both lists whose link was not found. `false_links`:
    the share of the links found that are wrong. Raises ValueError for an odds ratio of 0 or less
    or a share outside 0 up to 1.

    >>> len(Scenarios(missed_links=(0, 0.1)).all)
    8
    """

    odds_ratios: Sequence[float] = (0.5, 1.0, 2.0, 4.0)
    missed_links: Sequence[float] = (0.0,)
    false_links: Sequence[float] = (0.0,)

    def __post_init__(self) -> None:
        if not self.all:
            raise ValueError("each range needs at least one value")
        if any(not 0 < each < np.inf for each in self.odds_ratios):
            raise ValueError(f"an odds ratio is a number above 0; got {list(self.odds_ratios)}")
        if any(not 0 <= each < 1 for each in (*self.missed_links, *self.false_links)):
            raise ValueError(
                "shares of links missed and false are from 0 up to 1; got "
                f"{list(self.missed_links)} and {list(self.false_links)}"
            )

    @property
    def all(self) -> tuple[Scenario, ...]:
        """Each value of the three ranges with each other."""
        ranges = (self.odds_ratios, self.missed_links, self.false_links)
        return tuple(Scenario(*each) for each in product(*ranges))


class Tried(NamedTuple):
    """The groups, and a scenario's numbers for each; NaN where `why` says why there is none."""

    by: pl.DataFrame
    seen: FloatArray
    unseen: FloatArray
    variance: FloatArray
    why: pl.Series


def sensitivity(
    first: Column,
    second: Column,
    both: Column,
    *,
    by: Groups | None = None,
    scenarios: Scenarios | None = None,
    confidence: Confidence = 0.95,
    fewest_on_both: int = FEWEST_ON_BOTH,
) -> pl.DataFrame:
    """The total under each scenario, of each row or (with `by`) of each group of strata.

    With an odds ratio q, a share a of links missed and b of links false: on both m' = m (1 - b) /
    (1 - a); total = n1 + n2 - m' + q (n1 - m')(n2 - m') / (m' + 1), which is Chapman's for q = 1
    and a = b = 0; limits as `capture_recapture`, the unseen and their error multiplied by q.

    One row a group and scenario: `odds_ratio`, `missed_links`, `false_links`, `seen`, `unseen`,
    then the answer. Null with a reason where `capture_recapture` has none, or where so many links
    would be missed that more are on both lists than on one. Raises ValueError as it does.

    >>> found = sensitivity([60], [80], [30])
    >>> found.select("odds_ratio", pl.col("value").round(1)).rows()
    [(0.5, 134.2), (1.0, 158.4), (2.0, 206.8), (4.0, 303.5)]
    """
    strata = read_strata(first, second, both)
    groups = None if by is None else read_groups(by, length=strata.both.size, taken=OWN)
    asked = (scenarios or Scenarios()).all
    tried = list(_try_all(strata, groups, asked, fewest_on_both))
    return pl.concat(
        pl.concat(
            _frame(each, supposed, level) for each, supposed in zip(tried, asked, strict=True)
        )
        .sort("place", maintain_order=True)
        .drop("place")
        for level in read_confidences(confidence)
    )


def sensitivity_range(
    first: Column,
    second: Column,
    both: Column,
    *,
    by: Groups | None = None,
    scenarios: Scenarios | None = None,
    confidence: Confidence = 0.95,
    fewest_on_both: int = FEWEST_ON_BOTH,
) -> pl.DataFrame:
    """The total if the assumptions hold, within the widest limits of all the scenarios.

    `value` is Chapman's estimate, `lower` the least of the lower limits and `upper` the greatest of
    the upper over the scenarios that can be; `lowest` and `highest` are the least and the greatest
    of the estimates and `scenarios` how many there are. One row a group. Reasons are those of
    `capture_recapture`. Raises ValueError as `sensitivity` does.

    >>> sensitivity_range([60], [80], [30]).select(
    ...     pl.col("lowest", "highest", "lower", "upper").round(1)).row(0)
    (134.2, 303.5, 123.1, 467.5)
    """
    strata = read_strata(first, second, both)
    groups = None if by is None else read_groups(by, length=strata.both.size, taken=OWN)
    asked = (Scenario(), *(scenarios or Scenarios()).all)
    tried = list(_try_all(strata, groups, asked, fewest_on_both))
    value = np.array([each.seen + each.unseen for each in tried])
    told = tried[0].by.with_columns(
        pl.Series("lowest", np.fmin.reduce(value)).fill_nan(None),
        pl.Series("highest", np.fmax.reduce(value)).fill_nan(None),
        pl.Series("scenarios", np.isfinite(value[1:]).sum(axis=0)),
    )
    return pl.concat(
        answer(
            _widest([_limits(each, level) for each in tried]),
            confidence=level,
            method="Chapman, widest log-transformed limits of the scenarios",
            reason=tried[0].why,
            by=told,
        )
        for level in read_confidences(confidence)
    )


def _try_all(
    strata: Strata, groups: pl.DataFrame | None, asked: Sequence[Scenario], fewest: int
) -> Iterator[Tried]:
    for supposed in asked:
        links = strata.both * (1 - supposed.false_links) / (1 - supposed.missed_links)
        is_many = links > np.minimum(strata.first, strata.second)
        supposable = strata._replace(both=np.where(is_many, np.nan, links))
        unseen, variance = estimate_unseen(supposable)
        sums = sums_by_group(
            groups,
            {
                "seen": supposable.seen,
                "unseen": supposed.odds_ratio * unseen,
                "variance": supposed.odds_ratio**2 * variance,
                "missing": np.isnan(strata.seen).astype(float),
                "few": (strata.both < fewest).astype(float),
            },
        )
        why = reasons(
            (MISSING_COUNT, sums.of["missing"] > 0),
            (TOO_FEW, sums.of["few"] > 0),
            (TOO_MANY_LINKS, np.isnan(sums.of["seen"])),
        )
        stands = why.is_null().to_numpy()
        seen, unseen, variance = (
            np.where(stands, sums.of[name], np.nan) for name in ("seen", "unseen", "variance")
        )
        yield Tried(sums.by, seen, unseen, variance, why)


def _limits(tried: Tried, confidence: float) -> Limits:
    return unseen_limits(tried.seen, tried.unseen, tried.variance, confidence=confidence)


def _frame(tried: Tried, supposed: Scenario, confidence: float) -> pl.DataFrame:
    told = tried.by.with_columns(
        **{name: pl.lit(float(each)) for name, each in supposed._asdict().items()}
    ).with_columns(
        pl.Series("seen", tried.seen).fill_nan(None),
        pl.Series("unseen", tried.unseen).fill_nan(None),
    )
    found = answer(
        _limits(tried, confidence),
        confidence=confidence,
        method="Chapman under a scenario, log-transformed limits",
        reason=tried.why,
        by=told,
    )
    return found.with_row_index("place")


def _widest(limits: Sequence[Limits]) -> Limits:
    """The first's values, within the least and the greatest limits that are known."""
    lower = np.fmin.reduce([each.lower for each in limits])
    upper = np.fmax.reduce([each.upper for each in limits])
    return Limits(limits[0].value, lower, upper)
