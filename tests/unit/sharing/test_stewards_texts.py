"""Agreements, mappings and contracts: read from text, checked at birth, all faults at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import vrn.partnership
from vrn.sharing.agreement import Agreement, Licence, Terms, parse_agreement, read_agreement
from vrn.sharing.column import Column, Kind, Sensitivity
from vrn.sharing.contract import Contract, RowRule
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.mapping import AgesAcross, Mapping, parse_mapping, read_mapping
from vrn.sharing.stewards_text import read_text

TEMPLATE = Path(vrn.partnership.__file__).parent / "template"
NAMES = sorted(path.stem for path in (TEMPLATE / "agreements").glob("*.toml"))

AGREEMENT = """
id = "street"
title = "Street-level crime"
supplier = "Midshire Police"
feed = "street-crime"
mapping = "street"
in_force_from = 2020-01-01
columns = ["month"]
[licence]
name = "A licence"
url = "https://example.org/licence"
statement = "Contains made-up figures"
"""
MAPPING = """
id = "street"
feed = "street-crime"
[columns]
month = "Month"
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_template_is_whole_and_fits(name: str) -> None:
    agreement = read_agreement(TEMPLATE / "agreements" / f"{name}.toml")
    mapping = read_mapping(TEMPLATE / "mappings" / f"{agreement.mapping}.toml")
    terms = Terms(CONTRACTS[agreement.feed], agreement, mapping)
    assert agreement.id == mapping.id == name
    by_agreement_alone = {"nhs_number"} & set(terms.contract.names)
    assert set(agreement.columns) == set(terms.contract.names) - by_agreement_alone
    assert agreement.tolerance == 0.01
    if agreement.licence is not None:
        assert "Open Government Licence v3.0" in agreement.licence.statement
        assert not terms.contract.is_of_persons
    else:
        assert agreement.purpose
        assert agreement.gateway


@pytest.mark.parametrize("name", ["ambulance-calls", "ae-attendances"])
def test_a_health_body_gives_nothing_about_persons_under_section_16(name: str) -> None:
    gateway = read_agreement(TEMPLATE / "agreements" / f"{name}.toml").gateway
    assert gateway.startswith("Crime and Disorder Act 1998, section 115")
    assert "Not section 16" in gateway
    assert "a partnership edits" in gateway


def test_the_template_has_a_text_for_every_feed() -> None:
    feeds = {read_agreement(TEMPLATE / "agreements" / f"{name}.toml").feed for name in NAMES}
    assert feeds == set(CONTRACTS)
    assert sorted(path.stem for path in (TEMPLATE / "mappings").glob("*.toml")) == NAMES
    assert len(NAMES) > len(CONTRACTS)


def test_an_agreement_is_read_with_its_defaults() -> None:
    agreement = parse_agreement(AGREEMENT)
    assert agreement == Agreement(
        id="street",
        title="Street-level crime",
        supplier="Midshire Police",
        feed="street-crime",
        mapping="street",
        licence=Licence("A licence", "https://example.org/licence", "Contains made-up figures"),
        columns=("month",),
        in_force_from=date(2020, 1, 1),
        sha256=agreement.sha256,
    )
    assert len(agreement.sha256) == 64
    assert agreement.sha256 != parse_agreement(AGREEMENT + "# reworded").sha256


def faults_of(text: str) -> str:
    with pytest.raises(TextError) as caught:
        parse_agreement(text, source="street.toml")
    assert caught.value.source == "street.toml" or "agreement" in caught.value.source
    return "\n".join(caught.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "street"', "", "id is missing"),
        ('id = "street"', "id = 7", "id is to be a text in quotation marks"),
        ('id = "street"', 'id = "Street/../x"', "id is to be lower-case letters"),
        ('title = "Street-level crime"', 'title = " "', "title is empty"),
        ("2020-01-01", '"2020-01-01"', "in_force_from is to be a day without quotation marks"),
        ("2020-01-01", "2020-01-01T10:00:00", "in_force_from is to be a day"),
        ("in_force_from = 2020-01-01", "", "in_force_from is missing"),
        ('["month"]', '["month", 7]', "columns is to be a list of texts"),
        ('["month"]', "[]", "columns is empty"),
        ('["month"]', '["month", "month"]', "columns names one twice"),
        ('columns = ["month"]', "", "columns is empty"),
        ("[licence]", "tolerance = 1\n[licence]", "tolerance is to be a decimal number"),
        ("[licence]", "tolerance = 0.6\n[licence]", "tolerance is a share from 0 to 0.5"),
        ("[licence]", "in_force_to = 2019-12-31\n[licence]", "in_force_to lies before"),
        ("[licence]", 'period_from = "2020-13"\n[licence]', "period_from is a month"),
        (
            "[licence]",
            'suplier = "x"\n[licence]',
            "'suplier' means nothing here: perhaps 'supplier'",
        ),
        ("[licence]", 'zzz = "x"\n[licence]', "'zzz' means nothing here: try one of id,"),
        ("[licence]", "[license]", "licence is missing"),
        ("https://", "http://", "licence.url begins with https://"),
        ('name = "A licence"', "", "licence.name is missing"),
        ("[licence]", "=", "this is not TOML"),
    ],
)
def test_each_fault_of_an_agreement_is_named(old: str, new: str, fault: str) -> None:
    assert old in AGREEMENT
    assert fault in faults_of(AGREEMENT.replace(old, new))


