"""The same cut gives the same documents, byte for byte, wherever and by whomever they are made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PUBLISH = "import os, sys; os.sched_setaffinity(0, {0}); "
PUBLISH += "from pathlib import Path; from vrn import chain; "
PUBLISH += "from datetime import date; chain.publish_profile(Path(sys.argv[1])); "
PUBLISH += "chain.publish_assessment(Path(sys.argv[1]), today=date(2024, 6, 3)); "
PUBLISH += "chain.publish_questions(Path(sys.argv[1]), today=date(2024, 6, 3))"


def digests(folder: Path) -> dict[str, str]:
    """The sha-256 of every published file, by its path under the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "published").rglob("*"))
        if path.is_file()
    }


def publish_as_somebody_else(demo_folder: Path, home: Path, **environment: str) -> dict[str, str]:
    """Publishes the same cut again from another folder in another environment."""
    home.mkdir()
    folder = shutil.copytree(demo_folder, home / "a folder with a longer name")
    shutil.rmtree(folder / "published")
    shutil.rmtree(folder / "released")
    shutil.rmtree(folder / "store" / "lattices")  # worked out anew, and not remembered
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    subprocess.run(
        [sys.executable, "-c", PUBLISH, str(folder)],
        check=True,
        cwd=home,
        env={**kept, "HOME": str(home), **environment},
    )
    return digests(folder)


def test_another_path_user_locale_zone_and_processor_count(
    demo_folder: Path, tmp_path: Path
) -> None:
    first = digests(demo_folder)
    assert {path.rsplit(".", 1)[-1] for path in first} >= {"html", "pdf", "docx", "svg", "csv"}
    other = publish_as_somebody_else(
        demo_folder,
        tmp_path / "other",
        USER="somebody",
        TZ="Pacific/Auckland",
        LC_ALL="C",
        LANG="cy_GB.UTF-8",
        POLARS_MAX_THREADS="1",
        OMP_NUM_THREADS="1",
        PYTHONHASHSEED="7",
    )
    assert other == first
