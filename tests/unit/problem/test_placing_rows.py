"""Bringing rows to one vintage of small areas, with made-up areas drawn as squares."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
import shapely
from drawn import frame_of
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.problem import placements as way
from vrn.problem.placing import COLUMNS, place_offences

# A1 stays A1; B1 is split into B2 and B3; C1 and C2 become C9; X1 and X2 are redrawn as Y1 and Y2;
# F1 is split too, in another district.
CHANGES = frame_of("""
    code_2011 | change | code_2021 | district_code
    A00000001 | U      | A00000001 | D1
    B00000001 | S      | B00000002 | D1
    B00000001 | S      | B00000003 | D1
    C00000001 | M      | C00000009 | D2
    C00000002 | M      | C00000009 | D2
    X00000001 | X      | Y00000001 | D2
    X00000001 | X      | Y00000002 | D2
    X00000002 | X      | Y00000002 | D2
    F00000001 | S      | F00000002 | D9
    F00000001 | S      | F00000003 | D9
    U00000009 | U      | U00000009 | D9
""")
# Unit squares side by side from (0, 52); a hair's gap between B2 and B3.
SQUARES = {
    "B00000002": shapely.box(0, 52, 0.99, 53),
    "B00000003": shapely.box(1.01, 52, 2, 53),
    "Y00000001": shapely.box(3, 52, 4, 53),
    "Y00000002": shapely.box(4, 52, 5, 53),
}
BOUNDARIES = pl.DataFrame(
    [
        {
            "level": "small area",
            "vintage": "2021",
            "area_code": code,
            "geometry": shapely.to_wkb(square),
        }
        for code, square in SQUARES.items()
    ]
)


def street(*rows: tuple[str | None, float | None, float | None]) -> pl.DataFrame:
    """Street rows from (area code, longitude, latitude), numbered by line."""
    return pl.DataFrame(
        [(code, east, north, line) for line, (code, east, north) in enumerate(rows, start=1)],
        schema={
            "area_code": pl.String,
            "longitude": pl.Float64,
            "latitude": pl.Float64,
            "line": pl.Int64,
        },
        orient="row",
    ).with_columns(
        pl.lit("x").alias(name)
        for name in (
            *("crime_id", "month", "crime_type", "reported_by", "falls_within", "outcome"),
            *("location", "supply", "area_name", "context"),
        )
    )


def place(*rows: tuple[str | None, float | None, float | None]) -> list[tuple[object, ...]]:
    """placement, small_area, district of each row, in order."""
    placed = place_offences(
        street(*rows), area_changes=CHANGES, boundaries=BOUNDARIES, districts=["D1", "D2"]
    )
    assert tuple(placed.columns) == COLUMNS
    assert placed["line"].to_list() == list(range(1, len(rows) + 1))
    return placed.select("placement", "small_area", "district").rows()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("A00000001", 9, 9), (way.UNCHANGED, "A00000001", "D1")),
        (("A00000001", None, None), (way.UNCHANGED, "A00000001", "D1")),
        (("B00000003", 9, 9), (way.NEW, "B00000003", "D1")),
        (("C00000002", 9, 9), (way.MERGED, "C00000009", "D2")),
        (("B00000001", 0.5, 52.5), (way.SPLIT, "B00000002", "D1")),
        (("B00000001", 1.5, 52.5), (way.SPLIT, "B00000003", "D1")),
        (("B00000001", 1.004, 52.5), (way.NEAREST, "B00000003", "D1")),
        (("B00000001", 3.5, 52.5), (way.NEAREST, "B00000003", "D1")),
        (("X00000001", 3.5, 52.5), (way.REDRAWN, "Y00000001", "D2")),
        (("X00000002", 4.5, 52.5), (way.REDRAWN, "Y00000002", "D2")),
        (("X00000002", 3.5, 52.5), (way.NEAREST, "Y00000002", "D2")),
        (("B00000001", None, None), (way.NO_LOCATION, None, None)),
        ((None, None, None), (way.NO_LOCATION, None, None)),
        (("E09999999", 0.5, 52.5), (way.OUTSIDE, None, None)),
        (("U00000009", 9, 9), (way.OUTSIDE, None, None)),
        (("F00000001", 9, 9), (way.OUTSIDE, None, None)),
        (("F00000001", None, None), (way.OUTSIDE, None, None)),
        (("F00000003", 9, 9), (way.OUTSIDE, None, None)),
        (("E0999", 0.5, 52.5), (way.UNKNOWN, None, None)),
        (("nowhere", None, None), (way.UNKNOWN, None, None)),
        ((None, 0.5, 52.5), (way.UNKNOWN, None, None)),
    ],
)
def test_each_row_is_placed_and_says_how(row, expected) -> None:
    assert place(row) == [expected]


def test_a_point_on_the_border_of_two_goes_to_the_lower_code() -> None:
    assert place(("X00000001", 4.0, 52.5)) == [(way.REDRAWN, "Y00000001", "D2")]


def test_the_nearest_is_by_distance_on_the_ground_not_in_degrees() -> None:
    # Beside the corner of B3: 0.3 degrees east of it, but 0.25 north of nothing nearer.
    tall = {"B00000002": shapely.box(0, 52, 1, 52.4), "B00000003": shapely.box(1.4, 52.75, 2, 53)}
    boundaries = BOUNDARIES.filter(~pl.col("area_code").is_in(list(tall))).vstack(
        pl.DataFrame(
            [("small area", "2021", code, shapely.to_wkb(each)) for code, each in tall.items()],
            schema=BOUNDARIES.schema,
            orient="row",
        )
    )
    # 0.30 degrees of latitude to B2; 0.40 of longitude, which are 0.24 of latitude there, to B3.
    placed = place_offences(
        street(("B00000001", 1.0, 52.75)),
        area_changes=CHANGES,
        boundaries=boundaries,
        districts=["D1"],
    )
    assert placed["small_area"].item() == "B00000003"


CODES = st.sampled_from([*{*CHANGES["code_2011"], *CHANGES["code_2021"]}, "E01000001", "bad", None])
PLACES = st.one_of(st.none(), st.tuples(st.floats(-1, 6, width=32), st.floats(51, 54, width=32)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CODES, PLACES), min_size=0, max_size=25), st.randoms())
def test_no_row_is_lost_and_none_depends_on_the_others(pairs, random) -> None:
    rows = [(code, *(point or (None, None))) for code, point in pairs]
    answers = place(*rows)
    assert len(answers) == len(rows)
    for placement, small_area, district in answers:
        assert placement in way.MEANINGS
        assert (placement in way.INSIDE) == (small_area is not None) == (district is not None)
    shuffled = random.sample(rows, len(rows))
    assert Counter(map(str, place(*shuffled))) == Counter(map(str, answers))


def test_a_missing_outline_that_a_row_needs_is_asked_for() -> None:
    lacking = BOUNDARIES.filter(pl.col("area_code") != "B00000003")
    rows = street(("B00000001", 0.5, 52.5))
    with pytest.raises(ValueError, match="receive the boundaries of B00000003"):
        place_offences(rows, area_changes=CHANGES, boundaries=lacking, districts=["D1"])
    unneeded = street(("A00000001", 0.5, 52.5))
    place_offences(unneeded, area_changes=CHANGES, boundaries=lacking, districts=["D1"])


@pytest.mark.parametrize("districts", [["D1", "D7"], []])
def test_a_district_that_the_lookup_does_not_know_is_refused(districts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"knows none in (D7|any district)"):
        place_offences(street(), area_changes=CHANGES, boundaries=BOUNDARIES, districts=districts)


@pytest.mark.parametrize(
    "wrong",
    [
        ("A00000001", "U", "B00000002", "D1"),
        ("Z00000001", "M", "A00000001", "D2"),
    ],
)
def test_a_lookup_that_contradicts_itself_is_refused(wrong: tuple[str, ...]) -> None:
    changes = CHANGES.vstack(pl.DataFrame([wrong], schema=CHANGES.schema, orient="row"))
    with pytest.raises(ValueError, match=r"contradicts itself.*A00000001"):
        place_offences(street(), area_changes=changes, boundaries=BOUNDARIES, districts=["D1"])


def test_other_vintages_are_named_by_arguments() -> None:
    changes = CHANGES.rename({"code_2011": "code_2021", "code_2021": "code_2031"})
    boundaries = BOUNDARIES.with_columns(vintage=pl.lit("2031"))
    placed = place_offences(
        street(("B00000001", 0.5, 52.5)),
        area_changes=changes,
        boundaries=boundaries,
        districts=["D1"],
        from_vintage="2021",
        to_vintage="2031",
    )
    assert placed["small_area"].item() == "B00000002"
