"""Two sources are asked of each other's people only where every agreement of both says so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from vrn.chain import link_reviewing


@pytest.mark.parametrize(
    ("clauses", "asked"),
    [
        ({"a": ("police-people", True), "b": ("probation", True)}, ["probation"]),
        ({"a": ("police-people", True), "b": ("probation", False)}, []),
        ({"a": ("police-people", False), "b": ("probation", True)}, []),
        ({"a": ("police-people", None), "b": ("probation", True)}, []),
        ({"a": ("police-people", True), "b": ("probation", True), "c": ("probation", None)}, []),
    ],
)
def test_the_clause_is_read_from_every_agreement(
    clauses, asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agreement(name: str) -> SimpleNamespace:
        feed, clause = clauses[name]
        has = {} if clause is None else {"asks_across_sources": clause}
        return SimpleNamespace(feed=feed, **has)

    receipts = [{"agreement": name} for name in clauses]
    store = SimpleNamespace(read=lambda _: SimpleNamespace(live_receipts=lambda: receipts))
    monkeypatch.setattr("vrn.sharing.store.Store", store)
    monkeypatch.setattr("vrn.sharing.agreement.read_agreement", agreement)
    monkeypatch.setattr(link_reviewing, "agreement_path", lambda _, name: name)
    found = link_reviewing._asked_across(SimpleNamespace(store=None), "police-people")
    assert found == asked
