"""The pages on which a steward says of uncertain pairs of own records: same, different or unsure.

The pairs lie in the outbox while they are being answered, and an hour at most after that. What was
said stands in the session by the pairs' numbers; the records are named in the request to the worker
alone, who keeps the answers as those of a sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vrn_web.accounts.audit import write_down
from vrn_web.accounts.models import Deed
from vrn_web.accounts.permissions import SEE_SUPPLIES
from vrn_web.guard import allowed, check_may
from vrn_web.paging import cut_page
from vrn_web.stewardship import actions, asking, exchange, passing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from vrn_web.paging import Page
    from vrn_web.stewardship.outbox import Agreement

A_PAGE = 10
SECONDS_BETWEEN_LOOKS = 5
SAID = ("same", "different", "unsure")
_SAID, _HANDED = "pairs_said", "pairs_handed"


@dataclass(frozen=True)
class Pair:
    """A pair as it is asked: its number, both references, what agrees, and what was said of it."""

    number: int
    one: str
    other: str
    agrees: Sequence[str]
    choices: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class Asking:
    """What a steward is being asked: by which request, under which agreement, of which pairs."""

    id: str
    terms: Agreement
    pairs: Sequence[Mapping[str, Any]]


@require_safe
@allowed(SEE_SUPPLIES)
def choose(request: HttpRequest) -> HttpResponse:
    """The person's own feeds of named people, each with the button that asks for its pairs."""
    known = asking.agreements_to_review(check_may(request, SEE_SUPPLIES))
    found = {
        "agreements": known,
        "is_listed": known is not None,
        "is_finished": request.GET.get("finished") == "yes",
        "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
    }
    return render(request, "stewardship/pairs_choose.html", found)


@require_POST
@allowed(SEE_SUPPLIES)
def ask(request: HttpRequest, agreement: str) -> HttpResponse:
    """Asks the worker for the uncertain pairs of a feed."""
    person = check_may(request, SEE_SUPPLIES)
    terms = asking.find_to_review(person, agreement)
    request_id = actions.ask_for_pairs(request=request, actor=person, terms=terms)
    passing.remember(request, request_id, {"agreement": terms.id})
    return redirect("pairs", request_id=request_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(SEE_SUPPLIES)
def answer(request: HttpRequest, request_id: str) -> HttpResponse:
    """A page of the pairs with what is said of them; before they are there, how far it is."""
    terms = _own_terms(request, request_id)
    found = passing.read_answer(request_id)
    if found is None:
        return _waiting_page(request, request_id, terms)
    asking_of = Asking(request_id, terms, found.get("pairs", []))
    total = len(asking_of.pairs)
    page = cut_page(request.GET.get("page"), total=total, size=A_PAGE)
    error = ""
    if request.method == "POST":
        said = _said_now(request, page, total)
        if said:
            _hand_over(request, asking_of, said)
            return redirect(_next(request_id, page))
        error = gettext("Choose an answer for at least one pair")
    return _pairs_page(request, asking_of, page, error)


@require_POST
@allowed(SEE_SUPPLIES)
def finish(request: HttpRequest, request_id: str) -> HttpResponse:
    """Deletes the pairs that were shown; the answers that were saved stay."""
    _own_terms(request, request_id)
    passing.take_answer(request_id)
    return redirect(f"{reverse('choose_pairs')}?finished=yes")


def _own_terms(request: HttpRequest, request_id: str) -> Agreement:
    person = check_may(request, SEE_SUPPLIES)
    return asking.find_to_review(person, passing.find_own(request, request_id)["agreement"])


def _waiting_page(request: HttpRequest, request_id: str, terms: Agreement) -> HttpResponse:
    told = {
        "terms": terms,
        "answer": passing.how_far(request_id),
        "is_still": request.GET.get("still") == "yes",
        "is_worker_there": exchange.is_worker_there(settings.VRN_FOLDER),
    }
    response = render(request, "stewardship/pairs_asked.html", told)
    if not told["answer"].is_over and not told["is_still"]:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def _pairs_page(request: HttpRequest, asked: Asking, page: Page, error: str) -> HttpResponse:
    """The pairs of one page, once it is written down who looks at which."""
    person = check_may(request, SEE_SUPPLIES)
    last = min(page.start + A_PAGE, len(asked.pairs))
    with transaction.atomic():
        about = f"{asked.terms.id}: {page.start + 1} to {last}"
        write_down(Deed.PAIRS_SEEN, actor=person, about=about, request=request)
    said = _kept(request, _SAID, asked.id, {})
    told = {
        "terms": asked.terms,
        "request_id": asked.id,
        "pairs": list(_asked(asked.pairs, page, said)),
        "page": page,
        "first": page.start + 1,
        "last": last,
        "total": len(asked.pairs),
        "answered": len(said),
        "error": error,
        "refused": list(_refused(_kept(request, _HANDED, asked.id, []))),
    }
    return render(request, "stewardship/pairs.html", told)


def _asked(
    pairs: Sequence[Mapping[str, Any]], page: Page, said: Mapping[str, str]
) -> Iterator[Pair]:
    words = {
        "same": gettext("The same person"),
        "different": gettext("Different people"),
        "unsure": gettext("Unsure"),
    }
    for number, pair in enumerate(pairs[page.start : page.start + A_PAGE], page.start + 1):
        choices = [(name, words[name], said.get(str(number)) == name) for name in SAID]
        agrees = [one for one in str(pair["agrees"]).split("; ") if one]
        yield Pair(number, str(pair["one"]), str(pair["other"]), agrees, choices)


def _said_now(request: HttpRequest, page: Page, total: int) -> dict[str, str]:
    """The answers that the form gives, by the pairs' numbers."""
    numbers = range(page.start + 1, min(page.start + A_PAGE, total) + 1)
    given = {str(number): request.POST.get(f"pair-{number}", "") for number in numbers}
    return {number: said for number, said in given.items() if said in SAID}


def _hand_over(request: HttpRequest, asked: Asking, said: Mapping[str, str]) -> None:
    """Hands the answers that are new or other than before to the worker, and remembers them."""
    before = _kept(request, _SAID, asked.id, {})
    new = {number: word for number, word in said.items() if before.get(number) != word}
    if not new:
        return
    handed = actions.answer_pairs(
        request=request,
        actor=check_may(request, SEE_SUPPLIES),
        terms=asked.terms,
        answers=[_answer(asked.pairs[int(number) - 1], word) for number, word in new.items()],
    )
    _keep(request, _SAID, asked.id, {**before, **new})
    _keep(request, _HANDED, asked.id, [*_kept(request, _HANDED, asked.id, []), handed])


def _answer(pair: Mapping[str, Any], word: str) -> dict[str, str]:
    return {"one": str(pair["one"]), "other": str(pair["other"]), "answer": word}


def _next(request_id: str, page: Page) -> str:
    return f"{reverse('pairs', args=[request_id])}?page={page.after or page.number}"


def _refused(handed: Sequence[str]) -> Iterator[str]:
    """Why answers that were handed over were not taken in."""
    for one in handed:
        how_far = passing.how_far(one)
        if how_far.state == exchange.FAILED:
            yield how_far.says


def _kept(request: HttpRequest, what: str, request_id: str, absent: Any) -> Any:
    return request.session.get(what, {}).get(request_id, absent)


def _keep(request: HttpRequest, what: str, request_id: str, value: object) -> None:
    """Of one request alone: asking for pairs again begins anew."""
    request.session[what] = {request_id: value}
