"""Signing in and out: what is written down, what is told of accounts, and when guessing stops."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.unit.web.made_up_people import PASSWORD, signed_in_as
from vrn_web.accounts import throttling
from vrn_web.accounts.models import AuditRow, Deed, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ADA = "ada@westmere.example"
NOBODY = "nobody@westmere.example"


@pytest.fixture
def browser(site_of, released_folder: Path, people: Mapping[str, User]) -> Client:
    """A browser in which nobody has signed in."""
    return site_of(released_folder)


def sign_in(browser: Client, email: str = ADA, password: str = PASSWORD, **more: str):
    return browser.post("/sign-in/", {"email": email, "password": password, **more})


def deeds() -> list[tuple[str, str | None, str | None]]:
    rows = AuditRow.objects.exclude(deed=Deed.PERSON_ADDED).order_by("pk")
    return [(row.deed, row.person and row.person.email, row.address) for row in rows]


def test_the_right_password_leads_on(browser: Client) -> None:
    answer = sign_in(browser, next="/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    page = browser.get("/account/").content.decode()
    assert "Ada Example" in page
    assert deeds() == [("signed in", ADA, "127.0.0.1")]


def test_an_address_may_be_written_in_capitals(browser: Client) -> None:
    assert sign_in(browser, email="  ADA@Westmere.example ").status_code == 302


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", "account", ""]
)
def test_it_leads_nowhere_else(browser: Client, onward: str) -> None:
    assert sign_in(browser, next=onward)["Location"] == "/"


def test_a_page_for_partners_is_reached_by_way_of_signing_in(browser: Client) -> None:
    asked = browser.get("/account/?changed=no")
    assert asked["Location"] == "/sign-in/?next=%2Faccount%2F%3Fchanged%3Dno"
    page = browser.get(asked["Location"]).content.decode()
    assert 'name="next" value="/account/?changed=no"' in page


def test_signing_out_ends_the_session(browser: Client) -> None:
    sign_in(browser)
    key = browser.cookies["session"].value
    assert "Do you want to sign out?" in browser.get("/sign-out/").content.decode()
    assert browser.get("/account/").status_code == 200, "a link alone signs nobody out"
    assert browser.post("/sign-out/")["Location"] == "/"
    assert not Session.objects.filter(pk=key).exists()
    assert browser.get("/account/").status_code == 302
    assert [deed for deed, _, _ in deeds()] == ["signed in", "signed out"]


@pytest.mark.parametrize(
    ("email", "password", "person"),
    [(ADA, "wrong", ADA), (NOBODY, PASSWORD, None), (NOBODY, "wrong", None)],
)
def test_a_failure_is_written_down_and_tells_nothing_of_accounts(
    browser: Client, email: str, password: str, person: str | None
) -> None:
    answer = sign_in(browser, email, password)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "do not belong together" in page
    assert "<title>Error:" in page
    assert password not in page
    assert deeds() == [("sign-in failed", person, "127.0.0.1")]


def shown(page: str, email: str) -> str:
    """A page without what differs by what was typed and by the form's own mark."""
    lines = page.replace(email, "").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_known_and_unknown_accounts_get_the_same_pages(browser: Client) -> None:
    """At every try up to the lock and after it, and with the account of one who left."""
    left = User.objects.create(email="left@westmere.example", role="analyst", is_active=False)
    left.set_password(PASSWORD)
    left.save()
    tries = {
        email: [sign_in(browser, email, "wrong") for _ in range(6)]
        for email in (ADA, NOBODY, left.email)
    }
    pages = {
        email: [(one.status_code, shown(one.content.decode(), email)) for one in answers]
        for email, answers in tries.items()
    }
    assert pages[ADA] == pages[NOBODY] == pages[left.email]
    assert [status for status, _ in pages[ADA]] == [200, 200, 200, 200, 429, 429]


def test_whoever_left_cannot_sign_in(browser: Client, people: Mapping[str, User]) -> None:
    people["Ada"].is_active = False
    people["Ada"].save()
    assert "do not belong together" in sign_in(browser).content.decode()


def test_whoever_leaves_is_signed_out_at_once(people, browser: Client) -> None:
    ada = signed_in_as(people["Ada"])
    assert ada.get("/account/").status_code == 200
    User.objects.filter(pk=people["Ada"].pk).update(is_active=False)
    assert ada.get("/account/").status_code == 302


def test_an_unknown_account_takes_the_same_work(browser, monkeypatch) -> None:
    """Each try works on one password, so that the time tells nothing."""
    worked: list[str] = []
    from django.contrib.auth.hashers import MD5PasswordHasher as Hasher

    encode = Hasher.encode

    def count(self: Hasher, password: str, salt: str) -> str:
        worked.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(Hasher, "encode", count)
    for email in (ADA, NOBODY):
        worked.clear()
        sign_in(browser, email, "wrong")
        assert len(worked) == 1, email


def test_the_right_password_does_not_help_while_the_account_is_locked(browser: Client) -> None:
    for _ in range(5):
        sign_in(browser, password="wrong")
    answer = sign_in(browser)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "Too many tries" in answer.content.decode()
    assert browser.get("/account/").status_code == 302
    elsewhere = Client(headers={"user-agent": "another"}, REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere).status_code == 429, "the account is locked from everywhere"


