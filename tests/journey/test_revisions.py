"""An analyst asks why a number moved: a year is sent again, and each difference has its reason."""

from __future__ import annotations

import csv
import hashlib
import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vrn import chain
from vrn.release.operational import read_looks
from vrn.sharing.store import Store
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

YEAR = "police_offences_2021.csv"
TODAY = date(2024, 6, 3)
AT = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
ASKED = ("--period", "2020-04..2021-09", "--where", "definition=vrn-2019")
WHO = ("--as", "Alice Moor", "--purpose", "a question of the Board")


@pytest.fixture(scope="module")
def corrected(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """A folder in which the year 2021 was sent again: some rows cancelled, some left out."""
    base = tmp_path_factory.mktemp("corrected")
    folder = shutil.copytree(demo_folder, base / "partnership")
    sent = base / YEAR
    arrived = demo_folder.parent / "files" / "agencies" / YEAR
    _send_again(arrived, sent)
    store = Store.read(folder / "store")
    first = store.cut()
    # a supply of persons bears a name of our own: its bytes tell which it is
    digest = hashlib.sha256(arrived.read_bytes()).hexdigest()
    (old,) = (each["id"] for each in first.supplies if each["sha256"] == digest)
    receipt = chain.receive(
        folder, sent, under="police-offences", today=TODAY, replaces=(old,), word="corrected"
    )
    assert receipt.is_accepted, receipt.to_text()
    return folder, first.number, chain.make_cut(folder).number


def _send_again(path: Path, to: Path) -> None:
    """The same file with every 50th offence cancelled and every 50th but one left out."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        rows = [row for number, row in enumerate(reader) if number % 50 != 1]
        names = list(reader.fieldnames or ())
    status = next(name for name in names if "status" in name.lower())
    cancelled = next(row[status] for row in rows if row[status].lower().startswith("canc"))
    for row in rows[::50]:
        row[status] = cancelled
    with to.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, names)
        writer.writeheader()
        writer.writerows(rows)


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["revisions", *(str(word) for word in words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_as_published_and_now_stand_side_by_side_with_the_reasons(
    corrected: tuple[Path, int, int],
) -> None:
    folder, first, second = corrected
    chain.measure(
        folder,
        "serious_violence",
        today=TODAY,
        where={"definition": "vrn-2019"},
        period="2020-04..2021-09",
        cut=first,
    )
    seen = chain.see_revisions(
        folder,
        "serious_violence",
        between=(first, second),
        actor="Alice Moor",
        purpose="a question of the Board",
        now=AT,
        where={"definition": "vrn-2019"},
        period="2020-04..2021-09",
    )
    counts, reasons = seen.sheets
    ((published, before, after, change),) = counts.rows
    assert counts.columns == ("published", f"cut {first}", f"cut {second}", "change")
    assert published.replace(",", "") == before
    moved = {reason: (int(came), int(went)) for reason, came, went in reasons.rows}
    assert set(moved) >= {"cancelled by the supplier", "no longer sent"}
    assert all(came == 0 for came, _ in moved.values())
    assert int(change) == -sum(went for _, went in moved.values()) == int(after) - int(before)


def test_it_is_written_down_and_marked(corrected: tuple[Path, int, int]) -> None:
    folder, first, second = corrected
    asked = ("serious_violence", "--between", first, second, *ASKED, "--in", folder)
    code, out, _ = run(*asked, *WHO, "--split", "month")
    assert code == 0
    assert out.startswith("OPERATIONAL, NOT TO BE PUBLISHED. Shown to Alice Moor")
    assert "As published and now" in out
    assert "not published" in out
    assert "cancelled by the supplier" in out
    line = read_looks(folder / "audit")[-1]
    assert (line["revisions"], line["between"]) == ("serious_violence", [first, second])


@pytest.mark.parametrize("who", [(), WHO[:2], WHO[2:]])
def test_without_a_name_and_a_purpose_nothing_is_shown(
    corrected: tuple[Path, int, int], who: tuple[str, ...]
) -> None:
    folder, first, second = corrected
    before = read_looks(folder / "audit")
    code, out, said = run("serious_violence", "--between", first, second, "--in", folder, *who)
    assert (code, out) == (1, "")
    assert "named person for a stated purpose" in said
    assert read_looks(folder / "audit") == before
