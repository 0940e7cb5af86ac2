"""Receiving under a folder's own texts: what is wrong with one of them is said with what to do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vrn import chain
from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 4, 1)


def check_under(folder: Path, under: str) -> None:
    """Asks what would become of a file under an agreement of the folder."""
    path = folder / "sent.csv"
    path.write_text("nothing\n", encoding="utf-8")
    chain.check(folder, path, under=under, today=TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    return tmp_path / "p"


def test_a_feed_without_a_contract_is_answered_with_the_feeds_there_are(folder: Path) -> None:
    for name in ("agreements", "mappings"):
        path = folder / name / "deprivation-2025.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('feed = "deprivation"', 'feed = "poverty"'), encoding="utf-8")
    with pytest.raises(TextError, match=r"no feed 'poverty': try one of .*deprivation"):
        check_under(folder, "deprivation-2025")


def test_an_agreement_whose_mapping_is_absent_says_where_it_belongs(folder: Path) -> None:
    (folder / "mappings" / "deprivation-2025.toml").unlink()
    with pytest.raises(TextError, match=r"deprivation-2025\.toml: there is no such text in .*"):
        check_under(folder, "deprivation-2025")


def test_a_text_in_another_encoding_is_to_be_saved_again(folder: Path) -> None:
    path = folder / "agreements" / "deprivation-2025.toml"
    path.write_bytes(path.read_bytes() + b"# caf\xe9\n")
    with pytest.raises(TextError, match=r"not UTF-8 text \(byte \d+\): save it again as UTF-8"):
        check_under(folder, "deprivation-2025")
