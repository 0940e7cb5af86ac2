"""What the site may know of agreements and receipts, written out for it: no value of a row."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from vrn.partnership.folder import read_partnership
from vrn_web.stewardship import exchange
from vrn_work.telling import tell_agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.mapping import Mapping as SupplierMapping

Mark = tuple[tuple[str, int, int], ...]
# Of a receipt, without the header: the first line of a wrong file may be a person's.
PUBLISHED = (
    "id", "agreement", "feed", "supplier", "file", "bytes", "sha256", "state", "received_on",
    "rows_read", "rows_loaded", "rows_held_back", "rows_stored", "held_back", "held_reasons",
    "mended", "flagged", "passed_over", "members", "faults", "period_from", "period_to",
    "replaces", "word", "incident",
)  # fmt: skip


def mark_of(folder: Path) -> Mark:
    """What tells whether anything that is listed has changed: names, sizes and times of files."""
    named = ("agreements", "mappings", "signatures")
    texts = [path for name in named for path in folder.glob(f"{name}/*.toml")]
    kept = [folder / "store" / name for name in ("manifest.sqlite", "manifest.sqlite-wal")]
    found = ((path, path.stat()) for path in (*texts, *kept) if path.is_file())
    return tuple(sorted((str(path), seen.st_size, seen.st_mtime_ns) for path, seen in found))


def list_for_site(folder: Path) -> None:
    """Writes agreements.json, every receipt that is not there yet, and supplies.json last."""
    from vrn.chain import list_held

    agreements = {one["id"]: one for one in _agreements(folder)}
    exchange.write_text(
        exchange.outbox(folder) / "agreements.json", {"agreements": list(agreements.values())}
    )
    supplies = []
    held = list_held(folder)
    for receipt in _receipts(folder):
        publish_receipt(folder, receipt)
        title = agreements.get(receipt["agreement"], {}).get("title", receipt["agreement"])
        supplies.append(_supply(receipt, title, is_held=receipt["id"] in held))
    path = exchange.outbox(folder) / "supplies.json"
    exchange.write_text(path, {"supplies": supplies[::-1]})


def publish_receipt(folder: Path, receipt: Mapping[str, Any]) -> None:
    """Writes one receipt for the site, unless it is there: a receipt never changes."""
    path = exchange.receipts(folder) / f"{receipt['id']}.json"
    if not path.is_file():
        exchange.write_text(path, {name: receipt[name] for name in PUBLISHED if name in receipt})


def _receipts(folder: Path) -> Iterable[Mapping[str, Any]]:
    """Every receipt, the oldest first; none where nothing was ever received."""
    from vrn.sharing.store import Store

    store = read_partnership(folder).store
    return Store.read(store).receipts() if (store / "manifest.sqlite").is_file() else ()


def _supply(receipt: Mapping[str, Any], title: str, *, is_held: bool) -> dict[str, Any]:
    names = ("agreement", "supplier", "file", "state", "received_on", "rows_loaded")
    known = {name: receipt[name] for name in names}
    return {
        **known,
        "receipt": receipt["id"],
        "title": title,
        "rows_held_back": receipt["rows_held_back"],
        "is_held": is_held,
        "period": [receipt.get("period_from") or "", receipt.get("period_to") or ""],
        "replaces": list(receipt.get("replaces", ())),
    }


def _agreements(folder: Path) -> Iterable[dict[str, Any]]:
    """Every agreement whose texts can be read; one that cannot be is left out, and told of."""
    from vrn.sharing.agreement import read_flows
    from vrn.sharing.fault import TextError

    for path in sorted((folder / "agreements").glob("*.toml")):
        try:
            for flow in read_flows(path):
                mapping, has_mapping = _mapping_of(folder, flow)
                listed = {**_listed(flow, mapping), **tell_agreement(folder, flow, mapping)}
                yield listed if has_mapping else {**listed, "has_mapping": False, "form": ""}
        except (TextError, OSError) as error:
            os.write(2, f"vrn_work: {path.name} is not listed: {error}\n".encode())


def _mapping_of(folder: Path, flow: Agreement) -> tuple[SupplierMapping, bool]:
    """The flow's mapping; where its text is not there yet, every column under our own name."""
    from vrn.sharing.mapping import Mapping, read_mapping

    path = folder / "mappings" / f"{flow.mapping}.toml"
    if path.is_file():
        return read_mapping(path), True
    own = {name: name for name in flow.columns}
    return Mapping(id=flow.mapping, feed=flow.feed, columns=own), False


def _listed(agreement: Agreement, mapping: SupplierMapping) -> dict[str, Any]:
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage.records import linkable

    licence = agreement.licence
    return {
        "id": agreement.id,
        "title": agreement.title,
        "supplier": agreement.supplier,
        "feed": agreement.feed,
        "purpose": agreement.purpose,
        "gateway": agreement.gateway,
        "licence": licence.name if licence else "",
        "columns": _columns(agreement, mapping),
        "ignored": list(mapping.ignored),
        "in_force_from": agreement.in_force_from.isoformat(),
        "in_force_to": agreement.in_force_to.isoformat() if agreement.in_force_to else "",
        "period_from": agreement.period_from or "",
        "tolerance": agreement.tolerance,
        "form": _form(mapping),
        "is_linked": agreement.feed in linkable(CONTRACTS),
    }


def _columns(agreement: Agreement, mapping: SupplierMapping) -> list[dict[str, Any]]:
    """The columns as this supplier heads them, each with what it means and how sensitive it is."""
    from vrn.sharing.contracts import CONTRACTS

    contract = CONTRACTS.get(agreement.feed)
    known = {column.name: column for column in contract.columns} if contract else {}
    return [
        {
            "name": ours,
            "header": mapping.columns[ours],
            "means": known[ours].meaning,
            "sensitivity": known[ours].sensitivity.value,
            "required": known[ours].required,
        }
        for ours in agreement.columns
        if ours in mapping.columns and ours in known
    ]


def _form(mapping: SupplierMapping) -> str:
    """The file's form in words: "CSV, semicolon between cells, cp1252"."""
    signs = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright stroke"}
    if mapping.format != "csv":
        return mapping.format.upper().replace("GEOJSON", "GeoJSON")
    between = signs.get(mapping.delimiter, mapping.delimiter)
    return f"CSV, {between} between cells, {mapping.encoding.upper()}"
