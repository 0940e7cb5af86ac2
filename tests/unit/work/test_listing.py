"""What the worker lists for the site, and what it never does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.unit.work.made_requests import (
    TODAY,
    answer_to,
    offences,
    published,
    put,
    work,
)
from vrn import chain
from vrn_web.stewardship import exchange
from vrn_work import run_worker
from vrn_work.listing import list_for_site, mark_of

if TYPE_CHECKING:
    import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src"


def test_agreements_are_listed_with_the_suppliers_own_headers(folder: Path) -> None:
    list_for_site(folder)
    found = {one["id"]: one for one in published(folder, "agreements.json")["agreements"]}
    assert set(found) == {path.stem for path in (folder / "agreements").glob("*.toml")}
    offences = found["police-offences"]
    assert offences["purpose"]
    assert "Act" in offences["gateway"]
    assert offences["ignored"] == ["OFFENCE TITLE"]
    headers = {column["name"]: column["header"] for column in offences["columns"]}
    assert headers["crime_ref"] == "CRIME REF"
    people = {one["name"]: one["sensitivity"] for one in found["police-people"]["columns"]}
    assert people["surname"] == "personal"
    assert found["police-uk-street"]["licence"] == "Open Government Licence v3.0"
    assert published(folder, "supplies.json") == {"supplies": []}
    assert not (folder / "store").exists(), "listing makes no store"


def test_an_agreement_that_cannot_be_read_hides_no_other(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "agreements" / "police-people.toml").write_text("id = 3\n", encoding="utf-8")
    list_for_site(folder)
    listed = published(folder, "agreements.json")["agreements"]
    assert "police-people" not in str(listed)
    assert "police-offences" in str(listed)
    assert "police-people.toml is not listed" in capfd.readouterr().err


def test_the_list_is_written_again_when_something_came_by_another_way(folder: Path) -> None:
    """A file received at the command line stands in the list while the worker runs."""
    (folder / "offences.csv").write_bytes(offences())
    looks = iter(range(4))

    def stop() -> bool:
        look = next(looks)
        if look == 2:
            assert published(folder, "supplies.json") == {"supplies": []}
            path = folder / "offences.csv"
            chain.receive(folder, path, under="police-offences", today=TODAY)
        return look == 3

    run_worker(folder, stop=stop, today=lambda: TODAY, wait=lambda _: None)
    with_new = published(folder, "supplies.json")["supplies"]
    assert [one["agreement"] for one in with_new] == ["police-offences"]


def test_a_receipt_is_published_without_the_header_of_its_file(folder: Path) -> None:
    """The first line of a wrong file may be a person's."""
    sent = put(folder, b"Quillfeather,Robin,17/09/1987\n", agreement="police-people")
    work(folder)
    path = exchange.receipts(folder) / f"{answer_to(folder, sent)['receipt']}.json"
    assert "header" not in (exchange.read_text(path) or {})
    assert "Quillfeather" not in path.read_text(encoding="utf-8")


def test_how_an_agreement_stands_and_its_plain_words_are_listed(folder: Path) -> None:
    path = folder / "agreements" / "ambulance-calls.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    before = mark_of(folder)
    withdraw = {"name": "Ines", "role": "lead", "why": "It is over."}
    house = "The hospitals of the area"
    chain.withdraw_agreement(folder, "ae-attendances", organisation=house, today=TODAY, **withdraw)
    assert mark_of(folder) != before, "a deed is news for the site"
    list_for_site(folder)
    found = {one["id"]: one for one in published(folder, "agreements.json")["agreements"]}
    offences = found["police-offences"]
    assert (offences["is_signed"], offences["version"], offences["lacks"]) == (True, 1, [])
    assert dict(offences["told"])["Legal gateway"].startswith("Police, Crime, Sentencing")
    fates = {one["header"]: one["stored"] for one in offences["fates"]}
    assert fates["POSTCODE"] == "stored: sector of the postcode (as sector)"
    assert fates["OFFENCE TITLE"] == "never kept"
    assert (found["ambulance-calls"]["is_signed"], found["ambulance-calls"]["is_edited"]) == (
        False,
        True,
    )
    assert "the signature of The ambulance service" in " ".join(found["ambulance-calls"]["lacks"])
    assert found["ae-attendances"]["withdrawn_on"] == TODAY.isoformat()
    assert found["police-uk-street"]["is_signed"]
