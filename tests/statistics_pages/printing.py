"""The pages of docs/methods/statistics but for the oracles' own and that of coverage."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracles.page import PAGE as ORACLES
from tests.oracles.page import Row, rows_of
from tests.statistics_pages.docstrings import as_markdown, first_line, signature_of
from tests.statistics_pages.families import PAGES
from vrn.problem.methods_page import markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.statistics_pages.families import Page, Section

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "methods" / "statistics"

_NOTE = (
    "Printed from the docstrings of `src/vrn/statistics`, every example of which is run as a test; "
    "`python -m tests.statistics_pages` prints it again."
)
_INDEX = """# Statistics

`vrn.statistics` holds the methods: columns go in, a frame of answers comes out, and it knows
nothing of violence. These pages give each method's formula, source and limits, an example that
runs, and how far it agrees with the field's reference.

- How an analyst uses it alone, on a CSV: [the how-to](../../how-to/statistics.md).
- How every method compares with its reference: [oracles](oracles.md).
- How often the intervals hold the truth, and where they do not: [coverage](coverage.md).
"""


def printed() -> dict[str, str]:
    """Each page by file name, with its text; the oracles' results are read from their own page."""
    checked = rows_of(ORACLES.read_text(encoding="utf-8"))
    pages = {f"{page.name}.md": _formatted(text_of(page, checked)) for page in PAGES}
    return {"README.md": index(checked), **pages}


def _formatted(page: str) -> str:
    """The page as `ruff format` leaves it, which puts the examples of Markdown in order too."""
    words = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "page.md", "-"]
    return subprocess.run(words, input=page, capture_output=True, text=True, check=True).stdout


def index(checked: Sequence[Row]) -> str:
    """The list of families: methods, and answers agreed with the reference."""
    rows = []
    for page in PAGES:
        of_page = [row for row in checked if row.family in page.oracles]
        agreed, total = (sum(getattr(row, name) for row in of_page) for name in ("agreed", "total"))
        rows.append(
            {
                "family": f"[{page.title}]({page.name}.md)",
                "methods": str(len(page.methods)),
                "answers that agree with the reference": (
                    f"{agreed:,} of {total:,}" if total else "no reference file"
                ),
            }
        )
    return f"{_INDEX}\n{markdown_table(rows)}\n"


def text_of(page: Page, checked: Sequence[Row]) -> str:
    """One family's page as Markdown."""
    of_page = [row for row in checked if row.family in page.oracles]
    parts = [f"# {page.title}", _NOTE, *_opening(page), "## Contents", _contents(page, of_page)]
    for section in page.sections:
        parts.extend(_section(section))
    parts.extend(_checked(of_page))
    return "\n\n".join(parts) + "\n"


def _opening(page: Page) -> Iterator[str]:
    """What a package says of itself, before its modules do."""
    if page.package:
        import importlib

        yield as_markdown(importlib.import_module(f"vrn.statistics.{page.package}").__doc__ or "")


def _contents(page: Page, checked: Sequence[Row]) -> str:
    lines = []
    for section in page.sections:
        methods = ", ".join(f"[`{name}`](#{_anchor(name)})" for name in section.methods)
        title = _title(section)
        lines.append(f"- [{title}](#{_anchor(title)})" + (f": {methods}" if methods else ""))
    lines += [f"- [{BESIDE}](#{_anchor(BESIDE)})"] if checked else []
    return "\n".join(lines)


BESIDE = "Beside the reference"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_title(section)}"
    yield f"Module `{section.module}`"
    yield as_markdown(section.about)
    for name, method in section.methods.items():
        yield f"### `{name}`"
        yield signature_of(name, method)
        yield as_markdown(method.__doc__ or first_line(method))


def _checked(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield f"## {BESIDE}"
        yield (
            "Answers that agree with the reference's, file by file; what the references are, and "
            "which methods each file checks, stands in [oracles](oracles.md)."
        )
        yield markdown_table(
            [
                {
                    "file": f"`{row.file}`",
                    "agree": f"{row.agreed:,} of {row.total:,}",
                    "at a tolerance of": row.tolerance,
                }
                for row in rows
            ]
        )


def _title(section: Section) -> str:
    """The heading of a module: its name in words, told apart from a method of the same name."""
    words = section.module.rsplit(".", 1)[1].replace("_", " ")
    return f"Module {words}" if words in section.methods else words.capitalize()


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
