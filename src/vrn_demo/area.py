"""The made-up area: nine districts, about a hundred made-up small areas, two vintages of them.

The districts carry the codes and names of real ones, because those are what a reader knows; their
shapes, their small areas, everybody who lives in them and whatever happens there are invented.
No real small-area code begins with E0199, and no real small area is numbered 9xx.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from vrn_demo import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn_demo.shapes import Point, Ring

NAME = "Made-up Leicester, Leicestershire and Rutland"
FORCE = "Made-up Leicestershire Police"
CITY = "E06000016"

DISTRICTS = {
    "E06000016": "Leicester",
    "E06000017": "Rutland",
    "E07000129": "Blaby",
    "E07000130": "Charnwood",
    "E07000131": "Harborough",
    "E07000132": "Hinckley and Bosworth",
    "E07000133": "Melton",
    "E07000134": "North West Leicestershire",
    "E07000135": "Oadby and Wigston",
}
"""Code to name, as the Office for National Statistics lists them."""

_LETTERS = dict(zip("LRBCHKMNO", DISTRICTS, strict=True))

# One letter is one small area of 2011; odd rows stand half a cell to the east.
_MAP = """\
. . . . N C C . . . .
. . N N C C M M . . .
. N N C C C C C M M .
N N N C L L L C M R .
. N K C L L L L C R R
K K C L L L L L C H R
K K L L L L L L L H H
K K L L L L L L O H .
K K B L L L L O O H .
K B B L L L O O H . .
. . B B B B O O H . .
. . B B B H H . . . .
"""

Cell = tuple[int, int]

CENTRE_CELL: Cell = (6, 5)
"""The city's busiest small area: shops, a station, the night-time streets."""
TOWN_CELLS: tuple[Cell, ...] = ((2, 4), (6, 1), (8, 6))
"""Busy small areas of their own: two market towns and a parade of shops in the city."""
SPLIT_CELLS: tuple[Cell, ...] = ((2, 6), (3, 5), (4, 10), (7, 6), (10, 3))
MERGED_CELLS: tuple[tuple[Cell, Cell], ...] = (((7, 0), (7, 1)), ((8, 3), (8, 4)))
REDRAWN_CELLS: tuple[Cell, Cell] = ((1, 4), (1, 5))

_LIES_AT = (-1.13, 52.635)
_AREAS_IN_A_GROUP = 5
_FIRST_CODE_2011, _FIRST_CODE_2021 = 1, 201


@dataclass(frozen=True)
class Piece:
    """A piece of ground that lies in one small area of each vintage: the smallest part there is."""

    ring: Ring
    cell: Cell
    code_2011: str
    code_2021: str
    district: str


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


@lru_cache(maxsize=1)
def build_area() -> MadeUpArea:
    """The made-up area; the same one every time, whatever is then drawn to happen in it."""
    cells = {cell: _LETTERS[letter] for cell, letter in read_map(_MAP).items()}
    old = _number_cells(cells)
    pieces = _lay_pieces(cells, old)
    new = _number_changed(pieces, old)
    done = tuple(
        Piece(ring, cell, old[cell][0], new[key][0], cells[cell]) for ring, cell, key in pieces
    )
    names = dict([*old.values(), *new.values()])
    return MadeUpArea(
        pieces=done,
        areas_2011=_gather(done, [piece.code_2011 for piece in done], names),
        areas_2021=_gather(done, [piece.code_2021 for piece in done], names),
        changes=_list_changes(done),
    )


def read_map(text: str) -> dict[Cell, str]:
    """The letter of each cell (row, column), row by row; a full stop is no cell."""
    return {
        (row, column): letter
        for row, line in enumerate(text.splitlines())
        for column, letter in enumerate(line.split())
        if letter != "."
    }


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


def _lay(point: Point) -> Point:
    """Longitude and latitude of a point of the map, to 5 decimals (about a metre)."""
    longitude, latitude = shapes.lay_on_earth(point, shapes.place_centre(*CENTRE_CELL), at=_LIES_AT)
    return round(longitude, 5), round(latitude, 5)


def _number_cells(cells: dict[Cell, str]) -> dict[Cell, tuple[str, str]]:
    """Code and name of 2011 for each cell, district by district, in groups of five."""
    numbered = {}
    ordered = sorted(cells, key=lambda cell: (cells[cell], cell))
    place_in_district: dict[str, int] = defaultdict(int)
    for number, cell in enumerate(ordered, start=_FIRST_CODE_2011):
        district = cells[cell]
        group, letter = divmod(place_in_district[district], _AREAS_IN_A_GROUP)
        place_in_district[district] += 1
        name = f"{DISTRICTS[district]} {901 + group}{'ABCDE'[letter]}"
        numbered[cell] = (f"E0199{number:04d}", name)
    return numbered


def _lay_pieces(
    cells: dict[Cell, str], old: dict[Cell, tuple[str, str]]
) -> list[tuple[Ring, Cell, str]]:
    """Ring, cell and a key for the 2021 area of each piece, in the order of the codes of 2011."""
    merged = {cell: f"merged {pair[0]}" for pair in MERGED_CELLS for cell in pair}
    laid: list[tuple[Ring, Cell, str]] = []
    for cell in sorted(cells, key=lambda cell: old[cell][0]):
        ring = shapes.draw_hexagon(*cell)
        if cell in SPLIT_CELLS:
            halves = shapes.cut_ring(ring, 0, shapes.CORNERS // 2)
            laid += [(half, cell, f"split {cell} {n}") for n, half in enumerate(halves)]
        elif cell in REDRAWN_CELLS:
            # cut from side to side, so that each half joins the neighbour's half across the border
            ends = (shapes.MIDDLE_OF_WEST_SIDE, shapes.MIDDLE_OF_EAST_SIDE)
            laid += [
                (half, cell, f"redrawn {n}") for n, half in enumerate(shapes.cut_ring(ring, *ends))
            ]
        else:
            laid.append((ring, cell, merged.get(cell, old[cell][0])))
    return laid


def _number_changed(
    pieces: list[tuple[Ring, Cell, str]], old: dict[Cell, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """Code and name of 2021 by key: the old ones where unchanged, else the next free ones."""
    free_letters: dict[str, list[str]] = defaultdict(lambda: list("FGHJKLM"))
    numbered: dict[str, tuple[str, str]] = {}
    number = _FIRST_CODE_2021
    for _, cell, key in pieces:
        code, name = old[cell]
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
    kinds = dict.fromkeys(SPLIT_CELLS, "S")
    kinds |= {cell: "M" for pair in MERGED_CELLS for cell in pair}
    kinds |= dict.fromkeys(REDRAWN_CELLS, "X")
    return tuple(
        Change(piece.code_2011, kinds.get(piece.cell, "U"), piece.code_2021) for piece in pieces
    )
