"""The one shape of an answer: a frame with a row for each group and confidence, and a reason.

Inputs are columns: lists, arrays or Polars series of one length. A frame comes out, with the
columns of the groups first, then `value`, `lower`, `upper`, `confidence`, `method` and `reason`.
Where there is no value, or no limit, the cell is null and `reason` says why; no cell is NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from vrn.statistics.limits import tail_of

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray, Limits

Column: TypeAlias = ArrayLike | pl.Series
Groups: TypeAlias = pl.DataFrame | pl.Series | Mapping[str, Column] | Column
Confidence: TypeAlias = float | Sequence[float]

ANSWER = {
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "confidence": pl.Float64,
    "method": pl.String,
    "reason": pl.String,
}

MISSING = "an input is missing"
NO_LIMITS = "the method gives no limits here"
MISSING_VALUE = "a value is missing"
MISSING_COUNT = "a count is missing"
MISSING_POPULATION = "a population is missing"
NO_POPULATION = "a population is 0: nothing is at risk"

Missing: TypeAlias = Literal["reason", "zero"]
"""What becomes of a count that is missing: a reason in place of the value, or a count of 0."""


def answer(
    limits: Limits,
    *,
    confidence: float,
    method: str | Sequence[str] | pl.Series,
    reason: Sequence[str | None] | pl.Series | None = None,
    by: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The frame of an answer: `by` (a row a value), then the columns of `ANSWER`.

    `reason` is null where the value stands. Where it is not given (or null) and the value is not
    finite, it reads "an input is missing"; where only a limit is not, "the method gives no limits
    here". A value with a reason of its own is not shown. Raises ValueError for other lengths.

    >>> from vrn.statistics.limits import Limits
    >>> import numpy as np
    >>> two = Limits(np.array([2.0, np.nan]), np.array([1.0, np.nan]), np.array([4.0, np.nan]))
    >>> answer(two, confidence=0.95, method="exact").select("value", "reason").rows()
    [(2.0, None), (None, 'an input is missing')]
    """
    tail_of(confidence)
    value, lower, upper = (np.atleast_1d(np.asarray(each, dtype=np.float64)) for each in limits)
    given = pl.Series("reason", reason, dtype=pl.String) if reason is not None else None
    frame = pl.DataFrame(
        {"value": value, "lower": lower, "upper": upper},
        schema={name: ANSWER[name] for name in ("value", "lower", "upper")},
    ).with_columns(
        pl.lit(confidence).alias("confidence"),
        (pl.lit(method) if isinstance(method, str) else pl.Series(method, dtype=pl.String)).alias(
            "method"
        ),
        (pl.lit(None, dtype=pl.String) if given is None else given).alias("reason"),
    )
    numbers = ("value", "lower", "upper")
    stands = pl.col("reason").is_null()
    frame = frame.with_columns(
        pl.when(stands & pl.col(name).is_finite()).then(pl.col(name)).alias(name)
        for name in numbers
    ).with_columns(
        pl.when(pl.col("reason").is_not_null())
        .then("reason")
        .when(pl.col("value").is_null())
        .then(pl.lit(MISSING))
        .when(pl.any_horizontal(pl.col("lower", "upper").is_null()))
        .then(pl.lit(NO_LIMITS))
        .alias("reason")
    )
    if by is None:
        return frame
    if by.height != frame.height:
        raise ValueError(f"{by.height} groups are given for {frame.height} values")
    return pl.concat([by, frame], how="horizontal")


