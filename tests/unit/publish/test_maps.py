"""Maps read back from their SVG: colours, states, names, the enlarged district, and their size."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from made_maps import (
    EVERY,
    GRID_OUTLINE,
    OF_DISTRICTS,
    SOME,
    Ring,
    area_figure,
    district_figures,
    grid_outline,
    halves,
    make_map,
    square,
)
from reading_svg import SVG, clashes, size_of, texts_of, words_of

from vrn.publish.drawings import map_classes
from vrn.publish.drawings.charts import draw
from vrn.publish.drawings.colours import NO_DATA, ramp
from vrn.publish.drawings.map_classes import make_classes
from vrn.publish.drawings.map_shapes import GRID, path_of
from vrn.release.figure import ForgedFigureError
from vrn.release.outline import Outline

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = ("wide", "narrow")


def fill_of(svg: str, code: str) -> set[str]:
    """The fills of the paths that hold an area's corner, the district's lines left out."""
    outline = {area[0]: area for area in GRID_OUTLINE.areas}
    own = path_of([outline[code]])
    return {
        node.get("fill", "")
        for node in ET.fromstring(svg).iter(SVG + "path")
        if own in node.get("d", "") and node.get("fill", "none") != "none"
    }


def test_a_map_of_many_areas_prints_each_figure_a_few_times_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every printing checks a seal, and a real map has hundreds of areas."""
    printed: list[int] = []
    real = map_classes._printed
    monkeypatch.setattr(map_classes, "_printed", lambda one: printed.append(1) or real(one))
    draw(make_map(*EVERY), width="wide")
    assert len(printed) <= 2 * len(EVERY)


@pytest.mark.parametrize("width", WIDTHS)
def test_each_area_has_the_colour_of_its_class(width: str) -> None:
    chart, classes = make_map(*EVERY), make_classes(EVERY)
    svg = draw(chart, width=width)
    for figure in EVERY:
        assert fill_of(svg, figure.code_of("area")) == {ramp()[classes.class_of(figure)]}
    assert [label for label in words_of(svg) if label in classes.labels] == list(classes.labels)


@pytest.mark.parametrize("width", WIDTHS)
def test_withheld_is_hatched_and_no_data_is_grey(width: str) -> None:
    svg = draw(make_map(*SOME), width=width)
    assert fill_of(svg, "A21") == {f"url(#by-area-{width}-map-hatch)"}
    assert fill_of(svg, "A22") == fill_of(svg, "A23") == {NO_DATA}
    assert {"withheld", "no data"} <= set(words_of(svg))


def test_the_legend_names_no_state_that_the_map_has_not() -> None:
    words = set(words_of(draw(make_map(*EVERY), width="wide")))
    assert not {"withheld", "no data"} & words
    assert {"Per 1,000 residents a year", "Ashby"} <= words


def test_a_map_of_withheld_figures_alone_has_no_class() -> None:
    figures = [area_figure(area[0], 1.0, state="withheld") for area in GRID_OUTLINE.areas]
    svg = draw(make_map(*figures), width="wide")
    assert "withheld" in words_of(svg)
    assert not [word for word in words_of(svg) if "under" in word]


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_do_not_overlap_and_are_large_enough(width: str) -> None:
    for chart in (make_map(*SOME), make_map(*district_figures(), **OF_DISTRICTS)):
        svg = draw(chart, width=width)
        assert clashes(svg) == []
        assert {text.size for text in texts_of(svg)} == {14.0 if width == "wide" else 16.0}
        assert size_of(svg)[0] == (760 if width == "wide" else 320)


def test_districts_bear_their_names_and_values() -> None:
    wide = draw(make_map(*district_figures(), **OF_DISTRICTS), width="wide")
    assert {"Ashby", "30.3", "12.5"} <= set(words_of(wide))
    assert "<title>Northwold &amp; the Vale: 12.5</title>" in wide
    over = draw(make_map(*district_figures(), outline=OF_DISTRICTS["outline"]), width="wide")
    assert over == wide
    narrow = words_of(draw(make_map(*district_figures(), **OF_DISTRICTS), width="narrow"))
    assert narrow.count("2") == 2
    assert "Ashby: 30.3" in narrow


def test_small_areas_bear_no_title_but_their_districts_do() -> None:
    svg = draw(make_map(*EVERY), width="wide")
    titles = [node.text for node in ET.fromstring(svg).iter(SVG + "title")]
    assert titles == ["The rate was highest in Ashby", "Northwold & the Vale", "Ashby"]


