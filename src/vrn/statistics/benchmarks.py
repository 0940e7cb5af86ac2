"""Comparison with a benchmark: lower, similar or higher, better or worse, and at what confidence.

Sources: comparison by whether the limits of a value reach the benchmark is the practice of English
public health (Association of Public Health Observatories, Technical Briefing 3, 2008); the score
test of a proportion, E. B. Wilson, Journal of the American Statistical Association 22 (1927), and
of a Poisson count, D. R. Cox and D. V. Hinkley, Theoretical Statistics (1974), section 4.3.

Limits: the benchmark is taken as known without error, such as a target or the value of a nation. An
area that is itself a large part of the benchmark is compared with itself in part. "Similar" is not
"the same": where limits are wide, nothing much can be told apart. Among many areas some differ by
chance: one in twenty at 95%. A test by normal z is poor where fewer than about ten events are
expected: there compare by the limits, which are exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    ANSWER,
    MISSING,
    MISSING_COUNT,
    MISSING_POPULATION,
    NO_POPULATION,
    answer,
    column_of,
    read_columns,
    read_confidences,
    read_groups,
    reasons,
)
from vrn.statistics.counts import rate_limits
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import (
    FloatArray,
    Limits,
    check_multiplier,
    read_counts,
    read_populations,
)
from vrn.statistics.proportions import MISSING_TOTAL, NO_TOTAL, wilson_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.groups import Sums

Polarity: TypeAlias = Literal["higher_is_better", "lower_is_better"]

OWN = (
    *("count", "total", "population", "benchmark", "z", "p_value"),
    *("comparison", "judgement", "verdict", "side", "number"),
)
BY_LIMITS = "limits against the benchmark"
BY_SCORE = "score test against the benchmark"
MISSING_BENCHMARK = "the benchmark is missing"
SIMILAR = "similar"


def compare_with_benchmark(
    value: Column,
    lower: Column,
    upper: Column,
    *,
    benchmark: float | Column,
    confidence: float | Column = 0.95,
    polarity: Polarity | None = None,
    by: Groups | None = None,
) -> pl.DataFrame:
    """Whether values lie below, about or above a benchmark, by whether their limits reach it.

    lower if upper < benchmark; higher if lower > benchmark; else similar. The columns may be those
    of any answer of this package, at one confidence or several stacked: then `confidence` is its
    column, and `by` tells which rows are of one group. The benchmark is one number, or one a row.

    Shape: a row for each row, by confidence and in order of group; before `value` stand
    `benchmark`, `comparison`, `judgement` ("better", "similar" or "worse" by the polarity, null
    without one) and `verdict`, which is that of the group at the highest confidence at which it
    differs: "much higher at 99.8%" if that is the highest of several, "higher at 95%", "similar".
    Missing values, limits or benchmarks give a reason. Raises ValueError for a lower limit above
    its upper, for infinite values, two rows of one group at one confidence, and other lengths.

    >>> found = compare_with_benchmark([12, 12], [11, 9], [13, 15], benchmark=10)
    >>> found["comparison"].to_list()
    ['higher', 'similar']
    """
    read = read_columns(value=value, lower=lower, upper=upper)
    size = read["value"].size
    read = read_columns(
        **read, benchmark=_each(benchmark, size), confidence=_each(confidence, size)
    )
    _check_limits(read)
    groups, number = pl.DataFrame(height=size), np.arange(size)
    if by is not None:
        groups = read_groups(by, length=size, taken=OWN)
        number = _numbered(groups, read["confidence"])
    columns = groups.with_columns(
        column_of("benchmark", read["benchmark"]),
        column_of("side", _side_of_limits(read)),
        pl.Series("number", number),
    )
    missing = np.isnan(read["value"]), np.isnan(read["benchmark"])
    why = reasons((MISSING, missing[0]), (MISSING_BENCHMARK, missing[1]))
    frames = []
    for at in read_confidences(np.unique(read["confidence"]).tolist()):
        rows = np.flatnonzero(read["confidence"] == at)
        rows = rows[np.argsort(number[rows], kind="stable")]
        limits = Limits(*(read[name][rows] for name in Limits._fields))
        each = answer(limits, confidence=at, method=BY_LIMITS, reason=why[rows], by=columns[rows])
        frames.append(each)
    return _judged(pl.concat(frames), polarity)


def rate_against_benchmark(
    count: Column,
    population: Column,
    *,
    benchmark: float,
    by: Groups | None = None,
    multiplier: float = 1_000.0,
    confidence: Confidence = 0.95,
    polarity: Polarity | None = None,
) -> pl.DataFrame:
    """Rates tested against a benchmark rate per `multiplier`, with the limits of the rate.

    expected = benchmark * population / multiplier; z = (count - expected) / sqrt(expected), with
    its two-sided normal p-value; lower or higher where p < 1 - confidence.

    Shape: a row for each row, or for each group with `by` (sums), stacked for each confidence;
    columns as of `compare_with_benchmark`, with `count`, `population`, `z` and `p_value`. Missing
    inputs and populations of 0 give a reason. Raises ValueError for broken counts and populations,
    and for a benchmark of 0 or less.

    >>> found = rate_against_benchmark([30, 12], [1_000, 1_000], benchmark=15)
    >>> found.select("value", pl.col("z").round(2), "comparison").rows()
    [(30.0, 3.87, 'higher'), (12.0, -0.77, 'similar')]
    """
    check_multiplier(multiplier)
    _check_benchmark(benchmark, most=np.inf)
    sums = _sums(read_columns(count=count, population=population), by)
    events, people = sums.of["count"], sums.of["population"]
    known = np.where(people > 0, people, np.nan)
    expected = benchmark / multiplier * known
    why = reasons(
        (MISSING_COUNT, np.isnan(events)),
        (MISSING_POPULATION, np.isnan(people)),
        (NO_POPULATION, people == 0),
    )
    return _tested(
        lambda at: rate_limits(events, known, multiplier=multiplier, confidence=at),
        _with_test(sums, benchmark, (events - expected) / np.sqrt(expected)),
        why,
        confidence=confidence,
        polarity=polarity,
    )


def proportion_against_benchmark(
    count: Column,
    total: Column,
    *,
    benchmark: float,
    by: Groups | None = None,
    multiplier: float = 1.0,
    confidence: Confidence = 0.95,
    polarity: Polarity | None = None,
) -> pl.DataFrame:
    """Shares tested against a benchmark share times `multiplier`, with Wilson's limits.

    z = (p - b) / sqrt(b(1-b)/n), b the benchmark share, with its two-sided normal p-value; lower or
    higher where p < 1 - confidence, which is where Wilson's limits leave the benchmark out.

    Shape and columns: as of `rate_against_benchmark`, with `total` for `population`. Raises
    ValueError as there, for a count above its total, and for a benchmark beyond 0 to `multiplier`.

    >>> found = proportion_against_benchmark([60], [100], benchmark=50, multiplier=100)
    >>> found.select("value", pl.col("z", "p_value").round(4), "verdict").row(0)
    (60.0, 2.0, 0.0455, 'higher at 95%')
    """
    _check_benchmark(benchmark, most=multiplier)
    read = read_columns(count=count, total=total)
    # Raises where a count exceeds its total in any row, which sums could hide.
    wilson_limits(read["count"], np.where(read["total"] == 0, np.nan, read["total"]))
    sums = _sums(read, by)
    part, whole = sums.of["count"], sums.of["total"]
    known, share = np.where(whole > 0, whole, np.nan), benchmark / multiplier
    why = reasons(
        (MISSING_COUNT, np.isnan(part)), (MISSING_TOTAL, np.isnan(whole)), (NO_TOTAL, whole == 0)
    )
    z = (part / known - share) / np.sqrt(share * (1 - share) / known)
    return _tested(
        lambda at: wilson_limits(part, known, multiplier=multiplier, confidence=at),
        _with_test(sums, benchmark, z),
        why,
        confidence=confidence,
        polarity=polarity,
    )


def _sums(read: Mapping[str, FloatArray], by: Groups | None) -> Sums:
    (_, counts), (size, sizes) = read.items()
    groups = None if by is None else read_groups(by, length=counts.size, taken=OWN)
    return sums_by_group(
        groups, {"count": read_counts("count", counts), size: read_populations(size, sizes)}
    )


def _with_test(sums: Sums, benchmark: float, z: FloatArray) -> pl.DataFrame:
    from scipy.special import ndtr

    (_, counts), (size, sizes) = sums.of.items()
    return sums.by.with_columns(
        column_of("count", counts, pl.Int64),
        column_of(size, sizes, pl.Float64 if size == "population" else pl.Int64),
        pl.lit(float(benchmark)).alias("benchmark"),
        column_of("z", z),
        column_of("p_value", 2 * ndtr(-np.abs(z))),
        pl.Series("number", np.arange(z.size)),
    )


def _tested(
    limits_at: Callable[[float], Limits],
    columns: pl.DataFrame,
    why: pl.Series,
    *,
    confidence: Confidence,
    polarity: Polarity | None,
) -> pl.DataFrame:
    frames = []
    for at in read_confidences(confidence):
        differs = pl.col("p_value") < 1 - at
        side = pl.when(differs).then(pl.col("z").sign()).otherwise(0 * pl.col("z")).alias("side")
        by = columns.with_columns(side)
        frames.append(answer(limits_at(at), confidence=at, method=BY_SCORE, reason=why, by=by))
    return _judged(pl.concat(frames), polarity)


def _judged(frame: pl.DataFrame, polarity: Polarity | None) -> pl.DataFrame:
    """With the words for each row's side, and the verdict of all rows of its number."""
    if polarity not in (None, *get_args(Polarity)):
        raise ValueError(f"the polarity is {get_args(Polarity)} or None; got {polarity!r}")
    words: dict[float, str | None] = {-1.0: "lower", 0.0: SIMILAR, 1.0: "higher"}
    better = {"higher_is_better": 1.0, "lower_is_better": -1.0}.get(polarity or "")
    judged = {0.0: SIMILAR, better: "better", -better: "worse"} if better else {}
    side = pl.col("side")
    frame = frame.with_columns(
        side.replace_strict(words, default=None, return_dtype=pl.String).alias("comparison"),
        side.replace_strict(judged, default=None, return_dtype=pl.String).alias("judgement"),
    )
    last = ("comparison", "judgement", "verdict", *ANSWER)
    judgement = frame.with_columns(_verdict().alias("verdict"))
    return judgement.select(pl.exclude("side", "number", *last), *last)


