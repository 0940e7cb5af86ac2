"""Published numbers beside those of now: what may be read, and which reasons the records show."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from vrn import chain
from vrn.chain.reconciling import _since, _touches, read_published
from vrn.terms import Area, Level, Period
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = Area("x1", "Made-up Shire", Level.WHOLE)
AREAS = {"x1": WHOLE, "made-up shire": WHOLE}
HEADER = "period,area,value,source"
TODAY = date(2024, 6, 3)


def read(tmp_path: Path, *lines: str, header: str = HEADER) -> Any:
    path = tmp_path / "published.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return read_published(path, AREAS)


def test_a_published_number_is_read_with_its_dimensions(tmp_path: Path) -> None:
    header = f"{HEADER},published_on,definition"
    line = 'x1,"1,234",Page 3,2022-01-31,vrn-2019'
    (row,) = read(tmp_path, f"2020-04..2021-03,{line}", header=header)
    assert (row.value, row.area, row.period) == (1234, WHOLE, Period("2020-04", "2021-03"))
    assert row.where == (("definition", "vrn-2019"),)
    assert row.published_on == date(2022, 1, 31)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    lines = ("2020-04,Nowhere,1,a", "2020-04,x1,many,a", "2020-13,x1,1,a", "2020-04,x1,1,a,b")
    with pytest.raises(ValueError, match="line 2: 'Nowhere'") as caught:
        read(tmp_path, *lines, "2020-04,x1,inf,a")
    said = str(caught.value)
    assert [f"line {n}: " in said for n in range(2, 7)] == [True] * 5


@pytest.mark.parametrize(
    ("lines", "header", "says"),
    [((), HEADER, "it holds no number"), (("1",), "value", "no column period and no area")],
)
def test_a_file_without_numbers_is_refused(
    lines: tuple[str, ...], header: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=says):
        read(tmp_path, *lines, header=header)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "published.csv"
    path.write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(ValueError, match="not UTF-8"):
        read_published(path, AREAS)


def supply(number: int, received_on: str, **more: Any) -> dict[str, Any]:
    months = {"period_from": "2020-05", "period_to": "2020-06"}
    return {"id": f"r{number}", "received_on": received_on, **months, **more}


def test_late_and_corrected_supplies_are_told_apart() -> None:
    receipts = [
        supply(1, "2021-01-01"),
        supply(2, "2022-01-01"),
        *(supply(n, "2022-01-02", replaces=["r1"]) for n in range(3, 7)),
    ]
    assert list(_since(receipts, "2021-06-30")) == [
        "1 supply (r2) was received after it was published",
        "4 supplies (r3, r4, r5 and 1 more) were received after it, in the place of what was "
        "there before",
    ]
    assert list(_since(receipts, "2022-01-02")) == []


@pytest.mark.parametrize(
    ("first", "last", "is_met"),
    [("2020-06", "2020-08", True), ("2020-07", "2020-08", False), ("2020-01", "2020-05", True)],
)
def test_only_supplies_of_the_period_are_a_reason(first: str, last: str, is_met: bool) -> None:
    assert _touches(supply(1, "2021-01-01"), Period(first, last)) is is_met
    timeless = supply(1, "2021-01-01", period_from=None, period_to=None)
    assert _touches(timeless, Period(first, last))


def test_the_command_sets_then_beside_now(demo_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    shutil.copytree(demo_folder, folder)
    measured = chain.measure(folder, "burglary", today=TODAY)
    now, period = measured.only, measured.period
    assert now.value is not None
    assert period is not None
    then = f"{period.first}..{period.last},{now.place.code}"
    path = tmp_path / "published.csv"
    rows = [f"{then},{now.value:.0f},Page 1,2020-01-01", f"{then},{now.value - 7:.0f},Page 2,"]
    rows += [f"{then},{now.value + 3:.0f},Page 3,2020-01-01", f"1999-01,{now.place.code},5,Page 4,"]
    path.write_text("\n".join([f"{HEADER},published_on", *rows]), encoding="utf-8")
    result = CliRunner().invoke(
        app,
        [
            "reconcile",
            "burglary",
            "--with",
            str(path),
            "--in",
            str(folder),
            "--today",
            "2024-06-03",
        ],
    )
    assert result.exit_code == 0, result.output
    said = result.output
    assert "+0" in said
    assert "+7" in said
    assert "-3" in said
    assert "when it was published is not said (add a column published_on)" in said
    assert "received after it was published" in said
    assert "2 of 4 numbers changed because, as far as the records show" in said
    assert "For 1 of them there is no number now." in said
    path.write_text("\n".join([HEADER, rows[0].rpartition(",")[0]]), encoding="utf-8")
    (same,) = chain.reconcile(folder, "burglary", path, today=TODAY)
    assert same.is_same
    assert chain.say_changes([same]) == "None of the 1 numbers changed."
