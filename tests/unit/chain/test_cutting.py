"""A cut is made only from what can be counted once, and only when all it needs is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrn import chain
from vrn.chain.cutting import check_told_once
from vrn.chain.progress import NotReadyError
from vrn.sharing.store import Part


def part(name: str, receipt: str) -> Part:
    return Part(name, receipt, Path("nowhere.parquet"), 1, "0" * 64)


def test_a_slice_in_several_parts_of_one_receipt_is_told_once() -> None:
    check_told_once("street-crime", [part("2024-01 X", "a"), part("2024-01 X", "a")])


def test_a_slice_from_two_agreements_is_refused_with_both_receipts() -> None:
    with pytest.raises(NotReadyError, match=r"2024-01 X.*aaa.*bbb.*count twice"):
        check_told_once("street-crime", [part("2024-01 X", "aaa"), part("2024-01 X", "bbb")])


def test_a_cut_of_nothing_says_what_to_receive(tmp_path: Path) -> None:
    chain.start(tmp_path / "p", area="Norfolk")
    with pytest.raises(NotReadyError, match=r"street-crime, boundaries, area-changes.*vrn receive"):
        chain.make_cut(tmp_path / "p")


def test_a_cut_of_the_same_supplies_is_the_same_cut(demo_folder: Path, tmp_path: Path) -> None:
    import shutil

    folder = shutil.copytree(demo_folder, tmp_path / "p")
    assert chain.make_cut(folder).number == 1
