"""The appendix "How each figure is known": the target of every figure in the stand-alone page.

One part for each basis (a measure, definition, cut and code): its figures in a compact table, what
they share, and the supplies with their sha-256. `profile.css` keeps each part closed until a reader
comes to it; by a figure, it opens with that figure's row alone, so that row, measure and supplies
stand together. Without style everything is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vrn.publish.formats.bases import Basis, which_supplies
from vrn.publish.formats.markup import escape_text
from vrn.release.wording import show_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vrn.release.figure import Figure

Supplies = Mapping[str, Mapping[str, object]]
KNOWN = "How each figure is known"
KNOWN_KEY = "known"
LONG_CELL = 24
# Columns that say nothing where all figures agree; facts and supplies stand below the table.
_SAID_ONCE = frozenset({"Method", "Supplies"})
# What an empty cell says, where it is not "none".
_NOTHING = {"Of": "all", "Months": "no month", "Shown": "yes"}
_INTRODUCTION = (
    "Every figure of this document is a link to its row here: what was measured, over which number "
    "it stands, how certain it is, where it is used, and below it the files it rests on."
)


def mark_known(
    bases: Sequence[Basis],
    *,
    places: Mapping[str, Sequence[str]],
    keys: Mapping[str, str],
    supplies: Supplies,
) -> str:
    """The appendix below its heading.

    `places` gives each figure id the places that use it, `keys` each place its address, `supplies`
    each receipt id its facts: file, sha256, supplier, licence.
    """
    parts = "".join(
        _mark_basis(basis, places=places, keys=keys, supplies=supplies) for basis in bases
    )
    return f'<p class="govuk-body">{_INTRODUCTION}</p>\n{parts}'


def _mark_basis(
    basis: Basis,
    *,
    places: Mapping[str, Sequence[str]],
    keys: Mapping[str, str],
    supplies: Supplies,
) -> str:
    first = basis.figures[0]
    return (
        f'<section class="vrn-basis" id="{basis.key}">\n'
        f'<h3 class="govuk-heading-m">{escape_text(first.title)}: '
        f"{escape_text(first.unit)}</h3>\n"
        f'<p class="govuk-body-s vrn-closed"><a class="govuk-link" href="#{basis.key}">'
        f"Show its figures and supplies{_hidden(first)}</a></p>\n"
        f'<p class="govuk-body-s vrn-folded">The figure you chose. <a class="govuk-link" '
        f'href="#{basis.key}">Show every figure of this measure{_hidden(first)}</a></p>\n'
        f"{_mark_figures(basis, places, keys)}{_mark_shared(basis)}"
        f"{_mark_supplies(basis, supplies)}</section>\n"
    )


def _hidden(figure: Figure) -> str:
    """Which measure a link speaks of, for those who hear the link alone."""
    words = escape_text(f"{figure.title}, {figure.unit}")
    return f'<span class="govuk-visually-hidden"> ({words})</span>'


def _mark_figures(
    basis: Basis, places: Mapping[str, Sequence[str]], keys: Mapping[str, str]
) -> str:
    columns = {
        head: [cell or _NOTHING.get(head, "none") for cell in cells]
        for head, cells in _columns(basis).items()
        if head == "Value" or (any(cells) and (len(set(cells)) > 1 or head not in _SAID_ONCE))
    }
    rows = "".join(
        _mark_row(figure, cells, _mark_uses(places[figure.id], keys))
        for figure, cells in zip(basis.figures, zip(*columns.values(), strict=True), strict=True)
    )
    return _mark_list(
        "Its figures", f"{basis.key}-figures", ["Place", *columns, "Used in", "Figure"], rows
    )


def _columns(basis: Basis) -> dict[str, list[str]]:
    """What each figure says of itself, by column; a column that is empty throughout is left out."""
    numbers = {receipt: number for number, receipt in enumerate(basis.supplies, 1)}
    figures = basis.figures
    return {
        "Value": [str(figure) for figure in figures],
        "Interval": [figure.interval for figure in figures],
        "By linkage": [figure.linkage_range for figure in figures],
        "Months": [figure.period.label if figure.period else "" for figure in figures],
        "Of": [_labels(figure) for figure in figures],
        "Numerator": [show_number(figure.numerator, 0) for figure in figures],
        "Denominator": [show_number(figure.denominator, 0) for figure in figures],
        "Shown": ["" if figure.is_shown else f"no: {figure.reason}" for figure in figures],
        "Method": [figure.method for figure in figures],
        "Supplies": [which_supplies(figure, numbers) for figure in figures],
    }


def _labels(figure: Figure) -> str:
    said = {figure.place.name, figure.period.label if figure.period else ""}
    return "; ".join(label for _, _, label in figure.by if label not in said)


def _mark_row(figure: Figure, cells: Sequence[str], used: str) -> str:
    marked = "".join(_mark_cell(cell) for cell in cells)
    return (
        f'<tr><th scope="row" id="figure-{figure.id}">{escape_text(figure.place.name)}</th>'
        f"{marked}<td>{used}</td><td>{figure.id}</td></tr>\n"
    )


def _mark_cell(text: str) -> str:
    """A cell of one line, or of several where it is long."""
    kind = ' class="vrn-long"' if len(text) > LONG_CELL else ""
    return f"<td{kind}>{escape_text(text)}</td>"


def _mark_uses(places: Iterable[str], keys: Mapping[str, str]) -> str:
    return ", ".join(f'<a href="#{keys[place]}">{place}</a>' for place in places)


def _mark_shared(basis: Basis) -> str:
    first = basis.figures[0]
    rests = first.provenance
    facts = {
        "Measure": f"{first.title} ({first.measure})",
        "Unit": first.unit,
        "Method": "; ".join(basis.methods),
        "Interval": _confidence(basis),
        "Definition": rests.definition,
        "Cut": f"{rests.cut}, rows hashed {rests.cut_hash}",
        "Code version": rests.code_version,
        "Clearance": first.clearance.label,
    }
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{escape_text(fact)}</dd></div>\n"
        for name, fact in facts.items()
        if fact
    )
    return f'<dl class="vrn-facts">\n{rows}</dl>\n'


def _confidence(basis: Basis) -> str:
    levels = {figure.confidence for figure in basis.figures if figure.confidence is not None}
    return ", ".join(f"{show_number(100 * level, 0)} per cent" for level in sorted(levels))


def _mark_supplies(basis: Basis, supplies: Supplies) -> str:
    rows = "".join(
        f'<tr><th scope="row">{number}</th>'
        f"{_mark_supply(receipt, supplies.get(receipt, {}))}</tr>\n"
        for number, receipt in enumerate(basis.supplies, 1)
    )
    title = "The supplies under all of these" if basis.shares_supplies else "The supplies"
    head = ["Supply", "File", "SHA-256", "Supplier", "Licence or law", "Receipt"]
    return _mark_list(title, f"{basis.key}-supplies", head, rows)


def _mark_supply(receipt: str, facts: Mapping[str, object]) -> str:
    cells = [str(facts.get(name, "not given here")) for name in ("file", "sha256", "supplier")]
    marked = "".join(_mark_cell(cell) for cell in cells)
    return f"{marked}{_mark_licence(facts)}<td>{escape_text(receipt)}</td>"


def _mark_licence(facts: Mapping[str, object]) -> str:
    """The licence with its address, or the legal gateway; and the day on which either ended."""
    licence = facts.get("licence")
    mark = f"; agreement ended on {facts['ended_on']}" if facts.get("ended_on") else ""
    if not isinstance(licence, Mapping):
        return _mark_cell(str(licence or facts.get("gateway") or "not given here") + mark)
    name, address = str(licence.get("name", "")), str(licence.get("url", ""))
    if not address.startswith("https://"):
        return _mark_cell(name + mark)
    return f'<td><a href="{escape_text(address)}">{escape_text(name)}</a>{mark}</td>'


def _mark_list(title: str, key: str, head: Sequence[str], rows: str) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in head)
    return (
        f'<div class="vrn-scroll" role="group" aria-labelledby="{key}" tabindex="0">\n'
        f'<table class="vrn-list" style="--rows:{len(head)}">'
        f'<caption id="{key}">{title}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n</div>\n"
    )
