"""Made-up charts of every shape that has to be drawn well, for the tests of this folder."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

from figures import make_figure

from vrn.publish.document import Band, Chart, Name, Series, Shown, Table
from vrn.publish.drawings.charts import draw
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from vrn.release.figure import Figure

WIDTHS = ("wide", "narrow")
GAP = ("2021-11", "2022-04")
BANDS = (
    Band("First closing", Period("2020-03", "2020-06")),
    Band("Local closing", Period("2020-06", "2020-08")),
    Band("Second closing", Period("2020-11", "2020-12")),
    Band("Third closing", Period("2021-01", "2021-07")),
)


def monthly(label: str, level: float, **more: Any) -> Series:
    """A made-up series over 2020 to 2022; `missing`, `withheld`, `interval` and `is_dashed`."""
    missing, withheld = more.get("missing", ()), more.get("withheld", ())
    figures = []
    for number, month in enumerate(months_between("2020-01", "2022-12")):
        value = round(level * (1 + 0.2 * math.sin(number / 5)))
        state = {True: "not available"}.get(month in missing, "shown")
        state = "withheld" if month in withheld else state
        bounds = {"lower": value * 0.9, "upper": value * 1.1} if more.get("interval") else {}
        figures.append(make_figure(month=month, value=float(value), state=state, **bounds))
    return Series(Name(label), tuple(figures), more.get("is_dashed", False))


def make_chart(kind: str, *series: Series, **more: Any) -> Chart:
    """A chart of the series with a title, a sentence and an empty table."""
    source = ("Source: made-up files",)
    table = Table(key="t", title=("Offences",), columns=(), rows=(), numeric=(), source=source)
    last = series[0].figures[-1]
    settings = {
        "key": "by-month",
        "title": ("Robbery rose & fell",),
        "subtitle": ("Offences a month",),
        "sentence": ("The last number was ", Shown(last), "."),
        "source": source,
        "table": table,
    }
    return Chart(kind=kind, series=series, **(settings | more))


def bar(label: str, value: float, **more: Any) -> Figure:
    """A made-up rate of a kind of place, to one decimal."""
    settings = {"by": [["kind", label[:3], label]], "value": value, "decimals": 1}
    return make_figure(**(settings | more))


def bars(*figures: Figure, **more: Any) -> Chart:
    return make_chart("bars", Series("rates", figures), by="kind", **more)


GAP_MONTHS = months_between(*GAP)
ALL_AGES = monthly("All ages", 900, interval=True, missing=GAP_MONTHS)
UNDER_25 = monthly("Under 25", 300, interval=True, missing=GAP_MONTHS, is_dashed=True)
TENTHS = tuple(
    bar(f"{tenth}{' (most deprived tenth)' if tenth == 1 else ''}", 60.0 - 5 * tenth)
    for tenth in range(1, 11)
)
EVERY_CHART = {
    "one line": make_chart("line", ALL_AGES, bands=BANDS),
    "two lines": make_chart("line", ALL_AGES, UNDER_25, bands=BANDS),
    "close lines": make_chart("line", monthly("Robbery", 500), monthly("Theft", 505)),
    "four lines": make_chart("line", *(monthly(f"Kind {k}", 50 + k) for k in range(4))),
    "withheld months": make_chart(
        "line", monthly("All ages", 40, withheld=("2020-05", "2020-07")), UNDER_25, bands=BANDS
    ),
    "a long late band": make_chart(
        "line", ALL_AGES, bands=(Band("A" + " long" * 12, Period("2022-10", "2022-12")),)
    ),
    "tenths": bars(*TENTHS),
    "whiskers": bars(
        bar("Northwold and the villages", 45.2, lower=40.1, upper=50.9),
        bar("A place with a name that has to be set in more than one line", 13.0),
        bar("Ŵyth", 0.0, lower=0.0, upper=1.2),
    ),
    "nothing held": make_chart(
        "line", monthly("Theft", 60, missing=months_between("2020-01", "2022-12"))
    ),
    "nothing shown": bars(bar("Held", 3.0, state="withheld")),
    "large": bars(bar("Robbery", 1234567.0, decimals=0), bar("Theft", 9.0, decimals=0)),
}


@cache
def drawn(name: str, width: str) -> str:
    """One of the charts above, drawn once for all tests."""
    return draw(EVERY_CHART[name], width=width)
