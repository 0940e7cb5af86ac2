"""Two people of two organisations approve a digest, or the lane stays closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vrn.release.approvals import check_approved, parse_approval, read_approvals
from vrn.release.lanes import NoLaneError
from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "ab" * 32
TODAY = date(2024, 6, 3)
ALICE = ("Alice Moor", "Westmere Police", "data steward")
BOB = ("Bob Fell", "Westmere Council", "analyst")


def text(*people: tuple[str, str, str], sha256: str = DIGEST, on: str = "2024-06-01") -> str:
    parts = [
        f'[[approved_by]]\nname = "{name}"\norganisation = "{house}"\nrole = "{role}"\n'
        f"approved_on = {on}\n"
        for name, house, role in people
    ]
    return f'of = "headline-shapes"\nsha256 = "{sha256}"\n' + "".join(parts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "headline-shapes.toml").write_text(text(ALICE, BOB), encoding="utf-8")
    return tmp_path


def check(folder: Path, sha256: str = DIGEST, today: date = TODAY) -> None:
    check_approved(folder, of="headline-shapes", sha256=sha256, today=today)


def test_two_people_open_the_lane(folder: Path) -> None:
    check(folder)
    approval = read_approvals(folder)["headline-shapes"]
    assert [each.name for each in approval.approvers] == ["Alice Moor", "Bob Fell"]


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((ALICE,), "two different people"),
        ((ALICE, ("alice  MOOR", "Westmere Council", "analyst")), "two different people"),
        ((ALICE, ("Bob Fell", "westmere police", "analyst")), "two organisations"),
        ((("Alice Moor", "Westmere Police", "analyst"), BOB), "data steward"),
        ((), "approved_by is missing"),
    ],
)
def test_too_little_is_no_approval(people: tuple[tuple[str, str, str], ...], words: str) -> None:
    with pytest.raises(TextError, match=words):
        parse_approval(text(*people))


def test_all_faults_of_a_text_are_told_at_once() -> None:
    with pytest.raises(TextError) as error:
        parse_approval('of = "x"\nsha257 = "y"\n[[approved_by]]\nname = "A"\n')
    for words in ("sha257", "sha256 is missing", "organisation is missing", "approved_on"):
        assert words in str(error.value)


def test_a_digest_that_is_none_is_refused() -> None:
    with pytest.raises(TextError, match="64 hexadecimal digits"):
        parse_approval(text(ALICE, BOB, sha256="not a digest"))


def test_a_changed_list_closes_the_lane_until_it_is_approved_again(folder: Path) -> None:
    with pytest.raises(NoLaneError, match=r"another list .*approve it anew"):
        check(folder, "cd" * 32)


def test_without_a_text_the_answer_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(NoLaneError, match=f"headline-shapes.toml by its sha256, {DIGEST}"):
        check(tmp_path)


def test_an_approval_of_tomorrow_is_none_today(folder: Path) -> None:
    with pytest.raises(NoLaneError, match=r"later day than 2024-05-31 by Alice Moor, Bob Fell"):
        check(folder, today=date(2024, 5, 31))


def test_the_same_thing_approved_twice_is_refused(folder: Path) -> None:
    (folder / "other.toml").write_text(text(ALICE, BOB), encoding="utf-8")
    with pytest.raises(TextError, match="approved twice"):
        read_approvals(folder)
