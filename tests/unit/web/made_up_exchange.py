"""What the operational worker would have written for the site: agreements and receipts, made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from pathlib import Path

POLICE, HOSPITAL = "Westmere Police", "Westmere Hospitals"
OFFENCES, ATTENDANCES, ENDED = "police-offences", "ae-attendances", "police-offences-2011"
ACCEPTED, REFUSED, OF_HOSPITAL, CLEAN = (
    "0a1b2c3d4e5f",
    "112233445566",
    "ffeeddccbbaa",
    "c1ea4c1ea400",
)
HELD_FOR_WORD = "aa55aa55aa55"
HELD = 230


def agreement(agreement_id: str, title: str, supplier: str, **more: Any) -> dict[str, Any]:
    columns = [
        {
            "name": "crime_ref",
            "header": "CRIME REF",
            "means": "The force's own number of the offence.",
            "sensitivity": "personal",
            "required": True,
        },
        {
            "name": "beat",
            "header": "BEAT",
            "means": "The beat in which it was recorded.",
            "sensitivity": "plain",
            "required": False,
        },
    ]
    return {
        "id": agreement_id,
        "title": title,
        "supplier": supplier,
        "feed": "police-offences",
        "purpose": "To know where violence happens.",
        "gateway": "Crime and Disorder Act 1998, section 115",
        "licence": "",
        "columns": columns,
        "ignored": ["OFFENCE TITLE"],
        "in_force_from": "2018-04-01",
        "in_force_to": "",
        "period_from": "2019-02",
        "tolerance": 0.01,
        "is_signed": True,
        "form": "CSV, comma between cells, UTF-8",
        **more,
    }


def receipt(receipt_id: str, supplier: str = POLICE, **more: Any) -> dict[str, Any]:
    return {
        "id": receipt_id,
        "agreement": OFFENCES if supplier == POLICE else ATTENDANCES,
        "feed": "police-offences",
        "supplier": supplier,
        "file": f"{receipt_id}.csv",
        "bytes": 1_234_567,
        "sha256": "ab" * 32,
        "state": "accepted",
        "received_on": "2023-01-09",
        "rows_read": 10_000,
        "rows_loaded": 10_000,
        "rows_held_back": 0,
        "rows_stored": 10_000,
        "period_from": "2019-02",
        "period_to": "2022-02",
        **more,
    }


def with_rows_held_back() -> dict[str, Any]:
    held = [
        {"file": "a.csv", "line": n + 2, "column": "recorded_at", "reason": "lies in the future"}
        for n in range(HELD)
    ]
    return receipt(
        ACCEPTED,
        rows_loaded=10_000 - HELD,
        rows_held_back=HELD,
        held_back=held,
        held_reasons=[["recorded_at lies in the future", HELD]],
        mended=[{"what": "blanks after a code", "count": 3, "file": "a.csv", "line": 7}],
        flagged=[{"what": "many at midnight", "count": 1, "file": "a.csv", "line": None}],
    )


def refused() -> dict[str, Any]:
    fault = {"what": "a column is not in the agreement", "says": "a.csv: a column too many."}
    nothing = dict.fromkeys(("rows_read", "rows_loaded", "rows_stored"), 0)
    return receipt(REFUSED, state="refused", faults=[fault], **nothing)


def write_held(folder: Path) -> Path:
    """One more receipt: of a supply of the police that waits for the analyst's word alone."""
    said = "2023-07 has 9 rows where about 200 are usual"
    fault = {"what": said, "says": f"{said}.", "for_word": True}
    nothing = dict.fromkeys(("rows_read", "rows_loaded", "rows_stored"), 0)
    held = receipt(HELD_FOR_WORD, state="refused", faults=[fault], **nothing)
    exchange.write_text(exchange.receipts(folder) / f"{HELD_FOR_WORD}.json", held)
    path = exchange.outbox(folder) / "supplies.json"
    supplies = (exchange.read_text(path) or {})["supplies"]
    one = {**supplies[1], "receipt": HELD_FOR_WORD, "file": held["file"], "is_held": True}
    exchange.write_text(path, {"supplies": [one, *supplies]})
    return folder


def write_exchange(folder: Path) -> Path:
    """Agreements of two suppliers, one of them ended, and four receipts."""
    agreements = [
        agreement(OFFENCES, "Offences as recorded", POLICE),
        agreement(ATTENDANCES, "Attendances at A&E", HOSPITAL),
        agreement(ENDED, "Offences, the former agreement", POLICE, in_force_to="2018-12-31"),
    ]
    outbox = exchange.outbox(folder)
    exchange.write_text(outbox / "agreements.json", {"agreements": agreements})
    receipts = [with_rows_held_back(), refused(), receipt(OF_HOSPITAL, HOSPITAL), receipt(CLEAN)]
    names = ("agreement", "supplier", "file", "state", "received_on", "rows_loaded")
    supplies = []
    for one in receipts:
        exchange.write_text(exchange.receipts(folder) / f"{one['id']}.json", one)
        known = {name: one[name] for name in (*names, "rows_held_back")}
        supplies.append({**known, "receipt": one["id"], "title": "Offences as recorded"})
    exchange.write_text(outbox / "supplies.json", {"supplies": supplies})
    for one in agreements[:2]:
        told = scorecard(one["id"], one["title"], one["supplier"])
        exchange.write_text(exchange.scorecards(folder) / f"{one['id']}.json", told)
    return folder


def scorecard(agreement_id: str, title: str, supplier: str) -> dict[str, Any]:
    """A scorecard of two months and one that did not come, as the worker tells it."""
    month = {
        "is_here": True,
        "lateness": "It came first on 2024-07-09, 9 days after the month’s end.",
        "usual": "It has 1,200 rows, as usual.",
        "advice": ["Send the list of your codes.", "Fill beat."],
        "values": ["9", "1,200", "–"],
        "trends": ["rising", "level", ""],
        "columns": [{"name": "beat", "rows": 1_140, "share": "95.0%", "usual": "97.0%"}],
        "receipts": [ACCEPTED],
        "months_in_file": 37,
        "read": 10_000,
        "held": 2,
        "reasons": [["recorded_at lies in the future", 2]],
        "placed": [["by its point or code", 1_100, "91.7%"], ["roughly", 100, "8.3%"]],
    }
    gone = {"is_here": False, "lateness": "It did not come.", "usual": "", "advice": []}
    empty = {name: [] for name in ("columns", "receipts", "reasons", "placed")}
    absent = {**month, **gone, **empty, "values": ["–"] * 3, "trends": [""] * 3}
    months = {"2024-04": month, "2024-05": absent, "2024-06": month}
    return {
        "agreement": agreement_id,
        "title": title,
        "supplier": supplier,
        "made_on": "2024-07-20",
        "newest": "2024-06",
        "words": ["Days after the month’s end", "Rows", "Linked to another row"],
        "months": [
            {"month": name, **one, "letter": f"To {supplier}\n{name}\n"}
            for name, one in months.items()
        ],
        "refused": [["2024-03-01", "wrong.csv"]],
        "csv": f"agreement,month\r\n{agreement_id},2024-06\r\n",
    }
