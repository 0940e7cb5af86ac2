"""The worker puts uncertain pairs to their own steward, and takes answers as those of a sheet."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
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
from vrn.chain.early import NotReadyError
from vrn.chain.link_reviewing import measured_errors, review_sheet, sample_sheet, take_answers
from vrn.chain.linking import train_linkage
from vrn.chain.receiving import read_flow
from vrn.partnership.folder import read_partnership
from vrn.sharing.linkage import answers
from vrn_demo.agreements import sign_text
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WHO = "Sam Steward, Westmere Police"
SECOND = "Eastmere Police"
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
        receive_file(folder, under, content)


def receive_file(folder: Path, under: str, content: bytes) -> None:
    path = folder / f"{under}.csv"
    path.write_bytes(content)
    receipt = chain.receive(folder, path, under=under, today=TODAY)
    assert receipt.state == "accepted", receipt.faults


def second_force(folder: Path, persons: int) -> None:
    """Another force's people, of the year after."""
    path = folder / "agreements" / "police-people.toml"
    text = path.read_text(encoding="utf-8").replace('"The police force of the area"', f'"{SECOND}"')
    own = path.with_name("police-people-east.toml")
    own.write_text(text.replace('id = "police-people"', 'id = "police-people-east"'), "utf-8")
    sign_text(folder, own)
    later = {"police-offences": offences(3 * persons), "police-people-east": people_file(persons)}
    for under, content in later.items():
        of_offences = content.replace(b"20-0", b"21-0").replace(b"/2020", b"/2021")
        receive_file(folder, under, of_offences)


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
    """A supplier of the feed of whom no record is held is asked of nobody else's."""
    from dataclasses import replace

    flow = replace(read_flow(read_partnership(linked), "police-people"), supplier="Eastmere Police")
    monkeypatch.setattr("vrn_work.reviewing.read_flow", lambda *_: flow)
    for kind in (exchange.REVIEW, exchange.ANSWER):
        found = ask(linked, kind)
        assert found["state"] == "failed"
        assert "No record of police-people is held from 'Eastmere Police'" in found["says"]


def test_of_two_suppliers_each_is_asked_of_their_own_records(linked: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(linked, tmp_path / "p")
    mine = {(p["one"], p["other"]) for p in ask(folder, exchange.REVIEW)["pairs"]}
    second_force(folder, 150)
    looked = {"actor": WHO, "purpose": "a test", "now": datetime(2024, 6, 3, tzinfo=UTC)}
    with pytest.raises(NotReadyError, match=r"sent by 2, .* say whose with --supplier \(East"):
        review_sheet(folder, "police-people", **looked)
    sheet = review_sheet(folder, "police-people", supplier=SECOND, **looked)
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert len(rows) >= 3
    assert {row[name][:2] for row in rows for name in ("one", "other")} == {"21"}
    asked = {(p["one"], p["other"]) for p in ask(folder, exchange.REVIEW)["pairs"]}
    assert {reference[:2] for pair in asked for reference in pair} == {"20"}
    assert len(asked) == len(mine)
    said = [{"one": rows[0]["one"], "other": rows[0]["other"], "answer": "same"}]
    refused = ask(folder, exchange.ANSWER, answers=said)
    assert "this pair was not asked" in refused["says"], "another's pair"
    line = sheet.replace(",\n", ",same\n")
    took = take_answers(folder, "police-people", line, supplier=SECOND, by="S", today=TODAY)
    assert took == len(rows)
    rng = np.random.default_rng(1)
    sample = sample_sheet(folder, "police-people", supplier=SECOND, rng=rng, **looked)
    assert "police-people,20-" not in sample
    assert measured_errors(folder, "police-people", supplier=SECOND)["false links"].value == 0
    first = "The police force of the area"
    assert measured_errors(folder, "police-people", supplier=first) == {}


def test_without_a_model_that_is_said(folder: Path) -> None:
    receive(folder, 2)
    found = ask(folder, exchange.REVIEW)
    assert found["state"] == "failed"
    assert "No model of linkage was trained yet" in found["says"]
