"""All that was sent through the site with what became of it, and the analyst's word on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from vrn_web.accounts.permissions import GIVE_WORD, SEE_SUPPLIES, is_analyst, same_name
from vrn_web.guard import allowed, check_may
from vrn_web.paging import cut_page
from vrn_web.reading import NotReleasedError
from vrn_web.stewardship import actions, asking, outbox, uploads
from vrn_web.stewardship.forms import WordForm
from vrn_web.stewardship.models import Kind, WorkRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from vrn_web.stewardship.outbox import Supply

A_PAGE = 25
HELD = "held"


@dataclass(frozen=True)
class Sent:
    """A file that was sent, and its state: waiting, working, accepted, refused, held, failed, lost.

    `receipt` is empty before there is one.
    """

    request: WorkRequest
    state: str
    receipt: str


@require_safe
@allowed(SEE_SUPPLIES)
def history(request: HttpRequest) -> HttpResponse:
    """Every file that was sent here, newest first: an analyst's of everyone, a steward's own."""
    person = check_may(request, SEE_SUPPLIES)
    asked = WorkRequest.objects.visible_to(person).filter(kind=Kind.RECEIVE)
    total = asked.count()
    page = cut_page(request.GET.get("page"), total=total, size=A_PAGE)
    supplies = {one.receipt: one for one in asking.supplies_for(person)}
    shown = asked.select_related("sent_by")[page.start : page.start + A_PAGE]
    found = {
        "sent": [_sent(one, supplies) for one in shown],
        "total": total,
        "page": page,
        "unfinished": uploads.unfinished(settings.VRN_FOLDER, same_name(person.organisation)),
        "is_analyst": is_analyst.test(person),
    }
    return render(request, "stewardship/history.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(GIVE_WORD)
def give_word(request: HttpRequest, receipt: str) -> HttpResponse:
    """Takes the analyst's word on a supply that waits for nothing else, which is then taken in."""
    person = check_may(request, GIVE_WORD)
    found = asking.find_receipt(person, receipt)
    held = asking.find_held(person, receipt)
    if held is None:
        raise NotReleasedError(f"no supply waits for a word under {receipt}")
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.give_word(
            request=request,
            actor=person,
            folder=settings.VRN_FOLDER,
            found=found,
            title=held.title,
            word=form.cleaned_data["word"],
        )
        return redirect("work_request", request_id=made.pk)
    told = {"held": held, "form": form, "faults": found.plain.get("faults", ())}
    return render(request, "stewardship/word.html", told)


def _sent(asked: WorkRequest, supplies: Mapping[str, Supply]) -> Sent:
    answer = outbox.read_answer(settings.VRN_FOLDER, asked.pk)
    supply = supplies.get(answer.receipt)
    if supply is None:
        return Sent(asked, answer.state, answer.receipt)
    return Sent(asked, HELD if supply.is_held else supply.state, supply.receipt)
