"""All that people ask of the operational worker; each request is written down with its row."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction

from vrn_web.accounts.audit import write_down
from vrn_web.accounts.models import Deed
from vrn_web.accounts.permissions import same_name
from vrn_web.stewardship import exchange, passing
from vrn_web.stewardship.inbox import hand_over
from vrn_web.stewardship.models import Kind, WorkRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from django.http import HttpRequest

    from vrn_web.accounts.models import User
    from vrn_web.stewardship.asking import FoundReceipt
    from vrn_web.stewardship.inbox import Arriving
    from vrn_web.stewardship.outbox import Agreement


def send_file(
    *,
    request: HttpRequest,
    actor: User,
    terms: Agreement,
    arrived: Arriving,
    file_name: str,
    replaces: str = "",
    word: str = "",
    announced: Mapping[str, Any] | None = None,
) -> WorkRequest:
    """Asks the worker to take a file in under an agreement.

    The bytes are on the disk before the row is, and the worker sees them only after it: no file is
    taken in without a line of the audit that says who sent it.
    """
    facts = {"file_name": file_name, "sha256": arrived.sha256, "bytes": arrived.bytes}
    asked = {"kind": exchange.RECEIVE, "agreement": terms.id, "replaces": replaces, "word": word}
    said = {"announced": {"sha256": "", "rows": None, "nil_of": "", **(announced or {})}}
    arrived.settle({"id": arrived.id, **asked, **facts, **said})
    with transaction.atomic():
        made = WorkRequest.objects.create(
            id=arrived.id,
            title=terms.title,
            supplier=terms.supplier,
            supplier_key=same_name(terms.supplier),
            feed=terms.feed,
            sent_by=actor,
            **asked,
            **facts,
        )
        write_down(Deed.FILE_SENT, actor=actor, about=made.id, request=request)
    arrived.hand_over()
    return made


def ask_to_map(
    *,
    request: HttpRequest,
    actor: User,
    terms: Agreement,
    arrived: Arriving,
    ending: str,
    text: str,
) -> str:
    """Asks the worker to look at a sample under an agreement; gives the request's id.

    Of the file nothing but its ending is written beside the bytes, and no row of the site's
    database is about it: the audit says who sent a sample under which agreement.
    """
    asked = {"kind": exchange.MAP, "agreement": terms.id, "ending": ending, "text": text}
    arrived.settle({"id": arrived.id, **asked})
    with transaction.atomic():
        write_down(Deed.SAMPLE_SENT, actor=actor, about=terms.id, request=request)
    arrived.hand_over()
    return arrived.id


def ask_for_pairs(*, request: HttpRequest, actor: User, terms: Agreement) -> str:
    """Asks the worker for the uncertain pairs of own records; gives the request's id."""
    asked = {"agreement": terms.id, "actor": said_of(actor)}
    request_id = passing.ask(exchange.REVIEW, **asked)
    with transaction.atomic():
        write_down(Deed.PAIRS_ASKED, actor=actor, about=terms.id, request=request)
    passing.let_see(request_id)
    return request_id


def answer_pairs(
    *, request: HttpRequest, actor: User, terms: Agreement, answers: Sequence[Mapping[str, str]]
) -> str:
    """Hands answers on pairs to the worker, who keeps them; gives the request's id."""
    asked = {"agreement": terms.id, "actor": said_of(actor), "answers": list(answers)}
    request_id = passing.ask(exchange.ANSWER, **asked)
    with transaction.atomic():
        about = f"{terms.id}: {len(answers)}"
        write_down(Deed.PAIRS_ANSWERED, actor=actor, about=about, request=request)
    passing.let_see(request_id)
    return request_id


def said_of(actor: User) -> str:
    """Who somebody is, as the partnership's own audit and the kept answers name them."""
    return f"{actor.name}, {actor.organisation}"


def give_word(
    *, request: HttpRequest, actor: User, folder: Path, found: FoundReceipt, title: str, word: str
) -> WorkRequest:
    """Asks the worker to receive a supply that is held, with the analyst's word on it.

    No bytes go with it: the worker has kept them, sealed.
    """
    request_id = secrets.token_hex(16)
    place = exchange.arriving_path(folder, request_id)
    place.mkdir(mode=0o700)
    known = {name: str(found.plain.get(name, "")) for name in ("agreement", "feed", "sha256")}
    asked = {**known, "kind": exchange.RECEIVE, "word": word}
    exchange.write_text(place / exchange.REQUEST, {"id": request_id, "held": found.id, **asked})
    with transaction.atomic():
        made = WorkRequest.objects.create(
            id=request_id,
            title=title,
            supplier=found.supplier,
            supplier_key=same_name(found.supplier),
            file_name=str(found.plain.get("file", "")),
            bytes=int(found.plain.get("bytes", 0)),
            sent_by=actor,
            **asked,
        )
        write_down(Deed.WORD_GIVEN, actor=actor, about=made.id, request=request)
    hand_over(folder, request_id)
    return made


def ask_for_edition(*, request: HttpRequest, actor: User, folder: Path) -> WorkRequest:
    """Asks the worker to make the cut and the documents anew."""
    request_id = secrets.token_hex(16)
    place = exchange.arriving_path(folder, request_id)
    place.mkdir(mode=0o700)
    plain = {"id": request_id, "kind": exchange.EDITION}
    exchange.write_text(place / exchange.REQUEST, plain)
    with transaction.atomic():
        made = WorkRequest.objects.create(id=request_id, kind=Kind.EDITION, sent_by=actor)
        write_down(Deed.EDITION_ASKED, actor=actor, about=made.id, request=request)
    hand_over(folder, request_id)
    return made