def test_all_faults_of_an_agreement_are_told_at_once() -> None:
    assert len(faults_of("").splitlines()) == 7


def mapping_faults(text: str) -> str:
    with pytest.raises(TextError) as caught:
        parse_mapping(text)
    return "\n".join(caught.value.faults)


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        ('format = "xls"', "format is one of csv, geojson, parquet, xlsx"),
        ('sheet = "March"', "sheet is for a workbook"),
        ("header_row = 0", "header_row is a line from 1 to 100"),
        ('format = "geojson"\nheader_row = 2', "header_row is a line from 1 to 100"),
        ('missing_words_of = {outcome = ["NULL"]}', "missing_words_of names 'outcome'"),
        (
            'missing_words = ["*"]\nwithheld = {column = "month", mark = "*", flag = "is_hidden"}',
            "the withheld mark is one of the missing words",
        ),
        ('delimiter = ";;"', "delimiter is one character"),
        ('delimiter = "a"', "delimiter is one character"),
        ('delimiter = ""', "delimiter is one character"),
        ('encoding = "latin"', "encoding is one of utf-8"),
        (
            'aliases = {outcome = ["Outcome"]}',
            "aliases names 'outcome', which the mapping does not",
        ),
        ('codes = {outcome = {a = "b"}}', "codes names 'outcome', which the mapping does not fill"),
        ('one_row_per = ["outcome"]', "one_row_per names 'outcome'"),
        ('constants = {month = "2024-03"}', "'month' is filled twice"),
        ('ignored = ["Month"]', "header 'Month' is named twice"),
        ("constants = {month = 7}", "[constants] is to hold texts only"),
        ("ages_across = {total = 1}", "ages_across.total is to be a text"),
        ("ages_across = 7", "ages_across is to be a table"),
        ('colums = ["x"]', "'colums' means nothing here: perhaps 'columns'"),
    ],
)
def test_each_fault_of_a_mapping_is_named(extra: str, fault: str) -> None:
    assert fault in mapping_faults(f"{extra}\n{MAPPING}")


def test_a_mapping_without_columns_is_no_mapping() -> None:
    assert "columns is empty" in mapping_faults('id = "a"\nfeed = "b"')


def test_a_mapping_names_the_headers_that_it_reads() -> None:
    ages = AgesAcross("All", 0, 2, "2+")
    mapping = Mapping(id="a", feed="residents", columns={"area_code": "Code"}, ages_across=ages)
    assert mapping.supplied == ("area_code", "age", "residents")
    assert mapping.headers() == {
        "Code": "area_code",
        "All": "residents|",
        "0": "residents|0",
        "1": "residents|1",
        "2+": "residents|2",
    }


def test_terms_that_do_not_fit_together_are_told_all_at_once() -> None:
    agreement = parse_agreement(AGREEMENT.replace('["month"]', '["month", "shoe_size"]'))
    mapping = parse_mapping(MAPPING.replace("street", "deprivation"))
    with pytest.raises(TextError) as caught:
        Terms(CONTRACTS["street-crime"], agreement, mapping)
    assert list(caught.value.faults) == [
        "the mapping is about the feed 'deprivation-crime', the contract about 'street-crime'",
        "the agreement names the mapping 'street'",
        "the agreement names 'shoe_size', which is no column of the feed 'street-crime'",
        "the mapping does not fill the required column 'reported_by'",
        "the mapping does not fill the required column 'falls_within'",
        "the mapping does not fill the required column 'crime_type'",
    ]


# --- contracts ----------------------------------------------------------------------------------


