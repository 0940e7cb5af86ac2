"""The journeys of linkage: train a model, and find persons for a cut by the one in use."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from vrn.chain.early import NotReadyError
from vrn.partnership.engine import working_on
from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from vrn.partnership.folder import Partnership
    from vrn.sharing.linkage import Linked, Model, PersonKeys
    from vrn.sharing.store import Store

CHOICE, ANSWERS = "linkage.toml", "answers.csv"
PERSONS, CHANGES = "persons", "person_changes"
"""The tables of a cut that say who each record is of, and how keys of persons changed."""
PEOPLE = "police-people"


def train_linkage(folder: Path, *, seed: int) -> Model:
    """Trains a model on all that is held, writes it down by its digest, and puts it in use.

    The thresholds stay as they are in the folder's linkage.toml, where there is one.
    """
    from vrn.sharing.linkage import Bands, train_model, write_model

    partnership = read_partnership(folder)
    plain = _read_choice(partnership)
    records = _records(_open(partnership))
    if records.is_empty():
        raise NotReadyError("no feed of named people is held yet: use `vrn receive` first")
    if "birth_year" not in records.columns or not records["birth_year"].is_not_null().any():
        raise NotReadyError(
            "no record held has the parts of a day of birth: they came with version 2 of the "
            "recipe; receive the supplies again, each in the place of its receipt (--replaces)"
        )
    model = train_model(records, seed=seed, bands=Bands(**plain.get("bands", {})))
    models = partnership.linkage / "models"
    models.mkdir(parents=True, exist_ok=True)
    (models / f"{model.digest}.json").write_text(write_model(model), encoding="utf-8")
    bands = "\n".join(f"{name} = {value}" for name, value in vars(model.bands).items())
    (partnership.linkage / CHOICE).write_text(
        f"# The model in use, and the probabilities at which its bands begin.\n"
        f'model = "{model.digest}"\n\n[bands]\n{bands}\n',
        encoding="utf-8",
    )
    return model


def read_model(partnership: Partnership) -> Model | None:
    """The model in use, with the folder's thresholds; None where none was trained."""
    from dataclasses import replace

    from vrn.sharing.linkage import Bands, parse_model

    plain = _read_choice(partnership)
    if "model" not in plain:
        return None
    path = partnership.linkage / "models" / f"{plain['model']}.json"
    if not path.is_file():
        raise NotReadyError(
            f"{CHOICE} names the model {plain['model']}, and {path.name} is not there: bring it "
            "back, or train one with `vrn linkage train`"
        )
    model = parse_model(path.read_text(encoding="utf-8"), source=path.name)
    return replace(model, bands=Bands(**plain.get("bands", vars(model.bands))))


def with_persons(
    partnership: Partnership, store: Store, feeds: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame], dict[str, object]]:
    """The feeds with `person` for the police's people, the tables of persons, and the facts.

    Without a model in use the feeds come back as they are, and persons are told by exact tokens.
    Keys stay those of the newest cut; records that are held no more have their keys retired.
    """
    from vrn.chain.carrying import carry_over
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage import give_keys, link
    from vrn.sharing.linkage.records import STOOD, records_of, with_reference

    model = read_model(partnership)
    if model is None or PEOPLE not in feeds:
        return dict(feeds), {}, {}
    carry_over(partnership)
    records = records_of(feeds, CONTRACTS)
    with working_on(partnership.engine):
        linked = link(records, model, read_answers(partnership))
    stood = records.select("source", "record", *STOOD)
    keys = give_keys(linked.persons, _keys_before(store, stood))
    placed = linked.persons.join(stood, on=["source", "record"], maintain_order="left")
    placed = placed.sort("source", *STOOD, maintain_order=True)
    ranges = placed.select(
        "source", "record", _number(placed, "low"), _number(placed, "high"), *STOOD
    )
    persons = keys.of_record.join(ranges, on=["source", "record"], maintain_order="left")
    people = with_reference(feeds[PEOPLE], CONTRACTS[PEOPLE]).join(
        persons.filter(source=PEOPLE).drop("source", *STOOD), on="record", maintain_order="left"
    )
    facts = {"model": model.digest, "bands": vars(model.bands)}
    tables = {PERSONS: persons, CHANGES: keys.changes}
    return {**feeds, PEOPLE: people.drop("record")}, tables, {"linkage": facts}


def _number(persons: pl.DataFrame, name: str) -> pl.Series:
    """The persons at another threshold: numbered for this cut alone, by who stands first."""
    import polars as pl

    first = persons.select(name).unique(maintain_order=True).with_row_index("number")
    number = persons.select(name).join(first, on=name, maintain_order="left")["number"]
    return (name[0].upper() + number.cast(pl.String).str.zfill(6)).alias(f"person_{name}")


