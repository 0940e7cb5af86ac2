"""Charts as SVG drawings, wide and narrow: lines over months or hours, bars, funnels, maps.

A drawing holds no title, subtitle or source: renderers set those as text around it. It is an image
with a name and a description, its words are text in our own type family, and the same chart gives
the same bytes on any machine. Every value that is drawn comes from a sealed Figure, and a figure
that is withheld or not available is drawn as that and never as nought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.drawings.bar_charts import draw_bars
from vrn.publish.drawings.colours import BRAND, check_brand
from vrn.publish.drawings.control_chart import draw_control
from vrn.publish.drawings.funnel_chart import draw_funnel
from vrn.publish.drawings.hour_charts import draw_hours
from vrn.publish.drawings.line_charts import draw_lines
from vrn.publish.drawings.maps import draw_map
from vrn.publish.drawings.plots import sheet_of
from vrn.publish.drawings.pyramids import draw_pyramid
from vrn.publish.judged import control_chart_of
from vrn.release.figure import check_seal

if TYPE_CHECKING:
    from vrn.publish.document import Chart
    from vrn.release.figure import Figure

_KINDS = {
    "line": draw_lines,
    "bars": draw_bars,
    "pyramid": draw_pyramid,
    "hours": draw_hours,
    "map": draw_map,
    "funnel": draw_funnel,
}


def draw(chart: Chart, *, width: str, brand: str = BRAND) -> str:
    """The chart as SVG text: `width` is "wide" (760 px) or "narrow" (320 px, larger letters).

    `brand` is the partnership's colour. Raises ForgedFigureError for a value whose seal does not
    hold, and ValueError for a chart that cannot be drawn, such as five lines.
    """
    check_brand(brand)
    sheet = sheet_of(width)
    for series in chart.series:
        for figure in series.figures:
            _check_drawable(chart, figure)
    if chart.kind == "control":
        return draw_control(control_chart_of(chart), width=width, brand=brand)
    return _KINDS[chart.kind](chart, sheet, brand=brand)


def _check_drawable(chart: Chart, figure: Figure) -> None:
    check_seal(figure)
    if figure.is_shown and (figure.value is None or figure.value < 0):
        raise ValueError(
            f"chart {chart.key}: {figure.title!r} is {figure}, and charts are drawn from zero up"
        )
    if chart.by and chart.by not in {dimension for dimension, _, _ in figure.by}:
        raise ValueError(
            f"chart {chart.key}: {figure.title!r} has no dimension {chart.by!r} to be placed by; "
            f"it has {[dimension for dimension, _, _ in figure.by]}"
        )
