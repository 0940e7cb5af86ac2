"""A scorecard made from drawn receipts and drawn stored rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.unit.sharing.quality.drawn_cards import OFFENCES, agreement, offence, part, receipt
from vrn.sharing.quality.card import share
from vrn.sharing.quality.reading import agreed_columns, read_receipts, read_rows
from vrn.sharing.quality.scoring import Held, InCut, score

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.quality.card import Scorecard

TODAY = date(2024, 7, 20)


def scored(folder: Path, **changes: object) -> Scorecard:
    """January came, and again in a correction; February did not; March came with April."""
    receipts = [
        receipt("first", "2024-01", on="2024-02-12", rows_held_back=4),
        receipt("wrong", on="2024-03-01", state="refused", rows_read=0, members=[]),
        receipt("second", "2024-01", on="2024-03-02"),
        receipt("third", "2024-03", "2024-04", on="2024-05-07"),
    ]
    parts = [
        part(folder, "second", "2024-01", [offence(), offence(knife_flag=None)]),
        part(folder, "third", "2024-03", [offence()]),
        part(folder, "third", "2024-03", [offence()]),
        part(folder, "third", "2024-04", [offence()]),
    ]
    in_cut = InCut(placed={"2024-01": (("roughly", 2),)}, persons={"2024-01": (2, 1)})
    held = Held(receipts=receipts, parts=parts, in_cut=in_cut)
    return score(agreement(**changes), OFFENCES, held, today=TODAY)


def test_every_month_between_the_first_and_the_newest_has_a_card(tmp_path: Path) -> None:
    whole = scored(tmp_path)
    assert [(one.month, one.rows.rows, one.is_here) for one in whole.months] == [
        ("2024-01", 2, True),
        ("2024-02", 0, False),
        ("2024-03", 2, True),
        ("2024-04", 1, True),
    ]
    assert whole.refused == (("2024-03-01", "wrong.csv"),)
    assert whole.newest == whole.month("2024-04")
    assert whole.month("2024-05") is None
    assert whole.month("2024-02").usual.how == "nothing of this month is held"


def test_lateness_is_that_of_the_first_file_whatever_replaced_it(tmp_path: Path) -> None:
    january, february, march, _ = scored(tmp_path).months
    assert (january.received_on, january.days_after_end) == ("2024-02-12", 12)
    assert (february.received_on, february.days_after_end) == ("", None)
    assert (march.days_after_end, march.days_late) == (37, None)


def test_with_an_agreed_day_lateness_is_told_from_it_and_later_months_are_overdue(
    tmp_path: Path,
) -> None:
    whole = scored(tmp_path, due_day=10)
    late = {one.month: one.days_late for one in whole.months}
    assert late["2024-01"] == 2
    assert late["2024-03"] == 27
    assert late["2024-04"] == -3
    assert [one.month for one in whole.months][4:] == ["2024-05", "2024-06"]
    assert late["2024-05"] is None
    assert whole.newest.month == "2024-04"


def test_what_is_held_now_counts_and_not_what_was_replaced(tmp_path: Path) -> None:
    january = scored(tmp_path).months[0]
    assert january.supplies.receipts == ("second",)
    assert january.supplies.held == 0
    assert january.rows.filled["knife_flag"] == 1
    assert january.rows.filled["crime_ref"] == 2
    assert (january.placed, january.persons, january.linked) == ((("roughly", 2),), 2, 1)


def test_without_any_month_there_is_no_card(tmp_path: Path) -> None:
    odd = part(tmp_path, "r", "no month", [offence()])
    held = Held(receipts=[receipt("r", state="refused")], parts=[odd])
    whole = score(agreement(due_day=1), OFFENCES, held, today=TODAY)
    assert whole.months == ()
    assert whole.newest is None
    assert len(whole.refused) == 1


def test_the_newest_month_of_none_held_is_the_last(tmp_path: Path) -> None:
    held = Held(receipts=[receipt("r", "2024-01")], parts=[part(tmp_path, "r", "2024-01", [])])
    whole = score(agreement(), OFFENCES, held, today=TODAY)
    assert not whole.newest.is_here
    assert whole.newest.month == "2024-01"


def test_columns_that_were_not_agreed_are_not_missed() -> None:
    columns = agreed_columns(OFFENCES, agreement())
    assert columns == ("crime_ref", "ho_code", "offence_title", "recorded_at", "knife_flag")


def test_stored_rows_are_counted_over_parts_of_different_columns(tmp_path: Path) -> None:
    rows = [
        offence(recorded_at="2024-01-05T00:00"),
        offence(recorded_at="1900-01-01T00:00", offence_title=None),
        offence(crime_ref=None),
    ]
    whole = part(tmp_path, "r", "2024-01", rows)
    counted = read_rows([whole.path], OFFENCES, ["crime_ref", "outcome"])
    assert counted.filled == {"crime_ref": 2, "outcome": 0}
    assert (counted.rows, counted.titles, counted.times) == (3, 1, 3)
    assert (counted.midnight, counted.defaults) == (2, 1)


def test_receipts_tell_of_codes_and_of_days_in_columns_that_are_not_stored() -> None:
    def note(what: str, count: int) -> dict[str, object]:
        return {"what": what, "count": count, "file": "f", "line": 2}

    one = receipt(
        "one",
        "2024-01 A",
        "2024-01 B",
        rows_held_back=4,
        held_reasons=[["status is not in the mapping's list of codes: a, b", 3], ["x is odd", 1]],
        flagged=[
            note("crime_type holds a value, which is not on the published list", 5),
            note("born holds a day that systems write where none is known", 7),
            note("recorded_at holds a day that systems write where none is known", 11),
            note("born lies in the hour that the clocks skip in spring", 13),
        ],
    )
    two = receipt("two", "2024-02", rows_held_back=2, held_reasons=[["x is odd", 2]])
    facts = read_receipts([one, two], OFFENCES)
    assert (facts.receipts, facts.months) == (("one", "two"), 2)
    assert (facts.read, facts.held) == (20, 6)
    assert facts.reasons[0] == ("status is not in the mapping's list of codes: a, b", 3)
    assert facts.reasons[1] == ("x is odd", 3)
    assert (facts.codes, facts.births) == (8, 7)


def test_a_share_of_nothing_is_not_known() -> None:
    assert (share(1, 4), share(0, 0)) == (0.25, None)
