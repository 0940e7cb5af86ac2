"""Charts of parts: kinds of place, groups, knives, people by age and sex, repeats, the bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.shares import in_order, in_step
from vrn.publish.document import Chart, Name, Series, Shown
from vrn.publish.rules import highest
from vrn.terms import AGE_BANDS, sentence_case
from vrn_web.figures.findings import fill
from vrn_web.figures.violence.charting import chart, column_name, table
from vrn_web.figures.violence.ground import ALL, COUNT, SHARE, UNDER
from vrn_web.figures.violence.saying import (
    age_and_sex,
    largest_words,
    leading_words,
    listed_words,
)
from vrn_web.words import dimension_word, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Spans
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground

SEXES = ("male", "female")
REPEATS = ("repeat_share", "repeat_share_within_year", "repeat_share_ever")
MOST_NAMED = 3
# What a question is about, whatever else has the larger share.
LEADING = {"knife": "knife", "night_time": "night-time economy"}


def parts(ground: Ground, choice: Choice, dimension: str, *, key: str) -> Chart | None:
    """Shares by one dimension, the largest first and what is not recorded last."""
    fixed = {**choice.base, **choice.place, **choice.time}
    shares = ground.row(SHARE, dimension, **fixed)
    counts = ground.row(COUNT, dimension, **fixed)
    if not any(figure.is_shown and figure.value for figure in shares):
        return None
    order = in_order(shares, dimension)
    row, numbers = in_step(shares, dimension, order), in_step(counts, dimension, order)
    labels = [figure.label_of(dimension) for figure in row]
    some = tuple(figure for figure in row if not figure.is_shown or figure.value)
    none = [figure.label_of(dimension) for figure in row if figure not in some]
    return chart(
        "bars",
        row,
        key=key,
        ground=ground,
        title=(
            leading_words(row, dimension, LEADING[dimension])
            if dimension in LEADING
            else largest_words(row, dimension)
        ),
        sentence=(*listed_words(some, dimension), *_none_words(none)),
        series=(Series(Name(sentence_case(choice.age)), some),),
        by=dimension,
        table=table(
            f"{key}-table",
            gettext("Offences by {dimension}: number, and per cent of all of them").format(
                dimension=dimension_word(dimension)
            ),
            head=sentence_case(dimension_word(dimension)),
            labels=labels,
            columns=[(gettext("Number"), numbers), (gettext("Per cent"), row)],
        ),
    )


def _none_words(labels: Sequence[str]) -> Spans:
    """What was counted and found to be none: said, and left out of the bars."""
    if not labels:
        return ()
    return (" ", *fill(gettext("None recorded: {names}."), names=join_words(labels)))


def people(ground: Ground, choice: Choice, role: str) -> Chart | None:
    """Rates by age band of males and females, back to back; of all ages, whatever is chosen."""
    fixed = {"definition": choice.definition, "age_group": ALL}
    rates = {f.code_of("age_sex"): f for f in ground.row(f"{role}_rate", "age_sex", **fixed)}
    counts = {f.code_of("age_sex"): f for f in ground.row(role, "age_sex", **fixed)}
    codes = {sex: [f"{band} {sex}" for band in AGE_BANDS] for sex in SEXES}
    if not all(code in rates and code in counts for found in codes.values() for code in found):
        return None
    sides = {sex: [rates[code] for code in found] for sex, found in codes.items()}
    every = [figure for side in sides.values() for figure in side]
    if not any(figure.is_shown for figure in every):
        return None
    words = {"male": gettext("Male"), "female": gettext("Female")}
    columns = []
    for sex, found in codes.items():
        columns.append((column_name(gettext("Number"), words[sex]), [counts[c] for c in found]))
        columns.append((column_name(sentence_case(every[0].unit), words[sex]), sides[sex]))
    title = {"victims": gettext("Victims"), "suspects": gettext("Suspects")}[role]
    return chart(
        "pyramid",
        every,
        key=f"{role}-by-age-and-sex",
        ground=ground,
        title=_top_people(title, every),
        sentence=_sides_words(sides, words),
        series=tuple(Series(words[sex], tuple(side)) for sex, side in sides.items()),
        by="age_sex",
        table=table(
            f"{role}-by-age-and-sex-table",
            gettext("{role} by age and sex: number, and rate").format(role=title),
            head=gettext("Age"),
            labels=AGE_BANDS,
            columns=columns,
        ),
    )


def _top_people(title: str, every: Sequence[Figure]) -> Spans:
    names = [age_and_sex(figure) for figure in highest(every)]
    if len(names) == 1:
        text = gettext("{role}: the rate is the highest among {names}")
    elif len(names) <= MOST_NAMED:
        text = gettext("{role}: the rate is among the highest for {names}")
    else:
        text = gettext("{role} by age and sex")
    return fill(text, role=title, names=join_words(names))


def _sides_words(sides: dict[str, list[Figure]], words: dict[str, str]) -> Spans:
    spans: Spans = ()
    for sex, side in sides.items():
        top = max((f for f in side if f.is_shown), key=lambda f: f.value or 0.0, default=None)
        if top is None:
            text = fill(gettext("{sex}: no rate can be shown."), sex=words[sex])
        else:
            text = fill(
                gettext("{sex}: the largest rate is {value}, {who}."),
                sex=words[sex],
                value=Shown(top),
                who=age_and_sex(top),
            )
        spans = (*spans, *((" ",) if spans else ()), *text)
    more = gettext("People whose age or sex is not recorded are not drawn.")
    return (*spans, " ", *fill(more))


def repeats(ground: Ground, choice: Choice) -> Chart | None:
    """The share of offences whose suspect is recorded more than once, under three rules."""
    rows = {
        name: [
            ground.one(name, definition=choice.definition, age_group=age) for age in (ALL, UNDER)
        ]
        for name in REPEATS
    }
    held = {name: [f for f in row if f is not None] for name, row in rows.items()}
    first = held[REPEATS[0]]
    if not any(figure.is_shown for figure in first):
        return None
    names = {
        REPEATS[0]: gettext("Another in the period"),
        REPEATS[1]: gettext("Another in the year before"),
        REPEATS[2]: gettext("Any before, in what is held"),
    }
    labels = [figure.label_of("age_group") for figure in first]
    full = {name: row for name, row in held.items() if len(row) == len(first)}
    text = gettext("Offences by people recorded for more than one: {parts}")
    opening, _, ending = text.partition("{parts}")
    return chart(
        "bars",
        first,
        key="repeats",
        ground=ground,
        title=fill(gettext("Offences whose suspect is recorded for two or more")),
        sentence=(*fill(opening), *listed_words(first, "age_group"), *fill(ending)),
        series=(Series(names[REPEATS[0]], tuple(first)),),
        by="age_group",
        table=table(
            "repeats-table",
            gettext("Per cent of offences with an identified suspect, by three rules"),
            head=gettext("Age of the suspect"),
            labels=labels,
            columns=[(names[name], row) for name, row in full.items()],
        ),
    )


def bridge(ground: Ground, choice: Choice) -> Chart | None:
    """From one definition's total to the other's, a bar for each class that is added."""
    fixed = {"age_group": choice.age, **choice.place, **choice.time}
    held = {f.code_of("definition"): f for f in ground.row(COUNT, "definition", **fixed)}
    if len(ground.definitions) < 2 or not all(code in held for code in ground.definitions):
        return None
    first, last = ground.definitions[0], ground.definitions[-1]
    classes = [code for code in held if ":" in code]
    row = [held[code] for code in (first, *classes, last)]
    if not any(figure.is_shown for figure in row):
        return None
    return chart(
        "bars",
        row,
        key="bridge",
        ground=ground,
        title=fill(gettext("From {first} to {last}"), first=first, last=last),
        sentence=_bridge_words(held, first, last),
        series=(Series(gettext("Offences"), tuple(row)),),
        by="definition",
        table=table(
            "bridge-table",
            gettext("From {first} to {last}: every class of offences between them").format(
                first=first, last=last
            ),
            head=gettext("Definition or class"),
            labels=[figure.label_of("definition") for figure in row],
            columns=[(gettext("Number"), row)],
        ),
    )


def _bridge_words(held: dict[str, Figure], first: str, last: str) -> Spans:
    """Both totals, what each class adds, and that nothing is left over where nothing is hidden."""
    text = gettext("{first} counts {here} offences, {last} {there}. Between them:")
    opening = fill(text, first=first, here=Shown(held[first]), last=last, there=Shown(held[last]))
    classes = [figure for code, figure in held.items() if ":" in code]
    added = [figure for figure in classes if figure.code_of("definition").startswith(f"{last}:")]
    spans: list[object] = [*opening, " ", *listed_words(classes, "definition")]
    if all(figure.is_shown for figure in (*held.values(),)) and added == classes:
        total = sum(round(figure.value or 0) for figure in (held[first], *added))
        if total == round(held[last].value or 0):
            spans.append(gettext(" Each offence is in one class alone, and the classes add up."))
    return tuple(spans)  # type: ignore[arg-type]
