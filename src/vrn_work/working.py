"""The worker itself: one request after the other, each answered and its bytes deleted."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vrn_web.stewardship import exchange
from vrn_web.stewardship.uploads import sweep_uploads
from vrn_work.claiming import claim_next, clear, count_try, is_answered
from vrn_work.doing import do_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType

    from vrn_work.listing import Mark

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_SWEEPS = 300.0
SPOOL = ".spool"


def run_worker(
    folder: Path,
    *,
    stop: Callable[[], bool],
    today: Callable[[], date] = date.today,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Works for a partnership's folder until `stop()` says so, which it asks between requests.

    One worker at a time: another one waits for its turn. What a former worker left half done is
    done again first. Where the program itself is at fault, the request is answered so, its bytes
    are deleted, and the error goes on to the caller.
    """
    with _turn(folder, stop, wait) as is_ours:
        if not is_ours:
            return
        listed: Mark | None = None
        swept = 0.0
        with _own_spool(folder):
            while not stop():
                listed = _list_again(folder, listed, today())
                if time.monotonic() - swept > SECONDS_BETWEEN_SWEEPS:
                    exchange.sweep_arriving(folder)
                    exchange.sweep_answers(folder)
                    sweep_uploads(folder)
                    swept = time.monotonic()
                if not do_next(folder, today=today()):
                    wait(SECONDS_BETWEEN_LOOKS)


def do_next(folder: Path, *, today: date) -> bool:
    """Does one request, one left half done before one that waits; False where there is none."""
    request_id = claim_next(folder)
    if request_id is None:
        return False
    try:
        # Killed after the answer and before the bytes were deleted: only that is left to do.
        if not is_answered(folder, request_id):
            do_request(folder, request_id, tries=count_try(folder, request_id), today=today)
    finally:
        # Also where the program is at fault; not where it was told to stop in the middle.
        if is_answered(folder, request_id):
            clear(folder, request_id)
    return True


def work_kept(folder: Path) -> int:
    """Works as the keeper's child: ends with it, and tells of a fault no more than its place."""
    keeper = os.getppid()
    sys.excepthook = _tell_place
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    run_worker(folder, stop=lambda: os.getppid() != keeper)
    return 0


def _list_again(folder: Path, listed: Mark | None, today: date) -> Mark:
    """Lists agreements, receipts and scorecards for the site, where they or the day changed."""
    from vrn_work.listing import list_for_site, mark_of
    from vrn_work.scoring import list_scorecards

    mark = (*mark_of(folder), ("the day", today.toordinal(), 0))
    if mark != listed:
        list_for_site(folder)
        list_scorecards(folder, today=today)
    return mark


@contextmanager
def _turn(folder: Path, stop: Callable[[], bool], wait: Callable[[float], None]) -> Iterator[bool]:
    """Holds the folder's lock; gives False where it was told to stop before its turn came."""
    path = exchange.lock_path(folder)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w") as stream:
        while not stop():
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                wait(SECONDS_BETWEEN_LOOKS)
                continue
            yield True
            return
        yield False


@contextmanager
def _own_spool(folder: Path) -> Iterator[None]:
    """Keeps passing files of rows inside the partnership's folder, and none after the end."""
    spool = exchange.inbox(folder) / SPOOL
    shutil.rmtree(spool, ignore_errors=True)
    spool.mkdir(mode=0o700)
    former = tempfile.tempdir
    tempfile.tempdir = str(spool)
    try:
        yield
    finally:
        tempfile.tempdir = former
        shutil.rmtree(spool, ignore_errors=True)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Ends at once: a journey that is stopped in the middle has changed nothing."""
    raise SystemExit(0)


def _tell_place(kind: type[BaseException], _error: BaseException, at: TracebackType | None) -> None:
    """Says where the program failed and by which error; what the error says may quote a row."""
    frames = traceback.extract_tb(at)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-4:]]
    sys.stderr.write(f"vrn_work: {kind.__name__} at {' < '.join(reversed(places))}\n")
