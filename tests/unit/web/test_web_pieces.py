"""Sending in pieces: Alice begins, Bob of the same force may go on, Charlie of the hospital not."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import re
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.unit.web.made_up_exchange import ATTENDANCES, HOSPITAL, OFFENCES, POLICE, write_exchange
from tests.unit.web.made_up_people import PASSWORD, signed_in_as
from vrn_web.accounts.actions import add_person
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import actions, exchange, inbox, uploads
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse

PIECE = 1_000
run_on = uploads.run_on
CONTENT = bytes(range(256)) * 10  # two pieces and a part of one


@pytest.fixture
def folder(site_of, released_folder: Path, tmp_path: Path, monkeypatch) -> Path:
    """A partnership's folder that is served, taking pieces of a thousand bytes."""
    monkeypatch.setattr(uploads, "PIECE_BYTES", PIECE)
    folder = tmp_path / "partnership"
    shutil.copytree(released_folder, folder)
    site_of(folder)
    return write_exchange(folder)


@pytest.fixture
def browsers(folder: Path, database: str) -> dict[str, Client]:
    """Alice and Bob, the police's stewards, Charlie, the hospital's, and Ada, the analyst."""
    who = {
        "Alice": ("steward", POLICE),
        "Bob": ("steward", POLICE.upper()),
        "Charlie": ("steward", HOSPITAL),
        "Ada": ("analyst", "Westmere violence reduction network"),
        "Ben": ("board member", POLICE),
    }
    return {
        name: signed_in_as(
            add_person(
                email=f"{name}@westmere.example", name=name, role=role,
                organisation=organisation, password=PASSWORD,
            )
        )
        for name, (role, organisation) in who.items()
    }  # fmt: skip


def begin(browser: Client, content: bytes = CONTENT, *, under: str = OFFENCES, **typed: Any):
    head = hashlib.sha256(content[: uploads.HEAD_BYTES]).hexdigest()
    asked = {"name": "offences.csv", "size": len(content), "head": head, **typed}
    return browser.post(f"/files/send/{under}/begin/", asked)


def add(browser: Client, standing: dict[str, Any], content: bytes = CONTENT, **changed: Any):
    """Sends the piece that comes next."""
    offset = changed.get("offset", standing["offset"])
    piece = changed.get("piece") or content[standing["offset"] :][:PIECE]
    right = changed["running"] if "running" in changed else run_on(standing["running"], [piece])
    return browser.post(
        standing["piece"],
        changed.get("body", piece),
        content_type="application/octet-stream",
        headers={"upload-offset": str(offset), "upload-running": right},
    )


def send_all(browser: Client, standing: dict[str, Any], content: bytes = CONTENT) -> dict[str, Any]:
    while standing["offset"] < len(content):
        answer = add(browser, standing, content)
        assert answer.status_code == 200
        standing = answer.json()
    return standing


def left_in_inbox(folder: Path) -> list[str]:
    found = exchange.inbox(folder).rglob("*")
    return sorted(path.name for path in found if path.is_file() and path.name != "worker.lock")


def says(answer: HttpResponse) -> str:
    return " ".join(answer.json()["says"])  # type: ignore[attr-defined]


