"""The breaks of the statistics: what is tried again, what is explained, and what is left alone."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest

from scripts import mutate
from scripts.mutate import Result, digest_files, read_family, read_kept, tried_on

if TYPE_CHECKING:
    from pathlib import Path

LISTED = {
    "everywhere": [{"from": "(a", "to": ["(b"]}],
    "mutant": [{"module": "rates", "from": "x = 1", "to": ["x = 2"]}],
}


def result(name: str = "vrn.statistics.rates.x_rate__mutmut_1", **named: str) -> Result:
    given = {"status": "survived", "killer": "", "removed": "", "added": "", "tried_on": ""}
    return Result(name, **(given | named))


@pytest.mark.parametrize(
    ("removed", "added", "explained"),
    [
        ("x = 1", "x = 2", True),
        ("x = 1", "x = 3", False),
        ("f(a) + g(a)", "f(b) + g(a)", True),
        ("f(a) + g(a)", "f(a) + g(b)", True),
        ("f(a) + g(a)", "f(b) + g(b)", False),
        ("f(a)", "f(c)", False),
    ],
)
def test_a_break_is_explained_by_its_line_or_by_one_part_of_it(removed, added, explained) -> None:
    found = mutate._is_explained(result(removed=removed, added=added), LISTED)
    assert found is explained


def test_a_line_is_explained_in_its_own_module_alone() -> None:
    other = result("vrn.statistics.means.x_mean__mutmut_1", removed="x = 1", added="x = 2")
    assert not mutate._is_explained(other, LISTED)


def test_a_family_is_a_package_or_a_module_with_the_tests_that_bear_its_name() -> None:
    whole, alone = read_family("series"), read_family("series.models")
    assert [path.name for path in alone.modules] == ["models.py"]
    assert len(whole.modules) > 10
    assert whole.tests == alone.tests
    assert all(path.name.startswith("test_statistics_series") for path in whole.tests)
    assert read_family("nothing").modules == []
    assert {"alarms", "rates", "series"} <= set(mutate.families_known())


def test_a_seen_break_rests_on_its_test_and_another_on_all_tests_of_the_family() -> None:
    family = read_family("rates")
    digests = digest_files(family)
    module, *tests = digests
    seen = result(status="killed", killer=f"{tests[0]}::test_one")
    assert tried_on(seen, family, digests).split() == [digests[module], digests[tests[0]]]
    assert tried_on(result(), family, digests).split() == [*digests.values()]


def test_what_is_kept_last_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutate, "KEPT", tmp_path)
    family = read_family("rates")
    assert read_kept(family) == {}
    for status in ("survived", "killed"):
        mutate._keep(family, result(status=status))
    assert [each.status for each in read_kept(family).values()] == ["killed"]
    assert (
        json.loads((tmp_path / "rates.jsonl").read_text().splitlines()[0])["status"] == "survived"
    )


@pytest.mark.peers
def test_wording_and_types_that_are_told_are_left_alone(tmp_path: Path) -> None:
    from scripts import try_breaks

    assert try_breaks._at_work('cast("Array", x)') == try_breaks._at_work("cast(None, x)")
    assert try_breaks._at_work("np.isnan(a + b)") == try_breaks._at_work("np.isnan(a - b)")
    assert try_breaks._at_work("np.log(a + b)") != try_breaks._at_work("np.log(a - b)")


@pytest.mark.peers
@pytest.mark.parametrize(
    ("thread", "is_refused"),
    [("polars-0\n", True), ("polars-ooc-clea\n", False), ("python\n", False)],
)
def test_a_fork_that_would_wait_for_ever_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, thread: str, is_refused: bool
) -> None:
    from scripts import try_breaks

    (tmp_path / "17").mkdir()
    (tmp_path / "17/comm").write_text(thread, encoding="utf-8")
    monkeypatch.setattr(try_breaks, "TASKS", tmp_path)
    with pytest.raises(SystemExit, match="Polars") if is_refused else contextlib.nullcontext():
        try_breaks._check_forking()
