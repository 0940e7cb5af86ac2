"""Control charts read back from their SVG; their icons without colour; and their sentences."""

from __future__ import annotations

import doctest
import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from figures import make_figure
from made_charts import WIDTHS
from made_control_charts import CALM, EVERY_CONTROL, FIXED, drawn_control, make_control
from reading_svg import SVG, blocks_of, clashes, lines_of, size_of, texts_of, words_of

from vrn.publish import control_points, control_sentences
from vrn.publish.control_points import ControlPoint, words_of_cause
from vrn.publish.control_sentences import (
    RULES_OF_CONTROL_CHARTS,
    latest_sentence,
    short_sentence,
    target_sentence,
)
from vrn.publish.drawings.colours import BAND, BRAND, CATEGORIES, INK, QUIET_INK
from vrn.publish.drawings.control_chart import draw_control
from vrn.publish.drawings.control_icons import assurance_icon, icon_svg, variation_icon
from vrn.publish.drawings.embedding import check_svg, embed_svg
from vrn.publish.sentence import Shown, plain_words
from vrn.statistics.control_charts import MAKING_DATA_COUNT, WESTERN_ELECTRIC
from vrn.statistics.control_charts import chart as judged
from vrn.statistics.control_charts import special_causes as causes
from vrn.statistics.control_charts import summary as summed

if TYPE_CHECKING:
    from types import ModuleType

ORANGE, PURPLE = CATEGORIES[1], CATEGORIES[2]


# -- how every drawing is made --------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_CONTROL)
def test_no_label_overlaps_another_or_leaves_the_sheet(name: str, width: str) -> None:
    assert clashes(drawn_control(name, width)) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_CONTROL)
def test_every_text_is_large_enough_and_in_our_family(name: str, width: str) -> None:
    texts = texts_of(drawn_control(name, width))
    assert {text.size for text in texts} == {14.0 if width == "wide" else 16.0}
    assert all(text.family.startswith("VRN Inter") for text in texts)


@pytest.mark.parametrize(("width", "pixels"), [("wide", 760), ("narrow", 320)])
def test_a_drawing_is_an_image_with_a_name_and_a_description(width: str, pixels: int) -> None:
    svg = drawn_control("usual", width)
    root = ET.fromstring(svg)
    assert (root.get("role"), size_of(svg)[0]) == ("img", pixels)
    assert root.findtext(f"{SVG}title") == "Robbery rose & fell"
    assert root.findtext(f"{SVG}desc") == "The last number was 41."
    assert svg.count("role=") == 1


@pytest.mark.parametrize("name", EVERY_CONTROL)
def test_a_drawing_runs_and_fetches_nothing_and_may_stand_in_a_page(name: str) -> None:
    svg = drawn_control(name, "wide")
    tags = {node.tag.removeprefix(SVG) for node in ET.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "line", "rect", "text"}
    check_svg(svg)
    assert embed_svg(svg, "page").startswith("<svg")


@pytest.mark.parametrize("name", ["both", "begun again"])
def test_the_same_chart_gives_the_same_bytes(name: str) -> None:
    for width in WIDTHS:
        assert draw_control(EVERY_CONTROL[name], width=width) == drawn_control(name, width)


def test_a_width_or_a_brand_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="wide or narrow"):
        draw_control(EVERY_CONTROL["usual"], width="square")
    with pytest.raises(ValueError, match="to 1 on white"):
        draw_control(EVERY_CONTROL["usual"], width="wide", brand="#ffee00")


def test_the_brand_colours_improvements_and_what_is_met() -> None:
    svg = draw_control(EVERY_CONTROL["both"], width="wide", brand="#801650")
    assert BRAND not in svg
    assert "#801650" in svg


# -- the points -----------------------------------------------------------------------------------


def marks(svg: str, fill: str) -> list[str]:
    """The outlines of the points of that fill, without the sample in the key."""
    return re.findall(rf'<path transform="[^"]*" d="([^"]*)" fill="{fill}"', svg)[:-1]


@pytest.mark.parametrize("width", WIDTHS)
def test_special_causes_are_told_by_shape_as_well_as_colour(width: str) -> None:
    both, neither = drawn_control("both", width), drawn_control("neither", width)
    found = {
        "concern": marks(both, ORANGE),
        "improvement": marks(both, BRAND),
        "neither": marks(neither, PURPLE),
        "usual": marks(both, QUIET_INK),
    }
    assert {name: len(shapes) for name, shapes in found.items()} == {
        "concern": 1,
        "improvement": 8,
        "neither": 2,
        "usual": len(CALM) + 1,
    }
    shapes = [set(each) for each in found.values()]
    assert [len(each) for each in shapes] == [1, 1, 1, 1]
    assert len(set.union(*shapes)) == 4


