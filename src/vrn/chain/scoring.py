"""The scorecards of a folder: for each supply agreement with months, how good each month is."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from vrn.chain.agreeing import list_agreements
from vrn.chain.early import NotReadyError
from vrn.chain.linking import PERSONS
from vrn.chain.receiving import contract_of
from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    import polars as pl

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.contract import Contract
    from vrn.sharing.quality.card import Scorecard
    from vrn.sharing.quality.scoring import InCut
    from vrn.sharing.store import Cut, Store


def score_supplier(folder: Path, whose: str, *, today: date) -> tuple[Scorecard, ...]:
    """The scorecards of an agreement, by its id, or of all agreements of a supplier, by its name.

    NotReadyError with the nearest names where neither is there, and where nothing has come.
    """
    known = [agreement for agreement, _ in _scored(folder, today)]
    wanted = {
        one.id for one in known if one.id == whose or one.supplier.casefold() == whose.casefold()
    }
    if not wanted:
        names = sorted({name for one in known for name in (one.id, one.supplier)})
        near = get_close_matches(whose, names, n=3, cutoff=0.3) or names
        raise NotReadyError(
            f"no agreement or supplier {whose!r} sends a feed with months; try one of: "
            + ", ".join(near)
        )
    cards = tuple(score_all(folder, today=today, only=wanted))
    if not cards:
        raise NotReadyError(
            f"nothing was received from {whose!r} yet, and there is nothing to score: "
            "use `vrn receive` first"
        )
    return cards


def tell_scores(
    folder: Path, cards: Iterable[Scorecard], *, month: str = "", to: str = ""
) -> Iterator[str]:
    """Each card in words for a month, else its newest: for a terminal, or as a letter to a post.

    One without any month says so. LookupError where a card has no such month.
    """
    from vrn.sharing.quality.writing import write_letter, write_text

    partnership = read_partnership(folder)
    for card in cards:
        if card.newest is None:
            refused = len(card.refused)
            yield f"{card.agreement}: no month of it is held; files refused: {refused}.\n"
        elif to:
            yield write_letter(
                card,
                month or card.newest.month,
                to=f"{to}, {card.supplier}",
                sender=partnership.name,
                made_up=partnership.made_up,
            )
        else:
            yield write_text(card, month or card.newest.month)


def tell_for_pages(folder: Path, *, today: date, to: str) -> Iterator[dict[str, Any]]:
    """Every scorecard as plain values for a page, its letters to that post of the supplier."""
    from vrn.sharing.quality.telling import tell_card

    partnership = read_partnership(folder)
    for card in score_all(folder, today=today):
        yield tell_card(
            card,
            to=f"{to}, {card.supplier}",
            sender=partnership.name,
            made_up=partnership.made_up,
        )


def scores_csv(cards: Iterable[Scorecard]) -> str:
    """Every number of every month of these cards, as CSV."""
    from vrn.sharing.quality.writing import write_csv

    return write_csv(*cards)


def score_all(
    folder: Path, *, today: date, only: Iterable[str] | None = None
) -> Iterator[Scorecard]:
    """A scorecard for each agreement, or each of these ids, under which any file was received."""
    from vrn.sharing.quality.scoring import Held, score
    from vrn.sharing.store import Store

    partnership = read_partnership(folder)
    if not (partnership.store / "manifest.sqlite").is_file():
        return
    store = Store.read(partnership.store)
    receipts = store.receipts()
    wanted = None if only is None else set(only)
    for agreement, contract in _scored(folder, today):
        own = [receipt for receipt in receipts if receipt["agreement"] == agreement.id]
        if not own or (wanted is not None and agreement.id not in wanted):
            continue
        ids = {receipt["id"] for receipt in own}
        parts = [part for part in store.live_parts(agreement.feed) if part.receipt in ids]
        live = {part.receipt for part in parts}
        held = Held(receipts=own, parts=parts, in_cut=_in_cut(store, contract, live))
        yield score(agreement, contract, held, today=today)


def _scored(folder: Path, today: date) -> list[tuple[Agreement, Contract]]:
    """The agreements whose feed has months, with their contract."""
    listed = [one.agreement for one in list_agreements(folder, today=today)]
    pairs = [(agreement, contract_of(agreement)) for agreement in listed]
    return [(agreement, contract) for agreement, contract in pairs if contract.period]


def _in_cut(store: Store, contract: Contract, supplies: Iterable[str]) -> InCut:
    """What the served cut says of these supplies' rows; nothing where there is no cut."""
    from vrn.sharing.quality.scoring import InCut
    from vrn.sharing.store import StoreError

    try:
        cut = store.cut()
    except StoreError:
        return InCut()
    names = _tables_of(contract.feed)
    return InCut(
        placed=_placed(cut, names, list(supplies)),
        persons=_persons(cut, contract, names, list(supplies)),
    )


