"""However a supply is cut up, shuffled or sent again, its rows and a figure stay the same."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_agencies as made
import polars as pl
import pytest
from drawn import make_cut
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import STREET, Door, agreement_of, csv_text, street_row, zipped

from vrn.problem.catalogue import catalogue
from vrn.problem.tally import count_cells
from vrn.sharing.announcing import Announcement
from vrn.sharing.store.row_hash import hash_rows
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FEW = settings(max_examples=10, deadline=None)
FILE = "2024-03-midshire-street.csv"
LENIENT = agreement_of(STREET, tolerance="0.5")
ROBBERY = catalogue()["robbery"]

good_rows = st.builds(
    lambda number, crime, place: street_row(number, crime_type=crime, location=place),
    st.integers(1, 10**6),
    st.sampled_from(["Robbery", "Burglary", "Drugs"]),
    st.sampled_from(["On or near Tanner Lane", "No Location", "a, b", 'the "Bar"']),
)
rows_with_odd = st.lists(
    st.one_of(good_rows, good_rows, good_rows, st.just(street_row(month="2024-13"))),
    min_size=2,
    max_size=25,
)


def result(send: Callable[[Door], Any]) -> tuple[str, int, int, int]:
    """The stored rows' hash, a measured figure, and the rows loaded and held back."""
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder))
        send(door)
        receipts = door.store.receipts()
        parts = [pl.read_parquet(part.path) for part in door.store.live_parts("street-crime")]
        if not parts:
            return "", 0, 0, 0
        rows = pl.concat(parts)
        figure = measure(rows, Path(folder))
        loaded = sum(receipt["rows_loaded"] for receipt in receipts)
        return hash_rows(rows), figure, loaded, sum(r["rows_held_back"] for r in receipts)


def measure(rows: pl.DataFrame, folder: Path) -> int:
    """The robberies of a cut of these rows, by the engine that counts every figure."""
    lines = [f"{month} | {crime} | S1" for month, crime in rows["month", "crime_type"].rows()]
    tables = make_cut(folder, offences="\n".join(["month | crime_type | small_area", *lines]))
    return int(count_cells(tables, ROBBERY)["count"].sum())


def whole(rows: list[list[str]]) -> Callable[[Door], Any]:
    return lambda door: door.send(csv_text(rows).encode(), FILE, agreement=LENIENT)


@FEW
@given(rows_with_odd, st.randoms(use_true_random=False))
def test_shuffled_rows_leave_every_figure_as_it_was(rows: list[list[str]], random: Random) -> None:
    assert result(whole(random.sample(rows, len(rows)))) == result(whole(rows))


@FEW
@given(rows_with_odd, st.data())
def test_declared_parts_leave_every_figure_as_it_was(rows: list[list[str]], data: Any) -> None:
    where = data.draw(st.integers(1, len(rows) - 1))
    parts = {
        FILE.replace(".csv", " 1 of 2.csv"): csv_text(rows[:where]).encode(),
        FILE.replace(".csv", " 2 of 2.csv"): csv_text(rows[where:]).encode(),
    }
    split = result(lambda door: door.send(zipped(parts), "march.zip", agreement=LENIENT))
    assert split == result(whole(rows))


@FEW
@given(rows_with_odd)
def test_a_nil_file_leaves_every_figure_as_it_was(rows: list[list[str]]) -> None:
    def with_nil(door: Door) -> None:
        whole(rows)(door)
        nil = Announcement(nil_of=Period("2024-04", "2024-04"))
        receipt = door.send(csv_text([]).encode(), "2024-04-x-street.csv", announced=nil)
        assert receipt.is_accepted

    assert result(with_nil) == result(whole(rows))


@FEW
@given(rows_with_odd, st.integers(1, 3))
def test_a_file_sent_again_leaves_every_figure_as_it_was(rows: list[list[str]], times: int) -> None:
    def again(door: Door) -> None:
        receipts = [whole(rows)(door) for _ in range(times + 1)]
        if receipts[0].is_accepted:
            assert {receipt.id for receipt in receipts} == {receipts[0].id}

    assert result(again) == result(whole(rows))


def test_those_figures_are_not_all_nothing() -> None:
    rows = [street_row(n, crime_type="Robbery") for n in range(1, 4)]
    name, figure, loaded, held = result(whole([*rows, street_row(month="2024-13")]))
    assert (len(name), figure, loaded, held) == (64, 3, 3, 1)


# --- no text of a personal cell -----------------------------------------------------------------

letters = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po", "Zs"]), min_size=3, max_size=12)
secrets = letters.map(lambda text: f"Qzxj{text.strip()}jxzQ")
spoilt = st.dictionaries(
    st.sampled_from(["surname", "forename", "home_postcode", "nominal", "born", "role", "sex"]),
    secrets,
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Door:
    door = Door(tmp_path_factory.mktemp("people"))
    door.prepare([(made.OFFENCES, made.offences(40))])
    return door


@settings(max_examples=15, deadline=None)
@given(st.lists(spoilt, min_size=1, max_size=4))
def test_no_text_of_a_personal_cell_is_in_a_receipt_a_log_or_an_error(
    door: Door, odd: list[dict[str, str]]
) -> None:
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        rows = [made.person_row(n, **cells) for n, cells in enumerate(odd, 1)]
        content = csv_text([*rows, *map(made.person_row, range(10, 20))], made.PEOPLE_HEADER)
        lenient = agreement_of(made.PEOPLE, tolerance="0.5")
        live = tuple(set(door.store.held_slices(made.PEOPLE).values()))
        how: dict[str, Any] = {"agreement": lenient, "replaces": live}
        receipt = door.send(content.encode(), "Qzxj.csv", made.PEOPLE, **how)
    finally:
        logging.getLogger().removeHandler(handler)
    said = "\n".join([receipt.to_text(), receipt.to_json(), str(receipt), *told])
    assert "Qzxj" not in said
    assert "jxzQ" not in said
    if receipt.is_accepted:
        assert receipt.rows_read == receipt.rows_loaded + receipt.rows_held_back
