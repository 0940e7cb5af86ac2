"""The made-up area: nine districts, some six hundred made-up small areas, two vintages of them.

The districts carry the codes and names of real ones, because those are what a reader knows; their
shapes, their small areas, everybody who lives in them and whatever happens there are invented.
No real small-area code begins with E0199, and no real small area is numbered 9xx.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vrn_demo import layout, shapes
from vrn_demo.layout import CITY, DISTRICTS, FORCE, NAME
from vrn_demo.policing import find_neighbourhood
from vrn_demo.postcodes import number_sectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn_demo.layout import Cell
    from vrn_demo.shapes import Point, Ring

__all__ = ["CITY", "DISTRICTS", "FORCE", "NAME", "MadeUpArea", "build_area", "outline"]

_LIES_AT = (-1.13, 52.635)
_AREAS_IN_A_GROUP = 5
_FIRST_CODE_2011, _FIRST_CODE_2021 = 1, 1001
_CENTRE = shapes.place_centre(*layout.CENTRE_CELL)
_TOWNS = tuple(shapes.place_centre(*cell) for cell in layout.MARKET_TOWN_CELLS)


@dataclass(frozen=True)
class Piece:
    """A piece of ground that lies in one small area of each vintage: the smallest part there is."""

    ring: Ring
    cell: Cell
    code_2011: str
    code_2021: str
    district: str
    neighbourhood: str
    """Code of the police neighbourhood."""
    sector: str
    """Postcode sector; it lies in one district."""


@dataclass(frozen=True)
class SmallArea:
    """A made-up small area of one vintage; `pieces` are places in the area's list of pieces."""

    code: str
    name: str
    district: str
    pieces: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse a code that could be real, an unknown district, and an area without ground."""
        if not self.code.startswith("E0199"):
            raise ValueError(f"{self.code} could be taken for a real small area")
        if self.district not in DISTRICTS or not self.pieces:
            raise ValueError(f"{self.code} needs a district of the made-up area and some ground")


@dataclass(frozen=True)
class Change:
    """How one small area of 2011 goes on in 2021: U unchanged, S split, M merged, X redrawn."""

    code_2011: str
    kind: str
    code_2021: str

    def __post_init__(self) -> None:
        """Refuse a kind that the published lookup does not have."""
        if self.kind not in ("U", "S", "M", "X"):
            raise ValueError(f"{self.kind} is not a kind of change: U, S, M or X")


@dataclass(frozen=True)
class MadeUpArea:
    """The whole made-up area: pieces of ground, the small areas they make up, and the changes."""

    pieces: tuple[Piece, ...]
    areas_2011: tuple[SmallArea, ...]
    areas_2021: tuple[SmallArea, ...]
    changes: tuple[Change, ...]
    town_centres: tuple[str, ...]
    """Codes of the small areas of 2021 that are town centres; those of the city's come first."""


class _Numbered(NamedTuple):
    """What a cell of the map is given when the cells are counted: its code of 2011 and so on."""

    code: str
    name: str
    sector: str


@lru_cache(maxsize=1)
def build_area() -> MadeUpArea:
    """The made-up area; the same one every time, whatever is then drawn to happen in it."""
    cells = layout.read_cells()
    old = _number_cells(cells)
    laid = _lay_pieces(cells, old)
    new = _number_changed(laid, old)
    pieces = tuple(
        Piece(
            ring=ring,
            cell=cell,
            code_2011=old[cell].code,
            code_2021=new[key][0],
            district=cells[cell],
            neighbourhood=find_neighbourhood(cell, cells[cell]),
            sector=old[cell].sector,
        )
        for ring, cell, key in laid
    )
    names = dict([*(one[:2] for one in old.values()), *new.values()])
    return MadeUpArea(
        pieces=pieces,
        areas_2011=_gather(pieces, [piece.code_2011 for piece in pieces], names),
        areas_2021=_gather(pieces, [piece.code_2021 for piece in pieces], names),
        changes=_list_changes(pieces),
        town_centres=_list_town_centres(pieces),
    )


def find_pieces(area: MadeUpArea, cell: Cell) -> list[int]:
    """The places, in the area's list, of the pieces that lie in one cell of the map."""
    return [place for place, piece in enumerate(area.pieces) if piece.cell == cell]


def outline(area: MadeUpArea, places: Iterable[int]) -> list[list[Point]]:
    """The outer rings of these pieces together: (longitude, latitude) to 5 decimals.

    Each ring runs clockwise and repeats its first point at the end, as the published files do.
    """
    joined = shapes.join_rings(area.pieces[place].ring for place in places)
    laid = [[_lay(point) for point in reversed(ring)] for ring in joined]
    return [[*ring, ring[0]] for ring in laid]


