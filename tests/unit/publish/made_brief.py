"""A brief of made-up cubes, one for each shape that a profile is planned from, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from figures import WHOLE, make_figure

from vrn.problem.months import latest_year, year_before
from vrn.publish.profile.plan import Periods, profile_shapes
from vrn.publish.profile.writing import Brief
from vrn.release.cube import Cube
from vrn.release.outline import Outline
from vrn.terms import Area, Level, Period, month_label, months_between, unbroken_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vrn.publish.profile.plan import Shape
    from vrn.release.figure import Figure

CATEGORIES = ("burglary", "possession_of_weapons", "robbery", "violence_and_sexual_offences")
DISTRICTS = tuple(
    Area(f"Z0600000{number}", name, Level.DISTRICT)
    for number, name in enumerate(("Northby", "Southby", "Eastby"), 1)
)
SMALL_AREAS = tuple(
    Area(f"Z0100000{number}", f"Northby 00{number}A", Level.SMALL_AREA) for number in range(1, 7)
)
OPEN = {
    "name": "Open Government Licence v3.0",
    "url": "https://licences.example/open/",
    "statement": "Contains made-up data",
}
SUPPLIES = {
    receipt: {"id": receipt, "title": title, "file": f"{receipt}.csv", "licence": OPEN}
    | {"sha256": sha256(receipt.encode()).hexdigest()}
    for receipt, title in (("aaaa", "Street-level crime"), ("bbbb", "Residents"))
}
_CODES: dict[str, tuple[tuple[str, str], ...]] = {
    "district": tuple((area.code, area.name) for area in DISTRICTS),
    "small_area": tuple((area.code, area.name) for area in SMALL_AREAS),
    "crime_type": (("Burglary", "Burglary"), ("Robbery", "Robbery")),
    "placement": (("code unchanged", "code unchanged"), ("no location", "no location")),
    "deprivation_2025": (("1", "1 (most deprived)"), ("5", "5"), ("10", "10 (least deprived)")),
    "supply": tuple((receipt, str(facts["file"])) for receipt, facts in SUPPLIES.items()),
}
_PLACES = {area.code: area for area in (*DISTRICTS, *SMALL_AREAS)}
Change = dict[str, dict[str, Any]]


def span_of(months: Iterable[str]) -> Periods:
    """The periods of months held, by the plan's own words: runs, latest year, year before."""
    held = sorted(months)
    year = latest_year(held)
    before = year_before(year) if year else None
    return Periods(
        whole=Period(held[0], held[-1]),
        runs=unbroken_runs(held),
        year=year,
        before=before if before and set(before.months) <= set(held) else None,
    )


TWO_YEARS = span_of(months_between("2021-01", "2022-12"))
ONE_YEAR = span_of(months_between("2022-01", "2022-12"))
FIVE_MONTHS = span_of(months_between("2022-08", "2022-12"))
WITH_A_GAP = span_of(
    (*months_between("2020-11", "2022-10"), "2023-02", *months_between("2024-01", "2024-04"))
)
IN_PIECES = span_of((*months_between("2021-01", "2021-06"), *months_between("2021-09", "2022-01")))
SPANS = {
    "two years": TWO_YEARS,
    "one year": ONE_YEAR,
    "five months": FIVE_MONTHS,
    "with a gap": WITH_A_GAP,
    "in pieces": IN_PIECES,
}


@dataclass(frozen=True)
class Made:
    """A brief, and every figure that stands in its cubes by id."""

    brief: Brief
    figures: dict[str, Figure]


