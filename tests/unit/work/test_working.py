"""The worker takes what was sent, answers it, and leaves no byte of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.work.made_requests import (
    BORN,
    SURNAME,
    TODAY,
    answer_to,
    left_in_inbox,
    offences,
    people,
    published,
    put,
    receipts_of,
    work,
)
from vrn import chain
from vrn.chain.early import NotReadyError
from vrn_web.stewardship import exchange
from vrn_work import doing, run_worker
from vrn_work.answering import Answer
from vrn_work.working import do_next

SOURCE = Path(__file__).resolve().parents[3] / "src"


def test_a_file_is_received_and_its_bytes_are_gone(folder: Path) -> None:
    sent = put(folder, offences(), file_name="May offences.csv")
    work(folder)
    (receipt,) = receipts_of(folder)
    assert receipt["state"] == "accepted"
    assert receipt["file"] == f"supply-{receipt['sha256'][:12]}.csv"
    assert answer_to(folder, sent) == {
        "id": sent,
        "kind": "receive",
        "state": "done",
        "receipt": receipt["id"],
    }
    assert left_in_inbox(folder) == []
    told = published(folder, f"receipts/{receipt['id']}.json")
    assert (told["rows_read"], told["rows_loaded"]) == (3, 3)
    (supply,) = published(folder, "supplies.json")["supplies"]
    assert supply["receipt"] == receipt["id"]
    assert supply["title"] == "Offences recorded by the police"


def test_a_refused_file_has_a_receipt_too_and_its_bytes_are_gone(folder: Path) -> None:
    sent = put(folder, b"Name,Born\nnobody,1999\n")
    work(folder)
    (receipt,) = receipts_of(folder)
    assert receipt["state"] == "refused"
    assert answer_to(folder, sent)["receipt"] == receipt["id"]
    assert left_in_inbox(folder) == []


def test_requests_are_done_in_the_order_in_which_they_came(folder: Path) -> None:
    sent = []
    for n in range(3):
        sent.append(put(folder, offences(n + 1)))
        os.utime(exchange.waiting_path(folder, sent[-1]) / "request.json", (n, n))
    assert exchange.waiting(folder) == sent
    for request_id in sent:
        assert do_next(folder, today=TODAY)
        assert answer_to(folder, request_id)["state"] == "done"
    assert not do_next(folder, today=TODAY)


def test_the_same_bytes_again_give_the_same_receipt(folder: Path) -> None:
    first, second = put(folder, offences()), put(folder, offences())
    work(folder)
    assert answer_to(folder, first)["receipt"] == answer_to(folder, second)["receipt"]
    assert len(receipts_of(folder)) == 1


def test_a_corrected_file_replaces_the_one_that_it_names(folder: Path) -> None:
    put(folder, offences(3))
    work(folder)
    (earlier,) = receipts_of(folder)
    sent = put(folder, offences(4), replaces=earlier["id"])
    work(folder)
    (_, later) = receipts_of(folder)
    assert answer_to(folder, sent)["receipt"] == later["id"]
    assert (later["state"], later["replaces"]) == ("accepted", [earlier["id"]])


def test_nothing_of_a_person_is_left_anywhere_but_as_tokens(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither name nor date of birth, in no file of the folder and in no line that was written."""
    monkeypatch.setattr("vrn.sharing.checks.spool.MOST_BYTES_IN_MEMORY", 0)
    put(folder, offences())
    sent = put(folder, people(), agreement="police-people", file_name="people.csv")
    wrong = put(folder, people() + b"one,cell,too,many" * 20, agreement="police-people")
    unfit = put(folder, people(), agreement="ae-attendances")
    work(folder)
    states = {one["id"]: one["state"] for one in receipts_of(folder)}
    assert states[answer_to(folder, sent)["receipt"]] == "accepted"
    for request_id in (wrong, unfit):
        assert states[answer_to(folder, request_id)["receipt"]] == "refused"
    written = "".join(capfd.readouterr()).encode()
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for canary in (SURNAME, SURNAME.upper(), BORN, "1987-09-17"):
        assert not [content for content in (*files, written) if canary.encode() in content]


def test_passing_files_stay_in_the_folder_and_are_gone_at_the_end(folder: Path) -> None:
    import tempfile

    seen: list[str] = []
    former = tempfile.gettempdir()

    def look() -> bool:
        seen.append(tempfile.gettempdir())
        return len(seen) > 3

    run_worker(folder, stop=look, today=lambda: TODAY, wait=lambda _: None)
    spool = exchange.inbox(folder) / ".spool"
    assert seen[-1] == str(spool)
    assert not spool.exists()
    assert tempfile.gettempdir() == former


@pytest.mark.parametrize(
    ("name", "ending"),
    [("../../released/register.sqlite", ""), (".hidden", ""), ("", ""), ("a b.csv", ".csv")],
)
def test_a_name_is_never_a_path_here_either(folder: Path, name: str, ending: str) -> None:
    put(folder, offences(), file_name=name)
    work(folder)
    (receipt,) = receipts_of(folder)
    assert receipt["file"] == f"supply-{receipt['sha256'][:12]}{ending}"
    assert not (folder / "released").exists() or not any((folder / "released").iterdir())


