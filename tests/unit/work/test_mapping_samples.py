"""The worker looks at a sample, tells what it holds without a value of a person, and deletes it."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.work.made_requests import (
    BORN,
    SURNAME,
    answer_to,
    left_in_inbox,
    offences,
    people,
    published,
    put,
    work,
)
from vrn import chain
from vrn_web.stewardship import exchange
from vrn_work.listing import list_for_site

if TYPE_CHECKING:
    from pathlib import Path


def look_at(folder: Path, content: bytes, under: str = "police-offences", **said: Any) -> Any:
    """What the worker answers to a sample."""
    asked = {"kind": exchange.MAP, "ending": ".csv", "text": "", **said}
    request_id = put(folder, content, agreement=under, **asked)
    work(folder)
    return answer_to(folder, request_id)


def test_a_sample_is_profiled_tried_and_deleted(folder: Path) -> None:
    found = look_at(folder, offences(20))
    assert found["state"] == "done"
    assert found["is_of_persons"]
    assert (found["written"]["rows"], found["written"]["delimiter"]) == (20, ",")
    assert found["written"]["encoding_because"] == "it begins with that encoding's byte-order mark"
    first = found["columns"][0]
    assert (first["header"], first["filled"], first["distinct"]) == ("CRIME REF", 20, 20)
    assert first["shapes"] == [["99-9999999", 20]]
    assert f'id = "{found["mapping"]}"' in found["text"]
    assert 'crime_ref = "CRIME REF"' in found["text"]
    assert (found["trial"]["tried"], found["trial"]["loaded"]) == (20, 20)
    assert found["trial"]["shown"][0]["crime_ref"] == "99-9999999"
    assert left_in_inbox(folder) == []
    assert not (folder / "store" / "manifest.sqlite").exists(), "nothing of it was received"


def test_no_value_of_a_person_and_no_name_of_a_file_is_told(folder: Path) -> None:
    found = look_at(folder, people(30), "police-people", ending=".csv", file_name=f"{SURNAME}.csv")
    assert found["trial"]["loaded"] == 30
    told = json.dumps(found)
    for secret in (SURNAME, BORN, "1987", "NQ000001", "20-0000001", "XL5 2CD"):
        assert secret not in told, secret
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in {".key", ".pyc"}:
            assert SURNAME.encode() not in path.read_bytes(), path


def test_an_edited_text_is_tried_in_the_place_of_the_proposal(folder: Path) -> None:
    first = look_at(folder, offences(5))
    edited = first["text"].replace('beat = "BEAT"\n', "").replace("# A mapping", "# My mapping")
    found = look_at(folder, offences(5), text=edited)
    assert found["text"] == edited
    assert found["unnamed"] == [*first["unnamed"], "BEAT"]
    assert found["trial"]["loaded"] == 5
    assert first["trial"]["shown"][0]["beat"] == "A999"
    assert found["trial"]["shown"][0]["beat"] == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('crime_ref = "CRIME REF"', "", "does not fill the required column 'crime_ref'"),
        ('id = "', "id = 3 # ", "id"),
        ('encoding = "utf-8"', 'encoding = "utf-16"', "the file is written as 'utf-8'"),
        ('format = "csv"', 'format = "xlsx"', "format is 'xlsx', and the file is 'csv'"),
        ("[columns]", "[columns", "line"),
    ],
)
def test_what_an_edited_text_lacks_is_said(folder: Path, old: str, new: str, says: str) -> None:
    text = look_at(folder, offences(5))["text"]
    assert old in text
    found = look_at(folder, offences(5), text=text.replace(old, new, 1))
    assert found["trial"] is None
    assert says in " ".join(found["lacking"]), found["lacking"]


def test_a_wrong_delimiter_is_a_fault_of_the_trial(folder: Path) -> None:
    text = look_at(folder, offences(5))["text"].replace('delimiter = ","', 'delimiter = ";"')
    found = look_at(folder, offences(5), text=text)
    assert found["trial"]["loaded"] == 0
    assert found["trial"]["faults"]


@pytest.mark.parametrize("content", [b"", b"nobody,1999\nsomebody,2001\n"])
def test_what_is_no_table_is_refused_with_its_reason_alone(folder: Path, content: bytes) -> None:
    found = look_at(folder, content)
    assert set(found) == {"id", "kind", "state", "mapping", "refused"}
    assert found["refused"]
    assert "nobody" not in str(found)


def test_an_agreement_that_there_is_not_is_said(folder: Path) -> None:
    found = look_at(folder, offences(5), "no-such-agreement")
    assert found["state"] == "failed"
    assert "no agreement 'no-such-agreement'" in found["says"]
    assert left_in_inbox(folder) == []


def test_an_agreement_whose_mapping_is_not_there_is_listed_and_can_be_tried(folder: Path) -> None:
    text = (folder / "agreements" / "police-offences.toml").read_text(encoding="utf-8")
    mapping = next(line for line in text.splitlines() if line.startswith("mapping = "))
    (folder / "mappings" / f"{mapping.partition(' = ')[2].strip(chr(34))}.toml").unlink()
    list_for_site(folder)
    listed = {one["id"]: one for one in published(folder, "agreements.json")["agreements"]}
    assert listed["police-offences"]["has_mapping"] is False
    assert listed["police-offences"]["columns"][0]["header"] == "crime_ref"
    assert "has_mapping" not in listed["police-people"]
    found = look_at(folder, offences(5))
    assert found["text"].splitlines()[2] == f"id = {mapping.partition(' = ')[2]}"


def test_an_answer_that_nobody_came_for_is_swept_and_no_other(folder: Path) -> None:
    kept = {
        "received": exchange.answer_path,
        "old": exchange.passing_path,
        "new": exchange.passing_path,
    }
    paths = {name: path_of(folder, name) for name, path_of in kept.items()}
    for name, path in paths.items():
        exchange.write_text(path, {"state": "done"})
        if name != "new":
            os.utime(path, (time.time() - 4_000,) * 2)
    assert exchange.sweep_answers(folder) == 1
    assert [name for name, path in paths.items() if path.exists()] == ["received", "new"]


def test_no_backup_holds_what_is_not_kept(folder: Path, tmp_path: Path) -> None:
    look_at(folder, offences(5))
    assert list((exchange.outbox(folder) / "passing").iterdir())
    chain.back_up(folder, tmp_path / "copy")
    names = {path.name for path in (tmp_path / "copy").rglob("*")}
    assert "agreements" in names
    assert "passing" not in names
