"""The sealed Figure: how it reads, what its id holds on to, and what cannot be one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from figures import make_figure

from vrn.release.figure import (
    ForgedFigureError,
    State,
    _is_plain,
    _make,
    check_seal,
    contents,
)
from vrn.terms import Area, Clearance, Level, Period

TESTS = Path(__file__).resolve().parents[2]


def test_a_figure_reads_in_one_way_everywhere() -> None:
    figure = make_figure(value=1234.5, decimals=1, numerator=1235)
    assert str(figure) == f"{figure}" == format(figure) == f"{figure!s}" == "1,234.5"
    assert figure.as_json()["text"] == "1,234.5"


@pytest.mark.parametrize("spec", [",", ".1f", ">8", "d"])
def test_a_figure_takes_no_other_format(spec: str) -> None:
    with pytest.raises(TypeError, match="prints in one way only"):
        format(make_figure(), spec)


@pytest.mark.parametrize("state", [State.WITHHELD, State.NOT_AVAILABLE])
def test_a_figure_without_a_value_says_so_and_is_never_0_or_blank(state: State) -> None:
    figure = make_figure(state=state.value, reason="no file for March")
    assert str(figure) == state.value
    assert figure.interval == ""
    assert not figure.is_shown


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"value": 6.24, "lower": 6.05, "upper": 6.444, "decimals": 1}, "between 6.1 and 6.4"),
        ({"value": 6.0, "lower": None, "upper": None}, ""),
        ({"state": "withheld", "lower": 1.0, "upper": 2.0}, ""),
    ],
)
def test_the_interval_in_words(overrides: dict[str, Any], expected: str) -> None:
    assert make_figure(**overrides).interval == expected


def test_a_cells_other_dimensions_have_codes_and_labels() -> None:
    figure = make_figure(by=(("month", "2021-03", "March 2021"),))
    assert figure.code_of("month") == "2021-03"
    assert figure.label_of("month") == "March 2021"
    with pytest.raises(KeyError):
        figure.code_of("district")
    with pytest.raises(KeyError):
        figure.label_of("district")


def test_contents_come_back_as_the_same_figure() -> None:
    figure = make_figure(
        value=6.2,
        lower=6.1,
        upper=6.3,
        decimals=1,
        denominator=1000.0,
        place=Area("Z06000001", "Northby", Level.DISTRICT),
        by=(("district", "Z06000001", "Northby"),),
    )
    again = _make(json.loads(json.dumps(contents(figure))))
    assert again == figure
    assert again.id == figure.id
    assert hash(again) == hash(figure)


DIFFERENT: dict[str, Any] = {
    "measure": "robbery",
    "title": "Robberies",
    "unit": "per 1,000 residents a year",
    "place": Area("Z00000002", "Eastmere", Level.WHOLE),
    "period": Period("2021-01", "2021-11"),
    "by": (("month", "2021-03", "March 2021"),),
    "value": 413.0,
    "lower": 400.0,
    "upper": 430.0,
    "numerator": 413,
    "denominator": 1000.0,
    "decimals": 1,
    "method": "another",
    "state": "withheld",
    "reason": "as an example",
    "clearance": Clearance.PARTNER,
    "provenance": {**contents(make_figure())["provenance"], "cut": 2},
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_any_other_field_is_another_id(name: str) -> None:
    assert make_figure(**{name: DIFFERENT[name]}).id != make_figure().id


def test_every_field_is_in_the_contents_but_the_seal() -> None:
    """What is not in the contents would be outside the seal and the id."""
    plain = contents(make_figure())["provenance"]
    definitions = ["definition one version 1 (3f2a9c1b0d4e)"]
    rests_on = {**plain, "definitions": definitions}
    figure = make_figure(provenance=rests_on, range_lower=410.0, range_upper=413.0)
    assert set(contents(figure)) == set(figure.__dataclass_fields__) - {"seal"}
    rests = figure.provenance
    assert set(contents(figure)["provenance"]) == set(rests.__dataclass_fields__)
    assert rests.definitions == tuple(definitions)


def test_a_figure_that_rests_on_no_definition_has_the_id_that_it_always_had() -> None:
    assert "definitions" not in contents(make_figure())["provenance"]


def test_an_id_is_the_same_in_another_process_and_the_seal_is_not() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from figures import make_figure\n"
        "figure = make_figure(value=6.2, decimals=1, month='2021-03')\n"
        "print(figure.id, figure.seal)"
    )
    run = [sys.executable, "-c", code, str(TESTS)]
    ids, seals = zip(
        *(
            subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(2)
        ),
        strict=True,
    )
    here = make_figure(value=6.2, decimals=1, month="2021-03")
    assert set(ids) == {here.id}
    assert len({*seals, here.seal}) == 3


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"value": None}, "shown figure of violence has no value"),
        ({"state": "withheld", "value": 3.0}, "has a value or limit"),
        ({"state": "not available", "value": None, "lower": 1.0}, "has a value or limit"),
        ({"state": "withheld", "value": None, "numerator": 3}, "names what stands behind it"),
        ({"state": "withheld", "value": None, "denominator": 3.0}, "names what stands behind it"),
    ],
)
def test_a_state_that_its_value_denies_is_refused(overrides: dict[str, Any], reason: str) -> None:
    plain = {**contents(make_figure(numerator=None)), **overrides}
    with pytest.raises(ValueError, match=reason):
        _make(plain)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        make_figure(value=value)


class _Lying(float):
    """Is 412 to the seal and 999 to whoever prints it."""

    def __repr__(self) -> str:
        return "999.0"


def test_a_number_of_another_type_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="plain Python values; value is not"):
        make_figure(value=_Lying(412.0))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        *((part, True) for part in (None, "a", 1, 1.5, [], {}, [1, ["a", {"b": None}]])),
        *((part, True) for part in ({"a": [{"b": 1}, []], "c": {"d": []}},)),
        *((part, False) for part in (True, b"a", ("a",), {"a"}, _Lying(1.0), object())),
        *((part, False) for part in ([("a",)], [[_Lying(1.0)]], {"a": True}, [1, {"a": [b"a"]}])),
        *((part, False) for part in ({"a": {"b": ["c", False]}}, [None, 1, "a", 2.0, ()])),
    ],
)
def test_plain_are_the_types_of_json_alone_at_any_depth(part: object, expected: bool) -> None:
    assert _is_plain(part) is expected


@pytest.mark.parametrize(
    "by",
    [(("district", "Z", True),), (("district", "Z", ("N",)),), (("district", "Z", _Lying(1)),)],
)
def test_another_type_inside_a_cell_breaks_the_seal(by: tuple[object, ...]) -> None:
    figure = make_figure(by=[["district", "Z", "Northby"]])
    object.__setattr__(figure, "by", by)
    with pytest.raises(ForgedFigureError):
        check_seal(figure)


def test_a_replaced_field_breaks_the_seal() -> None:
    with pytest.raises(ForgedFigureError, match=r"was not made by vrn\.release or was changed"):
        replace(make_figure(), value=1.0)


@pytest.mark.parametrize("thing", [412, "412", None, object()])
def test_what_is_no_figure_has_no_seal(thing: object) -> None:
    with pytest.raises(ForgedFigureError, match=f"not a {type(thing).__name__}"):
        check_seal(thing)


def test_the_debugger_shows_the_number_of_a_true_figure_only() -> None:
    figure = make_figure()
    assert repr(figure) == "<Figure: violence, Westmere: 412>"
    object.__setattr__(figure, "value", 999.0)
    assert repr(figure) == "<Figure: its seal does not hold>"
