"""What every page's frame shows: whose site it is, where one can go, and whether it is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from vrn_web.accounts.permissions import SEE_PARTNER_FIGURES, SEE_SUPPLIES, may
from vrn_web.guard import person_of
from vrn_web.site import current_site

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The partnership, who reads, and the menu, with the part that the page stands in marked."""
    person = person_of(request)
    menu = [
        (reverse("profile"), gettext("Profile")),
        (reverse("dashboard"), gettext("Figures")),
        (reverse("methods"), gettext("Methods")),
        (reverse("about"), gettext("About")),
    ]
    if may(person, SEE_PARTNER_FIGURES):
        menu[:0] = [
            (reverse("violence"), gettext("Serious violence")),
            (reverse("assessment"), gettext("Assessment")),
        ]
    if may(person, SEE_SUPPLIES):
        menu.append((reverse("files"), gettext("Files")))
    return {
        "site": current_site(),
        "person": person,
        "menu": [
            {
                "address": address,
                "label": label,
                "is_here": request.path.startswith(address),
                "is_page": request.path == address,
            }
            for address, label in menu
        ],
    }
