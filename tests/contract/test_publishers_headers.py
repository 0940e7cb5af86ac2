"""The publisher's own headers of the lookup are taken as well as those of the copies in use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vrn import chain

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId"
ROWS = (
    "E01099001,Midbury 001A,E01099001,Midbury 001A,U,E07000999,Midbury,,1",
    "E01099002,Midbury 001B,E01099011,Midbury 001E,S,E07000999,Midbury,,2",
)


def test_the_lookup_as_downloaded_is_mended_and_received(tmp_path: Path) -> None:
    chain.start(tmp_path / "p", area="Norfolk")
    path = tmp_path / "lookup.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    under, today = "area-changes-2011-2021", date(2024, 6, 3)
    receipt = chain.receive(tmp_path / "p", path, under=under, today=today)
    assert receipt.is_accepted, receipt.to_text()
    assert receipt.rows_loaded == 2
    assert any("LSOA11CD" in note.what for note in receipt.mended)
