"""A worker that kills itself at a chosen moment: python killed_child.py FOLDER MOMENT."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrn.sharing.store import durable
from vrn_web.stewardship import exchange
from vrn_work import claiming, listing, working

if TYPE_CHECKING:
    from collections.abc import Callable


def killed(*_: Any, **__: Any) -> None:
    """Ends the process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, and then the end."""

    def done(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        killed()

    return done


def in_the_commit() -> None:
    """In the store's commit, when its files lie there and the manifest has not heard of them."""
    steps = durable.COMMIT_STEPS
    durable.COMMIT_STEPS = (*steps[:-1], killed)


def before_it_answers() -> None:
    """Received, and nothing said of it yet."""
    listing.publish_receipt = killed


def between_receipt_and_answer() -> None:
    """The receipt is published, the answer is not written."""
    listing.list_for_site = killed


def before_the_claim() -> None:
    """The request is chosen, and not yet moved."""
    exchange.at_work_path = killed  # type: ignore[assignment]


def after_the_claim() -> None:
    """The request is moved, and nothing more."""
    working.count_try = killed  # type: ignore[assignment]


def while_counting() -> None:
    """The try is counted, and nothing is begun."""
    working.do_request = killed


def while_checking() -> None:
    """The rows are being checked."""
    from vrn.sharing import intake

    intake.examine_member = killed  # type: ignore[assignment]


def before_the_bytes_are_deleted() -> None:
    """Answered, and the bytes are still there."""
    working.clear = killed


def while_deleting() -> None:
    """The bytes are gone, the folder is not."""
    claiming.shutil.rmtree = killed  # type: ignore[assignment]


def in_its_answer() -> None:
    """Half an answer lies beside its place, under a passing name."""
    write = exchange.write_text

    def half(path: Path, plain: Any) -> None:
        if path.parent.name == "outbox" and plain.get("state") == "done":
            path.with_name(f".{path.name}.0000").write_text("half a l", encoding="utf-8")
            killed()
        write(path, plain)

    exchange.write_text = half


def main(folder: Path, moment: str) -> None:
    """Works until the moment comes."""
    globals()[moment]()
    while working.do_next(folder, today=date(2024, 6, 3)):
        pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
