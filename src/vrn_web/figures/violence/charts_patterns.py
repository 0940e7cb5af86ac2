"""How few places and people hold half of it, and what lies close together: a chart and a table.

Words and rules are those of the assessment's chapter, so that the two never tell different things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.measures import BY_CHANCE, FUNNEL, HALVES, NEAR_REPEAT, TOGETHER
from vrn.publish.assessment.patterns import half_sentence, halves_title
from vrn.publish.assessment.writing import interval_cell
from vrn.publish.document import Name, Series, Table
from vrn_web.figures.violence.charting import chart, months_of, source_of, table
from vrn_web.figures.violence.charts_usual import FUNNEL as DRAWN_FUNNEL
from vrn_web.figures.violence.charts_usual import judged_charts

if TYPE_CHECKING:
    from vrn.publish.document import Cell, Chart
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground

_CLOSE = (NEAR_REPEAT, *TOGETHER, *FUNNEL)


def patterns(ground: Ground, choice: Choice) -> tuple[Chart | Table, ...]:
    """The chart of halves, the districts' funnel, and the table of what lies together.

    Each of whatever was released; the funnel is the assessment's own.
    """
    drawn, listed = halves(ground, choice), close_table(ground, choice)
    funnels = judged_charts(ground, choice, DRAWN_FUNNEL)
    return tuple(block for block in (drawn, *funnels, listed) if block is not None)


def halves(ground: Ground, choice: Choice) -> Chart | None:
    """How few small areas, victims and suspects hold half, beside what chance would give."""
    pairs: dict[str, tuple[Figure, Figure]] = {}
    for name in HALVES:
        few, chance = (
            ground.one(each, definition=choice.definition) for each in (name, f"{name}{BY_CHANCE}")
        )
        if few is not None and chance is not None:
            pairs[name] = (few, chance)
    if not any(few.is_shown for few, _ in pairs.values()):
        return None
    words = (gettext("Small areas"), gettext("Victims"), gettext("Suspects"))
    named = dict(zip(HALVES, words, strict=True))
    labels = tuple(named[name] for name in pairs)
    found, chance_row = (tuple(pair[place] for pair in pairs.values()) for place in (0, 1))
    heads = (gettext("As recorded"), gettext("By chance"))
    title = gettext("Per cent of small areas and of people recorded that hold half of it")
    every = (*found, *chance_row)
    return chart(
        "bars",
        every,
        key="halves",
        ground=ground,
        title=halves_title(pairs),
        subtitle=(Name(f"{title}, {found[0].place.name}, {months_of(found)}"),),
        sentence=tuple(span for name, pair in pairs.items() for span in half_sentence(name, *pair)),
        series=(Series(heads[0], found), Series(heads[1], chance_row)),
        labels=labels,
        table=table(
            "halves-table",
            title,
            head=gettext("Of all"),
            labels=labels,
            columns=[(heads[0], found), (heads[1], chance_row)],
        ),
    )


def close_table(ground: Ground, choice: Choice) -> Table | None:
    """Near repeats, hot spots, clusters, and whether districts differ: each with its interval."""
    found = [ground.one(name, definition=choice.definition) for name in _CLOSE]
    held = [figure for figure in found if figure is not None]
    if not held:
        return None
    rows: list[tuple[Cell, ...]] = [
        (Name(figure.title), figure, interval_cell(figure), Name(figure.unit)) for figure in held
    ]
    text = gettext("What lies together, whole area, {months}").format(months=months_of(held))
    return Table(
        key="close-table",
        title=(Name(text),),
        columns=(gettext("What"), gettext("Value"), gettext("Interval"), gettext("Unit")),
        rows=tuple(rows),
        numeric=(False, True, True, False),
        source=source_of(held, ground),
    )
