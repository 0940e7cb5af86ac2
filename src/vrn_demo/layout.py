"""The districts of the made-up area, the map it is laid out on, and the cells marked on the map.

The numbers of small areas by district are those of the real districts; where they lie is drawn.
"""

from __future__ import annotations

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

Cell = tuple[int, int]
"""Row and column of a small area on the map, both from 0."""

# One letter is one small area of 2011; odd rows stand half a cell to the east.
_MAP = """\
. . . . . . . . . . C C C C C C C . . . . . . . . . . . .
. . . . . . . C C C C C C C C C C C . . . . . . . . . . .
. . . . . . N C C C C C C C C C C C C . . . . . . . . . .
. . . . N N C C C C C C C C C C C C C C . . . . . . . . .
. . . N N N N C C C C C C C C C C C C C C . . . . . . . .
. . N N N N N C C C C C C C C C C C C C C . . . . . . . .
. . N N N N N N C C C C C L L L L C C C C C M . . . . . .
. N N N N N N C C C L L L L L L L C C C C C M M . . . . .
. N N N N N N N L L L L L L L L L L L C C C M M M M . . .
. N N N N N N L L L L L L L L L L L L C C M M M M M . . .
. N N N N N N L L L L L L L L L L L L L C C M M M M M . .
. N N N N N L L L L L L L L L L L L L L C M M M M M R R .
. N N N N N L L L L L L L L L L L L L L L C M M M M R R .
. N N N N N L L L L L L L L L L L L L L L M M M R R R R .
. K K K K B L L L L L L L L L L L L L L L H H M R R R R R
. K K K K B L L L L L L L L L L L L L L O O H H R R R R .
. K K K K B L L L L L L L L L L L L L L L O H H H R R R .
. K K K K K L L L L L L L L L L L L L O O O O H H R R . .
. K K K K K L L L L L L L L L L L L L O O O O H H H H R .
K K K K K K L L L L L L L L L L L L O O O O H H H H . . .
. K K K K K K L L L L L L L L L L L O O O O H H H H . . .
. K K K K K K B L L L L L L L L O O O O O H H H H . . . .
. K K K K K K K B B B B B B B B O O O O O H H H H . . . .
. K K K K K K B B B B B B B B B O O O O H H H . . . . . .
. . K K K K K B B B B B B B B B B O O H H H H . . . . . .
. . K K K K K B B B B B B B B B O H H H H . . . . . . . .
. . . K K K B B B B B B B B B B H H H H . . . . . . . . .
. . . . . B B B B B B B B B B H H H . . . . . . . . . . .
"""

CENTRE_CELL: Cell = (14, 14)
"""The city's busiest small area: shops, a station, the night-time streets."""
CITY_CENTRE_CELLS: tuple[Cell, ...] = (CENTRE_CELL, (13, 14), (14, 15), (15, 14))
"""The whole of the city's centre, the busiest cell first."""
MARKET_TOWN_CELLS: tuple[Cell, ...] = (
    *((3, 11), (6, 3), (9, 4), (9, 23), (13, 26)),
    *((20, 19), (21, 4), (24, 11), (24, 20), (26, 17)),
)
"""The middle of each town outside the city; small areas lie close together around it."""
PARADE_CELLS: tuple[Cell, ...] = ((9, 12), (13, 18), (17, 9))
"""Parades of shops in the city, away from its centre."""
TOWN_CELLS: tuple[Cell, ...] = (*MARKET_TOWN_CELLS, *PARADE_CELLS)
"""Busy small areas of their own."""

SPLIT_CELLS: tuple[Cell, ...] = (
    *((1, 12), (5, 17), (7, 9), (4, 6), (11, 3), (12, 26), (15, 26), (18, 2), (25, 4)),
    *((16, 23), (20, 23), (25, 19), (27, 16)),
    *((8, 10), (10, 15), (11, 8), (12, 18), (15, 18), (16, 7), (19, 11), (20, 15)),
)
MERGED_CELLS: tuple[tuple[Cell, Cell], ...] = (((10, 9), (10, 10)), ((18, 9), (18, 10)))
REDRAWN_CELLS: tuple[Cell, Cell] = ((8, 2), (8, 3))
"""Small areas of 2011 that were changed for 2021; those of a pair are neighbours in one row."""

REACH_OF_CENTRE = 7.0
"""How far the city's middle police neighbourhood reaches from its centre, in hexagon units."""


def read_cells() -> dict[Cell, str]:
    """The district code of each cell of the map, row by row."""
    return {cell: _LETTERS[letter] for cell, letter in read_map(_MAP).items()}


def read_map(text: str) -> dict[Cell, str]:
    """The letter of each cell (row, column), row by row; a full stop is no cell."""
    return {
        (row, column): letter
        for row, line in enumerate(text.splitlines())
        for column, letter in enumerate(line.split())
        if letter != "."
    }
