"""The one shape of an answer: a frame with a row for each group and confidence, and a reason.

Inputs are columns: lists, arrays or Polars series of one length. A frame comes out, with the
columns of the groups first, then `value`, `lower`, `upper`, `confidence`, `method` and `reason`.
Where there is no value, or no limit, the cell is null and `reason` says why; no cell is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

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
    return frame if by is None else pl.concat([by, frame], how="horizontal", strict=True)


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


def read_groups(by: Groups, *, length: int) -> pl.DataFrame:
    """The columns that tell groups apart, one row a value; a lone column is named `group`.

    Raises ValueError where the length is another than that of the values.

    >>> read_groups(["a", "b"], length=2).columns
    ['group']
    """
    if isinstance(by, pl.DataFrame):
        groups = by
    elif isinstance(by, pl.Series):
        groups = by.to_frame(by.name or "group")
    elif isinstance(by, Mapping):
        groups = pl.DataFrame({name: _series(values) for name, values in by.items()})
    else:
        groups = pl.DataFrame({"group": _series(by)})
    if groups.height != length:
        raise ValueError(
            f"{groups.height} groups are given for {length} values: they must be one each"
        )
    taken = [name for name in groups.columns if name in ANSWER]
    if taken:
        raise ValueError(f"a column of groups may not be called {', '.join(taken)}: answers are")
    return groups


def read_columns(**columns: Column) -> dict[str, FloatArray]:
    """Each column as floats, null as NaN; raises ValueError unless all have one length.

    >>> read_columns(count=[1, None])["count"]
    array([ 1., nan])
    """
    read = {name: _floats(values) for name, values in columns.items()}
    lengths = {name: values.size for name, values in read.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} has {size}" for name, size in lengths.items())
        raise ValueError(f"columns must have one length: {said}")
    return read


def _floats(values: Column) -> NDArray[np.float64]:
    if isinstance(values, pl.Series):
        return values.cast(pl.Float64).to_numpy()
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _series(values: Column) -> pl.Series:
    return values if isinstance(values, pl.Series) else pl.Series(np.atleast_1d(np.asarray(values)))
