"""A document's figures as published, beside those of now: what moved first, with what differs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from small_area import OFFENCES, TODAY, receive_all, release_headlines
from typer.testing import CliRunner

from vrn import chain
from vrn.chain.measuring import Measuring
from vrn.chain.revising import lists_that_changed
from vrn.chain.tracing import open_register
from vrn.release.recording import record_document
from vrn.release.register import NotReleasedError
from vrn.release.since import What, differences, what_changed_since
from vrn.sharing.store import Store
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.figure import Figure


@pytest.fixture(scope="module")
def published(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months released, and a briefing that shows each month, and one of them by a filter."""
    folder = tmp_path_factory.mktemp("published") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    receive_all(area_folder, folder)
    chain.make_cut(folder)
    release_headlines(folder)
    filtered = release_filtered(folder)
    (cube,) = [
        open_register(folder).cube_by_sha(entry.sha256)
        for entry in open_register(folder).entries()
        if "definition" in entry.split
    ]
    uses = [
        (f"paragraph {number}", figure)
        for number, figure in enumerate(
            [each for each in cube.figures if each.code_of("age_group") == "all ages"], 1
        )
    ]
    record_document(
        *(folder / "released",),
        name="briefing",
        edition="1",
        title="A briefing",
        files={},
        uses=[*uses, ("figure 1", uses[0][1]), ("paragraph 99", filtered)],
    )
    return folder


def release_filtered(folder: Path) -> Figure:
    measuring = Measuring(folder, today=TODAY)
    where = {"definition": "vrn-2019"}
    cube = measuring.cube("serious_violence", split=("age_group", "month"), where=where)
    measuring.record([cube])
    return cube.figures[0]


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "p")


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["revisions", *(str(word) for word in words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_where_nothing_was_released_since_all_is_the_same(folder: Path) -> None:
    seen = chain.what_changed_since(folder, "briefing")
    assert (seen.edition, seen.cut, seen.latest) == ("1", 1, 1)
    assert {one.what for one in seen.figures} == {What.SAME}
    assert all(one.now == one.published for one in seen.figures)
    assert seen.figures[0].places == ("paragraph 1", "figure 1")


def test_what_moved_stands_first_with_what_differs(folder: Path) -> None:
    receipt = Store.read(folder / "store").held_slices(OFFENCES)["2021-02"]
    chain.withdraw_supply(folder, receipt, by="Alice Moor", why="a fault", today=TODAY)
    chain.make_cut(folder)
    release_headlines(folder)
    seen = chain.what_changed_since(folder, "briefing")
    order = [one.what for one in seen.figures]
    assert order == sorted(order, key=list(What).index)
    by_month = {
        one.published.period.first: one
        for one in seen.figures
        if one.places != ("paragraph 99",) and one.published.code_of("definition") == "vrn-2019"
    }
    february = by_month["2021-02"]
    assert february.what is What.MOVED
    assert february.differs[0] == "another cut: 1, now 2"
    assert any(words.endswith("1 went") for words in february.differs)
    assert by_month["2021-03"].what is What.SAME
    assert by_month["2021-03"].now.provenance.cut == 2
    (filtered,) = [one for one in seen.figures if one.places == ("paragraph 99",)]
    assert (filtered.what, filtered.now, filtered.differs) == (What.NOT_AGAIN, None, ())
    code, out, _ = run("--document", "briefing", "--in", folder)
    assert code == 0
    assert out.index("Moved: ") < out.index("Not released again: 1") < out.index("The same: ")
    assert "another cut: 1, now 2" in out


def test_a_document_that_was_not_published_is_told(folder: Path) -> None:
    with pytest.raises(NotReleasedError, match=r"no document 'paper' .* there are: briefing"):
        chain.what_changed_since(folder, "paper")


def test_the_edition_that_readers_see_is_the_newest(folder: Path) -> None:
    record_document(
        *(folder / "released",), name="briefing", edition="0", title="A draft", files={}, uses=[]
    )
    assert chain.what_changed_since(folder, "briefing").edition == "1"
    pointer = folder / "published" / "briefing" / "current"
    pointer.parent.mkdir(parents=True)
    pointer.write_text("0\n", encoding="ascii")
    assert chain.what_changed_since(folder, "briefing").figures == ()


@pytest.mark.parametrize("words", [(), ("serious_violence",), ("--between", 1, 2)])
def test_something_is_to_be_asked_for(folder: Path, words: tuple[object, ...]) -> None:
    code, out, said = run(*words, "--in", folder)
    assert (code, out) == (1, "")
    assert "--document NAME" in said


def test_each_part_that_differs_is_named(folder: Path) -> None:
    before = SimpleNamespace(
        method="counted",
        provenance=open_register(folder).figure(first_figure(folder)).provenance,
    )
    rests = before.provenance
    after = SimpleNamespace(
        method="estimated",
        provenance=replace(rests, definitions=("vrn-2019 version 2 (aa)",), code_version="9"),
    )
    assert list(differences(before, before)) == []
    told = list(differences(before, after))
    assert told[0].endswith("now vrn-2019 version 2 (aa)")
    assert told[1] == f"another version of the code: {rests.code_version}, now 9"
    assert told[2] == "another method, or its words"
    bare = SimpleNamespace(method="counted", provenance=replace(rests, definitions=()))
    assert any("now that of the measure" in words for words in differences(before, bare))


def first_figure(folder: Path) -> str:
    return open_register(folder).figures_in("briefing", "1")[0][0]


def test_a_figure_that_was_not_released_has_no_later(folder: Path) -> None:
    register = open_register(folder)
    with pytest.raises(NotReleasedError, match="no figure 0000"):
        register.latest_like("0000")
    assert what_changed_since(register, "briefing", "7") == ()


def test_lists_that_differ_between_two_cuts_are_named() -> None:
    def cut(**reference: object) -> SimpleNamespace:
        return SimpleNamespace(facts={"reference": reference} if reference else {})

    one, two = {"version": 1, "sha256": "a"}, {"version": 2, "sha256": "b"}
    edited = {"version": 1, "sha256": "c"}
    old = cut(codes=one, towns=one, gone=one, kept=one)
    new = cut(codes=two, towns=edited, came=one, kept=one)
    assert lists_that_changed(old, new) == (
        "Lists that differ between the two: came (came), codes (version 1, now 2), gone (went), "
        "towns (edited)."
    )
    assert lists_that_changed(old, old) == ""
    assert lists_that_changed(cut(), cut()) == ""
