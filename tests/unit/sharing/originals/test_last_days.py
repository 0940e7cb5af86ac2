"""How long the bytes of a supply are kept: by the clause of its agreement that comes first."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.sharing.agreements.made_agreements import agreement
from vrn.sharing.originals.keeping import is_held_for_word, last_day

RECEIVED = date(2024, 6, 3)
NO_TIMES = (("keep_months = 24", ""), ("keep_months_after_end = 6", ""))
NO_END = ("in_force_to = 2026-12-31", "")


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ((), date(2026, 6, 3)),  # 24 months after it was received
        ((("keep_months = 24", "keep_months = 60"),), date(2027, 6, 30)),  # 6 after the end
        ((("keep_months = 24", ""), NO_END), None),
        (NO_TIMES, date(2026, 12, 31)),
        ((*NO_TIMES, NO_END), None),
    ],
)
def test_the_bytes_go_with_the_rows(changes: tuple[tuple[str, str], ...], day: date | None) -> None:
    assert last_day(agreement(*changes), RECEIVED) == day


WORD, FORM = {"what": "40 % fewer rows", "for_word": True}, {"what": "no header"}


@pytest.mark.parametrize(
    ("receipt", "waits"),
    [
        ({"faults": [WORD, WORD]}, True),
        ({"faults": [WORD, FORM]}, False),
        ({"faults": []}, False),
        ({}, False),
    ],
)
def test_a_word_lets_in_what_nothing_else_keeps_out(
    receipt: dict[str, object], waits: bool
) -> None:
    assert is_held_for_word(receipt) is waits