def test_the_key_explains_what_occurs_and_nothing_else() -> None:
    def key(name: str, width: str) -> set[str]:
        return set(words_of(drawn_control(name, width)))

    concern, improvement = "unusual, a concern", "unusual, an improvement"
    assert {"usual", concern, improvement} <= key("both", "wide")
    assert not {concern, improvement, "unusual", "not judged"} & key("usual", "wide")
    assert "unusual" in key("neither", "wide")
    assert "usual" not in key("one month", "wide")
    assert "not judged" in key("one month", "wide")
    assert {"mean", "target"} <= key("usual", "narrow")
    assert "target" not in key("neither", "narrow")


def test_an_unjudged_point_is_a_ring() -> None:
    ring = r'fill="#ffffff" stroke="#505a5f" stroke-width="1.50*"'
    assert len(re.findall(ring, drawn_control("one month", "wide"))) == 2
    assert not re.findall(ring, drawn_control("usual", "wide"))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_value_stands_at_its_height_from_zero(width: str) -> None:
    (line,) = lines_of(drawn_control("a concern", width), QUIET_INK)[:1]
    values = [point.value or 0.0 for point in EVERY_CONTROL["a concern"].points]
    slope = (line[1][1] - line[0][1]) / (values[1] - values[0])
    zero = line[0][1] - slope * values[0]
    for (_, y), value in zip(line, values, strict=True):
        assert y == pytest.approx(zero + slope * value, abs=0.05)


def test_a_month_without_a_value_is_a_gap_that_is_told() -> None:
    svg = drawn_control("begun again", "wide")
    drawn = [line for line in lines_of(svg, QUIET_INK) if len(line) > 10]
    assert [len(line) for line in drawn] == [18, 18, 18]
    said = " ".join(words_of(svg))
    assert "withheld: October 2020 to November 2020" in said
    assert "withheld: June 2022" in said
    assert "no file: October 2020" in words_of(drawn_control("ends without a value", "wide"))


# -- the lines ------------------------------------------------------------------------------------


def rules(svg: str, look: str) -> list[tuple[float, float, float]]:
    """Left, right and height of each level line that is drawn in that look."""
    found = re.findall(
        rf'<line transform="translate\(([^,]+),([^)]+)\)" x2="([^"]+)" y2="0" {look}', svg
    )
    return [(float(x), float(x) + float(wide), float(y)) for x, y, wide in found]


MEAN = rf'stroke="{INK}" stroke-width="1.25"'
LIMIT = rf'stroke="{QUIET_INK}" stroke-width="1" stroke-dasharray="3,3"'
TARGET = rf'stroke="{INK}" stroke-width="1.5" stroke-dasharray="10,5"'


def test_mean_limits_and_band_step_where_limits_begin_again() -> None:
    svg = drawn_control("begun again", "wide")
    means = rules(svg, MEAN)
    assert [right for _, right, _ in means[:-1]] == pytest.approx([left for left, *_ in means[1:]])
    assert len(means) == len(blocks_of(svg, BAND)[:-1]) == 4
    # The last limits are the key's sample.
    assert len(rules(svg, LIMIT)) == 2 * 4 + 2
    for (left, right, _), (_, _, wide, _) in zip(means, blocks_of(svg, BAND), strict=False):
        assert right - left == pytest.approx(wide, abs=0.05)
    assert [word for word in words_of(svg) if word.startswith("new limits")] == [
        *("new limits from April 2020", "new limits from October 2020"),
        "new limits from April 2022",
    ]
    assert "new limits, Apr 2020" in words_of(drawn_control("begun again", "narrow"))


def test_the_band_reaches_from_limit_to_limit() -> None:
    svg = drawn_control("usual", "wide")
    lower, upper = (y for _, _, y in rules(svg, LIMIT)[:2])
    ((_, top, _, high), _) = blocks_of(svg, BAND)
    offset = float(re.search(r"translate\([^,]+,(\d+)\)", svg)[1])
    assert (top - offset, high) == (
        pytest.approx(upper, abs=0.1),
        pytest.approx(lower - upper, abs=0.1),
    )


def test_a_target_is_a_line_of_its_own_from_edge_to_edge() -> None:
    ((left, right, _),) = rules(drawn_control("begun again", "wide"), TARGET)
    means = rules(drawn_control("begun again", "wide"), MEAN)
    assert (left, right) == (means[0][0], means[-1][1])
    assert rules(drawn_control("neither", "wide"), TARGET) == []


def test_the_ends_say_the_latest_value_and_what_it_is_judged_by() -> None:
    words = words_of(drawn_control("a concern", "wide"))
    assert {"42", "mean 41", "target 70"} <= set(words)
    assert any(word.startswith("upper limit ") for word in words)
    narrow = words_of(drawn_control("a concern", "narrow"))
    assert {"42", "41", "70"} <= set(narrow)
    close = [text for text in texts_of(drawn_control("close ends", "wide")) if "40." in text.words]
    assert {text.words for text in close} == {"mean 40.4", "target 40.4", "40.0"}


