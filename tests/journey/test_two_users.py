"""On a server: one user of the system receives and has the keys, another counts and has none.

Tried with two users that the system really parts. Their folder is set up by the commands that
docs/how-to/keys.md gives, read from that page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_area import OFFENCES, PEOPLE

import vrn

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "how-to" / "keys.md"
NUMBERS = {"vrn-intake": 64_101, "vrn-analysis": 64_102, "vrn": 64_100}
INTAKE, ANALYSIS, GROUP = NUMBERS.values()
pytestmark = [
    pytest.mark.root,
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two other users"),
]


@dataclass(frozen=True)
class Server:
    """A partnership's folder on a server with two users, and the files still to come."""

    place: Path

    @property
    def folder(self) -> Path:
        return self.place / "partnership"

    def files(self, under: str) -> list[Path]:
        return sorted((self.place / "arriving").glob(f"*-{under}.csv"))

    def do(self, user: int, *words: object) -> subprocess.CompletedProcess[str]:
        """A command of `vrn` in the folder, done by a user who is not root."""
        rehearsal = self.place / "rehearsal"
        shutil.rmtree(rehearsal, ignore_errors=True)
        shutil.copytree(self.folder, rehearsal)
        who = (user, GROUP, rehearsal, self.folder)
        return subprocess.run(
            [
                sys.executable,
                HERE / "as_user_child.py",
                *map(str, (*who, *words, "--in", "FOLDER")),
            ],
            env=os.environ | {"PYTHONPATH": str(Path(vrn.__file__).parents[1])},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def can_read(self, user: int, path: str) -> bool:
        words = ["cat", self.folder / path]
        kept = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return not subprocess.run(
            words, user=user, group=GROUP, extra_groups=[], check=False, **kept
        ).returncode


def commands_of_page() -> str:
    """The commands of the page that set the folder up, users and group as their numbers."""
    text = PAGE.read_text(encoding="utf-8").partition("## On a server")[2].partition("\n## ")[0]
    lines = [line.strip() for line in re.findall(r"^    .+$", text, flags=re.MULTILINE)]
    wanted = [
        line for line in lines if not line.startswith(("groupadd", "useradd", "vrn ", "Not done"))
    ]
    found = "\n".join(wanted)
    for name, number in NUMBERS.items():
        found = re.sub(rf"\b{name}\b(?!-)", str(number), found)
    return found


@pytest.fixture(scope="module")
def server(area_folder: Path) -> Iterator[Server]:
    """Set up by the page; outside of pytest's own folder, into which no other user may look."""
    place = Path(tempfile.mkdtemp(prefix="vrn-two-users-"))
    try:
        place.chmod(0o711)
        for name in ("partnership", "arriving"):
            shutil.copytree(area_folder / name, place / name)
        made = Server(place)
        subprocess.run(["bash", "-ec", commands_of_page()], cwd=made.folder, check=True)
        yield made
    finally:
        shutil.rmtree(place)


def test_one_user_receives_and_the_other_counts_without_a_key(server: Server) -> None:
    for under in (OFFENCES, PEOPLE):
        done = server.do(INTAKE, "receive", server.files(under)[0], "--under", under)
        assert done.returncode == 0, done.stderr
    keys = sorted(path.name for path in (server.folder / "keys").iterdir())
    assert keys == ["originals.key", "pseudonym-serious-violence.key", "release.key"]
    for name in keys:
        mine = name == "release.key"
        assert server.can_read(ANALYSIS, f"keys/{name}") is mine
        assert server.can_read(INTAKE, f"keys/{name}") is not mine

    cut = server.do(ANALYSIS, "cut")
    assert cut.stdout.startswith("Cut 1,"), cut.stderr
    split = [word for name in ("definition", "age_group", "month") for word in ("--split", name)]
    counted = server.do(ANALYSIS, "measure", "serious_violence", *split)
    assert counted.returncode == 0, counted.stderr
    assert "2021-01" in counted.stdout or "January 2021" in counted.stdout

    later = server.do(INTAKE, "receive", server.files(OFFENCES)[1], "--under", OFFENCES)
    assert later.returncode == 0, later.stderr
    assert server.do(ANALYSIS, "cut").stdout.startswith("Cut 2,")


def files_in(folder: Path) -> list[Path]:
    """Every file but the two that SQLite makes beside the manifest for whoever reads it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.name.endswith(("-shm", "-wal")))


@pytest.mark.parametrize("under", [OFFENCES, PEOPLE])
def test_who_counts_is_told_that_receiving_is_for_another_user(under: str, server: Server) -> None:
    before = files_in(server.folder)
    done = server.do(ANALYSIS, "receive", server.files(under)[2], "--under", under)
    assert done.returncode == 1
    assert "is kept from this user of the system" in done.stderr
    assert "docs/how-to/keys.md" in done.stderr
    assert files_in(server.folder) == before


def test_only_the_user_of_the_intake_sees_which_keys_there_are(server: Server) -> None:
    done = server.do(ANALYSIS, "keys", "list")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is closed to this user" in done.stderr
    own = server.do(INTAKE, "keys", "list")
    assert own.returncode == 0, own.stdout
    assert f"originals.key: of user {INTAKE}; read by its owner" in own.stdout
    assert "warning" not in own.stdout


def test_who_counts_can_neither_rotate_nor_destroy_a_key(server: Server) -> None:
    name = server.folder / "keys" / "pseudonym-serious-violence.key"
    if not name.exists():  # this test alone: nothing was received yet
        assert server.do(INTAKE, "receive", server.files(PEOPLE)[3], "--under", PEOPLE)
    before = name.read_bytes()
    for words in (
        ("rotate", "serious-violence", "--why", "a try"),
        ("destroy", "serious-violence", "--yes"),
    ):
        done = server.do(ANALYSIS, "keys", *words)
        assert done.returncode == 1
        assert "user of the system" in done.stderr
    assert name.read_bytes() == before
    done = server.do(INTAKE, "keys", "rotate", "serious-violence", "--why", "once a year")
    assert done.returncode == 0, done.stderr
    assert name.read_bytes() != before


def test_who_receives_cannot_release(server: Server) -> None:
    done = server.do(INTAKE, "measure", "serious_violence", "--split", "definition")
    assert done.returncode == 1
    assert "user of the system may not" in done.stderr or "no cut" in done.stderr