def answers(
    limits_at: Callable[[float], Limits],
    *,
    confidence: Confidence,
    method: str | Sequence[str] | pl.Series,
    reason: Sequence[str | None] | pl.Series | None = None,
    by: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The frames of `answer` for each confidence asked for, one below the other.

    `limits_at` gives the limits at one confidence. Raises ValueError as `answer` does.

    >>> from vrn.statistics.counts import exact_limits
    >>> def limits_at(confidence):
    ...     return exact_limits([3], confidence=confidence)
    >>> found = answers(limits_at, confidence=[0.95, 0.998], method="exact")
    >>> found.select("value", "confidence").rows()
    [(3.0, 0.95), (3.0, 0.998)]
    """
    return pl.concat(
        answer(limits_at(each), confidence=each, method=method, reason=reason, by=by)
        for each in read_confidences(confidence)
    )


def reasons(*stated: tuple[str, NDArray[np.bool_]]) -> pl.Series:
    """A reason for each row: the first that holds of those stated, or null where none does.

    Each is its words and a yes or no a row, all of one length; at least one is stated.

    >>> is_few = np.array([True, False])
    >>> reasons(("too few", is_few), ("too old", is_few)).to_list()
    ['too few', None]
    """
    which = np.zeros(stated[0][1].shape, dtype=np.uint32)
    for place in range(len(stated), 0, -1):
        which[stated[place - 1][1]] = place
    return pl.Series("reason", [None, *(words for words, _ in stated)], dtype=pl.String).gather(
        which
    )


def column_of(
    name: str, values: FloatArray, dtype: type[pl.DataType] | pl.DataType = pl.Float64
) -> pl.Series:
    """A column of a family's own for a frame of answers: null where a value is not known.

    >>> column_of("count", np.array([2.0, np.nan]), pl.Int64).to_list()
    [2, None]
    """
    return pl.Series(name, values).fill_nan(None).cast(dtype)


def read_confidences(confidence: Confidence) -> tuple[float, ...]:
    """The confidences asked for, each between 0 and 1; answers stack in this order.

    >>> read_confidences([0.95, 0.998])
    (0.95, 0.998)
    """
    asked = (confidence,) if isinstance(confidence, int | float) else tuple(confidence)
    if not asked:
        raise ValueError("ask for at least one confidence, such as 0.95 for 95%")
    for each in asked:
        tail_of(each)
    return asked


def read_groups(by: Groups, *, length: int, taken: Collection[str] = ()) -> pl.DataFrame:
    """The columns that tell groups apart, one row a value; a lone column is named `group`.

    Raises ValueError where the length is another than that of the values, or where a column has the
    name of one of the answer's or one of those `taken`.

    >>> read_groups(["a", "b"], length=2).columns
    ['group']
    """
    if isinstance(by, pl.DataFrame):
        groups = by
    elif isinstance(by, pl.Series):
        groups = by.to_frame(by.name or "group")
    elif isinstance(by, Mapping):
        groups = pl.DataFrame({name: _names(values) for name, values in by.items()})
    else:
        groups = pl.DataFrame({"group": _names(by)})
    if groups.height != length:
        raise ValueError(
            f"{groups.height} groups are given for {length} values: they must be one each"
        )
    clash = [name for name in groups.columns if name in ANSWER or name in taken]
    if clash:
        raise ValueError(f"a column of groups may not be called {', '.join(clash)}: answers are")
    return groups


def read_columns(**columns: Column) -> dict[str, FloatArray]:
    """Each column as floats, null as NaN; raises ValueError unless all have one length.

    >>> read_columns(count=[1, None])["count"]
    array([ 1., nan])
    """
    read = {name: _floats(name, values) for name, values in columns.items()}
    lengths = {name: values.size for name, values in read.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} has {size}" for name, size in lengths.items())
        raise ValueError(f"columns must have one length: {said}")
    return read


def fill_missing(counts: FloatArray, missing: Missing) -> FloatArray:
    """The counts, with 0 where one is missing if `missing` is "zero"; ValueError for other words.

    >>> fill_missing(np.array([1.0, np.nan]), "zero")
    array([1., 0.])
    """
    if missing not in get_args(Missing):
        raise ValueError(f"missing is 'reason' or 'zero'; got {missing!r}")
    return np.where(np.isnan(counts), 0.0, counts) if missing == "zero" else counts


def _floats(name: str, values: Column) -> NDArray[np.float64]:
    if isinstance(values, pl.Series):
        if not (values.dtype.is_numeric() or values.dtype in (pl.Boolean, pl.Null)):
            raise ValueError(f"{name} must be numbers; got a series of {values.dtype}")
        return values.cast(pl.Float64).to_numpy()
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _names(values: Column) -> pl.Series:
    """A column that tells groups apart; a plain list with a missing name among its texts too."""
    read = _series(values)
    return pl.Series(read.to_list()) if read.dtype == pl.Object else read


def _series(values: Column) -> pl.Series:
    return values if isinstance(values, pl.Series) else pl.Series(np.atleast_1d(np.asarray(values)))
