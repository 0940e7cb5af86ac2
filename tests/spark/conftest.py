"""What the tests of both engines share: where Spark runs, and the demonstration up to its cut."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from vrn.chain.measuring import Measuring

os.environ.setdefault("SPARK_CONF_DIR", str(Path(__file__).parent / "conf"))


@pytest.fixture(scope="session")
def network_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's partnership: every feed received and the cut made, on DuckDB.

    VRN_SPARK_AREA may name a folder in which it was made before.
    """
    from bench import network

    kept = os.environ.get("VRN_SPARK_AREA")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("network")
    network.prepare(folder)
    return network.home_of(folder)


@pytest.fixture(scope="session")
def measuring(network_folder: Path) -> Measuring:
    """Its cut, opened for measuring."""
    from vrn.chain.measuring import Measuring

    return Measuring(network_folder)
