"""What a dashboard address asks for, read against what was released.

A view shows a released cube as it is, or the part of it for one code of one of its dimensions: a
cube by district and month also answers "by month, in Hollow Vale". Nothing is counted here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from vrn.release.register import filter_key
from vrn.terms import Period, sentence_case
from vrn_web.site import current_site
from vrn_web.words import measure_words, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vrn.release.cube import Cube
    from vrn.release.figure import Figure
    from vrn.release.register import CubeEntry

# Not offered as a filter: a period is chosen by itself, and there are too many small areas.
NOT_FILTERS = ("month", "small_area")
PLACES = ("district", "small_area")
SPLITS_FIRST = (("month",), ("district",), ("small_area",), ())
NAMES = ("measure", "split", "where", "period")


@dataclass(frozen=True, kw_only=True)
class View:
    """One thing that can be looked at: a cube, or the cells of it with one code fixed.

    `where` is the whole filter as the address writes it, the cube's own and the fixed code.
    """

    entry: CubeEntry
    split: tuple[str, ...]
    where: str = ""
    where_label: str = ""
    fixed: tuple[str, str] | None = None

    @property
    def address(self) -> dict[str, str]:
        """The view as the names and values of an address."""
        return {
            "measure": self.entry.measure,
            "split": ",".join(self.split),
            "where": self.where,
            "period": self.entry.period,
        }

    def cells(self, cube: Cube) -> tuple[Figure, ...]:
        """The figures of the view, in the cube's order."""
        if self.fixed is None:
            return cube.figures
        name, code = self.fixed
        return tuple(figure for figure in cube.figures if figure.code_of(name) == code)


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from; `group` heads those that belong together."""

    value: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is shown, what else could be, and what of the address could not be answered."""

    view: View
    options: dict[str, tuple[Option, ...]]
    problems: tuple[str, ...]


def choose(
    entries: Sequence[CubeEntry],
    asked: Mapping[str, str],
    *,
    read: Callable[[CubeEntry], Cube],
    first: str = "",
) -> Choice:
    """The view that the address asks for, each wrong part replaced by its default and named.

    `entries` may not be empty. `read` gives the cube of an entry (titles and labels stand there).
    `first` is the measure to begin with, where it was released.
    """
    problems: list[str] = []
    titled = _grouped({entry.measure: read(entry).indicator for entry in smallest(entries)}, first)
    measure = _pick("measure", asked, tuple(titled), problems)
    views = [view for entry in entries if entry.measure == measure for view in views_of(entry)]
    splits = _in_order({view.split for view in views})
    split = _pick("split", asked, tuple(",".join(one) for one in splits), problems)
    views = [one for view in views if view.address["split"] == split for one in fill(view, read)]
    wheres = {view.where: view.where_label for view in reversed(views)}
    in_order = tuple(dict.fromkeys(view.where for view in views))
    where = _pick("where", asked, in_order, problems)
    views = [view for view in views if view.where == where]
    periods = tuple(sorted({view.entry.period for view in views}, reverse=True))
    period = _pick("period", asked, periods, problems)
    return Choice(
        view=next(view for view in views if view.entry.period == period),
        options={
            "measure": tuple(
                Option(name, words["title"], name == measure, sentence_case(words["unit"]))
                for name, words in titled.items()
            ),
            "split": tuple(
                Option(",".join(one), sentence_case(split_words(one)), ",".join(one) == split)
                for one in splits
            ),
            "where": tuple(Option(name, wheres[name], name == where) for name in in_order),
            "period": tuple(Option(key, period_label(key), key == period) for key in periods),
        },
        problems=tuple(problems),
    )


def _grouped(titled: Mapping[str, Mapping[str, Any]], first: str) -> dict[str, Mapping[str, Any]]:
    """The measures with those of one unit together; the first one's unit, and it itself, first."""
    names = sorted(titled, key=lambda name: name != first)
    units = list(dict.fromkeys(titled[name]["unit"] for name in names))
    return {name: titled[name] for unit in units for name in names if titled[name]["unit"] == unit}


def smallest(entries: Sequence[CubeEntry]) -> tuple[CubeEntry, ...]:
    """One entry of each measure, the one with the fewest dimensions, in the order of release."""
    found: dict[str, CubeEntry] = {}
    for entry in entries:
        held = found.setdefault(entry.measure, entry)
        if _weight(entry) < _weight(held):
            found[entry.measure] = entry
    return tuple(found.values())


