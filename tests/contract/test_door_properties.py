"""What holds for any file: no row lost, no order that matters, no bytes that break the door."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import made_files as made
import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_files import STREET, agreement_of, csv_text, mapping_of, street_row

from vrn.sharing.agreement import Agreement, Terms
from vrn.sharing.checks.checking import check_rows
from vrn.sharing.checks.examining import Examination, examine_member
from vrn.sharing.checks.row_faults import no_faults
from vrn.sharing.checks.shaping import Shaped
from vrn.sharing.checks.spool import Spool
from vrn.sharing.contract import Setting
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import RefusedError
from vrn.sharing.files.archive import Member
from vrn.sharing.files.csv_file import CsvFile
from vrn.sharing.files.reading import read_csv_blocks
from vrn.sharing.intake import check_file
from vrn.sharing.sampling import sample_rows

if TYPE_CHECKING:
    from random import Random

    from vrn.sharing.receipt import Receipt

FEWER = settings(max_examples=60, deadline=None)
SETTING = Setting(made.TODAY)
TERMS = Terms(CONTRACTS["street-crime"], agreement_of(), mapping_of())


def check_bytes(content: bytes, name: str, agreement: Agreement | None = None) -> Receipt:
    """The receipt that these bytes get, with nothing kept."""
    agreement = agreement or agreement_of()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return check_file(
            path,
            agreement=agreement,
            mapping=mapping_of(agreement.mapping),
            contract=CONTRACTS[agreement.feed],
            today=made.TODAY,
        )


odd_cells = st.sampled_from(
    [
        "",
        " ",
        "2024-13",
        "2024-03",
        "0",
        "52,6",
        "1E3",
        "-1.13",
        "#REF!",
        "E01099001",
        "None",
        '"a"',
    ]
)
odd_rows = st.builds(
    lambda number, changes: street_row(number, **changes),
    st.integers(1, 10**6),
    st.dictionaries(st.sampled_from(CONTRACTS["street-crime"].names), odd_cells, max_size=3),
)


@FEWER
@given(st.lists(odd_rows, min_size=1, max_size=30))
def test_rows_read_are_rows_loaded_and_rows_held_back(rows: list[list[str]]) -> None:
    content = csv_text(rows).encode()
    receipt = check_bytes(content, "x.csv", agreement_of(tolerance="0.5"))
    if receipt.is_accepted:
        assert receipt.rows_read == len(rows) == receipt.rows_loaded + receipt.rows_held_back
        assert len(receipt.held_back) == receipt.rows_held_back
        assert sum(member.rows for member in receipt.members) == len(rows)
    else:
        assert receipt.faults


def loaded(rows: list[list[str]]) -> tuple[list[tuple[object, ...]], int, int]:
    """The rows loaded from a file, in an order of their own, without line and supply."""
    content = csv_text(rows).encode()
    member = Member("x.csv", len(content), lambda: io.BytesIO(content))
    with Spool() as spool:
        found = Examination(TERMS, SETTING, "0" * 12, spool)
        examine_member(member, found)
        frames = [rows.drop("line", "supply") for _, rows in spool.give({})]
    table = [row for frame in frames for row in frame.rows()]
    return sorted(table, key=repr), found.rows, found.held_rows


@FEWER
@given(st.lists(odd_rows, min_size=2, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[list[str]], random: Random) -> None:
    shuffled = random.sample(rows, len(rows))
    assert loaded(shuffled) == loaded(rows)


@pytest.mark.parametrize("feed", CONTRACTS)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40))
def test_made_up_rows_always_pass(feed: str, seed: int, count: int) -> None:
    contract = CONTRACTS[feed]
    rows = sample_rows(contract, count, np.random.default_rng(seed), setting=SETTING)
    assert rows.height == count
    assert set(rows.dtypes) == {pl.String}
    text = rows.with_row_index("line", offset=2).with_columns(pl.col("line").cast(pl.Int64))
    source = text.with_columns(pl.col("line").alias("of"))
    shaped = Shaped(text.select(*contract.names, "line"), source, (), no_faults())
    checked = check_rows(shaped, contract, SETTING, "made-up")
    assert checked.held.rows() == []
    assert checked.good.height == count
    if contract.key:
        assert checked.good.select(contract.key).n_unique() == count


def test_made_up_rows_never_share_a_key() -> None:
    """So many of a thousand codes that some are drawn twice."""
    contract = CONTRACTS["deprivation"]
    rows = sample_rows(contract, 300, np.random.default_rng(1))
    assert rows.select(contract.key).n_unique() == rows.height == 300


def test_more_keys_than_the_examples_make_are_refused() -> None:
    with pytest.raises(ValueError, match="do not make 300 different keys"):
        sample_rows(CONTRACTS["supplied-tables"], 300, np.random.default_rng(1))


@pytest.mark.parametrize("name", ["x.csv", "x.zip", "x.csv.gz"])
@FEWER
@given(content=st.binary(max_size=400))
@example(content=b"PK\x05\x06" + b"\0" * 18)
@example(content=b"PK\x05\x06" + b"\xff" * 18)
@example(content=b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00")
def test_random_bytes_are_refused_and_break_nothing(name: str, content: bytes) -> None:
    assert not check_bytes(content, name).is_accepted


@FEWER
@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4),
    kind=st.sampled_from(["zip", "csv.gz", "csv", "geojson"]),
)
def test_bytes_changed_on_the_way_never_break_the_door(
    changes: list[tuple[int, int]], kind: str
) -> None:
    content = bytearray(
        {
            "zip": made.zipped({made.month_member("2024-03"): made.street()}),
            "csv.gz": made.gzipped(made.street()),
            "csv": made.street(),
            "geojson": made.geojson(),
        }[kind]
    )
    for place, value in changes:
        content[place % len(content)] = value
    under = "boundaries-lsoa-2021" if kind == "geojson" else STREET
    receipt = check_bytes(bytes(content), f"x.{kind}", agreement_of(under))
    assert receipt.is_accepted or receipt.faults


pieces = st.sampled_from([",", '"', "\n", "\r\n", "\r", "a", "é", " ", '""', '"a"', ",a"])
inner_pieces = st.sampled_from([",", "\n", "\r\n", "a", "é", " ", '""', "\r"])
quoted_cells = st.lists(inner_pieces, max_size=4).map(lambda inner: '"' + "".join(inner) + '"')
raw_cells = st.lists(pieces, max_size=3).map("".join)
csv_cells = st.one_of(st.just(""), st.just("a"), quoted_cells, quoted_cells, raw_cells)
csv_rows = st.lists(csv_cells, min_size=12, max_size=12).map(",".join)


def read_all(text: str) -> list[list[str | None]] | None:
    """The cells of every row as the door reads them; None where it refuses the file."""
    whole = ",".join(made.STREET_HEADER) + "\n" + text
    file = CsvFile(TERMS, "x.csv")
    try:
        frames = list(read_csv_blocks([whole], file))
    except RefusedError:
        return None
    return [list(row) for frame in frames for row in frame.drop("line").rows()]


@settings(max_examples=300, deadline=None)
@given(st.lists(csv_rows, min_size=1, max_size=2), st.sampled_from(["\n", "\r\n"]))
@example([",".join(['"a\r\n,"""'] * 12)] * 2, "\r\n")
def test_what_is_read_is_what_a_strict_reader_of_csv_reads(rows: list[str], end: str) -> None:
    """Whatever the structure lets through, Python's own reader gives the same cells."""
    text = end.join(rows)
    read = read_all(text)
    if read is not None:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        expected = [[cell or None for cell in row] for row in reader if row]
        assert [[cell or None for cell in row] for row in read] == expected


def test_that_comparison_is_not_empty() -> None:
    assert read_all(",".join(['"a\r\n,"""'] * 12)) == [['a\r\n,"'] * 12]
