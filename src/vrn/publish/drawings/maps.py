"""Maps of areas as SVG: five classes of one hue, hatching for withheld, grey for no data.

District names stand on the map (wide) or as numbers with a key (narrow). Where one district's small
areas are too small to see, that district is drawn again, enlarged, beside the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import BRAND, INK, NO_DATA, WHITE, ramp
from vrn.publish.drawings.drawing import HATCH, finish, hatch
from vrn.publish.drawings.fonts import STACK
from vrn.publish.drawings.map_classes import Classes, make_classes
from vrn.publish.drawings.map_labels import place_labels
from vrn.publish.drawings.map_legend import Piece, draw_key, draw_legend, draw_text, stack
from vrn.publish.drawings.map_shapes import (
    View,
    bounds_of,
    crowded_district,
    middle_of,
    path_of,
    size_of,
)
from vrn.release.figure import State, check_seal

if TYPE_CHECKING:
    from vrn.publish.document import Chart
    from vrn.publish.drawings.plots import Sheet
    from vrn.release.figure import Figure
    from vrn.release.outline import AreaShape, Outline

_HATCHED = f"url(#{HATCH})"
_MAP_ROOM = {"wide": (500.0, 560.0), "narrow": (320.0, 420.0)}
_INSET_ROOM = {"wide": (230.0, 200.0), "narrow": (320.0, 260.0)}
_COLUMN = 524.0
# Pixels of the lines between areas and around districts.
_BETWEEN = 0.4
_AROUND = 1.1


@dataclass(frozen=True, kw_only=True)
class _Map:
    """A map before it is drawn: figures and fills by area code, classes and places on paper."""

    chart: Chart
    sheet: Sheet
    outline: Outline
    figures: dict[str, Figure]
    classes: Classes
    colours: tuple[str, ...]
    fills: dict[str, str]
    view: View
    inset: tuple[AreaShape, View] | None

    @property
    def districts(self) -> Outline:
        """The outline whose names stand on the map."""
        return self.chart.overlay or self.outline

    @property
    def is_named(self) -> bool:
        """Whether the areas themselves bear names and values, as districts do."""
        return self.districts.level == self.outline.level

    def name(self, part: str) -> str:
        """The id of a part of this drawing."""
        return f"{self.chart.key}-{self.sheet.name}-{part}"


def draw_map(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of the figures of the chart's one series on its outline, by dimension `chart.by`.

    A figure belongs to the area whose code it has in that dimension, or to its place where `by` is
    empty. An area without a figure, or whose figure is not available, is grey.
    """
    drawn = _plan(chart, sheet, brand)
    size = drawn.outline.height * drawn.view.scale
    shapes = Piece(_draw_areas(drawn) + _draw_districts(drawn) + _draw_names(drawn), size + 8)
    if sheet.name == "wide":
        side, height = stack([_draw_inset(drawn), _draw_legend(drawn)], x=_COLUMN, y=0)
        return _finish(drawn, shapes.svg + side, max(height, shapes.height))
    pieces = [_draw_legend(drawn), _draw_key(drawn), _draw_inset(drawn)]
    below, height = stack(pieces, x=0, y=shapes.height)
    return _finish(drawn, shapes.svg + below, height)


def _plan(chart: Chart, sheet: Sheet, brand: str) -> _Map:
    outline, overlay = chart.outline, chart.overlay
    if outline is None or len(chart.series) != 1 or not chart.series[0].figures:
        raise ValueError(f"chart {chart.key}: a map needs an outline and one series of figures")
    if overlay and (overlay.width, overlay.height) != (outline.width, outline.height):
        raise ValueError(f"chart {chart.key}: the outline and its overlay have different frames")
    figures = _by_code(chart)
    classes = make_classes(figures.values())
    colours = ramp(brand, classes.count) if classes.count else ()
    width, height = _MAP_ROOM[sheet.name]
    scale = min((width - 2) / outline.width, height / outline.height)
    crowded = crowded_district(outline, overlay, scale)
    return _Map(
        chart=chart,
        sheet=sheet,
        outline=outline,
        figures=figures,
        classes=classes,
        colours=colours,
        fills={area[0]: _fill(figures.get(area[0]), classes, colours) for area in outline.areas},
        view=View(scale, 1.0, 1.0),
        inset=(crowded, _enlarge(crowded, sheet)) if crowded else None,
    )


def _by_code(chart: Chart) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for figure in chart.series[0].figures:
        check_seal(figure)
        code = figure.code_of(chart.by) if chart.by else figure.place.code
        if code in figures:
            raise ValueError(f"chart {chart.key}: two figures for the area {code}")
        figures[code] = figure
    return figures


def _enlarge(area: AreaShape, sheet: Sheet) -> View:
    """A view of one area that fills the room of an inset, below its heading."""
    left, top, right, bottom = bounds_of([area])
    width, height = _INSET_ROOM[sheet.name]
    scale = min((width - 4) / (right - left), height / (bottom - top))
    return View(scale, 2 - left * scale, sheet.line + 8 - top * scale)


def _fill(figure: Figure | None, classes: Classes, colours: tuple[str, ...]) -> str:
    if figure is None or figure.state is State.NOT_AVAILABLE:
        return NO_DATA
    if figure.state is State.WITHHELD:
        return _HATCHED
    return colours[classes.class_of(figure)]


def _draw_areas(drawn: _Map) -> str:
    """The areas in their colours, and the withheld ones hatched."""
    group = f'<g id="{drawn.name("areas")}">{_coloured_paths(drawn)}</g>'
    withheld = [area for area in drawn.outline.areas if drawn.fills[area[0]] == _HATCHED]
    return _in_view(drawn.view, group + _hatch(drawn, "map", drawn.view, withheld))


