"""Prints docs/methods/statistics/coverage.md from the grid: python -m tests.intervals.page"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.intervals import (
    settings_areas,
    settings_inequality,
    settings_rates,
    settings_series,
    settings_standardised,
)
from tests.intervals.simulating import CLOSED, FITTED, NOISE
from vrn.problem.methods_page import markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.intervals.simulating import Found, Setting

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "statistics" / "coverage.md"

PARTS = {
    "Rates, proportions, means and ratios": settings_rates.SETTINGS,
    "Standardised rates and funnels": settings_standardised.SETTINGS,
    "Inequality, and two lists": settings_inequality.SETTINGS,
    "Interrupted series": settings_series.SETTINGS,
    "Areas compared and associated": settings_areas.SETTINGS,
}
GRID: tuple[Setting, ...] = tuple(each for settings in PARTS.values() for each in settings)

OPENING = f"""# Do the intervals hold the truth?

A 95% interval should hold the truth 95 times in 100. Here each method was given samples drawn from
a known truth, and the intervals that held it were counted. The grid of settings stands in
`tests/intervals`; `python -m tests.intervals.page` runs it again with the same random numbers and
prints this page, and a test keeps page and grid together.

Three things may be promised of a setting:

- **about**: between 94 and 96 in 100.
- **at least**: 95 in 100 or more (exact methods cannot meet 95 with whole counts, and stay above),
  allowing for {NOISE:g} standard errors of the simulation.
- **not promised**: the reason stands below the table. Do not lean on the interval there.

Up to {CLOSED:,} samples were drawn where an interval has a closed form, and {FITTED:,} where each
needs a fit. "Give or take" is the standard error of the share, from the simulation alone. Where a
method withholds its interval in some samples, the share is of the intervals that it gave.
"""
CLOSING = """## What has no interval

Smoothed rates (empirical Bayes), hot spots (Gi*), Moran's I, the scan and near repeats give a value
and the chance of it, not an interval. The limits of a control chart say where single points of a
steady series lie, and those of a funnel where areas lie that do not differ. The limits of synthetic
controls come from placebo areas, and are as good as those are many. Quantiles and alarms have none.
"""


def printed(found: Sequence[Found]) -> str:
    """The page, from what was found in every setting of the grid in its order."""
    by_setting = {each.setting: each for each in found}
    sections, contents = [], ["## Contents\n"]
    for title, settings in PARTS.items():
        contents.append(f"- [{title}](#{_anchor(title)})")
        sections.append(f"## {title}\n\n{_part([by_setting[each] for each in settings])}")
    contents.append(f"- [What has no interval](#{_anchor('What has no interval')})")
    return "\n".join([OPENING, *contents, "", *sections, CLOSING])


def shares_of(page: str) -> dict[tuple[str, str], tuple[str, float | None]]:
    """By method and setting: the promise and the share (none where none is given) on a page."""
    shares, method = {}, ""
    for line in page.splitlines():
        if line.startswith("### "):
            method = line[4:]
        cells = [each.strip() for each in line.strip("|").split("|")]
        if len(cells) == len(HEADINGS) and cells[1] in ("about", "at least", "not promised"):
            share = re.match(r"\d+\.\d", cells[2])
            shares[method, cells[0]] = (cells[1], float(share.group()) if share else None)
    return shares


HEADINGS = ("setting", "promise", "of 100 held", "give or take", "so")


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _part(found: Sequence[Found]) -> str:
    methods = list(dict.fromkeys(each.setting.method for each in found))
    return "\n".join(
        _method(name, [each for each in found if each.setting.method == name]) for name in methods
    )


def _method(name: str, found: Sequence[Found]) -> str:
    rows = [dict(zip(HEADINGS, _cells(each), strict=True)) for each in found]
    lines = [f"### {name}\n", markdown_table(rows), *_limits(found)]
    return "\n".join(lines) + "\n"


def _cells(found: Found) -> tuple[str, ...]:
    share = f"{found.share:.1f}" if found.given else "none given"
    noise = f"{found.noise:.1f}" if found.noise >= 0.05 else "less than 0.1"
    return found.setting.case, found.setting.promise, share, noise, verdict(found)


def verdict(found: Found) -> str:
    """What the share says beside the promise."""
    if found.setting.promise != "not promised":
        given = 100 * found.given / found.samples
        beside = f" (of {given:.0f} in 100 that have one)" if round(given) < 100 else ""
        return ("kept" if found.is_kept else "**not kept**") + beside
    if found.is_fine:
        return "holds here all the same"
    if found.share >= 94:
        return f"no interval in {100 - 100 * found.given / found.samples:.0f} of 100 samples"
    return "too narrow"


def _limits(found: Sequence[Found]) -> Iterator[str]:
    reasons = dict.fromkeys(each.setting.limit for each in found if each.setting.limit)
    if reasons:
        yield ""
    for reason in reasons:
        yield f"- Not promised: {reason}."


def main() -> None:
    """Runs the whole grid, about a minute of processor time, and writes the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(printed([each.found() for each in GRID]), encoding="utf-8")


if __name__ == "__main__":
    main()
