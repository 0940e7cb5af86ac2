"""What the dashboard stands on: the released cubes of one cut, found by measure and dimensions.

The cut is that of the current assessment, so that the two never tell different numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vrn.publish.assessment.plan import BOTH, base_of
from vrn.publish.document import figures_of
from vrn.release.register import period_key
from vrn.terms import AGE_GROUPS, Period
from vrn_web.papers.editions import ASSESSMENT, readable_paper
from vrn_web.reading import NotClearedError, entries, entries_of_cut, released
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.release.figure import Figure
    from vrn.release.register import CubeEntry
    from vrn.terms import Clearance

ALL, UNDER = AGE_GROUPS
COUNT, RATE, SHARE = "serious_violence", "serious_violence_rate", "serious_violence_share"
# A measure without age groups is released for all ages, said as a filter.
_UNFILTERED = ((), (("age_group", ALL),))
# Codes of `definition` that name what all of the live ones hold, and are none themselves.
_SHARED = frozenset({"in both", "in all"})
TIMES = ("year", "quarter", "month")
PLACES = ("district", "neighbourhood")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The cubes of one cut by measure and dimensions; `period` is the assessment's own.

    `definitions` are the live ones, the one that the assessment is written under first. `cubes` are
    the digests of them all, which stand for the rest: what is drawn is kept by them.
    """

    cut: int
    period: Period
    clearance: Clearance
    definitions: tuple[str, ...]
    cubes: tuple[str, ...]
    held: Mapping[tuple[str, frozenset[str]], tuple[CubeEntry, ...]] = field(compare=False)

    def entry(self, measure: str, dimensions: Iterable[str]) -> CubeEntry | None:
        """The cube of a measure by these dimensions; that of the assessment's period first."""
        found = self.held.get((measure, frozenset(dimensions)), ())
        own = [entry for entry in found if entry.period == period_key(self.period)]
        return own[-1] if own else found[-1] if found else None

    def row(self, measure: str, *free: str, **fixed: str) -> tuple[Figure, ...]:
        """The figures of a measure along free dimensions, the others fixed; none where unreleased.

        Definition and age group are passed over where the measure has none of them. A code that
        the cube does not have gives no figures.
        """
        base = base_of(measure)
        fixed = {k: code for k, code in fixed.items() if k in base or k not in BOTH}
        entry = self.entry(measure, {*base, *free, *fixed})
        figures = _cells(entry.sha256, tuple(fixed.items())) if entry else ()
        # The figure itself is believed, and not what the register says of its cube.
        if figures and figures[0].clearance > self.clearance:
            raise NotClearedError(measure)
        return figures

    def one(self, measure: str, **fixed: str) -> Figure | None:
        """The one figure of a measure with these codes; None where there is not exactly one."""
        found = self.row(measure, **fixed)
        return found[0] if len(found) == 1 else None

    def indicator(self, measure: str) -> Mapping[str, Any]:
        """The measure's words as they were released; empty where it was not."""
        for (name, _), found in self.held.items():
            if name == measure:
                return released().cube_by_sha(found[-1].sha256).indicator
        return {}

    def holds(self, measure: str) -> bool:
        """Whether anything of the measure was released."""
        return any(name == measure for name, _ in self.held)


def read_ground(clearance: Clearance) -> Ground | None:
    """What was released of serious violence that a reader so cleared may see; None where nothing.

    Where no assessment can be read, the newest cut with figures of serious violence is taken.
    """
    paper = readable_paper(ASSESSMENT)
    wholes = [figure for figure in figures_of(paper.document) if _is_whole(figure)] if paper else []
    if wholes and wholes[0].clearance <= clearance:
        cut, period = wholes[0].provenance.cut, wholes[0].period
        first = wholes[0].code_of("definition")
    else:
        newest = _newest(entries(clearance))
        if newest is None:
            return None
        cut, period, first = newest.cut, Period.parse(newest.period), ""
    held: dict[tuple[str, frozenset[str]], tuple[CubeEntry, ...]] = {}
    found = entries_of_cut(cut, clearance)
    for entry in found:
        if entry.where not in _UNFILTERED:
            continue
        key = (entry.measure, frozenset(entry.split))
        held[key] = (*held.get(key, ()), entry)
    if period is None or (COUNT, frozenset(BOTH)) not in held:
        return None
    cubes = tuple(entry.sha256 for entry in found)
    ground = Ground(
        cut=cut, period=period, clearance=clearance, definitions=(), cubes=cubes, held=held
    )
    return replace(ground, definitions=_definitions(ground, first))


def _is_whole(figure: Figure) -> bool:
    """Whether it is the count over the assessment's period, which sets the cut and the period."""
    names = {name for name, _, _ in figure.by}
    return figure.measure == COUNT and names == set(BOTH)


def _newest(found: Sequence[CubeEntry]) -> CubeEntry | None:
    wholes = [one for one in found if one.measure == COUNT and set(one.split) == set(BOTH)]
    return max(wholes, key=lambda one: one.cut, default=None)


def _definitions(ground: Ground, first: str) -> tuple[str, ...]:
    """The live definitions: codes that name no class, neither shared nor of a difference."""
    figures = ground.row(COUNT, *BOTH)
    codes = dict.fromkeys(figure.code_of("definition") for figure in figures)
    plain = [code for code in codes if ":" not in code and code not in _SHARED]
    live = [code for code in (first, *current_site().definitions, *plain) if code in plain]
    return tuple(dict.fromkeys(live))


@lru_cache(maxsize=2048)
def _cells(sha256: str, fixed: tuple[tuple[str, str], ...]) -> tuple[Figure, ...]:
    figures = released().cube_by_sha(sha256).figures
    return tuple(f for f in figures if all(f.code_of(name) == code for name, code in fixed))
