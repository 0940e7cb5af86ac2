"""Tells of a sample what the site may show: its profile, the mapping, and what that does to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vrn.chain.mapping_files import Mapped
    from vrn.sharing.proposing.profile import ColumnProfile
    from vrn.sharing.proposing.sampling import Sample
    from vrn.sharing.proposing.trial import Trial

# As many columns as a page can show; what lies beyond is counted.
MOST_COLUMNS = 200
LONGEST_HEADER = 80
LONGEST_TEXT = 100_000
# A sample's own name may hold anything, a person's name too: it is known by its ending alone.
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".zip", ".gz")
SAMPLE = "sample"


def map_sample(
    folder: Path, place: Path, request: Mapping[str, Any], *, today: date
) -> dict[str, Any]:
    """Profiles the sample that lies in `place` and tries its mapping; the caller deletes both."""
    from vrn import chain
    from vrn.chain.receiving import read_flow
    from vrn.partnership.folder import read_partnership
    from vrn.sharing.fault import RefusedError

    flow = read_flow(read_partnership(folder), str(request.get("agreement", "")))
    try:
        mapped = chain.map_file(
            folder,
            _under_its_ending(place, str(request.get("ending", ""))),
            feed=flow.feed,
            agreement=flow.id,
            name=flow.mapping,
            edited=str(request.get("text", "")),
            today=today,
        )
    except RefusedError as error:
        return {"mapping": flow.mapping, "refused": [str(fault) for fault in error.faults]}
    return {"mapping": flow.mapping, **_told(mapped)}


def _under_its_ending(place: Path, ending: str) -> Path:
    """The bytes under a name that says what they are and nothing of whose they are."""
    named = place / "named"
    named.mkdir(mode=0o700, exist_ok=True)
    link = named / f"{SAMPLE}{ending if ending in ENDINGS else ''}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("..") / exchange.FILE)
    return link


def _told(mapped: Mapped) -> dict[str, Any]:
    return {
        "is_of_persons": mapped.is_of_persons,
        "written": _written(mapped.sample),
        "columns": [_column(one) for one in mapped.profiles[:MOST_COLUMNS]],
        "columns_left": max(0, len(mapped.profiles) - MOST_COLUMNS),
        "text": mapped.text[:LONGEST_TEXT],
        "unnamed": [header[:LONGEST_HEADER] for header in mapped.unnamed[:MOST_COLUMNS]],
        "lacking": list(mapped.lacking),
        "trial": None if mapped.trial is None else _trial(mapped.trial),
    }


def _written(sample: Sample) -> dict[str, Any]:
    """How the file is written, and why that is thought."""
    return {
        "rows": len(sample.rows),
        "is_whole": sample.is_whole,
        "columns": len(sample.header),
        "format": sample.format,
        "encoding": sample.encoding,
        "encoding_because": sample.encoding_because,
        "delimiter": sample.delimiter,
        "header_row": sample.header_row,
        "header_because": sample.header_because,
    }


def _column(profile: ColumnProfile) -> dict[str, Any]:
    """A column's counts and shapes; its range where the feed holds nothing personal."""
    return {
        "header": profile.header[:LONGEST_HEADER],
        "filled": profile.filled,
        "rows": profile.rows,
        "distinct": profile.distinct,
        "shapes": [list(shape) for shape in profile.shapes],
        "other_shapes": profile.other_shapes,
        "lowest": profile.lowest,
        "highest": profile.highest,
        "order": profile.order,
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "tried": trial.tried,
        "loaded": trial.loaded,
        "held_back": trial.held_back,
        "reasons": [list(reason) for reason in trial.reasons],
        "shown": list(trial.shown),
        "faults": [str(fault) for fault in trial.faults],
    }
