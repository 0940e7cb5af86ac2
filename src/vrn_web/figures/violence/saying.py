"""The sentences of the dashboard of serious violence, by the stated rules of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.shares import UNKNOWN
from vrn.publish.assessment.writing import said
from vrn.publish.document import Name, Shown
from vrn.publish.rules import Direction, against, direction, highest, parted, peaks
from vrn.terms import lower_first, sentence_case
from vrn_web.figures.findings import fill
from vrn_web.figures.violence.ground import PLACES
from vrn_web.words import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vrn.publish.document import Spans
    from vrn.release.figure import Figure

MOST_NAMED = 3


def direction_words(ratio: Figure) -> str:
    """ "rose", "fell", "showed no clear change" or "cannot be compared", in the site's words."""
    return {
        Direction.ROSE: gettext("rose"),
        Direction.FELL: gettext("fell"),
        Direction.NO_CLEAR_CHANGE: gettext("showed no clear change"),
        Direction.CANNOT_TELL: gettext("cannot be compared"),
    }[direction(ratio)]


def trend_words(ratio: Figure, text: str) -> Spans:
    """A trend with its numbers where they are given; `text` is its opening with a {word}.

    The last twelve months of the series stand against its first twelve.
    """
    spans = fill(text, word=direction_words(ratio))
    if not ratio.is_shown:
        return (*spans, *reason_words(ratio))
    if ratio.numerator is None or not ratio.denominator:
        return spans
    more = gettext("{last} in the last twelve months, {first} in the first.")
    last, first = Shown(ratio, "numerator"), Shown(ratio, "denominator")
    return (*spans, " ", *fill(more, last=last, first=first))


def against_words(figure: Figure, whole: Figure) -> Spans:
    """How a place stands to the whole area, by its own interval."""
    word = against(figure, whole)
    texts = {
        "above": gettext("That is above the whole area’s {value}."),
        "below": gettext("That is below the whole area’s {value}."),
        "similar to": gettext("That is similar to the whole area’s {value}."),
    }
    if word not in texts:
        return fill(gettext("It cannot be set beside the whole area’s."))
    return fill(texts[word], value=Shown(whole))


def beside_words(figure: Figure, before: Figure, when: str) -> Spans:
    """How a time stands to another: only where the intervals part is it higher or lower."""
    if not figure.is_shown or not before.is_shown:
        return fill(gettext("It cannot be set beside {when}."), when=when)
    texts = {
        1: gettext("That is higher than {value} in {when}: the intervals do not overlap."),
        -1: gettext("That is lower than {value} in {when}: the intervals do not overlap."),
        0: gettext("That is no clear difference from {value} in {when}."),
    }
    return fill(texts[parted(figure, before)], value=Shown(before), when=when)


def reason_words(figure: Figure) -> Spans:
    """Why a figure has no value, as the rest of a sentence."""
    if figure.is_shown or not figure.reason:
        return ()
    return (" ", Name(f"({figure.reason})"))


def unit_after(figure: Figure) -> str:
    """The unit as a sentence goes on after a value: " per cent"; empty for others."""
    return f" {figure.unit}" if figure.unit == "per cent" else ""


def spread_words(figures: Sequence[Figure], by: str) -> Spans:
    """From the lowest to the highest of the figures that have a value."""
    held = [figure for figure in figures if figure.is_shown]
    if not held:
        return fill(gettext("None of them can be shown."))
    low = min(held, key=lambda figure: figure.value or 0)
    high = max(held, key=lambda figure: figure.value or 0)
    if low.value == high.value:
        return fill(gettext("Every one that is shown is {value}."), value=Shown(low))
    return fill(
        gettext("From {low} ({low_name}) to {high} ({high_name})."),
        low=Shown(low),
        low_name=low.label_of(by),
        high=Shown(high),
        high_name=high.label_of(by),
    )


