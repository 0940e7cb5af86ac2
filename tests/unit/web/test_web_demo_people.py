"""The people of a demonstration: made once, told to the folder's owner, and never of real ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.unit.web.made_up_folder import write_text
from vrn_web.accounts import desk
from vrn_web.accounts.actions import PersonError, add_person
from vrn_web.accounts.demonstration import (
    NotMadeUpError,
    create_demo_users,
    sign_in_lines,
    sign_ins_path,
)
from vrn_web.accounts.models import AuditRow, User
from vrn_web.site import read_site

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.partnership.folder import Partnership


@pytest.fixture
def made_up(site_of, tmp_path: Path, database: str) -> Partnership:
    """A made-up partnership that is served."""
    write_text(tmp_path)
    (tmp_path / "release.pub").write_text("none\n", encoding="ascii")
    site_of(tmp_path)
    return read_site(tmp_path)


def test_each_role_gets_a_person_who_can_sign_in(made_up: Partnership) -> None:
    people = create_demo_users(made_up)
    assert [one.role for one in people] == ["analyst", "board member", "steward"]
    assert people[2].organisation == "Westmere Police"
    for one in people:
        browser = Client()
        typed = {"email": one.email, "password": one.password}
        assert browser.post("/sign-in/", typed).status_code == 302
    assert len({one.password for one in people}) == 3
    assert all(len(one.password.replace("-", "")) == 16 for one in people)


def test_the_steward_belongs_to_the_police_as_their_agreement_names_them(
    made_up: Partnership,
) -> None:
    folder = made_up.folder / "agreements"
    folder.mkdir()
    text = 'supplier = "The force of Westmere"\n'
    (folder / "police-offences.toml").write_text(text, encoding="utf-8")
    assert create_demo_users(made_up)[2].organisation == "The force of Westmere"


def test_a_second_start_gives_the_same(made_up: Partnership) -> None:
    first = create_demo_users(made_up)
    assert create_demo_users(made_up) == first
    assert User.objects.count() == 3


def test_a_new_database_gets_the_passwords_that_are_written_down(made_up: Partnership) -> None:
    first = create_demo_users(made_up)
    path = sign_ins_path(made_up.folder)
    assert path.stat().st_mode & 0o777 == 0o600
    assert all(one.password in path.read_text(encoding="utf-8") for one in first)
    gone = first[0].email
    User.objects.filter(email=gone).update(email="moved@made-up.example")
    assert create_demo_users(made_up) == first
    assert User.objects.get(email=gone).check_password(first[0].password)


def test_an_account_without_its_password_on_paper_gets_a_new_one_nowhere(
    made_up: Partnership,
) -> None:
    """Where the sheet is lost the accounts stay as they are, and the sheet is not made up anew."""
    create_demo_users(made_up)
    sign_ins_path(made_up.folder).unlink()
    assert create_demo_users(made_up) == ()
    assert not sign_ins_path(made_up.folder).exists()


def test_a_real_partnership_gets_none(made_up: Partnership) -> None:
    with pytest.raises(NotMadeUpError, match="vrn people add"):
        create_demo_users(replace(made_up, made_up=False))
    assert not User.objects.exists()


def test_the_sign_ins_are_told_in_a_line_each(made_up: Partnership) -> None:
    people = create_demo_users(made_up)
    lines = sign_in_lines(people)
    assert len(lines) == 3
    for one, line in zip(people, lines, strict=True):
        assert line.split() == [*one.role.split(), one.email, one.password]


def test_only_a_made_up_site_says_where_they_stand(made_up: Partnership) -> None:
    create_demo_users(made_up)
    page = Client().get("/sign-in/").content.decode()
    assert "site/sign-ins.txt" in page
    write_text(made_up.folder, made_up=False)
    assert "site/sign-ins.txt" not in Client().get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"role": "king"}, "the role is one of analyst, board member, steward"),
        ({"email": "nobody"}, "email: "),
        ({"name": " "}, "name: "),
        ({"organisation": ""}, "organisation: "),
        ({"password": "short"}, "at least 12 characters"),
    ],
)
def test_a_person_is_added_whole_or_refused_with_every_reason(
    database: str, changed: dict[str, str], reason: str
) -> None:
    whole = {
        "email": "Ada@Westmere.example",
        "name": "Ada  Example",
        "role": "analyst",
        "organisation": "Westmere",
        "password": "three quiet herons",
    }
    with pytest.raises(PersonError, match=reason):
        add_person(**{**whole, **changed})
    assert not User.objects.exists()
    made = add_person(**whole)
    assert (made.email, made.name) == ("ada@westmere.example", "Ada Example")
    with pytest.raises(PersonError, match="one account"):
        add_person(**whole)


@pytest.fixture
def desk_of(made_up: Partnership, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a partnership with one agreement, whose database is the test's own."""
    monkeypatch.setattr("vrn_web.database.bring_up_to_date", lambda _folder: None)
    folder = made_up.folder / "agreements"
    folder.mkdir()
    text = 'supplier = "The force of Westmere"\n'
    (folder / "police-offences.toml").write_text(text, encoding="utf-8")
    return made_up.folder


def test_a_demonstration_tells_its_sign_ins_in_lines(desk_of: Path) -> None:
    head, *lines = desk.demo_sign_ins(desk_of)
    assert "Made-up people" in head
    assert len(lines) == 3
    assert lines == desk.demo_sign_ins(desk_of)[1:]
    write_text(desk_of, made_up=False)
    with pytest.raises(NotMadeUpError):
        desk.demo_sign_ins(desk_of)


def can_sign_in(email: str, password: str) -> bool:
    answer = Client().post("/sign-in/", {"email": email, "password": password})
    return bool(answer.status_code == 302)


def test_at_the_desk_people_come_get_a_password_and_go(desk_of: Path) -> None:
    who = {"email": "Sol@force.example", "name": "Sol", "role": "steward"}
    with pytest.raises(PersonError, match=r"one of The force of Westmere"):
        desk.add_to(desk_of, **who, organisation="The force of Eastmere")
    first = desk.add_to(desk_of, **who, organisation="the force of  westmere")
    assert can_sign_in("sol@force.example", first)
    for _ in range(5):
        can_sign_in("sol@force.example", "wrong")
    second = desk.give_new_password(desk_of, "SOL@force.example")
    assert not can_sign_in("sol@force.example", first)
    assert can_sign_in("sol@force.example", second), "a new password ends the lock too"
    desk.let_go(desk_of, "sol@force.example")
    assert not can_sign_in("sol@force.example", second)
    (listed,) = desk.list_people(desk_of)
    assert (listed.email, listed.is_active) == ("sol@force.example", False)
    deeds = AuditRow.objects.order_by("pk").values_list("deed", flat=True)
    assert {"person added", "password changed", "person left"} <= set(deeds)
    with pytest.raises(PersonError, match="vrn people list"):
        desk.let_go(desk_of, "nobody@force.example")
