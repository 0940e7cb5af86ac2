"""Identifiers written alike, tokens under a key, and the key's own file."""

from __future__ import annotations

import doctest
import os
import re
import stat
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.sharing.checks import dating
from vrn.sharing.fault import TextError
from vrn.sharing.person_columns import PSEUDONYM_PATTERN, SECTOR_PATTERN
from vrn.sharing.pseudonyms import recipe
from vrn.sharing.pseudonyms.ages import completed_years
from vrn.sharing.pseudonyms.keys import KEY_BYTES, Key, open_key, open_next_key, passing_key
from vrn.sharing.pseudonyms.rotating import destroy_key, finish_rotation, named
from vrn.sharing.pseudonyms.tokens import key_ids_in, make_tokens

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key("violence", bytes(range(KEY_BYTES)))
OTHER = Key("violence", bytes(range(1, KEY_BYTES + 1)))


def test_the_examples_of_the_recipe_hold() -> None:
    for module in (recipe, dating):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "alike",
    [
        ("O'Brien", "o’brien", "OBRIEN", "O Brien", " O`Brien", "Ó'Brien", "O'BRIEN."),
        ("Anne-Marie", "anne marie", "ANNEMARIE", "Anne‐Marie", "Anne\u00a0Marie"),
        ("Zoë", "zoe", "ZOE\u0308", "Zoe\u0301"),
        ("Łukasz", "lukasz", "ŁUKASZ"),
        ("Straße", "STRASSE", "strasse"),
        ("Søren", "soren"),
        ("محمد", "محمد "),
    ],
)
def test_a_name_written_differently_is_one_name(alike: tuple[str, ...]) -> None:
    assert len({recipe.normalise_name(text) for text in alike}) == 1
    assert recipe.normalise_name(alike[0])


def test_other_names_stay_other_names() -> None:
    names = ["Robin", "Robyn", "Robins", "None", "Null", "Na", "Li", "Lí Na"]
    assert len({recipe.normalise_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "text", ["Unknown", "NOT KNOWN", "n/k", "-", "...", "12", "x x", "Refused"]
)
def test_a_name_that_is_not_known_is_none(text: str) -> None:
    assert recipe.normalise_name(text) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("XL4 7AB", "XL4 7AB"),
        ("xl47ab", "XL4 7AB"),
        (" XL4\u00a0 7ab ", "XL4 7AB"),
        ("XL4-7AB", "XL4 7AB"),
        ("XL4 OAB", "XL4 0AB"),
        ("XLO 7AB", "XL0 7AB"),
        ("XL1O 7AB", "XL10 7AB"),
        ("X04 7AB", "XO4 7AB"),
        ("XO14 7AB", "XO14 7AB"),
        ("0X1 7AB", "OX1 7AB"),
        ("X1 7AB", "X1 7AB"),
        ("XO 7AB", "X0 7AB"),
        ("X1A 7AB", "X1A 7AB"),
        ("XL1A 7A0", "XL1A 7AO"),
        ("ZZ99 3VZ", None),
        ("town centre", None),
        ("XL4", None),
        ("XL4 7", None),
        ("", None),
        ("XL4 7ABC", None),
        ("12345", None),
    ],
)
def test_a_postcode_is_written_in_one_way(text: str, whole: str | None) -> None:
    assert recipe.normalise_postcode(text) == whole
    assert recipe.sector_of(text) == (whole[:-2] if whole else None)


@given(st.from_regex(r"\A[A-Z]{1,2}[1-9][A-Z1-9]? [1-9][A-Z]{2}\Z"), st.integers(0, 7))
def test_a_postcode_without_zeros_stays_itself(postcode: str, habit: int) -> None:
    written = postcode.lower() if habit & 1 else postcode
    written = written.replace(" ", "") if habit & 2 else written
    written = f" {written} " if habit & 4 else written
    if "O" not in postcode and not postcode.startswith("ZZ99"):
        assert recipe.normalise_postcode(written) == postcode
        assert re.search(SECTOR_PATTERN, str(recipe.sector_of(written)))


@pytest.mark.parametrize(
    ("born", "at", "age"),
    [
        ("2001-02-28", "2020-02-28", 19),
        ("2001-02-28", "2020-02-27T23:59", 18),
        ("2000-02-29", "2019-02-28", 18),
        ("2000-02-29", "2019-03-01", 19),
        ("2000-12-31", "2001-01-01", 0),
        ("2020-05-24", "2020-05-23", -1),
        (None, "2020-05-23", None),
    ],
)
def test_an_age_is_in_completed_years(born: str | None, at: str, age: int | None) -> None:
    row = pl.DataFrame({"born": [born], "at": [at]}, schema={"born": pl.String, "at": pl.String})
    assert row.select(completed_years(pl.col("born"), pl.col("at"))).item() == age


# --- tokens -------------------------------------------------------------------------------------


def tokens(*texts: str | None, key: Key = KEY, kind: str = "name") -> list[str | None]:
    values = pl.Series(texts, dtype=pl.String)
    return make_tokens(values, kind=kind, normalise=recipe.normalise_name, key=key).to_list()


