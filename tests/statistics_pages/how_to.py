"""Runs the Python blocks of docs/how-to/statistics.md and prints what they print below each.

python -m tests.statistics_pages.how_to writes the outputs into the page again.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "statistics.md"
BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n.*?```\n)?", flags=re.DOTALL)


def as_run(page: str) -> str:
    """The page with each Python block followed by what it prints; one block sees those before."""
    names: dict[str, Any] = {}

    def run(found: re.Match[str]) -> str:
        code, said = found["code"], io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, PAGE.name, "exec"), names)
        block, output = f"```python\n{code}```\n", said.getvalue().rstrip()
        return f"{block}\n```text\n{output}\n```\n" if output else block

    with pl.Config(), contextlib.chdir(ROOT):
        return BLOCK.sub(run, page)


def main() -> None:
    """Writes the outputs into the page."""
    PAGE.write_text(as_run(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