def test_after_a_quarter_of_an_hour_it_is_open_again(browser: Client) -> None:
    for _ in range(6):
        sign_in(browser, password="wrong")
    before = timezone.now() - timedelta(minutes=16)
    AccessAttempt.objects.update(attempt_time=before)
    assert sign_in(browser).status_code == 302


def test_trying_while_locked_does_not_make_the_wait_longer(browser: Client) -> None:
    for _ in range(5):
        sign_in(browser, password="wrong")
    kept = AccessAttempt.objects.get()
    sign_in(browser, password="wrong")
    assert AccessAttempt.objects.get().attempt_time == kept.attempt_time


def test_an_address_that_tries_many_accounts_is_stopped_later(browser: Client) -> None:
    answers = [sign_in(browser, f"{n}@westmere.example", "wrong") for n in range(21)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * 19 + [429, 429]
    assert sign_in(browser).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere).status_code == 302


def test_success_takes_earlier_failures_away(browser: Client) -> None:
    for _ in range(4):
        sign_in(browser, password="wrong")
    assert sign_in(browser).status_code == 302
    browser.post("/sign-out/")
    assert sign_in(browser, password="wrong").status_code == 200


def test_what_was_typed_is_kept_nowhere(browser: Client) -> None:
    """People type a password where the address belongs; no table holds it, nor the address."""
    sign_in(browser, email="my secret word", password="another secret")
    kept = AccessAttempt.objects.get()
    everything = " ".join(str(getattr(kept, f.name)) for f in kept._meta.concrete_fields)
    assert "secret" not in everything


@pytest.mark.parametrize(
    ("is_https", "forwarded", "expected"),
    [
        (False, "203.0.113.5", "127.0.0.1"),
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (True, "", "127.0.0.1"),
        (True, "<script>", None),
    ],
)
def test_only_the_proxys_own_word_on_the_address_is_taken(
    browser: Client, settings_of, is_https: bool, forwarded: str, expected: str | None
) -> None:
    with settings_of(VRN_HTTPS=is_https):
        browser.post(
            "/sign-in/",
            {"email": ADA, "password": PASSWORD},
            headers={"x-forwarded-for": forwarded},
        )
    assert deeds()[0][2] == expected


def test_while_others_wait_a_sign_in_is_sent_away_and_pages_go_on(browser, monkeypatch) -> None:
    taken = [throttling._INSIDE.acquire(blocking=False) for _ in range(4)]
    assert all(taken)
    try:
        answer = sign_in(browser)
        assert answer.status_code == 503
        assert "Many people are signing in" in answer.content.decode()
        assert browser.get("/about/").status_code == 200
    finally:
        for _ in taken:
            throttling._INSIDE.release()
    assert deeds() == []
    assert sign_in(browser).status_code == 302


def test_a_form_of_another_site_signs_nobody_in(browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"email": ADA, "password": PASSWORD})
    assert answer.status_code == 403
    assert "The form was not taken" in answer.content.decode()
    assert deeds() == []


def test_missing_fields_are_named_and_linked(browser: Client) -> None:
    page = sign_in(browser, "", "").content.decode()
    assert '<a href="#id_email">Enter your email address</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page
    assert 'id="id_email"' in page
    assert 'aria-describedby=" id_email-error"' in page


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(people, browser: Client) -> None:
    here, there = signed_in_as(people["Ada"]), signed_in_as(people["Ada"])
    new = "four loud magpies"
    wrong = {"current": "no", "new": new, "again": new}
    assert "not the password" in here.post("/account/password/", wrong).content.decode()
    right = {"current": PASSWORD, "new": new, "again": new}
    assert here.post("/account/password/", right)["Location"] == "/account/?changed=yes"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert sign_in(browser).status_code == 200
    assert sign_in(browser, password=new).status_code == 302
    assert ("password changed", ADA, "127.0.0.1") in deeds()


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "short", "at least 12 characters"),
        ("password1234", "password1234", "too common"),
        ("192837465564738291", "192837465564738291", "entirely numeric"),
        ("ada@westmere.example", "ada@westmere.example", "too similar"),
        ("four loud magpies", "four loud magpie", "not the same"),
    ],
)
def test_a_poor_new_password_is_refused_with_its_reason(
    people, browser: Client, new: str, again: str, said: str
) -> None:
    ada = signed_in_as(people["Ada"])
    page = ada.post("/account/password/", {"current": PASSWORD, "new": new, "again": again})
    assert said in page.content.decode()
    assert ada.get("/account/").status_code == 200


def test_pages_for_one_who_signed_in_are_kept_by_nobody(people, browser: Client) -> None:
    ada = signed_in_as(people["Ada"])
    for address in ("/", "/account/", "/about/", "/nowhere/"):
        assert ada.get(address)["Cache-Control"] == "private, no-store", address
    assert "Cache-Control" not in browser.get("/about/")
    assert "Cookie" in browser.get("/about/")["Vary"]
