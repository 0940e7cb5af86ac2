"""Made-up records for tests of the headline lane: a small world, drawn from a seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.terms import Period, band_of, months_between, side_of_25

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.release.headline.lattice import Lattice

MONTHS = months_between("2020-01", "2021-09")
PERIOD = Period("2020-04", "2021-09")
DEFINITIONS = {"old": ("in both",), "new": ("in both", "new: domestic", "new: not public")}
TEXTS = {"old": "a" * 64, "new": "b" * 64}
CLASSES = ("in both", "new: domestic", "new: not public", "in none", "not classified")
PLACES = (
    ("Z1", "Z1 west"),
    ("Z1", "Z1 east"),
    ("Z2", "Z2"),
    ("Z3", "Z3"),
    ("Z4", "Z4"),
    (None, None),
)
GROUPS = {"8N": "assault with injury", "34A": "robbery", "34B": "robbery", "1": "homicide"}


def made_rows(count: int = 2_500, *, seed: int = 1) -> pl.DataFrame:
    """So many records: five classes, four districts, one of them of two neighbourhoods."""
    draw = random.Random(seed)
    return pl.DataFrame([_record(draw, count) for _ in range(count)], schema=_SCHEMA)


_NAMES = (
    *("person", "definition_class", "under_25", "district", "neighbourhood", "month"),
    *("offence_group", "knife", "sex", "age_band", "code", "hour", "age_sex"),
)
_SCHEMA = dict.fromkeys(_NAMES, pl.String)


def _record(draw: random.Random, count: int) -> dict[str, Any]:
    district, hood = draw.choices(PLACES, (30, 22, 25, 14, 6, 3))[0]
    age = draw.choice([None, *range(8, 80)]) if draw.random() < 0.5 else draw.randrange(12, 30)
    sex = draw.choices(("male", "female", "not recorded"), (66, 31, 3))[0]
    code = draw.choices(tuple(GROUPS), (60, 10, 28, 2))[0]
    hour = draw.choice(["time not known", *(f"{each:02d}" for each in range(12, 24))])
    return {
        "person": None if draw.random() < 0.05 else f"P{draw.randrange(int(count * 0.8)):06d}",
        "definition_class": draw.choices(CLASSES, (45, 18, 12, 24, 1))[0],
        "under_25": side_of_25(age),
        "district": district,
        "neighbourhood": hood,
        "month": draw.choice(MONTHS),
        "offence_group": GROUPS[code],
        "knife": draw.choices(("knife", "no knife"), (15, 85))[0],
        "sex": sex,
        "age_band": band_of(age),
        "code": code,
        "hour": hour,
        "age_sex": f"{band_of(age)} {sex}",
    }


def made_lattice(rows: pl.DataFrame, **overrides: Any) -> Lattice:
    """The lattice of made-up records: cut 1, both definitions, every month, one period."""
    from vrn.release.headline.lattice import build_lattice

    plain: dict[str, Any] = {
        "unit": "offences",
        "cut": 1,
        "definitions": DEFINITIONS,
        "texts": TEXTS,
        "months_held": MONTHS,
        "periods": [PERIOD],
    }
    return build_lattice(rows, **{**plain, **overrides})


def shown_of(lattice: Lattice) -> Mapping[tuple[str, ...], int | None]:
    """Each cell that holds anybody: its address, and the number shown (None: withheld)."""
    from vrn.release.headline.former import CELL

    rows: Sequence[tuple[Any, ...]] = lattice.cells.select(*CELL, "number").rows()
    return {row[:-1]: row[-1] for row in rows}
