"""The walk back and forward says where an agreement behind a figure has ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_folder import RECEIPTS, build_folder
from vrn import chain
from vrn.chain.tracing import open_register

if TYPE_CHECKING:
    from pathlib import Path

ENDED = """
id = "street-crime"
title = "Street-level crime"
supplier = "Police of Westmere"
feed = "street-crime"
mapping = "street"
in_force_from = 2020-01-01
in_force_to = 2024-05-31
columns = ["month"]
[licence]
name = "A licence"
url = "https://example.org/licence"
statement = "Contains made-up figures"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "p").mkdir()
    build_folder(tmp_path / "p")
    (tmp_path / "p" / "agreements").mkdir()
    (tmp_path / "p" / "agreements" / "street-crime.toml").write_text(ENDED, encoding="utf-8")
    return tmp_path / "p"


@pytest.mark.parametrize(
    ("today", "is_ended"), [(date(2024, 5, 31), False), (date(2024, 6, 1), True)]
)
def test_a_trace_says_from_the_day_on_that_an_agreement_has_ended(
    folder: Path, today: date, is_ended: bool
) -> None:
    figure = open_register(folder).figures_on(RECEIPTS[0], start=0, limit=1)[0]
    back = "\n".join(chain.trace_figure(folder, figure, today=today))
    mark = f"rests on a supply whose agreement ended on 2024-05-31 (receipt {RECEIPTS[0]})"
    assert (mark in back) is is_ended
    forward = "\n".join(chain.trace_supply(folder, RECEIPTS[0], today=today))
    assert ("which ended on 2024-05-31" in forward) is is_ended