def test_without_limits_there_is_neither_band_nor_mean() -> None:
    svg = drawn_control("no limits, and a target", "wide")
    assert blocks_of(svg, BAND) == rules(svg, MEAN) == rules(svg, LIMIT) == []
    assert "few months" not in " ".join(words_of(svg)).lower()
    assert "Few months: the limits may still move." in words_of(drawn_control("short", "wide"))


def test_the_rules_are_named_with_their_version() -> None:
    assert "Rules: NHS England Making Data Count 1" in words_of(drawn_control("usual", "wide"))
    assert "Count 1" in " ".join(words_of(drawn_control("usual", "narrow")))


# -- the icons ------------------------------------------------------------------------------------


def point(point_type: str, cause: str) -> ControlPoint:
    return ControlPoint(month="2022-03", value=4.0, point_type=point_type, special_cause=cause)


ICONS = {
    "usual": variation_icon(point("common cause", "common cause")),
    "improving up": variation_icon(point("improving", "trend up")),
    "improving down": variation_icon(point("improving", "shift below mean")),
    "concerning up": variation_icon(point("concerning", "2 in 3 above mean")),
    "concerning down": variation_icon(point("concerning", "below lower limit")),
    "high": variation_icon(point("neutral, high", "above upper limit")),
    "low": variation_icon(point("neutral, low", "trend down")),
    "unjudged": variation_icon(point("", "")),
    "passing": assurance_icon("consistently passing"),
    "failing": assurance_icon("consistently failing"),
    "inconsistent": assurance_icon("inconsistent"),
}


def in_black_and_white(shapes: str) -> str:
    """The shapes with every colour made black, but white kept."""
    return re.sub(r"#(?!ffffff)[0-9a-fA-F]{6}", "#000000", shapes)


def test_each_icon_can_be_told_in_black_and_white() -> None:
    found = {name: in_black_and_white(icon.shapes) for name, icon in ICONS.items()}
    for one, other in combinations(found, 2):
        assert found[one] != found[other], (one, other)
    filled = {name for name, icon in ICONS.items() if f'fill="{BRAND}"' in icon.shapes}
    assert filled == {"improving up", "improving down", "passing"}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_alone_is_an_image_with_its_words(name: str) -> None:
    svg = icon_svg(ICONS[name], key="beds")
    check_svg(svg)
    root = ET.fromstring(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "beds-title")
    assert root.findtext(f"{SVG}title") == ICONS[name].words
    assert size_of(svg) == (44.0, 44.0)


def test_an_icon_stands_beside_its_words_in_the_chart() -> None:
    concern = drawn_control("a concern", "wide")
    assert {"Unusual: a concern", "Usual variation"} & set(words_of(concern)) == {"Usual variation"}
    latest = draw_control(make_control([*CALM, 60], baseline=FIXED, target=70), width="wide")
    assert {"Unusual: a concern", "March 2022"} & set(words_of(latest)) == {"Unusual: a concern"}
    assert "October 2020 is above the upper limit" in words_of(latest)
    assert ICONS["concerning up"].shapes in latest
    assert ICONS["passing"].shapes in latest
    assert "Every usual month meets the target" in words_of(latest)


@pytest.mark.parametrize(
    ("name", "heading", "line"),
    [
        (
            "usual",
            "Some months meet the target",
            "the target is inside the usual range",
        ),
        (
            "an improvement",
            "No usual month meets the target",
            "the usual range lies on its wrong side",
        ),
        ("an improvement", "Unusual: an improvement", "April 2021 is below the lower limit"),
        ("neither", "Unusually low", "December 2020 is below the lower limit"),
        ("one month", "Cannot be judged yet", "April 2019 has no limits to be judged by"),
        ("nothing", "Cannot be judged yet", "no month has a value"),
        ("ends without a value", "Usual variation", "September 2020 is within what is usual"),
    ],
)
def test_the_words_beside_an_icon_are_those_of_the_points(name, heading, line) -> None:
    words = " ".join(words_of(drawn_control(name, "narrow")))
    assert heading in words
    assert line in words


def test_an_assurance_that_is_none_has_no_icon() -> None:
    with pytest.raises(ValueError, match="no icon for 'sometimes'"):
        assurance_icon("sometimes")


# -- the values -----------------------------------------------------------------------------------


