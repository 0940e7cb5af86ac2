"""Settings of a maker: a TOML text with every rate named, checked at birth, all faults at once."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from vrn.sharing.fault import TextError, check_faultless, listed
from vrn.terms.ages import AGE_BANDS
from vrn_demo.makers.made import SOURCES
from vrn_demo.makers.naming import GROUPS
from vrn_demo.makers.stated import FIRST, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vrn_demo.makers.stated import Rate

MAKERS: dict[str, dict[str, Rate]] = {"first": FIRST, "second": SECOND}
YOUNG, GROWN = "young", "grown"
_TOP = {"maker", "seed", "records", "first_day", "last_day"}
_TABLES = {"rates", "agencies", "groups", "overlap", "households", "ages"}
_CLOSE = 1e-6
_MOST_RECORDS = 100_000_000


class Agency(NamedTuple):
    """An agency's own rates, and how often it meets the same person again."""

    rates: Mapping[str, float]
    again_exponent: float
    most_records: int


class Group(NamedTuple):
    """A group of names: its share of households, how skewed its names are, times of the rates."""

    share: float
    forename_exponent: float
    surname_exponent: float
    tail_forename: float
    tail_surname: float
    times: Mapping[str, float]


_SHAPES = {
    "share": (0.0, 1.0),
    "forename_exponent": (0.0, 3.0),
    "surname_exponent": (0.0, 3.0),
    "tail_forename": (0.0, 1.0),
    "tail_surname": (0.0, 1.0),
}


@dataclass(frozen=True)
class Settings:
    """All that a maker is told; `overlap` has, for young and grown, shares by set of agencies."""

    maker: str
    seed: int
    records: int
    first_day: date
    last_day: date
    rates: Mapping[str, float]
    agencies: Mapping[str, Agency]
    groups: Mapping[str, Group]
    overlap: Mapping[str, Mapping[tuple[str, ...], float]]
    households: Mapping[int, float]
    ages: Mapping[str, float]

    def rate(self, name: str, *, agency: str = "", group: str = "") -> float:
        """A rate in force: the agency's own, else the general one, times the group's multiple."""
        own = self.agencies[agency].rates if agency else {}
        times = self.groups[group].times.get(name, 1.0) if group else 1.0
        return min(own.get(name, self.rates[name]) * times, MAKERS[self.maker][name].high)


def default_settings(maker: str = "first") -> Settings:
    """The settings that come with a maker: "first" or "second"."""
    return read_settings(default_text(maker), source=f"{maker}.toml")


def default_text(maker: str) -> str:
    """The text of the settings that come with a maker, to be copied and changed."""
    folder = files("vrn_demo.makers") / "settings"
    return (folder / f"{maker}.toml").read_text(encoding="utf-8")


