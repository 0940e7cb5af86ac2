"""The journeys of those who look at links: explain one, ask a source's steward, measure errors.

Each shows single records, so each is operational: who looks, and what for, is written down first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vrn.chain.linking import ANSWERS, link_held, read_answers
from vrn.chain.receiving import read_flow
from vrn.chain.references import SHOWN, as_known, as_shown, shown_references, with_shown
from vrn.chain.said import ASKED, SAMPLE, read_rows
from vrn.chain.whose import Whose, only_theirs, whose
from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    import numpy as np
    import polars as pl

    from vrn.partnership.folder import Partnership
    from vrn.sharing.linkage.explaining import Explanation
    from vrn.sharing.linkage.reviewing import Rate

Reference = tuple[str, str]
_Given = TypeVar("_Given")


def explain_link(
    folder: Path, one: Reference, other: Reference, *, actor: str, purpose: str, now: datetime
) -> Explanation:
    """Why two records, each a source and its reference, are linked or are not.

    No identifier is shown. NotWrittenDownError where the look cannot be written down, and nothing
    is shown.
    """
    asked = {"explains": [*one, *other]}
    return _look(folder, asked, lambda p: _explain(p, one, other), (actor, purpose, now))


def _explain(partnership: Partnership, one: Reference, other: Reference) -> Explanation:
    from vrn.sharing.linkage.explaining import explain

    linked, model = link_held(partnership)
    records = linked.persons.select("source", "record").with_columns(
        profile=linked.profiles.of_record
    )
    profiles = []
    for source, record in (one, other):
        found = records.filter(source=source, record=record)["profile"]
        if found.is_empty():
            known = shown_references(partnership).filter(source=source, shown=record)
            found = records.join(known, on=["source", "record"], how="semi")["profile"]
        if found.is_empty():
            raise ValueError(f"{source} holds no record {record}: write it as the sheet does")
        profiles.append(found[0])
    return explain(linked.profiles.table, model, *profiles)


def review_sheet(
    folder: Path, source: str, *, supplier: str = "", actor: str, purpose: str, now: datetime
) -> str:
    """The uncertain pairs of one source as a sheet (CSV) for its steward, by own references.

    Pairs with another source are on it only where the agreements of both have the clause
    `asks_across_sources`. Where several send one feed, `supplier` says whose records are meant.
    """
    from vrn.sharing.linkage.answers import write_sheet
    from vrn.sharing.linkage.reviewing import PAIR

    def draw(partnership: Partnership) -> str:
        of = whose(partnership, source, supplier)
        pairs = with_shown(partnership, _uncertain(partnership, of))
        pairs.select(*PAIR, *SHOWN).write_csv(partnership.linkage / of.file(ASKED))
        return write_sheet(as_shown(pairs))

    return _look(folder, _told("reviews", source, supplier), draw, (actor, purpose, now))


def sample_sheet(
    folder: Path,
    source: str,
    *,
    supplier: str = "",
    rng: np.random.Generator,
    actor: str,
    purpose: str,
    now: datetime,
) -> str:
    """A sample of a source's compared pairs as a sheet; which are links is kept, not shown."""
    from vrn.sharing.linkage.answers import write_sheet
    from vrn.sharing.linkage.reviewing import sample_pairs

    def draw(partnership: Partnership) -> str:
        of = whose(partnership, source, supplier)
        linked, model = link_held(partnership)
        theirs = only_theirs(partnership, linked, of)
        drawn = with_shown(partnership, sample_pairs(theirs, model, source=source, rng=rng))
        drawn.write_csv(partnership.linkage / of.file(SAMPLE))
        return write_sheet(as_shown(drawn))

    return _look(folder, _told("samples", source, supplier), draw, (actor, purpose, now))


def _told(what: str, source: str, supplier: str) -> dict[str, str]:
    """What the audit says of a sheet."""
    return {what: source} | ({"supplier": supplier} if supplier else {})


