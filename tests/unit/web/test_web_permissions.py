"""Who may do what: every role against every rule, and nothing for nobody."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.unit.web.made_up_exchange import HOSPITAL, POLICE
from tests.unit.web.made_up_people import PEOPLE
from vrn.terms import Clearance
from vrn_web.accounts.models import User
from vrn_web.accounts.permissions import (
    ANSWER_PAIRS,
    ASK_FOR_EDITION,
    GIVE_WORD,
    RULES,
    SEE_PARTNER_FIGURES,
    SEE_SUPPLIES,
    SEE_SUPPLY,
    SEND_FILE,
    clearance_for,
    may,
)
from vrn_web.stewardship.models import Kind, WorkRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_POLICE = SimpleNamespace(supplier=POLICE)
NO = {"Ada": False, "Ben": False, "Sam": False, "Una": False}
EXPECTED: dict[str, tuple[object, dict[str, bool]]] = {
    SEE_PARTNER_FIGURES: (None, {"Ada": True, "Ben": True, "Sam": True, "Una": True}),
    SEE_SUPPLIES: (None, {**NO, "Ada": True, "Sam": True, "Una": True}),
    SEE_SUPPLY: (OF_POLICE, {**NO, "Ada": True, "Sam": True}),
    SEND_FILE: (OF_POLICE, {**NO, "Ada": True, "Sam": True}),
    ANSWER_PAIRS: (OF_POLICE, {**NO, "Sam": True}),
    GIVE_WORD: (None, {**NO, "Ada": True}),
    ASK_FOR_EDITION: (None, {**NO, "Ada": True}),
}


def person(name: str, **changed: object) -> User:
    role, organisation = PEOPLE[name]
    return User(**{"role": role, "organisation": organisation, "name": name, **changed})


def test_every_rule_is_tried() -> None:
    assert set(EXPECTED) == set(RULES)


@pytest.mark.parametrize("what", EXPECTED)
def test_a_role_may_what_is_written_here_and_no_more(what: str) -> None:
    of, allowed = EXPECTED[what]
    assert {name: may(person(name), what, of) for name in PEOPLE} == allowed  # type: ignore[arg-type]


@pytest.mark.parametrize("what", EXPECTED)
@pytest.mark.parametrize("nobody", [None, AnonymousUser(), "Ada", 1])
def test_nobody_may_anything(what: str, nobody: object) -> None:
    assert not may(nobody, what, OF_POLICE)


@pytest.mark.parametrize("what", EXPECTED)
def test_whoever_left_may_nothing(what: str) -> None:
    assert not may(person("Ada", is_active=False), what, OF_POLICE)


@pytest.mark.parametrize("what", EXPECTED)
@pytest.mark.parametrize("role", ["", "superuser", "Analyst"])
def test_an_unknown_role_may_nothing(what: str, role: str) -> None:
    assert not may(person("Ada", role=role), what, OF_POLICE)


@pytest.mark.parametrize("what", [SEE_SUPPLY, SEND_FILE])
@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_not_there_is_nobodys(what: str, name: str) -> None:
    assert not may(person(name), what, None)


@pytest.mark.parametrize("organisation", ["", " "])
def test_a_supplier_without_a_name_belongs_to_nobody(organisation: str) -> None:
    sam = person("Sam", organisation=organisation)
    assert not may(sam, SEE_SUPPLY, SimpleNamespace(supplier=organisation))


def test_capitals_and_blanks_make_no_other_supplier() -> None:
    assert may(person("Sam", organisation="westmere  POLICE "), SEE_SUPPLY, OF_POLICE)


def test_what_no_rule_is_about_cannot_be_asked() -> None:
    with pytest.raises(KeyError):
        may(person("Ada"), "see everything")


def test_clearance_follows_the_role() -> None:
    assert {clearance_for(person(name)) for name in PEOPLE} == {Clearance.PARTNER}
    for nobody in (None, AnonymousUser(), person("Ada", is_active=False), person("Ada", role="x")):
        assert clearance_for(nobody) is Clearance.OPEN


def test_the_query_and_the_rule_say_the_same(people: Mapping[str, User]) -> None:
    """For every person and every request; the list and the single page never differ."""
    suppliers = (POLICE, POLICE.upper(), HOSPITAL, "Westmere Ambulance")
    for number, supplier in enumerate(suppliers):
        WorkRequest.objects.create(
            id=f"{number:032x}", kind=Kind.RECEIVE, agreement="a", supplier=supplier,
            supplier_key=supplier.casefold(), bytes=1, sha256="a" * 64, sent_by=people["Ada"],
        )  # fmt: skip
    WorkRequest.objects.create(id="f" * 32, kind=Kind.EDITION, sent_by=people["Ada"])
    for one in (*people.values(), None):
        seen = set(WorkRequest.objects.visible_to(one))
        allowed = {made for made in WorkRequest.objects.all() if may(one, SEE_SUPPLY, made)}
        assert seen == allowed
    assert len(WorkRequest.objects.visible_to(people["Ada"])) == 5
    assert len(WorkRequest.objects.visible_to(people["Sam"])) == 2
