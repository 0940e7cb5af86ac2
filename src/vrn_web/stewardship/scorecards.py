"""The pages of scorecards: how each month of a supply arrived, as a page, a CSV file and a letter.

A steward sees those of their own organisation alone, an analyst all; each look is written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn_web.accounts.audit import write_down
from vrn_web.accounts.models import Deed
from vrn_web.accounts.permissions import SEE_SUPPLIES, SEE_SUPPLY, is_analyst, may
from vrn_web.guard import NotAllowedError, allowed, check_may
from vrn_web.stewardship import exchange
from vrn_web.stewardship.asking import FoundReceipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest

    from vrn_web.accounts.models import User

MONTHS_SHOWN = 6


@require_safe
@allowed(SEE_SUPPLIES)
def listed(request: HttpRequest) -> HttpResponse:
    """Every scorecard that the person may see, with what matters most in its newest month."""
    person = check_may(request, SEE_SUPPLIES)
    cards = sorted(_seen_by(person), key=lambda one: (str(one["supplier"]), str(one["title"])))
    shown = [
        {**card, "label": _label(str(card["newest"])), "latest": _month(card, str(card["newest"]))}
        for card in cards
    ]
    found = {"cards": shown, "is_analyst": is_analyst.test(person)}
    return render(request, "stewardship/scorecards.html", found)


@require_safe
@allowed(SEE_SUPPLIES)
def one(request: HttpRequest, agreement: str) -> HttpResponse:
    """One agreement's scorecard: a month chosen by `month`, else the newest."""
    card = _look(request, agreement)
    month = request.GET.get("month") or str(card["newest"])
    chosen = _month(card, month)
    if chosen is None and card["months"]:
        raise NotAllowedError
    found = {"card": card, "chosen": chosen, "rows": [], "shown": []}
    if chosen is not None:
        shown = [each for each in card["months"] if each["month"] <= month][-MONTHS_SHOWN:]
        found |= {
            "shown": [_label(each["month"]) for each in shown],
            "rows": list(_rows(card, shown)),
        }
    return render(request, "stewardship/scorecard.html", found)


@require_safe
@allowed(SEE_SUPPLIES)
def as_csv(request: HttpRequest, agreement: str) -> HttpResponse:
    """Every number of every month, as a CSV file."""
    card = _look(request, agreement)
    return _as_file(card["csv"].encode("utf-8-sig"), "text/csv", f"{agreement}-scorecard.csv")


@require_safe
@allowed(SEE_SUPPLIES)
def as_letter(request: HttpRequest, agreement: str) -> HttpResponse:
    """The letter to the supplier about a month, as plain text."""
    card = _look(request, agreement)
    chosen = _month(card, request.GET.get("month") or str(card["newest"]))
    if chosen is None:
        raise NotAllowedError
    name = f"{agreement}-{chosen['month']}-letter.txt"
    return _as_file(chosen["letter"].encode(), "text/plain", name)


def _look(request: HttpRequest, agreement: str) -> Mapping[str, Any]:
    """The scorecard, where the person may see it; that they looked is written down first."""
    person = check_may(request, SEE_SUPPLIES)
    found = [card for card in _seen_by(person) if card["agreement"] == agreement]
    if not found:
        raise NotAllowedError
    with transaction.atomic():
        write_down(Deed.LOOKED, actor=person, about=agreement, request=request)
    return found[0]


def _seen_by(person: User) -> Iterator[Mapping[str, Any]]:
    for path in sorted(exchange.scorecards(settings.VRN_FOLDER).glob("*.json")):
        card = exchange.read_text(path)
        if card is not None:
            of = FoundReceipt(path.stem, str(card.get("supplier", "")), card)
            if may(person, SEE_SUPPLY, of):
                yield card


def _month(card: Mapping[str, Any], month: str) -> Mapping[str, Any] | None:
    return next((one for one in card["months"] if one["month"] == month), None)


def _label(month: str) -> str:
    """The month with a hyphen at which no line breaks."""
    return month.replace("-", "\N{NON-BREAKING HYPHEN}")


def _rows(card: Mapping[str, Any], shown: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The table of the months: a row a thing, without those that are known of none of them."""
    for at, words in enumerate(card["words"]):
        cells = [month["values"][at] for month in shown]
        if set(cells) != {"–"}:
            yield {"words": words, "cells": cells, "trend": shown[-1]["trends"][at]}


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
