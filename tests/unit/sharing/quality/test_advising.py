"""What a scorecard asks of the supplier: each rule at the value from which it matters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.unit.sharing.quality.drawn_cards import MONTHS, card, whole
from vrn.sharing.quality.advising import RULES, SURE, advise, rules_page
from vrn.sharing.quality.card import MonthCard, RowFacts, SupplyFacts, Usual

DOCS = Path(__file__).resolve().parents[4] / "docs"
TEN = Usual(100, 80, 120, "drawn")


def said(*months: MonthCard, most: int = 9, **changes: object) -> dict[str, str]:
    """What is said of the last of these months, by rule."""
    found = advise(whole(*months, **changes), months[-1].month, most=most)
    return {one.rule: one.says for one in found}


def rows(count: int = 100, **facts: object) -> RowFacts:
    return RowFacts(rows=count, **{"filled": {"crime_ref": count}, **facts})


def test_of_a_good_month_nothing_is_said() -> None:
    assert said(card()) == {}
    assert advise(whole(card()), "2030-01") == ()


def test_months_that_did_not_come_are_named() -> None:
    absent = [card(month, 0) for month in MONTHS[1:5]]
    one = said(card(MONTHS[0]), absent[0], card())
    assert one == {"months that did not come": "Send 2024-02: nothing of it is held."}
    two = said(*absent[:2], card())
    assert "Send 2024-02 and 2024-03: nothing of them" in two["months that did not come"]
    four = said(*absent, card())["months that did not come"]
    assert four.startswith("Send the 4 months that did not come, 2024-03, 2024-04 and 2024-05")
    assert said(card(), card("2024-07", 0)).keys() == {"months that did not come"}
    later = whole(card(), card("2024-07", 0))
    assert advise(later, "2024-06") == (), "of a later month nothing is said yet"


def test_a_month_is_late_from_three_days_on() -> None:
    assert "late" not in said(card(days_late=2))
    assert "late" not in said(card(days_late=-40))
    says = said(card(days_late=3))["late"]
    assert says == "Send each month by day 10 of the next: 2024-06 came 3 days late."


def test_a_month_outside_its_limits_is_asked_about() -> None:
    assert said(card(held=80, usual=TEN)) == {}
    fewer = said(card(held=79, usual=TEN))["unusual number of rows"]
    assert fewer == "Look whether 2024-06 is whole: it has 79 rows where about 100 are usual."
    more = said(card(held=1_300, usual=TEN))["unusual number of rows"]
    assert "is put together once, and of this area alone: it has 1,300 rows" in more
    assert said(card(held=5, usual=Usual(0, 0, 0, "drawn"))) == {}, "of a median of 0 no share is"


def test_rows_held_back_matter_from_a_quarter_of_the_tolerance() -> None:
    def held(count: int) -> dict[str, str]:
        supplies = SupplyFacts(read=1_000, held=count, reasons=(("x is odd", count),))
        return said(card(supplies=supplies))

    assert held(2) == {}
    assert held(3)["held back"].endswith("3 rows were, most often because x is odd (3).")
    one = SupplyFacts(read=10, held=1, reasons=(("x is odd", 1),))
    assert "1 row was, most often" in said(card(supplies=one), tolerance=0.0)["held back"]


def test_codes_and_default_days_matter_from_the_first_row() -> None:
    codes = said(card(rows=rows(9_999, titles=1)))["codes not known"]
    assert "1 row came with a code that is in no list" in codes
    both = said(card(supplies=SupplyFacts(codes=2), rows=rows(titles=3)))["codes not known"]
    assert "5 rows" in both
    days = said(card(supplies=SupplyFacts(births=2), rows=rows(defaults=1)))["default days"]
    assert "3 cells" in days


def test_a_column_that_empties_is_named_with_its_share() -> None:
    before = card(MONTHS[0], rows=rows(filled={"a": 90, "b": 50, "c": 0}))
    now = card(rows=rows(filled={"a": 80, "b": 41, "c": 5}))
    assert said(before, now)["emptier columns"].endswith("have a value in a (80%).")
    nearly = card(rows=rows(filled={"a": 81, "b": 50, "c": 0}))
    assert "emptier columns" not in said(before, nearly)
    few = card(rows=rows(19, filled={"a": 0}))
    assert said(before, few) == {}, "of fewer than 20 rows no share is judged"


def test_a_column_that_is_always_empty_is_named_once_for_all() -> None:
    filled = dict.fromkeys("abcd", 0)
    says = said(card(rows=rows(filled=filled)))["empty columns"]
    assert says.startswith("Fill a, b and c and 1 more, or agree to send them no longer")
    earlier = card(MONTHS[0], rows=rows(filled={**filled, "a": 1}))
    assert said(earlier, card(rows=rows(filled=dict.fromkeys("ab", 0))))[
        "empty columns"
    ].startswith("Fill b, or agree")


def test_times_at_midnight_matter_from_two_in_a_hundred() -> None:
    assert said(card(rows=rows(times=100, midnight=1))) == {}
    assert (
        "2% of the times are 00:00"
        in said(card(rows=rows(times=100, midnight=2)))["times at midnight"]
    )
    assert said(card(rows=rows(times=19, midnight=19))) == {}


def test_places_matter_where_a_tenth_is_not_sure() -> None:
    assert said(card(placed=((SURE, 91), ("roughly", 9)))) == {}
    says = said(card(placed=((SURE, 90), ("roughly", 5), ("not at all", 5))))["places not sure"]
    assert "10% could be placed roughly, or not at all" in says
    assert said(card(placed=(("not at all", 19),))) == {}


def test_links_matter_where_they_fall_below_the_usual() -> None:
    before = card(MONTHS[0], persons=100, linked=50)
    assert said(before, card(persons=100, linked=41)) == {}
    assert "39% of the rows are linked" in said(before, card(persons=100, linked=39))["fewer links"]
    assert said(replace(before, persons=9, linked=9), card(persons=100, linked=0)) == {}
    assert said(before, card(persons=19, linked=0)) == {}


def test_an_agreement_without_a_day_is_asked_for_one() -> None:
    assert "the agreement names none" in said(card(), due_day=None)["no day agreed"]


def test_the_three_worst_are_said_and_the_worst_first() -> None:
    bad = card(
        days_late=60,
        supplies=SupplyFacts(read=100, held=1, reasons=(("x", 1),), codes=1),
        rows=rows(times=100, midnight=3),
    )
    found = advise(whole(card("2024-05", 0), bad), "2024-06")
    assert [one.rule for one in found] == ["late", "codes not known", "months that did not come"]
    assert [one.severity for one in found] == [20, 10, 5]


def test_the_page_of_the_rules_is_what_they_are() -> None:
    """Where it is not: python scripts/print_docs.py."""
    assert (DOCS / "scorecards.md").read_text(encoding="utf-8") == rules_page()
    assert len({rule.name for rule in RULES}) == len(RULES)
