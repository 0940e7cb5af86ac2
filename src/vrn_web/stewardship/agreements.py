"""The pages of agreements: all that one may read of with their state, and each in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn_web.accounts.permissions import SEE_SUPPLIES, is_analyst
from vrn_web.guard import allowed, check_may
from vrn_web.stewardship import asking

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from vrn_web.stewardship.outbox import Agreement


@dataclass(frozen=True)
class Shown:
    """An agreement with how it stands today; days are None where it names no such day."""

    terms: Agreement
    state: str
    ended_on: str
    days_to_review: int | None
    days_to_end: int | None


@require_safe
@allowed(SEE_SUPPLIES)
def listed(request: HttpRequest) -> HttpResponse:
    """Every agreement: an analyst's of all suppliers, a steward's own."""
    person = check_may(request, SEE_SUPPLIES)
    known, day = asking.agreements_seen_by(person), asking.today()
    found = {
        "agreements": [_shown(one, day) for one in known or ()],
        "is_listed": known is not None,
        "is_analyst": is_analyst.test(person),
    }
    return render(request, "stewardship/agreements.html", found)


@require_safe
@allowed(SEE_SUPPLIES)
def one(request: HttpRequest, agreement: str) -> HttpResponse:
    """One agreement: what may be sent, by what law, how long and what of it is kept."""
    terms = asking.see_agreement(check_may(request, SEE_SUPPLIES), agreement)
    shown = _shown(terms, asking.today())
    return render(request, "stewardship/agreement.html", {"one": shown, "terms": terms})


def _shown(terms: Agreement, today: date) -> Shown:
    return Shown(
        terms,
        terms.state_on(today),
        terms.ended_on(today),
        terms.days_to(terms.review_on, today),
        terms.days_to(terms.in_force_to, today),
    )
