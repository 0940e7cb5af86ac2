"""The worker puts uncertain pairs to their own steward, and takes answers as those of a sheet."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.work.made_requests import (
    PEOPLE,
    TODAY,
    answer_to,
    left_in_inbox,
    offences,
    put,
    start,
    work,
)
from vrn import chain
from vrn.chain.linking import train_linkage
from vrn.chain.receiving import read_flow
from vrn.partnership.folder import read_partnership
from vrn.sharing.linkage import answers
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WHO = "Sam Steward, Westmere Police"
BANDS = "[bands]\nreview = 0.0001\ngenerous = 0.5\nlinked = 0.9999999\ncautious = 0.99999999\n"


def people_file(persons: int) -> bytes:
    """People of offences, each three times, a few with a name misspelt or a home moved."""
    rng = Random(7)
    names = [f"{a}{b}" for a in ("Al", "Bren", "Cor", "Da") for b in ("by", "der", "ston", "wick")]
    lines = [PEOPLE]
    for n in range(3 * persons):
        who = n // 3
        surname = names[who % 16] + ("x" if rng.random() < 0.1 else "")
        home = f"XL{who % 7 + 1} {rng.choice([who % 9, 1])}CD"
        born = f"{who % 28 + 1:02d}/{who % 12 + 1:02d}/{1960 + who % 40}"
        lines.append(
            f"20-{n + 1:07d},Suspect,NQ{n:06d},{surname},{names[(who * 5) % 16]},{born},"
            f"{'FM'[who % 2]},W1,IC1,{home},"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with people, a model of linkage in use, and wide bands of doubt."""
    folder = start(tmp_path_factory.mktemp("linked") / "partnership")
    receive(folder, 150)
    train_linkage(folder, seed=1)
    choice = folder / "linkage" / "linkage.toml"
    text = choice.read_text(encoding="utf-8").partition("[bands]")[0]
    choice.write_text(text + BANDS, encoding="utf-8")
    return folder


def receive(folder: Path, persons: int) -> None:
    """Receives the offences and then the people in them."""
    files = {"police-offences": offences(3 * persons), "police-people": people_file(persons)}
    for under, content in files.items():
        path = folder / f"{under}.csv"
        path.write_bytes(content)
        receipt = chain.receive(folder, path, under=under, today=TODAY)
        assert receipt.state == "accepted", receipt.faults


def ask(folder: Path, kind: str, **said: Any) -> dict[str, Any]:
    """What the worker answers to a request about pairs."""
    asked = {"kind": kind, "agreement": "police-people", "actor": WHO, **said}
    request_id = put(folder, None, **{**asked, "file_name": ""})
    work(folder)
    return answer_to(folder, request_id)


def test_pairs_are_asked_by_own_references_and_answers_kept_in_portions(linked: Path) -> None:
    found = ask(linked, exchange.REVIEW)
    assert found["state"] == "done", found
    pairs = found["pairs"]
    assert len(pairs) >= 3
    assert all(set(pair) == {"one", "other", "agrees"} for pair in pairs)
    told = json.dumps(found)
    for secret in ("Alby", "Brender", "1960", "NQ0", "XL1"):
        assert secret not in told, secret
    looks = (linked / "audit" / "looks.jsonl").read_text(encoding="utf-8")
    line = json.loads(looks.splitlines()[-1])
    assert (line["actor"], line["reviews"]) == (WHO, "police-people")
    assert line["purpose"]

    for pair, word in zip(pairs[:3], ("same", "different", "unsure"), strict=True):
        said = {"one": pair["one"], "other": pair["other"], "answer": word}
        taken = ask(linked, exchange.ANSWER, answers=[said])
        assert taken["taken"] == 1, taken
    change = {**pairs[0], "answer": "different"}
    assert ask(linked, exchange.ANSWER, answers=[change])["taken"] == 1
    text = (linked / "linkage" / "answers.csv").read_text(encoding="utf-8")
    kept = answers.read_answers(text)
    assert kept["answer"].to_list() == ["different", "unsure", "different"]
    assert set(kept["by"]) == {WHO}
    assert set(kept["on"]) == {TODAY.isoformat()}
    assert left_in_inbox(linked) == []
    again = ask(linked, exchange.REVIEW)["pairs"]
    assert not {(p["one"], p["other"]) for p in pairs[:3]} & {(p["one"], p["other"]) for p in again}


def test_an_answer_on_a_pair_that_was_not_asked_is_refused(linked: Path) -> None:
    ask(linked, exchange.REVIEW)
    before = (linked / "linkage" / "answers.csv").is_file()
    said = {"one": "20-0000000 suspect", "other": "99-0000000 suspect", "answer": "same"}
    refused = ask(linked, exchange.ANSWER, answers=[said])
    assert refused["state"] == "failed"
    assert "this pair was not asked" in refused["says"]
    assert (linked / "linkage" / "answers.csv").is_file() == before


def test_another_suppliers_records_are_not_shown(
    linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two suppliers of one feed: a page would show one the other's references."""
    from dataclasses import replace

    flow = replace(read_flow(read_partnership(linked), "police-people"), supplier="Eastmere Police")
    monkeypatch.setattr("vrn_work.reviewing.read_flow", lambda *_: flow)
    for kind in (exchange.REVIEW, exchange.ANSWER):
        found = ask(linked, kind)
        assert found["state"] == "failed"
        assert "more than one supplier" in found["says"]


def test_without_a_model_that_is_said(folder: Path) -> None:
    receive(folder, 2)
    found = ask(folder, exchange.REVIEW)
    assert found["state"] == "failed"
    assert "No model of linkage was trained yet" in found["says"]