def test_a_crowded_district_is_enlarged_and_no_other_map_is() -> None:
    """Half of the areas lie in a corner of a tenth of the width, too small to see there."""
    fine = grid_outline(columns=40, rows=40)
    areas = tuple(
        (
            code,
            name,
            district,
            tuple(_squeeze(ring) for ring in rings) if district == "D1" else rings,
        )
        for code, name, district, rings in fine.areas
    )
    corner = ("D1", "Northwold", "D1", (square(0.0, 0.0, 400.0),))
    rest = ("D2", "Ashby", "D2", (square(400.0, 0.0, 3600.0),))
    figures = [area_figure(area[0], float(n % 50)) for n, area in enumerate(areas)]
    size = (fine.width, fine.height)
    chart = make_map(
        *figures,
        outline=Outline("small area", "2021", *size, areas, ()),
        overlay=Outline("district", "2021", *size, (corner, rest), ()),
    )
    for width in WIDTHS:
        svg = draw(chart, width=width)
        assert "Northwold, enlarged" in words_of(svg)
        assert f'<use href="#by-area-{width}-areas"/>' in svg
        assert clashes(svg) == []
    assert "<use" not in draw(make_map(*EVERY), width="wide")


def _squeeze(ring: Ring) -> Ring:
    return tuple((round(x / 5, 1), round(y / 10, 1)) for x, y in ring)


def test_a_path_is_the_ring_on_the_grid() -> None:
    ring = ((0.0, 0.0), (10.3, 0.0), (10.3, 7.7), (5.05, 7.7), (0.0, 7.7), (0.0, 0.0))
    path = path_of([("A", "Area", "D", (ring,))])
    start, *steps = [list(map(int, re.findall(r"-?\d+", part))) for part in re.split("[lz]", path)]
    x, y = start
    points = [(x, y)]
    for east, south in zip(steps[0][::2], steps[0][1::2], strict=True):
        x, y = x + east, y + south
        points.append((x, y))
    assert points == [(round(a * 10 / GRID), round(b * 10 / GRID)) for a, b in ring[:-1]]


def test_an_area_too_small_for_the_grid_leaves_no_path() -> None:
    assert path_of([("A", "Area", "D", (square(3.0, 3.0, 0.04),))]) == ""


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"outline": None}, "needs an outline"),
        ({"overlay": halves(grid_outline(columns=2))}, "different frames"),
        ({"by": "tenth"}, "no dimension 'tenth'"),
    ],
)
def test_a_map_that_cannot_be_drawn_says_why(more: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        draw(make_map(*EVERY, **more), width="wide")


def test_two_figures_for_one_area_are_refused() -> None:
    with pytest.raises(ValueError, match="two figures for the area A00"):
        draw(make_map(*EVERY, area_figure("A00", 1.0)), width="wide")


def test_a_changed_figure_is_not_drawn() -> None:
    figure = area_figure("A00", 12.0)
    chart = make_map(*EVERY[1:], figure)
    object.__setattr__(figure, "value", 99.0)
    with pytest.raises(ForgedFigureError):
        draw(chart, width="wide")


def test_the_same_map_gives_the_same_bytes_whatever_the_order_of_figures() -> None:
    assert draw(make_map(*EVERY), width="wide") == draw(make_map(*EVERY[::-1]), width="wide")


@pytest.mark.shared
def test_the_map_of_a_real_county_is_small_and_its_names_stand_apart(shared: Path) -> None:
    outlines = [_real_outline(shared, level) for level in ("small area", "district")]
    figures = [
        area_figure(area[0], float(number * 37 % 101))
        for number, area in enumerate(outlines[0].areas)
    ]
    assert len(figures) > 600
    for width in WIDTHS:
        svg = draw(make_map(*figures, outline=outlines[0], overlay=outlines[1]), width=width)
        assert len(gzip.compress(svg.encode(), mtime=0)) < 60_000
        assert clashes(svg) == []


def _real_outline(shared: Path, level: str) -> Outline:
    import polars as pl
    import shapely

    from vrn.release.outlining import frame, make_outline

    rows = []
    for file, kind, prefix in (
        ("lad_llr", "district", "lad_"),
        ("lsoa21_llr", "small area", "LSOA21"),
    ):
        text = (shared / "data" / "boundaries" / f"{file}.geojson").read_text(encoding="utf-8")
        ends = ("code", "name") if prefix == "lad_" else ("CD", "NM")
        rows += [
            {
                "level": kind,
                "vintage": "2021",
                "area_code": feature["properties"][prefix + ends[0]],
                "area_name": feature["properties"][prefix + ends[1]],
                "district_code": feature["properties"]["lad_code"],
                "geometry": shapely.to_wkb(shapely.from_geojson(json.dumps(feature["geometry"]))),
            }
            for feature in json.loads(text)["features"]
        ]
    table = pl.DataFrame(rows)
    return make_outline(table, level=level, vintage="2021", supplies=(), within=frame(table))
