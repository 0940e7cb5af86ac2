"""What was planted in the made-up files, counted from the drawing itself and not from the files.

A test that reads the files by whatever way must come to the same numbers. Rows that a check must
hold back are in none of the counts; they are listed by file and line.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vrn_demo import layout
from vrn_demo.offences import HABITS, LATER_MONTHS, RESTRICTED
from vrn_demo.residents import SEXES, sum_districts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vrn_demo.area import MadeUpArea, Piece
    from vrn_demo.offences import Offence
    from vrn_demo.residents import Residents
    from vrn_demo.street_files import MonthFile

_WAYS_OF_2011 = {
    "U": "code unchanged",
    "M": "merged by lookup",
    "S": "split by position",
    "X": "redrawn by position",
}


def spell_truth(
    area: MadeUpArea, residents: Residents, months: list[MonthFile], *, seed: int
) -> str:
    """The text of known_truth.json."""
    offences = [offence for file in months for offence in file.offences]
    truth = {
        "what": "Everything in this folder is made up by vrn_demo: no row, rate or place is real.",
        "area": layout.NAME,
        "force": layout.FORCE,
        "seed": seed,
        "rows_read": {file.member: file.text.count("\r\n") - 1 for file in months},
        "rows_loaded": len(offences),
        "held_back": [asdict(held) for file in months for held in file.held_back],
        **count_offences(area, offences),
        "residents": count_residents(area, residents),
        "planted": tell_planted(area),
    }
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def count_offences(area: MadeUpArea, offences: Iterable[Offence]) -> dict[str, Any]:
    """Counts of the good rows; district and small area are those of 2021, inside the area only."""
    every = list(offences)
    inside = [offence for offence in every if name_piece(area, offence) is not None]

    def small_area(offence: Offence) -> str:
        piece = name_piece(area, offence)
        return piece.code_2021 if piece else ""

    def district(offence: Offence) -> str:
        piece = name_piece(area, offence)
        return piece.district if piece else ""

    return {
        "by_month": _count(every, lambda one: one.month),
        "by_type": _count(every, lambda one: one.crime_type),
        "by_district": _count(inside, district),
        "by_small_area_2021": _count(inside, small_area),
        "by_placement": _count(every, lambda one: name_placement(area, one)),
        "by_month_and_type": _cross(every, lambda one: (one.month, one.crime_type)),
        "by_month_and_placement": _cross(every, lambda one: (one.month, name_placement(area, one))),
        "by_district_and_type": _cross(inside, lambda one: (district(one), one.crime_type)),
        "violence_by_small_area_2021": _count(
            [one for one in inside if one.crime_type.startswith("Violence")], small_area
        ),
        "by_month_district_and_type": [
            [*labels, n]
            for labels, n in sorted(
                Counter((one.month, district(one), one.crime_type) for one in inside).items()
            )
        ],
    }


def name_piece(area: MadeUpArea, offence: Offence) -> Piece | None:
    """The piece of ground that an offence lies in; None elsewhere and without a place."""
    if offence.spot is None or offence.spot.piece is None:
        return None
    return area.pieces[offence.spot.piece]


def name_placement(area: MadeUpArea, offence: Offence) -> str:
    """How the row comes to its small area of 2021.

    A code that both vintages have is unchanged, also in a file of the later months; every code of
    an area that was redrawn needs the point's position, as one of an area that was split does.
    """
    piece = name_piece(area, offence)
    if piece is None:
        return "outside the area" if offence.spot else "no location"
    if piece.code_2011 == piece.code_2021:
        return _WAYS_OF_2011["U"]
    if offence.month in LATER_MONTHS:
        return "code of the new vintage"
    kinds = {change.code_2011: change.kind for change in area.changes}
    return _WAYS_OF_2011[kinds[piece.code_2011]]


def count_residents(area: MadeUpArea, residents: Residents) -> dict[str, Any]:
    """Residents of the middle of 2020 by district, age and sex; of the census by small area."""
    by_sex = sum_districts(area, residents)
    by_district = {code: n.sum(axis=1) for code, n in by_sex.items()}
    census = residents.by_group_2021.sum(axis=1)
    districts: Counter[str] = Counter()
    for place, n in zip(area.areas_2021, census, strict=True):
        districts[place.district] += int(n)
    return {
        "mid_2020_by_district": {code: int(n.sum()) for code, n in by_district.items()},
        "mid_2020_under_25_by_district": {c: int(n[:25].sum()) for c, n in by_district.items()},
        "mid_2020_by_district_and_sex": {
            code: dict(zip(SEXES, n.sum(axis=0).tolist(), strict=True))
            for code, n in by_sex.items()
        },
        "census_2021_by_district": dict(sorted(districts.items())),
        "census_2021_by_small_area": {
            place.code: int(n) for place, n in zip(area.areas_2021, census, strict=True)
        },
    }


def tell_planted(area: MadeUpArea) -> dict[str, Any]:
    """The shape that was put in: gradients, busy places, restrictions, changed small areas."""
    return {
        "habits": {crime_type: asdict(habit) for crime_type, habit in HABITS.items()},
        "restricted": RESTRICTED,
        "centre_2021": list(area.town_centres[:1]),
        "towns_2021": list(area.town_centres[1:]),
        "changes": [asdict(change) for change in area.changes if change.kind != "U"],
    }


def _count(offences: list[Offence], label: Callable[[Offence], str]) -> dict[str, int]:
    """How many offences bear each label, in the order of the labels."""
    return dict(sorted(Counter(map(label, offences)).items()))


def _cross(
    offences: list[Offence], labels: Callable[[Offence], tuple[str, str]]
) -> dict[str, dict[str, int]]:
    """How many offences bear each pair of labels, the first label outside."""
    crossed: dict[str, dict[str, int]] = {}
    for (outside, inside), n in sorted(Counter(map(labels, offences)).items()):
        crossed.setdefault(outside, {})[inside] = n
    return crossed
