"""Puts a source's uncertain pairs to its own steward, and takes the answers, as a sheet does."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from vrn.chain.receiving import read_flow
from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from vrn.sharing.agreement import Agreement

PURPOSE = "To say which of the own records are of one person"


def ask_pairs(folder: Path, request: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The uncertain pairs of a supplier's own records; who looks is written down first.

    Pairs with another source are on the analyst's sheet alone. NotReadyError where the supplier
    of the agreement has no record of that feed.
    """
    from vrn.chain.link_reviewing import review_sheet

    flow = _flow(folder, request)
    sheet = review_sheet(
        folder,
        flow.feed,
        supplier=flow.supplier,
        actor=str(request.get("actor", "")),
        purpose=PURPOSE,
        now=datetime.now(tz=UTC),
    )
    return {"source": flow.feed, "asked_on": today.isoformat(), "pairs": list(_own(sheet, flow))}


def take_pairs(folder: Path, request: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Takes answers in as those of a sheet that came back; gives how many."""
    from vrn.chain.link_reviewing import take_answers

    flow = _flow(folder, request)
    sheet = _sheet(flow.feed, request.get("answers", ()))
    by = str(request.get("actor", ""))
    taken = take_answers(folder, flow.feed, sheet, supplier=flow.supplier, by=by, today=today)
    return {"taken": taken}


def _flow(folder: Path, request: Mapping[str, Any]) -> Agreement:
    """The flow of the request; the site has seen to it that it is of the steward's organisation."""
    return read_flow(read_partnership(folder), str(request.get("agreement", "")))


def _own(sheet: str, flow: Agreement) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(io.StringIO(sheet)):
        if row["source"] == row["source_other"] == flow.feed:
            yield {"one": row["one"], "other": row["other"], "agrees": row["what agrees"]}


def _sheet(source: str, answers: Any) -> str:
    """The answers as the lines of a sheet."""
    from vrn.sharing.linkage.answers import SHEET

    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(SHEET)
    for number, said in enumerate(answers, start=1):
        row = (source, said["one"], source, said["other"], "", said["answer"])
        lines.writerow([number, *map(str, row)])
    return out.getvalue()
