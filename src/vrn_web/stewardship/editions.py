"""The analyst's request for a new cut and new documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vrn_web.accounts.permissions import ASK_FOR_EDITION
from vrn_web.guard import allowed, check_may
from vrn_web.stewardship import actions, exchange, outbox
from vrn_web.stewardship.models import Kind, WorkRequest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(ASK_FOR_EDITION)
def make_edition(request: HttpRequest) -> HttpResponse:
    """Says what a new edition means, and asks for one; where one is being made, leads to it."""
    person = check_may(request, ASK_FOR_EDITION)
    under_way = _under_way()
    if request.method == "POST":
        made = under_way or actions.ask_for_edition(
            request=request, actor=person, folder=settings.VRN_FOLDER
        )
        return redirect("work_request", request_id=made.pk)
    found = {
        "under_way": under_way,
        "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
    }
    return render(request, "stewardship/edition.html", found)


def _under_way() -> WorkRequest | None:
    """The newest request for an edition, where it is not over."""
    newest = WorkRequest.objects.filter(kind=Kind.EDITION).first()
    if newest is None or outbox.read_answer(settings.VRN_FOLDER, newest.pk).is_over:
        return None
    return newest
