"""The walk back from a figure to its files, and forward from a supply to all that rests on it.

Facts alone: the command prints them as lines, the site as pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vrn.release.figure import Figure
    from vrn.release.register import Released, Use

# Dimensions whose label a figure says again as its place or its period.
_SAID_OTHERWISE = ("month", "quarter", "year", "district", "neighbourhood", "small_area")


@dataclass(frozen=True)
class SupplyBehind:
    """A supply that a figure rests on: its receipt's id, its facts, and its files that count.

    `members` are the files inside it that hold the figure's own months, those it is set beside
    too; none where the supply is a single file.
    """

    id: str
    facts: Mapping[str, Any]
    members: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class FigureTrace:
    """A figure with its supplies, by the names of their files, and every place that uses it."""

    figure: Figure
    supplies: tuple[SupplyBehind, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, kw_only=True)
class SupplyTrace:
    """A supply with what rests on it: `total` figures, of which `figures` are the ones asked for.

    Figures that a document uses come first; `uses` are all the places of documents.
    """

    facts: Mapping[str, Any]
    total: int
    figures: tuple[Figure, ...]
    uses: tuple[Use, ...]


def trace_figure(released: Released, figure_id: str) -> FigureTrace:
    """The walk back from a figure; NotReleasedError where there is none of that id."""
    figure = released.figure(figure_id)
    supplies = []
    for receipt in figure.provenance.supplies:
        facts = released.supply(receipt)
        supplies.append(SupplyBehind(receipt, facts, _members_behind(facts, figure)))
    supplies.sort(key=lambda one: str(one.facts.get("file", "")))
    return FigureTrace(figure, tuple(supplies), released.uses_of(figure_id))


def trace_supply(
    released: Released, receipt: str, *, start: int = 0, limit: int = -1
) -> SupplyTrace:
    """The walk forward from a supply, with `limit` of its figures from `start` (-1: all of them).

    NotReleasedError where no figure rests on a supply of that receipt.
    """
    facts = released.supply(receipt)
    ids = released.figures_on(receipt, start=start, limit=limit)
    return SupplyTrace(
        facts=facts,
        total=released.count_on(receipt),
        figures=tuple(released.figure(one) for one in ids),
        uses=released.uses_on(receipt),
    )


def supplies_behind(released: Released, receipts: Iterable[str]) -> tuple[SupplyBehind, ...]:
    """The supplies of these receipts with their facts, and without the files inside them."""
    return tuple(SupplyBehind(each, released.supply(each), ()) for each in sorted(receipts))


def ended_words(
    supplies: Iterable[SupplyBehind], ended: Mapping[str, date]
) -> tuple[tuple[str, str], ...]:
    """For each supply whose agreement has ended, its receipt and the mark that the figure bears.

    `ended` holds the agreements that have ended, each with the day; a released figure stays as it
    was, and says so from then on wherever it is explained.
    """
    return tuple(
        (supply.id, f"rests on a supply whose agreement ended on {ended[name]}")
        for supply in supplies
        if (name := str(supply.facts.get("agreement", ""))) in ended
    )


def name_of(figure: Figure) -> str:
    """What a figure is of: its measure, the rest of its cell, where and when."""
    return ", ".join((figure.title, *cell_words(figure)))


def cell_words(figure: Figure) -> tuple[str, ...]:
    """A figure's cell in words: the labels that neither place nor period says, where and when."""
    labels = [label for name, _, label in figure.by if name not in _SAID_OTHERWISE]
    when = [figure.period.label] if figure.period else []
    return (*labels, figure.place.name, *when)


def allowed_by(facts: Mapping[str, Any]) -> str:
    """What a supply came under: its licence, or else the gateway that its agreement names."""
    licence = facts.get("licence")
    return str(licence["name"] if licence else facts.get("gateway") or "no licence")


def _members_behind(facts: Mapping[str, Any], figure: Figure) -> tuple[Mapping[str, Any], ...]:
    members = facts.get("members") or ()
    if len(members) < 2:
        return ()
    months = figure.months
    return tuple(
        member
        for member in members
        if not months or any(name[:7] in months for name in member["slices"])
    )
