"""What a record is called on a sheet: as its supplier knows it, and never by a token.

Inside, a record is known by its supplier's own reference. Of some suppliers' numbers tokens alone
are kept; a steward knows such a record by the receipt of what was sent, and its line there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.linking import held_records
from vrn.chain.said import SIDES

if TYPE_CHECKING:
    import polars as pl

    from vrn.partnership.folder import Partnership
    from vrn.sharing.linkage.answers import Answer

SHOWN = ("one_shown", "other_shown")


def with_shown(partnership: Partnership, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs (`source`, `one`, `source_other`, `other`) with what each side is called on a sheet."""
    import polars as pl

    sources = {*pairs["source"], *pairs["source_other"]}
    if sources.isdisjoint(_named_by_token()):
        return pairs.with_columns(pl.col("one", "other").name.suffix("_shown"))
    shown = shown_references(partnership)
    for source, side in SIDES:
        called = shown.select(
            pl.col("source").alias(source),
            pl.col("record").alias(side),
            pl.col("shown").alias(f"{side}_shown"),
        )
        pairs = pairs.join(called, on=[source, side], how="left", maintain_order="left")
    return pairs


def as_shown(pairs: pl.DataFrame) -> pl.DataFrame:
    """The same pairs, each side by what it is called on a sheet in the place of its reference."""
    import polars as pl

    told = [pl.col(name).alias(name.removesuffix("_shown")) for name in SHOWN]
    return pairs.with_columns(told).drop(SHOWN)


def as_known(partnership: Partnership, answers: list[Answer], asked: pl.DataFrame) -> list[Answer]:
    """Answers by what a sheet calls the records, each by the reference that is known inside.

    `asked` are pairs with what they were called when they were asked; whatever is not among them is
    looked up by what is held today.
    """
    known = {
        (row[source], row[f"{side}_shown"]): row[side]
        for row in asked.iter_rows(named=True)
        for source, side in SIDES
    }
    sides = {side for a in answers for side in ((a.source, a.one), (a.source_other, a.other))}
    if any(side not in known and side[0] in _named_by_token() for side in sides):
        today = shown_references(partnership).select("source", "shown", "record")
        known |= {(source, shown): record for source, shown, record in today.iter_rows()}
    return [
        each._replace(
            one=known.get((each.source, each.one), each.one),
            other=known.get((each.source_other, each.other), each.other),
        )
        for each in answers
    ]


def shown_references(partnership: Partnership) -> pl.DataFrame:
    """What every record that is held is called on a sheet: `source`, `record`, `shown`."""
    import polars as pl

    from vrn.sharing.linkage.records import STOOD

    place = pl.format("receipt {} line {}", "supply", "line")
    by_token = pl.col("source").is_in(sorted(_named_by_token()))
    records = held_records(partnership).select("source", "record", *STOOD)
    told = records.with_columns(shown=pl.when(by_token).then(place).otherwise("record"))
    nth = pl.int_range(1, pl.len() + 1).over("source", "shown")
    numbered = pl.when(nth == 1).then("shown").otherwise(pl.format("{} #{}", "shown", nth))
    return told.select("source", "record", shown=numbered)


def _named_by_token() -> frozenset[str]:
    """The feeds whose own references hold tokens."""
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage.records import is_named_by_token, linkable

    return frozenset(feed for feed in linkable(CONTRACTS) if is_named_by_token(CONTRACTS[feed]))
