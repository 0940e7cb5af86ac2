"""Linkage of what is held: trained, put in use, kept over cuts, reviewed and undone by stewards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from vrn.chain import link_reviewing, linking
from vrn.chain.early import NotReadyError

if TYPE_CHECKING:
    from pathlib import Path

WHO = {"actor": "A. Nalyst", "purpose": "a test", "now": datetime(2026, 11, 22, 9, tzinfo=UTC)}
SOURCE = "police-people"


def people(count: int = 400) -> pl.DataFrame:
    """People of offences as the door stores them, each person three times, some misspelt."""
    rows = []
    for n in range(count):
        person, odd = n // 3, n % 13 == 0
        rows.append(
            {
                "crime_ref": f"20-{n:07d}",
                "role": "suspect",
                "nominal": f"n{person}" if n % 7 else f"m{n}",
                "forename": f"f{person % 17}{'x' * odd}",
                "forename_group": f"g{person % 17}",
                "forename_sound": f"s{person % 17}",
                "surname": f"s{person % 23}",
                "surname_sound": f"t{person % 23}",
                "birth_year": f"y{person % 41}",
                "birth_month": f"b{person % 12}",
                "birth_day": f"b{person % 28}",
                "home": f"h{person % 53}",
                "home_sector": f"XL{person % 9} {person % 5}",
                "sex": "male" if person % 2 else "female",
                "supply": "S1",
                "line": n + 2,
            }
        )
    return pl.DataFrame(rows)


class HeldRows:
    """A store that holds these people, and the tables of the cuts made so far."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tables = folder, []
        people().write_parquet(folder / "people.parquet")

    def live_parts(self, feed: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(path=self.folder / "people.parquet")] if feed == SOURCE else []

    def live_receipts(self) -> list[dict[str, str]]:
        return []

    def cut_numbers(self) -> list[int]:
        return list(range(len(self.tables)))

    def cut(self, number: int) -> SimpleNamespace:
        paths = {}
        for name, table in self.tables[number].items():
            path = self.folder / f"{name}-{number}.parquet"
            table.write_parquet(path)
            paths[name] = SimpleNamespace(paths=(path,))
        return SimpleNamespace(tables=paths)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HeldRows:
    held = HeldRows(tmp_path)
    partnership = SimpleNamespace(
        linkage=tmp_path / "linkage", audit=tmp_path / "audit", store=held, engine="duckdb"
    )
    for module in (linking, link_reviewing):
        monkeypatch.setattr(module, "read_partnership", lambda _: partnership)
    monkeypatch.setattr(linking, "_open", lambda _: held)
    monkeypatch.setattr(link_reviewing, "_asked_across", lambda *_: [])
    return held


def cut(store: HeldRows) -> tuple[pl.DataFrame, dict[str, pl.DataFrame], dict[str, object]]:
    partnership = linking.read_partnership(store.folder)
    feeds, tables, facts = linking.with_persons(partnership, store, {SOURCE: people()})
    return feeds[SOURCE], tables, facts


def test_without_a_model_rows_stay_as_they_are_and_nothing_can_be_reviewed(store: HeldRows) -> None:
    rows, tables, facts = cut(store)
    assert rows.equals(people())
    assert (tables, facts) == ({}, {})
    with pytest.raises(NotReadyError, match="vrn linkage train"):
        link_reviewing.review_sheet(store.folder, SOURCE, **WHO)
    assert link_reviewing.measured_errors(store.folder, SOURCE) == {}


def test_from_training_over_cuts_to_a_link_that_a_steward_undid(store: HeldRows) -> None:
    model = linking.train_linkage(store.folder, seed=1)
    rows, tables, facts = cut(store)
    assert rows.drop("person", "person_low", "person_high").equals(people())
    assert facts["linkage"]["model"] == model.digest
    store.tables.append(tables)
    again, same, _ = cut(store)
    assert again.equals(rows)
    assert all(same[name].equals(tables[name]) for name in tables)

    first = rows.filter(pl.col("nominal").str.starts_with("n"))
    person = first.group_by("person").len().filter(pl.col("len") >= 2).sort("person")["person"][0]
    one, other = first.filter(person=person)["crime_ref"].head(2) + " suspect"
    found = link_reviewing.explain_link(store.folder, (SOURCE, one), (SOURCE, other), **WHO)
    assert found.probability > 0.5
    with pytest.raises(ValueError, match="holds no record"):
        link_reviewing.explain_link(store.folder, (SOURCE, "none"), (SOURCE, other), **WHO)

    rng = np.random.default_rng(1)
    sheet = link_reviewing.sample_sheet(store.folder, SOURCE, rng=rng, **WHO)
    lines = sheet.splitlines()
    answered = "\n".join([lines[0], *(f"{line}different" for line in lines[1:])]) + "\n"
    day = date(2026, 11, 22)
    took = link_reviewing.take_answers(store.folder, SOURCE, answered, by="S", today=day)
    assert took == len(lines) - 1
    assert link_reviewing.measured_errors(store.folder, SOURCE)["false links"].value == 1
    undone, changed, _ = cut(store)
    assert undone["person"].n_unique() > rows["person"].n_unique()
    assert "split" in changed[linking.CHANGES]["why"].to_list()
    assert undone.height == rows.height
    asked = link_reviewing.review_sheet(store.folder, SOURCE, **WHO)
    assert asked.startswith("pair,source,one")
    assert (store.folder / "audit" / "looks.jsonl").read_text().count("A. Nalyst") >= 3


def test_rows_of_the_first_recipe_alone_teach_nothing(store: HeldRows) -> None:
    old = people().with_columns(birth_year=pl.lit(None, pl.String))
    old.write_parquet(store.folder / "people.parquet")
    with pytest.raises(NotReadyError, match="receive the supplies again"):
        linking.train_linkage(store.folder, seed=1)


def test_a_model_that_is_named_and_not_there_is_said(store: HeldRows) -> None:
    model = linking.train_linkage(store.folder, seed=1)
    (store.folder / "linkage" / "models" / f"{model.digest}.json").unlink()
    with pytest.raises(NotReadyError, match="is not there"):
        cut(store)
