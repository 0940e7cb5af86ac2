"""What waits until a supply is known to be good, and the small words of messages."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from vrn.sharing.checks.spool import Spool
from vrn.sharing.fault import Fault, TextError, listed, plural, quoted, safe_name
from vrn.sharing.receipt import Note, Receipt, gather_notes, receipt_from, receipt_id


def rows(*lines: int) -> pl.DataFrame:
    return pl.DataFrame({"line": lines, "text": ["x" * 100 for _ in lines]})


@pytest.mark.parametrize("most_bytes", [0, 150, 10**6])
def test_rows_come_back_in_order_without_lines_left_out(most_bytes: int) -> None:
    with Spool(most_bytes) as spool:
        spool.add(0, "2024-01", rows(2, 3))
        spool.add(1, "2024-02", rows(2, 3))
        spool.add(1, "2024-03", rows(4))
        folder = spool.folder
        given = list(spool.give({1: pl.Series([3, 4])}))
    assert [(name, frame["line"].to_list()) for name, frame in given] == [
        ("2024-01", [2, 3]),
        ("2024-02", [2]),
    ]
    assert (folder is not None) is (most_bytes < 10**6)
    assert folder is None or not Path(folder.name).exists()


def test_nothing_is_left_on_the_disk_after_a_stop() -> None:
    def stop_midway(spool: Spool) -> None:
        with spool:
            spool.add(0, "2024-01", rows(2))
            raise KeyboardInterrupt

    spool = Spool(0)
    with pytest.raises(KeyboardInterrupt):
        stop_midway(spool)
    assert spool.folder is not None
    assert not Path(spool.folder.name).exists()


def test_a_fault_reads_as_a_sentence() -> None:
    fault = Fault("it is torn", "a whole file", "send it anew", "a.csv", 3, "month")
    assert str(fault) == (
        "a.csv, line 3, column month: it is torn. Expected: a whole file. What to do: send it anew."
    )
    assert str(Fault("it is torn")) == "it is torn."
    assert Fault("it is torn", line=3).as_mapping() == {
        "what": "it is torn",
        "line": 3,
        "says": "line 3: it is torn.",
    }


def test_a_fault_says_what_happened() -> None:
    with pytest.raises(ValueError, match="a fault says what happened"):
        Fault("")


def test_names_and_values_are_shown_on_one_line() -> None:
    assert safe_name("../a\\b\n.csv") == "../a/b_.csv"
    assert safe_name("\udcff.csv") == "_.csv"
    assert safe_name(" ") == "unnamed"
    assert len(safe_name("x" * 10_000)) == 120
    assert quoted("a\nb") == "'a\\x0ab'"
    assert quoted("x" * 50) == "'" + "x" * 37 + "...'"


def test_numbers_and_lists_in_sentences() -> None:
    assert (plural(1, "row"), plural(1200, "row")) == ("1 row", "1,200 rows")
    assert (listed(["a"]), listed(["a", "b", "c"])) == ("a", "a, b and c")
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"


def test_notes_of_one_kind_are_added_up() -> None:
    notes = [Note("a", 1, "x", 3), Note("b", 1, "x", 4), Note("a", 2, "y", 5)]
    assert gather_notes(notes) == (Note("a", 3, "x", 3), Note("b", 1, "x", 4))


def receipt(**changes: object) -> Receipt:
    facts = {
        "id": receipt_id("a", "b"),
        "agreement": "street",
        "agreement_sha256": "0" * 64,
        "feed": "street-crime",
        "supplier": "Midshire Police",
        "file": "a.csv",
        "bytes": 10,
        "sha256": "1" * 64,
        "contract_sha256": "2" * 64,
        "mapping_sha256": "3" * 64,
        "state": "accepted",
        "received_on": "2024-06-30",
    }
    return Receipt(**facts | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"state": "lost"}, "state is one of accepted, refused"),
        ({"rows_read": 2, "rows_loaded": 1}, "rows read are not rows loaded and rows held back"),
        ({"rows_stored": -1}, "a count is below 0"),
        ({"state": "refused"}, "refused without a reason"),
        (
            {"state": "refused", "faults": ({"says": "x"},), "rows_stored": 1},
            "refused, and yet rows are counted",
        ),
        ({"faults": ({"says": "x"},)}, "accepted with faults"),
        ({"rows_read": 1, "rows_held_back": 1}, "reasons do not add up"),
    ],
)
def test_a_receipt_that_contradicts_itself_cannot_be_made(
    changes: dict[str, object], fault: str
) -> None:
    with pytest.raises(TextError, match=fault):
        receipt(**changes)


def test_a_receipt_is_read_back_without_keys_it_does_not_know() -> None:
    assert receipt_from(receipt().as_mapping() | {"later": 1}) == receipt()
    assert receipt().slices == ()


def test_a_receipts_id_is_twelve_digits_that_depend_on_every_part() -> None:
    assert len(receipt_id("a", "b")) == 12
    assert len({receipt_id("a", "b"), receipt_id("a", "c"), receipt_id("ab"), receipt_id("b")}) == 4