def test_the_words_are_those_of_the_method() -> None:
    assert control_points.COMMON_CAUSE == causes.COMMON_CAUSE
    assert set(control_points.POINT_TYPES) == {
        *(causes.COMMON_CAUSE, judged.IMPROVING, judged.CONCERNING, judged.HIGH, judged.LOW),
    }
    assert set(control_points.ASSURANCES) == {summed.PASSING, summed.FAILING, summed.INCONSISTENT}
    for rule_set in (MAKING_DATA_COUNT, WESTERN_ELECTRIC):
        for cause in causes.cause_names(rule_set)[1:]:
            assert words_of_cause(cause), cause
    assert words_of_cause("common cause") == words_of_cause("many in 3 above mean") == ""


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": -1.0}, "drawn from zero up; make the chart with at_least=0"),
        ({"centre": 4.0, "lower": -1.0, "upper": 9.0}, "at_least=0"),
        ({"centre": 4.0}, "the mean and both limits, or none"),
        ({"centre": 4.0, "upper": 9.0}, "the mean and both limits, or none"),
        ({"point_type": "good"}, "no point is 'good'"),
        ({"point_type": "improving", "special_cause": "luck"}, "'luck' is no special cause"),
    ],
)
def test_a_point_that_cannot_be_is_refused(fields, said) -> None:
    with pytest.raises(ValueError, match=said):
        ControlPoint(**{"month": "2022-03", "value": 4.0, **fields})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"points": ()}, "every month from the first to the last"),
        ({"points": EVERY_CONTROL["usual"].points[::2]}, "every month from the first to the last"),
        ({"assurance": "sometimes"}, "no target has the assurance"),
        ({"target": None}, "no target has the assurance 'inconsistent'"),
        ({"target": -1.0, "assurance": ""}, "and so is a target"),
    ],
)
def test_a_chart_that_cannot_be_is_refused(fields, said) -> None:
    with pytest.raises(ValueError, match=said):
        replace(EVERY_CONTROL["usual"], **fields)


def test_a_chart_knows_its_latest_and_its_last_special_point() -> None:
    chart = EVERY_CONTROL["a concern"]
    assert (chart.latest.month, chart.last_special.month) == ("2020-12", "2020-10")
    assert EVERY_CONTROL["ends without a value"].latest.month == "2020-09"
    assert EVERY_CONTROL["nothing"].latest is EVERY_CONTROL["nothing"].last_special is None


# -- the sentences --------------------------------------------------------------------------------


def say(name: str) -> str:
    chart = EVERY_CONTROL[name]
    value, mean = (Shown(make_figure(value=number)) for number in (410.0, 402.0))
    return plain_words(latest_sentence(chart.points, value=(value,), mean=(mean,)))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "usual",
            "The latest month, March 2022, is within what is usual: 410 against a mean of 402; "
            "there has been no special cause.",
        ),
        (
            "a concern",
            "The latest month, December 2020, is within what is usual: 410 against a mean of 402; "
            "no special cause since October 2020.",
        ),
        (
            "an improvement",
            "The latest month, April 2021, is unusual: 410 against a mean of 402, "
            "below the lower limit, which is an improvement.",
        ),
        (
            "neither",
            "The latest month, December 2020, is unusual: 410 against a mean of 402, "
            "below the lower limit.",
        ),
        (
            "one month",
            "The latest month, April 2019, was 410; there are no limits yet to judge it by.",
        ),
        ("nothing", ""),
    ],
)
def test_the_latest_month_is_told_in_a_plain_sentence(name: str, said: str) -> None:
    assert say(name) == said


def test_a_concern_is_told_as_one() -> None:
    chart = make_control([*CALM, 60], baseline=FIXED)
    said = plain_words(latest_sentence(chart.points, value=("sixty",), mean=("forty",)))
    assert said.endswith(
        "sixty against a mean of forty, above the upper limit, which is a concern."
    )


def test_a_target_is_told_in_a_plain_sentence() -> None:
    target = (Shown(make_figure(value=350.0)),)
    told = {
        word: plain_words(target_sentence(word, target=target))
        for word in ("", *control_points.ASSURANCES)
    }
    assert told == {
        "": "",
        "consistently passing": "As things are, every usual month meets the target of 350.",
        "consistently failing": "As things are, no usual month meets the target of 350.",
        "inconsistent": (
            "As things are, the target of 350 is met in some months and missed in others."
        ),
    }


def test_few_months_are_told() -> None:
    assert plain_words(short_sentence(is_short=True)).startswith("The limits rest on few months")
    assert short_sentence(is_short=False) == ()


def test_the_rules_for_the_words_are_stated() -> None:
    said = " ".join(RULES_OF_CONTROL_CHARTS)
    for word in (
        "within what is usual",
        "unusual",
        "an improvement",
        "a concern",
        "no usual month",
    ):
        assert f'"{word}"' in said


@pytest.mark.parametrize("module", [control_points, control_sentences])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    ran = doctest.testmod(module)
    assert (ran.failed, ran.attempted > 0) == (0, True)
