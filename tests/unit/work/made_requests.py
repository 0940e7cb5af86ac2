"""Requests as the site puts them into the inbox, with small made-up files of the police."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

from vrn import chain
from vrn.sharing.store import Store
from vrn_demo.agreements import write_agreements
from vrn_web.stewardship import exchange
from vrn_work import run_worker

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2024, 6, 3)
OFFENCES = (
    "CRIME REF,HO CLASS,HO SUBCLASS,OFFENCE TITLE,COMMITTED FROM,COMMITTED TO,RECORDED AT,STATUS,"
    "LOCATION TYPE,POSTCODE,EASTING,NORTHING,BEAT,NPA,KNIFE FLAG,DOMESTIC FLAG,ALCOHOL FLAG,OUTCOME"
)
OFFENCE = (
    "20-{n:07d},8N,6,Assault,23/05/2020 23:10,,24/05/2020 09:05,Recorded,STREET,XL4 7AB,"
    "458000,304000,B001,LN01,Y,N,,No suspect identified"
)
PEOPLE = (
    "CRIME REF,ROLE,NOMINAL ID,SURNAME,FORENAME,DOB,SEX,ETHNICITY SELF,ETHNICITY OFFICER,"
    "HOME POSTCODE,RELATIONSHIP"
)
SURNAME, BORN = "Quillfeather", "17/09/1987"
PERSON = "20-{n:07d},Victim,NQ{n:06d}," + SURNAME + ",Robin," + BORN + ",F,W1,IC1,XL5 2CD,"


def start(folder: Path) -> Path:
    """A new partnership's folder, its agreements signed."""
    chain.start(folder, area="Norfolk")
    write_agreements(folder)
    return folder


def offences(count: int = 3) -> bytes:
    """So many good offences."""
    return _lines(OFFENCES, OFFENCE, count)


def people(count: int = 3) -> bytes:
    """A victim of each of those offences."""
    return _lines(PEOPLE, PERSON, count)


def _lines(header: str, row: str, count: int) -> bytes:
    rows = [row.format(n=n) for n in range(1, count + 1)]
    return ("\ufeff" + "\r\n".join([header, *rows]) + "\r\n").encode()


def put(folder: Path, content: bytes | None = None, **request: Any) -> str:
    """Puts a request into the inbox as the site does; one without content is for an edition."""
    request_id = os.urandom(16).hex()
    place = exchange.arriving_path(folder, request_id)
    place.mkdir(mode=0o700)
    kind = exchange.EDITION if content is None else exchange.RECEIVE
    if content is not None:
        (place / exchange.FILE).write_bytes(content)
        request = {"agreement": "police-offences", "file_name": "offences.csv", **request}
    exchange.write_text(place / exchange.REQUEST, {"id": request_id, "kind": kind, **request})
    place.rename(exchange.waiting_path(folder, request_id))
    return request_id


def answer_to(folder: Path, request_id: str) -> dict[str, Any]:
    """What the worker answered; empty where it said nothing."""
    return exchange.find_answer(folder, request_id) or {}


def left_in_inbox(folder: Path) -> list[str]:
    """Everything in the inbox but the worker's own lock."""
    found = exchange.inbox(folder).rglob("*")
    return sorted(path.name for path in found if path.name != "worker.lock")


def receipts_of(folder: Path) -> list[dict[str, Any]]:
    """Every receipt in the store."""
    return [dict(one) for one in Store.read(folder / "store").receipts()]


def work(folder: Path) -> None:
    """Does all that waits, as a worker does."""

    def nothing_waits() -> bool:
        return not exchange.waiting(folder) and not exchange.left_at_work(folder)

    run_worker(folder, stop=nothing_waits, today=lambda: TODAY)


def published(folder: Path, name: str) -> dict[str, Any]:
    """A text of the outbox that is there."""
    found = exchange.read_text(exchange.outbox(folder) / name)
    assert found is not None
    return found
