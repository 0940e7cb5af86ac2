"""The categories here are those of the feed's contract, each with a name of its own."""

from __future__ import annotations

from vrn.problem.categories import CATEGORIES, CRIMES
from vrn.sharing.contracts.street_crime import CRIME_TYPES


def test_the_categories_are_those_of_the_contract() -> None:
    assert sorted(category.published for category in CATEGORIES) == sorted(CRIME_TYPES)


def test_names_are_the_published_words() -> None:
    for category in CATEGORIES:
        assert category.name == category.published.lower().replace(" ", "_").replace("-", "_")


def test_only_anti_social_behaviour_is_no_crime() -> None:
    assert {category.published for category in CATEGORIES} - set(CRIMES) == {
        "Anti-social behaviour"
    }
    assert [c.unit for c in CATEGORIES].count("incidents") == 1
