"""What an assessment is written from, and the words that every chapter of it shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import OFFENCES, PEOPLE, base_of
from vrn.publish.document import Cell, Name, Shown, Span
from vrn.publish.phrases import interval, value, with_interval
from vrn.publish.rules import printed_limits
from vrn.terms import AGE_GROUPS, Period, lower_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vrn.publish.assessment.plan import Periods
    from vrn.release.charting import Judgement
    from vrn.release.cube import Cube
    from vrn.release.figure import Figure
    from vrn.release.funnelling import Funnelling
    from vrn.release.outline import Outline
    from vrn.terms import Area

ALL, UNDER = AGE_GROUPS
UNDER_25 = Name("under 25")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A published definition as a document prints it, in the reader's words.

    `clauses` are its rules as (label, words), such as ("Offences", "murder (1), …"). `published_on`
    is a date YYYY-MM-DD, `sha256` the digest of the frozen text.
    """

    id: str
    version: int
    kind: str
    title: str
    statement: str
    published_on: str
    sha256: str
    clauses: tuple[tuple[str, str], ...] = ()

    @property
    def short_title(self) -> str:
        """The title without what stands in brackets at its end."""
        return self.title.partition(" (")[0]

    @property
    def label(self) -> str:
        """The definition as provenance names it: "vrn-2019 version 1 (3f2a9c1b0d4e)"."""
        return f"{self.id} version {self.version} ({self.sha256[:12]})"


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All that an assessment is written from: released cubes, texts, supplies' facts and periods.

    `cube` gives one that the plan names (measure, split=, period=). `judge` says of released months
    which are unusual, `funnel` sets released rates of places in a funnel. `definition` is the one
    that the document is written under, `beside` the one that the bridge leads to. `definitions` has
    both, and the texts of knife, night-time, repeat and public place rules, by id. `feeds` are
    those of the plan that are held. `residents_label` names the edition that rates are per, with
    its year. `changes` are lines of the change log as (date, words). `new_limits` are where
    limits of control charts begin again as (measure or empty for all, month, why).
    """

    cube: Callable[..., Cube]
    judge: Callable[..., Judgement]
    funnel: Callable[[Sequence[Figure]], Funnelling | None]
    definition: str
    beside: str
    definitions: Mapping[str, Definition]
    districts: Outline
    supplies: Mapping[str, Mapping[str, object]]
    organisation: str
    area: Area
    periods: Periods
    feeds: frozenset[str]
    restrictions: tuple[tuple[str, Period], ...]
    residents_label: str
    made_up: bool
    language: str
    cut: int
    changes: tuple[tuple[str, str], ...] = ()
    new_limits: tuple[tuple[str, str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in (self.definition, self.beside):
            if name not in self.definitions:
                raise ValueError(f"the assessment's definition {name!r} has no text in the brief")
        if OFFENCES not in self.feeds:
            raise ValueError("an assessment is written from police offences, and none is held")

    def begins(self, measure: str) -> dict[str, str]:
        """The months at which limits of a series begin again, each with why."""
        chosen = (each for each in self.new_limits if each[0] in {"", measure})
        return {month: why for _, month, why in chosen}

    def holds(self, feed: str) -> bool:
        """Whether any supply of the feed is held."""
        return feed in self.feeds

    @property
    def ages(self) -> tuple[str, ...]:
        """The age groups that can be told apart: without people no offence has an age."""
        return AGE_GROUPS if self.holds(PEOPLE) else (ALL,)

    def row(
        self,
        measure: str,
        *dimensions: str,
        age: str = ALL,
        period: Period | None = None,
        definition: str = "",
        **by: str,
    ) -> tuple[Figure, ...]:
        """The figures of a measure along dimensions, for one age group under a definition.

        Over the assessment's own period and under its own definition where none is named. `by`
        fixes further codes.
        """
        base = base_of(measure)
        split = (*base, *dimensions)
        cube: Cube = self.cube(measure, split=split, period=period or self.periods.period)
        wanted = {"definition": definition or self.definition, "age_group": age}
        fixed = {name: code for name, code in wanted.items() if name in base} | by
        return tuple(f for f in cube.figures if all(f.code_of(n) == c for n, c in fixed.items()))

    def one(
        self,
        measure: str,
        *,
        age: str = ALL,
        period: Period | None = None,
        definition: str = "",
    ) -> Figure:
        """The one figure of a measure for an age group; LookupError where there is none."""
        found = self.row(measure, age=age, period=period, definition=definition)
        if len(found) != 1:
            raise LookupError(f"{len(found)} figures of {measure} for {age}, not one")
        return found[0]

    def source(
        self, *feeds: str, residents: bool = False, definitions: tuple[str, ...] = ()
    ) -> tuple[Span, ...]:
        """The line under a chart or table: sources, residents with their year, cut, definition.

        `definitions` are those that it rests on: the document's own where none is named.
        """
        titles = self.titles_of(feeds)
        people = f"; residents: {self.residents_label}" if residents else ""
        labels = "; ".join(
            self.definitions[name].label for name in definitions or (self.definition,)
        )
        defined = f" Definition: {labels}." if {OFFENCES, PEOPLE} & set(feeds) else ""
        return (Name(f"Source: {titles}{people}. Cut {self.cut}.{defined}"),)

    def titles_of(self, feeds: Iterable[str]) -> str:
        """The suppliers of some feeds with what they sent, as a line under a chart names them."""
        wanted = tuple(feeds)
        names = dict.fromkeys(
            f"{facts['supplier']}, {lower_first(str(facts['title']))}"
            for feed in wanted
            for facts in self.supplies.values()
            if facts.get("feed") == feed
        )
        return "; ".join(names) or ", ".join(wanted)


def of_age(age: str) -> tuple[Span, ...]:
    """An age group as readers say it: "all ages", "under 25"."""
    return (Name(age),)


def said(figure: Figure, *, after: str = "") -> tuple[Span, ...]:
    """The value with its interval and what follows; a withheld one says so with its reason.

    `after` is the unit as a sentence goes on, such as " per cent"; it stands with a value alone.
    """
    if not figure.is_shown:
        return (value(figure), " (", Name(figure.reason), ")")
    shown, *limits = with_interval(figure)
    return (shown, Name(after), *limits)


def aside(figure: Figure, *, after: str = "") -> tuple[Span, ...]:
    """The value and its interval in brackets: " (74.0 per cent, between 71.7 and 76.3)"."""
    if not figure.is_shown:
        return (" (", value(figure), ": ", Name(figure.reason), ")")
    lower, upper = printed_limits(figure)
    limits = (", ", interval(figure)) if figure.lower is not None and lower != upper else ()
    return (" (", value(figure), Name(after), *limits, ")")


def interval_cell(figure: Figure) -> Cell:
    """A figure's interval as a table's cell; in words where it has none."""
    if figure.is_shown and figure.interval:
        return Shown(figure, "interval")
    return "none" if figure.is_shown else figure.state.value


def withheld_words(figures: Iterable[Figure]) -> tuple[Span, ...]:
    """Why cells read "withheld" or "not available", each reason once; empty where none does."""
    reasons = dict.fromkeys((f.state.value, f.reason) for f in figures if not f.is_shown)
    return tuple(span for state, reason in reasons for span in (f" “{state}”: ", Name(reason), "."))


def plainly(figure: Figure, *, after: str = "") -> tuple[Span, ...]:
    """As `said`, without the interval: for a sentence whose table gives it."""
    if not figure.is_shown:
        return said(figure)
    return (value(figure), Name(after))


def labelled(figures: Iterable[Figure], dimension: str, code: str) -> Figure:
    """The figure with this code in a dimension; LookupError where the row has none."""
    for figure in figures:
        if figure.code_of(dimension) == code:
            return figure
    raise LookupError(f"no figure has {dimension} {code!r}")


def label_in(figure: Figure, dimension: str) -> Name:
    """The label of a figure in a dimension, as a name."""
    return Name(figure.label_of(dimension))


def hour_name(figure: Figure) -> Name:
    """An hour of the day as a clock shows it: "15:00 to 15:59"; by the code's last two digits."""
    code = next(code for name, code, _ in figure.by if name in {"hour", "day_hour"})
    return Name(f"{code[-2:]}:00 to {code[-2:]}:59")


def left_of_hundred(shares: Iterable[Figure]) -> float:
    """What the shares of a whole that are not shown can hold between them, in per cent."""
    return max(0.0, 100.0 - sum(figure.value or 0.0 for figure in shares))
