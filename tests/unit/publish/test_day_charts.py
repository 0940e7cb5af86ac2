"""Pyramids, hours of a day and pairs of bars, read back from their SVG as they were drawn."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from figures import make_figure
from made_charts import ALL_AGES, UNDER_25, WIDTHS, bar, make_chart, monthly
from reading_svg import blocks_of, clashes, lines_of, texts_of, words_of

from vrn.publish.document import Chart, Name, Series
from vrn.publish.drawings.charts import draw
from vrn.publish.drawings.colours import BRAND, CATEGORIES
from vrn.terms import AGE_BANDS, months_between

if TYPE_CHECKING:
    from vrn.release.figure import Figure

ORANGE = CATEGORIES[1]
HELD = {"state": "withheld", "reason": "fewer than ten people"}


def of_age(band: str, sex: str, value: float, **more: Any) -> Figure:
    by = (("age_sex", f"{band} {sex}", f"{band}, {sex}"),)
    limits = {} if more else {"lower": value * 0.8, "upper": value * 1.2}
    return make_figure(by=by, value=value, decimals=2, **limits, **more)


def pyramid(**changes: dict[str, Any]) -> Chart:
    """Males twice as often as females, more in each band; changes by "15-19 male"."""
    sides = [
        Series(
            sex.capitalize(),
            tuple(
                of_age(band, sex, times * (3.0 + n), **changes.get(f"{band} {sex}", {}))
                for n, band in enumerate(AGE_BANDS)
            ),
        )
        for sex, times in (("male", 2.0), ("female", 1.0))
    ]
    return make_chart("pyramid", *sides, by="age_sex")


def hour(number: int, value: float, **more: Any) -> Figure:
    by = (("hour", f"{number:02d}", f"{number:02d}:00 to {number:02d}:59"),)
    return make_figure(
        by=by, value=value, decimals=1, **({"lower": value * 0.9, "upper": value * 1.1} | more)
    )


def day(label: str, level: float, *, held: tuple[int, ...] = (), **more: Any) -> Series:
    figures = tuple(
        hour(n, level * (2 + math.sin(n / 3)), **(_hidden() if n in held else {}))
        for n in range(24)
    )
    return Series(Name(label), figures, **more)


def _hidden() -> dict[str, Any]:
    return {**HELD, "lower": None, "upper": None}


def pairs(*figures: tuple[Figure, Figure], **more: Any) -> Chart:
    first, second = zip(*figures, strict=True)
    return make_chart(
        "bars", Series("All ages", first), Series(Name("Under 25"), second), by="kind", **more
    )


YOUNG = day("Under 25", 1.4, is_dashed=True)
LONG = "A place with a name that has to be set in more than one line"
EVERY = {
    "pyramid": pyramid(),
    "pyramid with a gap": pyramid(**{"15-19 male": HELD, "0-9 female": HELD}),
    "hours": make_chart("hours", day("All ages", 1.0), YOUNG, by="hour"),
    "hours alone": make_chart("hours", day("All ages", 1.0), by="hour"),
    "hours with gaps": make_chart(
        "hours", day("All ages", 1.0, held=(3, 4, 23)), YOUNG, by="hour"
    ),
    "hours that end together": make_chart(
        "hours", day("All ages", 1.0), day("Under 25", 1.0, is_dashed=True), by="hour"
    ),
    "pairs": pairs((bar("Northwold", 45.0), bar("Northwold", 51.5)),
                   (bar(LONG, 4.0), bar(LONG, 0.0)),
                   (bar("Held", 9.0, **HELD), bar("Held", 3.0))),
    "two series in a frame": make_chart(
        "line", ALL_AGES, UNDER_25,
        frame=(*monthly("Others", 2000).figures, make_figure(month="2023-06")),
    ),
}  # fmt: skip


@cache
def drawn(name: str, width: str) -> str:
    return draw(EVERY[name], width=width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_no_label_overlaps_another_or_leaves_the_sheet(name: str, width: str) -> None:
    assert clashes(drawn(name, width)) == []
    assert {text.size for text in texts_of(drawn(name, width))} == {14.0 if width == "wide" else 16}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sides_of_a_pyramid_run_from_one_nought_on_one_scale(width: str) -> None:
    svg = drawn("pyramid", width)
    left, right = blocks_of(svg, BRAND), blocks_of(svg, "white") or blocks_of(svg, "#ffffff")
    assert len(left) == len(right) == len(AGE_BANDS)
    for (x, _, wide, _), (start, _, half, _) in zip(left, right, strict=True):
        assert max(x, x + wide) == pytest.approx(start, abs=0.1)
        assert abs(wide) == pytest.approx(2 * half, rel=1e-2)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_oldest_stand_at_the_top_and_every_row_bears_its_age(width: str) -> None:
    texts = [text for text in texts_of(drawn("pyramid", width)) if text.words in AGE_BANDS]
    assert [text.words for text in texts] == list(AGE_BANDS[::-1])
    assert [text.box[1] for text in texts] == sorted(text.box[1] for text in texts)
    assert {"Male", "Female"} <= set(words_of(drawn("pyramid", width)))


def test_a_withheld_age_is_a_hatched_stub_of_one_length() -> None:
    svg = drawn("pyramid with a gap", "wide")
    stubs = blocks_of(svg, "url(#by-month-wide-hatch)")
    assert len(stubs) == 2
    assert {round(abs(wide), 1) for _, _, wide, _ in stubs} == {34.0}
    assert words_of(svg).count("withheld") == 2


def test_a_pyramid_needs_two_sides_of_the_same_rows() -> None:
    male, female = pyramid().series
    for series in ((male,), (male, Series("Female", female.figures[1:])), (male, male, female)):
        with pytest.raises(ValueError, match="by-month"):
            draw(make_chart("pyramid", *series, by="age_sex"), width="wide")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_day_runs_from_midnight_to_midnight(width: str) -> None:
    (line,) = [points for points in lines_of(drawn("hours", width), BRAND) if len(points) == 24]
    steps = {round(b[0] - a[0], 1) for a, b in pairwise(line)}
    assert len(steps) <= 2
    assert {"00:00", "06:00", "12:00", "18:00", "24:00"} <= set(words_of(drawn("hours", width)))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_withheld_hour_breaks_the_line_and_is_named(width: str) -> None:
    svg = drawn("hours with gaps", width)
    assert [len(points) for points in lines_of(svg, BRAND)] == [3, 18]
    assert [len(points) for points in lines_of(svg, ORANGE)] == [24]
    assert "withheld, All ages: 03:00, 04:00, 23:00" in " ".join(words_of(svg))


def test_hours_rise_from_zero_by_their_values() -> None:
    (line,) = [p for p in lines_of(drawn("hours alone", "wide"), BRAND) if len(p) == 24]
    values = [figure.value or 0.0 for figure in EVERY["hours alone"].series[0].figures]
    low, high = values.index(min(values)), values.index(max(values))
    scale = (line[low][1] - line[high][1]) / (values[high] - values[low])
    zero = {round(y + value * scale, 0) for (_, y), value in zip(line, values, strict=True)}
    assert len(zero) == 1


@pytest.mark.parametrize(
    "codes", [["25"], ["time not known"], ["03", "03"]], ids=["25", "unknown", "twice"]
)
def test_what_is_no_hour_of_its_own_is_refused(codes: list[str]) -> None:
    figures = tuple(make_figure(by=(("hour", code, code),)) for code in codes)
    with pytest.raises(ValueError, match="is no hour of its own"):
        draw(make_chart("hours", Series("All ages", figures), by="hour"), width="wide")


def test_more_than_two_lines_over_a_day_are_refused() -> None:
    with pytest.raises(ValueError, match="one or two lines, not 3"):
        draw(make_chart("hours", *(day("All ages", 1.0),) * 3, by="hour"), width="wide")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pair_has_a_full_and_an_outlined_bar_and_a_key(width: str) -> None:
    svg = drawn("pairs", width)
    assert len(blocks_of(svg, BRAND)) == 2 + 1
    assert 'stroke="#F46A25"' in svg
    assert {"All ages", "Under 25"} <= set(words_of(svg))
    assert words_of(svg).count("Northwold") == 1


def test_pairs_of_unlike_codes_are_refused() -> None:
    with pytest.raises(ValueError, match="the same codes"):
        draw(pairs((bar("Northwold", 1.0), bar("Ashby", 2.0))), width="wide")


def test_a_frame_widens_both_axes_and_draws_nothing() -> None:
    plain, framed = make_chart("line", ALL_AGES), EVERY["two series in a frame"]
    svg = draw(framed, width="wide")
    (short,) = [p for p in lines_of(svg, BRAND) if len(p) == 22]
    (long,) = [p for p in lines_of(draw(plain, width="wide"), BRAND) if len(p) == 22]
    assert short[1][0] - short[0][0] < long[1][0] - long[0][0]
    assert "2,500" in words_of(svg)
    assert "no file: January to June 2023" not in " ".join(words_of(svg))
    assert "Others" not in words_of(svg)


def test_two_charts_in_one_frame_have_the_same_axes() -> None:
    early = monthly("Early", 60)
    months = months_between("2021-01", "2023-12")
    late = Series("Late", tuple(make_figure(month=month, value=400.0) for month in months))
    axes = []
    for one, other in ((early, late), (late, early)):
        words = words_of(draw(make_chart("line", one, frame=other.figures), width="wide"))
        axes.append([word for word in words if word.startswith("J") or word.isdigit()])
    assert axes[0][:8] == axes[1][:8]
