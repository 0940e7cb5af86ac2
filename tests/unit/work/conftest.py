"""What the worker's tests share: a new partnership's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.work.made_requests import start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new partnership's folder."""
    return start(tmp_path / "partnership")
