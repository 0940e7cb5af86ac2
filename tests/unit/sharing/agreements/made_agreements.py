"""A made-up agreement that lacks nothing, a contract for it, and pieces to spoil."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vrn.sharing.agreement import Agreement, parse_agreement
from vrn.sharing.agreements.signatures import SIGNED, Deed
from vrn.sharing.column import Column, Kind, Sensitivity
from vrn.sharing.contract import Contract
from vrn.sharing.person_columns import month, personal_text, record_number, token
from vrn.sharing.treatment import How, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2024, 6, 3)
WHOLE = """
id = "visits"
version = 2
title = "Visits"
supplier = "A clinic"
feed = "visits"
mapping = "visits"
purpose = "To try"
gateway = "An Act"
gateways = ["cda-1998-s115"]
identifiability = "pseudonymised"
linkage = "trial"
regime = "UK GDPR"
lawful_basis = "Article 6(1)(e)"
special_condition = "Article 9(2)(g) with Schedule 1, paragraph 6"
dpia = "DPIA-1"
area = "Midshire"
in_force_from = 2020-01-01
in_force_to = 2026-12-31
review_on = 2025-12-31
keep_months = 24
keep_months_after_end = 6
period_from = "2020-01"
columns = ["number", "came", "reason"]
[[parties]]
name = "A clinic"
kind = "health"
role = "controller"
post = "Caldicott guardian"
mailbox = "sharing@clinic.example"
[[parties]]
name = "The network"
kind = "partnership"
role = "joint controller"
post = "Data protection officer"
mailbox = "records@network.example"
"""
CONTRACT = Contract(
    feed="visits",
    title="Visits",
    unit="a visit",
    slice_form="{month}",
    period="month",
    columns=(
        record_number("number", "The visit's number."),
        Column(name="came", kind=Kind.DAY, meaning="The day.", sensitivity=Sensitivity.PERSONAL),
        Column(
            name="reason",
            kind=Kind.CODE,
            meaning="Why.",
            allowed=("ill", "hurt"),
            sensitivity=Sensitivity.SPECIAL,
        ),
        personal_text("surname", "Surname."),
    ),
    stored=(
        token("number", "Token of the number."),
        month("The month."),
        Column(
            name="reason",
            kind=Kind.CODE,
            meaning="Why.",
            allowed=("ill", "hurt"),
            sensitivity=Sensitivity.SPECIAL,
        ),
        token("surname", "Token of the surname."),
    ),
    treatments=(
        Treatment("number", How.REFERENCE, ("number",)),
        Treatment("month", How.MONTH, ("came",)),
        Treatment("surname", How.NAME, ("surname",)),
    ),
)
NUMBERS = Contract(
    feed="visits",
    title="Visits",
    unit="a month",
    slice_form="{month}",
    columns=(month("The month."),),
)


def agreement(*changes: tuple[str, str]) -> Agreement:
    """The agreement with pieces of its text replaced."""
    text = WHOLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return parse_agreement(text)


def signed(of: Agreement, *, on: date = date(2019, 12, 2), **changes: object) -> tuple[Deed, ...]:
    """A signature for each of the two parties."""
    return tuple(_signed(of, on, changes))


def _signed(of: Agreement, on: date, changes: dict[str, object]) -> Iterator[Deed]:
    for name, house in (("Ines Holt", "A clinic"), ("Tom Ashby", "The network")):
        facts = {"sha256": of.sha256, "version": of.version, "on": on, "role": "data steward"}
        yield Deed(what=SIGNED, name=name, organisation=house, **{**facts, **changes})  # type: ignore[arg-type]
