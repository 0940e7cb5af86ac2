"""A partnership's choices are followed in every sentence; figures name all they rest on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import polars as pl
import pytest

from vrn import chain
from vrn.chain.cutting import of_own_forces
from vrn.chain.early import NotReadyError
from vrn.chain.measuring import Measuring
from vrn.partnership.folder import PartnershipError, read_partnership
from vrn.publish.document import Chart, Document
from vrn.publish.sentence import plain_words
from vrn.publish.stored import document_from_json
from vrn.release.register import open_released

if TYPE_CHECKING:
    from pathlib import Path

NAME = "violence_and_sexual_offences"


def published(folder: Path) -> Document:
    """The current profile of a folder, its figures out of the register."""
    partnership = read_partnership(folder)
    home = partnership.published / "profile"
    edition = home / (home / "current").read_text(encoding="ascii").strip()
    released = open_released(partnership.released, partnership.public_key)
    return document_from_json((edition / "document.json").read_bytes(), released.figure)


def with_choice(demo_folder: Path, home: Path, old: str, new: str) -> Path:
    """A copy of the made-up partnership with one entry of its text changed."""
    folder = shutil.copytree(demo_folder, home / "partnership")
    text = (folder / "partnership.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "partnership.toml").write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_the_older_index_is_used_in_the_sentence_and_in_the_chart(
    demo_folder: Path, tmp_path: Path
) -> None:
    folder = with_choice(demo_folder, tmp_path, 'deprivation = "2025"', 'deprivation = "2019"')
    chain.publish_profile(folder)
    document, measuring = published(folder), Measuring(folder)
    ratio = measuring.cube(f"{NAME}_deprivation_ratio_2019").only
    newer = measuring.cube(f"{NAME}_deprivation_ratio").only
    assert str(ratio) != str(newer), "else this test could not fail"
    assert f"was {ratio} ({ratio.interval}) times" in plain_words(document.findings[-1])
    (chart,) = (b for b in document.blocks if isinstance(b, Chart) and "deprivation" in b.key)
    tenths = measuring.cube(f"{NAME}_rate", split=("deprivation_2019",))
    ends = [str(tenths.at(deprivation_2019=tenth)) for tenth in ("1", "10")]
    assert f"was {ends[0]} in the most deprived" in plain_words(chart.sentence)
    assert f"and {ends[1]} in the least deprived" in plain_words(chart.sentence)


def test_a_vintage_that_nothing_leads_to_is_refused(demo_folder: Path, tmp_path: Path) -> None:
    old, new = 'small_area_vintage = "2021"', 'small_area_vintage = "2011"'
    folder = with_choice(demo_folder, tmp_path, old, new)
    with pytest.raises(PartnershipError, match='"small_area_vintage" must be one of 2021'):
        chain.make_cut(folder)


def test_what_depends_on_placing_rests_on_the_lookup_and_plain_counts_do_not(
    demo_folder: Path,
) -> None:
    measuring = Measuring(demo_folder)
    (lookup,) = measuring.ground.slices["area-changes"].values()
    (old_outlines,) = (
        receipt
        for name, receipt in measuring.ground.slices["boundaries"].items()
        if name == "small area 2011"
    )
    for name in (f"{NAME}_rate", "share_outside", "residents", f"{NAME}_deprivation_ratio"):
        supplies = measuring.cube(name).only.provenance.supplies
        assert lookup in supplies, name
        assert old_outlines not in supplies, f"no number of {name} reads them"
    by_way = measuring.cube("all_recorded", split=("placement",))
    assert all(lookup in figure.provenance.supplies for figure in by_way.figures)
    assert lookup not in measuring.cube(NAME).only.provenance.supplies


def test_records_of_other_forces_are_left_out_of_the_cut() -> None:
    street = pl.DataFrame({"falls_within": ["Ours", "Theirs", "Ours"], "line": [2, 3, 4]})
    assert of_own_forces(street, ["Ours"])["line"].to_list() == [2, 4]
    with pytest.raises(NotReadyError, match=r"no record received is of Nobody.*Ours, Theirs"):
        of_own_forces(street, ["Nobody"])
