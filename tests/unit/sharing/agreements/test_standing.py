"""States, moves and signatures: what follows from the words, the deeds and the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sharing.agreements.made_agreements import TODAY, WHOLE, agreement, signed
from vrn.sharing.agreement import parse_agreement
from vrn.sharing.agreements.signatures import (
    SIGNED,
    WITHDRAWN,
    Deed,
    add_deed,
    check_may_sign,
    lacking_signatures,
    parse_deeds,
    read_deeds,
)
from vrn.sharing.agreements.standing import Standing, check_standing, standing_of
from vrn.sharing.agreements.states import MOVES, MoveError, State, move, states_page
from vrn.sharing.fault import RefusedError, TextError

if TYPE_CHECKING:
    from pathlib import Path

A = agreement()
DEEDS = signed(A)
FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)


def withdrawal(on: date) -> Deed:
    return replace(DEEDS[0], what=WITHDRAWN, on=on, why="The clinic has closed.")


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2019, 12, 1), State.DRAFT),
        (date(2019, 12, 31), State.SIGNED),
        (FIRST, State.IN_FORCE),
        (LAST, State.IN_FORCE),
        (LAST + timedelta(1), State.EXPIRED),
    ],
)
def test_the_state_follows_from_signatures_and_the_day(today: date, state: State) -> None:
    found = standing_of(A, DEEDS, today=today)
    assert found.state is state
    assert found.ended_on == (LAST if state is State.EXPIRED else None)


def test_one_signature_leaves_a_draft_that_says_whose_is_lacking() -> None:
    found = standing_of(A, DEEDS[:1], today=TODAY)
    assert found == Standing(State.DRAFT, "signatures are lacking: The network")


def test_one_person_cannot_sign_for_both() -> None:
    alone = tuple(replace(deed, name="Ines  holt") for deed in DEEDS)
    assert lacking_signatures(A, alone) == ("a second person of another party",)


def test_a_signature_of_no_party_counts_for_nothing() -> None:
    strange = [DEEDS[0], replace(DEEDS[1], organisation="Nobody")]
    assert lacking_signatures(A, strange) == ("The network",)


def test_editing_a_signed_text_makes_it_a_draft_again_and_says_so() -> None:
    edited = parse_agreement(WHOLE + "# a word more\n")
    found = standing_of(edited, DEEDS, today=TODAY)
    assert (found.state, found.is_edited) == (State.DRAFT, True)
    assert "editing it made it a draft again" in found.says


def test_a_text_with_faults_is_a_draft_whoever_signed_it() -> None:
    found = standing_of(A, DEEDS, faults=["dpia is blank"], today=TODAY)
    assert (found.state, found.says) == (State.DRAFT, "its text has faults: dpia is blank")


@pytest.mark.parametrize(
    ("on", "today", "state", "ended"),
    [
        (TODAY, TODAY, State.WITHDRAWN, TODAY),
        (TODAY, TODAY - timedelta(1), State.IN_FORCE, None),
        (LAST, LAST + timedelta(9), State.WITHDRAWN, LAST),
        (LAST + timedelta(2), LAST + timedelta(9), State.EXPIRED, LAST),
        (date(2019, 12, 5), date(2019, 12, 6), State.WITHDRAWN, date(2019, 12, 5)),
    ],
)
def test_a_withdrawal_ends_it_from_its_day_on(
    on: date, today: date, state: State, ended: date | None
) -> None:
    found = standing_of(A, [*DEEDS, withdrawal(on)], today=today)
    assert (found.state, found.ended_on) == (state, ended)


def test_a_draft_can_be_withdrawn() -> None:
    found = standing_of(A, [withdrawal(TODAY)], today=TODAY)
    assert found.state is State.WITHDRAWN
    assert "A clinic withdrew it on 2024-06-03: The clinic has closed." in found.says


def test_an_agreement_without_a_last_day_does_not_expire() -> None:
    endless = agreement(("in_force_to = 2026-12-31", ""))
    assert standing_of(endless, signed(endless), today=date(2090, 1, 1)).state is State.IN_FORCE


def test_open_data_is_signed_by_its_licence() -> None:
    licence = '[licence]\nname = "A"\nurl = "https://example.org"\nstatement = "S"\n'
    head = WHOLE.partition("purpose")[0] + 'in_force_from = 2020-01-01\ncolumns = ["came"]\n'
    found = parse_agreement(head + licence)
    assert standing_of(found, today=TODAY).state is State.IN_FORCE
    check_standing(found, None, TODAY)
    with pytest.raises(TextError, match="its licence is the agreement, and nobody signs it"):
        check_may_sign(found, (), DEEDS[0])


def test_the_door_lets_nothing_in_without_a_standing() -> None:
    check_standing(A, standing_of(A, DEEDS, today=TODAY), TODAY)
    with pytest.raises(RefusedError, match="is draft; signatures are lacking: A clinic"):
        check_standing(A, None, TODAY)
    with pytest.raises(RefusedError, match="its clause in_force_to = 2026-12-31"):
        check_standing(A, standing_of(A, DEEDS, today=TODAY), LAST + timedelta(1))


# --- moves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_only_the_moves_of_the_dictionary_are_allowed(state: State, to: State) -> None:
    if to in MOVES[state]:
        assert move(state, to) is to
    else:
        with pytest.raises(MoveError, match=f"an agreement that is {state} cannot become {to}"):
            move(state, to)


def test_every_state_has_its_moves_and_can_be_left() -> None:
    assert set(MOVES) == set(State)
    assert all(MOVES.values())
    page = states_page()
    assert "in_force --> expired: its last day is over" in page
    assert "| signed | in force | its first day comes |" in page


DAYS = st.dates(date(2019, 1, 1), date(2028, 1, 1))


@given(today=DAYS, signed_on=DAYS, ends=st.none() | DAYS)
def test_it_is_in_force_exactly_when_signed_within_its_days_and_not_withdrawn(
    today: date, signed_on: date, ends: date | None
) -> None:
    deeds = [*signed(A, on=signed_on), *([withdrawal(ends)] if ends else [])]
    expected = (
        signed_on <= today and FIRST <= today <= LAST and not (ends is not None and ends <= today)
    )
    assert (standing_of(A, deeds, today=today).state is State.IN_FORCE) is expected


# --- deeds as a text -----------------------------------------------------------------------------


def test_deeds_are_written_and_read_back_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "signatures"
    assert read_deeds(folder, "visits") == ()
    all_deeds = (*DEEDS, withdrawal(TODAY))
    for deed in all_deeds:
        add_deed(folder, "visits", deed)
    assert read_deeds(folder, "visits") == all_deeds
    assert [path.name for path in folder.iterdir()] == ["visits.toml"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('of = "a"', "deeds is missing"),
        ('of = "a"\ndeeds = [1]', "deeds 1 is to be a table"),
        ('of = "a"\n[[deeds]]\nwhat = "sealed"', "what is signed or withdrawn"),
        ('of = "a"\n[[deeds]]\nwhat = "signed"', "deeds 1: on is missing"),
        ('of = "a"\n[[deeds]]\nsign = 1', "'sign' means nothing here"),
    ],
)
def test_each_fault_of_deeds_is_named(text: str, fault: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_deeds(text)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"organisation": "Nobody"}, "Nobody is no party that signs it: A clinic, The network"),
        ({"name": "ines HOLT"}, "ines HOLT has signed it already"),
        ({"name": " "}, "name, organisation and role are all needed"),
        ({"name": "Sharing Clinic"}, "the mailbox of A clinic is Sharing Clinic's own"),
    ],
)
def test_who_may_not_sign_is_told_why(changes: dict[str, str], fault: str) -> None:
    new = replace(DEEDS[0], name="Ida Lowe")
    check_may_sign(A, DEEDS, new)
    with pytest.raises(TextError) as caught:
        check_may_sign(A, DEEDS, replace(new, **changes))  # type: ignore[arg-type]
    assert fault in str(caught.value)


def test_a_processor_does_not_sign() -> None:
    found = agreement(('"joint controller"', '"processor"'))
    assert lacking_signatures(found, signed(found)[:1]) == ("a second person of another party",)
    with pytest.raises(TextError, match="The network is no party that signs it"):
        check_may_sign(found, (), replace(DEEDS[1], sha256=found.sha256))


def test_another_text_of_the_same_version_is_not_signed() -> None:
    edited = parse_agreement(WHOLE + "# a word more\n")
    new = replace(DEEDS[0], sha256=edited.sha256)
    with pytest.raises(TextError, match="version 2 was signed as another text: write version = 3"):
        check_may_sign(edited, DEEDS, new)
    check_may_sign(edited, DEEDS, replace(new, version=3))
    assert new.what == SIGNED
