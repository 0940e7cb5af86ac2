"""No identifier in the agencies' files is in any byte that the platform keeps, writes or serves."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMS = {
    "postcode": re.compile(r"\bX[LM][0-9]{1,2} ?[0-9][A-Z]{2}\b"),
    "birth date": re.compile(r"\b[0-3][0-9]/[01][0-9]/(?:19|200)[0-9]{1,2}\b"),
}


@pytest.fixture(scope="module")
def identifiers(demo_folder: Path) -> dict[str, frozenset[str]]:
    """Every postcode, birth date, nominal number and full name that the files hold."""
    found: dict[str, set[str]] = {"postcode": set(), "birth date": set(), "nominal": set()}
    found["name"] = set()
    for path in sorted((demo_folder.parent / "files" / "agencies").glob("police_people_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                found["postcode"].add(row["HOME POSTCODE"].strip())
                found["birth date"].add(row["DOB"].strip())
                found["nominal"].add(row["NOMINAL ID"].strip())
                forename, surname = row["FORENAME"].strip(), row["SURNAME"].strip()
                found["name"] |= {f"{forename} {surname}", f"{surname}, {forename}"}
    kept = {kind: frozenset(e for e in each if len(e) > 5) for kind, each in found.items()}
    assert all(len(each) > 500 for each in kept.values())
    return kept


def texts_of(path: Path) -> Iterator[str]:
    """All the text that a kept file holds, whatever it is packed in."""
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        for name in frame.select(pl.col(pl.String)).columns:
            yield "\n".join(frame[name].drop_nulls().unique().to_list())
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield packed.read(name).decode("utf-8", "replace")
    elif path.suffix == ".pdf":
        from pypdf import PdfReader

        for page in PdfReader(path).pages:
            yield page.extract_text()
    elif path.suffix == ".sqlite":
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        yield from connection.iterdump()
        connection.close()
    else:
        yield path.read_bytes().decode("utf-8", "replace")


def kept_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".key")


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[A-Z]*[0-9]+[A-Z0-9-]*", text))


def test_what_is_looked_for_is_in_the_files_and_would_be_found(
    demo_folder: Path, identifiers: dict[str, frozenset[str]]
) -> None:
    sent = demo_folder.parent / "files" / "agencies" / "police_people_2021.csv"
    assert find(io.StringIO(sent.read_text("utf-8-sig")).read(), identifiers) >= {
        *("postcode", "birth date", "nominal"),
    }


def find(text: str, identifiers: dict[str, frozenset[str]]) -> set[str]:
    """Which kinds of identifier a text holds."""
    found = {
        kind for kind, form in FORMS.items() if not identifiers[kind].isdisjoint(form.findall(text))
    }
    if not identifiers["nominal"].isdisjoint(words_of(text)):
        found.add("nominal")
    pairs = re.findall(r"\b[A-Z][\w'-]+,? [A-Z][\w'-]+\b", text)
    if not identifiers["name"].isdisjoint(pairs):
        found.add("name")
    return found


def test_no_identifier_is_in_the_store_the_register_or_any_document(
    demo_folder: Path, identifiers: dict[str, frozenset[str]]
) -> None:
    files = kept_files(demo_folder)
    assert {path.suffix for path in files} >= {".parquet", ".sqlite", ".json", ".html", ".pdf"}
    leaks = {
        f"{path.relative_to(demo_folder)}: {kind}"
        for path in files
        for text in texts_of(path)
        for kind in find(text, identifiers)
    }
    assert leaks == set()
