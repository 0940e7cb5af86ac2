"""The pages of files: what was sent and received, how far a request is, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vrn_web.accounts.audit import write_down
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.accounts.permissions import (
    ASK_FOR_EDITION,
    GIVE_WORD,
    SEE_SUPPLIES,
    SEND_FILE,
    may,
)
from vrn_web.guard import allowed, check_may
from vrn_web.paging import cut_page
from vrn_web.stewardship import asking, exchange, outbox
from vrn_web.stewardship.models import Kind, WorkRequest
from vrn_web.stewardship.telling import tell_receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from vrn_web.accounts.models import User
    from vrn_web.stewardship.asking import FoundReceipt
    from vrn_web.stewardship.outbox import Answer

A_PAGE = 25
REQUESTS_SHOWN = 10
LINES_A_PAGE = 100
LOOKS_SHOWN = 10
SECONDS_BETWEEN_LOOKS = 5


@dataclass(frozen=True)
class Standing:
    """A request beside how far it is."""

    request: WorkRequest
    answer: Answer


@require_safe
@allowed(SEE_SUPPLIES)
def files(request: HttpRequest) -> HttpResponse:
    """What is on its way, and all that was received: an analyst's of everyone, a steward's own."""
    person = check_may(request, SEE_SUPPLIES)
    received = asking.supplies_for(person)
    page = cut_page(request.GET.get("page"), total=len(received), size=A_PAGE)
    return render(
        request,
        "stewardship/files.html",
        {
            "standing": _standing(person),
            "received": received[page.start : page.start + A_PAGE],
            "total": len(received),
            "page": page,
            "may_ask": may(person, ASK_FOR_EDITION),
            "may_answer": bool(asking.agreements_to_review(person)),
            "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
        },
    )


@require_safe
@allowed(SEE_SUPPLIES)
def work_request(request: HttpRequest, request_id: str) -> HttpResponse:
    """How far a request is: waiting, at work with its progress, or what became of it.

    While it is not over the page is asked for again by itself, unless the address says not to.
    """
    person = check_may(request, SEE_SUPPLIES)
    asked = asking.find_request(person, request_id)
    answer = outbox.read_answer(settings.VRN_FOLDER, request_id)
    if answer.receipt:
        return _receipt_page(request, person, asking.find_receipt(person, answer.receipt), asked)
    is_still = request.GET.get("still") == "yes"
    response = render(
        request,
        "stewardship/request.html",
        {
            "asked": asked,
            "answer": answer,
            "is_edition": asked.kind == Kind.EDITION,
            "documents": [_document(one) for one in answer.documents],
            "is_still": is_still,
            "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
        },
    )
    if not answer.is_over and not is_still:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


@require_safe
@allowed(SEE_SUPPLIES)
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt of a supply: what became of it and why, and who looked at it."""
    person = check_may(request, SEE_SUPPLIES)
    return _receipt_page(request, person, asking.find_receipt(person, receipt), None)


def _receipt_page(
    request: HttpRequest, person: User, found: FoundReceipt, asked: WorkRequest | None
) -> HttpResponse:
    with transaction.atomic():
        write_down(Deed.LOOKED, actor=person, about=found.id, request=request)
    told = tell_receipt(found.plain)
    page = cut_page(request.GET.get("page"), total=len(told.held_rows), size=LINES_A_PAGE)
    looks = AuditRow.objects.filter(deed=Deed.LOOKED, about=found.id).select_related("person")
    terms = [one for one in asking.agreements_for(person) or () if one.id == told.agreement]
    return render(
        request,
        "stewardship/receipt.html",
        {
            "told": told,
            "asked": asked,
            "held_rows": told.held_rows[page.start : page.start + LINES_A_PAGE],
            "page": page,
            "looks": looks[:LOOKS_SHOWN],
            "may_send_again": bool(terms) and may(person, SEND_FILE, terms[0]),
            "may_give_word": may(person, GIVE_WORD) and bool(asking.find_held(person, found.id)),
        },
    )


def _standing(person: User) -> list[Standing]:
    """The person's newest requests that have no receipt: those on their way, failed and made."""
    newest = WorkRequest.objects.visible_to(person).select_related("sent_by")[:REQUESTS_SHOWN]
    found = [Standing(one, outbox.read_answer(settings.VRN_FOLDER, one.pk)) for one in newest]
    return [one for one in found if not one.answer.receipt]


def _document(made: Mapping[str, Any]) -> dict[str, str]:
    """A published document by its words and its address; none where the site has no page for it."""
    words = {
        "profile": gettext("Profile"),
        "assessment": gettext("Assessment"),
        "questions": gettext("Questions worked through"),
    }
    name, edition = str(made.get("name", "")), str(made.get("edition", ""))
    try:
        address = reverse(f"{name}_edition", args=[edition])
    except NoReverseMatch:
        address = ""
    return {"words": words.get(name, name), "edition": edition, "address": address}
