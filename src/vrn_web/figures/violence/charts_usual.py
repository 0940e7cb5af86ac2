"""Control charts and the funnel of the dashboard: those that the assessment was published with.

Which months or districts are unusual is judged when a document is made, from its released figures;
a page does not judge. So there is one chart a series, and one funnel, under the assessment's own
definition, for all ages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.publish.document import Chart
from vrn_web.figures.violence.choosing import WHOLE
from vrn_web.figures.violence.ground import ALL
from vrn_web.papers.editions import ASSESSMENT, readable_paper

if TYPE_CHECKING:
    from vrn.publish.document import Table
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground

KIND, FUNNEL = "control", "funnel"


def usual_months(ground: Ground, choice: Choice) -> tuple[Chart, ...]:
    """The control charts that stand for this choice; none for another definition, age or place."""
    return judged_charts(ground, choice, KIND)


def judged_charts(ground: Ground, choice: Choice, kind: str) -> tuple[Chart, ...]:
    """The document's charts of a kind that stand for this choice, under keys of this page."""
    paper = readable_paper(ASSESSMENT)
    if paper is None or choice.place or choice.age != ALL:
        return ()
    if not ground.definitions or choice.definition != ground.definitions[0]:
        return ()
    charts = [
        block
        for block in paper.document.blocks
        if isinstance(block, Chart) and block.kind == kind and _is_cleared(block, ground)
    ]
    return tuple(replace(chart, key=f"usual-{chart.key}", table=_behind(chart)) for chart in charts)


def choice_with_charts(ground: Ground, choice: Choice) -> Choice:
    """The nearest choice that the charts stand for."""
    definition = ground.definitions[0] if ground.definitions else choice.definition
    return replace(choice, definition=definition, age=ALL, area=WHOLE)


def _behind(chart: Chart) -> Table:
    return replace(chart.table, key=f"usual-{chart.table.key}")


def _is_cleared(chart: Chart, ground: Ground) -> bool:
    return all(f.clearance <= ground.clearance for s in chart.series for f in s.figures)
