"""A cut is made only from what can be counted once, and only when all it needs is there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from vrn import chain
from vrn.chain.cutting import check_told_once
from vrn.chain.early import NotReadyError
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
    with pytest.raises(
        NotReadyError,
        match=r"street-crime or police-offences, boundaries, area-changes.*vrn receive",
    ):
        chain.make_cut(tmp_path / "p")


def test_a_cut_of_the_same_supplies_is_the_same_cut(demo_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(demo_folder, tmp_path / "p")
    assert chain.make_cut(folder).number == 1


def test_a_lookup_of_another_area_is_refused_before_every_figure_is_too_low(
    demo_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(demo_folder, tmp_path / "p")
    text = (folder / "partnership.toml").read_text(encoding="utf-8")
    first, *districts = text.split("\n[[districts]]\n")
    kept = [district for district in districts if "Rutland" in district]
    (folder / "partnership.toml").write_text("\n[[districts]]\n".join([first, *kept]))
    with pytest.raises(ValueError, match=r"only \d+\.\d% of the records .* at least 95%"):
        chain.make_cut(folder)


def test_a_file_that_was_refused_can_be_received_when_its_mapping_is_mended(
    demo_folder: Path, tmp_path: Path
) -> None:
    folder, today = tmp_path / "p", date(2024, 6, 3)
    chain.start(folder, area="Norfolk")
    source = demo_folder.parent / "files" / "population"
    path = next(source.glob("census2021_*"))
    mapping = folder / "mappings" / "residents-census-2021.toml"
    good = mapping.read_text(encoding="utf-8")
    mapping.write_text(good.replace('"total_residents"', '"people"'), encoding="utf-8")
    refused = chain.receive(folder, path, under="residents-census-2021", today=today)
    mapping.write_text(good, encoding="utf-8")
    accepted = chain.receive(folder, path, under="residents-census-2021", today=today)
    assert (refused.state, accepted.state) == ("refused", "accepted")
    assert refused.id != accepted.id
