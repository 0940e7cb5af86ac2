"""When its time is over a supply goes, and with it every cut that was made of it."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from small_area import OFFENCES, TODAY, arriving, release_headlines
from typer.testing import CliRunner

from vrn import chain
from vrn.chain.early import NotReadyError
from vrn.chain.retention import RESTS_ON
from vrn.chain.tracing import open_register
from vrn.sharing.store import Store, removal
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

LATER = date(2025, 6, 3)
FIRST_DAY, SECOND_DAY = date(2031, 6, 3), date(2032, 6, 3)  # 84 months after each


@pytest.fixture(scope="module")
def received(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months received on one day and two a year later, with a cut after each; one released."""
    folder = tmp_path_factory.mktemp("received") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    files = arriving(area_folder)
    for day, few in ((TODAY, files[:4]), (LATER, files[4:])):
        for path, under in few:
            assert chain.receive(folder, path, under=under, today=day).is_accepted
        chain.make_cut(folder)
    release_headlines(folder)
    return folder


@pytest.fixture
def folder(received: Path, tmp_path: Path) -> Path:
    return shutil.copytree(received, tmp_path / "p")


def months(folder: Path) -> list[str]:
    return list(Store.read(folder / "store").held_slices(OFFENCES))


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_before_its_day_nothing_goes(folder: Path) -> None:
    done = chain.delete_due(folder, today=FIRST_DAY - timedelta(days=1))
    assert (done.due, done.rows, done.cut, done.retired) == ((), 0, None, ())
    assert len(months(folder)) == 4
    assert Store.read(folder / "store").removals() == []


def test_listing_deletes_nothing(folder: Path) -> None:
    code, out, _ = run("agreements", "due", "--in", folder, "--today", FIRST_DAY)
    assert (code, out.count("keep_months = 84")) == (0, 4)
    assert "Nothing was deleted" in out
    assert len(months(folder)) == 4


def test_on_its_day_it_goes_with_the_cuts_that_rest_on_it(folder: Path) -> None:
    figure = open_register(folder).figures_on(
        Store.read(folder / "store").held_slices(OFFENCES)["2021-01"], limit=1
    )[0]
    code, out, _ = run("agreements", "due", "--delete", "--in", folder, "--today", FIRST_DAY)
    assert code == 0, out
    assert "Cut 3 is served." in out
    assert "Cuts retired: 1, 2." in out
    assert months(folder) == ["2021-03", "2021-04"]
    store = Store.read(folder / "store")
    assert (store.cut().number, sorted(store.retired_cuts())) == (3, [1, 2])
    log = store.removals()
    assert [line.kind for line in log] == ["supply"] * 4 + ["cut"] * 2
    assert {line.why for line in log[:2]} == {
        "its time for keeping is over: police-offences, keep_months = 84"
    }
    assert {line.why for line in log[4:]} == {RESTS_ON}
    assert {line.day for line in log} == {FIRST_DAY}
    assert open_register(folder).figure(figure).id == figure
    assert chain.list_due(folder, today=FIRST_DAY) == ()
    again = chain.delete_due(folder, today=FIRST_DAY)
    assert (again.due, again.rows, again.cut, again.retired) == ((), 0, None, ())


def test_where_nothing_is_left_the_cut_that_is_served_holds_nothing(
    folder: Path, area_folder: Path
) -> None:
    words = ("--in", folder, "--today", SECOND_DAY)
    code, out, _ = run("tidy", "--delete", *words)
    assert (code, months(folder)) == (0, [])
    assert "Cut 3 is served and holds nothing." in out
    assert "Cuts retired: 1, 2." in out
    assert re.search("No other can be made of what is left: .*nothing was received", out)
    store = Store.read(folder / "store")
    assert store.cut().tables == {}
    tables = [each for cut in store.retired_cuts().values() for each in cut.tables.values()]
    assert not [path for each in tables for path in each.paths]
    with pytest.raises(NotReadyError, match="cut 3 holds nothing, for all that"):
        release_headlines(folder)
    again = chain.delete_due(folder, today=SECOND_DAY)
    assert (again.due, again.cut, again.retired, again.why) == ((), None, (), "")
    for path, under in arriving(area_folder)[:2]:
        assert chain.receive(folder, path, under=under, today=SECOND_DAY).is_accepted
    assert chain.make_cut(folder).number == 4


def test_what_was_stopped_is_finished_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_args: object, **_how: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("vrn.chain.retention.replace_cut", stop)
        with pytest.raises(KeyboardInterrupt):
            chain.delete_due(folder, today=FIRST_DAY)
    assert Store.read(folder / "store").cut().number == 2
    done = chain.delete_due(folder, today=FIRST_DAY)
    assert (done.due, done.cut, done.retired) == ((), 3, (1, 2))


def test_a_withdrawn_supply_is_deleted_when_its_time_is_over(folder: Path) -> None:
    receipt = Store.read(folder / "store").held_slices(OFFENCES)["2021-01"]
    chain.withdraw_supply(folder, receipt, by="Alice Moor", why="a fault", today=LATER)
    done = chain.delete_due(folder, today=FIRST_DAY)
    assert receipt in {one.receipt for one in done.due}
    assert "removed" in Store.read(folder / "store").receipt(receipt)


def test_tidying_lists_supplies_and_deletes_originals(folder: Path) -> None:
    store = Store.read(folder / "store")
    days = {one.delete_on for one in removal.originals(store).values()}
    assert {FIRST_DAY, SECOND_DAY} <= days
    code, out, _ = run("tidy", "--in", folder, "--today", FIRST_DAY)
    assert code == 0
    assert "4 kept originals were deleted." in out
    assert "Nothing was deleted. Say --delete" in out
    assert len(months(folder)) == 4


def test_where_nothing_was_received_nothing_is_due(tmp_path: Path) -> None:
    chain.start(tmp_path / "p", area="Norfolk")
    code, out, _ = run("agreements", "due", "--delete", "--in", tmp_path / "p")
    assert (code, out) == (0, "Nothing is due for deletion.\n")
