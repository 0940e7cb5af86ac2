"""A supply is withdrawn: what rests on it is said first, and the next cut is without it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from small_area import OFFENCES, PEOPLE, TODAY, arriving, receive_all, release_headlines
from typer.testing import CliRunner

from vrn import chain
from vrn.chain.tracing import open_register
from vrn.chain.withdrawing import NO_MOVE
from vrn.release.recording import record_document
from vrn.sharing.store import Store, StoreError
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

WHY = ("--why", "sent by mistake")
WHO = ("--as", "Alice Moor")


@pytest.fixture(scope="module")
def released(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months received, cut and released, and a document that shows one of the figures."""
    folder = tmp_path_factory.mktemp("released") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    receive_all(area_folder, folder)
    chain.make_cut(folder)
    release_headlines(folder)
    register = open_register(folder)
    figure = register.figure(register.figures_on(_held(folder)["2021-01"], limit=1)[0])
    record_document(
        folder / "released",
        name="briefing",
        edition="1",
        title="A briefing",
        files={},
        uses=[("paragraph 4", figure)],
    )
    return folder


@pytest.fixture
def folder(released: Path, tmp_path: Path) -> Path:
    return shutil.copytree(released, tmp_path / "p")


def _held(folder: Path, under: str = OFFENCES) -> dict[str, str]:
    return Store.read(folder / "store").held_slices(under)


def _file(area_folder: Path, month: str, under: str = OFFENCES) -> Path:
    (path,) = [p for p, of in arriving(area_folder) if of == under and month in p.name]
    return path


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_what_rests_on_it_is_listed_and_nothing_is_done(folder: Path) -> None:
    receipt = _held(folder)["2021-01"]
    before = _held(folder)
    code, out, _ = run("withdraw", receipt, *WHY, "--in", folder)
    assert code == 0
    assert "briefing, edition 1, paragraph 4" in out
    register = open_register(folder)
    assert f"{register.count_on(receipt):,} released figures" in out
    assert all(figure in out for figure in register.figures_on(receipt))
    assert "Nothing was done" in out
    assert _held(folder) == before
    assert Store.read(folder / "store").removals() == []


def test_with_a_yes_the_next_cut_is_without_it(folder: Path) -> None:
    held = _held(folder)
    code, out, _ = run("withdraw", held["2021-02"], *WHY, *WHO, "--yes", "--in", folder)
    assert (code, "Withdrawn: 2021-02." in out) == (0, True)
    second = chain.make_cut(folder)
    assert second.number == 2
    assert set(second.facts["slices"][OFFENCES]) == {"2021-01", "2021-03", "2021-04"}
    (line,) = Store.read(folder / "store").removals()
    assert (line.kind, line.why) == ("withdrawn", "sent by mistake (by Alice Moor)")


def test_a_yes_without_a_name_does_nothing(folder: Path) -> None:
    before = _held(folder)
    code, _, said = run("withdraw", before["2021-02"], *WHY, "--yes", "--in", folder)
    assert (code, "without a name and a reason" in said) == (1, True)
    assert _held(folder) == before


def test_a_receipt_that_holds_nothing_is_told(folder: Path) -> None:
    with pytest.raises(StoreError, match="no accepted receipt 000000000000"):
        chain.see_withdrawal(folder, "000000000000")


def test_revisions_say_that_the_month_is_no_longer_held(folder: Path) -> None:
    for under in (PEOPLE, OFFENCES):
        chain.withdraw_supply(
            folder, _held(folder, under)["2021-04"], by="Alice Moor", why="a fault", today=TODAY
        )
    second = chain.make_cut(folder)
    seen = chain.see_revisions(
        folder,
        "serious_violence",
        between=(1, second.number),
        actor="Alice Moor",
        purpose="a withdrawal",
        now=datetime(2024, 6, 3, 9, tzinfo=UTC),
        where={"definition": "vrn-2019"},
        period="2021-01..2021-04",
    )
    reasons = {reason: (int(came), int(went)) for reason, came, went in seen.sheets[1].rows}
    assert list(reasons) == ["of a month that is no longer held"]
    assert reasons["of a month that is no longer held"][1] > 0


def test_the_same_bytes_can_come_again(folder: Path, area_folder: Path) -> None:
    first = _held(folder)["2021-01"]
    chain.withdraw_supply(folder, first, by="Alice Moor", why="a fault", today=TODAY)
    path = _file(area_folder, "2021-01")
    again = chain.receive(folder, path, under=OFFENCES, today=TODAY)
    assert again.is_accepted
    assert again.id != first
    assert _held(folder)["2021-01"] == again.id
    assert chain.receive(folder, path, under=OFFENCES, today=TODAY).id == again.id


def test_an_earlier_supply_does_not_come_back_by_itself(
    folder: Path, area_folder: Path, tmp_path: Path
) -> None:
    first = _held(folder)["2021-01"]
    path = _file(area_folder, "2021-01")
    corrected = tmp_path / path.name
    corrected.write_bytes(path.read_bytes() + b"\r\n")
    words = ("--under", OFFENCES, "--replaces", first, "--in", folder, "--today", TODAY)
    code, out, _ = run("receive", corrected, *words)
    assert code == 0, out
    assert "Numbers that move" in out
    assert "briefing, edition 1, paragraph 4" in out
    second = _held(folder)["2021-01"]
    assert second != first
    told = "\n".join(chain.see_withdrawal(folder, second))
    assert f"Before it 2021-01 was held by receipt {first}, which does not come back" in told
    assert NO_MOVE in told
    chain.withdraw_supply(folder, second, by="Alice Moor", why="a fault", today=TODAY)
    assert "2021-01" not in _held(folder)
    again = chain.receive(folder, path, under=OFFENCES, today=TODAY)
    assert again.is_accepted, again.to_text()
    assert again.id not in {first, second}
    assert _held(folder)["2021-01"] == again.id


def test_where_nothing_was_released_nothing_moves(area_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(area_folder / "partnership", tmp_path / "p")
    path = _file(area_folder, "2021-01")
    receipt = chain.receive(folder, path, under=OFFENCES, today=TODAY)
    assert NO_MOVE in chain.see_withdrawal(folder, receipt.id)


def test_a_receipt_in_json_stays_json_when_numbers_move(
    folder: Path, area_folder: Path, tmp_path: Path
) -> None:
    import json

    path = _file(area_folder, "2021-01")
    corrected = tmp_path / path.name
    corrected.write_bytes(path.read_bytes() + b"\r\n")
    words = ("--under", OFFENCES, "--replaces", _held(folder)["2021-01"], "--in", folder)
    code, out, said = run("receive", corrected, *words, "--json", "--today", TODAY)
    assert (code, json.loads(out)["state"]) == (0, "accepted")
    assert "Numbers that move" in said