def test_pieces_become_a_request_when_the_file_is_whole(
    browsers: dict[str, Client], folder: Path
) -> None:
    alice = browsers["Alice"]
    standing = begin(alice).json()
    for offset in (1_000, 2_000):
        standing = add(alice, standing).json()
        assert standing["offset"] == offset
        assert exchange.waiting(folder) == []
        assert not WorkRequest.objects.exists(), "a part of a file is nothing"
    standing = add(alice, standing).json()
    answer = alice.post(standing["finish"], {"rows": "9", "word": "only an analyst has one"})
    made = WorkRequest.objects.get()
    assert answer.json() == {"address": f"/files/requests/{made.id}/"}
    place = exchange.waiting_path(folder, made.id)
    assert (place / "file").read_bytes() == CONTENT
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert (made.sha256, made.bytes, made.word) == (digest, len(CONTENT), "")
    told = exchange.read_text(place / "request.json") or {}
    assert (told["announced"], told["file_name"]) == (
        {"sha256": "", "rows": 9, "nil_of": ""},
        "offences.csv",
    )
    assert AuditRow.objects.filter(deed=Deed.FILE_SENT, about=made.id).count() == 1
    for path in (place, *place.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path
    again = alice.post(standing["finish"])
    assert again.json() == answer.json(), "whose answer was lost asks again"
    assert WorkRequest.objects.count() == 1


def test_the_same_file_goes_on_from_where_it_stopped(browsers: dict[str, Client]) -> None:
    alice, bob = browsers["Alice"], browsers["Bob"]
    first = add(alice, begin(alice).json()).json()
    assert begin(alice).json() == first
    assert begin(bob).json() == first, "of the same organisation"
    done = send_all(bob, begin(bob).json())
    assert bob.post(done["finish"]).status_code == 200
    assert WorkRequest.objects.get().sent_by.name == "Bob"


@pytest.mark.parametrize(
    "changed", [{"name": "other.csv"}, {"size": 2_561}, {"head": "ab" * 32}], ids=lambda one: [*one]
)
def test_another_file_begins_at_its_start(
    browsers: dict[str, Client], changed: dict[str, Any]
) -> None:
    alice = browsers["Alice"]
    add(alice, begin(alice).json())
    assert begin(alice, **changed).json()["offset"] == 0


@pytest.mark.parametrize("who", ["Charlie", "Ada", "Ben", None])
def test_nobody_else_may_see_it_go_on_with_it_finish_it_or_delete_it(
    browsers: dict[str, Client], folder: Path, who: str | None
) -> None:
    standing = add(browsers["Alice"], begin(browsers["Alice"]).json()).json()
    other = browsers[who] if who else Client()
    status = 404 if who else 302
    assert add(other, standing).status_code == status
    assert other.post(standing["finish"]).status_code == status
    drop = standing["finish"].replace("finish", "drop")
    assert other.post(drop).status_code == status
    for address in ("/files/history/", f"/files/send/{OFFENCES}/"):
        assert "offences.csv" not in other.get(address).content.decode()
        assert "offences.csv" in browsers["Bob"].get(address).content.decode()
    begun = begin(other)
    if who == "Ada":
        assert begun.json()["offset"] == 0, "the analyst sends one of her own"
    else:
        assert begun.status_code == status
    assert begin(browsers["Alice"]).json() == standing


def test_one_begins_only_under_an_agreement_of_ones_own(browsers: dict[str, Client]) -> None:
    assert begin(browsers["Charlie"], under=ATTENDANCES).status_code == 200
    assert begin(browsers["Alice"], under=ATTENDANCES).status_code == 404


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"offset": 0}, 409),
        ({"offset": 2_000}, 409),
        ({"running": "ab" * 32}, 422),
        ({"running": ""}, 422),
        ({"body": CONTENT[1_000:1_999]}, 422),
        ({"piece": CONTENT[1_000:1_999]}, 422),
        ({"piece": CONTENT[1_000:2_001]}, 400),
        ({"offset": "-1", "piece": b"x"}, 400),
        ({"offset": "ten", "piece": b"x"}, 400),
    ],
)
def test_a_piece_that_is_not_the_next_one_or_not_as_it_was_sent_changes_nothing(
    browsers: dict[str, Client], folder: Path, changed: dict[str, Any], status: int
) -> None:
    alice = browsers["Alice"]
    standing = add(alice, begin(alice).json()).json()
    answer = add(alice, standing, **changed)
    assert answer.status_code == status
    if status != 400:
        assert answer.json() == standing, "it says how far it is"
    done = send_all(alice, standing)
    alice.post(done["finish"])
    made = WorkRequest.objects.get()
    assert (exchange.waiting_path(folder, made.id) / "file").read_bytes() == CONTENT


def test_the_last_piece_is_no_longer_than_the_file(browsers: dict[str, Client]) -> None:
    alice = browsers["Alice"]
    standing = add(alice, add(alice, begin(alice).json()).json()).json()
    assert add(alice, standing, piece=CONTENT[2_000:] + b"x").status_code == 422
    assert send_all(alice, standing)["offset"] == len(CONTENT)


