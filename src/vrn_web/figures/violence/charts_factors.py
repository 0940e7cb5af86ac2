"""What serious violence goes with: a chart of several factors at once, and a table of the others.

Words and rules are those of the assessment's chapter, so that the two never tell different things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.factors import FACTORS, association_sentence, association_title
from vrn.publish.assessment.measures import BY_ETHNIC_GROUP, BY_SEX, DEPRIVED, URBAN
from vrn.publish.assessment.writing import interval_cell
from vrn.publish.document import Name, Series, Table
from vrn.terms import sentence_case
from vrn_web.figures.violence.charting import chart, months_of, source_of, table
from vrn_web.figures.violence.ground import ALL
from vrn_web.words import measure_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Cell, Chart
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground

_MEASURES = (*DEPRIVED, URBAN, *BY_SEX, *BY_ETHNIC_GROUP)


def factors(ground: Ground, choice: Choice) -> tuple[Chart | Table, ...]:
    """The chart of associations, and the table of ratios, of whatever was released."""
    drawn = associations(ground, choice)
    listed = ratios_table(ground, choice)
    return tuple(block for block in (drawn, listed) if block is not None)


def associations(ground: Ground, choice: Choice) -> Chart | None:
    """Times the rate that goes with a step more of each factor, the others held."""
    found = {name: ground.one(name, definition=choice.definition) for name in FACTORS}
    held = {name: figure for name, figure in found.items() if figure is not None}
    if not any(figure.is_shown for figure in held.values()):
        return None
    row = tuple(held.values())
    labels = tuple(FACTORS[name][1] for name in held)
    step = gettext("Times the rate that goes with a step more of each, the others held")
    return chart(
        "bars",
        row,
        key="associations",
        ground=ground,
        title=association_title(held),
        subtitle=(Name(f"{measure_words(step, '')}, {row[0].place.name}, {months_of(row)}"),),
        sentence=association_sentence(held),
        series=(Series(Name(sentence_case(ALL)), row),),
        labels=labels,
        table=table(
            "associations-table",
            step,
            head=gettext("Step"),
            labels=labels,
            columns=[(gettext("Times the rate"), row)],
        ),
    )


def ratios_table(ground: Ground, choice: Choice) -> Table | None:
    """Deprivation, town and country, sex and ethnic group: each ratio with its interval."""
    found = [ground.one(name, definition=choice.definition, age_group=ALL) for name in _MEASURES]
    held = [figure for figure in found if figure is not None]
    return _ratios(ground, held) if held else None


def _ratios(ground: Ground, held: Sequence[Figure]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Name(figure.title), figure, interval_cell(figure), Name(figure.unit)) for figure in held
    ]
    text = gettext("What it goes with, whole area, {months}").format(months=months_of(held))
    return Table(
        key="factors-table",
        title=(Name(text),),
        columns=(gettext("What"), gettext("Value"), gettext("Interval"), gettext("Unit")),
        rows=tuple(rows),
        numeric=(False, True, True, False),
        source=source_of(held, ground),
    )
