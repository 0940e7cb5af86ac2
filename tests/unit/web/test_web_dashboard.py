"""The dashboard: its address says everything; a wrong one gets a message and the default."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_cubes import DISTRICTS, MONTHS, SMALL_AREAS
from vrn_web.figures.choices import View, views_of
from vrn_web.figures.dashboard import ROWS_A_PAGE
from vrn_web.figures.findings import fill
from vrn_web.paging import cut_page
from vrn_web.words import join_words, split_words

if TYPE_CHECKING:
    from django.test import Client


def board(client: Client, query: str = "") -> str:
    answer = client.get(f"/dashboard/?{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def chosen(page: str) -> str:
    found = re.search(r'<p class="vrn-chosen">(.*?)</p>', page)
    assert found
    return found[1]


def table_rows(page: str) -> int:
    return page.count('<th scope="row"')


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Violence (offences) by month in Westmere, January 2021 to October 2022."),
        (
            "measure=robbery_rate&split=district",
            "Robbery rate (per 1,000 residents a year) by district in Westmere, "
            "November 2021 to October 2022.",
        ),
        (
            "measure=violence&split=month&where=district=Z07000003",
            "Violence (offences) by month in Tarnbridge, January 2021 to October 2022.",
        ),
        (
            "measure=violence&split=",
            "Violence (offences) in Westmere, November 2021 to October 2022.",
        ),
    ],
)
def test_what_is_chosen_is_said_in_a_sentence(client: Client, query: str, sentence: str) -> None:
    assert chosen(board(client, query)) == sentence


def test_the_unit_is_that_of_the_figures_shown(client: Client) -> None:
    """A rate by month is for a month, though the measure's own unit is a year."""
    assert "(per 1,000 residents a month) by month" in chosen(
        board(client, "measure=robbery_rate&split=month")
    )
    text = client.get("/cubes/robbery_rate.csv?split=month").content.decode("utf-8-sig")
    assert "Unit,per 1,000 residents a month" in text.replace('"', "")


def test_every_list_holds_what_was_released_and_marks_the_choice(client: Client) -> None:
    page = board(client, "measure=violence&split=month&where=district=Z07000003")
    for district in DISTRICTS:
        assert f">{district.name}</option>" in page
    assert '<option value="district=Z07000003" selected>Tarnbridge</option>' in page
    assert '<option value="month" selected>By month</option>' in page
    assert '<optgroup label="Per 1,000 residents a year">' in page


def test_a_filtered_view_shows_the_released_figures_and_no_others(client: Client) -> None:
    whole = board(client, "measure=violence&split=district,month")
    part = board(client, "measure=violence&split=month&where=district=Z07000003")
    ids = set(re.findall(r'href="/figures/([0-9a-f]{16})/"', part))
    assert len(ids) == len(MONTHS)
    assert ids <= set(re.findall(r'href="/figures/([0-9a-f]{16})/"', whole))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("measure=arson", "There is no released measure called “arson”."),
        ("measure=violence&split=small_area", "This measure was not released by small area."),
        ("measure=violence&where=district=X", "This was not released for “district=X”."),
        ("measure=violence&period=2019-01..2019-12", "for “January 2019 to December 2019”."),
        ("measure=violence&period=soon", "This was not released for “soon”."),
        ("measure=<script>alert(1)</script>", "“<script>alert(1)</script>”"),
    ],
)
def test_a_wrong_address_gets_a_message_and_the_default(
    client: Client, query: str, message: str
) -> None:
    page = board(client, query)
    assert message in page
    assert table_rows(page) > 0


def test_what_the_address_says_cannot_run(client: Client) -> None:
    raw = client.get("/dashboard/?measure=<script>alert(1)</script>").content.decode()
    assert "<script" not in raw


def test_a_view_of_months_has_a_line_broken_where_no_file_came(client: Client) -> None:
    page = board(client, "measure=violence&split=month")
    assert page.count("<svg") >= 3
    assert "There is no figure for August 2021 to September 2021" in page
    assert table_rows(page) == len(MONTHS)


