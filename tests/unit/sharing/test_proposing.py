"""The proposed mapping of a supplier's own shape: what is told, what is left to the steward."""

from __future__ import annotations

import gzip
import re
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from vrn import chain
from vrn.sharing.fault import RefusedError
from vrn.sharing.mapping import parse_mapping
from vrn_cli.app import app
from vrn_demo.agreements import fill, sign_text

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "contract"))

from made_files import STREET_HEADER, csv_text, mapping_text, street, street_rows
from made_workbooks import N, book_of

TODAY = date(2024, 6, 30)
HEADER = (
    "Crime Ref;HO Class;HO Sub-class;Committed From;Committed To;Recorded At;Status;Location Kind;"
    "Postcode;Easting;Northing;Beat;NPA;Knife Flag;Domestic Flag;Alcohol Flag;Outcome;Their note"
)
SECRETS = ("XL4 7QQ", "23-0000007", "Zebedee")


def police_text(rows: int = 400, *, most_day: int = 28, header: str = HEADER) -> str:
    """A force's own shape: two titles, semicolons, a column renamed, one of its own, NULL."""
    rng = Random(2)
    lines = ["Offences recorded", "Extract of 1 May 2024", header]
    for n in range(rows):
        day = f"{1 + n % most_day:02d}/{1 + n % 11:02d}/2023"
        place = rng.choice(["Street", "Car park", "Alley"])
        alcohol = rng.choice(["Y", "N", "NULL"])
        lines.append(
            f"23-{n:07d};008N;06;{day} {n % 24:02d}:{n % 60:02d};;12/12/2023 09:00;Recorded;"
            f"{place};XL4 7QQ;458000;304000;CW01;NPA01;N;N;{alcohol};Charged;Zebedee caf\u00e9"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    return tmp_path / "p"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "extract.csv"
    path.write_bytes(police_text().encode("cp1252"))
    return path


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words, "--today", TODAY.isoformat()])
    return result.exit_code, result.output


def propose(partnership: Path, path: Path, feed: str = "police-offences") -> str:
    return chain.map_file(partnership, path, feed=feed, today=TODAY).text


def test_encoding_delimiter_titles_dates_and_missing_words_are_found(
    partnership: Path, file: Path
) -> None:
    mapping = parse_mapping(propose(partnership, file))
    assert (mapping.encoding, mapping.delimiter, mapping.header_row) == ("cp1252", ";", 3)
    assert mapping.missing_words == ("NULL",)
    assert mapping.dates["committed_from"] == "%d/%m/%Y %H:%M"
    assert mapping.columns["ho_subclass"] == "HO Sub-class"
    assert mapping.codes["knife_flag"]["y"] == "yes"


def test_what_cannot_be_told_is_left_to_the_steward(partnership: Path, file: Path) -> None:
    text = propose(partnership, file)
    assert re.search(r'^# location_type = "Location Kind"   # \d\d% alike', text, re.MULTILINE)
    assert '# "Their note" is no column that is known' in text
    assert '# committed_to = "..."   # all its cells are empty here' in text
    assert '# recorded_at = "%d/%m/%Y %H:%M"   # or "%m/%d/%Y %H:%M": cannot be told' in text


def test_no_value_of_a_feed_about_persons_is_shown(partnership: Path, file: Path) -> None:
    words = ("map", str(file), "--feed", "police-offences", "--in", str(partnership))
    code, said = run(*words)
    assert code == 0, said
    assert not [secret for secret in SECRETS if secret in said]
    assert "AA9 9AA (400)" in said
    assert "day first: its first number is above 12 in 224 of 400 dates" in said
    assert "2 columns of the file are not named yet" in said


