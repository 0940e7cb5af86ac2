"""Requests in every state, and receipts, planted in a folder that is served without a worker."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.unit.web.made_up_exchange import (
    ACCEPTED,
    CLEAN,
    HELD_FOR_WORD,
    REFUSED,
    write_exchange,
    write_held,
)
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

RECEIPTS = (ACCEPTED, REFUSED, CLEAN, HELD_FOR_WORD)
WAITING, WORKING, FAILED, MADE, LOST = (f"{n:032x}" for n in range(5))
REQUESTS = (WAITING, WORKING, FAILED, MADE, LOST)
_ROW = (
    "INSERT INTO stewardship_workrequest (id, kind, agreement, title, supplier, supplier_key, feed,"
    " file_name, bytes, sha256, replaces, word, sent_at, sent_by_id) VALUES (?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, '', '', '2024-06-03 09:00:00',"
    " (SELECT id FROM accounts_user WHERE role = 'analyst'))"
)


def plant_receipts(folder: Path) -> None:
    """Agreements and receipts, as a worker lists them."""
    write_held(write_exchange(folder))


def plant_requests(folder: Path) -> None:
    """A request in each state; call it when the site has made its tables."""
    what = ("police-offences", "Offences as recorded", "Westmere Police", "westmere police", "f")
    supply = ("receive", *what, "offences 2019.csv", 1_234_567, "ab" * 32)
    edition = ("edition", *("",) * 6, None, "")
    with closing(sqlite3.connect(folder / "site" / "site.sqlite")) as database, database:
        for request_id in REQUESTS:
            chosen = edition if request_id == MADE else supply
            database.execute(_ROW, (request_id, *chosen))
    exchange.waiting_path(folder, WAITING).mkdir(mode=0o700)
    progress = {"done": 1, "total": 3, "what": "checking offences 2019.csv"}
    answers = {
        WORKING: {"state": "working", "progress": progress},
        FAILED: {"state": "failed", "says": "The mapping names a column that is not there."},
        MADE: {"state": "done", "cut": 2, "documents": [], "says": "The profile was not made."},
    }
    for request_id, answer in answers.items():
        exchange.write_text(exchange.answer_path(folder, request_id), answer)
