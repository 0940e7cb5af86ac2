"""What an agreement's text lacks or says wrongly: parties, law, time, extent, several flows."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.sharing.agreements.made_agreements import CONTRACT, NUMBERS, WHOLE, agreement
from vrn.sharing.agreement import Terms, parse_agreement, parse_flows
from vrn.sharing.agreements.completeness import faults_of
from vrn.sharing.agreements.conditions import Identifiability, is_somebodys
from vrn.sharing.agreements.law import (
    basis_in_words,
    gateways,
    is_about_persons,
    why_unlawful,
)
from vrn.sharing.fault import TextError
from vrn.sharing.mapping import Mapping

CLINIC = 'name = "A clinic"\nkind = "health"\nrole = "controller"'


def faults(*changes: tuple[str, str]) -> str:
    return "\n".join(faults_of(agreement(*changes), CONTRACT))


def test_a_whole_agreement_has_no_fault() -> None:
    found = agreement()
    assert faults_of(found, CONTRACT) == ()
    assert found.identifiability is Identifiability.PSEUDONYMISED
    assert (found.version, found.text_id, len(found.conditions.parties)) == (2, "visits", 2)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('supplier = "A clinic"', 'supplier = "Another"', "'Another' is none of the parties"),
        ('role = "joint controller"', 'role = "friend"', "role of The network is one of contr"),
        ('kind = "partnership"', 'kind = "club"', "the kind of The network is one of police"),
        ('post = "Caldicott guardian"', 'post = " "', "the post to write to at A clinic is blank"),
        ("sharing@clinic.example", "", "the shared mailbox of A clinic is blank"),
        ("sharing@clinic.example", "clinic", "the mailbox of A clinic is no address"),
        ("sharing@clinic.example", "x@gmail.com", "the mailbox of A clinic is a private address"),
        ('gateways = ["cda-1998-s115"]', "", "gateways is missing: name one or more of pcsc"),
        ('["cda-1998-s115"]', '["an-act"]', "gateways names 'an-act': try one of pcsc-2022-s16"),
        ('["cda-1998-s115"]', '["pcsc-2022-s16"]', "no other gateway is recorded"),
        ('["cda-1998-s115"]', '["no-personal-information"]', "the flow is not lawful"),
        ('regime = "UK GDPR"', 'regime = "GDPR"', "regime is one of UK GDPR and Part 3"),
        ('regime = "UK GDPR"', "", "regime is one of UK GDPR and Part 3"),
        ('regime = "UK GDPR"', 'regime = "Part 3"', "does not fit the regime Part 3: one of sec"),
        ("6(1)(e)", "6(1)(z)", "lawful_basis = 'Article 6(1)(z)' does not fit the regime UK GDPR"),
        (" with Schedule 1, paragraph 6", "", "needs a condition beside it, written like"),
        (
            'special_condition = "Article 9(2)(g) with Schedule 1, paragraph 6"',
            "",
            "special_condition is missing: reason are special categories, and UK GDPR asks",
        ),
        ('identifiability = "pseudonymised"', "", "identifiability is missing: one of identified"),
        ('"pseudonymised"', '"anonymised"', "anonymised, and yet tokens are made of the feed"),
        ('"came", "reason"', '"came", "surname"', "pseudonymised, and yet surname hold names"),
        ('dpia = "DPIA-1"', 'dpia = ""', "dpia is blank"),
        ('area = "Midshire"', "", "area is blank"),
        ("in_force_to = 2026-12-31", "", "in_force_to is missing"),
        ("review_on = 2025-12-31", "", "review_on is missing"),
        ("2025-12-31", "2027-01-01", "review_on lies outside the days"),
        ("2025-12-31", "2019-12-31", "review_on lies outside the days"),
        ("keep_months = 24", "", "keep_months is missing"),
        ("keep_months = 24", "keep_months = -1", "keep_months is a number of months from 0"),
        ('period_from = "2020-01"', "", "period_from is missing"),
    ],
)
def test_each_lack_of_an_agreement_is_named(old: str, new: str, fault: str) -> None:
    assert fault in faults((old, new))


def test_two_parties_are_needed_one_of_them_a_controller() -> None:
    head = WHOLE.partition("[[parties]]")[0]
    assert "parties names fewer than two" in "\n".join(faults_of(parse_agreement(head), CONTRACT))
    both = faults(('"controller"', '"processor"'), ('"joint controller"', '"processor"'))
    assert "no party is a controller" in both


@pytest.mark.parametrize(
    ("condition", "fits"), [("Schedule 8, paragraph 1", True), ("Article 9(2)(g)", False)]
)
def test_part_3_has_conditions_of_its_own(condition: str, fits: bool) -> None:
    found = faults(
        ('regime = "UK GDPR"', 'regime = "Part 3"'),
        ("Article 6(1)(e)", "section 35(2)(b)"),
        ("Article 9(2)(g) with Schedule 1, paragraph 6", condition),
    )
    assert ("does not fit" not in found) is fits


def test_a_condition_that_needs_nothing_beside_it_stands_alone() -> None:
    assert faults(("Article 9(2)(g) with Schedule 1, paragraph 6", "Article 9(2)(a)")) == ""


@pytest.mark.parametrize(
    ("feed", "regime", "condition", "fault"),
    [
        ("visits", "UK GDPR", "", ""),
        ("police-people", "UK GDPR", "Schedule 1, paragraph 6", ""),
        ("probation", "UK GDPR", "official authority", ""),
        ("youth-justice", "UK GDPR", "", "criminal_condition is missing: its rows tell of off"),
        ("police-offences", "UK GDPR", "Article 9", "criminal_condition = 'Article 9' is none:"),
        ("police-people", "Part 3", "", ""),
    ],
)
def test_rows_that_tell_of_offences_need_a_condition_under_article_10(
    feed: str, regime: str, condition: str, fault: str
) -> None:
    found = faults(
        ('feed = "visits"', f'feed = "{feed}"'),
        ('regime = "UK GDPR"', f'regime = "{regime}"\ncriminal_condition = "{condition}"'),
    )
    said = [line for line in found.splitlines() if "criminal_condition" in line]
    assert bool(said) is bool(fault)
    assert fault in found


def test_numbers_need_no_regime_and_no_impact_assessment() -> None:
    numbers = agreement(
        ('"pseudonymised"', '"aggregate"'),
        ('["cda-1998-s115"]', '["no-personal-information"]'),
        ('regime = "UK GDPR"', ""),
        ('dpia = "DPIA-1"', ""),
    )
    assert faults_of(numbers, NUMBERS) == ()
    assert not is_about_persons(numbers, NUMBERS)


def test_open_data_lacks_nothing_beside_its_licence() -> None:
    licence = '[licence]\nname = "A"\nurl = "https://example.org"\nstatement = "S"\n'
    head = WHOLE.partition("purpose")[0] + 'in_force_from = 2020-01-01\ncolumns = ["came"]\n'
    assert faults_of(parse_agreement(head + licence), CONTRACT) == ()


@pytest.mark.parametrize(
    ("kind", "codes", "says"),
    [
        ("health", '["pcsc-2022-s16"]', "A clinic is a health body: under section 16(4)"),
        ("social care", '["pcsc-2022-s16"]', "is a social care body"),
        ("health", "[]", "no other gateway is recorded"),
        ("health", '["pcsc-2022-s16", "nhs-2006-s251"]', ""),
        ("police", '["pcsc-2022-s16"]', ""),
        ("police", "[]", ""),
        ("police", '["no-personal-information"]', "by which rows about persons may not come"),
        ("police", '["unheard-of"]', "by which rows about persons may not come from A clinic"),
    ],
)
def test_section_16_lets_no_health_body_give_a_row(kind: str, codes: str, says: str) -> None:
    changed = CLINIC.replace("health", kind)
    found = agreement((CLINIC, changed), ('["cda-1998-s115"]', codes))
    words = why_unlawful(found, CONTRACT)
    assert says in words
    assert bool(words) is bool(says)


def test_a_supplier_of_unknown_kind_is_not_taken_for_another_body() -> None:
    found = agreement(
        ('supplier = "A clinic"', 'supplier = "Who?"'), ("cda-1998-s115", "pcsc-2022-s16")
    )
    assert "may not come from Who?" in why_unlawful(found, CONTRACT)
    assert why_unlawful(found, NUMBERS) == ""


def test_a_flow_called_anonymised_is_taken_at_its_word_without_identifiers_alone() -> None:
    found = agreement(('"pseudonymised"', '"anonymised"'), ("cda-1998-s115", "pcsc-2022-s16"))
    assert "section 16(4)" in why_unlawful(found, CONTRACT), "it has a number of its own"


def test_bases_and_gateways_have_words() -> None:
    assert "public interest" in basis_in_words("UK GDPR", "basis", "Article 6(1)(e)")
    assert basis_in_words("UK GDPR", "basis", "Article 99") == "Article 99"
    assert gateways()["pcsc-2022-s16"]["persons"] == "not from health or social care"


@pytest.mark.parametrize(
    ("mailbox", "person", "is_own"),
    [
        ("amina.marsh@police.example", "Amina Marsh", True),
        ("a.marsh@police.example", "Amina Marsh", True),
        ("sharing@police.example", "Amina Marsh", False),
    ],
)
def test_a_persons_own_address_is_told(mailbox: str, person: str, is_own: bool) -> None:
    assert is_somebodys(mailbox, person) is is_own


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("version = 2", "version = 0", "version is a number from 1 on"),
        ('"pseudonymised"', '"secret"', "identifiability is one of identified"),
        ('"2020-01"', '"2020-01"\nperiod_to = "2019-12"', "period_to lies before period_from"),
        ('"2020-01"', '"2020-01"\narea_column = "x"', "area_column and area_begins stand tog"),
        ("2025-12-31", '"2025"', "review_on is to be a day without quotation marks"),
        ('post = "Caldicott guardian"', 'phone = "0"', "parties 1: 'phone' means nothing here"),
        ('kind = "health"\n', "", "parties 1: kind is missing"),
    ],
)
def test_each_fault_of_a_text_is_named(old: str, new: str, fault: str) -> None:
    with pytest.raises(TextError) as caught:
        agreement((old, new))
    assert fault in str(caught.value)


def test_parties_are_tables() -> None:
    head = WHOLE.partition("[[parties]]")[0]
    with pytest.raises(TextError, match="parties 1 is to be a table"):
        parse_agreement(head + 'parties = ["a"]')


def test_the_column_that_says_where_a_row_is_of_is_a_stored_one() -> None:
    found = agreement(('"2020-01"', '"2020-01"\narea_column = "came"\narea_begins = ["E"]'))
    mapping = Mapping(id="visits", feed="visits", columns={"came": "C", "number": "N"})
    with pytest.raises(TextError, match="area_column = 'came' is no stored column: number, month"):
        Terms(CONTRACT, found, mapping)


# --- several flows -------------------------------------------------------------------------------

FLOW = """
[[flows]]
id = "{0}"
title = "Flow {0}"
feed = "visits"
mapping = "visits"
gateway = "An Act"
gateways = ["cda-1998-s115"]
identifiability = "pseudonymised"
columns = ["{1}"]
"""
HEAD = """
id = "both"
title = "Both"
supplier = "A clinic"
purpose = "To try"
in_force_from = 2020-01-01
"""


def test_a_text_of_two_flows_gives_two_agreements_that_share_its_head() -> None:
    one, two = parse_flows(HEAD + FLOW.format("one", "number") + FLOW.format("two", "came"))
    assert (one.id, two.id, one.columns, two.columns) == ("one", "two", ("number",), ("came",))
    assert (one.text_id, one.title, one.supplier) == ("both", "Flow one", "A clinic")
    assert one.sha256 == two.sha256, "they are signed as one text"
    assert one.in_force_from == two.in_force_from == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + FLOW.format("one", "came") + FLOW.format("one", "came"), "have the same id"),
        (HEAD + "flows = []", "flows is empty"),
        (HEAD + "flows = [7]", "flows 1 is to be a table"),
        (HEAD + 'feed = "visits"\n' + FLOW.format("one", "came"), "'feed' means nothing here"),
        (HEAD + FLOW.format("one", "came") + 'purpose = "x"\n', "flows 1: 'purpose' means nothing"),
    ],
)
def test_each_fault_of_flows_is_named(text: str, fault: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_flows(text)
    assert fault in str(caught.value)


def test_a_text_of_two_flows_is_no_single_agreement() -> None:
    with pytest.raises(TextError, match="several flows: name one of one, two"):
        parse_agreement(HEAD + FLOW.format("one", "came") + FLOW.format("two", "came"))
