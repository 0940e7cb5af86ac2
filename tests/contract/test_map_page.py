"""The page on mapping a file shows what the command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from map_page import BLOCK, PAGE, as_run

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_prints_what_the_command_prints(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(BLOCK.findall(page)) == 2
    assert as_run(page, tmp_path / "partnership") == page
    assert (tmp_path / "partnership" / "mappings" / "their-ambulance.toml").is_file()