def _verdict() -> pl.Expr:
    """The side of a group at the highest confidence at which it differs, with "much" and that."""
    confidence, comparison = pl.col("confidence"), pl.col("comparison")
    differs = comparison != SIMILAR
    farthest = confidence.filter(differs).max().over("number")
    side = comparison.filter(differs).sort_by(confidence.filter(differs)).last().over("number")
    several = (confidence.min() < confidence.max()).over("number")
    much = pl.when(several & (farthest == confidence.max().over("number"))).then(pl.lit("much "))
    per_cent = (100 * farthest).round(6).cast(pl.String).str.strip_suffix(".0")
    said = pl.format("{}{} at {}%", much.otherwise(pl.lit("")), side, per_cent)
    known = comparison.is_not_null().any().over("number")
    return pl.when(farthest.is_not_null()).then(said).when(known).then(pl.lit(SIMILAR))


def _side_of_limits(read: Mapping[str, FloatArray]) -> FloatArray:
    """-1 below the benchmark, 1 above it, 0 about it and NaN where anything is missing."""
    lower, upper, benchmark = read["lower"], read["upper"], read["benchmark"]
    side = np.where(upper < benchmark, -1.0, np.where(lower > benchmark, 1.0, 0.0))
    return np.where(np.isnan(lower + upper + benchmark + read["value"]), np.nan, side)


def _each(given: float | Column, size: int) -> Column:
    return np.full(size, given) if isinstance(given, int | float) else given


def _check_limits(read: Mapping[str, FloatArray]) -> None:
    if any(np.isinf(each).any() for each in read.values()):
        raise ValueError("values, limits and benchmarks must be finite")
    for place in np.flatnonzero(read["lower"] > read["upper"]):
        raise ValueError(f"a lower limit may not lie above its upper, as at position {place}")


def _check_benchmark(benchmark: float, *, most: float) -> None:
    if not 0 < benchmark < most:
        raise ValueError(f"the benchmark lies above 0 and below {most:g}; got {benchmark}")


def _numbered(groups: pl.DataFrame, confidence: FloatArray) -> NDArray[np.intp]:
    """The number of each row's group, in order; ValueError for two rows at one confidence."""
    number = groups.select(pl.struct(pl.all()).rank("dense")).to_series().to_numpy()
    rows = pl.DataFrame({"number": number, "confidence": confidence})
    if rows.is_duplicated().any():
        raise ValueError("a group has two rows at one confidence: there must be one")
    return number.astype(np.intp)