def read_answers(partnership: Partnership) -> pl.DataFrame | None:
    """What stewards said of pairs of records, the last word on each; None where none did."""
    from vrn.sharing.linkage import answers

    path = partnership.linkage / ANSWERS
    return answers.read_answers(path.read_text(encoding="utf-8")) if path.is_file() else None


def link_held(partnership: Partnership) -> tuple[Linked, Model]:
    """The persons of all that is held, by the model in use; NotReadyError without one."""
    from vrn.sharing.linkage import link

    model = read_model(partnership)
    if model is None:
        raise NotReadyError("no model of linkage was trained yet: use `vrn linkage train` first")
    records, answers = _records(_open(partnership)), read_answers(partnership)
    with working_on(partnership.engine):
        return link(records, model, answers), model


def supplies_by_supplier(partnership: Partnership, source: str) -> dict[str, set[str]]:
    """The live supplies of a feed by whoever sent them."""
    found: dict[str, set[str]] = {}
    for receipt in _open(partnership).live_receipts():
        if receipt["feed"] == source:
            found.setdefault(receipt["supplier"], set()).add(receipt["id"])
    return found


def held_records(partnership: Partnership) -> pl.DataFrame:
    """Every record of a named person that is held, and where it stood."""
    return _records(_open(partnership))


def others_of_person(store: Store, source: str, places: pl.DataFrame) -> dict[str, int]:
    """How many other records are, by the newest cut, of the persons of some rows: by source.

    `places` holds `supply` and `line` of rows of one source. Empty where no model told the persons.
    """
    import polars as pl

    from vrn.sharing.linkage.records import STOOD

    tables = store.cut().tables if store.cut_numbers() else {}
    if PERSONS not in tables:
        return {}
    persons = pl.concat([pl.read_parquet(path) for path in tables[PERSONS].paths])
    own = places.select(*STOOD, source=pl.lit(source))
    mine = persons.join(own, on=["source", *STOOD], how="semi")["person"].unique()
    others = persons.filter(pl.col("person").is_in(mine.to_list()))
    others = others.join(own, on=["source", *STOOD], how="anti")
    return dict(others.group_by("source").len().sort("source").iter_rows())


def _open(partnership: Partnership) -> Store:
    from vrn.sharing.store import Store

    return Store.open(partnership.store)


def _records(store: Store) -> pl.DataFrame:
    """The records of named people among all live rows."""
    import polars as pl

    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage.records import linkable, records_of

    held = {feed: store.live_parts(feed) for feed in linkable(CONTRACTS)}
    feeds = {
        feed: pl.concat([pl.read_parquet(part.path) for part in parts], how="diagonal")
        for feed, parts in held.items()
        if parts
    }
    return records_of(feeds, CONTRACTS)


def _keys_before(store: Store, stood: pl.DataFrame) -> PersonKeys:
    """The keys of persons in the newest cut that has any, by the references of today.

    `stood` holds `source`, `record`, `supply` and `line` of every record. A row that is held as it
    was may have another reference since: one that shared its own has gone.
    """
    import polars as pl

    from vrn.sharing.linkage import PersonKeys, no_keys

    for number in reversed(store.cut_numbers()):
        tables = store.cut(number).tables
        if PERSONS in tables and tables[PERSONS].paths:
            persons, changes = (
                pl.concat([pl.read_parquet(path) for path in tables[name].paths])
                for name in (PERSONS, CHANGES)
            )
            return PersonKeys(_of_today(persons, stood), changes)
    return no_keys()


def _of_today(persons: pl.DataFrame, stood: pl.DataFrame) -> pl.DataFrame:
    """The person of each record: a row that still stands by its place, others by reference.

    Of a row that has gone the key alone is known where another row bears its reference now.
    """
    import polars as pl

    from vrn.sharing.linkage.records import STOOD

    if not set(STOOD) <= set(persons.columns):
        return persons.select("source", "record", "person")
    place = ["source", *STOOD]
    today = stood.rename({"record": "today"}).unique(place, keep="none")
    found = persons.join(today, on=place, how="left", maintain_order="left").with_columns(
        record=pl.coalesce("today", "record"), has_gone=pl.col("today").is_null()
    )
    is_taken = pl.col("has_gone") & pl.struct("source", "record").is_duplicated()
    return found.select("source", pl.when(~is_taken).then("record").alias("record"), "person")


def _read_choice(partnership: Partnership) -> dict[str, Any]:
    """The folder's linkage.toml: the model in use and its thresholds; empty where there is none."""
    path = partnership.linkage / CHOICE
    if not path.is_file():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))
