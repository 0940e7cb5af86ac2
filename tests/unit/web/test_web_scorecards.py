"""The pages of scorecards: who sees which, a chosen month, the CSV file and the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from tests.unit.web.made_up_exchange import ATTENDANCES, HOSPITAL, OFFENCES, POLICE
from tests.unit.web.made_up_people import signed_in_as
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

OWN, OTHER = f"/files/scorecards/{OFFENCES}", f"/files/scorecards/{ATTENDANCES}"


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_steward_sees_the_scorecards_of_their_own_supplies_alone(sam: Client) -> None:
    page = text_of(sam, "/files/scorecards/")
    assert f'href="{OWN}/"' in page
    assert ATTENDANCES not in page
    assert HOSPITAL not in page
    assert "Send the list of your codes." in page
    for end in ("/", ".csv", "/letter.txt"):
        assert sam.get(OWN + end).status_code == 200
        assert sam.get(OTHER + end).status_code == 404
        assert sam.get(f"/files/scorecards/no-such{end}").status_code == 404


def test_an_analyst_sees_all_with_their_suppliers(ada: Client) -> None:
    page = text_of(ada, "/files/scorecards/")
    assert POLICE in page
    assert HOSPITAL in page
    assert text_of(ada, OTHER + "/")
    assert 'href="/files/scorecards/"' in text_of(ada, "/files/")


def test_nobody_else_sees_one(people, folder: Path) -> None:
    for address in ("/files/scorecards/", OWN + "/", OWN + ".csv", OWN + "/letter.txt"):
        assert Client().get(address)["Location"].startswith("/sign-in/")
        assert signed_in_as(people["Ben"]).get(address).status_code == 404


def test_a_look_is_written_down_and_the_answer_is_kept_nowhere(sam: Client) -> None:
    answer = sam.get(OWN + "/")
    assert answer["Cache-Control"] == "private, no-store"
    assert sam.get(OTHER + "/").status_code == 404
    looks = AuditRow.objects.filter(deed=Deed.LOOKED).values_list("about", flat=True)
    assert list(looks) == [OFFENCES]


def test_a_month_is_told_in_words_and_tables(sam: Client) -> None:
    page = text_of(sam, OWN + "/")
    for words in (
        "It came first on 2024-07-09, 9 days after the month’s end. It has 1,200 rows, as usual.",
        "<li>Fill beat.</li>",
        "recorded_at lies in the future",
        "Held back: 2 of 10,000 rows",
        "91.7%",
        "1,140",
        "rising",
        "2024-03-01: wrong.csv",
        '<option value="2024-06" selected>',
        "2024-05 (not held)",
        "The file that held this one holds 37 months.",
    ):
        assert words in page, words
    assert "Linked to another row" not in page, "of none of the months it is known"


def test_a_chosen_month_ends_the_table_and_one_that_did_not_come_says_so(sam: Client) -> None:
    page = text_of(sam, OWN + "/?month=2024-05")
    assert "It did not come." in page
    assert "There is nothing to do about this month." in page
    assert (
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">2024‑06'
        not in page
    )
    assert sam.get(OWN + "/?month=2031-01").status_code == 404
    assert sam.get(OWN + "/letter.txt?month=2031-01").status_code == 404


def test_the_file_and_the_letter_are_downloads(sam: Client) -> None:
    file = sam.get(OWN + ".csv")
    assert file["Content-Disposition"] == f'attachment; filename="{OFFENCES}-scorecard.csv"'
    assert file.content == b"\xef\xbb\xbfagreement,month\r\npolice-offences,2024-06\r\n"
    letter = sam.get(OWN + "/letter.txt?month=2024-04")
    assert letter["Content-Type"] == "text/plain; charset=utf-8"
    assert letter.content.decode() == f"To {POLICE}\n2024-04\n"
    assert "2024-06" in text_of(sam, OWN + "/letter.txt")


def test_one_without_months_and_none_at_all_say_so(sam: Client, folder: Path) -> None:
    place = exchange.scorecards(folder)
    told = exchange.read_text(place / f"{OFFENCES}.json")
    exchange.write_text(place / f"{OFFENCES}.json", {**told, "months": [], "newest": ""})
    assert "No month of it is held." in text_of(sam, OWN + "/")
    assert "No month of it is held." in text_of(sam, "/files/scorecards/")
    assert sam.get(OWN + "/letter.txt").status_code == 404
    (place / f"{OFFENCES}.json").write_text("torn {", encoding="utf-8")
    assert "There is no scorecard yet" in text_of(sam, "/files/scorecards/")