def read_settings(text: str, *, source: str = "settings") -> Settings:
    """The settings of a text; raises TextError with every fault there is."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TextError(source, [f"is not TOML ({error})"]) from error
    check_faultless(source, list(_faults(told)))
    return _build(told)


def _faults(told: dict[str, Any]) -> Iterator[str]:
    """Everything wrong with a text."""
    maker = told.get("maker")
    if maker not in MAKERS:
        yield f"maker is one of {listed(sorted(MAKERS))}"
        return
    known = MAKERS[maker]
    yield from (f"{name!r} is not known" for name in told if name not in _TOP | _TABLES)
    missing = [name for name in _TABLES if not isinstance(told.get(name), dict)]
    yield from (f"the table [{name}] is missing" for name in sorted(missing))
    yield from _faults_of_run(told)
    if missing:
        return
    yield from _faults_of_rates(told["rates"], known, "rates")
    yield from (f"rates: {name} is missing" for name in known if name not in told["rates"])
    yield from _faults_of_agencies(told["agencies"], known)
    yield from _faults_of_groups(told["groups"], known)
    yield from _faults_of_shares(told)


def _faults_of_run(told: dict[str, Any]) -> Iterator[str]:
    for name, low, high in (("seed", 0, 2**63), ("records", 1, _MOST_RECORDS)):
        value = told.get(name)
        if type(value) is not int or not low <= value <= high:
            yield f"{name} is a whole number from {low} to {high:,}"
    days = [told.get(name) for name in ("first_day", "last_day")]
    if type(days[0]) is not date or type(days[1]) is not date:
        yield "first_day and last_day are days, such as 2021-04-01"
    elif days[0] >= days[1]:
        yield "first_day comes before last_day"


def _is_number(value: object, low: float, high: float) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and low <= value <= high
    )


def _faults_of_rates(table: Any, known: dict[str, Rate], where: str) -> Iterator[str]:
    """Rates that are not known or outside their limits."""
    if not isinstance(table, dict):
        yield f"{where} is a table"
        return
    for name, value in table.items():
        if name not in known:
            yield f"{where}: {name!r} is not a rate of this maker"
        elif not _is_number(value, known[name].low, known[name].high):
            yield f"{where}: {name} is a number from {known[name].low:g} to {known[name].high:g}"


def _faults_of_agencies(table: dict[str, Any], known: dict[str, Rate]) -> Iterator[str]:
    yield from (f"agencies: {name!r} is not known" for name in table if name not in SOURCES)
    for name in SOURCES:
        agency = table.get(name)
        if not isinstance(agency, dict):
            yield f"agencies: {name} is missing"
            continue
        if not _is_number(agency.get("again_exponent"), 1, 10):
            yield f"agencies.{name}: again_exponent is a number from 1 to 10"
        most = agency.get("most_records")
        if type(most) is not int or not 1 <= most <= 1000:
            yield f"agencies.{name}: most_records is a whole number from 1 to 1000"
        yield from _faults_of_rates(agency.get("rates", {}), known, f"agencies.{name}.rates")
        extra = set(agency) - {"again_exponent", "most_records", "rates"}
        yield from (f"agencies.{name}: {one!r} is not known" for one in sorted(extra))


def _faults_of_groups(table: dict[str, Any], known: dict[str, Rate]) -> Iterator[str]:
    yield from (f"groups: {name!r} is not known" for name in table if name not in GROUPS)
    for name, group in table.items():
        if not isinstance(group, dict):
            yield f"groups.{name} is a table"
            continue
        for shape, (low, high) in _SHAPES.items():
            if not _is_number(group.get(shape), low, high):
                yield f"groups.{name}: {shape} is a number from {low:g} to {high:g}"
        times = group.get("times", {})
        multiples = {one: known[one]._replace(low=0, high=100) for one in known}
        yield from _faults_of_rates(times, multiples, f"groups.{name}.times")
        extra = set(group) - {*_SHAPES, "times"}
        yield from (f"groups.{name}: {one!r} is not known" for one in sorted(extra))


def _faults_of_shares(told: dict[str, Any]) -> Iterator[str]:
    """Tables of shares that name what is not there or do not come to 1."""
    groups = told["groups"].values()
    share = [one.get("share", 0) if isinstance(one, dict) else 0 for one in groups]
    yield from _faults_of_sum(dict(enumerate(share)), "the shares of groups")
    yield from (f"households: {n!r} is no size" for n in told["households"] if n not in _SIZES)
    yield from _faults_of_sum(told["households"], "households")
    yield from (f"ages: {band!r} is no age band" for band in told["ages"] if band not in AGE_BANDS)
    yield from _faults_of_sum(told["ages"], "ages")
    if set(told["overlap"]) != {YOUNG, GROWN}:
        yield f"overlap has the tables {YOUNG} and {GROWN}"
    for name, table in told["overlap"].items():
        if not isinstance(table, dict):
            yield f"overlap.{name} is a table"
            continue
        for key in table:
            agencies = _agencies_of(key)
            if not set(agencies) <= set(SOURCES) or len(set(agencies)) < len(agencies):
                yield f"overlap.{name}: {key!r} is no set of agencies"
            if name == GROWN and "youth justice" in agencies:
                yield f"overlap.{name}: youth justice knows nobody who is grown"
        yield from _faults_of_sum(table, f"overlap.{name}")


_SIZES = [str(size) for size in range(1, 9)]


def _faults_of_sum(table: dict[Any, Any], where: str) -> Iterator[str]:
    if not all(_is_number(value, 0, 1) for value in table.values()):
        yield f"{where}: each share is a number from 0 to 1"
    elif abs(sum(table.values()) - 1) > _CLOSE:
        yield f"{where} come to {sum(table.values()):g}, not 1"


def _agencies_of(key: str) -> tuple[str, ...]:
    """The agencies of a set as it is written: "police + ambulance"."""
    return tuple(name.strip() for name in key.split("+"))


def _build(told: dict[str, Any]) -> Settings:
    """Settings from a text without faults."""
    return Settings(
        **{name: told[name] for name in sorted(_TOP)},
        rates=told["rates"],
        agencies={
            name: Agency(one.get("rates", {}), float(one["again_exponent"]), one["most_records"])
            for name, one in told["agencies"].items()
        },
        groups={
            name: Group(**{shape: one[shape] for shape in _SHAPES}, times=one.get("times", {}))
            for name, one in told["groups"].items()
        },
        overlap={
            name: {_agencies_of(key): share for key, share in table.items()}
            for name, table in told["overlap"].items()
        },
        households={int(size): share for size, share in told["households"].items()},
        ages=dict(told["ages"]),
    )
