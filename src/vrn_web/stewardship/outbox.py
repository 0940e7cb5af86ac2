"""Reads what the operational worker answers: agreements, receipts, and how far a request is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vrn.terms import Period
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DRAFT, SIGNED, IN_FORCE = "draft", "signed", "in force"
EXPIRED, WITHDRAWN = "expired", "withdrawn"
_LISTS = ("columns", "ignored", "lacks", "told", "fates")
WAITING = "waiting"
LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What an agreement covers, as its supplier's steward reads it.

    Days are texts, YYYY-MM-DD, both in; `columns` are mappings with name, header, means,
    sensitivity and required; `ignored` are headers that are read over and never kept. Without its
    mapping nothing can be sent under it yet. `is_linked` says that its rows are of named people.
    """

    id: str
    title: str
    supplier: str
    feed: str
    purpose: str = ""
    gateway: str = ""
    licence: str = ""
    columns: tuple[Mapping[str, Any], ...] = ()
    ignored: tuple[str, ...] = ()
    in_force_from: str = ""
    in_force_to: str = ""
    period_from: str = ""
    tolerance: float = 0.01
    form: str = ""
    version: int = 1
    is_signed: bool = False
    is_edited: bool = False
    withdrawn_on: str = ""
    lacks: tuple[str, ...] = ()
    review_on: str = ""
    told: tuple[tuple[str, str], ...] = ()
    fates: tuple[Mapping[str, Any], ...] = ()
    has_mapping: bool = True
    is_linked: bool = False

    def is_in_force(self, today: date) -> bool:
        """Whether files may be sent under it on that day."""
        return self.state_on(today) == IN_FORCE

    def state_on(self, today: date) -> str:
        """How it stands on that day, by the words that `vrn agreements` uses."""
        if ended := self.ended_on(today):
            return WITHDRAWN if ended == self.withdrawn_on else EXPIRED
        if not self.is_signed:
            return DRAFT
        return IN_FORCE if self.in_force_from <= today.isoformat() else SIGNED

    def ended_on(self, today: date) -> str:
        """Its last day or that of its withdrawal, where that has come; else nothing."""
        last = self.in_force_to if self.is_signed else ""
        ends = [day for day in (self.withdrawn_on, last) if day]
        first = min(ends, default="")
        is_past = first < today.isoformat() or (first == self.withdrawn_on == today.isoformat())
        return first if first and is_past else ""

    def days_to(self, day: str, today: date) -> int | None:
        """Days from that day to another, below 0 where it is over; None where there is none."""
        return (date.fromisoformat(day) - today).days if day else None


@dataclass(frozen=True, kw_only=True)
class Supply:
    """A supply as the list names it; the receipt says the rest.

    `is_held` says that it waits for the analyst's word and for nothing else.
    """

    receipt: str
    agreement: str
    title: str
    supplier: str
    file: str
    state: str
    received_on: str
    rows_loaded: int
    rows_held_back: int
    is_held: bool = False
    period: tuple[str, ...] = ("", "")
    replaces: tuple[str, ...] = ()

    @property
    def months(self) -> str:
        """The months that it covers; empty where its rows carry none."""
        first, last = self.period
        return Period(first, last).label if first and last else ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How far a request is: waiting, working, done, failed, or lost on its way."""

    state: str
    ahead: int = 0
    done: int = 0
    total: int = 0
    what: str = ""
    says: str = ""
    receipt: str = ""
    documents: tuple[Mapping[str, Any], ...] = field(default=())
    cut: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state not in {WAITING, exchange.WORKING}

    @property
    def per_cent(self) -> int | None:
        """How much of what is being done now is done; None where it is not known."""
        return min(100, 100 * self.done // self.total) if self.total > 0 else None


def agreements(folder: Path) -> tuple[Agreement, ...] | None:
    """Every agreement, by title; None where the worker has not listed them yet."""
    path = exchange.outbox(folder) / "agreements.json"
    return _agreements(path, _changed(path))


def agreements_listed(folder: Path) -> tuple[Agreement, ...] | None:
    """The same for pages that anybody reads: they make no folder where none is."""
    return agreements(folder) if (folder / "outbox").is_dir() else None


def supplies(folder: Path) -> tuple[Supply, ...]:
    """Every supply that has a receipt, newest first; none where the worker has listed none yet."""
    path = exchange.outbox(folder) / "supplies.json"
    return _supplies(path, _changed(path))


def read_receipt(folder: Path, receipt: str) -> dict[str, Any] | None:
    """A receipt's plain values; None where there is none of that id."""
    return exchange.read_text(exchange.receipts(folder) / f"{receipt}.json")


def read_answer(folder: Path, request_id: str) -> Answer:
    """What the worker says of a request; where it says nothing yet, what its folder says."""
    plain = exchange.find_answer(folder, request_id)
    if plain is not None:
        return _answer(plain)
    queue = exchange.waiting(folder)
    if request_id in queue:
        return Answer(state=WAITING, ahead=queue.index(request_id))
    if exchange.at_work_path(folder, request_id).is_dir():
        return Answer(state=exchange.WORKING)
    # It may have been answered since the first look.
    plain = exchange.find_answer(folder, request_id)
    return Answer(state=LOST) if plain is None else _answer(plain)


def _answer(plain: Mapping[str, Any]) -> Answer:
    state = str(plain.get("state", ""))
    progress = plain.get("progress") or {}
    return Answer(
        state=state if state in {exchange.WORKING, exchange.DONE} else exchange.FAILED,
        done=int(progress.get("done", 0)),
        total=int(progress.get("total", 0)),
        what=str(progress.get("what", "")),
        says=str(plain.get("says", "")),
        receipt=str(plain.get("receipt", "")),
        documents=tuple(plain.get("documents", ())),
        cut=plain.get("cut"),
    )


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=4)
def _agreements(path: Path, changed: int) -> tuple[Agreement, ...] | None:
    plain = exchange.read_text(path) if changed else None
    if plain is None:
        return None
    found = (
        Agreement(**{**one, **{name: tuple(one.get(name, ())) for name in _LISTS}})
        for one in plain.get("agreements", ())
    )
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))


@lru_cache(maxsize=4)
def _supplies(path: Path, changed: int) -> tuple[Supply, ...]:
    plain = exchange.read_text(path) if changed else None
    return tuple(
        Supply(**{name: tuple(v) if isinstance(v, list) else v for name, v in one.items()})
        for one in (plain or {}).get("supplies", ())
    )