def _tables_of(feed: str) -> tuple[str, ...]:
    """The tables of a cut that may hold a feed's rows one for one."""
    return ("offences",) if feed == "street-crime" else (feed.replace("-", "_"),)


def _rows(cut: Cut, names: Iterable[str], supplies: list[str], *needs: str) -> pl.LazyFrame | None:
    """The rows of these supplies in the first table that has all the columns needed."""
    import polars as pl

    for name in names:
        if name in cut.tables:
            frame = pl.scan_parquet(list(cut.tables[name].paths))
            if {"supply", "month", *needs} <= set(frame.collect_schema().names()):
                return frame.filter(pl.col("supply").is_in(supplies))
    return None


def _placed(
    cut: Cut, names: Iterable[str], supplies: list[str]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    import polars as pl

    from vrn.problem.episodes.positions import BY_NEIGHBOURHOOD, BY_POINT, BY_SECTOR
    from vrn.problem.placements import INSIDE, NEAREST, OUTSIDE
    from vrn.sharing.quality.advising import SURE

    rows = _rows(cut, names, supplies, "placement")
    if rows is None:
        return {}
    grades = dict.fromkeys((*INSIDE, BY_POINT), SURE)
    grades |= dict.fromkeys((NEAREST, BY_NEIGHBOURHOOD, BY_SECTOR), "roughly")
    grades |= {OUTSIDE: "outside the area"}
    order = (*dict.fromkeys(grades.values()), "not at all")
    grade = pl.col("placement").replace_strict(grades, default="not at all", return_dtype=pl.String)
    counted = rows.group_by("month", grade.alias("grade")).len().collect()
    found: dict[str, dict[str, int]] = {}
    for month, name, rows_of in counted.iter_rows():
        found.setdefault(month, {})[name] = rows_of
    return {
        month: tuple((name, of[name]) for name in order if name in of)
        for month, of in found.items()
    }


def _persons(
    cut: Cut, contract: Contract, names: Iterable[str], supplies: list[str]
) -> Mapping[str, tuple[int, int]]:
    """By month the rows with a person key, and those whose person has another row in the cut."""
    import polars as pl

    keyed = _keyed(cut, contract, names, supplies)
    if keyed is None:
        return {}
    if PERSONS in cut.tables:
        known = pl.scan_parquet(list(cut.tables[PERSONS].paths)).select("person")
    else:
        known = pl.scan_parquet([p for n in names for p in cut.tables[n].paths]).select("person")
    several = known.group_by("person").len().filter(pl.col("len") > 1).select("person")
    is_linked = keyed.join(several.with_columns(linked=True), on="person", how="left")
    counted = is_linked.group_by("month").agg(pl.len(), pl.col("linked").count()).collect()
    return {month: (rows_of, linked) for month, rows_of, linked in counted.iter_rows()}


def _keyed(
    cut: Cut, contract: Contract, names: Iterable[str], supplies: list[str]
) -> pl.LazyFrame | None:
    """Month and person key of each row that has one; None where the cut gives the feed none.

    A column `person` that is stored is the supplier's own number, and no key.
    """
    import polars as pl

    if "person" not in contract.stored_names:
        rows = _rows(cut, names, supplies, "person")
        if rows is not None:
            return rows.select("month", "person").drop_nulls()
    rows = _rows(cut, names, supplies, "line")
    if rows is None or PERSONS not in cut.tables or not contract.needs_key:
        return None
    keys = pl.scan_parquet(list(cut.tables[PERSONS].paths)).filter(
        pl.col("source") == contract.feed
    )
    if "line" not in keys.collect_schema():
        return None
    return (
        rows.select("month", "supply", "line")
        .join(keys, on=["supply", "line"])
        .select("month", "person")
    )
