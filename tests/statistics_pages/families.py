"""Which modules and methods stand on which page, and which oracles check them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple


class Section(NamedTuple):
    """A module on a page: its name, its docstring, and its public methods by name."""

    module: str
    about: str
    methods: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One family: its file's name and title, its package or modules, its oracles' families.

    `modules` are names under `vrn.statistics`, each with the names to be shown; of a package those
    that it exports are shown, module by module, those of `lead` first.
    """

    name: str
    title: str
    modules: dict[str, tuple[str, ...]]
    oracles: tuple[str, ...] = ()
    package: str = ""
    lead: tuple[str, ...] = ()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        found = [_section(f"vrn.statistics.{name}", shown) for name, shown in self.modules.items()]
        return (*(_of_package(self.package, self.lead) if self.package else ()), *found)

    @property
    def methods(self) -> dict[str, Any]:
        """Every method on the page, by name."""
        return {name: each for part in self.sections for name, each in part.methods.items()}


def _section(module: str, shown: tuple[str, ...]) -> Section:
    imported = importlib.import_module(module)
    about = inspect.getdoc(imported) or ""
    return Section(module, about, {name: getattr(imported, name) for name in shown})


def _of_package(name: str, lead: tuple[str, ...]) -> list[Section]:
    """The modules of a package that export a method or name a source, those with methods first."""
    package = importlib.import_module(f"vrn.statistics.{name}")
    home = {
        each: getattr(package, each).__module__
        for each in package.__all__
        if inspect.isroutine(getattr(package, each)) or inspect.isclass(getattr(package, each))
    }
    found = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        shown = tuple(each for each, where in home.items() if where == module.name)
        section = _section(module.name, shown)
        if shown or re.search(r"^Sources?: ", section.about, flags=re.MULTILINE):
            found.append(section)
    begin = len(package.__name__) + 1
    order = {each: place for place, each in enumerate(lead)}
    return sorted(
        found,
        key=lambda each: (
            not each.methods,
            order.get(each.module[begin:], len(order)),
            each.module,
        ),
    )


PAGES = (
    Page(
        name="rates",
        title="Counts, rates, proportions and means",
        modules={
            "rates": ("rate",),
            "counts": ("byars_limits", "exact_limits", "count_limits", "rate_limits"),
            "proportions": ("proportion", "wilson_limits"),
            "means": ("mean", "t_limits"),
            "ratios": ("rate_ratio", "rate_ratio_limits", "rate_ratio_wald_limits"),
            "quantiles": ("quantile_of",),
            "benchmarks": (
                *("compare_with_benchmark", "rate_against_benchmark"),
                "proportion_against_benchmark",
            ),
        },
        oracles=("rates",),
    ),
    Page(
        name="standardising",
        title="Standardised rates",
        modules={
            "standardising": ("directly_standardised_rate", "dobson_limits"),
            "repeat_events": ("standardised_rate_of_repeats",),
            "indirect": ("indirectly_standardised_rate", "indirectly_standardised_ratio"),
        },
        oracles=("standardising",),
    ),
    Page(
        name="inequality",
        title="Slope and relative index of inequality",
        package="inequality",
        lead=("indices", "lines", "quantile_values"),
        modules={},
        oracles=("inequality",),
    ),
    Page(
        name="funnels",
        title="Funnels",
        package="funnels",
        lead=("areas",),
        modules={},
        oracles=("funnels",),
    ),
    Page(
        name="control-charts",
        title="Control charts",
        package="control_charts",
        lead=("chart", "summary", "rule_sets"),
        modules={},
        oracles=("control_charts",),
    ),
    Page(
        name="interrupted-series",
        title="Interrupted series",
        package="series",
        lead=("interrupted", "choosing", "effects", "power"),
        modules={},
        oracles=("interrupted",),
    ),
    Page(
        name="comparing-areas",
        title="Comparing areas: difference in differences and synthetic controls",
        package="comparison",
        lead=("recipe", "differences", "outcomes", "panel"),
        modules={},
        oracles=("differences",),
    ),
    Page(
        name="association",
        title="Association of area factors",
        package="association",
        lead=("associating",),
        modules={},
    ),
    Page(
        name="spatial",
        title="Statistics on areas",
        package="spatial",
        lead=("local_g", "local_moran", "global_statistics", "empirical_bayes", "weights"),
        modules={},
        oracles=("spatial",),
    ),
    Page(
        name="scan",
        title="Scan for clusters",
        package="scan",
        lead=("scanning",),
        modules={},
        oracles=("scan",),
    ),
    Page(
        name="near-repeat",
        title="Near repeats",
        modules={
            "near_repeat": ("near_repeat", "knox"),
            "knox_moments": ("knox_moments",),
            "pairs": ("Bands",),
        },
        oracles=("near_repeat",),
    ),
    Page(
        name="alarms",
        title="Alarms on weekly counts",
        package="alarms",
        modules={},
        oracles=("alarms",),
    ),
    Page(
        name="two-lists",
        title="What two lists leave out",
        modules={
            "capture_recapture": ("capture_recapture", "share_not_on_second", "unseen_limits"),
            "list_sensitivity": ("sensitivity", "sensitivity_range", "Scenario", "Scenarios"),
        },
    ),
    Page(
        name="concentration",
        title="Concentration in few places",
        modules={
            "concentration": ("Top", "places_in_top", "count_in_top", "share_in_top_by_chance"),
        },
    ),
    Page(
        name="answers",
        title="The shape of every answer",
        modules={"answers": ("answer", "answers"), "limits": ("Limits",)},
    ),
)