@cache
def _lay(point: Point) -> Point:
    """Longitude and latitude of a point of the map, to 5 decimals (about a metre)."""
    drawn = shapes.draw_together(point, _TOWNS)
    longitude, latitude = shapes.lay_on_earth(drawn, _CENTRE, at=_LIES_AT)
    return round(longitude, 5), round(latitude, 5)


def _number_cells(cells: dict[Cell, str]) -> dict[Cell, _Numbered]:
    """Code, name and sector for each cell, district by district, in groups of five.

    Rows are counted there and back, so that a group's small areas mostly lie side by side.
    """
    of_district: dict[str, list[Cell]] = {code: [] for code in DISTRICTS}
    for row, column in sorted(cells, key=lambda cell: (cell[0], (-1) ** cell[0] * cell[1])):
        of_district[cells[row, column]].append((row, column))
    groups = {code: -(-len(own) // _AREAS_IN_A_GROUP) for code, own in of_district.items()}
    sectors = number_sectors(groups)
    numbered: dict[Cell, _Numbered] = {}
    for district, own in of_district.items():
        for place, cell in enumerate(own):
            group, letter = divmod(place, _AREAS_IN_A_GROUP)
            numbered[cell] = _Numbered(
                code=f"E0199{_FIRST_CODE_2011 + len(numbered):04d}",
                name=f"{DISTRICTS[district]} {901 + group}{'ABCDE'[letter]}",
                sector=sectors[district, group],
            )
    return numbered


def _lay_pieces(cells: dict[Cell, str], old: dict[Cell, _Numbered]) -> list[tuple[Ring, Cell, str]]:
    """Ring, cell and a key for the 2021 area of each piece, in the order of the codes of 2011."""
    merged = {cell: f"merged {pair[0]}" for pair in layout.MERGED_CELLS for cell in pair}
    laid: list[tuple[Ring, Cell, str]] = []
    for cell in sorted(cells, key=lambda cell: old[cell].code):
        ring = shapes.draw_hexagon(*cell)
        if cell in layout.SPLIT_CELLS:
            halves = shapes.cut_ring(ring, 0, shapes.CORNERS // 2)
            laid += [(half, cell, f"split {cell} {n}") for n, half in enumerate(halves)]
        elif cell in layout.REDRAWN_CELLS:
            # cut from side to side, so that each half joins the neighbour's half across the border
            ends = (shapes.MIDDLE_OF_WEST_SIDE, shapes.MIDDLE_OF_EAST_SIDE)
            laid += [
                (half, cell, f"redrawn {n}") for n, half in enumerate(shapes.cut_ring(ring, *ends))
            ]
        else:
            laid.append((ring, cell, merged.get(cell, old[cell].code)))
    return laid


def _number_changed(
    laid: list[tuple[Ring, Cell, str]], old: dict[Cell, _Numbered]
) -> dict[str, tuple[str, str]]:
    """Code and name of 2021 by key: the old ones where unchanged, else the next free ones."""
    free_letters: dict[str, list[str]] = defaultdict(lambda: list("FGHJKLM"))
    numbered: dict[str, tuple[str, str]] = {}
    number = _FIRST_CODE_2021
    for _, cell, key in laid:
        code, name, _ = old[cell]
        if key == code:
            numbered[key] = (code, name)
        elif key not in numbered:
            numbered[key] = (f"E0199{number:04d}", name[:-1] + free_letters[name[:-1]].pop(0))
            number += 1
    return numbered


def _gather(
    pieces: tuple[Piece, ...], codes: list[str], names: dict[str, str]
) -> tuple[SmallArea, ...]:
    """The small areas of one vintage by their codes; `codes` has one for each piece."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, code in enumerate(codes):
        places[code].append(place)
    return tuple(
        SmallArea(code, names[code], pieces[places[code][0]].district, tuple(places[code]))
        for code in sorted(places)
    )


def _list_changes(pieces: tuple[Piece, ...]) -> tuple[Change, ...]:
    """The lines of the lookup: one for each pair of a 2011 and a 2021 area that share ground."""
    kinds = dict.fromkeys(layout.SPLIT_CELLS, "S")
    kinds |= {cell: "M" for pair in layout.MERGED_CELLS for cell in pair}
    kinds |= dict.fromkeys(layout.REDRAWN_CELLS, "X")
    return tuple(
        Change(piece.code_2011, kinds.get(piece.cell, "U"), piece.code_2021) for piece in pieces
    )


def _list_town_centres(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    """The codes of 2021 of the cells marked as the city's centre or as a town."""
    marked = (*layout.CITY_CENTRE_CELLS, *layout.TOWN_CELLS)
    codes = {piece.cell: piece.code_2021 for piece in pieces}
    return tuple(codes[cell] for cell in marked)
