"""How the figures of a document are known: those of one measure and cut together, with supplies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from vrn.publish.document import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vrn.publish.document import Document
    from vrn.release.figure import Figure


@dataclass(frozen=True, kw_only=True)
class Basis:
    """The figures of one measure, definition, cut and code, and the supplies under any of them.

    `key` is the address "known-3", by order of first use in the document. `supplies` are receipt
    ids in order; a figure may rest on some of them only.
    """

    key: str
    figures: tuple[Figure, ...]
    supplies: tuple[str, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of its figures, in order of first use: one, or one for small numbers too."""
        return tuple(dict.fromkeys(figure.method for figure in self.figures))

    @property
    def shares_supplies(self) -> bool:
        """Whether every figure rests on all of the supplies."""
        return all(set(figure.provenance.supplies) == set(self.supplies) for figure in self.figures)


def bases_of(document: Document) -> tuple[Basis, ...]:
    """Every figure of the document once, in bases, in the order of first use."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures_of(document):
        groups.setdefault(_what_is_shared(figure), []).append(figure)
    return tuple(
        Basis(key=f"known-{number}", figures=tuple(figures), supplies=_supplies_of(figures))
        for number, figures in enumerate(groups.values(), 1)
    )


def _what_is_shared(figure: Figure) -> tuple[object, ...]:
    rests = figure.provenance
    return (
        figure.measure,
        figure.title,
        figure.unit,
        figure.clearance,
        rests.cut,
        rests.cut_hash,
        rests.definition,
        rests.code_version,
    )


def _supplies_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(sorted({receipt for figure in figures for receipt in figure.provenance.supplies}))


def which_supplies(figure: Figure, numbers: Mapping[str, int]) -> str:
    """The numbers of a figure's supplies in their list, runs drawn together: "1 to 3, 7"."""
    ordered = sorted(numbers[receipt] for receipt in figure.provenance.supplies)
    runs = []
    for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        first, last = members[0], members[-1]
        runs.append(str(first) if first == last else f"{first} to {last}")
    return ", ".join(runs)