def _in_view(view: View, shapes: str) -> str:
    """Shapes in a view, with a line of one thickness between them whatever the scale."""
    return (
        f'<g transform="{view.transform}" fill-rule="evenodd" stroke="{WHITE}" '
        f'stroke-width="{_BETWEEN / view.grid:.2f}" stroke-linejoin="round">{shapes}</g>'
    )


def _coloured_paths(drawn: _Map) -> str:
    """One path for each colour on the map; withheld areas are drawn apart."""
    paths = []
    for fill in sorted(set(drawn.fills.values()) - {_HATCHED}):
        path = path_of(area for area in drawn.outline.areas if drawn.fills[area[0]] == fill)
        paths.append(f'<path fill="{fill}" d="{path}"/>')
    return "".join(paths)


def _hatch(drawn: _Map, part: str, view: View, withheld: list[AreaShape]) -> str:
    if not withheld:
        return ""
    name = drawn.name(f"{part}-{HATCH}")
    return f'{hatch(name, view.grid)}<path fill="url(#{name})" d="{path_of(withheld)}"/>'


def _said(drawn: _Map, area: AreaShape) -> str:
    """A district's name, with its value where the map is of districts."""
    if not drawn.is_named:
        return area[1]
    figure = drawn.figures.get(area[0])
    return f"{area[1]}: {figure if figure is not None else 'no data'}"


def _draw_districts(drawn: _Map) -> str:
    """The districts' outlines over the areas, each with its words for a pointer."""
    line = _AROUND / drawn.view.grid
    paths = "".join(
        f'<path d="{path_of([area])}"><title>{escape(_said(drawn, area), quote=False)}</title>'
        "</path>"
        for area in drawn.districts.areas
    )
    return (
        f'<g transform="{drawn.view.transform}" fill="none" stroke="{INK}" '
        f'stroke-width="{line:.2f}" stroke-linejoin="round" pointer-events="all">{paths}</g>'
    )


def _draw_names(drawn: _Map) -> str:
    """The districts' names on the map, the largest district's first, or numbers when narrow."""
    is_wide = drawn.sheet.name == "wide"
    areas = sorted(enumerate(drawn.districts.areas, 1), key=lambda item: -size_of(item[1][3]))
    wanted = []
    for number, area in areas:
        texts = [area[1]] if is_wide else [str(number)]
        if is_wide and drawn.is_named and area[0] in drawn.figures:
            texts.append(str(drawn.figures[area[0]]))
        wanted.append((drawn.view.place(middle_of(area)), texts))
    size = (drawn.outline.width * drawn.view.scale, drawn.outline.height * drawn.view.scale)
    letter = drawn.sheet.letter
    lines = [
        (label.x, label.y + (number - (len(label.lines) - 1) / 2) * (letter + 2), line)
        for label in place_labels(wanted, size, letter)
        for number, line in enumerate(label.lines)
    ]
    drawn_lines = "".join(draw_text(x, y, line) for x, y, line in lines)
    return (
        f'<g text-anchor="middle" font-weight="600" stroke="{WHITE}" stroke-width="3.5" '
        f'stroke-linejoin="round" paint-order="stroke">{drawn_lines}</g>'
    )


def _draw_inset(drawn: _Map) -> Piece:
    """The crowded district again, enlarged; nothing where no district is crowded."""
    if drawn.inset is None:
        return Piece("", 0)
    district, view = drawn.inset
    clip, path = drawn.name("clip"), path_of([district])
    withheld = [
        area
        for area in drawn.outline.areas
        if area[2] == district[0] and drawn.fills[area[0]] == _HATCHED
    ]
    shapes = (
        f'<clipPath id="{clip}"><path d="{path}"/></clipPath><g clip-path="url(#{clip})">'
        f'<use href="#{drawn.name("areas")}"/>{_hatch(drawn, "inset", view, withheld)}</g>'
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{_AROUND / view.grid:.2f}"/>'
    )
    _, top, _, bottom = bounds_of([district])
    return Piece(
        draw_text(0, drawn.sheet.line / 2, f"{district[1]}, enlarged", is_bold=True)
        + _in_view(view, shapes),
        drawn.sheet.line + 8 + (bottom - top) * view.scale + 16,
    )


def _draw_legend(drawn: _Map) -> Piece:
    fills = set(drawn.fills.values())
    classes = list(zip(drawn.colours, drawn.classes.labels, strict=True))
    states = [(_HATCHED, State.WITHHELD.value), (NO_DATA, "no data")]
    return draw_legend(
        drawn.sheet,
        drawn.sheet.width - (_COLUMN if drawn.sheet.name == "wide" else 0.0),
        unit=next(iter(drawn.figures.values())).unit,
        swatches=classes + [(fill, text) for fill, text in states if fill in fills],
        rule=drawn.classes.rule,
    )


def _draw_key(drawn: _Map) -> Piece:
    """The districts by their numbers on a narrow map; with values where the map is of them."""
    return draw_key(drawn.sheet, [_said(drawn, area) for area in drawn.districts.areas])


def _finish(drawn: _Map, body: str, height: float) -> str:
    width, high = drawn.sheet.width, round(height)
    return finish(
        f'<svg viewBox="0 0 {width} {high}"><rect width="{width}" height="{high}" fill="white"/>'
        f'<g font-family="{STACK}" font-size="{drawn.sheet.letter}" fill="{INK}">{body}</g></svg>',
        drawn.chart,
        drawn.sheet,
    )
