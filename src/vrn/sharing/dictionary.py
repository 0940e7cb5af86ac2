"""Writes the data dictionary: one page a feed, from the declarations that make the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.sampling import sample_rows

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from vrn.sharing.column import Column
    from vrn.sharing.contract import Contract

_GENERATED = (
    "<!-- Made from the contracts in src/vrn/sharing/contracts. "
    "Do not edit: change the contract. -->"
)
_SAMPLE_ROWS = 3
_COLUMNS = (
    "| column | kind | meaning | holds | needed | sensitivity |",
    "|---|---|---|---|---|---|",
)
SEED = 20210401
"""What the made-up rows of the pages in docs/ are drawn with."""


def dictionary_page(contract: Contract, rng: np.random.Generator) -> str:
    """The feed's page in Markdown: what a row is, each column, the rules, and made-up rows."""
    key = ", ".join(f"`{name}`" for name in contract.key)
    lines = [
        _GENERATED,
        "",
        f"# {contract.title}",
        "",
        f"Feed `{contract.feed}`. One row is {contract.unit}.",
        "",
        f"A slice, the part that a newer supply replaces as a whole, is `{contract.slice_form}`.",
        f"No two rows of a supply share {key}." if key else "Rows may repeat.",
        "",
        *(("## What arrives", "") if contract.stored else ()),
        *_COLUMNS,
        *[_column_line(column) for column in contract.columns],
        "",
        *_rule_lines(contract),
        *_stored_lines(contract),
        "## Made-up rows",
        "",
        "```csv",
        sample_rows(contract, _SAMPLE_ROWS, rng).write_csv().strip(),
        "```",
        "",
    ]
    return "\n".join(lines)


def _column_line(column: Column) -> str:
    holds = column.expected
    if column.known:
        holds += f"; {len(column.known)} values are known so far, another is loaded and flagged"
    if column.may_be_absent:
        needed = "no; the column may be absent"
    else:
        needed = "in every row" if column.required else "no"
    cells = [f"`{column.name}`", column.kind, column.meaning, holds, needed, column.sensitivity]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rule_lines(contract: Contract) -> list[str]:
    """The row rules as the reasons that a sender reads."""
    if not contract.rules and not contract.repeats:
        return []
    lines = ["## A row is held back when", ""]
    blanks = dict.fromkeys(("period_from", "named_month"), "YYYY-MM")
    for rule in contract.rules:
        names = ", ".join(f"`{name}`" for name in rule.columns)
        lines.append(f"- {names} {rule.reason.format(**blanks)}")
    lines = lines if contract.rules else []
    repeats = [f"A repeated `{name}` is loaded, counted and flagged." for name in contract.repeats]
    return [*lines, "", *repeats, ""] if repeats else [*lines, ""]


def _stored_lines(contract: Contract) -> list[str]:
    """What is stored where that is not what arrives, and how it is made of it."""
    if not contract.stored:
        return []
    made = {treatment.makes: treatment for treatment in contract.treatments}
    how = [
        f"- `{name}`: {made[name].how} ({', '.join(f'`{of}`' for of in made[name].of)})"
        if name in made
        else f"- `{name}`: as it arrives"
        for name in contract.stored_names
    ]
    heads = ["## What is stored", ""]
    heads += [*_COLUMNS, *[_column_line(column) for column in contract.stored], ""]
    heads += ["How each stored column is made; nothing else of a row is kept.", "", *how, ""]
    return heads


def dictionary_pages(rng: np.random.Generator) -> dict[str, str]:
    """Every page by its file name, with a list of the feeds as README.md."""
    pages = {f"{feed}.md": dictionary_page(contract, rng) for feed, contract in CONTRACTS.items()}
    rows = [f"- [{c.title}]({feed}.md): {c.unit}" for feed, c in CONTRACTS.items()]
    index = [_GENERATED, "", "# Data dictionary", "", "What each feed holds.", "", *rows, ""]
    return pages | {"README.md": "\n".join(index)}


def write_pages(folder: Path, rng: np.random.Generator) -> None:
    """Writes every page into a folder, which is made where it is absent."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in dictionary_pages(rng).items():
        (folder / name).write_text(text, encoding="utf-8")
