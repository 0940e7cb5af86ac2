"""The dashboard's parts as HTML: the markup of documents, drawn once for each state of filters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from vrn.publish.document import Chart, Document, Heading, Table
from vrn.publish.drawings.charts import draw
from vrn.publish.formats.body import render_body
from vrn_web.addresses import figure_address
from vrn_web.figures.violence.panels import Panel, panels_of
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground


@dataclass(frozen=True, kw_only=True)
class Part:
    """A panel with its charts and tables as HTML, and the addresses of tables that stand alone.

    `files` are (address of the CSV, address of how it is known) of each table without a chart.
    """

    panel: Panel
    html: SafeString
    files: tuple[tuple[str, str], ...]

    @property
    def is_pair(self) -> bool:
        """Whether it is two charts, which stand side by side where there is room."""
        return len(self.panel.shown) == 2 and all(isinstance(b, Chart) for b in self.panel.shown)


def parts_of(ground: Ground, choice: Choice) -> tuple[Part, ...]:
    """Every part of the dashboard for a choice."""
    site = current_site()
    return _parts(ground, choice, site.brand_colour, (site.made_up, get_language() or "en"))


def file_address(key: str, choice: Choice) -> str:
    """Where a chart's or table's figures are kept as CSV, with the choice."""
    return f"{reverse('violence_csv', args=[key])}?{choice.query}"


def figures_in(block: Chart | Table) -> tuple[Figure, ...]:
    """Every figure of a chart or table once: drawn ones first, then those of the table behind."""
    from vrn.publish.document import Shown
    from vrn.release.figure import Figure as Released

    behind = block.table if isinstance(block, Chart) else block
    drawn = (
        [f for series in block.series for f in series.figures] if isinstance(block, Chart) else []
    )
    cells = [cell for row in behind.rows for cell in row]
    shown = [cell.figure if isinstance(cell, Shown) else cell for cell in cells]
    every = [*drawn, *(cell for cell in shown if isinstance(cell, Released))]
    return tuple({figure.id: figure for figure in every}.values())


# A page of all parts is some 300 KB; those of every definition and age of an area are kept.
@lru_cache(maxsize=64)
def _parts(ground: Ground, choice: Choice, brand: str, _site: tuple[bool, str]) -> tuple[Part, ...]:
    panels = panels_of(ground, choice)
    charts = [one for panel in panels for one in panel.shown if isinstance(one, Chart)]
    document = Document(
        name="violence",
        title=current_site().name,
        subtitle=(),
        organisation=current_site().name,
        language=get_language() or "en",
        made_up=False,
        blocks=tuple(
            block
            for panel in panels
            if panel.shown
            for block in (Heading(panel.question, f"panel-{panel.key}"), *panel.shown)
        ),
    )
    sections = render_body(
        document,
        drawings={one.key: _drawn(one, brand) for one in charts},
        figure_address=figure_address,
        csv_address=lambda key: file_address(key, choice),
    )
    html = {section.key: section.html for section in sections}
    return tuple(
        Part(
            panel=panel,
            # Made by vrn.publish from a checked document, which escapes every text.
            html=mark_safe(html.get(f"panel-{panel.key}", "")),  # noqa: S308
            files=_files(panel.shown, choice),
        )
        for panel in panels
    )


def _files(shown: Sequence[Chart | Table], choice: Choice) -> tuple[tuple[str, str], ...]:
    alone = [block for block in shown if isinstance(block, Table)]
    return tuple(
        (file_address(block.key, choice), figure_address(figures_in(block)[0])) for block in alone
    )


# A chart is drawn in a tenth of a second, and most stay the same when one filter changes.
@lru_cache(maxsize=512)
def _drawn(chart: Chart, brand: str) -> tuple[str, str]:
    return draw(chart, width="wide", brand=brand), draw(chart, width="narrow", brand=brand)
