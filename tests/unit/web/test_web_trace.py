"""The walk back: a figure's page, a supply's page, and both as files."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from tests.unit.web.made_up_folder import RECEIPTS, SUPPLIES

if TYPE_CHECKING:
    from django.test import Client


def figure_in(page: str, text: str) -> str:
    """The id behind the first link whose words are `text`."""
    found = re.search(rf'href="/figures/([0-9a-f]{{16}})/">{re.escape(text)}<', page)
    assert found, f"no figure reads {text}"
    return found[1]


def test_a_figure_shows_everything_it_rests_on(reader: Client) -> None:
    board = reader.get("/dashboard/?measure=violence_rate&split=").content.decode()
    page = reader.get(f"/figures/{figure_in(board, '22.5')}/").content.decode()
    for words in (
        "Violence rate, Westmere, November 2021 to October 2022",
        "Between 20.9 and 24.1",
        "Violence rate: every record of the category as published.",
        "900",
        "40,000",
        "Byar",
        "c" * 64,
        "0.1.0+0123456789ab",
        "Open data",
        *(SUPPLIES[receipt]["sha256"] for receipt in RECEIPTS),
        *(f'href="/supplies/{receipt}/"' for receipt in RECEIPTS),
        "48,203",
        "Open Government Licence v3.0",
    ):
        assert words in page, words


def test_a_figure_names_the_paragraphs_that_use_it(reader: Client) -> None:
    board = reader.get("/dashboard/?measure=violence_rate&split=").content.decode()
    page = reader.get(f"/figures/{figure_in(board, '22.5')}/").content.decode()
    assert 'href="/profile/how-much/#paragraph-1">Paragraph 1</a>' in page
    assert 'href="/profile/key-findings/#key-finding-1">Key finding 1</a>' in page


def test_a_figure_of_no_document_says_so(client: Client) -> None:
    board = client.get("/dashboard/?measure=violence_rate&split=").content.decode()
    page = client.get(f"/figures/{figure_in(board, '22.5')}/").content.decode()
    assert "No published document uses it so far." in page


def test_a_month_without_a_file_is_not_a_nought(reader: Client) -> None:
    board = reader.get("/dashboard/?measure=violence&split=month").content.decode()
    page = reader.get(f"/figures/{figure_in(board, 'not available')}/").content.decode()
    assert "no file was received for this month" in page
    assert ">0<" not in page


def test_a_supply_shows_its_facts_and_what_rests_on_it(reader: Client) -> None:
    page = reader.get(f"/supplies/{RECEIPTS[0]}/").content.decode()
    for words in (
        "2022-10-westmere-street.zip",
        "ab" * 32,
        "48,210",
        "48,203",
        "Police of Westmere",
    ):
        assert words in page
    assert 'href="/profile/how-much/#paragraph-1"' in page
    assert "The 22 files in it" in page
    assert "Page 1 of" in page
    second = reader.get(f"/supplies/{RECEIPTS[0]}/?page=2").content.decode()
    assert "Page 2 of" in second
    first_ids = set(re.findall(r"/figures/([0-9a-f]{16})/", page))
    assert not first_ids & set(re.findall(r"/figures/([0-9a-f]{16})/", second))


def test_a_supply_says_its_figures_used_in_documents_first(reader: Client) -> None:
    page = reader.get(f"/supplies/{RECEIPTS[1]}/").content.decode()
    resting = page[page.index('id="resting"') :]
    assert figure_in(resting, "22.5") == re.findall(r"/figures/([0-9a-f]{16})/", resting)[0]


def test_the_same_figure_as_json_and_csv(reader: Client) -> None:
    board = reader.get("/dashboard/?measure=violence_rate&split=").content.decode()
    figure = figure_in(board, "22.5")
    plain = json.loads(reader.get(f"/figures/{figure}.json").content)
    assert plain["id"] == figure
    assert plain["text"] == "22.5"
    assert plain["provenance"]["supplies"] == list(RECEIPTS)
    assert [use[2] for use in plain["uses"]] == ["key finding 1", "paragraph 1"]
    rows = list(
        csv.reader(io.StringIO(reader.get(f"/figures/{figure}.csv").content.decode("utf-8-sig")))
    )
    heads = rows[rows.index([]) + 1]
    assert dict(zip(heads, rows[-1], strict=True))["value"] == "22.5"
    assert dict(zip(heads, rows[-1], strict=True))["figure"] == figure
