"""The analyst's word through the worker: what is of unusual size is taken in from kept bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.work.made_requests import (
    TODAY,
    answer_to,
    left_in_inbox,
    offences,
    published,
    put,
    receipts_of,
    work,
)
from vrn import chain
from vrn.chain.early import NotReadyError
from vrn.sharing.fault import TextError
from vrn.sharing.store import Store, removal
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

WORD = "the force had no system for three weeks"


def month(number: int, rows: int) -> bytes:
    """So many offences of one month of 2020."""
    text = offences(rows).replace(b"/05/2020", f"/{number:02d}/2020".encode())
    return text.replace(b"20-0", f"20-{number}".encode())


@pytest.fixture
def held(folder: Path) -> str:
    """The receipt of a seventh month with a tenth of the usual rows."""
    for number in range(1, 7):
        put(folder, month(number, 120))
        work(folder)
    sent = put(folder, month(7, 12), file_name="July offences.csv")
    work(folder)
    return str(answer_to(folder, sent)["receipt"])


def listed(folder: Path, receipt: str) -> dict[str, object]:
    (one,) = (s for s in published(folder, "supplies.json")["supplies"] if s["receipt"] == receipt)
    return dict(one)


def give(folder: Path, receipt: str) -> dict[str, object]:
    sent = put(folder, kind=exchange.RECEIVE, held=receipt, word=WORD)
    work(folder)
    return answer_to(folder, sent)


def test_a_supply_of_unusual_size_waits_and_is_taken_in_by_the_word(
    folder: Path, held: str
) -> None:
    assert (listed(folder, held)["state"], listed(folder, held)["is_held"]) == ("refused", True)
    assert chain.list_held(folder) == {held}
    answer = give(folder, held)
    assert answer["state"] == "done"
    accepted = listed(folder, str(answer["receipt"]))
    assert (accepted["state"], accepted["rows_loaded"]) == ("accepted", 12)
    assert accepted["period"] == ["2020-07", "2020-07"]
    assert not listed(folder, held)["is_held"], "it waits no more"
    receipt = receipts_of(folder)[-1]
    assert (receipt["word"], receipt["file"]) == (WORD, f"supply-{receipt['sha256'][:12]}.csv")
    assert left_in_inbox(folder) == [], "no clear byte is left"


def test_what_does_not_wait_takes_no_word(folder: Path, held: str) -> None:
    give(folder, held)
    for receipt in (held, receipts_of(folder)[0]["id"], "000000000000"):
        answer = give(folder, receipt)
        assert answer["state"] == "failed"
        assert "No supply waits for a word" in str(answer["says"])


def test_what_is_kept_no_more_waits_no_more(folder: Path, held: str) -> None:
    store = Store.open(folder / "store")
    removal.drop_originals(store, [held], why="a test", today=TODAY)
    assert chain.list_held(folder) == frozenset()
    with pytest.raises(NotReadyError, match="kept no more"):
        chain.give_word(folder, held, word=WORD, today=TODAY)


def test_before_anything_came_nothing_waits(folder: Path) -> None:
    assert chain.list_held(folder) == frozenset()


def test_a_supply_refused_for_form_does_not_wait(folder: Path) -> None:
    put(folder, b"Name,Born\nnobody,1999\n")
    work(folder)
    (receipt,) = receipts_of(folder)
    assert not listed(folder, receipt["id"])["is_held"]


@pytest.mark.parametrize(
    ("announced", "state", "says"),
    [
        ({"rows": 3}, "accepted", ""),
        ({"rows": 4}, "refused", "announced with 4 rows"),
        ({"sha256": "ab" * 32}, "refused", "not those that were announced"),
    ],
)
def test_what_was_announced_is_held_to_at_the_door(
    folder: Path, announced: dict[str, object], state: str, says: str
) -> None:
    put(folder, offences(3), announced={"sha256": "", "rows": None, **announced})
    work(folder)
    (receipt,) = receipts_of(folder)
    assert receipt["state"] == state
    assert says in "".join(fault["says"] for fault in receipt["faults"])


def test_a_nil_return_is_received_for_its_month(folder: Path) -> None:
    header = offences(0)
    put(folder, header)
    put(folder, header, announced={"sha256": "", "rows": None, "nil_of": "2020-05"})
    work(folder)
    states = {receipt["period_from"]: receipt["state"] for receipt in receipts_of(folder)}
    assert states == {None: "refused", "2020-05": "accepted"}


def test_an_announcement_that_can_be_none_is_answered(folder: Path) -> None:
    sent = put(folder, offences(3), announced={"sha256": "ab"})
    work(folder)
    assert "64 hexadecimal digits" in answer_to(folder, sent)["says"]
    with pytest.raises(TextError):
        chain.announce("ab")
