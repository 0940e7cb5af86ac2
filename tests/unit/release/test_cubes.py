"""Cubes: to bytes and back with equal ids, equal bytes for equal cubes, refusal of a mixture."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from figures import make_figure

from vrn.release.cube import Cube, cube_from_bytes, cube_to_bytes
from vrn.terms import Area, Level, Period

if TYPE_CHECKING:
    from vrn.release.figure import Figure

YEAR = Period("2021-01", "2021-12")
NORTH, SOUTH = (Area(f"Z0600000{n}", name, Level.DISTRICT) for n, name in ((1, "Nþ"), (2, "South")))


def in_district(place: Area, **overrides: Any) -> Figure:
    by = (("district", place.code, place.name),)
    return make_figure(place=place, by=by, **overrides)


def make_cube(*figures: Figure, **overrides: Any) -> Cube:
    fields: dict[str, Any] = {
        "indicator": {"name": "violence", "title": "Violence offences", "decimals": 0},
        "split": ("district",),
        "where": (("crime_type", "Robbery"),),
        "period": YEAR,
        "figures": figures or (in_district(NORTH), in_district(SOUTH, value=7.0, numerator=7)),
    }
    return Cube(**{**fields, **overrides})


def test_a_cube_comes_back_equal_with_equal_ids() -> None:
    cube = make_cube()
    again = cube_from_bytes(cube_to_bytes(cube))
    assert again == cube
    assert [figure.id for figure in again.figures] == [figure.id for figure in cube.figures]
    assert cube_to_bytes(again) == cube_to_bytes(cube)


@pytest.mark.parametrize(
    "overrides",
    [
        {"split": ()},
        {"where": ()},
        {"period": None},
        {"figures": ()},
        {"figures": (make_figure(period=None),)},
        {"figures": (make_figure(value=0.1 + 0.2, lower=0.1, upper=1 / 3, decimals=3),)},
        {"figures": (in_district(NORTH, month="2021-01"), in_district(NORTH, month="2021-02"))},
    ],
    ids=lambda overrides: next(iter(overrides)),
)
def test_every_shape_comes_back_equal(overrides: dict[str, Any]) -> None:
    cube = make_cube(**overrides)
    assert cube_from_bytes(cube_to_bytes(cube)) == cube


def test_a_cell_without_an_interval_stands_beside_cells_with_one() -> None:
    """A month with no file in a series of rates: no value, so no interval and no confidence."""
    held = in_district(NORTH, value=6.2, lower=6.1, upper=6.3, method="Byar")
    lacking = in_district(SOUTH, state="not available", reason="no file")
    cube = make_cube(held, lacking)
    assert cube_from_bytes(cube_to_bytes(cube)) == cube


def test_cells_that_rest_on_other_supplies_keep_their_own() -> None:
    rests = make_figure().as_json()["provenance"]
    first = in_district(NORTH, provenance={**rests, "supplies": ["a" * 16]})
    second = in_district(SOUTH, provenance={**rests, "supplies": ["a" * 16, "b" * 16]})
    again = cube_from_bytes(cube_to_bytes(make_cube(first, second)))
    assert [f.provenance.supplies for f in again.figures] == [("a" * 16,), ("a" * 16, "b" * 16)]


def test_the_bytes_are_canonical_json_with_shared_fields_once() -> None:
    content = cube_to_bytes(make_cube())
    plain = json.loads(content)
    assert (
        content
        == json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    )
    assert content.count(b"Violence offences") == 2  # in the indicator, and once for all cells
    assert "seal" not in plain["shared"]


def test_the_order_of_an_indicators_fields_does_not_matter() -> None:
    cube = make_cube()
    turned = replace(cube, indicator=dict(reversed(cube.indicator.items())))
    assert cube_to_bytes(turned) == cube_to_bytes(cube)


def test_cells_that_are_printed_with_other_digits_keep_their_own() -> None:
    cube = make_cube(in_district(NORTH, decimals=0), in_district(SOUTH, decimals=2))
    again = cube_from_bytes(cube_to_bytes(cube))
    assert [figure.decimals for figure in again.figures] == [0, 2]
    assert again == cube


@pytest.mark.parametrize("other", [{"measure": "robbery"}, {"unit": "residents"}])
def test_figures_of_two_measures_do_not_make_a_cube(other: dict[str, Any]) -> None:
    cube = make_cube(in_district(NORTH), in_district(SOUTH, **other))
    with pytest.raises(ValueError, match="do not belong together"):
        cube_to_bytes(cube)


def test_one_cell_is_found_by_its_codes() -> None:
    cube = make_cube()
    assert cube.at(district=SOUTH.code).place == SOUTH
    with pytest.raises(KeyError, match="violence has no cell"):
        cube.at(district="Z06000009")
    with pytest.raises(KeyError, match="violence has no cell"):
        cube.at(month="2021-01")


def test_the_only_figure_is_given_where_there_is_one() -> None:
    figure = make_figure()
    assert make_cube(figure).only is figure
    with pytest.raises(ValueError, match="too many values"):
        _ = make_cube().only
