"""The how-to of the statistics runs on its CSV and prints what it shows."""

from __future__ import annotations

from tests.statistics_pages.how_to import BLOCK, PAGE, as_run


def test_the_page_prints_what_it_shows() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(BLOCK.findall(page)) >= 8
    assert as_run(page) == page
