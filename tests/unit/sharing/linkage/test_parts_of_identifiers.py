"""What of a name, a birth or a number still meets when it was written another way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.partnership.reference import read_list
from vrn.sharing.pseudonyms import parts
from vrn.sharing.pseudonyms.nhs_number import normalise_nhs_number
from vrn.sharing.pseudonyms.recipe import normalise_name
from vrn.sharing.pseudonyms.sounds import sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MOHAMMED", "MUHAMAD"),
        ("STEPHEN", "STEVEN"),
        ("GEOFFREY", "JEFFREY"),
        ("CATHERINE", "KATHRYN"),
        ("SMITH", "SMYTHE"),
        ("WRIGHT", "RITE"),
        ("KNOX", "NOKS"),
        ("MACDONALD", "MCDONALD"),
        ("SCHMIDT", "SZMIT"),
        ("IAN", "YAN"),
    ],
)
def test_names_said_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("one", "other"), [("JONES", "SMITH"), ("ALI", "KHAN"), ("ANNE", "JANE")])
def test_names_said_otherwise_have_two(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


@given(st.text())
def test_no_text_is_too_odd_for_a_part(text: str) -> None:
    for make in (parts.group_of, parts.sound_of_name, parts.head_of, parts.tail_of):
        assert make(text) is None or make(text)
    if normalise_name(text) is None:
        assert parts.group_of(text) is parts.sound_of_name(text) is parts.head_of(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bob", "Robert"), ("Mohd", "Muhammad"), ("Katie Jane", "Catherine"), ("Gosia", "Margaret")],
)
def test_forenames_that_one_person_goes_by_are_one_group(one: str, other: str) -> None:
    assert parts.group_of(one) == parts.group_of(other)


def test_a_forename_is_in_one_group_alone_and_each_line_says_where_it_is_from() -> None:
    rows = read_list("forename_groups.csv")
    names = [n for row in rows for n in {row["group"], *row["forenames"].split()}]
    normal = [normalise_name(name) for name in names]
    assert len(normal) == len(set(normal))
    assert all(row["as_of"] and row["provenance"].startswith("(memory)") for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1999-03-04", ("1999", "03", "04")),
        ("1999-03", ("1999", "03", None)),
        ("1999", ("1999", None, None)),
        ("1900-01-01", (None, None, None)),
        ("not known", (None, None, None)),
    ],
)
def test_a_birth_written_in_part_keeps_the_parts_it_has(text, expected) -> None:
    assert (
        parts.year_of_birth(text),
        parts.month_of_birth(text),
        parts.day_of_birth(text),
    ) == expected


@pytest.mark.parametrize(
    "text", ["9434765918", "943476591", "94347659190", "9.43E+09", "1111111111", "", "943476591X"]
)
def test_an_nhs_number_that_is_not_right_is_none(text: str) -> None:
    assert normalise_nhs_number(text) is None


def test_a_check_digit_of_ten_is_no_check_digit_and_of_eleven_is_nought() -> None:
    """1000000060: 1 x 10 + 6 x 2 = 22, the rest is 0, 11 - 0 = 11, and so 0 is right."""
    assert normalise_nhs_number("1000000060") == "1000000060"
    assert all(normalise_nhs_number(f"300000000{digit}") is None for digit in (0, 1))