def test_what_the_platform_says_went_wrong_is_told(folder: Path) -> None:
    sent = put(folder, offences(), agreement="police-ofences")
    edition = put(folder)
    work(folder)
    told = answer_to(folder, sent)
    assert told["state"] == "failed"
    assert "no agreement 'police-ofences'" in told["says"]
    assert "police-offences" in told["says"]
    assert answer_to(folder, edition)["state"] == "failed"
    assert "a cut needs" in answer_to(folder, edition)["says"].lower()
    assert left_in_inbox(folder) == []


def test_a_request_that_cannot_be_read_is_answered(folder: Path) -> None:
    place = exchange.waiting_path(folder, "0" * 32)
    place.mkdir(parents=True)
    (place / "request.json").write_text("half a l", encoding="utf-8")
    work(folder)
    assert answer_to(folder, "0" * 32)["state"] == "failed"
    assert left_in_inbox(folder) == []


def test_a_fault_of_ours_tells_nothing_of_the_file_and_its_bytes_are_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise TypeError(f"cannot compare {SURNAME} with 3")

    monkeypatch.setattr(chain, "receive", fail)
    sent = put(folder, people())
    with pytest.raises(TypeError):
        work(folder)
    told = answer_to(folder, sent)
    assert told["state"] == "failed"
    assert "(TypeError)" in told["says"]
    assert SURNAME not in str(told)
    assert left_in_inbox(folder) == []


def test_a_fault_of_the_disk_is_told_and_the_worker_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/somewhere/of/ours")

    sent, other = put(folder, offences()), put(folder, offences())
    monkeypatch.setattr(chain, "receive", fail)
    work(folder)
    for request_id in (sent, other):
        says = answer_to(folder, request_id)["says"]
        assert "no space left on device" in says
        assert "somewhere" not in says


def test_a_stop_in_the_middle_leaves_the_request_for_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object, **__: object) -> None:
        raise SystemExit(0)

    sent = put(folder, offences())
    with monkeypatch.context() as patch:
        patch.setattr(chain, "receive", leave)
        with pytest.raises(SystemExit):
            work(folder)
    assert answer_to(folder, sent)["state"] == "working"
    assert exchange.left_at_work(folder) == [sent]
    work(folder)
    assert answer_to(folder, sent)["state"] == "done"
    assert left_in_inbox(folder) == []


def test_what_ends_the_worker_each_time_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def leave(*_: object, **__: object) -> None:
        begun.append(1)
        raise SystemExit(9)

    monkeypatch.setattr(chain, "receive", leave)
    sent = put(folder, offences())
    for _ in range(3):
        with pytest.raises(SystemExit):
            work(folder)
    work(folder)
    assert len(begun) == 3
    assert "stopped 3 times" in answer_to(folder, sent)["says"]
    assert left_in_inbox(folder) == []


def test_an_edition_names_what_was_made_and_what_was_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Made:
        """Stands for a cut and an edition."""

        number, name = 4, "0123456789ab"

    def lacking(*_: object, **__: object) -> None:
        raise NotReadyError("no police file was received")

    monkeypatch.setattr(chain, "make_cut", lambda *_, **__: Made)
    monkeypatch.setattr(chain, "publish_profile", lambda *_, **__: Made)
    monkeypatch.setattr(chain, "publish_assessment", lacking, raising=False)
    monkeypatch.setattr(chain, "publish_questions", lacking)
    sent = put(folder)
    work(folder)
    told = answer_to(folder, sent)
    assert (told["state"], told["cut"]) == ("done", 4)
    assert told["documents"] == [{"name": "profile", "edition": "0123456789ab"}]
    assert told["says"] == (
        "The assessment could not be made: no police file was received. "
        "The questions could not be made: no police file was received."
    )
    monkeypatch.setattr(chain, "publish_profile", lacking)
    sent = put(folder)
    work(folder)
    assert answer_to(folder, sent)["state"] == "failed"


@pytest.mark.parametrize("name", ["assessment", "questions"])
def test_the_documents_of_closed_figures_are_told_the_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    days: list[object] = []
    monkeypatch.setattr(
        chain, f"publish_{name}", lambda _folder, *, today, on_progress: days.append(today)
    )
    answer = Answer(folder, "0" * 32, "edition")
    doing._documents(folder, answer, TODAY)[name]()
    assert days == [TODAY]


def test_everything_in_inbox_and_outbox_is_the_owners_alone(folder: Path) -> None:
    former = os.umask(0)
    try:
        put(folder, offences())
        work(folder)
    finally:
        os.umask(former)
    for name in ("inbox", "outbox"):
        for path in (folder / name, *(folder / name).rglob("*")):
            assert path.stat().st_mode & 0o077 == 0, path
