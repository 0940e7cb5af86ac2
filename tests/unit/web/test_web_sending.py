"""Sending a file: who may under which agreement, where its bytes go, and what is never kept."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import time
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.unit.web.made_up_exchange import (
    ACCEPTED,
    ATTENDANCES,
    CLEAN,
    ENDED,
    OF_HOSPITAL,
    OFFENCES,
    REFUSED,
)
from tests.unit.web.made_up_people import signed_in_as
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import actions, exchange, inbox
from vrn_web.stewardship.inbox import plain_name
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"CRIME REF,BEAT\r\n" + b"X1,\xc3\xa9\r\n" * 50_000


def send(browser: Client, content: bytes = CONTENT, *, under: str = OFFENCES, **typed: object):
    name = typed.pop("name", "offences 2019.csv")
    file = SimpleUploadedFile(str(name), content)
    return browser.post(f"/files/send/{under}/", {"file": file, **typed})


def left_in_inbox(folder: Path) -> list[str]:
    found = exchange.inbox(folder).rglob("*")
    return sorted(path.name for path in found if path.is_file() and path.name != "worker.lock")


def test_a_file_lies_in_the_inbox_as_it_came_and_only_its_owner_can_read_it(
    sam: Client, folder: Path, people
) -> None:
    answer = send(sam, replaces=ACCEPTED, rows="50000", sha256="AB" * 32)
    made = WorkRequest.objects.get()
    assert answer["Location"] == f"/files/requests/{made.id}/"
    place = exchange.waiting_path(folder, made.id)
    assert (place / "file").read_bytes() == CONTENT
    for path in (place, *place.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert (made.sha256, made.bytes, made.sent_by) == (digest, len(CONTENT), people["Sam"])
    told = json.loads((place / "request.json").read_text())
    assert told == {
        "id": made.id,
        "kind": "receive",
        "agreement": OFFENCES,
        "file_name": "offences 2019.csv",
        "sha256": digest,
        "bytes": len(CONTENT),
        "replaces": ACCEPTED,
        "word": "",
        "announced": {"sha256": "ab" * 32, "rows": 50_000, "nil_of": ""},
    }
    sent = AuditRow.objects.get(deed=Deed.FILE_SENT)
    assert (sent.person, sent.about, sent.address) == (people["Sam"], made.id, "127.0.0.1")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (" 2019-04 ", "2019-04"),
        ("2019-04 to 2019-06", "2019-04..2019-06"),
        ("2019-04..2019-05", "2019-04..2019-05"),
    ],
)
def test_a_nil_return_names_its_months(sam: Client, folder: Path, typed: str, told: str) -> None:
    send(sam, nil_of=typed)
    place = exchange.waiting_path(folder, WorkRequest.objects.get().id)
    assert json.loads((place / "request.json").read_text())["announced"]["nil_of"] == told


@pytest.mark.parametrize("typed", ["April", "2019-13", "2019-06 to 2019-04", "none"])
def test_a_month_that_can_be_none_is_told_beside_its_field(
    sam: Client, folder: Path, typed: str
) -> None:
    page = send(sam, nil_of=typed).content.decode()
    assert "Write a month as 2024-04" in page
    assert f'value="{typed}"' in page
    assert left_in_inbox(folder) == []


def test_nothing_of_it_lies_anywhere_else(
    sam: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not in the folder for passing files, and never whole in memory."""
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    pieces: list[int] = []
    write = inbox.Arriving.write

    def watched(self: inbox.Arriving, chunk: bytes) -> None:
        pieces.append(len(chunk))
        write(self, chunk)

    monkeypatch.setattr(inbox.Arriving, "write", watched)
    send(sam, b"x" * (3 << 20))
    assert list(passing.iterdir()) == []
    assert sum(pieces) == 3 << 20
    assert max(pieces) <= 1 << 18
    found = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > 1 << 20]
    assert [path.name for path in found] == ["file"]


@pytest.mark.parametrize(
    ("who", "under", "status"),
    [
        ("Sam", OFFENCES, 200),
        ("Sam", ATTENDANCES, 404),
        ("Sam", ENDED, 404),
        ("Sam", "no-such-agreement", 404),
        ("Una", ATTENDANCES, 200),
        ("Una", OFFENCES, 404),
        ("Ada", OFFENCES, 200),
        ("Ada", ATTENDANCES, 200),
        ("Ben", OFFENCES, 404),
        (None, OFFENCES, 302),
    ],
)
def test_only_the_suppliers_steward_and_the_analyst_may_send(
    people, folder: Path, who: str | None, under: str, status: int
) -> None:
    browser = signed_in_as(people[who]) if who else Client()
    assert browser.get(f"/files/send/{under}/").status_code == status
    answer = send(browser, under=under)
    assert answer.status_code == (302 if status == 200 else status)
    assert WorkRequest.objects.count() == (status == 200)
    assert len(left_in_inbox(folder)) == 2 * (status == 200), "what may not be sent is not kept"


