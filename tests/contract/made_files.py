"""Made-up files in the published shapes, as partners send them: good ones, and pieces to spoil."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from made_signatures import IN_FORCE

import vrn.partnership
from vrn.sharing.agreement import Agreement, parse_agreement
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.intake import receive
from vrn.sharing.mapping import Mapping, parse_mapping
from vrn.sharing.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.sharing.receipt import Receipt

TODAY = date(2024, 6, 30)
TEMPLATE = Path(vrn.partnership.__file__).parent / "template"
STREET = "police-uk-street"
AGES = ["total_population", *(str(age) for age in range(90)), "90+"]

STREET_HEADER = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]


def agreement_text(name: str) -> str:
    """The text of an agreement that a new partnership starts with."""
    return (TEMPLATE / "agreements" / f"{name}.toml").read_text(encoding="utf-8")


def mapping_text(name: str) -> str:
    """The text of a mapping that a new partnership starts with."""
    return (TEMPLATE / "mappings" / f"{name}.toml").read_text(encoding="utf-8")


def agreement_of(name: str = STREET, **changes: str) -> Agreement:
    """An agreement of the template, with pieces of its text replaced: old=new."""
    text = agreement_text(name)
    for old, new in changes.items():
        text = "\n".join(
            f"{old} = {new}" if line.startswith(f"{old} =") else line for line in text.splitlines()
        )
    return parse_agreement(text, source=name)


def mapping_of(name: str = STREET, *, top: str = "", end: str = "", **changes: str) -> Mapping:
    """A mapping of the template, with more text above and below, and lines replaced: old=new."""
    text = mapping_text(name)
    for old, new in changes.items():
        text = "\n".join(
            f"{old} = {new}" if line.startswith(f"{old} =") else line for line in text.splitlines()
        )
    return parse_mapping(f"{top}\n{text}\n{end}", source=name)


@dataclass
class Door:
    """A store with a folder to put arriving files in; `send` receives one and gives its receipt."""

    folder: Path

    def __post_init__(self) -> None:
        self.store = Store.open(self.folder / "store")

    def send(
        self,
        content: bytes,
        file: str = "2024-03-midshire-street.csv",
        under: str = STREET,
        *,
        agreement: Agreement | None = None,
        mapping: Mapping | None = None,
        **how: Any,
    ) -> Receipt:
        """Receives these bytes under an agreement of the template, or one that is given."""
        path = self.folder / "arrived" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        agreement = agreement or agreement_of(under)
        return receive(
            path,
            agreement=agreement,
            mapping=mapping or mapping_of(agreement.mapping),
            contract=CONTRACTS[agreement.feed],
            store=self.store,
            **{"today": TODAY, "keys": self.folder / "keys", "standing": IN_FORCE, **how},
        )

    def prepare(self, before: Iterable[tuple[str, bytes]]) -> None:
        """Receives what a file needs to find in the store; all of it is good."""
        for under, content in before:
            assert self.send(content, f"{under}.csv", under).is_accepted


def street_row(number: int = 1, **changes: str) -> list[str]:
    """One good row of a street-level file; changes by canonical name (month="2024-13")."""
    row = {
        "crime_id": f"{number:064x}",
        "month": "2024-03",
        "reported_by": "Midshire Police",
        "falls_within": "Midshire Police",
        "longitude": "-1.131592",
        "latitude": "52.636878",
        "location": "On or near Tanner Lane",
        "area_code": "E01099001",
        "area_name": "Midbury 001A",
        "crime_type": "Robbery",
        "outcome": "Under investigation",
        "context": "",
    }
    return list((row | changes).values())


def street_rows(count: int, first: int = 1, **changes: str) -> list[list[str]]:
    """So many good rows with crime IDs of their own, counted from the first."""
    return [street_row(number, **changes) for number in range(first, first + count)]


def csv_text(
    rows: list[list[str]],
    header: list[str] | None = None,
    *,
    delimiter: str = ",",
    end: str = "\n",
) -> str:
    """A table as text; a cell that needs quotation marks gets them."""
    table = [header if header is not None else STREET_HEADER, *rows]
    return "".join(delimiter.join(_spell(cell, delimiter) for cell in row) + end for row in table)


def _spell(cell: str, delimiter: str) -> str:
    needs_marks = any(mark in cell for mark in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs_marks else cell


def street(count: int = 3, *odd: list[str], month: str = "2024-03", first: int = 1) -> bytes:
    """A street-level file of good rows, with odd ones behind them."""
    return csv_text([*street_rows(count, first, month=month), *odd]).encode()


def ages_table(areas: list[tuple[str, str]], *, code: str, name: str, **changes: str) -> bytes:
    """Residents with one column an age; each area has two residents of each age."""
    rows = []
    for area_code, area_name in areas:
        cells = {code: area_code, name: area_name, "total_population": "182.0"}
        cells |= dict.fromkeys(AGES[1:], "2.0")
        rows.append(list((cells | changes).values()))
    return csv_text(rows, [code, name, *AGES]).encode()


def census(rows: list[list[str]]) -> bytes:
    """The census table of ethnic groups: code, total, group, n, share."""
    return csv_text(rows, ["lsoa21_code", "total_residents", "ethnic_group", "n", "prop"]).encode()


def deprivation(year: str, rows: list[dict[str, str]] | None = None) -> bytes:
    """The indices of a year, all published columns; each row from changes to a good one."""
    mapping = mapping_of(f"deprivation-{year}")
    header = [*mapping.columns.values(), *mapping.ignored]
    good = dict.fromkeys(header, "3.0") | {mapping.columns["area_code"]: "E01099001"}
    table = [list((good | row).values()) for row in rows or [{}]]
    return csv_text(table, header).encode()


def square(west: float = -1.2, south: float = 52.6, size: float = 0.1) -> dict[str, Any]:
    """The outline of a small square, in degrees."""
    east, north = round(west + size, 6), round(south + size, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(code: str = "E01099001", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """One small area of 2021 as a GeoJSON feature."""
    named = {"LSOA21CD": code, "LSOA21NM": f"Midbury {code[-3:]}A", "lad_code": "E07099001"}
    return {
        "type": "Feature",
        "properties": named | properties,
        "geometry": square() if geometry is None else geometry,
    }


def geojson(*features: dict[str, Any], **members: Any) -> bytes:
    """A collection of these features."""
    whole = {"type": "FeatureCollection", "features": list(features) or [feature()]}
    return json.dumps(whole | members).encode()


def changes_table(rows: list[list[str]], header: list[str] | None = None) -> bytes:
    """The lookup of small areas: name and code of 2011, change, those of 2021, the district."""
    names = ["lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code"]
    return csv_text(rows, header or [*names, "ltla22_name", "ltla22_code"]).encode()


def zipped(members: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 4, 1, 0, 0, 0)), content, how)
    return packed.getvalue()


def gzipped(content: bytes) -> bytes:
    """The bytes packed by gzip, the same each time."""
    return gzip.compress(content, mtime=0)


def month_member(month: str) -> str:
    """The name of a month's file in the publisher's archive."""
    return f"{month}/{month}-midshire-street.csv"