def take_answers(
    folder: Path, source: str, sheet: str, *, supplier: str = "", by: str, today: date
) -> int:
    """Writes down a steward's answers to a sheet, and gives how many; the next cut follows them.

    A sheet may come back in portions: what the newest one asks of stays asked until there is
    another. TextError, and nothing written, where an answer cannot be read or is about a pair not
    asked.
    """
    import polars as pl

    from vrn.sharing.fault import TextError
    from vrn.sharing.linkage.answers import read_sheet, write_answers
    from vrn.sharing.linkage.reviewing import PAIR

    partnership = read_partnership(folder)
    of = whose(partnership, source, supplier)
    asked = _kept_pairs(partnership, of)
    try:
        answers = read_sheet(sheet, asked=as_shown(asked), by=by, on=today)
    except TextError:
        uncertain = with_shown(partnership, _uncertain(partnership, of, again=True))
        asked = pl.concat([asked, uncertain.select(*PAIR, *SHOWN)])
        answers = read_sheet(sheet, asked=as_shown(asked), by=by, on=today)
    answers = as_known(partnership, answers, asked)
    with (partnership.linkage / ANSWERS).open("a", encoding="utf-8") as kept:
        kept.write(write_answers(answers, with_header=kept.tell() == 0))
    return len(answers)


def _kept_pairs(partnership: Partnership, of: Whose) -> pl.DataFrame:
    """The pairs that their newest sheet and their newest sample ask of."""
    import polars as pl

    from vrn.sharing.linkage.reviewing import PAIR

    paths = (partnership.linkage / of.file(kind) for kind in (ASKED, SAMPLE))
    columns = (*PAIR, *SHOWN)
    there = [read_rows(path) for path in paths if path.is_file()]
    kept = [
        (rows if set(SHOWN) <= set(rows.columns) else with_shown(partnership, rows)).select(columns)
        for rows in there
    ]
    return pl.concat([pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), *kept])


def measured_errors(folder: Path, source: str, *, supplier: str = "") -> dict[str, Rate]:
    """False and missed links of a source, from what its steward said of the sample."""
    import polars as pl

    from vrn.sharing.linkage.reviewing import measure_errors

    partnership = read_partnership(folder)
    path = partnership.linkage / whose(partnership, source, supplier).file(SAMPLE)
    answers = read_answers(partnership)
    if not path.is_file() or answers is None:
        return {}
    drawn = pl.read_csv(path, infer_schema=False)
    return measure_errors(drawn.with_columns(is_link=pl.col("is_link") == "true"), answers)


def _uncertain(partnership: Partnership, of: Whose, *, again: bool = False) -> pl.DataFrame:
    from vrn.sharing.linkage.reviewing import pairs_to_review

    linked, model = link_held(partnership)
    return pairs_to_review(
        only_theirs(partnership, linked, of),
        model,
        source=of.source,
        across=_asked_across(partnership, of.source),
        answers=None if again else read_answers(partnership),
    )


def _asked_across(partnership: Partnership, source: str) -> list[str]:
    """The feeds whose pairs with this one may be asked about: where every agreement allows it."""
    from vrn.sharing.store import Store

    receipts = Store.read(partnership.store).live_receipts()
    allows: dict[str, bool] = {}
    for name in sorted({receipt["agreement"] for receipt in receipts}):
        agreement = read_flow(partnership, name)
        has_clause = agreement.conditions.asks_across_sources
        allows[agreement.feed] = allows.get(agreement.feed, True) and has_clause
    others = [feed for feed, has_clause in allows.items() if has_clause and feed != source]
    return others if allows.get(source) else []


def _look(
    folder: Path,
    asked: Mapping[str, object],
    show: Callable[[Partnership], _Given],
    who: tuple[str, str, datetime],
) -> _Given:
    """Shows something operational, once it is written down who looks and what for."""
    from vrn.release.operational import Look, look

    partnership = read_partnership(folder)
    actor, purpose, now = who
    about = Look(actor=actor, purpose=purpose, at=now, asked=asked)
    return look(partnership.audit, about, lambda: show(partnership))
