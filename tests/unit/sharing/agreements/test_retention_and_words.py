"""What is due for deletion and by which clause; and an agreement told in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sharing.agreements.made_agreements import CONTRACT, WHOLE, agreement, signed
from vrn.sharing.agreement import parse_agreement
from vrn.sharing.agreements.explaining import explain
from vrn.sharing.agreements.retention import Due, add_months, due_for_deletion
from vrn.sharing.agreements.signatures import WITHDRAWN
from vrn.sharing.mapping import Mapping

A = agreement()
ENDED = date(2024, 8, 31)


def receipt(name: str = "aa", on: str = "2023-05-31", **more: Any) -> dict[str, Any]:
    return {"id": name, "agreement": "visits", "state": "accepted", "received_on": on, **more}


@pytest.mark.parametrize(
    ("today", "is_due"), [(date(2025, 5, 30), False), (date(2025, 5, 31), True)]
)
def test_a_supply_is_due_when_its_months_are_over(today: date, is_due: bool) -> None:
    """Received on 31 May 2023 and kept 24 months: from 31 May 2025 on it may be kept no longer."""
    expected = (Due(date(2025, 5, 31), "aa", "visits", "keep_months = 24"),)
    assert due_for_deletion([(A, None)], [receipt()], today) == (expected if is_due else ())


def test_after_the_end_the_earlier_clause_counts() -> None:
    """Ended on 31 August 2024 and kept 6 months after: 28 February 2025."""
    (due,) = due_for_deletion([(A, ENDED)], [receipt()], date(2025, 3, 1))
    assert due.day == date(2025, 2, 28)
    assert due.clause == "keep_months_after_end = 6, ended on 2024-08-31"


def test_refused_and_unknown_supplies_and_texts_without_a_time_are_left_out() -> None:
    late = date(2090, 1, 1)
    others = [receipt(state="refused"), receipt(agreement="another"), receipt(removed={})]
    assert due_for_deletion([(A, None)], others, late) == ()
    timeless = agreement(("keep_months = 24", ""), ("keep_months_after_end = 6", ""))
    assert due_for_deletion([(timeless, ENDED)], [receipt()], late) == ()


def test_the_longest_overdue_comes_first() -> None:
    receipts = [
        receipt("bb", "2023-02-01"),
        receipt("aa", "2023-03-01"),
        receipt("cc", "2023-01-01"),
    ]
    found = due_for_deletion([(A, None)], receipts, date(2026, 1, 1))
    assert [due.receipt for due in found] == ["cc", "bb", "aa"]


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 240))
def test_months_are_added_within_the_calendar(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    is_last = (later + timedelta(1)).day == 1
    assert later.day == day.day or (later.day < day.day and is_last)


# --- in plain words ------------------------------------------------------------------------------

MAPPING = Mapping(
    id="visits",
    feed="visits",
    columns={"number": "No", "came": "Date", "reason": "Why"},
    ignored=("Remarks",),
)


def test_an_agreement_is_told_in_plain_words() -> None:
    told = explain(A, CONTRACT, MAPPING)
    facts = dict(told.facts)
    assert facts["What may be sent"] == "Visits, by A clinic"
    assert facts["Party: A clinic"] == (
        "controller (health); Caldicott guardian, sharing@clinic.example"
    )
    assert facts["Legal gateway"] == "Crime and Disorder Act 1998, section 115"
    assert facts["What a row says of a person"].startswith("pseudonymised: each row is of one")
    assert facts["Months"] == "from 2020-01 on"
    assert facts["Files may be sent"] == "from 2020-01-01 to 2026-12-31, both in"
    assert facts["How long it is kept"].startswith("24 months after a file was received, and at")
    assert facts["Uncertain pairs of people"] == "may not be asked of another source's steward"


def test_who_signed_this_very_text_is_told_and_why_it_was_withdrawn() -> None:
    first, second = signed(A)
    ended = replace(second, what=WITHDRAWN, on=date(2024, 6, 3), why="It is over.")
    of_another = replace(first, sha256="0" * 64, name="Lee Wold")
    told = explain(A, CONTRACT, MAPPING, deeds=[first, ended, of_another])
    assert told.facts[-2:] == (
        ("Signed on 2019-12-02", "Ines Holt, data steward, for A clinic"),
        ("Withdrawn on 2024-06-03", "Tom Ashby, data steward, for The network: It is over."),
    )


def test_each_column_says_what_is_kept_of_it() -> None:
    fates = {fate.header: fate.stored for fate in explain(A, CONTRACT, MAPPING).columns}
    assert fates == {
        "No": "token: keyed token of the supplier's own number (as number)",
        "Date": "stored: month of the time (as month)",
        "Why": "stored as it arrives",
        "Remarks": "never kept",
    }


def test_what_an_agreement_does_not_say_is_not_told() -> None:
    bare = agreement(
        ("keep_months = 24", ""),
        ("in_force_to = 2026-12-31", ""),
        ("review_on = 2025-12-31", ""),
        ('identifiability = "pseudonymised"', ""),
        ('gateways = ["cda-1998-s115"]', ""),
        (
            '"2020-01"',
            '"2020-01"\nperiod_to = "2024-03"\narea_column = "month"\narea_begins = ["E"]',
        ),
        ('"number", "came"', '"number", "unheard"'),
        ('mailbox = "sharing@clinic.example"', ""),
        ('post = "Caldicott guardian"', ""),
        ('dpia = "DPIA-1"', "asks_across_sources = true\ncompares_without_token = true"),
    )
    told = explain(bare, CONTRACT, MAPPING)
    facts = dict(told.facts)
    assert {"How long it is kept", "What a row says of a person"}.isdisjoint(facts)
    assert facts["Legal gateway"] == "An Act"
    assert facts["Files may be sent"] == "from 2020-01-01 on"
    assert facts["Months"] == "from 2020-01 to 2024-03, both in"
    assert "a row whose month begins with none of E is held back" in facts["Area"]
    assert facts["Party: A clinic"].endswith("contact not filled in")
    assert facts["Uncertain pairs of people"].startswith("may be asked")
    assert facts["Beside other feeds"].startswith("rows may be compared")
    assert [fate.name for fate in told.columns] == ["number", "reason", ""]


def test_a_time_that_ends_with_nothing_but_months_is_told_so() -> None:
    facts = dict(explain(agreement(("keep_months_after_end = 6", "")), CONTRACT, MAPPING).facts)
    assert facts["How long it is kept"] == "24 months after a file was received; then it is deleted"


def test_open_data_is_told_by_its_licence() -> None:
    licence = '[licence]\nname = "A licence"\nurl = "https://example.org"\nstatement = "S"\n'
    head = WHOLE.partition("purpose")[0] + 'in_force_from = 2020-01-01\ncolumns = ["came"]\n'
    facts = dict(explain(parse_agreement(head + licence), CONTRACT, MAPPING).facts)
    assert facts["Licence"] == "A licence"
    assert "Uncertain pairs of people" not in facts
    assert "Months" not in facts
