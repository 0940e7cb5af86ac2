"""The pages that map a supplier's own file: send a sample, see what it holds, try the mapping.

The sample goes to the worker, who deletes it as soon as it has looked. What it found is shown once,
to whoever sent it, and is deleted before it is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vrn_web.accounts.audit import write_down
from vrn_web.accounts.models import Deed
from vrn_web.accounts.permissions import SEE_SUPPLIES, is_analyst
from vrn_web.addresses import AgreementConverter
from vrn_web.guard import allowed, check_may
from vrn_web.stewardship import actions, asking, exchange, passing
from vrn_web.stewardship.forms import MapForm
from vrn_web.stewardship.taking import is_far_too_large, take_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest

    from vrn_web.stewardship.inbox import Arriving
    from vrn_web.stewardship.outbox import Agreement

SECONDS_BETWEEN_LOOKS = 2
_NAME = re.compile(AgreementConverter.regex)


@require_safe
@allowed(SEE_SUPPLIES)
def choose(request: HttpRequest) -> HttpResponse:
    """The agreements under which the person may send a sample: those whose mapping is not there."""
    person = check_may(request, SEE_SUPPLIES)
    known = asking.agreements_to_map(person)
    found = {
        "agreements": sorted(known or (), key=lambda one: one.has_mapping),
        "is_listed": known is not None,
        "is_analyst": is_analyst.test(person),
    }
    return render(request, "stewardship/map_choose.html", found)


@csrf_exempt  # checked in _take, once it is decided where the bytes go
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(SEE_SUPPLIES)
def map_file(request: HttpRequest, agreement: str) -> HttpResponse:
    """The form that takes a sample, and the text to try where there is one already."""
    terms = asking.find_to_map(check_may(request, SEE_SUPPLIES), agreement)
    limit = settings.VRN_LARGEST_FILE
    if request.method != "POST":
        return _form_page(request, terms, MapForm(limit=limit))
    if is_far_too_large(request):
        return _form_page(request, terms, MapForm({}, {}, limit=limit, is_too_large=True))
    return take_form(request, lambda asked, arrived: _take(asked, terms, arrived))


@csrf_protect
def _take(request: HttpRequest, terms: Agreement, arrived: Arriving) -> HttpResponse:
    """Reads the form, which writes its file into the inbox, and asks the worker to look at it."""
    form = MapForm(
        request.POST, request.FILES, limit=arrived.limit, is_too_large=arrived.is_too_large
    )
    if not form.is_valid():
        return _form_page(request, terms, form)
    request_id = actions.ask_to_map(
        request=request,
        actor=check_may(request, SEE_SUPPLIES),
        terms=terms,
        arrived=arrived,
        ending=form.ending,
        text=form.cleaned_data["text"],
    )
    passing.remember(request, request_id, {"agreement": terms.id})
    return redirect("map_asked", request_id=request_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(SEE_SUPPLIES)
def asked(request: HttpRequest, request_id: str) -> HttpResponse:
    """How far the worker is with a sample; sent as a form, it shows what was found, once."""
    person = check_may(request, SEE_SUPPLIES)
    terms = asking.find_to_map(person, passing.find_own(request, request_id)["agreement"])
    answer = passing.how_far(request_id)
    if request.method == "POST" and answer.state == exchange.DONE:
        with transaction.atomic():
            write_down(Deed.SAMPLE_SEEN, actor=person, about=terms.id, request=request)
        found = passing.take_answer(request_id)
        if found is not None:
            return _found_page(request, terms, found)
        answer = passing.how_far(request_id)
    told = {
        "terms": terms,
        "answer": answer,
        "is_still": request.GET.get("still") == "yes",
        "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
    }
    response = render(request, "stewardship/map_asked.html", told)
    if not answer.is_over and not told["is_still"]:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


@require_POST
@allowed(SEE_SUPPLIES)
def as_text(request: HttpRequest, agreement: str) -> HttpResponse:
    """The mapping as it stands in the form, as a file to lay beside the agreement."""
    asking.find_to_map(check_may(request, SEE_SUPPLIES), agreement)
    name = request.POST.get("name", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    named = name if _NAME.fullmatch(name) else agreement
    response["Content-Disposition"] = f'attachment; filename="{named}.toml"'
    return response


def _form_page(request: HttpRequest, terms: Agreement, form: MapForm) -> HttpResponse:
    found = {"terms": terms, "form": form, "limit": settings.VRN_LARGEST_FILE}
    return render(request, "stewardship/map_file.html", found)


def _found_page(request: HttpRequest, terms: Agreement, found: Mapping[str, Any]) -> HttpResponse:
    trial = found.get("trial") or {}
    told = {
        "terms": terms,
        "found": {**found, "delimiter_words": _between(found)},
        "trial": trial,
        "first_rows": list(_side_by_side(trial.get("shown", ()))),
        "form": MapForm(initial={"text": found.get("text", "")}, limit=settings.VRN_LARGEST_FILE),
        "limit": settings.VRN_LARGEST_FILE,
    }
    return render(request, "stewardship/map_found.html", told)


def _between(found: Mapping[str, Any]) -> str:
    """The sign between cells, in words."""
    signs = {
        ",": gettext("comma"),
        ";": gettext("semicolon"),
        "\t": gettext("tab"),
        "|": gettext("upright stroke"),
    }
    sign = str(found.get("written", {}).get("delimiter", ""))
    return signs.get(sign, sign)


def _side_by_side(rows: list[Mapping[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The first rows, a line for each of our columns; those that are empty in all are left out."""
    for name in rows[0] if rows else ():
        cells = [row.get(name, "") for row in rows]
        if any(cells):
            yield name, cells
