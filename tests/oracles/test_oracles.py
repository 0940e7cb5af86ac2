"""Every file of the shared folder of references agrees; one that is missing or wrong is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracles.reading import results_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared


def test_every_answer_of_the_references_is_ours(shared: Path) -> None:
    results = list(results_of(shared / "oracles"))
    assert [each.line() for each in results if not each.holds] == []
    assert len(results) >= 30
