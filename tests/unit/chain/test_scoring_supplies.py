"""Scorecards of a partnership's folder: by agreement and supplier, by command, and for the site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.unit.work.made_requests import BORN, SURNAME, TODAY, offences, people, start
from vrn import chain
from vrn.chain.scoring import _persons, _placed
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.quality.advising import SURE
from vrn.sharing.store import Cut, Store
from vrn.sharing.store.manifest_entries import TablePart
from vrn_cli.app import app
from vrn_web.stewardship import exchange
from vrn_work.scoring import list_scorecards

if TYPE_CHECKING:
    from pathlib import Path

POLICE = "The police force of the area"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which offences and the people in them were received, and one file was refused."""
    folder = start(tmp_path_factory.mktemp("scored") / "partnership")
    sent = {"police-offences": offences(30), "police-people": people(30)}
    for under, content in sent.items():
        path = folder / f"{under}.csv"
        path.write_bytes(content)
        assert chain.receive(folder, path, under=under, today=TODAY).is_accepted
    wrong = folder / "wrong.csv"
    wrong.write_text("NOT A COLUMN\n1\n", encoding="utf-8")
    assert not chain.receive(folder, wrong, under="ambulance-calls", today=TODAY).is_accepted
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder in which nothing was received."""
    return start(tmp_path / "partnership")


def run(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code and all that is said."""
    result = CliRunner().invoke(
        app, ["scorecard", *words, "--in", str(folder), "--today", TODAY.isoformat()]
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def cut_of(folder: Path, **tables: pl.DataFrame) -> Cut:
    """A cut of these tables, each in a file of its own."""
    parts = {}
    for name, table in tables.items():
        path = folder / f"{name}.parquet"
        table.write_parquet(path)
        parts[name] = TablePart((path,), table.height, "0" * 64)
    return Cut(1, parts, (), {}, "0" * 64)


def test_a_supplier_has_a_card_for_each_of_its_agreements(folder: Path) -> None:
    cards = chain.score_supplier(folder, POLICE.upper(), today=TODAY)
    assert [card.agreement for card in cards] == ["police-offences", "police-people"]
    (month,) = cards[0].months
    assert (month.month, month.rows.rows, month.received_on) == ("2020-05", 30, "2024-06-03")
    assert month.rows.filled["alcohol_flag"] == 0
    assert month.placed == ()
    (of_people,) = cards[1].months
    assert of_people.rows.filled["surname"] == 30, "a token is a value"


def test_an_agreement_s_id_gives_its_card_alone(folder: Path) -> None:
    (card,) = chain.score_supplier(folder, "police-people", today=TODAY)
    assert card.agreement == "police-people"


def test_an_unknown_name_is_answered_with_the_nearest(folder: Path, empty: Path) -> None:
    with pytest.raises(chain.NotReadyError, match=r"no agreement or supplier 'police'.*police-peo"):
        chain.score_supplier(folder, "police", today=TODAY)
    with pytest.raises(chain.NotReadyError, match=r"try one of: .*ambulance-calls.*probation"):
        chain.score_supplier(folder, "?", today=TODAY)
    with pytest.raises(chain.NotReadyError, match="nothing was received from 'police-people' yet"):
        chain.score_supplier(empty, "police-people", today=TODAY)
    with pytest.raises(chain.NotReadyError, match="nothing was received from 'probation' yet"):
        chain.score_supplier(folder, "probation", today=TODAY)


def test_a_feed_without_months_has_no_card(folder: Path) -> None:
    with pytest.raises(chain.NotReadyError, match="sends a feed with months"):
        chain.score_supplier(folder, "deprivation-2025", today=TODAY)


def test_the_command_tells_a_month_and_writes_a_letter_and_a_file(folder: Path) -> None:
    code, told = run(folder, "police-offences")
    assert code == 0
    assert told.startswith("police-offences: Offences recorded by the police\n")
    assert "alcohol_flag" in told
    code, letters = run(folder, POLICE, "--letter", "The lead", "--month", "2020-05")
    assert letters.count(f"To The lead, {POLICE}\n") == 2
    code, file = run(folder, "police-people", "--csv")
    assert file.startswith("agreement,supplier,month,of,what,number,out_of,trend")
    assert "police-people,The police force of the area,2020-05,completeness,surname,30,30," in file
    assert SURNAME not in told + letters + file
    assert BORN not in told + letters + file


def test_the_command_says_what_cannot_be(folder: Path) -> None:
    assert run(folder, "nobody")[0] == 1
    code, said = run(folder, "police-offences", "--month", "2031-01")
    assert (code, "its months are 2020-05 to 2020-05" in said) == (1, True)
    assert run(folder, "police-offences", "--csv", "--letter", "x")[0] == 2
    code, said = run(folder, "ambulance-calls")
    assert (code, "no month of it is held; files refused: 1." in said) == (0, True)


def test_the_site_gets_every_card_and_no_name(folder: Path) -> None:
    place = exchange.scorecards(folder)
    (place / "gone.json").write_text("{}", encoding="utf-8")
    list_scorecards(folder, today=TODAY)
    written = {path.stem: path.read_text(encoding="utf-8") for path in place.glob("*.json")}
    assert set(written) == {"police-offences", "police-people", "ambulance-calls"}
    assert SURNAME not in str(written)
    told = exchange.read_text(place / "police-offences.json")
    assert told["newest"] == "2020-05"
    assert "To Information governance lead, The police force" in told["months"][0]["letter"]


def test_listing_where_nothing_came_makes_no_store(empty: Path) -> None:
    list_scorecards(empty, today=TODAY)
    assert not list(exchange.scorecards(empty).iterdir())
    assert not (empty / "store").exists()


def test_rows_placed_in_a_cut_are_graded_by_month(tmp_path: Path) -> None:
    ways = ("inside by position", "by postcode sector", "outside the area", "no location")
    table = pl.DataFrame(
        {
            "supply": ["r"] * 4 + ["other", "r"],
            "month": ["2024-01"] * 5 + ["2024-02"],
            "placement": [*ways, ways[0], ways[0]],
        }
    )
    cut = cut_of(tmp_path, police_offences=table)
    placed = _placed(cut, ["police_offences"], ["r"])
    grades = ((SURE, 1), ("roughly", 1), ("outside the area", 1), ("not at all", 1))
    assert placed == {"2024-01": grades, "2024-02": ((SURE, 1),)}
    assert _placed(cut, ["ambulance"], ["r"]) == {}
    bare = cut_of(tmp_path, police_offences=table.drop("placement"))
    assert _placed(bare, ["police_offences"], ["r"]) == {}


def people_table(**columns: list[str]) -> pl.DataFrame:
    drawn = {"supply": ["r", "r", "other"], "month": ["2024-01"] * 3, "line": [2, 3, 2]}
    return pl.DataFrame(drawn | columns)


def test_a_row_is_linked_where_its_person_has_another(tmp_path: Path) -> None:
    """Of r's two rows the first is of the same person as a row of another supply."""
    contract, names = CONTRACTS["police-people"], ["police_people"]
    table = people_table(person=["P1", "P2", "P1"])
    cut = cut_of(tmp_path, police_people=table)
    assert _persons(cut, contract, names, ["r"]) == {"2024-01": (2, 1)}
    keys = pl.DataFrame({"source": ["probation"], "record": ["x"], "person": ["P2"]})
    own = table.select("person").with_columns(source=pl.lit("police-people"), record=pl.lit("y"))
    persons = pl.concat([keys, own.select("source", "record", "person")])
    with_keys = cut_of(tmp_path, police_people=table, persons=persons)
    assert _persons(with_keys, contract, names, ["r"]) == {"2024-01": (2, 2)}


def test_a_supplier_s_own_number_of_a_person_is_no_key(tmp_path: Path) -> None:
    contract, names = CONTRACTS["probation"], ["probation"]
    table = people_table(person=["N1", "N1", "N2"], order_no=["a", "b", "c"], line=[2, 3, 4])
    cut = cut_of(tmp_path, probation=table)
    assert _persons(cut, contract, names, ["r"]) == {}
    keys = pl.DataFrame(
        {
            "source": ["probation", "probation", "police-people"],
            "person": ["P1", "P2", "P1"],
            "supply": [*table["supply"][:2], "police"],
            "line": [2, 3, 4],
        }
    )
    with_keys = cut_of(tmp_path, probation=table, persons=keys)
    assert _persons(with_keys, contract, names, ["r"]) == {"2024-01": (2, 1)}
    assert _persons(with_keys, CONTRACTS["ambulance"], ["ambulance"], ["r"]) == {}


def test_what_was_served_is_read_where_there_is_a_cut(folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(folder, tmp_path / "copy")
    store = Store.open(folder / "store")
    live = [one["id"] for one in store.live_receipts() if one["feed"] == "police-offences"]
    table = pl.DataFrame(
        {"supply": live, "month": ["2020-05"], "placement": ["nearest by position"], "line": [2]}
    )
    store.commit_cut({"police_offences": table}, facts={})
    (card,) = chain.score_supplier(folder, "police-offences", today=TODAY)
    assert card.months[0].placed == (("roughly", 1),)
