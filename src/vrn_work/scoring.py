"""The scorecards written out for the site: counts and words, no value of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

POST = "Information governance lead"


def list_scorecards(folder: Path, *, today: date) -> None:
    """Writes the scorecard of every agreement, and takes away those that there are no more."""
    from vrn import chain

    place = exchange.scorecards(folder)
    written = set()
    for told in chain.tell_for_pages(folder, today=today, to=POST):
        path = place / f"{told['agreement']}.json"
        exchange.write_text(path, told)
        written.add(path)
    for path in set(place.glob("*.json")) - written:
        path.unlink()
