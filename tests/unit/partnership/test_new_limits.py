"""Where a partnership says that limits begin again: read, checked, and named in faults."""

from __future__ import annotations

import pytest

from vrn.partnership.new_limits import HEADER, NewLimits, read_new_limits


def written(tmp_path, *lines: str):
    path = tmp_path / "new_limits.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_the_list_comes_in_order_of_month(tmp_path) -> None:
    path = written(tmp_path, ",2021-08,they ended,(memory)", "assault_attendances,2020-04,rules,x")
    assert read_new_limits(path) == (
        NewLimits("assault_attendances", "2020-04", "rules"),
        NewLimits("", "2021-08", "they ended"),
    )


def test_a_folder_without_the_list_or_with_an_empty_one_has_none(tmp_path) -> None:
    assert read_new_limits(tmp_path / "new_limits.csv") == ()
    assert read_new_limits(written(tmp_path)) == ()


def test_every_fault_is_named_with_its_line(tmp_path) -> None:
    path = written(tmp_path, ",2020-13,a reason,x", ",2020-04,,x", ",,why,x", ",2021-01,fine,x")
    with pytest.raises(ValueError, match=r"line 2: .*line 3: say the first month.*line 4: say"):
        read_new_limits(path)
