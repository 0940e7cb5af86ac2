"""What a contract says of its stored columns, and what mappings and agreements say for persons."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from vrn.sharing.agreement import Terms, parse_agreement
from vrn.sharing.checks.shaping import shape_rows
from vrn.sharing.column import Column, Kind, Sensitivity
from vrn.sharing.contract import Contract
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.mapping import Mark, parse_mapping
from vrn.sharing.person_columns import PSEUDONYM_PATTERN, personal_text, token
from vrn.sharing.treatment import TOKENS, How, Treatment

NAME = personal_text("surname", "Surname.")
TOKEN = token("surname", "Token of the surname.")
TEAM = Column(name="team", kind=Kind.TEXT, meaning="Team.")
CONTRACT = Contract(
    feed="people",
    title="People",
    unit="a person",
    slice_form="all",
    columns=(NAME, TEAM),
    stored=(TOKEN, TEAM),
    treatments=(Treatment("surname", How.NAME, ("surname",)),),
)
AGREEMENT = """
id = "people"
title = "People"
supplier = "A club"
feed = "people"
mapping = "people"
in_force_from = 2020-01-01
columns = ["surname", "team"]
purpose = "To try"
gateway = "An Act"
linkage = "trial"
"""
MAPPING = """
id = "people"
feed = "people"
[columns]
surname = "Surname"
team = "Team"
"""


def faults_of(**changes: object) -> str:
    with pytest.raises(TextError) as caught:
        replace(CONTRACT, **changes)  # type: ignore[arg-type]
    return "\n".join(caught.value.faults)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"treatments": ()}, "'surname' is stored, and neither arrives so nor is made"),
        ({"treatments": CONTRACT.treatments * 2}, "'surname' is made twice"),
        ({"stored": (TEAM,)}, "'surname' is made and not stored"),
        ({"stored": (TOKEN,)}, "'team' arrives for nothing"),
        ({"stored": (TOKEN, TEAM, TEAM)}, "'team' is declared twice"),
        ({"slice_form": "{month}"}, "its slice names 'month', which is no column of it"),
        (
            {"treatments": (Treatment("surname", How.NAME, ("forename",)),)},
            "its treatment surname names 'forename', which is no column of it",
        ),
    ],
)
def test_each_fault_of_what_is_stored_is_named(changes: dict[str, object], fault: str) -> None:
    assert fault in faults_of(**changes)


def test_a_treatment_takes_the_columns_that_it_needs() -> None:
    with pytest.raises(TextError, match="is made of 2 column"):
        Treatment("ho_code", How.CODE, ("ho_class",))
    with pytest.raises(TextError, match="is made of 1 column"):
        Treatment("surname", How.NAME, ("surname", "forename"))


def test_a_contract_knows_what_it_needs_at_the_door() -> None:
    assert CONTRACT.stored_names == ("surname", "team")
    assert CONTRACT.is_of_persons
    assert CONTRACT.needs_key
    assert not CONTRACT.needs_offences
    assert CONTRACTS["police-people"].needs_offences
    street = CONTRACTS["street-crime"]
    assert street.stored_columns == street.columns
    assert not street.is_of_persons
    assert not street.needs_key
    assert not street.needs_offences


def test_the_hash_changes_with_what_is_stored() -> None:
    other = replace(CONTRACT, treatments=(Treatment("surname", How.REFERENCE, ("surname",)),))
    assert other.sha256 != CONTRACT.sha256


# --- the contracts of the agencies ---------------------------------------------------------------

IDENTIFYING = {"surname", "forename", "born", "home", "nominal", "incident", "attendance"}
FREE = {"postcode", "home_postcode"}
TOLD_IN_WORDS = {
    ("police-offences", "offence_title"),
    ("injury-surveillance", "method_description"),
    ("injury-surveillance", "location_description"),
}


@pytest.mark.parametrize("feed", CONTRACTS)
def test_nothing_that_identifies_is_stored_but_as_a_token(feed: str) -> None:
    contract = CONTRACTS[feed]
    assert not FREE & set(contract.stored_names) or not contract.is_of_persons
    made = {treatment.makes: treatment.how for treatment in contract.treatments}
    for column in contract.stored_columns:
        if column.name in IDENTIFYING:
            assert made[column.name] in TOKENS
            assert column.pattern == PSEUDONYM_PATTERN
            assert column.sensitivity is Sensitivity.PERSONAL


@pytest.mark.parametrize("feed", [f for f, c in CONTRACTS.items() if c.is_of_persons])
def test_no_free_text_about_a_person_is_stored(feed: str) -> None:
    """Every stored text has a form or a list; the title is looked up, not kept.

    Injury surveillance tells in words where and how: of a place and a thing, and beside nobody's
    age, sex or number.
    """
    for column in CONTRACTS[feed].stored_columns:
        is_bound = column.is_number or column.regex
        assert is_bound or (feed, column.name) in TOLD_IN_WORDS


@pytest.mark.parametrize(
    ("feed", "special"),
    [
        ("police-people", {"ethnicity_self", "ethnicity_officer"}),
        ("ambulance", {"chief_complaint", "injury_mechanism"}),
        ("ae-attendances", {"intent", "mechanism", "ethnic_category", "disposal"}),
        ("hospital-admissions", set()),
    ],
)
def test_health_and_ethnicity_are_special(feed: str, special: set[str]) -> None:
    columns = CONTRACTS[feed].stored_columns
    assert {c.name for c in columns if c.sensitivity is Sensitivity.SPECIAL} == special


# --- agreements and mappings ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('gateway = "An Act"', "", "purpose and gateway stand together, or neither"),
        ('purpose = "To try"', "", "purpose and gateway stand together, or neither"),
        ('purpose = "To try"', 'purpose = " "', "purpose is empty"),
        ('linkage = "trial"', 'linkage = "../trial"', "linkage is to be lower-case letters"),
    ],
)
def test_each_fault_of_an_agreement_about_persons_is_named(old: str, new: str, fault: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_agreement(AGREEMENT.replace(old, new))
    assert fault in str(caught.value)


def test_persons_need_a_gateway_and_tokens_a_linkage_project() -> None:
    licence = '[licence]\nname = "A"\nurl = "https://example.org"\nstatement = "S"\n'
    text = AGREEMENT.partition("purpose")[0] + licence
    with pytest.raises(TextError) as caught:
        Terms(CONTRACT, parse_agreement(text), parse_mapping(MAPPING))
    assert list(caught.value.faults) == [
        "the feed is about persons: the agreement is to name purpose and gateway",
        "tokens are made of this feed: the agreement is to name its linkage project",
    ]


def test_an_agreement_with_purpose_and_gateway_needs_no_licence() -> None:
    agreement = parse_agreement(AGREEMENT)
    assert agreement.licence is None
    assert (agreement.purpose, agreement.gateway, agreement.linkage) == (
        "To try",
        "An Act",
        "trial",
    )
    Terms(CONTRACT, agreement, parse_mapping(MAPPING))


def shaped(mapping: str, **cells: str | None) -> tuple[dict[str, object], list[str]]:
    rows = pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String))
    rows = rows.with_columns(line=pl.lit(2, pl.Int64))
    found = shape_rows(rows, parse_mapping(mapping), CONTRACT, "p.csv")
    return found.rows.row(0, named=True), found.faults["words"].to_list()


CODES = "\n[codes.team]\nRed = 'red'\nNone = ''\n'' = 'no team'\n"


@pytest.mark.parametrize(
    ("top", "cell", "ours"),
    [
        ("", "Red", "red"),
        ("codes_in_any_case = true\n", "RED", "red"),
        ("", "None", None),
        ("", None, "no team"),
    ],
)
def test_codes_may_be_empty_on_either_side(top: str, cell: str | None, ours: str | None) -> None:
    row, faults = shaped(top + MAPPING + CODES, surname="Madeup", team=cell)
    assert row["team"] == ours
    assert faults == []


def test_a_code_in_another_case_is_not_guessed_unless_the_mapping_says_so() -> None:
    row, faults = shaped(MAPPING + CODES, surname="Madeup", team="RED")
    assert row["team"] is None
    assert faults == ["is not in the mapping's list of codes: Red, None, (empty)"]


def test_codes_that_differ_in_capitals_alone_cannot_stand_for_any_case() -> None:
    with pytest.raises(TextError, match=r"codes\.team has codes that differ in capitals alone"):
        parse_mapping("codes_in_any_case = true\n" + MAPPING + "[codes.team]\na = 'x'\nA = 'y'\n")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[withheld]\ncolumn = "n"\nmark = "*"\nflag = "f"', "withheld names 'n'"),
        ('[withheld]\ncolumn = "team"\nmark = "*"', "withheld.flag is missing"),
        ("[withheld]\nmarks = 1", "'marks' means nothing here: perhaps 'mark'"),
        ('[dates]\nborn = "%d/%m/%Y"', "dates names 'born', which the mapping does not fill"),
        ("[codes_in_any_case]", "codes_in_any_case is to be true or false"),
    ],
)
def test_each_fault_of_a_mapping_for_persons_is_named(text: str, fault: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_mapping(f"{MAPPING}{text}\n")
    assert fault in str(caught.value)


def test_a_mapping_that_marks_withheld_numbers_fills_the_flag() -> None:
    text = f'{MAPPING}[withheld]\ncolumn = "team"\nmark = "*"\nflag = "hidden"\n'
    mapping = parse_mapping(text)
    assert mapping.withheld == Mark("team", "*", "hidden")
    assert mapping.supplied == ("surname", "team", "hidden")