def hidden_words(figures: Iterable[Figure]) -> Spans:
    """Why cells read "withheld" or "not available": each state and reason once."""
    told = dict.fromkeys((f.state.value, f.reason) for f in figures if not f.is_shown)
    return tuple(Name(f" “{state}”: {reason}.") for state, reason in told)


def largest_words(figures: Sequence[Figure], by: str) -> Spans:
    """Which code has the largest share, what is not recorded left aside."""
    known = [figure for figure in figures if figure.code_of(by) not in UNKNOWN]
    top = highest(known)
    names = [_named(figure, by) for figure in top]
    if not top:
        return fill(gettext("No share can be shown"))
    if len(top) == 1:
        text = gettext("The largest share: {name}, {value} per cent")
        return fill(text, name=names[0], value=Shown(top[0]))
    if len(top) <= MOST_NAMED:
        return fill(gettext("Among the largest shares: {names}"), names=join_words(names))
    return fill(gettext("No share stands clearly above the others"))


def _named(figure: Figure, by: str) -> str:
    """A code's label in the middle of a sentence: kinds of things small, places as they are."""
    label = figure.label_of(by)
    return label if by in PLACES else lower_first(label)


def leading_words(figures: Sequence[Figure], by: str, code: str) -> Spans:
    """The share of the one code that the question is about; its state where it is not shown."""
    found = [figure for figure in figures if figure.code_of(by) == code]
    if not found:
        return largest_words(figures, by)
    name = sentence_case(found[0].label_of(by))
    return (Name(f"{name}: "), Shown(found[0]), Name(unit_after(found[0])))


def listed_words(figures: Sequence[Figure], by: str) -> Spans:
    """Each code with its value, from the largest: a sentence for who cannot see the chart."""
    spans: list[object] = []
    for number, figure in enumerate(figures):
        if number:
            spans.append(", " if number < len(figures) - 1 else gettext(" and "))
        label = figure.label_of(by) if number else sentence_case(figure.label_of(by))
        # Why one is withheld stands under the chart, once.
        words = said(figure, after=unit_after(figure)) if figure.is_shown else (Shown(figure),)
        spans += [Name(f"{label} "), *words]
    return (*spans, ".")  # type: ignore[arg-type]


def above_words(figures: Sequence[Figure], whole: Figure | None) -> Spans:
    """Which places lie above the whole area by their own intervals; nothing without a whole."""
    if whole is None or not whole.is_shown:
        return ()
    names = [f.place.name for f in figures if against(f, whole) == "above"]
    if not names:
        return fill(
            gettext("None lies clearly above the whole area’s {value}."), value=Shown(whole)
        )
    text = gettext("Clearly above the whole area’s {value}: {names}.")
    return fill(text, value=Shown(whole), names=join_words(names))


def peak_words(rows: Sequence[tuple[str, Sequence[Figure]]]) -> Spans:
    """The peak hours of each kind of day by the stated rule."""
    spans: list[object] = []
    for label, figures in rows:
        found = peaks(figures)
        hours = join_words([hour_label(figure) for figure in found])
        if found:
            text = gettext("{label}: peaks at {hours}.")
        elif all(figure.is_shown for figure in figures):
            text = gettext("{label}: no hour is a peak by our rule.")
        else:
            text = gettext("{label}: no peak is named, because an hour is withheld.")
        spans += [*([" "] if spans else []), *fill(text, label=label, hours=hours)]
    return tuple(spans)  # type: ignore[arg-type]


def hour_label(figure: Figure) -> str:
    """An hour as a clock shows it: "15:00 to 15:59"."""
    code = next(code for name, code, _ in figure.by if name in {"hour", "day_hour"})[-2:]
    return f"{code}:00 to {code}:59"


def age_and_sex(figure: Figure) -> str:
    """ "males aged 15-19" of the code "15-19 male"."""
    band, _, sex = figure.code_of("age_sex").replace("-", " to ").rpartition(" ")
    text = gettext("males aged {band}") if sex == "male" else gettext("females aged {band}")
    return text.format(band=band)
