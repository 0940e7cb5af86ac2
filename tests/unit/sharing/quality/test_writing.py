"""A scorecard in words: sentences, trends, the letter, the lines for a terminal, CSV and page."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from tests.unit.sharing.quality.drawn_cards import MONTHS, card, whole
from vrn.sharing.quality.advising import SURE
from vrn.sharing.quality.card import RowFacts, SupplyFacts, Usual
from vrn.sharing.quality.telling import tell_card
from vrn.sharing.quality.trending import MEASURED, show, trend
from vrn.sharing.quality.writing import (
    HEADS,
    tell_lateness,
    tell_usual,
    write_csv,
    write_letter,
    write_text,
)

BY_WORDS = {one.words: one for one in MEASURED}
ROWS, HELD = BY_WORDS["Rows"], BY_WORDS["Rows held back"]
TEN = Usual(100, 80, 120, "drawn limits")
RICH = card(
    usual=TEN,
    days_late=-9,
    supplies=SupplyFacts(
        receipts=("r1",), months=1, read=101, held=1, reasons=(("=x is odd", 1),), codes=2, births=3
    ),
    rows=RowFacts(
        rows=100,
        filled={"crime_ref": 100, "beat": 50},
        titles=1,
        times=100,
        midnight=4,
        defaults=5,
    ),
    placed=((SURE, 75), ("not at all", 25)),
    persons=40,
    linked=10,
)


def test_lateness_is_told_from_the_month_s_end_or_the_agreed_day() -> None:
    months = whole(card())
    assert tell_lateness(months, card(received_on="")) == "It did not come."
    plain = tell_lateness(months, card())
    assert plain == "It came first on 2024-07-01, 1 day after the month’s end."
    assert "2 days before the month’s end" in tell_lateness(months, card(days_after_end=-2))
    assert "on the agreed day (day 10 of the next" in tell_lateness(months, card(days_late=0))
    assert ", 3 days after the agreed day" in tell_lateness(months, card(days_late=3))
    assert ", 1 day before the agreed day" in tell_lateness(months, card(days_late=-1))


def test_the_number_of_rows_is_told_beside_the_usual() -> None:
    assert tell_usual(card(held=0)) == "No row of it is held."
    assert "fewer than 3 earlier months are held, so that none are usual yet" in tell_usual(card())
    assert tell_usual(card(held=79, usual=TEN)) == (
        "It has 79 rows, fewer than usual: the median of earlier months is 100, with 80 to 120 as "
        "usual (drawn limits)."
    )
    assert "121 rows, more than usual" in tell_usual(card(held=121, usual=TEN))
    assert "100 rows, as usual" in tell_usual(card(usual=TEN))


def test_values_are_printed_as_shares_counts_or_a_dash() -> None:
    shown = {one.words: show(one, RICH) for one in MEASURED}
    assert shown == {
        "Days after the month’s end": "1",
        "Rows": "100",
        "Cells filled": "75.0%",
        "Rows held back": "1.0%",
        "Codes not known": "3",
        "Default days": "8",
        "Times at 00:00": "4.0%",
        "Places sure": "75.0%",
        "Linked to another row": "25.0%",
    }
    absent = card(held=0, days_after_end=None, supplies=SupplyFacts())
    assert {show(one, absent) for one in MEASURED} == {"–"}
    assert show(HELD, card(supplies=SupplyFacts(read=10_000, held=1))) == "<0.1%"
    assert show(HELD, card()) == "0%"


def test_a_trend_sets_three_months_beside_the_three_before() -> None:
    def way(*rows: int) -> str:
        months = [card(month, held) for month, held in zip(MONTHS, rows, strict=False)]
        return trend(whole(*months), months[-1].month, ROWS)

    assert way(100, 100, 100, 100, 100) == "", "five months tell of no trend"
    assert way(100, 100, 100, 109, 109, 109) == "level"
    assert way(100, 100, 100, 110, 110, 110) == "rising"
    assert way(100, 100, 100, 90, 90, 90) == "falling"
    assert trend(whole(card()), "2030-01", ROWS) == ""
    held = [card(month) for month in MONTHS[:5]]
    gone = card(MONTHS[5], 0, days_after_end=None)
    assert trend(whole(*held, gone), MONTHS[5], ROWS) == "", "what did not come has no number"


def test_a_share_moves_by_a_hundredth() -> None:
    def way(now: int) -> str:
        held = (0, 0, 0, now, now, now)
        months = [
            card(month, supplies=SupplyFacts(read=1_000, held=count))
            for month, count in zip(MONTHS, held, strict=True)
        ]
        return trend(whole(*months), MONTHS[-1], HELD)

    assert way(9) == "level"
    assert way(10) == "rising"


def test_the_letter_says_what_to_do_and_then_the_months() -> None:
    months = whole(card("2024-05"), RICH)
    letter = write_letter(months, "2024-06", to="The lead, Westmere Police", sender="Westmere VRN")
    head, rest = letter.split("What we ask you to do, the most pressing first:")
    assert head.startswith("To The lead, Westmere Police\nFrom Westmere VRN\n2024-07-20\n\n")
    assert "Offences: 2024-06" in head
    assert "\n\n1. Leave a day empty" in rest
    assert "\n\n2. Send the list of your codes" in rest
    assert "\n\n4. " not in rest
    assert "2024-05  2024-06  trend" in rest
    assert "for the supplier alone" in rest
    assert max(len(line) for line in letter.splitlines()) <= 80
    assert "MADE-UP" not in letter


def test_a_good_month_is_thanked_for_and_a_made_up_one_says_so() -> None:
    letter = write_letter(whole(card()), "2024-06", to="x", sender="y", made_up=True)
    assert letter.startswith("MADE-UP DATA")
    assert "There is nothing that we ask you to do about this month." in letter


def test_a_month_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(LookupError, match="no card for 2030-01; its months are 2024-05 to 2024-06"):
        write_text(whole(card("2024-05"), card()), "2030-01")
    with pytest.raises(LookupError, match="its months are none"):
        write_text(whole(), "2030-01")


def test_the_terminal_gets_the_same_in_short() -> None:
    text = write_text(whole(RICH), "2024-06")
    assert text.startswith("westmere-offences: Offences\nWestmere Police, 2024-06\n")
    assert "What to do, the worst first\n1. " in text
    assert write_text(whole(card()), "2024-06").endswith("Nothing to do.\n")


def test_every_number_stands_in_the_csv_and_no_cell_is_a_formula() -> None:
    six = [card(month) for month in MONTHS[:5]]
    rows = list(csv.DictReader(write_csv(whole(*six, RICH)).splitlines()))
    assert tuple(rows[0]) == HEADS
    june = {(r["of"], r["what"]): r for r in rows if r["month"] == "2024-06"}
    found = {key: (row["number"], row["out_of"]) for key, row in june.items()}
    assert found["lateness", "days after the agreed day"] == ("-9", "")
    assert found["volume", "usual, least"] == ("80", "")
    assert found["volume", "judged by: drawn limits"] == ("as usual", "")
    assert found["completeness", "beat"] == ("50", "100")
    assert found["held back", "'=x is odd"] == ("1", "101")
    assert found["codes", "codes not known, in the file"] == ("2", "101")
    assert found["days and times", "times at 00:00"] == ("4", "100")
    assert found["places", "not at all"] == ("25", "100")
    assert found["linkage", "rows with another of the same person"] == ("10", "40")
    assert june["trend", "Rows"]["trend"] == "level"
    assert not [r for r in rows if r["of"] == "trend" and r["month"] != "2024-06"]
    assert next(r for r in rows if r["what"] == "usual, median")["number"] == ""


def test_the_page_has_every_month_with_its_letter_and_the_file() -> None:
    gap = card("2024-05", 0, received_on="", days_after_end=None, supplies=SupplyFacts())
    refused = (("2024-03-01", "wrong.csv"),)
    earlier = replace(RICH, month="2024-04")
    told = tell_card(whole(earlier, gap, RICH, refused=refused), to="x", sender="y", made_up=False)
    assert told["newest"] == "2024-06"
    assert [one["is_here"] for one in told["months"]] == [True, False, True]
    june = told["months"][-1]
    assert june["columns"][1] == {"name": "beat", "rows": 50, "share": "50.0%", "usual": "50.0%"}
    assert told["months"][0]["columns"][1]["usual"] == "–"
    assert june["placed"] == [[SURE, 75, "75.0%"], ["not at all", 25, "25.0%"]]
    assert len(june["advice"]) == 3
    assert len(june["values"]) == len(june["trends"]) == len(told["words"])
    assert june["letter"].startswith("To x\nFrom y\n")
    assert told["refused"] == [["2024-03-01", "wrong.csv"]]
    assert told["csv"] == write_csv(whole(earlier, gap, RICH, refused=refused))
    empty = tell_card(whole(), to="x", sender="y", made_up=False)
    assert (empty["newest"], empty["months"]) == ("", [])
    nothing = replace(gap, rows=RowFacts(filled={"a": 0}))
    assert tell_card(whole(nothing), to="", sender="", made_up=False)["months"][0]["columns"] == [
        {"name": "a", "rows": 0, "share": "–", "usual": "–"}
    ]