class CutOff(io.BytesIO):
    """A body whose connection is reset in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError("the connection was reset")
        return super().read(100)


def test_a_piece_that_is_cut_off_is_sent_again(browsers: dict[str, Client]) -> None:
    alice = browsers["Alice"]
    standing = begin(alice).json()
    body = CONTENT[:PIECE]
    headers = {"upload-offset": "0", "upload-running": uploads.run_on(standing["running"], [body])}
    extra = {"CONTENT_LENGTH": str(PIECE), "wsgi.input": CutOff(body)}
    answer = alice.generic("POST", standing["piece"], headers=headers, **extra)
    assert (answer.status_code, answer.json()) == (422, standing)
    assert add(alice, standing).json()["offset"] == PIECE


def test_a_piece_is_never_whole_in_memory(
    browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PIECE_BYTES", 3 << 20)
    seen: list[int] = []

    def watched(running: str, parts: Any) -> str:
        return run_on(running, (seen.append(len(part)) or part for part in parts))

    content = b"x" * (3 << 20)
    standing = begin(browsers["Alice"], content).json()
    running = run_on(standing["running"], [content])
    monkeypatch.setattr(uploads, "run_on", watched)
    assert add(browsers["Alice"], standing, piece=content, running=running).status_code == 200
    assert sum(seen) == 3 << 20
    assert max(seen) <= 1 << 18


def test_a_file_that_is_not_whole_is_not_handed_over(
    browsers: dict[str, Client], folder: Path
) -> None:
    alice = browsers["Alice"]
    standing = add(alice, begin(alice).json()).json()
    answer = alice.post(standing["finish"])
    assert (answer.status_code, answer.json()) == (409, standing)
    assert exchange.waiting(folder) == []


def test_an_empty_file_is_whole_at_once(browsers: dict[str, Client]) -> None:
    standing = begin(browsers["Alice"], b"").json()
    assert browsers["Alice"].post(standing["finish"]).status_code == 200


def test_two_at_one_file_do_not_mix(browsers: dict[str, Client], folder: Path) -> None:
    alice = browsers["Alice"]
    standing = add(alice, begin(alice).json()).json()
    (upload_id,) = exchange.upload_ids(folder)
    with (exchange.upload_path(folder, upload_id) / "file").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert add(alice, standing).status_code == 409
        assert uploads.sweep_uploads(folder, older_than=-60) == 0, "one that is held stays"
    assert add(alice, standing).status_code == 200


def test_while_several_are_sending_a_piece_waits(browsers: dict[str, Client]) -> None:
    standing = begin(browsers["Alice"]).json()
    taken = [inbox._SENDING.acquire(blocking=False) for _ in range(3)]
    assert all(taken)
    try:
        answer = add(browsers["Alice"], standing)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    finally:
        for _ in taken:
            inbox._SENDING.release()
    assert add(browsers["Alice"], standing).status_code == 200


def test_what_comes_without_the_sites_own_mark_is_refused(
    browsers: dict[str, Client], folder: Path
) -> None:
    standing = begin(browsers["Alice"]).json()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browsers["Alice"].cookies
    assert begin(strict).status_code == 403
    assert add(strict, standing).status_code == 403
    assert strict.post(standing["finish"]).status_code == 403
    page = strict.get(f"/files/send/{OFFENCES}/").content.decode()
    mark = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    piece = CONTENT[:PIECE]
    headers = {
        "upload-offset": "0",
        "upload-running": uploads.run_on(uploads.NOTHING, [piece]),
        "x-csrftoken": mark,
    }
    kind = "application/octet-stream"
    answer = strict.post(standing["piece"], piece, content_type=kind, headers=headers)
    assert answer.status_code == 200


def test_what_is_wrong_is_said_before_a_byte_is_sent(
    browsers: dict[str, Client], folder: Path, settings_of
) -> None:
    alice = browsers["Alice"]
    assert "from the list" in says(begin(alice, replaces="000000000000"))
    assert "whole number" in says(begin(alice, rows="many"))
    with settings_of(VRN_LARGEST_FILE=1_000):
        assert "larger than" in says(begin(alice))
    assert left_in_inbox(folder) == []
    standing = send_all(alice, begin(alice).json())
    assert "64 digits" in says(alice.post(standing["finish"], {"sha256": "ab"}))
    assert exchange.waiting(folder) == []


def test_an_organisation_has_so_many_unfinished_files_and_no_more(
    browsers: dict[str, Client], settings_of
) -> None:
    alice = browsers["Alice"]
    for number in range(uploads.MOST_UNFINISHED):
        standing = begin(alice, name=f"{number}.csv").json()
    refused = begin(alice)
    assert (refused.status_code, "Finish one of them" in says(refused)) == (429, True)
    assert begin(browsers["Charlie"], under=ATTENDANCES).status_code == 200, "each has its own"
    assert begin(alice, name="0.csv").status_code == 200, "one of them goes on"
    drop = standing["finish"].replace("finish", "drop")
    assert alice.post(drop)["Location"] == f"/files/send/{OFFENCES}/"
    assert begin(alice).status_code == 200
    with settings_of(VRN_LARGEST_FILE=len(CONTENT)):
        drops = begin(browsers["Charlie"], name="b.csv", under=ATTENDANCES)
        assert drops.status_code == 200
        assert begin(browsers["Charlie"], name="c.csv", under=ATTENDANCES).status_code == 429


def test_a_disk_without_room_is_said_at_once(
    browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SPARE_BYTES", 1 << 62)
    answer = begin(browsers["Alice"])
    assert (answer.status_code, "no room" in says(answer)) == (507, True)


def test_a_file_that_changed_on_the_way_is_begun_anew(
    browsers: dict[str, Client], folder: Path
) -> None:
    alice = browsers["Alice"]
    add(alice, begin(alice).json())
    assert begin(alice, anew="yes").json()["offset"] == 0
    assert len(exchange.upload_ids(folder)) == 1


def test_without_its_line_in_the_audit_it_stays_in_pieces(
    browsers: dict[str, Client], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = browsers["Alice"]
    standing = send_all(alice, begin(alice).json())

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    alice.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr(actions, "write_down", fail)
        assert alice.post(standing["finish"]).status_code == 500
    assert not WorkRequest.objects.exists()
    assert exchange.waiting(folder) == []
    assert alice.post(standing["finish"]).status_code == 200


def test_a_piece_of_a_file_that_is_gone_is_out_of_step(folder: Path) -> None:
    with pytest.raises(uploads.OutOfStepError):
        uploads.add_piece(folder, "0" * 32, [b"x"], offset=0, running="")


def test_what_had_no_piece_for_a_day_is_swept(browsers: dict[str, Client], folder: Path) -> None:
    alice = browsers["Alice"]
    old, new = begin(alice, name="old.csv").json(), begin(alice, name="new.csv").json()
    place = exchange.upload_path(folder, old["piece"].split("/")[-2])
    ago = time.time() - uploads.KEPT_SECONDS - 60
    os.utime(place / "upload.json", (ago, ago))
    broken = exchange.upload_path(folder, "f" * 32)
    broken.mkdir()
    os.utime(broken, (ago, ago))
    assert uploads.sweep_uploads(folder) == 2
    assert [exchange.upload_path(folder, one).exists() for one in exchange.upload_ids(folder)]
    assert add(alice, old).status_code == 404
    assert add(alice, new).status_code == 200


def test_a_script_runs_on_the_page_for_sending_and_nowhere_else(
    browsers: dict[str, Client],
) -> None:
    pages = {
        address: browsers["Alice"].get(address)
        for address in (f"/files/send/{OFFENCES}/", "/files/", "/files/send/", "/files/history/")
    }
    policies = [page["Content-Security-Policy"] for page in pages.values()]
    assert ["script-src 'self'" in one for one in policies] == [True, False, False, False]
    assert all("unsafe" not in one for one in policies)
    text = pages[f"/files/send/{OFFENCES}/"].content.decode()
    (script,) = re.findall(r"<script([^>]*)>(.*?)</script>", text)
    assert script[0].startswith(' src="/static/built/upload.')
    assert script[1] == ""
    assert not re.search(r"\son\w+=", text)
