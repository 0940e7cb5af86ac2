"""What is chosen on the dashboard: definition, age group, area and period, all in the address."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from vrn.terms import lower_first, sentence_case
from vrn_web.figures.choices import Option
from vrn_web.figures.violence.ground import ALL, COUNT, PLACES, TIMES, UNDER, Ground
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.release.figure import Figure

NAMES = ("definition", "age", "area", "period")
OWN_PERIOD, WHOLE = "assessment", "whole"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One state of the filters, as the address writes it.

    `area` is "whole" or a place as "district:CODE", `period` is "assessment" or a time as
    "year:2020/21", "quarter:2020 Q2" or "month:2020-05".
    """

    definition: str
    age: str
    area: str = WHOLE
    period: str = OWN_PERIOD

    @property
    def place(self) -> dict[str, str]:
        """The place as a fixed code; empty for the whole area."""
        return _coded(self.area)

    @property
    def time(self) -> dict[str, str]:
        """The time as a fixed code; empty for the assessment's own period."""
        return _coded(self.period)

    @property
    def base(self) -> dict[str, str]:
        """The definition and the age group as fixed codes."""
        return {"definition": self.definition, "age_group": self.age}

    @property
    def query(self) -> str:
        """The choice as the query of an address: all of it, so that a link says what it shows."""
        return urlencode({name: getattr(self, name) for name in NAMES})

    def address(self, **changed: str) -> str:
        """The dashboard with this choice, or with some of it changed."""
        return f"{reverse('violence')}?{replace(self, **changed).query}"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The choice, what else could be chosen, and what of the address could not be answered."""

    choice: Choice
    options: Mapping[str, tuple[Option, ...]]
    problems: tuple[str, ...]

    def label(self, name: str) -> str:
        """The label of what is chosen."""
        return next(one.label for one in self.options[name] if one.is_chosen)


def choose(ground: Ground, asked: Mapping[str, str]) -> Filters:
    """The filters as the address asks for them, each wrong part replaced by its first and named."""
    problems: list[str] = []
    known = {
        "definition": {code: definition_title(code) for code in ground.definitions},
        "age": {ALL: sentence_case(ALL), UNDER: sentence_case(UNDER)},
        "area": _areas(ground),
        "period": _periods(ground),
    }
    chosen = {name: _pick(name, asked.get(name), tuple(known[name]), problems) for name in NAMES}
    return Filters(
        choice=Choice(**chosen),
        options={
            name: tuple(
                Option(code, label, code == chosen[name], _group(code))
                for code, label in known[name].items()
            )
            for name in NAMES
        },
        problems=tuple(problems),
    )


def chosen_sentence(filters: Filters) -> str:
    """What is chosen in one sentence that can be read aloud, without its full stop."""
    return gettext("{definition}: {age}, {area}, {period}").format(
        definition=filters.label("definition"),
        age=lower_first(filters.label("age")),
        area=filters.label("area"),
        period=_said_period(filters),
    )


def definition_title(code: str) -> str:
    """A definition's title as its own text says it, with its code; the code where there is none."""
    folder = current_site().definition_texts
    title = _titles(folder, folder.stat().st_mtime_ns).get(code) if folder.is_dir() else None
    return f"{title} ({code})" if title else code


@lru_cache(maxsize=4)
def _titles(folder: Path, _changed: int) -> dict[str, str]:
    """Titles by id, of the texts that can be read; what a title says in brackets is left out."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            text = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        found[str(text.get("id", ""))] = str(text.get("title", "")).partition(" (")[0]
    return found


def place_name(filters: Filters) -> str:
    """The chosen place as a reader says it."""
    return filters.label("area")


def _said_period(filters: Filters) -> str:
    label = filters.label("period")
    if "year" in filters.choice.time:
        return gettext("the {year}").format(year=label)
    return label


def _coded(text: str) -> dict[str, str]:
    name, parted, code = text.partition(":")
    return {name: code} if parted else {}


def _areas(ground: Ground) -> dict[str, str]:
    found = {WHOLE: current_site().area.name}
    for dimension in PLACES:
        figures = _first(ground, dimension)
        named = {f"{dimension}:{f.code_of(dimension)}": f.label_of(dimension) for f in figures}
        found |= dict(sorted(named.items(), key=lambda item: item[1]))
    return found


def _periods(ground: Ground) -> dict[str, str]:
    """The assessment's period, then years, quarters and months, the latest of each first."""
    found = {OWN_PERIOD: ground.period.label}
    for dimension in TIMES:
        split = ("district", dimension) if dimension == "quarter" else (dimension,)
        figures = _first(ground, *split)
        named = {f"{dimension}:{f.code_of(dimension)}": f.label_of(dimension) for f in figures}
        found |= dict(sorted(named.items(), reverse=True))
    return found


def _first(ground: Ground, *dimensions: str) -> tuple[Figure, ...]:
    if not ground.definitions:
        return ()
    return ground.row(COUNT, *dimensions, definition=ground.definitions[0], age_group=ALL)


def _group(code: str) -> str:
    name, parted, _ = code.partition(":")
    words = {
        "district": pgettext("filter", "Districts"),
        "neighbourhood": pgettext("filter", "Police neighbourhoods"),
        "year": pgettext("filter", "Financial years"),
        "quarter": pgettext("filter", "Quarters"),
        "month": pgettext("filter", "Months"),
    }
    if parted:
        return words.get(name, "")
    return {OWN_PERIOD: pgettext("filter", "The assessment’s period")}.get(code, "")


def _pick(name: str, asked: str | None, known: tuple[str, ...], problems: list[str]) -> str:
    if asked is None or asked in known:
        return asked or known[0]
    texts = {
        "definition": gettext("No definition “{value}” is in use. Another is shown."),
        "age": gettext("There is no age group “{value}”. All ages are shown."),
        "area": gettext("No figure was released for the area “{value}”. The whole area is shown."),
        "period": gettext(
            "No figure was released for “{value}”. The assessment’s period is shown."
        ),
    }
    problems.append(texts[name].format(value=asked[:60]))
    return known[0]