def test_a_map_comes_with_a_ranked_list_and_a_paged_table(client: Client) -> None:
    page = board(client, "measure=violence_rate&split=small_area")
    assert 'id="map"' in page
    assert 'id="highest"' in page
    assert "Such files hold no time of day, weapon or age." in page
    assert table_rows(page) == ROWS_A_PAGE
    last = board(client, "measure=violence_rate&split=small_area&page=2")
    assert table_rows(last) == SMALL_AREAS - ROWS_A_PAGE


def test_more_than_four_lines_are_a_table_with_a_way_to_each_line(client: Client) -> None:
    page = board(client, "measure=violence&split=district,month")
    assert 'class="vrn-chart"' not in page
    assert page.count("split=month&where=district%3D") == len(DISTRICTS)
    heads = re.findall(r'scope="col"[^>]*>([^<]+)<', page)
    assert heads == ["Month", *(district.name for district in DISTRICTS)]


def test_nothing_to_show_is_said_and_is_not_a_nought(client: Client) -> None:
    page = board(client, "measure=weapons")
    assert "There is nothing to show here" in page
    assert "No month of it was received." in page


def test_the_file_of_a_view_holds_its_figures(client: Client) -> None:
    answer = client.get("/cubes/violence_rate.csv?split=district")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    about, heads = dict(rows[: rows.index([])]), rows[rows.index([]) + 1]
    assert about["Title"].startswith("Violence rate (per 1,000 residents a year) by district")
    assert about["Unit"] == "per 1,000 residents a year"
    assert about["Cut"] == f"1 ({'c' * 64})"
    page = board(client, "measure=violence_rate&split=district")
    held = [dict(zip(heads, row, strict=True)) for row in rows[rows.index([]) + 2 :]]
    assert len(held) == len(DISTRICTS)
    for row in held:
        assert f'href="/figures/{row["figure"]}/">{row["value"]}</a>' in page


def test_a_file_runs_no_formula(client: Client) -> None:
    text = client.get("/cubes/formula.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_a_file_of_a_wrong_address_is_not_found(client: Client) -> None:
    assert client.get("/cubes/violence.csv?split=weekday").status_code == 404


def test_a_cube_is_also_seen_for_each_code_of_a_dimension() -> None:
    from vrn.release.register import CubeEntry

    entry = CubeEntry("0" * 64, "violence", ("district", "month"), (), "2021-01..2022-10", 1)
    assert [(view.split, view.fixed) for view in views_of(entry)] == [
        (("district", "month"), None),
        (("month",), ("district", "")),
    ]
    assert isinstance(views_of(entry)[0], View)


@pytest.mark.parametrize(
    ("asked", "number", "start"),
    [(None, 1, 0), ("2", 2, 10), ("9", 3, 20), ("0", 1, 0), ("-1", 1, 0), ("x", 1, 0), ("²", 1, 0)],
)
def test_a_page_number_stays_inside_the_list(asked: str | None, number: int, start: int) -> None:
    page = cut_page(asked, total=25, size=10)
    assert (page.number, page.last, page.start) == (number, 3, start)


def test_an_empty_list_has_one_page() -> None:
    page = cut_page(None, total=0, size=10)
    assert (page.number, page.last, page.before, page.after) == (1, 1, None, None)


def test_words_for_splits() -> None:
    assert split_words(()) == "in total"
    assert split_words(("month",)) == "by month"
    assert split_words(("district", "month")) == "by district and month"
    assert split_words(("deprivation_2025",)) == "by deprivation tenth (2025)"
    assert join_words(["a", "b", "c"]) == "a, b and c"


def test_a_sentence_takes_no_digit_but_as_a_name_or_figure() -> None:
    from vrn.publish.document import Name, UnreleasedNumberError

    assert fill("In {month} it rose", month="May 2021") == ("In ", Name("May 2021"), " it rose")
    with pytest.raises(UnreleasedNumberError):
        fill("It rose by 12 in {month}", month="May 2021")
