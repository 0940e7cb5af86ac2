"""Every file of the shared folder of references agrees; one that is missing or wrong is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracles.page import PAGE, Row, printed, rows_of
from tests.oracles.reading import Result, methods_of, results_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.shared
@pytest.mark.slow
def test_every_answer_of_the_references_is_ours_and_the_page_says_so(shared: Path) -> None:
    results = list(results_of(shared / "oracles"))
    assert [each.line() for each in results if not each.holds] == []
    assert len(results) >= 30
    assert PAGE.read_text(encoding="utf-8") == printed(results)


def test_what_agrees_is_read_from_the_page_again() -> None:
    results = [
        Result("a_rates.csv", 1_200, 1_204, "at rtol 1e-9; apart: value 4", "rates"),
        Result("a_knox_expected.csv", 3, 3, "at exact", "near_repeat"),
    ]
    page = printed(results)
    assert rows_of(page) == [
        Row("near_repeat", "a_knox_expected.csv", 3, 3, "exact"),
        Row("rates", "a_rates.csv", 1_200, 1_204, "rtol 1e-9; apart: value 4"),
    ]
    assert "In all 1,203 of 1,207 answers agree." in page


def test_the_methods_that_a_family_checks_are_those_that_it_calls() -> None:
    assert {"rate", "proportion", "mean"} <= {*methods_of("rates")}


def test_a_file_that_no_check_reads_is_seen(tmp_path: Path) -> None:
    (tmp_path / "made_up.csv").write_text("x\n1\n", encoding="utf-8")
    (tmp_path / "rates_grouped_expected.csv").write_text("x\n1\n", encoding="utf-8")
    assert [each.said for each in results_of(tmp_path)] == [
        "its input is not in the folder: rates_grouped_input.csv",
        "no check reads this file",
    ]
