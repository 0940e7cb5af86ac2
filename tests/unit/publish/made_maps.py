"""A made-up grid of small areas in two districts, and maps of it, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import make_figure

from vrn.publish.document import Chart, Series, Table
from vrn.release.outline import Outline

if TYPE_CHECKING:
    from vrn.release.figure import Figure

Ring = tuple[tuple[float, float], ...]


def square(x: float, y: float, side: float) -> Ring:
    """A square with its corner at a place."""
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))


def grid_outline(columns: int = 4, rows: int = 3) -> Outline:
    """Small areas A00, A01 … in a grid of squares; the left half is district D1, the rest D2."""
    areas = tuple(
        (
            f"A{row}{column}" if columns < 10 else f"A{row:02}{column:02}",
            f"Area {row} of {column}",
            f"D{1 + (column >= columns // 2)}",
            (square(column * 100.0, row * 100.0, 100.0),),
        )
        for row in range(rows)
        for column in range(columns)
    )
    return Outline("small area", "2021", columns * 100.0, rows * 100.0, areas, ("s" * 16,))


def halves(outline: Outline) -> Outline:
    """Two districts with long names over the grid."""
    half, high = outline.width / 2, outline.height
    areas = tuple(
        (code, name, code, (((x, 0.0), (x + half, 0.0), (x + half, high), (x, high), (x, 0.0)),))
        for code, name, x in (("D1", "Northwold & the Vale", 0.0), ("D2", "Ashby", half))
    )
    return Outline("district", "2021", outline.width, high, areas, ("s" * 16,))


GRID_OUTLINE = grid_outline()


def area_figure(code: str, value: float, **more: Any) -> Figure:
    """A made-up rate of one area."""
    settings = {"by": [["area", code, f"Name of {code}"]], "value": value, "decimals": 1,
                "unit": "per 1,000 residents a year"}  # fmt: skip
    return make_figure(**(settings | more))


def make_map(*figures: Figure, **more: Any) -> Chart:
    """A map of the figures on the grid, with two districts over it."""
    source = ("Source: made-up files",)
    table = Table(key="t", title=("Rates",), columns=(), rows=(), numeric=(), source=source)
    settings = {
        "key": "by-area",
        "title": ("The rate was highest in Ashby",),
        "subtitle": ("Rate a year",),
        "sentence": ("Ashby stood above the rest.",),
        "by": "area",
        "outline": GRID_OUTLINE,
        "overlay": halves(GRID_OUTLINE),
    }
    series = (Series("rates", figures),)
    return Chart(kind="map", source=source, table=table, series=series, **(settings | more))


EVERY = tuple(
    area_figure(area[0], 5.0 + 3 * number) for number, area in enumerate(GRID_OUTLINE.areas)
)
SOME = (
    *EVERY[:9],
    area_figure("A21", 50.0, state="withheld", reason="fewer than ten persons"),
    area_figure("A22", 60.0, state="not available", reason="no residents"),
)


def district_figures() -> tuple[Figure, ...]:
    return area_figure("D1", 12.5), area_figure("D2", 30.25)


OF_DISTRICTS: dict[str, Any] = {"outline": halves(GRID_OUTLINE), "overlay": None}
