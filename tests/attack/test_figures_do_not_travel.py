"""A sealed figure cannot be carried past the register: pickles, keys and files from elsewhere."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from figures import make_figure

from vrn.release.cube import Cube
from vrn.release.figure import ForgedFigureError, check_seal
from vrn.release.recording import record_cubes
from vrn.release.register import NotReleasedError, open_released
from vrn.release.signing import BrokenSignatureError, make_key, read_private_key

if TYPE_CHECKING:
    from pathlib import Path

SHOW = """
import pickle, sys
from pathlib import Path
figure = pickle.loads(Path(sys.argv[1]).read_bytes())
try:
    print(figure)
except TypeError as refusal:
    print(type(refusal).__name__)
print(repr(figure))
"""


def test_a_pickled_figure_shows_nothing_in_another_process(tmp_path: Path) -> None:
    carried = tmp_path / "figure.pickle"
    carried.write_bytes(pickle.dumps(make_figure()))
    run = subprocess.run(
        [sys.executable, "-c", SHOW, str(carried)], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == ["ForgedFigureError", "<Figure: its seal does not hold>"]


def test_a_pickle_with_one_byte_changed_is_refused_in_this_process_too() -> None:
    content = pickle.dumps(make_figure(title="Violence offences"))
    assert content.count(b"Violence offences") == 1
    figure = pickle.loads(content.replace(b"Violence offences", b"Violence offender"))
    with pytest.raises(ForgedFigureError):
        str(figure)


@pytest.mark.parametrize(
    "carry", [copy.copy, copy.deepcopy, lambda figure: pickle.loads(pickle.dumps(figure))]
)
def test_a_true_copy_in_this_process_is_the_figure_it_was(carry: object) -> None:
    """It says nothing that the figure did not say: the same fields, the same id, the same seal."""
    figure = make_figure()
    again = carry(figure)  # type: ignore[operator]
    check_seal(again)
    assert (again, again.id, str(again)) == (figure, figure.id, str(figure))


def home_of(folder: Path) -> tuple[Path, Path, Path]:
    """A partnership's released folder, private key and public key, new."""
    released, private, public = (folder / name for name in ("released", "release.key", "pub"))
    make_key(private, public)
    return released, private, public


def keep(released: Path, private: Path, value: float) -> str:
    """Releases one figure under a key; gives its id."""
    figure = make_figure(value=value, provenance=_resting_on("one"))
    indicator = {"name": "violence", "title": "Violence offences", "unit": "offences"}
    cube = Cube(indicator=indicator, split=(), where=(), period=None, figures=(figure,))
    supplies = {"one": {"id": "one"}}
    record_cubes(released, [cube], supplies=supplies, key=read_private_key(private))
    return figure.id


def _resting_on(supply: str) -> dict[str, object]:
    return {**make_figure().as_json()["provenance"], "supplies": [supply]}


def test_a_figure_from_a_cube_signed_with_another_key_is_refused(tmp_path: Path) -> None:
    released, private, public = home_of(tmp_path / "ours")
    _, their_private, _ = home_of(tmp_path / "theirs")
    ours = keep(released, private, 412.0)
    forged = keep(released, their_private, 1.0)
    reader = open_released(released, public)
    assert str(reader.figure(ours)) == "412"
    with pytest.raises(BrokenSignatureError):
        reader.figure(forged)


def test_a_cube_file_without_a_line_in_the_register_is_no_release(tmp_path: Path) -> None:
    released, private, public = home_of(tmp_path / "ours")
    their_released, their_private, _ = home_of(tmp_path / "theirs")
    keep(released, private, 412.0)
    forged = keep(their_released, their_private, 1.0)
    (planted,) = (their_released / "cubes").iterdir()
    (released / "cubes" / planted.name).write_bytes(planted.read_bytes())
    with pytest.raises(NotReleasedError):
        open_released(released, public).figure(forged)
    with pytest.raises(NotReleasedError):
        open_released(released, public).cube_by_sha(planted.stem)


@pytest.mark.parametrize("name", ["../../secret", "a/b", "", "*", "' OR 1=1 --"])
def test_an_id_that_is_an_address_finds_nothing(name: str, tmp_path: Path) -> None:
    released, private, public = home_of(tmp_path)
    keep(released, private, 412.0)
    reader = open_released(released, public)
    for find in (reader.figure, reader.cube_by_sha, reader.supply):
        with pytest.raises(NotReleasedError):
            find(name)
