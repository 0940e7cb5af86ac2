"""Feeds about persons: what is stored of them, under which key, and when nothing may be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import made_agencies as made
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_agencies import attendances, callouts, offence_row, offences, people, person_row
from made_files import TODAY, Door, agreement_of, csv_text, mapping_of
from made_signatures import IN_FORCE

from vrn.sharing.agreement import Terms
from vrn.sharing.checks.row_faults import no_faults
from vrn.sharing.checks.shaping import shape_rows
from vrn.sharing.contract import Setting
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.intake import check_file
from vrn.sharing.pseudonyms.door import Door as Treating
from vrn.sharing.pseudonyms.door import treat_rows
from vrn.sharing.pseudonyms.keys import KEY_BYTES, Key
from vrn.sharing.schema import build_schema

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from vrn.sharing.contract import Contract

KEY = Key("serious-violence", bytes(range(KEY_BYTES)))
FILES = {
    made.OFFENCES: offences(),
    made.PEOPLE: people(),
    made.CALLOUTS: callouts(),
    made.ATTENDANCES: attendances(),
    made.ADMISSIONS: made.admissions(),
}


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def stored(door: Door, feed: str) -> pl.DataFrame:
    parts = [pl.read_parquet(part.path) for part in door.store.live_parts(feed)]
    return pl.concat(parts).sort("line")


@pytest.mark.parametrize("under", FILES)
def test_what_is_stored_keeps_the_contract_of_what_is_stored(under: str, door: Door) -> None:
    """Names, types, patterns and lists of the stored columns, with line and supply behind them."""
    feed = agreement_of(under).feed
    if under == made.PEOPLE:
        door.prepare([(made.OFFENCES, offences())])
    receipt = door.send(FILES[under], f"{under}.csv", under)
    rows, contract = stored(door, feed), CONTRACTS[feed]
    assert receipt.rows_stored == rows.height == 3
    assert rows.columns == [*contract.stored_names, "line", "supply"]
    whole = {name for name, kind in rows.schema.items() if kind == pl.Int64}
    assert whole == {c.name for c in contract.stored_columns if c.is_number} | {"line"}
    assert set(rows.dtypes) <= {pl.Int64, pl.String}
    as_stored = build_schema(_stored_as_arriving(feed), Setting(TODAY))
    _, failure = as_stored.filter(rows.with_row_index("row").drop("supply"))
    assert failure.counts() == {}


def _stored_as_arriving(feed: str) -> Contract:
    whole = CONTRACTS[feed]
    return replace(whole, columns=whole.stored_columns, stored=(), treatments=(), rules=())


def test_an_offence_is_stored_with_its_code_month_and_sector(door: Door) -> None:
    receipt = door.send(offences(4), "o.csv", made.OFFENCES)
    rows = stored(door, "police-offences")
    assert rows["ho_code"].to_list() == ["8N/06", "4/1/06", "34B/06", "8N/06"]
    assert rows["offence_title"].to_list()[:2] == ["Assault with injury", "Manslaughter"]
    assert set(rows["sector"]) == {"XL4 7"}
    assert set(rows["month"]) == {"2020-05"}
    assert set(rows["committed_from"]) == {"2020-05-23T23:10"}
    assert set(rows["location_type"]) == {"street"}
    assert receipt.pseudonyms is None
    assert (receipt.period_from, receipt.period_to) == ("2020-05", "2020-05")


def test_a_person_is_stored_with_the_month_and_the_age_of_the_offence(door: Door) -> None:
    old = offence_row(7, committed_from="27/02/2019 10:00")
    door.prepare([(made.OFFENCES, offences(3, old))])
    receipt = door.send(people(1, person_row(7), person_row(7, born="")), "p.csv", made.PEOPLE)
    rows = stored(door, "police-people")
    assert set(rows["month"]) == {"2020-05"}
    assert rows["age"].to_list() == [19, 17, None]
    assert rows["born"].null_count() == 1
    assert set(rows["home_sector"]) == {"XL5 2"}
    assert receipt.slices == ("2020-05",)
    assert str(receipt.pseudonyms).startswith("serious-violence, key ")
    assert rows["nominal"][0].startswith(str(receipt.pseudonyms).split()[2].rstrip(","))
    assert f"Tokens          {receipt.pseudonyms}" in receipt.to_text()


SAME = [
    {
        "surname": "O'Née-Smith",
        "forename": "Zoë",
        "home_postcode": "XL5 2CD",
        "nominal": "NQ000001",
    },
    {"surname": "ONEE SMITH", "forename": "zoe", "home_postcode": "xl52cd", "nominal": "nq 000001"},
    {
        "surname": " o’nee smith",
        "forename": "ZOE ",
        "home_postcode": "XL5  2cd",
        "nominal": "NQ-000001",
    },
]


def test_the_same_person_written_differently_gets_one_token(door: Door) -> None:
    door.prepare([(made.OFFENCES, offences(3))])
    rows = [person_row(n, **cells) for n, cells in enumerate(SAME, 1)]
    door.send(csv_text(rows, made.PEOPLE_HEADER).encode(), "p.csv", made.PEOPLE)
    tokens = stored(door, "police-people").select("nominal", "surname", "forename", "born", "home")
    assert [tokens[name].n_unique() for name in tokens.columns] == [1] * 5
    assert tokens.null_count().sum_horizontal().item() == 0
    assert len(set(tokens.row(0))) == 5


def test_another_key_gives_other_tokens(tmp_path: Path) -> None:
    made_tokens = []
    for place in ("first", "second"):
        door = Door(tmp_path / place)
        door.prepare([(made.OFFENCES, offences())])
        door.send(people(), "p.csv", made.PEOPLE)
        made_tokens.append(stored(door, "police-people")["surname"].to_list())
    first, second = made_tokens
    assert not set(first) & set(second)
    assert not {token[7:] for token in first} & {token[7:] for token in second}


def test_feeds_of_one_linkage_project_share_its_key(door: Door) -> None:
    door.prepare([(made.OFFENCES, offences())])
    named = {
        door.send(FILES[under], f"{under}.csv", under).pseudonyms
        for under in (made.PEOPLE, made.CALLOUTS, made.ATTENDANCES)
    }
    assert len(named) == 1
    assert {path.name for path in (door.folder / "keys").iterdir()} == {
        "originals.key",
        "pseudonym-serious-violence.key",
    }


def test_a_feed_without_tokens_makes_no_key_of_tokens(door: Door) -> None:
    door.send(offences(), "o.csv", made.OFFENCES)
    assert [path.name for path in (door.folder / "keys").iterdir()] == ["originals.key"]


def test_no_key_is_made_in_the_store_for_a_feed_without_tokens_either(door: Door) -> None:
    with pytest.raises(TextError, match="keys are never kept in the store"):
        door.send(offences(), "o.csv", made.OFFENCES, keys=door.store.folder / "keys")
    assert not (door.store.folder / "keys").exists()


def test_a_feed_with_tokens_is_not_received_without_a_place_for_keys(door: Door) -> None:
    with pytest.raises(TextError, match="a folder for keys is needed"):
        door.send(callouts(), "c.csv", made.CALLOUTS, keys=None)
    with pytest.raises(TextError, match="keys are never kept in the store"):
        door.send(callouts(), "c.csv", made.CALLOUTS, keys=door.store.folder / "keys")
    assert door.store.receipts() == []


def test_tokens_of_a_lost_key_are_not_mixed_with_those_of_a_new_one(door: Door) -> None:
    first = door.send(callouts(), "c.csv", made.CALLOUTS)
    key = door.folder / "keys" / "pseudonym-serious-violence.key"
    secret = key.read_bytes()
    key.unlink()
    with pytest.raises(TextError, match="the key is missing, and its tokens are held"):
        door.send(attendances(), "a.csv", made.ATTENDANCES)
    assert not key.exists()
    with pytest.raises(TextError, match=f"receipt {first.id} holds tokens by another key"):
        door.send(attendances(), "a.csv", made.ATTENDANCES, keys=_other_keys(door.folder))
    key.write_bytes(secret)
    key.chmod(0o600)
    assert door.send(attendances(), "a.csv", made.ATTENDANCES).is_accepted


def _other_keys(folder: Path) -> Path:
    (folder / "others").mkdir(mode=0o700)
    path = folder / "others" / "pseudonym-serious-violence.key"
    path.write_bytes(bytes(KEY_BYTES))
    path.chmod(0o600)
    return path.parent


def test_a_key_with_open_doors_stops_the_supply_before_it_is_read(door: Door) -> None:
    door.send(callouts(), "c.csv", made.CALLOUTS)
    (door.folder / "keys" / "pseudonym-serious-violence.key").chmod(0o644)
    with pytest.raises(TextError, match="can be read by others"):
        door.send(attendances(), "a.csv", made.ATTENDANCES)
    assert len(door.store.receipts()) == 1


def test_people_before_their_offences_are_refused_and_accepted_after(door: Door) -> None:
    refused = door.send(people(), "p.csv", made.PEOPLE)
    assert not refused.is_accepted
    assert "names an offence that is not held: send the offences first" in refused.to_text()
    door.prepare([(made.OFFENCES, offences())])
    assert door.send(people(), "p.csv", made.PEOPLE).is_accepted


def test_a_check_without_a_store_looks_up_no_offence_and_makes_no_key(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(people(3, person_row(4, role="Witness")))
    agreement = agreement_of(made.PEOPLE, tolerance="0.5")
    receipt = check_file(
        path,
        agreement=agreement,
        mapping=mapping_of(made.PEOPLE),
        contract=CONTRACTS["police-people"],
        today=TODAY,
        standing=IN_FORCE,
    )
    assert (receipt.rows_loaded, receipt.rows_held_back) == (3, 1)
    assert (receipt.slices, receipt.period_from, receipt.pseudonyms) == ((), None, None)
    assert list(tmp_path.iterdir()) == [path]


def test_a_withheld_number_is_marked_and_never_zero(door: Door) -> None:
    odd = made.admission_row(admissions="*", kind="Sharp object")
    nought = made.admission_row(admissions="0", age_group="Under 25")
    door.send(made.admissions(1, odd, nought), "a.csv", made.ADMISSIONS)
    rows = stored(door, "hospital-admissions").select("admissions", "withheld").rows()
    assert rows == [(15, "no"), (None, "yes"), (0, "no")]


def test_a_corrected_file_takes_the_place_of_the_first(door: Door) -> None:
    first = door.send(callouts(), "c.csv", made.CALLOUTS)
    again = door.send(callouts(4), "c.csv", made.CALLOUTS)
    assert f"under receipt {first.id}" in again.to_text()
    assert door.send(callouts(4), "c.csv", made.CALLOUTS, replaces=(first.id,)).rows_stored == 4
    assert stored(door, "ambulance").height == 4


# --- properties ---------------------------------------------------------------------------------

cells = st.fixed_dictionaries(
    {},
    optional={
        "surname": st.sampled_from(["Madeup", "O'Née", "not known", ""]),
        "born": st.sampled_from(["28/02/2001", "01/01/1900", "29/02/2000", ""]),
        "home_postcode": st.sampled_from(["XL5 2CD", "xl52cd", "nowhere", ""]),
        "nominal": st.sampled_from(["NQ000001", "nq 000001", "NQ000002"]),
        "role": st.sampled_from(["Victim", "Suspect", "Witness"]),
    },
)
drawn_people = st.lists(st.builds(lambda n, odd: person_row(n, **odd), st.integers(1, 12), cells))
HELD = pl.DataFrame(
    {
        "crime_ref": [f"20-{n:07d}" for n in range(1, 10)],
        "month": ["2020-05", "2020-06", "2020-07"] * 3,
        "committed_from": ["2020-05-01T10:00"] * 9,
    }
)


def treated(rows: list[list[str]]) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What the door makes of rows that were read and checked, and what it holds back; sorted."""
    agreement, mapping = agreement_of(made.PEOPLE), mapping_of(made.PEOPLE)
    contract = Terms(CONTRACTS["police-people"], agreement, mapping).contract
    names = list(mapping.columns)
    supplied = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    numbered = supplied.with_row_index("line", 2).with_columns(pl.col("line").cast(pl.Int64))
    good = shape_rows(numbered, mapping, contract, "p.csv").rows.filter(
        pl.col("role").is_not_null()
    )
    found = treat_rows(good, contract, Treating(key=KEY, offences=HELD), "p.csv")
    kept = found.rows.drop("line").rows()
    return sorted(kept, key=repr), sorted(found.bad.drop("line").rows(), key=repr)


@settings(max_examples=40, deadline=None)
@given(drawn_people, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing_that_is_stored(
    rows: list[list[str]], random: Random
) -> None:
    assert treated(random.sample(rows, len(rows))) == treated(rows)


@settings(max_examples=40, deadline=None)
@given(drawn_people, st.integers(0, 20))
def test_people_in_two_files_are_those_of_one(rows: list[list[str]], where: int) -> None:
    first, second, whole = treated(rows[:where]), treated(rows[where:]), treated(rows)
    assert sorted(first[0] + second[0], key=repr) == whole[0]
    assert sorted(first[1] + second[1], key=repr) == whole[1]


def test_a_contract_that_stores_what_arrives_is_left_alone() -> None:
    rows = pl.DataFrame({"x": [1]})
    found = treat_rows(rows, CONTRACTS["residents"], Treating(), "r.csv")
    assert found.rows is rows
    assert found.bad.equals(no_faults())


def test_tokens_need_a_key() -> None:
    contract = CONTRACTS["police-people"]
    rows = pl.DataFrame({name: ["x"] for name in contract.names}).with_columns(line=pl.lit(2))
    with pytest.raises(ValueError, match="a key is needed to make tokens of nominal"):
        treat_rows(rows, contract, Treating(), "p.csv")
