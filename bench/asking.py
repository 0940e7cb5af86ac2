"""Page times of the dashboard of serious violence, over released cubes of cuts of several sizes."""

from __future__ import annotations

import re
import time
from functools import partial
from html import unescape
from http import HTTPStatus
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import assessing
from bench.child import run_child
from bench.report import Section
from bench.site import SiteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.test import Client

NEW, AGAIN = "dashboard, a choice never asked before", "dashboard, a choice asked before"
PAGES = {
    "one of its tables as CSV": r'href="(/violence/[a-z0-9-]+\.csv[^"]*)',
    "figure": r'href="(/figures/[0-9a-f]{16}/)',
}
ASSESSMENT = "assessment, its contents"
CHOICES = 12
TIMES_A_ROUND = 8
Milliseconds = dict[str, list[list[float]]]


def run(folder: Path, *, incidents: Sequence[int], rounds: int) -> Section:
    """Asks the pages of each folder in turn, in one process, as somebody who has signed in."""
    homes = assessing.prepare(folder, incidents)
    times = rounds * TIMES_A_ROUND
    found = run_child("asking", str(times), str(CHOICES), *homes.values(), seconds=1_200)
    section = Section(
        "Dashboard of serious violence",
        "Pages of the made-up network as somebody who has signed in asks for them, through "
        "Django's test client (no network, no gunicorn) in one process, the folders in turn. The "
        "cubes were released from a cut with so many offences: see Assessment. Each page is asked "
        f"for {times} times, or for {CHOICES} choices once each.",
        ("page", "offences in the cut", "p50, ms", "p95, ms", "p50 over the first's"),
    )
    for page, by_folder in found["milliseconds"].items():
        first = float(np.percentile(by_folder[0], 50))
        for rows, times in zip(homes, by_folder, strict=True):
            half, most = (float(np.percentile(times, at)) for at in (50, 95))
            section.rows.append(
                (page, f"{rows:,}", f"{half:,.1f}", f"{most:,.1f}", f"{half / first:.2f}")
            )
    section.notes = [
        "No page opens a row: each reads released cubes, whose cells are as many for ten million "
        "offences as for the demonstration's. What is drawn for a choice is kept, so that it is "
        "drawn once in a process.",
        f"The process held {found['peak']:,.0f} MB at most, with what it drew for every folder.",
    ]
    return section


def in_child(times: str, choices: str, *homes: str) -> dict[str, Any]:
    """The milliseconds of each page, by page and folder; the folders are asked in turn.

    So many times, or so many choices of the dashboard once each.
    """
    folders = [Path(home) for home in homes]
    count = int(choices) + 1
    client = _sign_in(folders[0])
    asked: Milliseconds = {}
    addresses = {folder: list(islice(_choices(folder), count)) for folder in folders}
    # The first choice is what the site draws before it answers anybody.
    _ask_each(folders, lambda folder: client.get(addresses[folder][0]))
    asked[NEW] = _joined(
        _ask_each(folders, partial(_get, client, addresses, number)) for number in range(1, count)
    )
    asked[AGAIN] = _joined(
        _ask_each(folders, partial(_get, client, addresses, number % count))
        for number in range(int(times))
    )
    for page, found in _others(client, folders, addresses).items():
        asked[page] = _joined(
            _ask_each(folders, partial(_get, client, found, 0)) for _ in range(int(times) + 1)
        )
        asked[page] = [each[1:] for each in asked[page]]  # the first reads what is kept afterwards
    return {"milliseconds": asked}


def _sign_in(folder: Path) -> Client:
    """A client in which a person of the demonstration has signed in, at the site of the folder.

    Its database is used for every other folder too.
    """
    from vrn_web.serving import configure, prepare

    configure(folder)
    prepare(folder)
    from django.test import Client

    from vrn_web.accounts.models import User

    client = Client(SERVER_NAME="localhost")
    person = User.objects.get(role="analyst")
    client.force_login(person, backend="vrn_web.accounts.backends.EmailBackend")
    return client


def _serve(folder: Path) -> None:
    from django.conf import settings

    settings.VRN_FOLDER = folder


def _choices(folder: Path) -> Iterator[str]:
    """Addresses of the dashboard, the first with nothing chosen; the same for every folder."""
    from vrn.terms import Clearance
    from vrn_web.figures.violence.choosing import choose
    from vrn_web.figures.violence.ground import read_ground

    _serve(folder)
    ground = read_ground(Clearance.PARTNER)
    if ground is None:
        raise SiteError(f"nothing of serious violence was released in {folder.name}")
    filters = choose(ground, {})
    names = ("area", "age", "definition")
    codes = [[option.value for option in filters.options[name]] for name in names]
    for chosen in product(*codes):
        yield filters.choice.address(**dict(zip(names, chosen, strict=True)))


def _get(client: Client, addresses: Mapping[Path, Sequence[str]], number: int, folder: Path) -> str:
    address = addresses[folder][number]
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise SiteError(f"{address} answers {answer.status_code}")
    return answer.content.decode()


def _ask_each(folders: Sequence[Path], ask: Callable[[Path], object]) -> list[float]:
    """Milliseconds of one request in each folder, one after the other."""
    taken = []
    for folder in folders:
        _serve(folder)
        start = time.perf_counter()
        ask(folder)
        taken.append((time.perf_counter() - start) * 1e3)
    return taken


def _joined(rounds: Iterator[list[float]]) -> list[list[float]]:
    """Rounds by folder as folders by round."""
    return [list(each) for each in zip(*rounds, strict=True)]


def _others(
    client: Client, folders: Sequence[Path], addresses: Mapping[Path, Sequence[str]]
) -> dict[str, dict[Path, Sequence[str]]]:
    """The address of every further page in each folder: the first that the dashboard links to."""
    found: dict[str, dict[Path, Sequence[str]]] = {name: {} for name in PAGES}
    for folder in folders:
        _serve(folder)
        text = _get(client, addresses, 0, folder)
        for name, pattern in PAGES.items():
            links = re.findall(pattern, text)
            if not links:
                raise SiteError(f"the dashboard has no link to {name}")
            found[name][folder] = [unescape(links[0])]
    return {**found, ASSESSMENT: {folder: ["/assessment/"] for folder in folders}}
