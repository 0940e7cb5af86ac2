"""An attacker who knows the rules, the shapes and everything shown, and works out the rest.

The unknowns are the smallest pieces that the shapes can be built from: for each further dimension
the records of one smallest place, stretch of time, class and side of 25, by code. What is shown,
and that the pieces of one table add up to those of another, are equations. A shown 0 empties all
the pieces in it. Nothing here is taken from the lane: it is another way to the same question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from counting_by_hand import LABELS, LOCAL, PERIODS, QUARTERS, WHOLE, YEARS
from made_violence import MONTHS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    Address = tuple[str, ...]
    Piece = tuple[str, str, str, str, str, str]

STRETCHES = {**{month: (month,) for month in MONTHS}, "year": YEARS[0], "rest": MONTHS[15:]}
CLASSES = LABELS["new"]
SIDES = ("under 25", "the rest")
TIMES = (*((month,) for month in MONTHS), *QUARTERS, *YEARS, *PERIODS)


@dataclass
class Attack:
    """Equations over pieces: one row each, gathered, then asked whether they fix a cell."""

    shown: Mapping[Address, int | None]
    codes: Mapping[str, tuple[str, ...]]
    columns: dict[Piece, int] = field(default_factory=dict)
    equations: list[dict[int, int]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def prepare(self) -> NDArray[np.float64]:
        """The equations as a matrix; pieces that a shown 0 empties are no unknowns."""
        empty: set[Piece] = set()
        for address in self._every_cell():
            if address not in self.shown:  # nobody is in it, and the page says 0
                empty.update(self.pieces(address))
        names = ("", *WHOLE[1:])
        every = (piece for name in names for piece in self._pieces_of(name))
        self.columns = {piece: n for n, piece in enumerate(p for p in every if p not in empty)}
        for address, number in self.shown.items():
            if number is not None:
                self._add(self.pieces(address), (), number)
        for left, right in self._ties():
            self._add(left, right, 0)
        matrix = np.zeros((len(self.equations), len(self.columns)))
        for row, equation in enumerate(self.equations):
            matrix[row, list(equation)] = list(equation.values())
        return matrix

    def form(self, address: Address) -> NDArray[np.float64]:
        """A cell as a sum of unknown pieces."""
        row = np.zeros(len(self.columns))
        row[[self.columns[p] for p in self.pieces(address) if p in self.columns]] = 1
        return row

    def pieces(self, address: Address) -> list[Piece]:
        """The pieces that a cell is made of."""
        level, place, months, label, age, name, code = address
        run = set(months.split(","))
        homes = [""] if name in set(WHOLE) - set(LOCAL) else _homes(level, place)
        lengths = ("year", "rest") if name else MONTHS
        spans = [span for span in lengths if set(STRETCHES[span]) <= run]
        sides = SIDES[:1] if age == "under 25" else SIDES
        return [
            (name, home, span, part, side, code)
            for home, span, part, side in product(homes, spans, LABELS[label], sides)
            if _can_be(side, code)
        ]

    def _add(self, left: Iterable[Piece], right: Iterable[Piece], answer: int) -> None:
        equation: dict[int, int] = {}
        for pieces, sign in ((left, 1), (right, -1)):
            for piece in pieces:
                if piece in self.columns:
                    at = self.columns[piece]
                    equation[at] = equation.get(at, 0) + sign
        if equation:
            self.equations.append(equation)
            self.answers.append(answer)

    def _pieces_of(self, name: str) -> Iterator[Piece]:
        homes = [""] if name in set(WHOLE) - set(LOCAL) else _homes("whole area", "")
        spans = ("year", "rest") if name else MONTHS
        for home, span, part, side, code in product(
            homes, spans, CLASSES, SIDES, self.codes.get(name, ("",))
        ):
            if _can_be(side, code):
                yield (name, home, span, part, side, code)

    def _ties(self) -> Iterator[tuple[list[Piece], list[Piece]]]:
        """Each table's pieces add up to the plain table's, and a finer code's to a wider one's."""
        for name, span, part, side in product(WHOLE[1:], ("year", "rest"), CLASSES, SIDES):
            is_whole = name not in LOCAL
            for home in [""] if is_whole else _homes("whole area", ""):
                left = [(name, home, span, part, side, code) for code in self.codes[name]]
                homes = _homes("whole area", "") if is_whole else [home]
                right = [
                    ("", each, month, part, side, "") for each in homes for month in STRETCHES[span]
                ]
                yield left, right
            for wide in LOCAL[1:]:
                for code in self.codes[wide] if is_whole else ():
                    inside = [each for each in self.codes[name] if _lies_in(each, code, name, wide)]
                    homes = _homes("whole area", "")
                    if inside:
                        yield (
                            [(name, "", span, part, side, each) for each in inside],
                            [(wide, each, span, part, side, code) for each in homes],
                        )

    def _every_cell(self) -> Iterator[Address]:
        """The addresses of all listed shapes, whether anybody is in them or not."""
        places = [("district", home) for home in ("Z1", "Z2", "Z3", "Z4")]
        hoods = [("neighbourhood", hood) for _, hood in PLACES if hood]
        for run, label, age in product(TIMES, LABELS, ("all ages", "under 25")):
            tables: list[tuple[str, str, str]] = []
            if len(run) == 1:
                tables = [("whole area", "", "")]
            elif run in QUARTERS:
                tables = [(*place, "") for place in places]
            else:
                tables = [("whole area", "", name) for name in WHOLE]
                tables += [(*place, name) for place in (*places, *hoods) for name in LOCAL]
            for level, place, name in tables:
                for code in self.codes.get(name, ("",)):
                    yield (level, place, ",".join(run), label, age, name, code)


def _homes(level: str, place: str) -> list[str]:
    return [
        hood or "nowhere"
        for district, hood in PLACES
        if level == "whole area" or place in (district, hood)
    ]


def _can_be(side: str, code: str) -> bool:
    """An age band lies on one side of 25."""
    young = ("0-9", "10-14", "15-19", "20-24")
    old = ("25-34", "35-49", "50-64", "65 and over", "age not recorded")
    is_young, is_old = code.startswith(young), code.startswith(old)
    return not (is_young and side != SIDES[0]) and not (is_old and side == SIDES[0])


def _lies_in(code: str, wide_code: str, name: str, wide: str) -> bool:
    from made_violence import GROUPS

    if (name, wide) == ("code", "offence_group"):
        return GROUPS[code] == wide_code
    if (name, wide) == ("age_sex", "age_band"):
        return code.startswith(wide_code)
    return (name, wide) == ("age_sex", "sex") and code.removesuffix(wide_code).endswith(
        tuple(f"{end} " for end in ("9", "4", "over", "recorded"))
    )


def what_follows(matrix: NDArray[np.float64], forms: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each form (a row) the length of what the equations leave open of it: 0 where they fix it.

    By the singular values of the whole matrix: slow and plain, and exact enough to tell 0 apart.
    """
    _, values, basis = np.linalg.svd(matrix, full_matrices=False)
    basis = basis[values > 1e-9 * values[0]]
    left = forms - (forms @ basis.T) @ basis
    length: NDArray[np.float64] = np.linalg.norm(left, axis=1)
    return length
