"""The months that a partnership names reach the series they are of, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vrn.chain.measuring import begun_again
from vrn.partnership.folder import PartnershipError, read_partnership
from vrn.partnership.new_limits import HEADER
from vrn.partnership.writing import write_partnership
from vrn_demo.partnership import police_area

if TYPE_CHECKING:
    from pathlib import Path


def chosen(folder: Path, *lines: str):
    write_partnership(folder, area=police_area(), name="Made up", made_up=True)
    text = HEADER + "".join(f"{line}\n" for line in lines)
    (folder / "reference" / "new_limits.csv").write_text(text, encoding="utf-8")
    return read_partnership(folder)


def test_a_line_without_a_series_is_of_all_and_another_of_its_own(tmp_path: Path) -> None:
    found = begun_again(chosen(tmp_path, ",2020-04,all,x", "violent_callouts,2021-08,own,x"))
    assert found["violent_callouts"] == ("2020-04", "2021-08")
    assert found["serious_violence"] == ("2020-04",)


def test_a_series_without_a_chart_is_named_with_those_that_have_one(tmp_path: Path) -> None:
    with pytest.raises(PartnershipError, match=r"robbery has no control chart.*serious_violence"):
        begun_again(chosen(tmp_path, "robbery,2020-04,why,x"))


def test_a_line_that_cannot_be_read_says_which(tmp_path: Path) -> None:
    with pytest.raises(PartnershipError, match=r"new_limits.csv, line 2"):
        chosen(tmp_path, ",2020-04,,x").new_limits()


def test_a_new_folder_has_the_list_to_fill_in(tmp_path: Path) -> None:
    write_partnership(tmp_path, area=police_area(), name="Made up", made_up=True)
    assert read_partnership(tmp_path).new_limits() == ()
