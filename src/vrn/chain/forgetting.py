"""What is written down beside the store about records that go: it goes with them.

Sheets ask of records by their suppliers' own references, and answers and samples keep these. So
whoever's rows are erased, or may be kept no longer, is taken out of them as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vrn.chain.said import ASKED, SAMPLE, SIDES, kept_files, put_rows, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vrn.partnership.folder import Partnership
    from vrn.sharing.store import Store

_NUMBERED = re.compile(r" #\d+$")


def forget_asked(partnership: Partnership) -> None:
    """Deletes what sheets ask of, which names records: the next sheet asks anew."""
    for path in partnership.linkage.glob(f"{ASKED}-*.csv"):
        path.unlink()


def forget_said(partnership: Partnership, feed: str, references: Iterable[str]) -> int:
    """Takes every pair with one of these references out of answers and samples; gives how many.

    `references` are own ones, without a number. All records that share one go: those that stay are
    numbered anew, and what was said of them is asked again.
    """
    gone = set(references)
    return sum(_take_out(path, feed, gone) for path in kept_files(partnership, SAMPLE) if gone)


def _take_out(path: Path, feed: str, gone: set[str]) -> int:
    """The file without the lines that name one of the references; gives how many there were."""
    import polars as pl

    rows = read_rows(path)
    named = [
        any(row[of] == feed and _NUMBERED.sub("", row[record]) in gone for of, record in SIDES)
        for row in rows.iter_rows(named=True)
    ]
    if any(named):
        put_rows(rows.filter(~pl.Series(named, dtype=pl.Boolean)), path)
    return sum(named)


def forget_supplies(partnership: Partnership, store: Store, receipts: Iterable[str]) -> int:
    """Takes the records of supplies that go out of answers and samples; gives how many pairs.

    A record that stands in another live supply stays.
    """
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage.records import linkable

    going, count = set(receipts), 0
    if not going or not kept_files(partnership, SAMPLE):
        return 0
    receipts_of = {one["id"]: one["feed"] for one in store.receipts()}
    staying = {one["id"] for one in store.live_receipts()} - going
    for feed in linkable(CONTRACTS):
        of_feed = {receipt for receipt, of in receipts_of.items() if of == feed}
        gone = _references(store, feed, going & of_feed)
        held = _references(store, feed, staying & of_feed) if gone else set()
        count += forget_said(partnership, feed, gone - held)
    return count


def _references(store: Store, feed: str, receipts: Iterable[str]) -> set[str]:
    """The own references of all rows of supplies of a feed."""
    import polars as pl

    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage.records import own_reference
    from vrn.sharing.store import removal

    own = own_reference(CONTRACTS[feed])
    return {
        reference
        for receipt in receipts
        for _, part in removal.parts_of(store, receipt)
        for reference in pl.read_parquet(part.path).select(own).to_series()
    }
