"""The drill where a model tells the persons: erase, rotate, restore, and everybody stays."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import polars as pl
from small_area import PEOPLE, TODAY, arriving, receive_all, release_headlines, rows_of, text_of

from scripts.drill import drill
from vrn import chain
from vrn.sharing.store import Store
from vrn_demo.linkage import write_linkage

if TYPE_CHECKING:
    from pathlib import Path


def test_a_rotated_key_leaves_each_record_its_reference_and_its_person(
    area_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(area_folder / "partnership", tmp_path / "p")
    receive_all(area_folder, folder)
    send_three_in_each_crime(area_folder, folder, tmp_path / "people.csv")
    write_linkage(folder)
    chain.make_cut(folder)
    said: list[str] = []
    drill(folder, tmp_path, under=PEOPLE, today=TODAY, publish=release_headlines, say=said.append)
    assert len([line for line in said if line.startswith("  holds")]) == 14
    tables = Store.open(tmp_path / "live" / "store").cut().tables
    assert {"persons", "person_changes", "police_people_low"} <= set(tables)
    references = pl.read_parquet(list(tables["persons"].paths))["record"]
    assert references.str.ends_with("#3").sum() > 3


def send_three_in_each_crime(area_folder: Path, folder: Path, path: Path) -> None:
    """The first month's people again, by threes in one part of one crime: a reference names one."""
    (first,) = [p for p, under in arriving(area_folder) if under == PEOPLE and "2021-01" in p.name]
    header, rows = rows_of(first)
    for nth, row in enumerate(rows):
        row[:2] = rows[nth - nth % 3][:2]
    path.write_text(text_of([header, *rows]), encoding="utf-8")
    receipts = Store.open(folder / "store").live_receipts()
    (earlier,) = [
        r["id"] for r in receipts if r["feed"] == PEOPLE and r["period_from"] == "2021-01"
    ]
    receipt = chain.receive(folder, path, under=PEOPLE, today=TODAY, replaces=(earlier,))
    assert receipt.is_accepted, receipt.to_text()
