"""Page times of the site, one request after another and four at once, and its memory."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import TYPE_CHECKING

from bench import publishing
from bench.report import Section
from bench.site import (
    SiteError,
    bare_words,
    connect,
    find_pages,
    get,
    resident_megabytes,
    served,
    site_words,
)
from bench.timing import say_spread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPConnection
    from pathlib import Path

AT_ONCE = 4
BARE = "bare gunicorn"
Seconds = dict[str, list[float]]


def run(folder: Path, *, with_real: bool, rounds: int = 8) -> list[Section]:
    """Asks each main page of each published area's site, in turn with a bare server."""
    made = publishing.prepare(folder, with_real=with_real)
    areas = [publishing.MADE_UP, publishing.REAL]
    sections = []
    for area in (area for area in areas if (folder / area).exists()):
        home = publishing.home_of(folder, area)
        if area in made or not (home / "published").exists():
            publishing.publish_anew(home, times=1)
        sections.append(_of_area(home, area, rounds=rounds))
    return sections


def _of_area(home: Path, area: str, *, rounds: int) -> Section:
    section = Section(
        f"Pages, {area}",
        "The site through gunicorn on the loopback address (2 workers, 8 threads each), packed "
        "with gzip as browsers ask for pages. First: the first time that a fresh worker was asked. "
        f"Alone: {rounds} rounds, one request at a time, each beside one to a bare gunicorn that "
        f'says "ok". At once: {AT_ONCE} readers, all asking for every page.',
        ("page", "kB sent", "first, ms", "alone, ms", "over bare", f"{AT_ONCE} at once, ms"),
    )
    try:
        _fill(section, home, rounds=rounds)
    except SiteError as error:
        section.notes.append(f"Not measured: {error}")
    return section


def _fill(section: Section, home: Path, *, rounds: int) -> None:
    with served(site_words(home)) as other:
        pages = find_pages(other.port)
    with served(site_words(home)) as site, served(bare_words()) as bare:
        fresh = resident_megabytes(site.pid)
        with connect(site.port) as line, connect(bare.port) as beside:
            first = {name: _time(line, address) for name, address in pages.items()}
            sizes = {name: len(get(line, address)) for name, address in pages.items()}
            alone, floor = ask_in_turn(line, beside, pages, rounds=rounds)
        ask_at_once(site.port, pages, rounds=1)  # so that every worker is warm
        together, seconds = ask_at_once(site.port, pages, rounds=max(2, rounds // 2))
        after, bare_after = resident_megabytes(site.pid), resident_megabytes(bare.pid)
    for name in pages:
        ratios = [a / b for a, b in zip(alone[name], floor[name], strict=True)]
        section.rows.append(
            (
                name,
                f"{sizes[name] / 1e3:,.0f}",
                f"{first[name] * 1e3:,.0f}",
                say_spread(alone[name], 1, times=1e3),
                f"{median(ratios):,.0f}",
                say_spread(together[name], 1, times=1e3),
            )
        )
    asked = sum(len(times) for times in together.values())
    section.notes = [
        f"{AT_ONCE} at once: {asked} requests in {seconds:.1f} s, {asked / seconds:,.0f} a second.",
        f"Memory of all its processes together: {fresh[0]:,.0f} MB fresh, {after[0]:,.0f} MB after "
        f"these requests (the largest process {after[1]:,.0f} MB); the bare server "
        f"{bare_after[0]:,.0f} MB, so {after[0] / bare_after[0]:.1f} times as much.",
    ]


def _time(line: HTTPConnection, address: str) -> float:
    start = time.perf_counter()
    get(line, address)
    return time.perf_counter() - start


def ask_in_turn(
    site: HTTPConnection,
    floor: HTTPConnection,
    pages: Mapping[str, str],
    *,
    rounds: int,
) -> tuple[Seconds, Seconds]:
    """Seconds of each page, and of the bare request before it, over one kept connection each."""
    alone: Seconds = {name: [] for name in pages}
    beside: Seconds = {name: [] for name in pages}
    for _ in range(rounds):
        for name, address in pages.items():
            beside[name].append(_time(floor, "/"))
            alone[name].append(_time(site, address))
    return alone, beside


def ask_at_once(port: int, pages: Mapping[str, str], *, rounds: int) -> tuple[Seconds, float]:
    """Seconds of each page while several readers ask for all of them; and seconds in all."""

    def read(_reader: int) -> list[tuple[str, float]]:
        with connect(port) as line:
            return [(name, _time(line, a)) for _ in range(rounds) for name, a in pages.items()]

    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as readers:
        found = [one for times in readers.map(read, range(AT_ONCE)) for one in times]
    seconds = time.perf_counter() - start
    together: Seconds = {name: [] for name in pages}
    for name, taken in found:
        together[name].append(taken)
    return together, seconds
