"""Parts received together by the journeys that the command calls, and what a supply changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from vrn import chain
from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

HOW: dict[str, Any] = {"under": "police-uk-street", "today": date(2024, 6, 30)}
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
)


def street(*numbers: int) -> str:
    force = "2024-03,Midshire Police,Midshire Police,-1.131592,52.636878,Tanner Lane,E01099001,M"
    return HEADER + "".join(f"{n:064x},{force},Robbery,,\n" for n in numbers)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    for name, numbers in {"a-street 1 of 2": (1, 2), "a-street 2 of 2": (3,), "b": (1, 4)}.items():
        (tmp_path / f"{name}.csv").write_text(street(*numbers))
    return tmp_path / "p"


def test_parts_are_received_together_and_a_later_file_says_what_it_changed(folder: Path) -> None:
    parts = [folder.parent / f"a-street {n} of 2.csv" for n in (2, 1)]
    first = chain.receive_parts(folder, parts, announced=chain.announce(rows=3), **HOW)
    assert first.is_accepted, first.to_text()
    assert [member.name for member in first.members] == [
        "a-street 1 of 2.csv",
        "a-street 2 of 2.csv",
    ]
    second = chain.receive(folder, folder.parent / "b.csv", replaces=(first.id,), **HOW)
    changes = chain.find_changes(folder, second.id)
    assert changes["what"].to_list() == ["added", "removed", "removed"]


def test_a_part_alone_is_refused_by_its_name(folder: Path) -> None:
    receipt = chain.receive(folder, folder.parent / "a-street 1 of 2.csv", **HOW)
    assert "2 of 2 of its parts did not arrive with it" in receipt.to_text()


def test_a_nil_return_is_received(folder: Path) -> None:
    path = folder.parent / "nil.csv"
    path.write_text(HEADER)
    first, second = (
        chain.receive(folder, path, announced=chain.announce(nil_of=month), **HOW)
        for month in ("2024-03", "2024-04")
    )
    assert first.is_accepted
    assert first.id != second.id
    with pytest.raises(ValueError, match="2024-13"):
        chain.announce(nil_of="2024-13")


def test_the_digest_of_one_part_is_not_that_of_all(folder: Path) -> None:
    said = chain.announce("0" * 64)
    with pytest.raises(TextError, match="a SHA-256 is that of one file"):
        chain.receive_parts(folder, [folder.parent / "a-street 1 of 2.csv"], announced=said, **HOW)
