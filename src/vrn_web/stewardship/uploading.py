"""Sending a file in pieces, for the script of the sending page: begin, add a piece, finish, drop.

Each answers with a few values as JSON; what is said in words is the site's own. The plain form
(sending.py) and this one end in the same action.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import JsonResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vrn_web.accounts.permissions import SEE_SUPPLIES, is_analyst, same_name
from vrn_web.guard import allowed, check_may
from vrn_web.stewardship import actions, asking, uploads
from vrn_web.stewardship.forms import BeginForm, BesideForm
from vrn_web.stewardship.inbox import IntoInbox, TooManySendersError, made_whole, sending
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from vrn_web.stewardship.uploads import Upload

WAIT_SECONDS = 5


@require_POST
@allowed(SEE_SUPPLIES)
def begin(request: HttpRequest, agreement: str) -> HttpResponse:
    """Begins a file, or says how far the same one has come; what is wrong beside it is said now."""
    person = check_may(request, SEE_SUPPLIES)
    terms = asking.find_agreement(person, agreement)
    limit = settings.VRN_LARGEST_FILE
    form = BeginForm(request.POST, limit=limit, earlier=asking.replaceable(person, terms.id))
    if not form.is_valid():
        return _refusal(400, *(str(said) for faults in form.errors.values() for said in faults))
    typed = form.cleaned_data
    asked = uploads.Upload(
        id="",
        agreement=terms.id,
        organisation=same_name(person.organisation),
        name=typed["name"],
        size=typed["size"],
        head=typed["head"].lower(),
    )
    try:
        begun = uploads.begin_upload(settings.VRN_FOLDER, asked, limit=limit, is_anew=typed["anew"])
    except uploads.NoRoomError:
        return _refusal(507, gettext("The machine has no room for the file. Tell the analyst."))
    except uploads.QuotaError:
        return _refusal(
            429,
            gettext(
                "Your organisation has as many unfinished files as it may have. Finish one of "
                "them, or delete it, and then send this one."
            ),
        )
    return _standing(begun)


@require_POST
@allowed(SEE_SUPPLIES)
def add_piece(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Adds the next piece, which is the body; the headers say where it begins and the digest."""
    upload = asking.find_upload(check_may(request, SEE_SUPPLIES), upload_id)
    offset = request.headers.get("Upload-Offset", "")
    length = request.headers.get("Content-Length", "")
    if not _is_number(offset) or not _is_number(length) or int(length) > uploads.PIECE_BYTES:
        return _refusal(400, gettext("the piece cannot be read"))
    running = request.headers.get("Upload-Running", "").lower()
    try:
        with sending():
            grown = uploads.add_piece(
                *(settings.VRN_FOLDER, upload.id, _parts_of(request)),
                offset=int(offset),
                running=running,
            )
    except TooManySendersError:
        busy = _refusal(503)
        busy["Retry-After"] = str(WAIT_SECONDS)
        return busy
    except uploads.DamagedError:
        return _standing(upload, status=422)
    except uploads.OutOfStepError:
        return _standing(asking.find_upload(check_may(request, SEE_SUPPLIES), upload_id), 409)
    return _standing(grown)


@require_POST
@allowed(SEE_SUPPLIES)
def finish(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Hands a whole file over to the worker; asked again, it names the same request again."""
    person = check_may(request, SEE_SUPPLIES)
    made = WorkRequest.objects.visible_to(person).filter(pk=upload_id).first()
    if made is not None:
        return _leads_to(made)
    upload = asking.find_upload(person, upload_id)
    terms = asking.find_agreement(person, upload.agreement)
    form = BesideForm(request.POST, earlier=asking.replaceable(person, terms.id))
    if not form.is_valid():
        return _refusal(400, *(str(said) for faults in form.errors.values() for said in faults))
    try:
        with made_whole(settings.VRN_FOLDER, upload, limit=settings.VRN_LARGEST_FILE) as arrived:
            made = actions.send_file(
                request=request,
                actor=person,
                terms=terms,
                arrived=arrived,
                file_name=upload.name,
                replaces=form.cleaned_data["replaces"],
                word=form.cleaned_data["word"] if is_analyst.test(person) else "",
                announced=form.announced,
            )
    except uploads.OutOfStepError:
        return _standing(upload, 409)
    return _leads_to(made)


@require_POST
@allowed(SEE_SUPPLIES)
def drop(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Deletes what has come of a file, and leads back to where it is sent: a plain form."""
    upload = asking.find_upload(check_may(request, SEE_SUPPLIES), upload_id)
    uploads.drop_upload(settings.VRN_FOLDER, upload.id)
    return redirect("send_file", agreement=upload.agreement)


def _parts_of(request: HttpRequest) -> Iterator[bytes]:
    """The body as it comes, a little at a time; where the sender is cut off, it ends."""
    with suppress(UnreadablePostError):
        while part := request.read(IntoInbox.chunk_size):
            yield part


def _standing(upload: Upload, status: int = 200) -> JsonResponse:
    """How far a file is, and where its next piece goes."""
    return JsonResponse(
        {
            "offset": upload.offset,
            "running": upload.running,
            "piece": reverse("add_piece", args=[upload.id]),
            "finish": reverse("finish_upload", args=[upload.id]),
        },
        status=status,
    )


def _leads_to(made: WorkRequest) -> JsonResponse:
    return JsonResponse({"address": reverse("work_request", args=[made.pk])})


def _refusal(status: int, *says: str) -> JsonResponse:
    told: dict[str, Any] = {"says": list(says)}
    return JsonResponse(told, status=status)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
