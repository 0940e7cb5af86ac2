"""The page of the shipped definitions: their words and clauses, then the drawn examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drawn import read_drawn
from examples_definitions import BRIDGE, CLASSES, CODES, KNIFE, NIGHT, PUBLIC, REPEAT

from vrn.problem.definitions import read_definitions
from vrn.problem.methods_page import markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.problem.definitions import Clause, Definition

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "definitions.md"
TEMPLATE = ROOT / "src" / "vrn" / "partnership" / "template" / "definitions"
_ORDER = (
    *("vrn-2019", "duty-2023", "knife-enabled", "public-place", "night-time-economy"),
    *("night-time-economy-late", "night-time-economy-premises"),
    *("repeat-in-period", "repeat-within-year", "repeat-ever"),
)
_OPENING = """\
# Definitions

What a new partnership's folder holds in `definitions/`, and what each text takes and leaves out.
A published text is frozen: its SHA-256 stands in `published.csv`, and a cut is refused while the
text is another. To change one, copy it to a new file with the next version and publish that; the
older one stays readable. The clauses are tried in their order, and the first that an offence does
not meet is the reason why it is left out.

This page is printed from the texts and from `tests/spec/examples_definitions.py`, every line of
which is run as a test; `python tests/spec/print_definitions.py` prints it again."""
_EXAMPLES = (
    ("Classes of the two live definitions", CLASSES),
    ("The bridge between them, over these offences", BRIDGE),
    ("Offence codes", CODES),
    ("Knife-enabled", KNIFE),
    ("Night-time economy, by three rules", NIGHT),
    ("Public place", PUBLIC),
    ("Repeat, by three rules", REPEAT),
)


def shipped() -> dict[str, Definition]:
    """The shipped definitions by id, in the order of the page."""
    found = {each.id: each for each in read_definitions(TEMPLATE)}
    return {name: found[name] for name in _ORDER}


def printed() -> str:
    """The page as Markdown."""
    parts = [_OPENING]
    for definition in shipped().values():
        parts += _described(definition)
    parts.append("## Worked examples")
    for title, drawn in _EXAMPLES:
        rows = [{name: cell or "" for name, cell in row.items()} for row in read_drawn(drawn)]
        parts += [f"### {title}", markdown_table(rows)]
    return "\n\n".join(parts) + "\n"


def _described(definition: Definition) -> Iterable[str]:
    rows = [
        {"what is looked at": clause.column, "takes": _takes(clause), "else": clause.reason}
        for clause in definition.clauses
    ]
    yield f"## {definition.title}"
    yield (
        f"{definition.label}; dated {definition.dated}, published {definition.published_on}; "
        f"{definition.author}."
    )
    yield definition.statement
    yield markdown_table(rows)
    yield f"*{' '.join(definition.provenance.split())}*"


def _takes(clause: Clause) -> str:
    if clause.at_least is not None:
        return f"{clause.at_least} or more"
    if clause.at_most is not None:
        return f"{clause.at_most} or fewer"
    listed = ", ".join(clause.any_of) or f"all but {', '.join(clause.none_of)}"
    unknown = f"; cannot be told for: {', '.join(clause.unknown)}" if clause.unknown else ""
    return listed + unknown
