"""Claims requests one at a time: each is done once, or again after a kill, and is then gone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

_TRIES = "tries.json"


def claim_next(folder: Path) -> str | None:
    """The request to do now: one that was left half done, else the oldest that waits, else None."""
    left = exchange.left_at_work(folder)
    if left:
        return left[0]
    for request_id in exchange.waiting(folder):
        exchange.waiting_path(folder, request_id).rename(exchange.at_work_path(folder, request_id))
        exchange.sync_folder(exchange.inbox(folder))
        return request_id
    return None


def count_try(folder: Path, request_id: str) -> int:
    """How many times the request has been begun, this time included; kept before it begins."""
    path = exchange.at_work_path(folder, request_id) / _TRIES
    tries = int((exchange.read_text(path) or {}).get("tries", 0)) + 1
    exchange.write_text(path, {"tries": tries})
    return tries


def is_answered(folder: Path, request_id: str) -> bool:
    """Whether the request has its last answer already."""
    answer = exchange.find_answer(folder, request_id) or {}
    return answer.get("state") in {exchange.DONE, exchange.FAILED}


def clear(folder: Path, request_id: str) -> None:
    """Deletes what was sent, the bytes first."""
    place = exchange.at_work_path(folder, request_id)
    (place / exchange.FILE).unlink(missing_ok=True)
    shutil.rmtree(place)
    exchange.sync_folder(exchange.inbox(folder))
