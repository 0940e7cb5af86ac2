"""A document that is published says of each supply whether its agreement had ended by that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from vrn.chain import agreeing
from vrn.chain.releasing import _marked_supplies

TODAY = date(2024, 6, 3)
SUPPLIES = {"r1": {"agreement": "ended", "file": "a.csv"}, "r2": {"agreement": "in-force"}}


@pytest.mark.parametrize(("today", "ended_on"), [(TODAY, date(2024, 5, 31)), (None, None)])
def test_the_day_stands_beside_the_supply(
    today: date | None, ended_on: date | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []

    def ended(_folder: Path, *, today: date) -> dict[str, date]:
        asked.append(today)
        return {"ended": date(2024, 5, 31)}

    monkeypatch.setattr(agreeing, "ended_agreements", ended)
    measuring = SimpleNamespace(
        protecting=SimpleNamespace(today=today) if today else None,
        partnership=SimpleNamespace(folder=Path()),
        shown_supplies=SUPPLIES,
    )
    found = _marked_supplies(measuring)
    assert found["r1"] == {**SUPPLIES["r1"], "ended_on": ended_on}
    assert found["r2"]["ended_on"] is None
    assert asked == ([today] if today else [])
