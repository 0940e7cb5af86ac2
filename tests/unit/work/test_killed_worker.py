"""A worker killed at any moment: the next one does the request once, and no byte of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.work.made_requests import (
    TODAY,
    answer_to,
    left_in_inbox,
    offences,
    put,
    receipts_of,
    start,
)
from vrn_web.stewardship import exchange
from vrn_work.listing import list_for_site
from vrn_work.working import do_next

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[2] / "src"
MOMENTS = (
    "before_the_claim",
    "after_the_claim",
    "while_counting",
    "while_checking",
    "in_the_commit",
    "before_it_answers",
    "between_receipt_and_answer",
    "in_its_answer",
    "before_the_bytes_are_deleted",
    "while_deleting",
)
# Moments at which the request has its answer, or is in the store.
ANSWERED = MOMENTS[8:]
STORED = MOMENTS[5:]


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_kill_the_request_is_done_once(tmp_path: Path, moment: str) -> None:
    folder = start(tmp_path / "partnership")
    sent = put(folder, offences())
    child = subprocess.run(
        [sys.executable, str(HERE / "killed_child.py"), str(folder), moment],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    is_stored = (folder / "store").exists() and bool(receipts_of(folder))
    assert is_stored is (moment in STORED), "it was killed where it was meant to be"
    assert (answer_to(folder, sent).get("state") == "done") is (moment in ANSWERED)
    assert left_in_inbox(folder), "what was sent is still there to be done or deleted"
    assert do_next(folder, today=TODAY)
    assert not do_next(folder, today=TODAY)
    list_for_site(folder)
    (receipt,) = receipts_of(folder)
    told = answer_to(folder, sent)
    assert (told["state"], told["receipt"]) == ("done", receipt["id"])
    assert receipt["rows_loaded"] == 3
    assert left_in_inbox(folder) == []
    supplies = exchange.read_text(exchange.outbox(folder) / "supplies.json")
    assert supplies is not None
    assert [one["receipt"] for one in supplies["supplies"]] == [receipt["id"]]
