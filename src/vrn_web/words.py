"""The site's own words for what figures call by a code: dimensions, splits and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext, pgettext_lazy

from vrn.terms import Clearance, lower_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.release.figure import Figure

_DIMENSIONS: Mapping[str, object] = {
    "month": pgettext_lazy("dimension", "month"),
    "district": pgettext_lazy("dimension", "district"),
    "small_area": pgettext_lazy("dimension", "small area"),
    "crime_type": pgettext_lazy("dimension", "offence category"),
    "outcome": pgettext_lazy("dimension", "outcome"),
    "supply": pgettext_lazy("dimension", "supply"),
    "definition": pgettext_lazy("dimension", "definition"),
    "age_group": pgettext_lazy("dimension", "age group"),
    "neighbourhood": pgettext_lazy("dimension", "police neighbourhood"),
    "quarter": pgettext_lazy("dimension", "quarter"),
    "year": pgettext_lazy("dimension", "financial year"),
    "offence_group": pgettext_lazy("dimension", "offence group"),
    "code": pgettext_lazy("dimension", "offence"),
    "place_type": pgettext_lazy("dimension", "kind of place"),
    "night_time": pgettext_lazy("dimension", "night-time economy"),
    "age_band": pgettext_lazy("dimension", "age"),
    "age_sex": pgettext_lazy("dimension", "age and sex"),
    "ethnic_group": pgettext_lazy("dimension", "ethnic group"),
    "hour": pgettext_lazy("dimension", "hour of the day"),
    "day_type": pgettext_lazy("dimension", "weekday or weekend"),
    "day_hour": pgettext_lazy("dimension", "hour of weekdays and weekends"),
    "placement": pgettext_lazy("dimension", "how the row was placed"),
}


def dimension_word(name: str) -> str:
    """A dimension as a reader says it: "small_area" is "small area"."""
    if name.startswith("deprivation"):
        edition = name.partition("_")[2]
        word = pgettext("dimension", "deprivation tenth")
        return f"{word} ({edition})" if edition else word
    return str(_DIMENSIONS.get(name, name.replace("_", " ")))


def split_words(split: Sequence[str]) -> str:
    """A split as a reader says it: "by district and month"; "in total" where there is none."""
    if not split:
        return gettext("in total")
    return gettext("by {dimensions}").format(
        dimensions=join_words([dimension_word(name) for name in split])
    )


def join_words(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return gettext("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def measure_words(title: str, unit: str) -> str:
    """A measure with what it is in: "Robbery rate (per cent)"; the title alone where it says so."""
    return title if unit.lower() in title.lower() else f"{title} ({lower_first(unit)})"


def state_words(figure: Figure) -> str:
    """What a figure without a value says instead, with its reason where one is given."""
    words = {
        "withheld": gettext("Withheld, so that no person can be told from it."),
        "not available": gettext("Not available."),
    }
    return " ".join(part for part in (words.get(figure.state.value, ""), figure.reason) if part)


def lane_words(clearance: Clearance) -> str:
    """By which lane a figure of this clearance was released, and what that lane lets through."""
    return {
        Clearance.OPEN: gettext("Open data: every row behind it is published, so it is exact."),
        Clearance.PUBLIC: gettext(
            "Headline: one of the approved shapes, with small numbers withheld."
        ),
        Clearance.PARTNER: gettext("Partners: for people who have signed in."),
    }.get(clearance, clearance.label)
