"""What was changed after its release is refused: one byte, a swapped row, another's key."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from figures import make_figure
from kept_folder import OUTLINE, YEAR, Kept, by_district, by_month, filled_home, new_home

from vrn.release.cube import cube_to_bytes
from vrn.release.recording import record_cubes
from vrn.release.signing import BrokenSignatureError, read_private_key, sign

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.cube import Cube


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return filled_home(tmp_path / "one")


def file_of(kept: Kept, split: str) -> Path:
    (entry,) = [entry for entry in kept.open().entries() if entry.split == (split,)]
    return kept.folder / "cubes" / f"{entry.sha256}.json"


def read_districts(kept: Kept) -> Cube:
    return kept.open().cube("violence", split=("district",), period=YEAR)


@pytest.mark.parametrize("position", [0, 40, -1])
def test_one_changed_byte_of_a_cube_breaks_it(position: int, kept: Kept) -> None:
    path = file_of(kept, "district")
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)
    with pytest.raises(BrokenSignatureError, match="changed after its release"):
        read_districts(kept)
    with pytest.raises(BrokenSignatureError):
        kept.open().figure(by_district().figures[0].id)
    with pytest.raises(BrokenSignatureError):
        kept.open().cube_by_sha(path.stem)
    assert kept.open().cube_by_sha(file_of(kept, "month").stem) == by_month()


@pytest.mark.parametrize("content", [b"", b"{}", b"not json"])
def test_a_cube_cut_short_breaks(content: bytes, kept: Kept) -> None:
    file_of(kept, "district").write_bytes(content)
    with pytest.raises(BrokenSignatureError):
        read_districts(kept)


def test_a_nicer_number_in_a_cube_breaks_it(kept: Kept) -> None:
    path = file_of(kept, "district")
    content = path.read_bytes()
    assert content.count(b"412.0") == 1
    path.write_bytes(content.replace(b"412.0", b"112.0"))
    with pytest.raises(BrokenSignatureError):
        read_districts(kept)


def test_a_cube_signed_with_another_key_is_refused(kept: Kept, tmp_path: Path) -> None:
    """Its bytes are well formed and its signature is one: only not this partnership's."""
    other = new_home(tmp_path / "other")
    forged = by_district(value=1.0, numerator=1)
    record_cubes(
        kept.folder,
        [forged],
        supplies={name: {"id": name} for name in ("census", "jan")},
        key=read_private_key(other.private),
    )
    with pytest.raises(BrokenSignatureError, match="under another key"):
        read_districts(kept)
    with pytest.raises(BrokenSignatureError):
        kept.open().figure(forged.figures[0].id)


def test_another_partnerships_whole_folder_is_refused(kept: Kept, tmp_path: Path) -> None:
    other = filled_home(tmp_path / "other")
    shutil.rmtree(kept.folder)
    shutil.copytree(other.folder, kept.folder)
    with pytest.raises(BrokenSignatureError):
        read_districts(kept)
    with pytest.raises(BrokenSignatureError):
        kept.open().supply("jan")
    with pytest.raises(BrokenSignatureError):
        kept.open().outline("district", "2021")


def test_a_changed_fact_of_a_supply_breaks_it(kept: Kept) -> None:
    statement = "UPDATE supply SET facts = replace(facts, ?, ?) WHERE id = 'jan'"
    assert kept.change(statement, "jan.csv", "jam.csv") == 1
    with pytest.raises(BrokenSignatureError):
        kept.open().supply("jan")
    assert kept.open().supply("feb")["file"] == "feb.csv"


def test_a_supplys_row_with_the_facts_of_another_breaks_it(kept: Kept) -> None:
    """The signature is a true one, of another supply."""
    assert kept.change(
        "UPDATE supply SET (facts, signature) = "
        "(SELECT facts, signature FROM supply WHERE id = 'feb') WHERE id = 'jan'"
    )
    with pytest.raises(BrokenSignatureError, match="supply jan"):
        kept.open().supply("jan")


def test_one_changed_byte_of_an_outline_breaks_it(kept: Kept) -> None:
    (path,) = (kept.folder / "outlines").iterdir()
    content = path.read_bytes()
    path.write_bytes(content.replace(b"shapes", b"shaped", 1))
    with pytest.raises(BrokenSignatureError):
        kept.open().outline("district", "2021")


def test_an_outline_given_for_another_breaks(kept: Kept) -> None:
    assert kept.change("UPDATE outline SET vintage = '2011'") == 1
    with pytest.raises(BrokenSignatureError, match="outline of district 2011"):
        kept.open().outline(OUTLINE.level, "2011")


def test_a_figures_row_that_leads_to_another_figure_breaks(kept: Kept) -> None:
    first, second = by_district().figures
    kept.change("UPDATE figure SET position = 1 WHERE id = ?", first.id)
    with pytest.raises(BrokenSignatureError, match=f"figure {first.id}"):
        kept.open().figure(first.id)
    assert kept.open().figure(second.id) == second


@pytest.mark.parametrize("position", [-1, 2, 99])
def test_a_figures_row_that_leads_nowhere_breaks(position: int, kept: Kept) -> None:
    first = by_district().figures[0]
    kept.change("UPDATE figure SET position = ? WHERE id = ?", position, first.id)
    with pytest.raises(BrokenSignatureError):
        kept.open().figure(first.id)


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ("measure = 'robbery'", {"measure": "robbery", "split": ("district",), "period": YEAR}),
        ("split = ''", {"measure": "violence", "split": (), "period": YEAR}),
        ("period = ''", {"measure": "violence", "split": ("district",), "period": None}),
        (
            "filter = 'month=2021-01'",
            {
                "measure": "violence",
                "split": ("district",),
                "period": YEAR,
                "where": {"month": "2021-01"},
            },
        ),
    ],
)
def test_a_cubes_row_that_says_another_shape_breaks(
    changed: str, asked: dict[str, object], kept: Kept
) -> None:
    assert kept.change(f"UPDATE cube SET {changed} WHERE split = 'district'") == 1
    with pytest.raises(BrokenSignatureError, match="leads to something else"):
        kept.open().cube(**asked)  # type: ignore[arg-type]


def test_one_cube_put_in_the_place_of_another_breaks(kept: Kept) -> None:
    """File and signature are swapped together: each holds for the other, not for its name."""
    district, month = file_of(kept, "district"), file_of(kept, "month")
    content = month.read_bytes()
    kept.change(
        "UPDATE cube SET signature = (SELECT signature FROM cube WHERE sha256 = ?) "
        "WHERE sha256 = ?",
        month.stem,
        district.stem,
    )
    district.write_bytes(content)
    with pytest.raises(BrokenSignatureError):
        kept.open().cube_by_sha(district.stem)


def test_a_signature_of_other_bytes_by_the_same_key_does_not_hold(kept: Kept) -> None:
    signature = sign(read_private_key(kept.private), b"something else")
    kept.change("UPDATE cube SET signature = ?", signature)
    with pytest.raises(BrokenSignatureError):
        read_districts(kept)


def test_the_cubes_file_is_its_canonical_bytes_named_by_their_hash(kept: Kept) -> None:
    path = file_of(kept, "district")
    assert path.read_bytes() == cube_to_bytes(by_district())
    assert json.loads(path.read_bytes())["shared"]["measure"] == make_figure().measure
