"""Charts read back from their SVG: how every drawing is made, bars, and what is refused."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from figures import make_figure
from made_charts import (
    ALL_AGES,
    EVERY_CHART,
    TENTHS,
    UNDER_25,
    WIDTHS,
    bar,
    bars,
    drawn,
    make_chart,
    monthly,
)
from made_maps import SOME, make_map
from reading_svg import SVG, blocks_of, clashes, size_of, texts_of, words_of

from vrn.publish.document import Chart, Name, Series
from vrn.publish.drawings import colours, fonts, line_layout, plots
from vrn.publish.drawings.charts import draw
from vrn.publish.drawings.colours import BRAND, check_brand
from vrn.release.figure import ForgedFigureError

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_CHART)
def test_no_label_overlaps_another_or_leaves_the_sheet(name: str, width: str) -> None:
    assert clashes(drawn(name, width)) == []


def test_the_reader_of_these_tests_sees_a_clash() -> None:
    texts = '<text x="10" y="20">Northwold</text><text x="90" y="24">Ashby</text>'
    style = 'font-size="14px" font-family="VRN Inter"'
    svg = f'<svg xmlns="{SVG[1:-1]}" width="120" height="30"><g {style}>{texts}</g></svg>'
    assert clashes(svg) == ["'Ashby' leaves the sheet"]
    assert clashes(svg.replace('x="90"', 'x="60"')) == ["'Northwold' meets 'Ashby'"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_CHART)
def test_every_text_is_large_enough_and_in_our_family(name: str, width: str) -> None:
    texts = texts_of(drawn(name, width))
    assert {text.size for text in texts} == {14.0 if width == "wide" else 16.0}
    assert all(text.family.startswith("VRN Inter") for text in texts)


@pytest.mark.parametrize(("width", "pixels"), [("wide", 760), ("narrow", 320)])
def test_a_drawing_is_an_image_with_a_name_and_a_description(width: str, pixels: int) -> None:
    svg = drawn("one line", width)
    root = ET.fromstring(svg)
    assert (root.get("role"), size_of(svg)[0]) == ("img", pixels)
    named = [root.find(f"*[@id='{key}']") for key in root.get("aria-labelledby", "").split()]
    assert [node.text for node in named if node is not None] == [
        "Robbery rose & fell",
        f"The last number was {ALL_AGES.figures[-1]}.",
    ]


def test_a_drawing_runs_and_fetches_nothing_and_has_one_role() -> None:
    for name in EVERY_CHART:
        svg = drawn(name, "wide")
        tags = {node.tag.removeprefix(SVG) for node in ET.fromstring(svg).iter()}
        allowed = {"svg", "title", "desc", "g", "path", "line", "rect", "text"}
        assert tags <= allowed | {"defs", "pattern"}
        assert svg.count("role=") == 1


def test_the_title_subtitle_and_source_are_left_to_the_page() -> None:
    words = " ".join(words_of(drawn("one line", "wide")))
    assert "rose" not in words
    assert "Source" not in words


def test_bars_are_as_long_as_their_values_in_the_order_given() -> None:
    figures = [bar("b", 10.0), bar("a", 40.0), bar("c", 20.0)]
    for width in WIDTHS:
        blocks = blocks_of(draw(bars(*figures), width=width), BRAND)
        tops = [top for _, top, _, _ in blocks]
        assert tops == sorted(tops)
        lengths = [length for _, _, length, _ in blocks]
        assert [length / lengths[0] for length in lengths] == pytest.approx([1, 4, 2], rel=1e-3)


def test_a_bar_bears_its_label_and_the_figures_own_text() -> None:
    words = words_of(draw(bars(bar("Northwold", 45.25), bar("Ashby", 3.0)), width="wide"))
    assert [word for word in words if word in {"Northwold", "Ashby", "45.3", "3.0"}] == [
        "Northwold", "Ashby", "45.3", "3.0",
    ]  # fmt: skip


def test_ordered_categories_keep_their_order() -> None:
    words = words_of(draw(bars(*reversed(TENTHS)), width="narrow"))
    tenths = [figure.label_of("kind") for figure in reversed(TENTHS)]
    assert [word for word in words if word in set(tenths)] == tenths


def test_a_withheld_bar_is_hatched_and_one_not_available_is_no_bar() -> None:
    figures = (
        bar("Shown", 45.0),
        bar("Held", 44.0, state="withheld", reason="fewer than ten persons"),
        bar("Absent", 43.0, state="not available", reason="no residents"),
    )
    svg = draw(bars(*figures), width="wide")
    assert len(blocks_of(svg, BRAND)) == 1
    assert len(blocks_of(svg, "url(#by-month-wide-hatch)")) == 1
    assert {"withheld", "not available"} <= set(words_of(svg))
    assert not {"0.0", "44.0", "43.0"} & {w for w in words_of(svg)[len(figures) :] if w != "0.0"}


def test_a_withheld_stub_is_as_long_whatever_it_stands_for() -> None:
    def stub(value: float) -> list[tuple[float, float, float, float]]:
        held = bar("Held", value, state="withheld")
        svg = draw(bars(bar("Shown", 45.0), held), width="wide")
        return blocks_of(svg, "url(#by-month-wide-hatch)")

    assert stub(1.0) == stub(44.0)


def test_bars_without_a_dimension_are_labelled_by_place() -> None:
    chart = make_chart("bars", Series("rates", (make_figure(),)))
    assert "Westmere" in words_of(draw(chart, width="wide"))


@pytest.mark.parametrize(
    ("chart", "reason"),
    [
        (make_chart("line", *(monthly(f"Kind {k}", 60) for k in range(5))), "one to four lines"),
        (make_chart("line", Series("Year", (make_figure(),))), "a month of its own"),
        (make_chart("line", Series("Twice", (make_figure(month="2021-01"),) * 2)), "of its own"),
        (make_chart("bars", ALL_AGES, UNDER_25, ALL_AGES, by=""), "one or two series"),
        (make_chart("bars", Series("rates", (make_figure(),)), by="tenth"), "no dimension 'tenth'"),
        (make_chart("bars", Series("rates", (make_figure(value=-3.0),))), "from zero up"),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why(chart: Chart, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        draw(chart, width="wide")


def test_bars_of_several_measures_bear_the_charts_own_labels() -> None:
    figures = (bar("Street", 2.0), bar("Shop", 1.0))
    named = (Name("One tenth further"), Name("Urban instead of rural"))
    chart = make_chart("bars", Series("All", figures), by="kind", labels=named)
    assert {"One tenth further", "Urban instead of rural"} <= set(
        words_of(draw(chart, width="narrow"))
    )
    assert "Shop" not in words_of(draw(chart, width="narrow"))
    with pytest.raises(ValueError, match="labels are not in step with its figures"):
        make_chart("bars", Series("All", figures), labels=named[:1])


def test_a_width_or_a_brand_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="wide or narrow"):
        draw(EVERY_CHART["tenths"], width="square")
    with pytest.raises(ValueError, match=r"to 1 on white"):
        draw(EVERY_CHART["tenths"], width="wide", brand="#ffee00")
    with pytest.raises(ValueError, match="not written #rrggbb"):
        check_brand("blue")


def test_a_changed_figure_is_not_drawn() -> None:
    figure = bar("Northwold", 45.0)
    chart = bars(figure)
    object.__setattr__(figure, "value", 4.5)
    with pytest.raises(ForgedFigureError):
        draw(chart, width="wide")


def test_the_brand_colours_the_first_series() -> None:
    svg = draw(EVERY_CHART["tenths"], width="wide", brand="#801650")
    assert len(blocks_of(svg, "#801650")) == len(TENTHS)


@pytest.mark.parametrize("module", [colours, fonts, line_layout, plots])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    ran = doctest.testmod(module)
    assert (ran.failed, ran.attempted > 0) == (0, True)


ELSEWHERE = """
import os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
sys.path[:0] = sys.argv[1:]
from test_charts import draw_some
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.write(draw_some())
"""


def draw_some() -> str:
    """A chart of each kind and a map, wide and narrow."""
    charts = EVERY_CHART["two lines"], EVERY_CHART["whiskers"], make_map(*SOME)
    return "".join(draw(chart, width=width) for chart in charts for width in WIDTHS)


def test_the_bytes_are_the_same_elsewhere(tmp_path: Path) -> None:
    """Another process, folder, time zone, locale, hash seed, and one processor."""
    here = Path(__file__).parent
    paths = [
        str(here),
        str(here.parents[1]),
        *(path for path in sys.path if "site-packages" in path),
    ]
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *paths, str(here.parents[2] / "src")],
        cwd=tmp_path,
        env={
            **os.environ,
            "TZ": "Pacific/Auckland",
            "LC_ALL": "cy_GB.UTF-8",
            "PYTHONHASHSEED": "7",
        },
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout == draw_some()
