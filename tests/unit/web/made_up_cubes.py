"""Made-up cubes: counts and rates of two offences in the shapes that the platform releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.figures import make_figure
from vrn.release.cube import Cube
from vrn.terms import Area, Level, Period, month_label, months_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vrn.release.figure import Figure

DISTRICTS = (
    Area("Z07000001", "Hollow Vale", Level.DISTRICT),
    Area("Z07000002", "Ashmarsh", Level.DISTRICT),
    Area("Z07000003", "Tarnbridge", Level.DISTRICT),
    Area("Z07000004", "Over Kell", Level.DISTRICT),
    Area("Z07000005", "Saltwick", Level.DISTRICT),
)
WHOLE = Area("westmere", "Westmere", Level.WHOLE)
MONTHS = months_between("2021-01", "2022-10")
MISSING = ("2021-08", "2021-09")
YEAR = Period("2021-11", "2022-10")
SPAN = Period("2021-01", "2022-10")
RECEIPTS = ("5a5e1f0c9b7d", "0b6a4c2d8e1f")
SMALL_AREAS = 130


def cubes() -> tuple[Cube, ...]:
    """Counts and rates of two offences in the shapes that the platform releases."""
    made: list[Cube] = []
    for name, title, size in (("violence", "Violence", 900), ("robbery", "Robbery", 60)):
        count = _indicator(name, title, "offences", 0)
        rate = _indicator(f"{name}_rate", f"{title} rate", "per 1,000 residents a year", 1)
        made.append(_cube(count, (), YEAR, [_count(count, size * 12)]))
        made.append(_cube(count, ("month",), SPAN, [_month(count, m, size) for m in MONTHS]))
        made.append(_cube(count, ("district",), YEAR, _districts(count, size)))
        made.append(_cube(count, ("district", "month"), SPAN, _crossed(count, size)))
        made.append(_cube(rate, (), YEAR, [_rate(rate, size / 40)]))
        made.append(_cube(rate, ("month",), SPAN, _month_rates(rate, size)))
        made.append(_cube(rate, ("district",), YEAR, _district_rates(rate, size)))
        made.append(_cube(rate, ("deprivation_2025",), YEAR, _tenths(rate, size)))
        made.append(_cube(rate, ("small_area",), YEAR, _small_area_rates(rate, size)))
    blank = _indicator("weapons", "Possession of weapons", "offences", 0)
    gone = make_figure(**_of(blank), state="not available", reason="no month of it was received")
    made.append(_cube(blank, (), YEAR, [gone]))
    formula = _indicator("formula", "=HYPERLINK('x')", "offences", 0)
    made.append(_cube(formula, (), YEAR, [_count(formula, 11)]))
    return tuple(made)


def small_areas() -> Iterable[tuple[str, str, str]]:
    """Each small area's code, name and district."""
    for number in range(SMALL_AREAS):
        district = DISTRICTS[number // 26]
        yield f"Z01{number:06d}", f"{district.name} {number % 26 + 1:03d}A", district.code


def _indicator(name: str, title: str, unit: str, decimals: int) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "definition": f"{title}: every record of the category as published.",
        "rationale": "A made-up measure to try pages with.",
        "unit": unit,
        "method": "Counted; rates with Byar's limits.",
        "source": "Made-up street-level files.",
        "caveats": "Such files hold no time of day, weapon or age.",
        "numerator": "records of the category",
        "denominator": "residents" if decimals else "",
        "decimals": decimals,
    }


def _cube(
    indicator: Mapping[str, Any], split: tuple[str, ...], period: Period, found: Iterable[Figure]
) -> Cube:
    return Cube(indicator=indicator, split=split, where=(), period=period, figures=tuple(found))


def _of(indicator: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "measure": indicator["name"],
        "title": indicator["title"],
        "unit": indicator["unit"],
        "decimals": indicator["decimals"],
        "place": WHOLE,
        "period": YEAR,
        "provenance": {
            "cut": 1,
            "cut_hash": "c" * 64,
            "definition": indicator["definition"],
            "code_version": "0.1.0+0123456789ab",
            "supplies": list(RECEIPTS if indicator["decimals"] else RECEIPTS[:1]),
        },
    }


def _count(indicator: Mapping[str, Any], number: int, **parts: Any) -> Figure:
    return make_figure(**{**_of(indicator), "value": float(number), "numerator": number, **parts})


def _month(indicator: Mapping[str, Any], month: str, size: int, **parts: Any) -> Figure:
    by = [["month", month, month_label(month)], *parts.pop("by", [])]
    if month in MISSING:
        why = {"state": "not available", "reason": "no file was received for this month"}
        return make_figure(**{**_of(indicator), "month": month, "by": by, **why, **parts})
    number = size + (int(month[5:]) * 37 + int(month[:4]) * 11) % (size // 3)
    return _count(indicator, number, month=month, by=by, **parts)


def _districts(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _count(indicator, size * (5 - n), place=area, by=[["district", area.code, area.name]])
        for n, area in enumerate(DISTRICTS)
    ]


def _crossed(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _month(
            indicator,
            month,
            max(6, size // (n + 2)),
            place=area,
            by=[["district", area.code, area.name]],
        )
        for n, area in enumerate(DISTRICTS)
        for month in MONTHS
    ]


def _rate(indicator: Mapping[str, Any], value: float, **parts: Any) -> Figure:
    limits = {"lower": value * 0.93, "upper": value * 1.07}
    counted = {"numerator": int(value * 40), "denominator": 40_000.0}
    return make_figure(**{**_of(indicator), "value": value, **limits, **counted, **parts})


def _month_rates(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    """Rates of a month, which say so in their unit."""
    return [
        _rate(
            {**indicator, "unit": "per 1,000 residents a month"},
            (size + n) / 480,
            month=month,
            by=[["month", month, month_label(month)]],
        )
        for n, month in enumerate(MONTHS)
    ]


def _district_rates(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _rate(
            indicator,
            size / (30 + 4 * n),
            place=area,
            by=[["district", area.code, area.name]],
        )
        for n, area in enumerate(DISTRICTS)
    ]


def _tenths(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    words = {1: "1 (most deprived)", 10: "10 (least deprived)"}
    return [
        _rate(
            indicator,
            size / (20 + 5 * n),
            by=[["deprivation_2025", str(n), f"Tenth {words.get(n, n)}"]],
        )
        for n in range(1, 11)
    ]


def _small_area_rates(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _rate(
            indicator,
            size / (20 + (n * 7) % 61),
            place=Area(code, name, Level.SMALL_AREA),
            by=[["small_area", code, name]],
        )
        for n, (code, name, _) in enumerate(small_areas())
    ]
