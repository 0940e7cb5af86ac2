"""A measure's specification: drawn tables, a question, and the answer that it must give.

The tables are run as tests and printed as the methods pages, so the two cannot part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drawn import make_cut, read_drawn
from drawn_agencies import AGENCIES, DEFINITIONS, make_agencies_cut

from vrn.problem.measuring import measure
from vrn.problem.methods_page import Worked
from vrn.release.catalogue import catalogue
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEASURES = dict(catalogue())
YEAR = Period("2021-01", "2021-12")
_CAPTIONS = {
    "offences": "Offences of the cut",
    "areas": "Small areas and their districts",
    "residents": "Residents",
    "deprivation": "Deprivation, by decile",
    "changes": "Changes of small areas from 2011 to 2021",
    "police_offences": "Offences recorded by the police, in the cut",
    "police_people": "People in these offences",
    "attendances": "Attendances",
    "injuries": "Violent injuries that the police or a hospital saw, matched",
    "callouts": "Call-outs",
    "admissions": "Admissions, as supplied",
    "neighbourhoods": "Police neighbourhoods and their small areas",
    "rural_urban": "Urban and rural small areas",
    "residents_by_ethnic_group": "Residents by ethnic group",
    "boundaries": "Where the small areas lie: squares of a grid",
}


@dataclass(frozen=True, kw_only=True)
class Example:
    """What is drawn, asked and expected; `held` is the months for which files were received.

    `answer` has a column `measure`, the columns of the split, and those of the measured cells that
    the example is about: a number is compared to as many decimals as it is drawn with.
    """

    shows: str
    given: Mapping[str, str]
    answer: str
    split: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = YEAR
    held: tuple[str, ...] = months_between("2020-01", "2021-12")
    residents: str = "census-2021"

    def expected(self) -> list[dict[str, str | None]]:
        """The rows of the answer."""
        return read_drawn(self.answer)

    def measures(self) -> tuple[str, ...]:
        """The names of the measures asked, in the order of the answer."""
        return tuple(dict.fromkeys(str(row["measure"]) for row in self.expected()))

    def found(self, folder: Path) -> list[dict[str, str | None]]:
        """The measured cells, written as the answer draws them."""
        of_agencies = any(name in AGENCIES for name in self.given)
        tables = (make_agencies_cut if of_agencies else make_cut)(folder, **self.given)
        rows = []
        for name in self.measures():
            measured = measure(
                MEASURES[name],
                tables,
                split=self.split,
                where=self.where,
                period=self.period,
                residents_edition=self.residents,
                months_held=self.held,
                definitions=DEFINITIONS if of_agencies else None,
            )
            cells = measured.table.exact.to_dicts()
            unit = {"measure": name, "unit": measured.measure.indicator.unit}
            rows += [{**unit, **cell} for cell in cells]
        return [
            _written(cell, drawn) for cell, drawn in zip(rows, self._padded(len(rows)), strict=True)
        ]

    def _padded(self, size: int) -> list[dict[str, str | None]]:
        drawn = self.expected()
        return [*drawn, *[drawn[-1]] * (size - len(drawn))] if size > len(drawn) else drawn[:size]

    def worked(self) -> Worked:
        """The example as the methods page prints it."""
        given = tuple((_CAPTIONS[name], _as_drawn(text)) for name, text in self.given.items())
        return Worked(shows=self.shows, given=given, asked=self._question(), answer=self.expected())

    def _question(self) -> str:
        names = self.measures()
        few = ", ".join(f"`{name}`" for name in names)
        parts = [few if len(names) <= 4 else "the measures of the answer"]
        if self.split:
            parts.append(f"by {' and '.join(self.split)}")
        parts += [f"where {name} is {code}" for name, code in self.where.items()]
        if self.period:
            parts.append(f"for {self.period.label}")
        return ", ".join(parts) + "."


def _as_drawn(text: str) -> list[dict[str, str | None]]:
    """The rows as they were drawn, ranges and repetitions unread."""
    names, *rows = ([c.strip() for c in line.split("|")] for line in text.strip().splitlines())
    return [dict(zip(names, row, strict=True)) for row in rows if any(row)]


def _written(cell: Mapping[str, object], drawn: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: _as_text(cell[name], drawn[name]) for name in drawn}


def _as_text(value: object, drawn: str | None) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, (int, float)):
        return str(value)
    decimals = len((drawn or "").partition(".")[2])
    return f"{value:.{decimals}f}"