def test_what_comes_without_the_sites_own_mark_is_not_kept(people, folder: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["Sam"], backend="vrn_web.accounts.backends.EmailBackend")
    assert send(strict).status_code == 403
    assert left_in_inbox(folder) == []
    page = strict.get(f"/files/send/{OFFENCES}/").content.decode()
    marks = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert send(strict, csrfmiddlewaretoken=marks[-1]).status_code == 302


def test_no_file_is_said_so_in_an_error_summary(sam: Client, folder: Path) -> None:
    page = sam.post(f"/files/send/{OFFENCES}/", {"replaces": ""}).content.decode()
    assert '<a href="#id_file">Choose a file to send</a>' in page
    assert "<title>Error:" in page
    assert left_in_inbox(folder) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"replaces": "receipt 7"}, "Choose a receipt from the list"),
        ({"replaces": OF_HOSPITAL}, "Choose a receipt from the list"),
        ({"replaces": REFUSED}, "Choose a receipt from the list"),
        ({"rows": "many"}, "a whole number"),
        ({"rows": "-1"}, "0 or more"),
        ({"rows": "9" * 13}, "too large"),
        ({"sha256": "ab"}, "64 digits and letters"),
    ],
)
def test_what_is_wrong_beside_a_file_keeps_nothing(
    sam: Client, folder: Path, typed: dict[str, str], says: str
) -> None:
    page = send(sam, **typed).content.decode()
    assert says in page
    assert "<title>Error:" in page
    assert left_in_inbox(folder) == []


def test_one_chooses_the_receipt_that_a_file_replaces_from_a_list(sam: Client) -> None:
    page = sam.get(f"/files/send/{OFFENCES}/?replaces={CLEAN}").content.decode()
    options = re.findall(r'<option value="(\w*)"( selected)?>([^<]+)<', page)
    assert options == [
        ("", "", "No: it is new"),
        (ACCEPTED, "", f"9,770 rows, received 2023-01-09, {ACCEPTED}"),
        (CLEAN, " selected", f"10,000 rows, received 2023-01-09, {CLEAN}"),
    ]


@pytest.mark.parametrize("size", [1_001, 3_000, 100_000])
def test_a_file_beyond_the_limit_is_not_kept(
    sam: Client, folder: Path, settings_of, size: int
) -> None:
    with settings_of(VRN_LARGEST_FILE=1_000):
        page = send(sam, b"x" * size).content.decode()
    assert "larger than 1000" in page.replace("\xa0", " ")
    assert "Choose a file to send" not in page
    assert left_in_inbox(folder) == []
    assert not WorkRequest.objects.exists()


def test_a_file_at_the_limit_is_taken(sam: Client, settings_of) -> None:
    with settings_of(VRN_LARGEST_FILE=1_000):
        assert send(sam, b"x" * 1_000).status_code == 302


def test_an_empty_file_is_taken_for_the_receipt_to_say_so(sam: Client) -> None:
    assert send(sam, b"").status_code == 302


def test_of_two_files_the_first_is_taken(sam: Client, folder: Path) -> None:
    files = [SimpleUploadedFile("a.csv", b"one"), SimpleUploadedFile("b.csv", b"two")]
    sam.post(f"/files/send/{OFFENCES}/", {"file": files})
    made = WorkRequest.objects.get()
    assert (exchange.waiting_path(folder, made.id) / "file").read_bytes() == b"one"


def test_only_the_analyst_has_a_word(sam: Client, ada: Client, folder: Path) -> None:
    for browser in (sam, ada):
        send(browser, word="a new system since May")
    words = {made.sent_by.role: made.word for made in WorkRequest.objects.all()}
    assert words == {"steward": "", "analyst": "a new system since May"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\sam\\offences.csv", "offences.csv"),
        ("a\nb\x00c.csv", "a_b_c.csv"),
        ("<script>.csv", "_script_.csv"),
        ("{{7*7}}.csv", "__7_7__.csv"),
        (".hidden", "hidden"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("é ü.csv", "é ü.csv"),
        ("x" * 10_000 + ".csv", "x" * 96 + ".csv"),
    ],
)
def test_a_file_name_is_only_ever_shown(name: str, shown: str) -> None:
    assert plain_name(name) == shown


def test_a_name_that_climbs_reaches_no_other_folder(sam: Client, folder: Path) -> None:
    before = {path for path in folder.rglob("*") if path.is_file()}
    send(sam, name="../../../released/register.sqlite")
    new = {path for path in folder.rglob("*") if path.is_file()} - before
    assert {path.name for path in new} == {"file", "request.json"}
    assert WorkRequest.objects.get().file_name == "register.sqlite"


