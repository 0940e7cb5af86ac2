"""Writes docs/how-to/errors.md from the table of bad files: the file, the message, the mended file.

Run `python tests/contract/errors_page.py` to write the page again.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bad_files import CASES
from made_files import Door

if TYPE_CHECKING:
    from arriving import Case

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "errors.md"
WIDTH = 110
MOST_LINES = 3

HEAD = """\
<!-- Made from tests/contract/bad_files.py by tests/contract/errors_page.py. Do not edit. -->

# When a file is not accepted

Every file gets a receipt. What is wrong with it stands there, all of it at once: the file, the
line, the column, what was expected and what to do. Lines are counted from 1 as an editor shows
them; in a GeoJSON file the line is the number of the feature.

- **Refused**: nothing of the file was loaded. Mend it and send it again.
- **Held back**: these rows were kept aside, each with its reason; the others were loaded. Above the
  share that the agreement allows (1 % unless it says otherwise) the whole file is refused.
- **Mended**: put right in the one way that cannot be wrong, and counted.
- **Flagged**: loaded, and a question to the analyst.

Each file below is made up. Long lines are cut; `...` stands for what is left out.
"""


def errors_page(folder: Path) -> str:
    """The page in Markdown; each case is received anew in a folder of its own."""
    parts = [HEAD]
    for number, case in enumerate(case for case in CASES if case.mended):
        parts.append(_section(case, Door(folder / str(number))))
    return "\n".join(parts)


def _section(case: Case, door: Door) -> str:
    door.prepare(case.before)
    receipt = door.send(case.content, case.file, case.under)
    if receipt.is_accepted:
        (row,) = receipt.held_back
        outcome = "This row is held back."
        messages = [f"{row.file}, line {row.line}, column {row.column}: {row.reason}."]
    else:
        outcome = "The file is refused."
        messages = [str(fault["says"]) for fault in receipt.faults[:2]]
    wrong, right = _lines(case.content), _lines(case.mended or b"")
    return "\n".join(
        [
            f"## {case.arrives[0].upper()}{case.arrives[1:]}",
            "",
            f"Sent under the agreement `{case.under}`. {outcome}",
            "",
            "```text",
            *_excerpt(wrong, right),
            "```",
            "",
            *[f"> {message}" for message in messages],
            "",
            "Mended:",
            "",
            "```text",
            *_excerpt(right, wrong),
            "```",
            "",
        ]
    )


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "backslashreplace")
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
    return shown.splitlines()


def _excerpt(lines: list[str], others: list[str]) -> list[str]:
    """The first line and those that differ from the other file, each with its number."""
    differing = [n for n, line in enumerate(lines) if line not in others]
    chosen = sorted({0, *differing[:MOST_LINES]})
    return [f"{n + 1:>4}  {_cut(lines[n], others)}".rstrip() for n in chosen]


def _cut(line: str, others: list[str]) -> str:
    """A line, cut around the place in which it differs from the most similar line of the other."""
    if len(line) <= WIDTH:
        return line
    same = max((_common(line, other) for other in others if other != line), default=0)
    start = max(0, min(same - WIDTH // 2, len(line) - WIDTH))
    end = "..." if start + WIDTH < len(line) else ""
    return ("..." if start else "") + line[start : start + WIDTH] + end


def _common(line: str, other: str) -> int:
    pairs = zip(line, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(line), len(other)))


def main() -> None:
    """Writes the page into docs/how-to."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(errors_page(Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