def views_of(entry: CubeEntry) -> tuple[View, ...]:
    """The cube as it is, and once for each dimension to filter it by (not yet filled)."""
    whole = View(entry=entry, split=entry.split)
    parts = (
        View(entry=entry, split=tuple(d for d in entry.split if d != name), fixed=(name, ""))
        for name in entry.split
        if name not in NOT_FILTERS
    )
    return (whole, *parts)


def fill(view: View, read: Callable[[CubeEntry], Cube]) -> tuple[View, ...]:
    """The view with its filter's words; one for each code where a dimension is to be fixed."""
    cube = read(view.entry)
    if not cube.figures:
        return ()
    own = dict(view.entry.where)
    if view.fixed is None:
        label = _where_label({name: cube.figures[0].label_of(name) for name in own})
        return (replace(view, where=filter_key(own), where_label=label),)
    name = view.fixed[0]
    codes = {figure.code_of(name): figure.label_of(name) for figure in cube.figures}
    return tuple(
        replace(
            view,
            fixed=(name, code),
            where=filter_key({**own, name: code}),
            where_label=_where_label({name: label}),
        )
        for code, label in codes.items()
    )


def _where_label(held: Mapping[str, str]) -> str:
    """A filter in words: the place, with whatever else is fixed in brackets after it."""
    places = [label for name, label in held.items() if name in PLACES]
    others = [label for name, label in held.items() if name not in PLACES]
    place = ", ".join(places) or current_site().area.name
    return f"{place} ({', '.join(others)})" if others else place


def lines_of(view: View, figures: Sequence[Figure]) -> tuple[tuple[str, dict[str, str]], ...]:
    """Where a split has months and one other dimension: each code and its own view's address."""
    others = [name for name in view.split if name != "month"]
    if len(others) != 1 or others[0] in NOT_FILTERS:
        return ()
    name = others[0]
    labels = {figure.code_of(name): figure.label_of(name) for figure in figures}
    held = dict(view.entry.where)
    return tuple(
        (label, {**view.address, "split": "month", "where": filter_key({**held, name: code})})
        for code, label in labels.items()
    )


def period_label(key: str) -> str:
    """A period as a reader says it; what a cube without one covers."""
    return Period.parse(key).label if key else gettext("One point in time")


def view_sentence(choice: Choice, unit: str) -> str:
    """What is chosen, in one sentence that can be read aloud, without its full stop.

    `unit` is that of the view's figures: a rate by month is for a month, and not for a year.
    """
    view = choice.view
    chosen = {name: next(o for o in choice.options[name] if o.is_chosen) for name in NAMES}
    texts = {
        (True, True): gettext("{what} {split} in {where}, {period}"),
        (True, False): gettext("{what} {split} in {where}"),
        (False, True): gettext("{what} in {where}, {period}"),
        (False, False): gettext("{what} in {where}"),
    }
    return texts[bool(view.split), bool(view.entry.period)].format(
        what=measure_words(chosen["measure"].label, unit),
        split=split_words(view.split),
        where=chosen["where"].label,
        period=chosen["period"].label,
    )


def _pick(name: str, asked: Mapping[str, str], known: tuple[str, ...], problems: list[str]) -> str:
    value = asked.get(name)
    if value is None or value in known:
        return known[0] if value is None else value
    problems.append(_problem(name, value))
    return known[0]


def _problem(name: str, value: str) -> str:
    texts = {
        "measure": gettext("There is no released measure called “{value}”. Another is shown."),
        "split": gettext("This measure was not released {value}. Another way is shown."),
        "where": gettext("This was not released for “{value}”. Another place is shown."),
        "period": gettext("This was not released for “{value}”. Another period is shown."),
    }
    if name == "split":
        value = split_words(tuple(value.split(",")) if value else ())
    if name == "period":
        value = _period_or_text(value)
    return texts[name].format(value=value[:80])


def _period_or_text(value: str) -> str:
    try:
        return period_label(value)
    except ValueError:
        return value


def _in_order(splits: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    first = [split for split in SPLITS_FIRST if split in splits]
    return first + sorted(splits - set(first))


def _weight(entry: CubeEntry) -> tuple[int, bool]:
    return len(entry.split), "small_area" in entry.split
