"""Layers of a chart in Vega-Lite, and the finished SVG with its name, description and hatch."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, Protocol

from vrn.publish.drawings.colours import GRID, INK, QUIET_INK
from vrn.publish.drawings.fonts import STACK, font_folder
from vrn.publish.sentence import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import altair as alt

    from vrn.publish.drawings.plots import Plot, Sheet
    from vrn.publish.sentence import Spans

VEGA_LITE = "6.4"
HATCH = "hatch"
_TAG = re.compile(r"<[^>]*>")
_LONG_NUMBER = re.compile(r"\d+\.\d{3,}(?:e-?\d+)?")
# The whole drawing is one image with one name, so its groups have no roles of their own.
_UNUSED = re.compile(r' (?:role|class|pointer-events|aria-[a-z]+)="[^"]*"')
_EMPTY = re.compile(r'<path [^>]*d=""[^>]*/>')
_ROOT = re.compile(r"<svg [^>]*>")


class Named(Protocol):
    """What a finished drawing is named by: its key, its title, and a sentence that describes it."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Spans: ...
    @property
    def sentence(self) -> Spans: ...


@dataclass(frozen=True)
class Words:
    """One line of text at pixels of the plotting area; `align` is left, center or right."""

    x: float
    y: float
    text: str
    align: Literal["left", "center", "right"] = "left"
    colour: str = INK
    is_bold: bool = False


def mark(
    plot: Plot,
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    place: Mapping[str, str],
    *,
    look: Mapping[str, Any],
    axes: Mapping[str, alt.Axis | None] | None = None,
) -> alt.Chart:
    """A layer of one kind of mark ("rule", "rect", "line" ...) for each row, on the plot's scales.

    `place` says which column of the rows is which channel: x, x2, y, y2 are values on the plot;
    text and detail are words. `look` is how the mark is drawn. `axes` gives an axis for x or y, or
    None for no axis there.
    """
    import altair as alt

    edges = {"x": plot.across, "y": plot.up}
    encodings: dict[str, Any] = {}
    for channel, column in place.items():
        # Altair takes the bare text of a channel too, and spends most of its time on finding this.
        made = getattr(alt, channel.capitalize())
        if channel in edges:
            scale = alt.Scale(domain=list(edges[channel]), nice=False, zero=False)
            axis: dict[str, Any] = {"axis": axes[channel]} if axes and channel in axes else {}
            encodings[channel] = made(f"{column}:Q", scale=scale, **axis)
        else:
            encodings[channel] = made(f"{column}:Q" if channel[0] in edges else f"{column}:N")
    values = alt.InlineData(values=[dict(row) for row in rows])
    drawn: alt.Chart = alt.Chart(values, mark=alt.MarkDef(**{**look, "type": kind})).encode(
        **encodings
    )
    return drawn


def draw_words(plot: Plot, words: Iterable[Words]) -> list[alt.Chart]:
    """Layers of text, one for each way in which text is set."""
    ways = sorted(words, key=_way)
    return [_set_words(plot, list(some)) for _, some in groupby(ways, key=_way)]


def _way(words: Words) -> tuple[str, str, bool]:
    return words.align, words.colour, words.is_bold


def _set_words(plot: Plot, words: list[Words]) -> alt.Chart:
    rows = [
        {"x": plot.value_x(item.x), "y": plot.value_y(item.y), "words": item.text} for item in words
    ]
    return mark(
        plot,
        "text",
        rows,
        {"x": "x", "y": "y", "text": "words"},
        look={
            "align": words[0].align,
            "baseline": "middle",
            "fontSize": plot.sheet.letter,
            "fontWeight": 600 if words[0].is_bold else 400,
            "color": words[0].colour,
        },
    )


def tick_axis(
    sheet: Sheet, places: Sequence[float], labels: Sequence[str], **more: Any
) -> alt.Axis:
    """An axis with our own ticks and words, quiet lines, and no title (the subtitle says it)."""
    import altair as alt

    words = json.dumps(dict(zip(map(_key, places), labels, strict=True)), ensure_ascii=False)
    settings = {
        "values": list(places),
        "labelExpr": f"{words}[datum.value]",
        "title": None,
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "labelColor": QUIET_INK,
        "labelFontSize": sheet.letter,
        "labelOverlap": False,
        "labelBound": False,
        "labelFlush": False,
        "labelPadding": 8,
        "labelLimit": 0,
    }
    return alt.Axis(**{**settings, **more})


def _key(tick: float) -> str:
    """A tick as Vega writes the number when it looks up its label."""
    return str(int(tick)) if tick == int(tick) else repr(tick)


def make_svg(chart: Named, plot: Plot, layers: Sequence[alt.Chart]) -> str:
    """The finished drawing: the same bytes on every machine, with its name and description."""
    import altair as alt
    import vl_convert

    _register_fonts()
    # Made at once: each further step of Altair's copies every row of every layer.
    sheet = alt.LayerChart(
        layer=list(layers),
        width=plot.width,
        height=plot.height,
        autosize=alt.AutoSizeParams(type="none"),
        padding={"left": plot.left, "right": plot.right, "top": plot.top, "bottom": plot.bottom},
        config=alt.Config(
            aria=False, font=STACK, background="white", view=alt.ViewConfig(stroke=None)
        ),
    )
    drawn = vl_convert.vegalite_to_svg(sheet.to_dict(), vl_version=VEGA_LITE, allowed_base_urls=[])
    return finish(_tidy(drawn), chart, plot.sheet)


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))


def _tidy(svg: str) -> str:
    """Without what a still image has no use for, and with two decimals in its places.

    Two decimals say a place well enough, and leave no room for a machine's own last digits.
    """
    return _EMPTY.sub("", _TAG.sub(_tidy_tag, svg))


def _tidy_tag(tag: re.Match[str]) -> str:
    used = _UNUSED.sub("", tag[0])
    return _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", used)


def finish(svg: str, chart: Named, sheet: Sheet) -> str:
    """The SVG with its role, name and description, and the hatch of withheld figures where used."""
    key = f"{chart.key}-{sheet.name}"
    size = _ROOT.match(svg)
    if size is None:
        raise ValueError(f"chart {chart.key}: what was drawn is no SVG")
    box = re.search(r'viewBox="([^"]*)"', size[0])
    width, height = box[1].split()[2:] if box else ("0", "0")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(plain_words(chart.title), quote=False)}</title>'
        f'<desc id="{key}-desc">{escape(plain_words(chart.sentence), quote=False)}</desc>'
    )
    body = svg[size.end() :]
    pattern = hatch(f"{key}-{HATCH}") if f"url(#{HATCH})" in body else ""
    return head + pattern + body.replace(f"url(#{HATCH})", f"url(#{key}-{HATCH})")


def hatch(name: str, scale: float = 1.0) -> str:
    """The diagonal hatch of a withheld figure, by that name, for shapes drawn at that scale."""
    turn = "rotate(45)" if scale == 1.0 else f"rotate(45)scale({1 / scale:.3f})"
    return (
        f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="{turn}"><path d="M0 0H5V5H0Z" fill="#fff"/>'
        f'<path d="M1 0V5" stroke="{QUIET_INK}" stroke-width="1.3"/></pattern></defs>'
    )
