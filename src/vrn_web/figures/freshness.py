"""The freshness strip: for each feed of the assessment, the months it reaches to and when it came.

Read from the facts of the supplies that released figures rest on; no page says "live".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.plan import (
    ADMISSIONS,
    ATTENDANCES,
    CALLOUTS,
    FEEDS,
    OFFENCES,
    PEOPLE,
)
from vrn.release.register_file import FILE_NAME
from vrn.terms import month_label
from vrn_web.reading import NotReleasedError, released

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One feed: in words, the last month that its figures reach to, and the day its file came.

    Both are empty where no file of it was received.
    """

    name: str
    label: str
    through: str = ""
    received_on: str = ""
    receipt: str = ""


def feeds_received() -> tuple[Feed, ...]:
    """Each feed of the assessment, also those of which nothing came."""
    try:
        folder = released().folder
    except NotReleasedError:
        return tuple(Feed(name=name, label=label) for name, label in feed_labels().items())
    newest = _newest(folder, (folder / FILE_NAME).stat().st_mtime_ns)
    return tuple(_feed(name, label, newest.get(name)) for name, label in feed_labels().items())


def feed_labels() -> dict[str, str]:
    """The feeds of the assessment in words."""
    words = {
        OFFENCES: gettext("Police offences"),
        PEOPLE: gettext("People of police offences"),
        ATTENDANCES: gettext("A&E attendances"),
        CALLOUTS: gettext("Ambulance call-outs"),
        ADMISSIONS: gettext("Hospital admissions"),
    }
    return {name: words[name] for name in FEEDS}


def _feed(name: str, label: str, found: tuple[str, str, str] | None) -> Feed:
    if found is None:
        return Feed(name=name, label=label)
    through, received_on, receipt = found
    return Feed(
        name=name,
        label=label,
        through=month_label(through) if through else "",
        received_on=day_label(received_on),
        receipt=receipt,
    )


def day_label(day: str) -> str:
    """A day as a reader says it: "2022-03-07" is "7 March 2022"; other text as it is."""
    year_month, _, number = day.rpartition("-")
    try:
        return f"{int(number)} {month_label(year_month)}"
    except ValueError:
        return day


@lru_cache(maxsize=4)
def _newest(_folder: Path, _changed: int) -> dict[str, tuple[str, str, str]]:
    """For each feed the last month held, the day that file came, and its receipt."""
    register = released()
    found: dict[str, tuple[str, str, str]] = {}
    for receipt in register.supplies():
        facts = register.supply(receipt)
        told = (str(facts.get("period_to") or ""), str(facts.get("received_on") or ""), receipt)
        feed = str(facts.get("feed", ""))
        found[feed] = max(found.get(feed, ("", "", "")), told)
    return found