def column(**changes: object) -> Column:
    return Column(**{"name": "age", "kind": Kind.WHOLE, "meaning": "Age."} | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "Age"}, "its name is lower-case letters"),
        ({"meaning": " "}, "it says what it means"),
        ({"kind": Kind.CODE, "pattern": "a"}, "a pattern needs its form in words"),
        ({"kind": Kind.CODE}, "a code has a pattern or a list"),
        (
            {"kind": Kind.CODE, "allowed": ("a",), "known": ("b",)},
            "allowed and known values exclude each other",
        ),
        ({"kind": Kind.TEXT, "least": 1}, "only numbers have bounds"),
        ({"allowed": ("a",)}, "only texts and codes have patterns or lists"),
        ({"may_be_absent": True}, "a required column cannot be absent"),
        (
            {"kind": Kind.CODE, "allowed": ("a",), "examples": ("b",)},
            "the example 'b' does not fit",
        ),
    ],
)
def test_each_fault_of_a_column_is_named(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(TextError, match=fault):
        column(**changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "a whole number, digits only"),
        ({"least": 0}, "a whole number of at least 0, digits only"),
        ({"least": 0, "most": 90}, "a whole number from 0 to 90, digits only"),
        ({"kind": Kind.DECIMAL}, "a decimal number, with a point before decimals"),
        ({"kind": Kind.MONTH}, "a month written YYYY-MM, such as 2021-11"),
        ({"kind": Kind.CODE, "allowed": ("a.b", "c")}, "one of 'a.b' and 'c'"),
        ({"kind": Kind.CODE, "pattern": "^x$", "form": "an x"}, "an x"),
        ({"kind": Kind.TEXT, "required": False}, "text of at most 200 characters, or nothing"),
        ({"kind": Kind.SHAPE}, "an outline (Polygon or MultiPolygon) in longitude and latitude"),
    ],
)
def test_a_column_says_what_it_expects(changes: dict[str, object], expected: str) -> None:
    assert column(**changes).expected == expected


def test_listed_values_are_matched_as_they_are_written() -> None:
    assert column(kind=Kind.CODE, allowed=("a.b", "c")).regex == r"^(a\.b|c)$"


def test_only_plain_values_may_be_quoted() -> None:
    assert column().is_plain
    assert not column(sensitivity=Sensitivity.PERSONAL).is_plain
    assert not column(sensitivity=Sensitivity.SPECIAL).is_plain


def test_each_fault_of_a_contract_is_named() -> None:
    rule = RowRule("odd", ("sex",), "is odd", lambda _: pl.lit(value=True))
    with pytest.raises(TextError) as caught:
        Contract(
            feed="odd",
            title="Odd",
            unit="a row",
            columns=(column(), column(), column(name="line")),
            slice_form="{edition}",
            key=("area",),
            period="age",
            repeats=("id",),
            rules=(rule,),
        )
    assert list(caught.value.faults) == [
        "its slice names 'edition', which is no column of it",
        "its key names 'area', which is no column of it",
        "its repeats names 'id', which is no column of it",
        "its rule odd names 'sex', which is no column of it",
        "'age' is declared twice",
        "'line' is a name that the store needs",
        "its period 'age' is no month",
    ]


def test_a_contract_has_a_hash_that_changes_with_its_columns() -> None:
    first = Contract(feed="a", title="A", unit="a row", columns=(column(),), slice_form="all")
    other = Contract(
        feed="a", title="A", unit="a row", columns=(column(required=False),), slice_form="all"
    )
    assert first.sha256 != other.sha256
    assert first.slice_columns == ()
    assert len({contract.sha256 for contract in CONTRACTS.values()}) == len(CONTRACTS)
    assert CONTRACTS["street-crime"].slice_columns == ("month", "falls_within")


def test_a_column_that_is_not_declared_is_not_found() -> None:
    with pytest.raises(KeyError):
        CONTRACTS["street-crime"].column("victim")


def test_every_open_column_is_plain() -> None:
    for name in NAMES:
        agreement = read_agreement(TEMPLATE / "agreements" / f"{name}.toml")
        if agreement.licence is not None:
            columns = CONTRACTS[agreement.feed].columns
            assert {column.sensitivity for column in columns} == {Sensitivity.PLAIN}


def test_a_text_that_is_not_there_or_not_utf_8_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        TextError, match=r"agreed.toml: there is no such text in .*: write it there"
    ):
        read_text(tmp_path / "agreed.toml")
    odd = tmp_path / "odd.toml"
    odd.write_bytes('title = "Caf\u00e9"'.encode("cp1252"))
    with pytest.raises(TextError, match=r"odd.toml: this is not UTF-8 text \(byte 12\)"):
        read_text(odd)
