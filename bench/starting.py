"""How long the command and the site take to start, and how much memory each job holds."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from bench import measures, publishing
from bench.child import run_child
from bench.report import Section
from bench.site import SiteError, bare_words, served, site_words
from bench.timing import Timed, command, run_command, say_ratios, say_spread, take_turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.site import Served

PYTHON = "python -c pass"
TYPER = "python -c 'import typer'"
HELP = "vrn --help"
SITE, BARE = "vrn serve, until it answers", "a bare gunicorn, until it answers"


def run(folder: Path, *, rows: int, rounds: int = 5) -> list[Section]:
    """Times the starts in turn, and weighs each side of the measures bench in its own process."""
    return [_starts(folder, rounds=rounds), _memory(folder, rows=rows)]


def _starts(folder: Path, *, rounds: int) -> Section:
    section = Section(
        "Start-up",
        "Processes started anew, in turn. Each ratio is over the row named.",
        ("what", "seconds", "over", "ratio", "by processor time"),
    )
    commands: dict[str, Callable[[], Any]] = {
        HELP: partial(run_command, [*command(), "--help"]),
        PYTHON: partial(run_command, [sys.executable, "-c", "pass"]),
        TYPER: partial(run_command, [sys.executable, "-c", "import typer"]),
    }
    timed = take_turns(commands, rounds=rounds, budget=20)
    section.rows += [_row(timed, HELP, PYTHON), _row(timed, HELP, TYPER)]
    section.rows += [_row(timed, peer, peer) for peer in (PYTHON, TYPER)]
    section.notes.append('The promise is 0.3 seconds for "vrn --help".')
    publishing.prepare(folder, with_real=False)
    home = publishing.home_of(folder, publishing.MADE_UP)
    try:
        timed = _time_sites(home, rounds=min(rounds, 3))
    except SiteError as error:
        section.notes.append(f"The site was not measured: {error}")
    else:
        section.rows += [_row(timed, SITE, BARE), _row(timed, BARE, BARE)]
    return section


def _time_sites(home: Path, *, rounds: int) -> Timed:
    """Starts the site and a bare server in turn; seconds until each answers, and their work."""
    found: dict[str, list[Served]] = {SITE: [], BARE: []}
    for _ in range(rounds + 1):
        for name, words in ((SITE, site_words(home)), (BARE, bare_words())):
            with served(words) as one:
                found[name].append(one)
    return Timed(
        {name: tuple(one.seconds for one in ones[1:]) for name, ones in found.items()},
        {name: tuple(one.work for one in ones[1:]) for name, ones in found.items()},
    )


def _row(timed: Timed, side: str, peer: str) -> tuple[str, ...]:
    named = "" if side == peer else peer
    return (side, say_spread(timed.seconds[side]), named, *say_ratios(timed, side, peer))


def _memory(folder: Path, *, rows: int) -> Section:
    """The peak of each side of measures, once each in a process of its own."""
    tables = measures.prepare(folder, rows=rows)
    floor = run_child("nothing")["peak"]
    section = Section(
        "Memory",
        "The most memory that a process held, each job once in a process of its own. What every "
        f"side imports (this bench, Polars, NumPy) holds {floor:,.0f} MB of it. Intake, Linkage, "
        "Cut and others say their own beside their times, Publishing that of receiving real files, "
        "and Pages that of the site.",
        ("job", "side", "peak, MB", "vrn over this"),
    )
    sides = (measures.OURS, measures.DUCKDB, measures.PANDAS)
    peaks = {side: run_child("measure", side, tables)["peak"] for side in sides}
    section.rows = [
        (
            f"{rows:,} rows by category and month",
            *(side, f"{peak:,.0f}"),
            "1" if side == measures.OURS else f"{peaks[measures.OURS] / peak:.2f}",
        )
        for side, peak in peaks.items()
    ]
    return section
