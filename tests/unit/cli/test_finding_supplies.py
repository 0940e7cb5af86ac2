"""Which files of a folder are received: those that must be there, and those taken where found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn import chain
from vrn_cli.whole_way import WHERE_FOUND, find_further

if TYPE_CHECKING:
    from pathlib import Path

CENSUS, CLASSES = "census2021_lsoa21_ethnicity_llr.csv.gz", "ruc21_lsoa21_llr.csv"


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def test_what_a_folder_has_is_taken_under_its_agreement(tmp_path: Path) -> None:
    partnership = tmp_path / "p"
    chain.start(partnership, area="Norfolk")
    files = lay(tmp_path / "files", f"population/{CENSUS}", f"lookups/{CLASSES}")
    found = [(path.name, agreement) for path, agreement in find_further(files, partnership)]
    assert found == [(CENSUS, "ethnic-groups-census-2021"), (CLASSES, "rural-urban-2021")]


def test_what_it_has_not_is_not_missed(tmp_path: Path) -> None:
    partnership = tmp_path / "p"
    chain.start(partnership, area="Norfolk")
    assert list(find_further(tmp_path / "files", partnership)) == []


def test_a_partnership_that_was_begun_before_there_was_an_agreement_goes_on(tmp_path: Path) -> None:
    files = lay(tmp_path / "files", f"population/{CENSUS}", f"lookups/{CLASSES}")
    partnership = lay(tmp_path / "p", "agreements/rural-urban-2021.toml")
    assert [agreement for _, agreement in find_further(files, partnership)] == ["rural-urban-2021"]
    assert len(WHERE_FOUND) == 2
