"""Every line of the table of bad files: its outcome, what is said, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bad_files import CASES
from made_files import Door

if TYPE_CHECKING:
    from pathlib import Path

    from arriving import Case

    from vrn.sharing.receipt import Receipt


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def said(receipt: Receipt, outcome: str) -> list[tuple[str, int | None, str | None]]:
    """What a receipt says of one kind: the words, the line, the column."""
    notes = {"mend": receipt.mended, "flag": receipt.flagged}.get(outcome, ())
    faults = receipt.faults if outcome == "refuse" else ()
    rows = receipt.held_back if outcome == "hold back" else ()
    return (
        [(note.what, note.line, None) for note in notes]
        + [(fault["says"], fault.get("line"), fault.get("column")) for fault in faults]
        + [(row.reason, row.line, row.column) for row in rows]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_file_gets_its_outcome(case: Case, door: Door) -> None:
    door.prepare(case.before)
    receipt = door.send(case.content, case.file, case.under)
    is_refused = case.outcome == "refuse"
    assert receipt.state == ("refused" if is_refused else "accepted"), receipt.to_text()
    assert receipt.rows_read == receipt.rows_loaded + receipt.rows_held_back
    live = door.store.live_parts(receipt.feed)
    stored = sum(part.rows for part in live if part.receipt == receipt.id)
    assert stored == receipt.rows_stored
    assert bool(stored) is not is_refused
    assert bool(receipt.rows_held_back) is (case.outcome == "hold back")
    if case.says:
        found = [entry for entry in said(receipt, case.outcome) if case.says in entry[0]]
        assert found, receipt.to_text()
        assert case.line is None or case.line in {line for _, line, _ in found}
        assert case.column is None or case.column in {column for *_, column in found}
    if case.outcome == "load":
        assert receipt.flagged == ()
    check_receipt_is_kept(case, door, receipt)
    check_refusal_says_what_to_do(receipt)


def check_receipt_is_kept(case: Case, door: Door, receipt: Receipt) -> None:
    """The store holds this one receipt, also after the same bytes came again."""
    earlier = len(case.before)
    assert door.store.receipts()[earlier:] == [receipt.as_mapping()]
    assert door.send(case.content, case.file, case.under) == receipt
    assert door.store.receipts()[earlier:] == [receipt.as_mapping()]


def check_refusal_says_what_to_do(receipt: Receipt) -> None:
    """What was expected and what to do, the file named each time, each on one line."""
    for fault in receipt.faults[:1]:
        assert fault["do"]
        assert fault["expected"]
    assert all(fault["file"] for fault in receipt.faults)
    assert all(fault["says"].count("\n") == 0 for fault in receipt.faults)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.mended], ids=lambda case: case.name
)
def test_the_mended_file_is_accepted_whole(case: Case, door: Door) -> None:
    door.prepare(case.before)
    receipt = door.send(case.mended or b"", case.file, case.under)
    assert receipt.is_accepted, receipt.to_text()
    assert receipt.rows_held_back == 0
