"""What every suite shares: where the real open files lie, when they are there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real open data beside the checkout (or at VRN_SHARED); skips where absent."""
    folder = Path(os.environ.get("VRN_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of real open data is not beside this checkout")
    return folder
