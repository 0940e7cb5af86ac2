"""A supply is withdrawn: all that rests on it is listed first, then its rows leave the next cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from vrn.sharing.store.withdrawal import Affected

STAYS = (
    "Cuts and figures that were made of it stay as they were released; the next `vrn cut` is "
    "without it. No row is deleted."
)
NO_MOVE = "  no released figure and no published document"


def numbers_that_move(folder: Path, receipts: Sequence[str]) -> list[str]:
    """Lines with every paragraph and figure that rests on one of these supplies.

    They are what a next edition may say otherwise once the supplies are gone or replaced.
    """
    from vrn.chain.tracing import open_register
    from vrn.release import tracing
    from vrn.release.register import NotReleasedError

    uses, figures = {}, {}
    for receipt in receipts:
        try:
            found = tracing.trace_supply(open_register(folder), receipt)
        except NotReleasedError:
            continue
        uses.update(dict.fromkeys(found.uses))
        figures.update({figure.id: figure for figure in found.figures})
    if not figures:
        return [NO_MOVE]
    return [
        *(f"  {use.name}, edition {use.edition}, {use.place}" for use in uses),
        f"  {len(figures):,} released figures",
        *(f"  {name}  {tracing.name_of(each)}: {each}" for name, each in figures.items()),
    ]


def see_withdrawal(folder: Path, receipt: str) -> list[str]:
    """Lines that say what would move if a supply were withdrawn; nothing is done.

    StoreError where no slice of such a receipt is live.
    """
    from vrn.sharing.store import Store
    from vrn.sharing.store.withdrawal import see_affected

    store = Store.read(read_partnership(folder).store)
    affected = see_affected(store, receipt)
    return _lines(folder, receipt, affected, file=store.receipt(receipt)["file"])


def withdraw_supply(
    folder: Path, receipt: str, *, by: str, why: str, today: date
) -> tuple[str, ...]:
    """Makes every slice of a supply not live, and logs who did it and why; gives the slices.

    No row is deleted: `vrn agreements due --delete` does that when its time is over. StoreError,
    and nothing is changed, where no slice of it is live or where a name or a reason is lacking.
    """
    from vrn.sharing.store import Store, withdrawal

    store = Store.open(read_partnership(folder).store)
    found = withdrawal.withdraw_supply(store, receipt, by=by, why=why, today=today)
    return found.slices


def _lines(folder: Path, receipt: str, affected: Affected, *, file: str) -> list[str]:
    return [
        f"Supply {receipt}: {file}, {affected.rows:,} live rows of {', '.join(affected.slices)}",
        "",
        "Rests on it, and would move",
        *numbers_that_move(folder, [receipt]),
        "",
        STAYS,
        *(
            f"Before it {name} was held by receipt {', '.join(held)}, which does not come back by "
            "itself: receive that file again if its rows are to stand."
            for name, held in affected.earlier
        ),
    ]
