"""Who is who: drawn rows and the groups that they must fall in, in any order, at any size."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import polars as pl
import pytest
from drawn import frame_of
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.sharing.linkage import find_persons

COLUMNS = ("nominal", "surname", "forename", "born")
EXAMPLES = {
    "one nominal id and the same tokens": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n1      | a       | b        | c    | X
    """,
    "a changed surname under one nominal id": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n1      | d       | b        | c    | X
    """,
    "a nominal id shared by two people": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n1      | d       | e        | f    | Y
        n1      | a       | b        | c    | X
    """,
    "one person under two nominal ids": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n2      | a       | b        | c    | X
        n3      | a       | b        | d    | Y
    """,
    "agreement is passed on": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n1      | a       | b2       | c    | X
        n2      | a       | b2       | c    | X
        n2      | a3      | b2       | c3   | X
    """,
    "no nominal id": """
        nominal | surname | forename | born | person
                | a       | b        | c    | X
        n1      | a       | b        | c    | X
                | a       | b        |      | Y
                | a       | b        |      | Z
                |         |          |      | V
                |         |          |      | W
    """,
    "tokens that are missing": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n1      |         |          |      | X
        n1      | a       |          |      | X
        n2      | g       | h        |      | Y
        n2      | g       | h        | i    | Y
    """,
    "missing tokens under a shared nominal id": """
        nominal | surname | forename | born | person
        n1      | a       | b        | c    | X
        n1      | d       | e        | f    | Y
        n1      |         |          |      | Z
        n1      |         |          |      | Z
        n1      | d       |          |      | Y
    """,
    "halves that fit each other alone": """
        nominal | surname | forename | born | person
        n1      | a       |          |      | X
        n1      |         | b        | c    | X
    """,
    "halves that fit more than one": """
        nominal | surname | forename | born | person
        n1      | a       |          |      | X
        n1      | d       |          |      | Y
        n1      |         | b        | c    | Z
    """,
    "the same tokens under other ids are no half": """
        nominal | surname | forename | born | person
        n1      | a       | b        |      | X
        n2      | a       | b        |      | Y
    """,
}


def rows_of(drawn: str) -> pl.DataFrame:
    """Drawn rows in offences of their own, as the door stores them."""
    frame = frame_of(drawn).with_row_index("line", offset=2)
    return frame.with_columns(
        crime_ref=pl.format("C{}", "line"), month=pl.lit("2020-05"), role=pl.lit("suspect")
    )


def groups(keys: list[str]) -> list[list[int]]:
    """Which rows bear the same key."""
    return sorted([n for n, each in enumerate(keys) if each == key] for key in set(keys))


@pytest.mark.parametrize("drawn", EXAMPLES.values(), ids=EXAMPLES)
def test_rows_are_of_the_persons_drawn(drawn: str) -> None:
    wanted = rows_of(drawn)
    found = find_persons(wanted.drop("person"))
    assert groups(found["person"].to_list()) == groups(wanted["person"].to_list())
    assert found.drop("person").equals(wanted.drop("person"))


def test_keys_are_given_in_order_of_first_appearance() -> None:
    found = find_persons(
        rows_of(EXAMPLES["a nominal id shared by two people"]).drop("person").reverse()
    )
    assert found["person"].to_list() == ["P000001", "P000002", "P000001"]


def test_an_id_that_stands_in_for_whoever_was_not_known_joins_nobody() -> None:
    """Thirty people under one id, with a few forenames among them."""
    rows = [f"n0 | s{n} | f{n % 3} | b{n} | P{n}" for n in range(30)]
    found = find_persons(
        rows_of("\n".join(["nominal | surname | forename | born | person", *rows])).drop("person")
    )
    assert found["person"].n_unique() == 30


def test_nobody_is_nobody() -> None:
    none = find_persons(rows_of(EXAMPLES["no nominal id"]).drop("person").clear())
    assert none.is_empty()
    assert none.schema["person"] == pl.String


TOKEN = st.sampled_from(["a", "b", "c", None])
PEOPLE = st.lists(
    st.tuples(st.sampled_from(["n1", "n2", "n3", None]), TOKEN, TOKEN, TOKEN), max_size=25
)


def frame(people: list[tuple[str | None, ...]], lines: list[int]) -> pl.DataFrame:
    """Rows with lines of their own, in the order given."""
    table = pl.DataFrame(people, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    return table.with_columns(
        pl.Series("line", lines, dtype=pl.Int64),
        pl.Series("crime_ref", [f"C{line:03d}" for line in lines], dtype=pl.String),
    )


@settings(max_examples=150, deadline=None)
@given(PEOPLE, st.randoms())
def test_the_order_of_the_rows_changes_no_key(people, random) -> None:
    order = random.sample(range(len(people)), len(people))
    straight = find_persons(frame(people, list(range(len(people)))))
    shuffled = find_persons(frame([people[n] for n in order], order))
    assert straight.equals(shuffled.sort("line"))


@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_what_agrees_wholly_is_one_and_what_cannot_be_compared_is_two(people) -> None:
    keys = find_persons(frame(people, list(range(len(people)))))["person"].to_list()
    for n, one in enumerate(people):
        for m, other in enumerate(people[:n]):
            if None not in one[1:] and one[1:] == other[1:]:
                assert keys[n] == keys[m]
            if one[0] is not None and one[0] == other[0]:
                agree = [x == y for x, y in zip(one[1:], other[1:], strict=True) if x and y]
                assert keys[n] == keys[m] or not any(agree)
            if one[0] is None and None in one[1:]:
                assert keys[n] != keys[m]


def test_a_hundred_thousand_rows_are_a_matter_of_a_second() -> None:
    rng = np.random.default_rng(7)
    person = rng.integers(0, 40_000, 100_000)
    is_other = rng.random(100_000) < 0.02
    rows = pl.DataFrame(
        {
            "nominal": [f"n{each}" for each in np.where(is_other, person + 50_000, person)],
            "surname": [f"s{each % 9_001}" for each in person],
            "forename": [f"f{each % 997}" for each in person],
            "born": [f"b{each}" for each in person],
            "crime_ref": [f"C{each}" for each in range(100_000)],
        }
    )
    start = perf_counter()
    found = find_persons(rows)
    assert perf_counter() - start < 5
    assert found["person"].n_unique() == len(set(person.tolist()))
