"""Walking back from a figure to its files, and forward from a supply, as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.agreeing import ended_agreements
from vrn.partnership.folder import read_partnership
from vrn.release import tracing
from vrn.release.register import Released, open_released
from vrn.release.wording import show_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from vrn.release.figure import Figure
    from vrn.release.register import Use
    from vrn.release.tracing import SupplyBehind


def open_register(folder: Path) -> Released:
    """What the partnership of a folder has released."""
    partnership = read_partnership(folder)
    return open_released(partnership.released, partnership.public_key)


def trace_figure(folder: Path, figure_id: str, *, today: date) -> list[str]:
    """Lines that walk back from a figure: measure, value, cut, supplies with sha-256, and uses.

    Where an agreement behind it has ended by that day, it says so.
    """
    found = tracing.trace_figure(open_register(folder), figure_id)
    ended = tracing.ended_words(found.supplies, ended_agreements(folder, today=today))
    supplies = [line for supply in found.supplies for line in _supply_lines(supply)]
    return [
        *_about(found.figure),
        *(f"{'Mark':<12}{words} (receipt {receipt})" for receipt, words in ended),
        "",
        "Rests on",
        *supplies,
        "",
        "Used in",
        *_use_lines(found.uses),
    ]


def trace_supply(folder: Path, receipt: str, *, today: date) -> list[str]:
    """Lines that walk forward from a supply: the figures and paragraphs that rest on it."""
    found = tracing.trace_supply(open_register(folder), receipt)
    facts = found.facts
    ended = ended_agreements(folder, today=today).get(facts["agreement"])
    return [
        f"Supply {receipt}: {facts['file']}, received {facts['received_on']}",
        f"  sha-256   {facts['sha256']}",
        f"  agreement {facts['agreement']} ({tracing.allowed_by(facts)})"
        + (f", which ended on {ended}" if ended else ""),
        "",
        "Paragraphs, tables and figures that rest on it",
        *_use_lines(found.uses),
        "",
        f"{found.total:,} released figures rest on it",
        *(f"  {figure.id}  {tracing.name_of(figure)}: {figure}" for figure in found.figures),
    ]


def _about(figure: Figure) -> list[str]:
    rests = figure.provenance
    facts = {
        "Figure": figure.id,
        "Measure": f"{figure.title} ({figure.measure})",
        "Of": ", ".join(tracing.cell_words(figure)),
        "Value": f"{figure} {figure.unit}",
        "Interval": _interval(figure),
        "By linkage": figure.linkage_range,
        "Numerator": show_number(figure.numerator, 0),
        "Denominator": show_number(figure.denominator, 0),
        "Method": figure.method,
        "Definition": rests.definition,
        "Counted by": ", ".join(rests.definitions),
        "State": figure.state.value + (f": {figure.reason}" if figure.reason else ""),
        "Clearance": figure.clearance.label,
        "Cut": f"{rests.cut}, rows' hash {rests.cut_hash}",
        "Code": rests.code_version,
    }
    return [f"{name:<12}{text}" for name, text in facts.items() if text]


def _interval(figure: Figure) -> str:
    if not figure.interval or figure.confidence is None:
        return figure.interval or "none"
    return f"{figure.interval} ({show_number(100 * figure.confidence, 0)}%)"


def _supply_lines(supply: SupplyBehind) -> list[str]:
    facts = supply.facts
    allowed = tracing.allowed_by(facts)
    return [
        f"  receipt {supply.id}: {facts['file']} ({facts['supplier']}, {allowed})",
        f"    sha-256 {facts['sha256']}; rows read {facts['rows_read']:,}, "
        f"held back {facts['rows_held_back']:,}",
        *(
            f"    {member['name']}: sha-256 {member['sha256']}, {member['rows']:,} rows"
            for member in supply.members
        ),
    ]


def _use_lines(uses: Iterable[Use]) -> list[str]:
    lines = [f"  {use.name}, edition {use.edition}, {use.place}" for use in uses]
    return lines or ["  no published document"]