def test_the_same_name_gets_one_token_however_it_is_written() -> None:
    first, again, other, empty, unknown = tokens("O'Née", " onee", "Onez", None, "not known")
    assert first == again
    assert first != other
    assert empty is None
    assert unknown is None
    assert re.search(PSEUDONYM_PATTERN, str(first))
    assert str(first).startswith(KEY.id)


def test_another_key_gives_other_tokens_and_so_does_another_kind() -> None:
    (token,), (other_key,), (other_kind,) = (
        tokens("Madeup"),
        tokens("Madeup", key=OTHER),
        tokens("Madeup", kind="postcode"),
    )
    assert str(token)[:6] != str(other_key)[:6]
    assert len({str(made).partition("-")[2] for made in (token, other_key, other_kind)}) == 3


def test_a_token_is_the_hmac_that_the_recipe_says() -> None:
    import hashlib
    import hmac

    expected = hmac.new(KEY.secret, b"1\0name\0MADEUP", hashlib.sha256).hexdigest()
    assert tokens("Made-up") == [f"{KEY.id}-{expected[:32]}"]


def test_a_table_tells_by_which_keys_its_tokens_were_made(tmp_path: Path) -> None:
    (token,), (other,) = tokens("Madeup"), tokens("Madeup", key=OTHER)
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    almost = f"{OTHER.id}-{'0' * 31}", f"{OTHER.id}-{'0' * 33}"
    pl.DataFrame({"line": [1, 2], "name": [token, None], "note": almost}).write_parquet(one)
    pl.DataFrame({"surname": [None, token], "record": [f"{other} 2024-04", token]}).write_parquet(
        two
    )
    assert key_ids_in([one]) == {KEY.id}
    assert key_ids_in([one, two]) == {KEY.id, OTHER.id}
    assert key_ids_in([]) == frozenset()


def test_a_hundred_thousand_names_take_about_a_second() -> None:
    names = pl.Series([f"Name {n:x}".translate(_LETTERS) for n in range(100_000)])
    assert names.n_unique() == 100_000
    began = time.process_time()
    made = make_tokens(names, kind="name", normalise=recipe.normalise_name, key=KEY)
    assert time.process_time() - began < 3
    assert made.n_unique() == 100_000


_LETTERS = str.maketrans("0123456789", "qwrtzuiopj")


# --- keys ---------------------------------------------------------------------------------------


def test_a_key_is_made_on_first_need_and_found_again(tmp_path: Path) -> None:
    first = open_key(tmp_path / "keys", "violence")
    path = tmp_path / "keys" / "pseudonym-violence.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == KEY_BYTES
    assert open_key(tmp_path / "keys", "violence") == first
    assert open_key(tmp_path / "keys", "other").secret != first.secret
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "pseudonym-other.key",
        "pseudonym-violence.key",
    ]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o700, 0o660])
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    secret = open_key(tmp_path, "violence").secret
    (tmp_path / "pseudonym-violence.key").chmod(mode)
    with pytest.raises(TextError, match="can be read by others than its owner") as caught:
        open_key(tmp_path, "violence")
    assert secret.hex() not in str(caught.value)


def test_a_key_is_a_file_of_its_length(tmp_path: Path) -> None:
    (tmp_path / "pseudonym-a.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TextError, match="not a link or a folder"):
        open_key(tmp_path, "a")
    (tmp_path / "pseudonym-b.key").mkdir()
    with pytest.raises(TextError, match="not a link or a folder"):
        open_key(tmp_path, "b")
    handle = os.open(tmp_path / "pseudonym-c.key", os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(handle, b"short")
    os.close(handle)
    with pytest.raises(TextError, match="a key has 32 bytes: bring it back"):
        open_key(tmp_path, "c")


def test_a_key_that_is_missing_is_not_made_anew_where_its_tokens_are_held(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="the key is missing, and its tokens are held"):
        open_key(tmp_path, "violence", may_make=False)
    assert not list(tmp_path.iterdir())


def test_a_next_key_follows_one_that_was_destroyed_in_between(tmp_path: Path) -> None:
    """Stopped after the new tokens were kept: whoever destroys the former key does no harm."""
    open_key(tmp_path, "violence")
    following = open_next_key(tmp_path, "violence")
    assert not finish_rotation(tmp_path, "violence", held={"violence, key 0a1b2c, recipe 1"})
    destroy_key(tmp_path, "violence")
    assert finish_rotation(tmp_path, "violence", held={named(following)})
    assert open_key(tmp_path, "violence", may_make=False).secret == following.secret
    assert [path.name for path in tmp_path.iterdir()] == ["pseudonym-violence.key"]


def test_of_two_keys_made_at_once_the_first_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pseudonym-violence.key"
    first = os.urandom(KEY_BYTES)
    link = os.link

    def late(draft: Path, place: Path) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, first)
        os.close(handle)
        link(draft, place)

    monkeypatch.setattr("vrn.sharing.pseudonyms.keys.os.link", late)
    assert open_key(tmp_path, "violence").secret == first
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_key_is_in_no_representation_of_itself() -> None:
    shown = f"{KEY!r} {KEY}"
    assert KEY.secret.hex() not in shown
    assert repr(KEY.secret) not in shown
    assert KEY.id not in KEY.secret.hex()


def test_a_passing_key_is_another_each_time() -> None:
    assert passing_key().secret != passing_key().secret