def test_a_rare_shape_of_a_feed_about_persons_is_not_shown(
    partnership: Path, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(police_text().replace("XL4 7QQ", "O'Hara-9", 1), encoding="utf-8")
    mapped = chain.map_file(partnership, path, feed="police-offences", today=TODAY)
    (postcode,) = [one for one in mapped.profiles if one.header == "Postcode"]
    assert postcode.shapes == (("AA9 9AA", 399),)
    assert postcode.other_shapes == 1


def test_a_file_without_a_known_header_shows_nothing(partnership: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Zebedee,Made,Up\nZoe,Made,Up\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="nothing of it is shown"):
        propose(partnership, path)
    code, said = run("map", str(path), "--feed", "police-people", "--in", str(partnership))
    assert code == 1
    assert "Zebedee" not in said


def test_the_finished_proposal_receives_the_file(partnership: Path, file: Path) -> None:
    """The steward takes one sign away and ignores one column: the file loads as it came."""
    words = ("map", str(file), "--feed", "police-offences", "--in", str(partnership))
    code, said = run(*words, "--write", "their-police")
    assert code == 0, said
    path = partnership / "mappings" / "their-police.toml"
    text = path.read_text(encoding="utf-8").replace("# location_type = ", "location_type = ")
    text = text.replace(
        'missing_words = ["NULL"]', 'ignored = ["Their note"]\nmissing_words = ["NULL"]'
    )
    text = text.replace("[dates]", '[dates]\nrecorded_at = "%d/%m/%Y %H:%M"')
    text += (
        '[codes.location_type]\n"Street" = "street"\n"Car park" = "car park"\n"Alley" = "street"\n'
    )
    path.write_text(text, encoding="utf-8")
    agreement = partnership / "agreements" / "police-offences.toml"
    terms = agreement.read_text(encoding="utf-8")
    agreement.write_text(
        fill(terms.replace('mapping = "police-offences"', 'mapping = "their-police"')),
        encoding="utf-8",
    )
    sign_text(partnership, agreement)
    receipt = chain.check(partnership, file, under="police-offences", today=TODAY)
    assert receipt.rows_read == 400
    assert [
        fault["what"] for fault in receipt.faults if "cannot be accepted" not in fault["what"]
    ] == []
    assert "'NULL' was read as not recorded in alcohol_flag" in receipt.to_text()


def test_a_text_is_never_written_over(partnership: Path, file: Path) -> None:
    words = ("map", str(file), "--feed", "police-offences", "--in", str(partnership))
    before = (partnership / "mappings" / "police-offences.toml").read_bytes()
    code, said = run(*words, "--write", "police-offences")
    assert code == 1
    assert "is there already" in said
    assert (partnership / "mappings" / "police-offences.toml").read_bytes() == before
    assert "lower-case letters" in run(*words, "--write", "../x")[1]


def test_open_data_shows_ranges_and_codes_that_are_not_known(
    partnership: Path, tmp_path: Path
) -> None:
    path = tmp_path / "street.csv.gz"
    path.write_bytes(gzip.compress(street(30)))
    mapped = chain.map_file(partnership, path, feed="street-crime", today=TODAY)
    latitude = next(one for one in mapped.profiles if one.header == "Latitude")
    assert (latitude.lowest, latitude.highest) == ("52.636878", "52.636878")
    assert mapped.trial is not None
    assert (mapped.trial.tried, mapped.trial.loaded) == (30, 30)
    assert mapped.trial.shown[0]["location"] == "On or near Tanner Lane"


def test_a_workbook_is_mapped_too(partnership: Path, tmp_path: Path) -> None:
    rows = [list(row) for row in street_rows(20)]
    path = tmp_path / "street.xlsx"
    path.write_bytes(book_of(["A title"], list(STREET_HEADER), *rows).bytes())
    mapped = chain.map_file(partnership, path, feed="street-crime", today=TODAY)
    mapping = parse_mapping(mapped.text)
    assert (mapping.format, mapping.header_row) == ("xlsx", 2)
    assert mapped.trial is not None
    assert (mapped.trial.loaded, mapped.trial.faults) == (20, ())


def test_a_mapping_that_is_not_whole_says_what_is_missing(
    partnership: Path, tmp_path: Path
) -> None:
    path = tmp_path / "short.csv"
    header, *body = [STREET_HEADER, *street_rows(3)]
    cut = [row[:1] + row[2:] for row in body]
    path.write_text(csv_text(cut, header[:1] + header[2:]), encoding="utf-8")
    words = ("map", str(path), "--feed", "street-crime", "--in", str(partnership))
    _, said = run(*words)
    assert "Not yet a whole mapping:" in said
    assert "the mapping does not fill the required column 'month'" in said
    assert '# month = "..."   # required' in said


def test_a_feed_that_there_is_not_is_said(partnership: Path, file: Path) -> None:
    code, said = run("map", str(file), "--feed", "crimes", "--in", str(partnership))
    assert code == 1
    assert "there is no feed 'crimes': try one of" in said


def test_months_first_and_both_orders_are_told_apart(partnership: Path, tmp_path: Path) -> None:
    path = tmp_path / "us.csv"
    text = re.sub(r"(\d\d)/(\d\d)/2023", r"\2/\1/2023", police_text())
    path.write_text(text, encoding="utf-8")
    assert parse_mapping(propose(partnership, path)).dates["committed_from"] == "%m/%d/%Y %H:%M"
    mixed = tmp_path / "mixed.csv"
    lines = [*police_text().splitlines(), *text.splitlines()[3:]]
    mixed.write_text("\n".join(lines), encoding="utf-8")
    assert "both orders: the first number is above 12 in 224" in propose(partnership, mixed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_found(partnership: Path, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(police_text().encode(encoding))
    found = parse_mapping(propose(partnership, path)).encoding
    assert found == encoding.removesuffix("-sig")


def test_numbers_in_a_workbook_stay_as_shown(partnership: Path, tmp_path: Path) -> None:
    rows = [["00801", *row[1:]] for row in street_rows(3)]
    path = tmp_path / "n.xlsx"
    path.write_bytes(
        book_of(list(STREET_HEADER), *([N("801", 1), *row[1:]] for row in rows)).bytes()
    )
    mapped = chain.map_file(partnership, path, feed="street-crime", today=TODAY)
    assert mapped.profiles[0].shapes == (("99999", 3),)


def test_the_template_is_known(partnership: Path, tmp_path: Path) -> None:
    """Every mapping that a new partnership starts with finds its own headers again."""
    path = tmp_path / "own.csv"
    mapping = parse_mapping(mapping_text("ambulance-calls"))
    path.write_text(
        ",".join(mapping.columns.values()) + "\n" + "," * (len(mapping.columns) - 1),
        encoding="utf-8",
    )
    again = parse_mapping(propose(partnership, path, "ambulance"))
    assert again.columns == mapping.columns
