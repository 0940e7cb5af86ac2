"""By which number of a feed a person is erased, and that a feed of no persons has none."""

from __future__ import annotations

import pytest

from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.pseudonyms.erased import Erased, number_column
from vrn.sharing.pseudonyms.keys import KEY_BYTES, Key

PEOPLE = CONTRACTS["police-people"]


def test_a_feed_says_by_which_number_a_person_is_erased() -> None:
    assert number_column(PEOPLE) == "nominal"
    with pytest.raises(TextError, match="holds no number of a person to erase by"):
        number_column(CONTRACTS["street-crime"])


def test_the_token_of_a_number_is_the_same_however_it_is_written_and_of_one_feed_alone() -> None:
    erased = Erased("project", Key("erased", bytes(KEY_BYTES)), frozenset())
    assert erased.tokens_of(["n 00-12/3", "N00123"], PEOPLE) == (erased.token("N00123", PEOPLE),)
    assert erased.token("N00123", PEOPLE) != erased.token("N00123", CONTRACTS["ambulance"])
    other = Erased("other", erased.key, frozenset())
    assert erased.token("N00123", PEOPLE) != other.token("N00123", PEOPLE)
