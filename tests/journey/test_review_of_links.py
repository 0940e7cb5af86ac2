"""A steward answers the demonstration's uncertain pairs, and the next cut follows."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
from typing import TYPE_CHECKING

import polars as pl
import pytest
from typer.testing import CliRunner

from vrn.partnership.folder import read_partnership
from vrn.sharing.store import Store
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
WHO = ["--as", "Amina Marsh (made up)", "--purpose", "who is who, before the next cut"]


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("linkage") / "partnership"
    return shutil.copytree(demo_folder, copy, ignore=shutil.ignore_patterns("published"))


def run(*words: str) -> str:
    answer = CliRunner().invoke(app, list(words))
    assert answer.exit_code == 0, answer.output
    return answer.output


def persons_of(folder: Path) -> dict[str, str]:
    tables = Store.read(read_partnership(folder).store).cut(None).tables
    persons = pl.concat([pl.read_parquet(path) for path in tables["persons"].paths])
    own = persons.filter(source="police-people")
    return dict(zip(own["record"], own["person"], strict=True))


def test_uncertain_pairs_are_answered_and_the_next_cut_follows(
    folder: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    told = run("linkage", "review", str(sheet), "--in", str(folder), *WHO)
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    assert 20 < len(rows) <= 200
    assert told == f"Wrote {len(rows)} pairs into {sheet}\n"
    assert {row["source"] for row in rows} == {row["source_other"] for row in rows}
    first = rows[0]
    reasons = run("linkage", "explain", first["one"], first["other"], "--in", str(folder), *WHO)
    assert "in all: probability" in reasons
    before = persons_of(folder)
    assert before[first["one"]] != before[first["other"]]

    rows[0]["answer"] = "same"
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    sheet.write_text(text.getvalue(), encoding="utf-8")
    took = run("linkage", "review", str(sheet), "--answered", "--in", str(folder), *WHO)
    assert took == "Took in 1 answers; the next cut follows them\n"
    run("cut", "--in", str(folder))
    after = persons_of(folder)
    assert after[first["one"]] == after[first["other"]]
    assert (folder / "linkage" / "answers.csv").read_text(encoding="utf-8").count("\n") == 2


def test_no_clear_name_stands_in_a_sheet(folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("linkage", "review", str(sheet), "--in", str(folder), *WHO)
    text = sheet.read_text(encoding="utf-8").lower()
    assert not [name for name in ("corvan", "quill", "wexholl", "xl1 ") if name in text]


def test_people_of_the_demonstration_have_ranges_and_say_why(demo_folder: Path) -> None:
    assessments = demo_folder / "published" / "assessment"
    edition = assessments / (assessments / "current").read_text(encoding="utf-8").strip()
    page = plain_words((edition / "assessment.html").read_text(encoding="utf-8"))
    limits = re.search(
        r"be of one person or of two: .{0,40}there are (.{1,60}) people among these victims and "
        r"between ([0-9,]+) and ([0-9,]+) among these suspects",
        page,
    )
    assert limits
    low, high = (int(number.replace(",", "")) for number in limits.groups()[1:])
    assert 3000 < low < high < 3600
    assert re.search(r"; [0-9.,]+( to [0-9.,]+)? by linkage ?\)", page)


def plain_words(page: str) -> str:
    """The words of a page without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
