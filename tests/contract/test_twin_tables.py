"""Made-up twins of the published tables and lookups, made from their own mappings.

What the marked tests show of the real files, these show in a clone without them: each header,
each mark and each way to write a cell is taken in.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_files import TEMPLATE, Door, csv_text, mapping_of

from vrn.sharing.mapping import read_mapping
from vrn.sharing.supplied_text import read_supplied_text

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.mapping import Mapping

TWINNED = ("supplied-tables", "area-lookups", "postcodes")
MAPPINGS = [read_mapping(path) for path in sorted((TEMPLATE / "mappings").glob("*.toml"))]
NAMES = [mapping.id for mapping in MAPPINGS if mapping.feed in TWINNED]
CELLS = {
    "area": "Midbury",
    "area_code": "E07099001",
    "period": "2019-20",
    "group": "All",
    "within_period": "April",
    "area_name": "Midbury",
    "within_code": "E05099001",
    "within_name": "Midbury North",
    "postcode": "XL4 7AB",
    "quality": "10",
    "easting": "458000",
    "northing": "304000",
    "district_code": "E07099001",
    "ward_code": "E05099001",
    "small_area_2011": "E01099001",
    "small_area_2021": "E01099002",
}


def lines_of(mapping: Mapping) -> list[dict[str, str]]:
    """One line for each mark, one with 0, one with a number and one in scientific form."""
    if not mapping.marks:
        return [{theirs: CELLS[ours] for ours, theirs in mapping.columns.items()}]
    counted = next(iter(mapping.codes.get("counted", {})), "FAEs")
    lines = []
    for number, cell in enumerate((*mapping.marks, "0", "412", "7.5E-2")):
        own = {**CELLS, "area": f"Midbury {number}", "counted": counted, "written": cell}
        if "mark" in mapping.columns and cell in mapping.marks:
            own |= {"written": "", "mark": cell}
        line = {theirs: own.get(ours, "") for ours, theirs in mapping.columns.items()}
        lines.append(
            line | dict.fromkeys(mapping.across, cell) | dict.fromkeys(mapping.ignored, "1")
        )
    return lines


def twin(mapping: Mapping) -> tuple[bytes, str]:
    """The bytes of a made-up file in the mapping's shape, with a name."""
    lines = lines_of(mapping)
    header = list(dict.fromkeys([*lines[0], *mapping.ignored]))
    rows = [[line.get(name, "1") for name in header] for line in lines]
    if mapping.format == "parquet":
        file = io.BytesIO()
        columns = dict(zip(header, zip(*rows, strict=True), strict=True))
        pl.DataFrame({name: list(cells) for name, cells in columns.items()}).write_parquet(file)
        return file.getvalue(), "twin.parquet"
    text = csv_text(rows, header, delimiter=mapping.delimiter)
    return text.encode(mapping.encoding), "twin.csv"


@pytest.mark.parametrize("name", NAMES)
def test_a_made_up_twin_is_received_as_the_real_file_is(tmp_path: Path, name: str) -> None:
    door, mapping = Door(tmp_path), mapping_of(name)
    content, file = twin(mapping)
    receipt = door.send(content, file, name)
    assert receipt.is_accepted, receipt.to_text()
    assert receipt.rows_held_back == 0
    rows = pl.concat([pl.read_parquet(part.path) for part in door.store.live_parts(mapping.feed)])
    across = max(1, len(mapping.across))
    assert rows.height == len(lines_of(mapping)) * across
    if mapping.marks:
        expected = Counter(mapping.marks.values()) + Counter(zero=1, shown=2)
        assert Counter(rows["state"]) == Counter({k: n * across for k, n in expected.items()})
        assert rows.filter(written="7.5E-2")["value"].to_list() == [0.075] * across


def test_every_supplied_table_has_a_text_that_says_whose_it_is() -> None:
    tables = {m.constants["table"] for m in MAPPINGS if m.feed == "supplied-tables"}
    assert tables == {path.stem for path in (TEMPLATE / "tables").glob("*.toml")}
    for name in tables:
        text = read_supplied_text(TEMPLATE, name)
        mapping = mapping_of(name)
        counted = {*mapping.across.values(), *mapping.codes.get("counted", {}).values()}
        assert {*text.units, *text.definitions} <= counted, name
        for mark in mapping.marks:
            assert mark in text.small_numbers or not mark, f"{name} does not explain {mark}"
