"""What can be asked instead, where a choice cannot be given: the nearest choices, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.document import Name
from vrn_web.figures.findings import fill
from vrn_web.figures.violence.choosing import OWN_PERIOD, WHOLE
from vrn_web.figures.violence.ground import ALL

if TYPE_CHECKING:
    from vrn.publish.document import Spans
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground


def wider_choices(choice: Choice, *, ignores_place: bool) -> tuple[Choice, ...]:
    """What to try in place of a choice: the assessment's period, the whole area, both, all ages."""
    period = replace(choice, period=OWN_PERIOD)
    area = replace(choice, area=WHOLE)
    both = replace(period, area=WHOLE)
    last = period if ignores_place else both
    tried = (period, *(() if ignores_place else (area, both)), replace(last, age=ALL))
    return tuple(one for one in dict.fromkeys(tried) if one != choice)


def why_not(ground: Ground, choice: Choice, found: Choice) -> Spans:
    """Which part of the choice it was not released for."""
    is_period, is_area = choice.period != found.period, choice.area != found.area
    if is_period and is_area:
        text = gettext(
            "This is released for the whole area over {period}, and for nothing smaller."
        )
    elif is_period:
        text = gettext("This is released over {period}, and for no other time.")
    elif is_area:
        text = gettext("This is released for the whole area, and not for a part of it.")
    else:
        text = gettext("This cannot be shown for the age group that was chosen.")
    more = gettext("Smaller numbers would let people be told apart.")
    return (*fill(text, period=Name(ground.period.label)), " ", *fill(more))


def offer_words(choice: Choice, found: Choice) -> str:
    if choice.period != found.period and choice.area != found.area:
        return gettext("Show it for the whole area over the assessment’s period")
    if choice.period != found.period:
        return gettext("Show it over the assessment’s period")
    if choice.area != found.area:
        return gettext("Show it for the whole area")
    return gettext("Show it for all ages")
