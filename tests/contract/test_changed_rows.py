"""What a supply changed where it replaced another: every row named by its line, no cell shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import made_agencies as made
import made_files
import pytest
from made_files import Door, street, street_row

from vrn.sharing.changes import changed_rows, count_changes
from vrn.sharing.store import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_rows_are_added_changed_and_removed_by_their_key(door: Door) -> None:
    first = door.send(made.callouts(3), "c.csv", made.CALLOUTS)
    rows = [
        made.callout_row(3),
        made.callout_row(1, age="20", sex="Female"),
        made.callout_row(7),
    ]
    content = made_files.csv_text(rows, made.CALLOUT_HEADER, delimiter=";").encode("cp1252")
    second = door.send(content, "c.csv", made.CALLOUTS, replaces=(first.id,))
    changes = changed_rows(door.store, second.id)
    assert changes.rows() == [
        ("changed", "2020-05", 3, 2, "age, sex"),
        ("added", "2020-05", 4, None, None),
        ("removed", "2020-05", None, 3, None),
    ]
    assert count_changes(changes) == {"added": 1, "changed": 1, "removed": 1}


def test_rows_in_another_order_have_not_changed(door: Door) -> None:
    first = door.send(street(20))
    again = made_files.csv_text(made_files.street_rows(20)[::-1]).encode()
    second = door.send(again, replaces=[first.id])
    assert changed_rows(door.store, second.id).height == 0


def test_rows_without_a_number_are_compared_as_a_whole(door: Door) -> None:
    def unnumbered(*places: str) -> bytes:
        rows = [street_row(crime_id="", location=place) for place in places]
        return made_files.csv_text(rows).encode()

    first = door.send(unnumbered("A Lane", "A Lane", "B Lane"))
    second = door.send(unnumbered("A Lane", "C Lane"), replaces=[first.id])
    assert [row[:2] + row[4:] for row in changed_rows(door.store, second.id).rows()] == [
        ("added", "2024-03 Midshire Police", None),
        ("removed", "2024-03 Midshire Police", None),
        ("removed", "2024-03 Midshire Police", None),
    ]


def test_a_number_that_repeats_is_paired_one_by_one(door: Door) -> None:
    first = door.send(street(1, street_row(1)))
    second = door.send(street(1, street_row(1), street_row(1)), replaces=[first.id])
    assert [row[0] for row in changed_rows(door.store, second.id).rows()] == ["added"]


def test_a_supply_that_replaced_nothing_changed_nothing(door: Door) -> None:
    receipt = door.send(street(3))
    assert changed_rows(door.store, receipt.id).rows() == []


def test_other_slices_of_the_replaced_supply_are_left_alone(door: Door) -> None:
    both = made_files.zipped(
        {
            made_files.month_member("2024-02"): street(month="2024-02"),
            made_files.month_member("2024-03"): street(first=100),
        }
    )
    first = door.send(both, "one.zip")
    second = door.send(street(2, first=100), replaces=[first.id])
    assert count_changes(changed_rows(door.store, second.id)) == {
        "added": 0,
        "changed": 0,
        "removed": 1,
    }


def test_a_receipt_that_is_not_there_is_told(door: Door) -> None:
    with pytest.raises(StoreError, match="no receipt"):
        changed_rows(door.store, "0123456789ab")
