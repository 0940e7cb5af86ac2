"""Walking back from a figure to its files, and forward from a supply to all that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.partnership.folder import read_partnership
from vrn.release.register import Released, open_released

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from vrn.release.figure import Figure
    from vrn.release.register import Use


def open_register(folder: Path) -> Released:
    """What the partnership of a folder has released."""
    partnership = read_partnership(folder)
    return open_released(partnership.released, partnership.public_key)


def trace_figure(folder: Path, figure_id: str) -> list[str]:
    """Lines that walk back from a figure: measure, value, cut, supplies with sha-256, and uses."""
    released = open_register(folder)
    figure = released.figure(figure_id)
    lines = _about(figure)
    for receipt in figure.provenance.supplies:
        lines += _supply_lines(released.supply(receipt), figure)
    return [*lines, "", "Used in", *_use_lines(released.uses_of(figure_id))]


def trace_supply(folder: Path, receipt: str) -> list[str]:
    """Lines that walk forward from a supply: the figures and paragraphs that rest on it."""
    released = open_register(folder)
    facts = released.supply(receipt)
    ids = released.figures_on(receipt)
    lines = [
        f"Supply {receipt}: {facts['file']}, received {facts['received_on']}",
        f"  sha-256   {facts['sha256']}",
        f"  agreement {facts['agreement']} ({facts['licence']['name']})",
        "",
        "Paragraphs, tables and figures that rest on it",
        *_use_lines(released.uses_on(receipt)),
        "",
        f"{len(ids):,} released figures rest on it",
    ]
    for figure_id in ids:
        figure = released.figure(figure_id)
        lines.append(f"  {figure_id}  {figure.title}, {_where_and_when(figure)}: {figure}")
    return lines


def _about(figure: Figure) -> list[str]:
    rests = figure.provenance
    facts = {
        "Figure": figure.id,
        "Measure": f"{figure.title} ({figure.measure})",
        "Of": _where_and_when(figure),
        "Value": f"{figure} {figure.unit}",
        "Interval": f"{figure.interval} (95%)" if figure.interval else "none",
        "Numerator": "" if figure.numerator is None else f"{figure.numerator:,}",
        "Denominator": "" if figure.denominator is None else f"{figure.denominator:,.0f}",
        "Method": figure.method,
        "Definition": rests.definition,
        "State": figure.state.value + (f": {figure.reason}" if figure.reason else ""),
        "Clearance": figure.clearance.label,
        "Cut": f"{rests.cut}, rows' hash {rests.cut_hash}",
        "Code": rests.code_version,
    }
    return [f"{name:<12}{text}" for name, text in facts.items() if text] + ["", "Rests on"]


def _where_and_when(figure: Figure) -> str:
    parts = [figure.place.name, figure.period.label if figure.period else ""]
    parts += [f"{name} {label}" for name, _, label in figure.by if label not in parts]
    return ", ".join(part for part in parts if part)


def _supply_lines(facts: Mapping[str, Any], figure: Figure) -> list[str]:
    held = facts["rows_held_back"]
    return [
        f"  receipt {facts['id']}: {facts['file']} ({facts['supplier']}, "
        f"{facts['licence']['name']})",
        f"    sha-256 {facts['sha256']}; rows read {facts['rows_read']:,}, held back {held:,}",
        *(
            f"    {member['name']}: sha-256 {member['sha256']}, {member['rows']:,} rows"
            for member in members_behind(facts, figure)
        ),
    ]


def members_behind(facts: Mapping[str, Any], figure: Figure) -> list[Mapping[str, Any]]:
    """The files inside a supply that a figure's own months rest on; none for a single file."""
    members = facts["members"]
    if len(members) < 2:
        return []
    months = figure.months
    return [
        member
        for member in members
        if not months or any(name[:7] in months for name in member["slices"])
    ]


def _use_lines(uses: Iterable[Use]) -> list[str]:
    lines = [f"  {use.name}, edition {use.edition}, {use.place}" for use in uses]
    return lines or ["  no published document"]
