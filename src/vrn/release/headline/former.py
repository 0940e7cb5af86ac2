"""What earlier releases have told, set beside the cells of a new cut.

A number that has been released cannot be taken back. Where the records behind it have changed by
few people, the difference of the old number and the new would tell of these; so the old number
stands until the change is of ten people or more. See docs/decisions/0010.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.release.headline.shapes import LEAST_PERSONS
from vrn.terms import Period, period_of, quarter_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

CELL = ("level", "place", "months", "label", "age", "dimension", "code")
"""The columns of an address."""
STANDING = pl.Schema(
    {
        **dict.fromkeys((*CELL, "text"), pl.String),
        "number": pl.Int64,
        "persons": pl.Int64,
        "since": pl.Int64,
    }
)


@dataclass(frozen=True)
class Standing:
    """The numbers that stand from earlier releases, one row a cell: `STANDING`.

    `text` tells by which texts of definitions the cell was told, `persons` how many people stood
    behind the number, `since` the cut it was released from.
    """

    cells: pl.DataFrame

    def periods(self, months_held: Iterable[str]) -> tuple[Period, ...]:
        """The periods of which numbers stand, in the months held; no month, quarter or year."""
        held = set(months_held)
        texts = self.cells["months"].unique().sort().to_list()
        found = (Period(text[:7], text[-7:]) for text in texts)
        return tuple(each for each in found if held.issuperset(each.months) and _is_chosen(each))


def _is_chosen(period: Period) -> bool:
    """Whether somebody chose where the period begins and ends."""
    usual = (period.first, quarter_of(period.first), year_of(period.first))
    return period not in [period_of(code) for code in usual]


def nothing_stands() -> Standing:
    """Before the first release."""
    return Standing(pl.DataFrame(schema=STANDING))


def compare(cells: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """The cells (address, `text`, `exact`, `persons`) with what an earlier release says of each.

    Adds `former` and `since` (null where nothing stands), `is_public` (the same number has been
    released) and `is_changed` (another number has, by which too few people would be told: at this
    address, or under a text of a definition that is live no more).
    """
    own = standing.cells.select(*CELL, "text", "since", former="number", former_persons="persons")
    joined = cells.join(own, on=[*CELL, "text"], how="left", maintain_order="left")
    retired = own.join(cells.select("label", "text").unique(), on=["label", "text"], how="anti")
    elsewhere = [name for name in CELL if name != "label"]
    near = (
        cells.join(retired.drop("label", "text", "since"), on=elsewhere)
        .filter(_tells_of_few())
        .select(*CELL)
        .unique()
        .with_columns(is_near=pl.lit(value=True))
    )
    return joined.join(near, on=list(CELL), how="left", maintain_order="left").with_columns(
        is_public=(pl.col("former") == pl.col("exact")).fill_null(value=False),
        is_changed=_tells_of_few().fill_null(value=False) | pl.col("is_near").is_not_null(),
    )


def _tells_of_few() -> pl.Expr:
    """Whether old number and new differ, by fewer than ten records or by fewer than ten people.

    Who exactly came and went is not known any more: whichever of the two is small decides.
    """
    records = (pl.col("exact") - pl.col("former")).abs()
    people = (pl.col("persons") - pl.col("former_persons")).abs()
    return (records > 0) & ((records < LEAST_PERSONS) | (people < LEAST_PERSONS))
