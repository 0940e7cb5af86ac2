"""Tokens of an earlier recipe meet those of this one, under one key alone."""

from __future__ import annotations

import pytest

from vrn.sharing.pseudonyms.door import Door
from vrn.sharing.pseudonyms.keys import KEY_BYTES, Key
from vrn.sharing.pseudonyms.opening import _meets
from vrn.sharing.treatment import PARTS, RECIPE, How, recipe_of

DOOR = Door(key=Key("violence", bytes(KEY_BYTES)))


@pytest.mark.parametrize(
    ("made_by", "meets"),
    [
        (f"violence, key {DOOR.key.id}, recipe 1", True),
        (DOOR.named, True),
        (f"violence, key {DOOR.key.id}, recipe {RECIPE + 1}", False),
        (f"violence, key {DOOR.key.id}, recipe x", False),
        (f"violence, key 000000, recipe {RECIPE}", False),
    ],
)
def test_what_was_made_by_the_same_key_and_no_later_recipe_meets(made_by: str, meets: bool) -> None:
    assert _meets(made_by, DOOR) is meets


def test_the_first_recipe_s_tokens_are_made_as_they_were() -> None:
    assert {recipe_of(how) for how in (How.NAME, How.DAY, How.POSTCODE, How.REFERENCE)} == {1}
    assert {recipe_of(how) for how in PARTS} == {2}
