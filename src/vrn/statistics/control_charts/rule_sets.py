"""Rule sets of control charts: named, versioned values that say what counts as a special cause.

Implementations differ by design, so every result names the rule set that it was judged by. The
version is ours: it is raised when a parameter of a published set changes, and an old one is kept.

Sources: NHS England, Making Data Count: strengthening your decisions (2019), with the parameters of
the R package NHSRplotthedots; Western Electric Company, Statistical Quality Control Handbook
(1956), pages 23 to 28; L. P. Provost and S. K. Murray, The Health Care Data Guide (2011),
chapter 4; W. A. Shewhart, Economic Control of Quality of Manufactured Product (1931).

Limits: each further rule raises the chance that a series in which nothing has changed is marked.
With known mean and spread, a false signal comes every 370 points by the limits alone and every 92
by the four rules of Western Electric (C. W. Champ and W. H. Woodall, Exact results for Shewhart
control charts with supplementary runs rules, Technometrics 29, 1987); sooner with estimated ones.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

NAMING = ("name", "version", "source")


@dataclass(frozen=True, kw_only=True)
class Zone:
    """So many points of a run, on one side, further than some standard deviations from the mean.

    With `is_within_limits` a point outside the limits does not count; with `is_one_sided` every
    point of the run has to lie on that side of the mean, and not only those that count.
    """

    points: int
    of: int
    sigmas: float
    is_within_limits: bool = False
    is_one_sided: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.points <= self.of:
            raise ValueError(f"a zone asks for 1 to {self.of} points of {self.of}; got {self}")
        if not 0 < self.sigmas < 3:
            raise ValueError(f"a zone lies between the mean and the limits, 0 to 3 sigma: {self}")

    @property
    def label(self) -> str:
        """How the zone is named in a result: "2 in 3"."""
        return f"{self.points} in {self.of}"


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """What is a special cause beside a point outside the limits, and how limits are made.

    `shift`: so many points in a row on one side of the mean. `trend`: so many points, each above
    (or each below) the one before. `zones`: points far from the mean, most important first. None
    or an empty tuple leaves a rule out. `is_screened`: moving ranges of 3.267 times their mean or
    more are left out once, and the mean taken again. `has_limits_when_constant`: a baseline that
    never changes has limits of no width; where False, and ranges are screened, it has none.
    `short_below`: a re-base group of fewer points is called short.
    """

    name: str
    version: str
    source: str
    shift: int | None = None
    trend: int | None = None
    zones: tuple[Zone, ...] = ()
    is_screened: bool = False
    has_limits_when_constant: bool = True
    short_below: int = 13

    def __post_init__(self) -> None:
        if not (self.name and self.version):
            raise ValueError("a rule set needs a name and a version, for results say both")
        for word, points in (("shift", self.shift), ("trend", self.trend)):
            if points is not None and points < 2:
                raise ValueError(f"a {word} is of at least 2 points; got {points}")

    @property
    def label(self) -> str:
        """How results name the rule set: "NHS England Making Data Count 1"."""
        return f"{self.name} {self.version}"


MAKING_DATA_COUNT = RuleSet(
    name="NHS England Making Data Count",
    version="1",
    source="NHS England, Making Data Count (2019); the R package NHSRplotthedots 0.2.2",
    shift=7,
    trend=7,
    zones=(Zone(points=2, of=3, sigmas=2, is_within_limits=True, is_one_sided=True),),
    is_screened=True,
)
WESTERN_ELECTRIC = RuleSet(
    name="Western Electric",
    version="1956",
    source="Western Electric Company, Statistical Quality Control Handbook (1956)",
    shift=8,
    zones=(Zone(points=2, of=3, sigmas=2), Zone(points=4, of=5, sigmas=1)),
)
HEALTH_CARE_DATA_GUIDE = RuleSet(
    name="Health Care Data Guide, without its rule of fifteen near the mean",
    version="2011",
    source="L. P. Provost and S. K. Murray, The Health Care Data Guide (2011)",
    shift=8,
    trend=6,
    zones=(Zone(points=2, of=3, sigmas=2),),
    is_screened=True,
)
LIMITS_ALONE = RuleSet(
    name="Shewhart, limits alone",
    version="1931",
    source="W. A. Shewhart, Economic Control of Quality of Manufactured Product (1931)",
)
PUBLISHED = {
    each.label: each
    for each in (MAKING_DATA_COUNT, WESTERN_ELECTRIC, HEALTH_CARE_DATA_GUIDE, LIMITS_ALONE)
}


def vary(rules: RuleSet, **changes: Any) -> RuleSet:
    """The rule set with other parameters, its version saying which, so that no result misleads.

    Raises ValueError for a change of the name, version or source, and TypeError for one that is
    no parameter.

    >>> vary(MAKING_DATA_COUNT, shift=6, is_screened=False).label
    'NHS England Making Data Count 1 with shift=6, is_screened=False'
    """
    if set(changes) & set(NAMING):
        raise ValueError("vary the parameters of a rule set; for another name make a new RuleSet")
    changed = replace(rules, **changes)
    said = ", ".join(f"{name}={_said(value)}" for name, value in changes.items())
    return replace(changed, version=f"{rules.version} with {said}" if said else rules.version)


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return " and ".join(zone.label for zone in value) or "none"
    return "none" if value is None else str(value)


def check_rules(rules: RuleSet) -> None:
    """Raises ValueError where a rule set bears a published name and version with other rules.

    >>> check_rules(MAKING_DATA_COUNT)
    """
    published = PUBLISHED.get(rules.label, rules)
    other = [
        field.name
        for field in fields(RuleSet)
        if field.name not in NAMING and getattr(rules, field.name) != getattr(published, field.name)
    ]
    if other:
        raise ValueError(
            f"{rules.label!r} is published with another {', '.join(other)}: use vary(), which says "
            "what was changed"
        )