def make_brief(
    span: Periods, change: Change | None = None, *, districts: int = 3, **overrides: Any
) -> Made:
    """The brief of a span; `change` overrides the figures of the measures it names."""
    shapes = profile_shapes(span, categories=CATEGORIES, deprivation="2025")
    cubes = {
        (shape.measure, shape.split, shape.period): _cube(shape, span, change or {}, districts)
        for shape in shapes
    }
    for name in ("rows_read", "rows_held_back"):
        cubes[name, ("supply",), None] = _supply_cube(name)
    fields: dict[str, Any] = {
        "cube": _finder(cubes),
        "small_areas": _outline("small area", SMALL_AREAS),
        "districts": _outline("district", DISTRICTS[:districts]),
        "supplies": SUPPLIES,
        "organisation": "Westmere partnership",
        "area": WHOLE,
        "periods": span,
        "restrictions": (),
        "deprivation": "2025",
        "residents_label": "Census 2021",
        "ages_label": "Mid 2020",
        "vintage": "2021",
        "made_up": True,
        "language": "en",
        "cut": 7,
    }
    figures = {figure.id: figure for cube in cubes.values() for figure in cube.figures}
    return Made(Brief(**{**fields, **overrides}), figures)


def _finder(cubes: dict[Any, Cube]) -> Callable[..., Cube]:
    def find(measure: str, split: tuple[str, ...] = (), period: Period | None = None) -> Cube:
        return cubes[measure, split, period]

    return find


def _cube(shape: Shape, span: Periods, change: Change, districts: int) -> Cube:
    period = shape.period or span.whole
    held = {month for run in span.runs for month in run.months}
    cells: list[tuple[tuple[str, str, str], ...]] = [()]
    for name in shape.split:
        codes = _CODES.get(name) or tuple((month, month_label(month)) for month in period.months)
        codes = codes[:districts] if name == "district" else codes
        cells = [(*cell, (name, *code)) for cell in cells for code in codes]
    return Cube(
        indicator={"name": shape.measure, "title": _title(shape.measure), "unit": "offences"},
        split=shape.split,
        where=(),
        period=shape.period,
        figures=tuple(
            _figure(shape.measure, cell, shape.period, held, change.get(shape.measure, {}))
            for cell in cells
        ),
    )


def _supply_cube(name: str) -> Cube:
    figures = tuple(
        make_figure(measure=name, title="Rows", by=(("supply", *code),), period=None, value=9.0)
        for code in _CODES["supply"]
    )
    return Cube(
        indicator={"name": name, "title": "Rows", "unit": "rows"},
        split=("supply",),
        where=(),
        period=None,
        figures=figures,
    )


def _figure(
    measure: str,
    cell: tuple[tuple[str, str, str], ...],
    period: Period | None,
    held: set[str],
    change: dict[str, Any],
) -> Figure:
    codes = {name: code for name, code, _ in cell}
    places = [_PLACES[code] for code in codes.values() if code in _PLACES]
    month = codes.get("month")
    own = Period(month, month) if month else period
    value = _value(measure, codes)
    fields: dict[str, Any] = {
        "measure": measure,
        "title": _title(measure),
        "unit": "per 1,000 residents a year" if measure.endswith("_rate") else "offences",
        "place": places[-1] if places else WHOLE,
        "period": own,
        "by": cell,
        "value": value,
        "decimals": 2,
        "numerator": round(value),
    }
    if measure.endswith(("_rate", "_change", "_ratio")):
        fields |= {"lower": value * 0.9, "upper": value * 1.1}
    if month and month not in held:
        fields |= {"state": "not available", "reason": "no file was received"}
        fields |= dict.fromkeys(("lower", "upper"))
    return make_figure(**{**fields, **change})


def _value(measure: str, codes: dict[str, str]) -> float:
    """A number of its own for each measure and cell, between 1 and 100."""
    digest = sha256(f"{measure} {sorted(codes.items())}".encode()).digest()
    return 1 + int.from_bytes(digest[:2]) % 9900 / 100


def _title(measure: str) -> str:
    return (
        measure.replace("_", " ").capitalize().translate(str.maketrans("0123456789", "abcdefghij"))
    )


def _outline(level: str, areas: tuple[Area, ...]) -> Outline:
    ring = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    return Outline(
        level=level,
        vintage="2021",
        width=1.0,
        height=1.0,
        areas=tuple((area.code, area.name, DISTRICTS[0].code, (ring,)) for area in areas),
        supplies=("cccc",),
    )
