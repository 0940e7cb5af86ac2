"""Two sources are asked of each other's people only where every agreement of both says so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from vrn.chain import link_reviewing
from vrn.sharing.agreements.conditions import Conditions


@pytest.mark.parametrize(
    ("clauses", "asked"),
    [
        ({"a": ("police-people", True), "b": ("probation", True)}, ["probation"]),
        ({"a": ("police-people", True), "b": ("probation", False)}, []),
        ({"a": ("police-people", False), "b": ("probation", True)}, []),
        ({"a": ("police-people", True), "b": ("probation", True), "c": ("probation", False)}, []),
    ],
)
def test_the_clause_is_read_from_every_agreement(
    clauses, asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flow(_: object, name: str) -> SimpleNamespace:
        feed, clause = clauses[name]
        return SimpleNamespace(feed=feed, conditions=Conditions(asks_across_sources=clause))

    receipts = [{"agreement": name} for name in clauses]
    store = SimpleNamespace(read=lambda _: SimpleNamespace(live_receipts=lambda: receipts))
    monkeypatch.setattr("vrn.sharing.store.Store", store)
    monkeypatch.setattr(link_reviewing, "read_flow", flow)
    found = link_reviewing._asked_across(SimpleNamespace(store=None), "police-people")
    assert found == asked
