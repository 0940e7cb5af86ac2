"""Sending a file: first the agreement that it comes under, then the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from vrn_web.accounts.permissions import SEE_SUPPLIES, is_analyst, same_name
from vrn_web.guard import allowed, check_may
from vrn_web.stewardship import actions, asking, exchange, uploads
from vrn_web.stewardship.forms import SendForm
from vrn_web.stewardship.taking import is_far_too_large, take_form

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from vrn_web.accounts.models import User
    from vrn_web.stewardship.inbox import Arriving
    from vrn_web.stewardship.outbox import Agreement
    from vrn_web.stewardship.uploads import Upload


@require_safe
@allowed(SEE_SUPPLIES)
def choose_agreement(request: HttpRequest) -> HttpResponse:
    """The agreements that the person may send files under; leads to the one that is chosen."""
    person = check_may(request, SEE_SUPPLIES)
    known = asking.agreements_for(person)
    chosen = request.GET.get("agreement")
    if chosen is not None and chosen in {one.id for one in known or ()}:
        return redirect("send_file", agreement=chosen)
    found = {
        "agreements": known,
        "is_listed": known is not None,
        "is_unchosen": "send" in request.GET,
        "is_analyst": is_analyst.test(person),
        "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
    }
    return render(request, "stewardship/choose.html", found)


@csp_replace({"script-src": [SELF]})  # the one page with a script of ours (decision 0023)
@csrf_exempt  # checked in _take, once it is decided where the bytes go
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(SEE_SUPPLIES)
def send_file(request: HttpRequest, agreement: str) -> HttpResponse:
    """What the agreement covers, and the form that takes a file under it."""
    person = check_may(request, SEE_SUPPLIES)
    terms = asking.find_agreement(person, agreement)
    limit = settings.VRN_LARGEST_FILE
    if request.method != "POST":
        form = SendForm(
            initial={"replaces": request.GET.get("replaces", "")[:12]},
            limit=limit,
            earlier=asking.replaceable(person, terms.id),
        )
        return _form_page(request, person, terms, form)
    if is_far_too_large(request):
        earlier = asking.replaceable(person, terms.id)
        form = SendForm({}, {}, limit=limit, is_too_large=True, earlier=earlier)
        return _form_page(request, person, terms, form)
    return take_form(request, lambda asked, arrived: _take(asked, terms, arrived))


@csrf_protect
def _take(request: HttpRequest, terms: Agreement, arrived: Arriving) -> HttpResponse:
    """Reads the form, which writes its file into the inbox, and asks the worker to take it in."""
    person = check_may(request, SEE_SUPPLIES)
    form = SendForm(
        request.POST,
        request.FILES,
        limit=arrived.limit,
        is_too_large=arrived.is_too_large,
        earlier=asking.replaceable(person, terms.id),
    )
    if not form.is_valid():
        return _form_page(request, person, terms, form)
    made = actions.send_file(
        request=request,
        actor=person,
        terms=terms,
        arrived=arrived,
        file_name=form.cleaned_data["file"].name,
        replaces=form.cleaned_data["replaces"],
        word=form.cleaned_data["word"] if is_analyst.test(person) else "",
        announced=form.announced,
    )
    return redirect("work_request", request_id=made.pk)


def _form_page(
    request: HttpRequest, person: User, terms: Agreement, form: SendForm
) -> HttpResponse:
    found = {
        "terms": terms,
        "form": form,
        "limit": settings.VRN_LARGEST_FILE,
        "piece_bytes": uploads.PIECE_BYTES,
        "head_bytes": uploads.HEAD_BYTES,
        "unfinished": _unfinished(person, terms),
        "is_analyst": is_analyst.test(person),
        "is_personal": any(column.get("sensitivity") != "plain" for column in terms.columns),
    }
    return render(request, "stewardship/send.html", found)


def _unfinished(person: User, terms: Agreement) -> list[Upload]:
    """The files of the person's organisation under the agreement of which a part has come."""
    own = uploads.unfinished(settings.VRN_FOLDER, same_name(person.organisation))
    return [one for one in own if one.agreement == terms.id]