class CutOff(io.BytesIO):
    """A body of which no more than the first part comes, as where the network fails."""

    def __init__(self, body: bytes, *, with_an_error: bool) -> None:
        super().__init__(body)
        self.with_an_error = with_an_error

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 500_000:
            if self.with_an_error:
                raise OSError("the connection was reset")
            return b""
        return super().read(min(size if size and size > 0 else 65_536, 65_536))


@pytest.mark.parametrize("with_an_error", [True, False])
def test_a_sender_who_is_cut_off_leaves_nothing(
    sam: Client, folder: Path, with_an_error: bool
) -> None:
    sam.raise_request_exception = False
    head = (
        '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = head.encode() + b"y" * 2_000_000 + b"\r\n--xyz--\r\n"
    extra = {
        "CONTENT_TYPE": "multipart/form-data; boundary=xyz",
        "CONTENT_LENGTH": str(len(body)),
    }
    cut_off = CutOff(body, with_an_error=with_an_error)
    sam.generic("POST", f"/files/send/{OFFENCES}/", **extra, **{"wsgi.input": cut_off})
    assert cut_off.tell() > 500_000
    assert left_in_inbox(folder) == []
    assert not WorkRequest.objects.exists()
    whole = {"wsgi.input": io.BytesIO(body)}
    answer = sam.generic("POST", f"/files/send/{OFFENCES}/", **extra, **whole)
    assert answer.status_code == 302, "the same body is taken when it comes whole"


def test_a_body_that_is_no_form_is_refused(sam: Client, folder: Path) -> None:
    answer = sam.generic(
        "POST", f"/files/send/{OFFENCES}/", b"x", content_type="multipart/form-data; boundary="
    )
    assert answer.status_code == 400
    assert left_in_inbox(folder) == []


def test_while_several_are_sending_another_is_asked_to_wait(sam: Client, folder: Path) -> None:
    taken = [inbox._SENDING.acquire(blocking=False) for _ in range(3)]
    assert all(taken)
    try:
        answer = send(sam)
        assert answer.status_code == 503
        assert "Several files are being sent" in answer.content.decode()
        assert left_in_inbox(folder) == []
    finally:
        for _ in taken:
            inbox._SENDING.release()
    assert send(sam).status_code == 302


def test_without_its_line_in_the_audit_no_file_is_handed_over(
    sam: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "write_down", fail)
    sam.raise_request_exception = False
    assert send(sam).status_code == 500
    assert left_in_inbox(folder) == []
    assert not WorkRequest.objects.exists()


def test_what_a_dead_process_left_is_swept_and_what_is_still_sent_stays(folder: Path) -> None:
    places = [exchange.arriving_path(folder, f"{n:032x}") for n in range(3)]
    for place in places:
        place.mkdir()
        (place / "file").write_bytes(b"half")
    long_ago = time.time() - 600
    for place in places[:2]:
        os.utime(place, (long_ago, long_ago))
    with (places[1] / "file").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert exchange.sweep_arriving(folder) == 1
    assert [place.exists() for place in places] == [False, True, True]


def test_the_page_says_what_the_agreement_covers(sam: Client) -> None:
    page = sam.get(f"/files/send/{OFFENCES}/").content.decode()
    for words in (
        "Offences as recorded", "To know where violence happens.", "section 115", "CRIME REF",
        "The beat in which it was recorded.", "(may be empty)", "CSV, comma between cells, UTF-8",
        "months from 2019-02 on", "become keyed tokens",
        "may have OFFENCE TITLE, which are read over and never kept",
    ):  # fmt: skip
        assert words in page, words
    assert "unusual size" not in page


def test_one_chooses_among_the_agreements_of_the_own_supplier(sam: Client, ada: Client) -> None:
    page = sam.get("/files/send/").content.decode()
    assert "Offences as recorded" in page
    assert "Attendances" not in page
    assert "former agreement" not in page
    assert "Attendances at A&amp;E" in ada.get("/files/send/").content.decode()
    assert sam.get(f"/files/send/?agreement={OFFENCES}")["Location"] == f"/files/send/{OFFENCES}/"
    unchosen = sam.get("/files/send/?send=yes").content.decode()
    assert '<a href="#agreement-1">Choose the agreement' in unchosen


def test_without_an_agreement_or_a_list_the_page_says_so(people, folder: Path) -> None:
    people["Una"].organisation = "Another Hospital"
    people["Una"].save()
    una = signed_in_as(people["Una"])
    assert "no agreement that you can send files under" in una.get("/files/send/").content.decode()
    (exchange.outbox(folder) / "agreements.json").unlink()
    assert "not listed yet" in una.get("/files/send/").content.decode()
