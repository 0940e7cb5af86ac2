"""What is not a Figure cannot be shown: template, f-string, JSON and document model refuse it.

Each attack takes a raw Count, a CountTable or a forged Figure and tries to make readers see it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Engine
from figures import make_figure
from forging import AFTER_BIRTH, AT_BIRTH, FORGED, LOOK_ALIKES

from vrn.publish.document import Name, Paragraph, Series, Shown, Table
from vrn.publish.sentence import Link, Note, check_cell, check_spans, show_aspect
from vrn.release.cube import Cube, cube_to_bytes
from vrn.release.figure import ForgedFigureError, check_seal
from vrn.terms import Count, CountTable, RawCountError
from vrn_cli.printing import print_cube

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = int(FORGED)
RAW: dict[str, Callable[[], Any]] = {
    "Count": lambda: Count(SECRET),
    "CountTable": lambda: CountTable(pl.DataFrame({"value": [SECRET]})),
}
FILTERS = (
    "default:'x'", "floatformat", "floatformat:2", "stringformat:'s'", "stringformat:'d'", "add:0",
    "safe", "escape", "force_escape", "urlencode", "truncatechars:9", "join:','", "length",
    "first", "pprint", "slugify", "upper", "linebreaks", "json_script", "yesno:'a,b'", "random",
    "make_list", "unordered_list", "divisibleby:2", "get_digit:1", "phone2numeric", "wordwrap:9",
)  # fmt: skip


def render(template: str, value: object) -> str:
    """The template by a bare engine: no settings, no tag of ours."""
    made = Engine().from_string(template)
    return str(made.render(Context({"value": value}, use_l10n=False, use_tz=False)))


TEXTS: dict[str, Callable[[Any], str]] = {
    "str": str,
    "f-string": lambda value: f"{value}",
    "f-string with a format": lambda value: f"{value:>9}",
    "format": format,
    "str.format": "{}".format,
    "%s": lambda value: "%s" % value,  # noqa: UP031 - this very way is tried
    "join": lambda value: "".join(map(str, [value])),
    "json with default=str": lambda value: json.dumps(value, default=str),
    "template": lambda value: render("{{ value }}", value),
    "template, not escaped": lambda value: render(
        "{% autoescape off %}{{ value }}{% endautoescape %}", value
    ),
    "template, in a loop": lambda value: render(
        "{% for part in value %}{{ part }}{% endfor %}", [value]
    ),
    "template, safe": lambda value: render("{{ value|safe }}", value),
}

MODEL: dict[str, Callable[[Any], object]] = {
    "a sentence": lambda value: Paragraph((value,)),
    "a sentence, shown": lambda value: Paragraph((Shown(value),)),
    "the interval of a sentence": lambda value: Shown(value, "interval"),
    "a name": Name,
    "a link": lambda value: Link(value, "#here"),
    "a note": lambda value: Note((value,)),
    "a cell": lambda value: Table(
        key="t",
        title=("T",),
        columns=("Place",),
        rows=((value,),),
        numeric=(True,),
        source=("S",),
    ),
    "a series": lambda value: Series("S", (value,)),
    "an aspect": lambda value: show_aspect(value, "numerator"),
    "check_cell": check_cell,
    "check_spans": lambda value: check_spans((value,)),
    "check_seal": check_seal,
}


def cube_of(figure: Any) -> Cube:
    words = dict.fromkeys(("definition", "source", "caveats"), "Made up.")
    indicator = {"name": "violence", "title": "Violence offences", "unit": "offences", **words}
    return Cube(indicator=indicator, split=(), where=(), period=None, figures=(figure,))


OUT: dict[str, Callable[[Cube], object]] = {
    "the bytes that are signed": cube_to_bytes,
    "the command's table": lambda cube: print_cube(cube, "table"),
    "the command's csv": lambda cube: print_cube(cube, "csv"),
    "the command's json": lambda cube: print_cube(cube, "json"),
}


@pytest.mark.parametrize("make", RAW.values(), ids=RAW)
@pytest.mark.parametrize("way", TEXTS.values(), ids=TEXTS)
def test_no_text_of_a_raw_count(way: Callable[[Any], str], make: Callable[[], Any]) -> None:
    with pytest.raises(RawCountError):
        way(make())


@pytest.mark.parametrize("make", [*RAW.values(), lambda: SECRET, lambda: str(SECRET)])
def test_the_document_model_takes_no_raw_count(make: Callable[[], Any]) -> None:
    """Nor a number, nor a number written as text; only a Name may hold digits, by its word."""
    for way, take in MODEL.items():
        if way == "a name" and isinstance(make(), str):
            continue
        with pytest.raises(TypeError):
            take(make())


@pytest.mark.parametrize("make", RAW.values(), ids=RAW)
def test_json_has_no_raw_count(make: Callable[[], Any]) -> None:
    for plain in (make(), [make()], {"of": make()}):
        with pytest.raises(TypeError):
            json.dumps(plain)


@pytest.mark.parametrize("make", [*RAW.values(), *AFTER_BIRTH.values()], ids=[*RAW, *AFTER_BIRTH])
def test_no_filter_of_a_template_lets_one_through(make: Callable[[], Any]) -> None:
    for name in FILTERS:
        assert f"{FORGED:.0f}" not in _attempt("{{ value|" + name + " }}", make()), name


def test_the_filters_show_a_true_figure() -> None:
    """Without this a filter could show nothing for another reason."""
    shown = [_attempt("{{ value|" + name + " }}", make_figure()) for name in FILTERS]
    assert sum("412" in text for text in shown) > 10


@pytest.mark.parametrize("make", AT_BIRTH.values(), ids=AT_BIRTH)
def test_a_forged_figure_is_refused_while_it_is_made(make: Callable[[], object]) -> None:
    with pytest.raises(ForgedFigureError):
        make()


@pytest.mark.parametrize("make", AFTER_BIRTH.values(), ids=AFTER_BIRTH)
def test_no_text_of_a_forged_figure(make: Callable[[], Any]) -> None:
    for way, text_of in TEXTS.items():
        expected = TypeError if way == "f-string with a format" else ForgedFigureError
        with pytest.raises(expected):
            text_of(make())


@pytest.mark.parametrize("make", AFTER_BIRTH.values(), ids=AFTER_BIRTH)
def test_a_forged_figure_has_no_json_no_interval_and_no_debug_text(
    make: Callable[[], Any],
) -> None:
    forged = make()
    with pytest.raises(ForgedFigureError):
        forged.as_json()
    with pytest.raises(ForgedFigureError):
        _ = forged.interval
    with pytest.raises(TypeError):
        json.dumps(forged)
    assert f"{[forged]!r}" == "[<Figure: its seal does not hold>]"


@pytest.mark.parametrize(
    "make", [*AFTER_BIRTH.values(), *LOOK_ALIKES.values()], ids=[*AFTER_BIRTH, *LOOK_ALIKES]
)
def test_the_document_model_takes_no_forged_figure(make: Callable[[], Any]) -> None:
    for take in MODEL.values():
        with pytest.raises(TypeError):
            take(make())


@pytest.mark.parametrize(
    "make", [*AFTER_BIRTH.values(), *LOOK_ALIKES.values()], ids=[*AFTER_BIRTH, *LOOK_ALIKES]
)
def test_a_cube_with_a_forged_figure_goes_nowhere(make: Callable[[], Any]) -> None:
    with pytest.raises(ForgedFigureError):
        cube_of(make())


@pytest.mark.parametrize("way", OUT.values(), ids=OUT)
def test_a_cube_whose_figure_was_changed_goes_nowhere(way: Callable[[Any], object]) -> None:
    cube = cube_of(make_figure())
    object.__setattr__(cube.only, "value", FORGED)
    with pytest.raises(ForgedFigureError):
        way(cube)


@pytest.mark.parametrize("way", [*TEXTS, *MODEL, *OUT])
def test_the_same_ways_show_a_true_figure(way: str) -> None:
    """Without this the attacks could all fail for another reason."""
    every = {**TEXTS, **MODEL, **OUT}
    if way in {"f-string with a format", "a name", "a link", "a note", "a sentence", "check_spans"}:
        with pytest.raises(TypeError):  # a figure goes into a sentence as Shown, in one format
            every[way](make_figure())
        return
    figure = make_figure(value=6.2, lower=6.1, upper=6.3, decimals=1)
    shown = every[way](cube_of(figure) if way in OUT else figure)
    if way in TEXTS:
        assert "6.2" in str(shown)


def _attempt(template: str, value: object) -> str:
    """What the template shows; a refusal shows nothing, nor does a filter that wants settings."""
    try:
        return render(template, value)
    except (TypeError, AttributeError, ValueError, ImproperlyConfigured):
        return ""
