"""Does a request by its kind: receives a file, makes an edition, or tells what is shown once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrn_web.stewardship import exchange
from vrn_work.answering import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from vrn.publish.editions import Edition
    from vrn.sharing.receipt import Receipt

MOST_TRIES = 3


def do_request(folder: Path, request_id: str, *, tries: int, today: date) -> None:
    """Does a claimed request and answers it; its bytes are still there afterwards.

    One that ended the worker each time it was begun is not begun a fourth time.
    """
    place = exchange.at_work_path(folder, request_id)
    request = exchange.read_text(place / exchange.REQUEST) or {}
    kind = str(request.get("kind", ""))
    answer = Answer(folder, request_id, kind)
    if tries > MOST_TRIES:
        answer.fail(
            f"Work on it stopped {MOST_TRIES} times in the middle, perhaps for want of memory. "
            "Nothing of it was kept. Please tell the analyst."
        )
    elif kind == exchange.RECEIVE:
        with answer:
            answer.end(_receive(folder, place, request, answer=answer, today=today))
    elif kind == exchange.EDITION:
        with answer:
            answer.end(_make_edition(folder, answer=answer, today=today))
    elif kind == exchange.MAP:
        from vrn_work.mapping import map_sample

        with answer:
            answer.end(map_sample(folder, place, request, today=today))
    elif kind in {exchange.REVIEW, exchange.ANSWER}:
        from vrn_work.reviewing import ask_pairs, take_pairs

        do = ask_pairs if kind == exchange.REVIEW else take_pairs
        with answer:
            answer.end(do(folder, request, today=today))
    else:
        answer.fail("The request cannot be read. Please send it again.")


def _receive(
    folder: Path, place: Path, request: Mapping[str, Any], *, answer: Answer, today: date
) -> dict[str, Any]:
    """Receives the file under its agreement; the same bytes again give the same receipt.

    Where the request names a held receipt, its kept bytes are received with the analyst's word.
    """
    from vrn import chain

    answer.tell(0, 0, "taking it over")
    word = str(request.get("word") or "") or None
    held = str(request.get("held") or "")
    if held:
        receipt = chain.give_word(
            folder, held, word=word or "", today=today, on_progress=answer.tell
        )
        return _told(folder, receipt)
    said = request.get("announced") or {}
    replaces = str(request.get("replaces") or "")
    receipt = chain.receive(
        folder,
        _named(place, str(request.get("file_name", ""))),
        under=str(request.get("agreement", "")),
        today=today,
        replaces=(replaces,) if replaces else (),
        word=word,
        announced=chain.announce(
            str(said.get("sha256") or ""), said.get("rows"), nil_of=str(said.get("nil_of") or "")
        ),
        on_progress=answer.tell,
    )
    return _told(folder, receipt)


def _told(folder: Path, receipt: Receipt) -> dict[str, Any]:
    """The answer that names a receipt, once the site can read that."""
    from vrn_work.listing import list_for_site, publish_receipt

    publish_receipt(folder, receipt.as_mapping())
    list_for_site(folder)
    return {"receipt": receipt.id}


def _named(place: Path, name: str) -> Path:
    """The bytes under the name that the sender knows the file by, which its receipt tells.

    The name is only ever that of a link in a folder of its own.
    """
    plain = name if name == Path(name).name and not name.startswith(".") else ""
    folder = place / "named"
    folder.mkdir(mode=0o700, exist_ok=True)
    link = folder / (plain or "unnamed")
    link.unlink(missing_ok=True)
    os.symlink(os.path.join("..", exchange.FILE), link)  # noqa: PTH118, PTH211 - a relative target
    return link


def _make_edition(folder: Path, *, answer: Answer, today: date) -> dict[str, Any]:
    """Makes the cut and every document that it is enough for; says which it is not enough for.

    Raises NotReadyError where it is enough for none.
    """
    from vrn import chain

    answer.tell(0, 0, "making the cut")
    cut = chain.make_cut(folder, on_progress=answer.tell)
    made: list[dict[str, str]] = []
    lacks: list[str] = []
    for name, publish in _documents(folder, answer, today).items():
        answer.tell(0, 0, f"making the {name}")
        try:
            made.append({"name": name, "edition": publish().name})
        except chain.NotReadyError as error:
            lacks.append(f"The {name} could not be made: {error.args[0]}.")
    if not made:
        raise chain.NotReadyError(" ".join(lacks))
    return {"cut": cut.number, "documents": made, "says": " ".join(lacks)}


def _documents(folder: Path, answer: Answer, today: date) -> dict[str, Callable[[], Edition]]:
    """How each document is made, in the order in which they are."""
    from vrn import chain

    return {
        "profile": lambda: chain.publish_profile(folder, on_progress=answer.tell),
        "assessment": lambda: chain.publish_assessment(
            folder, today=today, on_progress=answer.tell
        ),
        "questions": lambda: chain.publish_questions(folder, today=today, on_progress=answer.tell),
    }
