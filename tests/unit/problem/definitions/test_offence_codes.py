"""Offence codes: every form is one code, old classes are read as today's, unknown ones stay so."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from drawn import frame_of

from vrn.partnership.reference import read_list
from vrn.problem.definitions.offence_codes import (
    GROUPS,
    NOT_CLASSIFIED,
    OffenceCode,
    class_of,
    classify_offences,
    crosswalk,
    normalise_code,
    offence_codes,
    read_as,
)


@pytest.mark.parametrize(
    ("forms", "code", "offence_class"),
    [
        (("4/1", "4.1", "004/01", "004.01", " 4/1 ", "4/1/00", "004/01/00"), "4/1", "4/1"),
        (("4/10", "4.10", "004/10"), "4/10", "4/10"),
        (("8N", "008N", "8n", "8N/00"), "8N", "8N"),
        (("8N/06", "008N/06", "8N/6", "8N.06", "8n/006"), "8N/06", "8N"),
        (("34B/01", "034B/1"), "34B/01", "34B"),
        (("1/01", "001/01", "1/1"), "1/01", "1"),
        (("1", "001", "001/00"), "1", "1"),
        (("37.1", "037/01"), "37/1", "37/1"),
        (("4/1/02",), "4/1/02", "4/1"),
        (("8N/06/01",), "8N/06/01", "8N"),
    ],
)
def test_every_form_is_one_code(forms: tuple[str, ...], code: str, offence_class: str) -> None:
    assert {normalise_code(form) for form in forms} == {code}
    assert {class_of(form) for form in forms} == {offence_class}
    assert normalise_code(code) == code


@pytest.mark.parametrize("text", ["", "ABH", "N8", "8NN", "/06"])
def test_what_is_no_code_stays_as_it_is_and_is_not_listed(text: str) -> None:
    assert normalise_code(text) == text
    assert class_of(text) not in offence_codes()


def test_the_crosswalk_is_as_settled() -> None:
    assert {old: read_as(old) for old in ("5A", "5B", "5C", "8F", "8G", "8H", "8J", "8K")} == {
        "5A": "5D", "5B": "5E", "5C": "5E", "8F": "8N", "8G": "8N", "8H": "8P", "8J": "8P",
        "8K": "8K",
    }  # fmt: skip
    assert read_as("8G", on="2012-03-31") == "8G"
    assert read_as("8G", on="2012-04-01") == "8N"


def test_the_lists_agree_with_each_other() -> None:
    listed = offence_codes()
    assert all(normalise_code(code) == class_of(code) == code for code in listed)
    assert len(listed) == len(read_list("offence_codes.csv"))
    for old, (new, changed_on) in crosswalk().items():
        assert listed[new].valid_from == changed_on
        assert (
            date.fromisoformat(listed[old].valid_to).toordinal() + 1
            == date.fromisoformat(changed_on).toordinal()
        )
    for row in read_list("offence_subclasses.csv"):
        assert class_of(row["code"]) in listed
    assert {each.offence_group for each in listed.values()} == set(GROUPS)
    assert all(each.source and each.title for each in listed.values())


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("homicide", {"1", "4/1", "4/2", "4/10"}),
        ("attempted murder", {"2"}),
        ("assault with intent to cause serious harm", {"5A", "5D"}),
        ("endangering life", {"5B", "5C", "5E"}),
        ("assault with injury", {"8F", "8G", "8H", "8J", "8N", "8P", "8S", "8T"}),
        ("robbery", {"34A", "34B"}),
        ("rape", {"19C", "19D", "19E", "19F", "19G", "19H"}),
        ("sexual assault", {"17A", "17B", "20A", "20B"}),
        ("threats to kill", {"3B"}),
    ],
)
def test_the_groups_of_serious_violence(group: str, codes: set[str]) -> None:
    assert {each.code for each in offence_codes().values() if each.offence_group == group} == codes


def test_a_group_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of homicide, attempted murder"):
        OffenceCode("9Z", "A made-up offence", "mischief", "", "", "(ours)")


OFFENCES = frame_of("""
    ho_code   | month   | committed_from
    008N/06   | 2020-05 | 2020-05-02T23:10
    8N/01     | 2020-05 | 2020-05-02T23:10
    8P/34     | 2020-05 | 2020-05-02T23:10
    8G/01     | 2020-05 | 2011-06-02T23:10
    8G/01     | 2020-05 | 2020-05-02T23:10
    8N/06     | 2012-03 | 2012-03-02T23:10
    004/01/00 | 2020-05 | 2020-05-02T23:10
    8X/99     | 2020-05 | 2020-05-02T23:10
""")
CLASSIFIED = """
    code | offence | offence_group       | abh                | late
    8N   | 8N/06   | assault with injury | actual bodily harm | no
    8N   | 8N/01   | assault with injury | other              | no
    8P   | 8P/34   | assault with injury | actual bodily harm | no
    8N   | 8N      | assault with injury | other              | no
    8N   | 8N      | assault with injury | other              | yes
    8N   | 8N/06   | assault with injury | actual bodily harm | yes
    4/1  | 4/1     | homicide            | other              | no
    8X   | 8X/99   | not classified      | other              | no
"""


def test_offences_are_classified_as_drawn() -> None:
    found = classify_offences(OFFENCES)
    drawn = frame_of(CLASSIFIED)
    assert found.select(drawn.columns[:-1]).rows() == drawn.select(drawn.columns[:-1]).rows()
    assert found["is_code_out_of_time"].to_list() == [late == "yes" for late in drawn["late"]]
    assert found.select(OFFENCES.columns).equals(OFFENCES)


def test_an_offence_without_a_code_is_not_classified() -> None:
    none = OFFENCES.head(1).with_columns(ho_code=pl.lit(None, pl.String))
    assert classify_offences(none)["offence_group"].to_list() == [NOT_CLASSIFIED]
    assert classify_offences(OFFENCES.clear()).is_empty()
