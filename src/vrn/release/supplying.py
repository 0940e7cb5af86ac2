"""Makes supplied tables out of a cut's cells: each as it was supplied, with the words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.release.aggregate import Told
from vrn.release.code_version import code_version
from vrn.release.lanes import is_open
from vrn.release.supplied import SuppliedTable
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vrn.release.lineage import Ground
    from vrn.sharing.supplied_text import SuppliedText

FEED = "supplied-tables"
_CLEARANCES = {"public": Clearance.PUBLIC, "partners": Clearance.PARTNER}
_SUPPLY_FACTS = (
    *("id", "supplier", "file", "sha256", "received_on", "rows_loaded", "rows_held_back"),
    *("licence", "purpose"),
)


def release_supplied(
    text: SuppliedText, rows: Iterable[Mapping[str, Any]], ground: Ground
) -> SuppliedTable:
    """A table of a cut for readers: no cell is left out, added up or worked out.

    Open data where its supply is under an open licence; else for whom its text says.
    """
    receipt = ground.slices[FEED][text.id]
    facts = ground.supplies[receipt]
    clearance = Clearance.OPEN if is_open([facts]) else _CLEARANCES[text.clearance]
    told = Told(
        table=text.id,
        title=text.title,
        publisher=text.publisher,
        reference=text.reference,
        definition=text.definition,
        small_numbers=text.small_numbers,
        caveat=text.caveat,
        text_sha256=text.sha256,
        clearance=clearance,
        cut=ground.number,
        cut_hash=ground.row_hash,
        code_version=code_version(),
        supplies=(receipt,),
    )
    supply = {name: facts.get(name) for name in _SUPPLY_FACTS}
    cells = sorted(rows, key=lambda row: row["line"])
    return SuppliedTable(told, (supply,), tuple(_cell(row, text) for row in cells))


def _cell(row: Mapping[str, Any], text: SuppliedText) -> dict[str, Any]:
    counted = row["counted"]
    return {
        "counted": counted,
        "unit": text.units.get(counted, text.unit),
        "area": row["area"],
        "area_code": row["area_code"] or "",
        "period": row["period"],
        "part": row["within_period"] or "",
        "groups": [row["group"] or "", row["further_group"] or ""],
        "written": row["written"] or row["mark"] or "",
        "value": row["value"],
        "decimals": text.decimals,
        "state": row["state"],
    }
