"""Patterns of serious violence as findings: near repeats, hot spots, clusters, summed up.

Which places they are is operational and is shown by another way; here no place is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.patterns import clusters, hot_spots, near_repeats
from vrn.problem.violence import words
from vrn.problem.violence.funnel import say_p
from vrn.problem.violence.left_over import say_share
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE

if TYPE_CHECKING:
    import polars as pl

    from vrn.problem.places import Tables

METRES, DAYS = 200, 14
MONTHS = 18
NO_OUTLINES = "outlines of small areas are not held"
NOTHING = "nothing was recorded and placed here"
TOO_FEW = "no quarter has two offences with a day and a place"
NONE_EXPECTED = "hardly a pair is expected by chance, so there is no ratio"


def near_repeat_ratio(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs within 200 m and 14 days, over what comes out when days are dealt again among places.

    `rows` has a row an offence: committed, time_quality, easting, northing. The limits are the
    pairs over those that 95% of the permutations give.
    """
    events = near_repeats.with_day_and_place(rows)
    bands = near_repeats.near_repeats(events, metres=[METRES], days=[DAYS])
    if bands.is_empty():
        return answer(reason=TOO_FEW)
    found = bands.row(0, named=True)
    if found["upper"] is None:
        return answer(reason=NONE_EXPECTED)
    left_out = say_share(rows.height - events.height, rows.height)
    return answer(
        value=found["ratio"],
        limits=(found["lower"], found["upper"]),
        counts=(found["observed"], found["expected"]),
        method=(
            f"{near_repeats.METHOD}, {say_p(found['p'])}; the limits are over what 95% of them "
            "give; offences left out for want of a certain day or an exact place: "
            f"{left_out}"
        ),
        events={
            "pairs near in place and time": found["observed"],
            "offences compared": events.height,
        },
    )


def hot_spot_share(frame: pl.DataFrame, *, tables: Tables) -> pl.DataFrame:
    """Per cent of placed offences that lie in hot spots; 0 where no small area is one.

    `frame` has `count` by `small_area`, those with 0 too.
    """
    total = int(frame["count"].sum())
    if refused := _why_not(total, tables):
        return answer(reason=refused)
    found = hot_spots.hot_spots(frame, tables)
    if refused := hot_spots.why_no_test(found):
        return answer(reason=refused)
    inside = int(found.filter("is_hot")["count"].sum())
    return _share(inside, total, "hot spots", method=hot_spots.METHOD)


def cluster_share(frame: pl.DataFrame, *, tables: Tables) -> pl.DataFrame:
    """Per cent of placed offences that lie in clusters of place and time; 0 where there is none.

    `frame` has `count` and `residents` by `small_area` and `month`.
    """
    total = int(frame["count"].sum())
    if refused := _why_not(total, tables) or _no_residents(frame):
        return answer(reason=refused)
    found = clusters.find_clusters(frame, tables)
    if found.reason:
        return answer(reason=found.reason)
    inside = int(found.clusters["observed"].sum())
    return _share(inside, total, "clusters", method=_SCANNED)


def number_of_clusters(frame: pl.DataFrame, *, tables: Tables) -> pl.DataFrame:
    """How many clusters of place and time there are; `frame` as of `cluster_share`."""
    total = int(frame["count"].sum())
    if refused := _why_not(total, tables) or _no_residents(frame):
        return answer(reason=refused)
    found = clusters.find_clusters(frame, tables)
    if found.reason:
        return answer(reason=found.reason)
    number, inside = found.clusters.height, int(found.clusters["observed"].sum())
    return answer(
        value=float(number),
        counts=(number, None),
        method=_SCANNED,
        events=_behind(inside, total, "clusters"),
    )


_SCANNED = f"{clusters.METHOD}; clusters with a p below {clusters.LEVEL}"


def _why_not(total: int, tables: Tables) -> str:
    if not tables.get("boundaries"):
        return NO_OUTLINES
    return "" if total else NOTHING


def _no_residents(frame: pl.DataFrame) -> str:
    return "residents of these small areas are not held" if frame["residents"].null_count() else ""


def _share(inside: int, total: int, what: str, *, method: str) -> pl.DataFrame:
    return answer(
        value=100 * inside / total,
        counts=(inside, float(total)),
        method=f"{method}; no interval, because the same records choose the places",
        events=_behind(inside, total, what),
    )


def _behind(inside: int, total: int, what: str) -> dict[str, int]:
    """Where there is none of them, the answer stands on all offences that were looked through."""
    if not inside:
        return {"offences looked through": total}
    return {f"offences in {what}": inside, "all others": total - inside}


_OUTLINES = "Outlines of small areas and residents: Office for National Statistics."
_OPERATIONAL = (
    "Which places these are is shown to named people for a stated purpose, and is in no figure. "
)
_NOT_PLACED = "`share_not_placed` says how many offences have no place. "
_ASSOCIATION = "It says that offences lie together, and never why. "

_NEAR_REPEAT = Estimate(
    indicator=Indicator(
        name="serious_violence_near_repeat",
        title="Offences soon and close after another, against chance",
        definition=(
            f"The number of pairs of offences within {METRES} metres and {DAYS} days of each "
            "other and in one quarter of a year, the same place included, over the number that "
            "comes out when the days of each quarter are dealt again among its places: 1 is "
            "chance, 1.5 half as many again. "
            f"{words.UNDER_DEFINITION}".rstrip()
        ),
        rationale="Where offences follow each other, a quick answer to one prevents others.",
        unit="times what chance gives",
        method=(
            f"{near_repeats.METHOD}. The value is over that mean, the limits are over what 95% of "
            "the permutations give by the normal curve."
        ),
        source=words.POLICE,
        caveats=(
            "A change within a quarter in where offences can happen, such as the opening of the "
            "night-time economy, looks like near repeats too. Many offences share a grid reference "
            "that stands for a street or a building. Offences at midnight, in a window of more "
            "than an hour or without a grid reference are left out; the method says what share. "
            f"{_ASSOCIATION}{words.RECORDED_ONLY}"
        ).rstrip(),
        numerator="Pairs of offences near in place and time",
        denominator="Pairs expected by chance",
        decimals=2,
    ),
    over=SERIOUS_VIOLENCE,
    frame=(),
    function=near_repeat_ratio,
    dimensions=("definition",),
    columns=near_repeats.COLUMNS,
)
_HOT_SPOTS = Estimate(
    indicator=Indicator(
        name="serious_violence_hot_spot_share",
        title="Share of serious violence in hot spots",
        definition=(
            "Of every hundred offences of the definition that are placed in the area, how many lie "
            "in a hot spot: a small area that, with those that touch it, holds more than a scatter "
            "of all areas' numbers would give, beyond what many looks at once turn up by chance. "
            f"{words.UNDER_DEFINITION}".rstrip()
        ),
        rationale="Says how much of it work in neighbouring busy places could reach.",
        unit="per cent",
        method=f"{hot_spots.METHOD}. No interval: the same records choose the places.",
        source=f"{words.POLICE} {_OUTLINES}",
        caveats=(
            "A busy place among quiet ones is no hot spot by this rule: "
            "`serious_violence_half_of_places` counts those too. Numbers, not rates: people are "
            f"where they go, not where they live. {_OPERATIONAL}{_NOT_PLACED}{_ASSOCIATION}"
            f"{words.RECORDED_ONLY}"
        ).rstrip(),
        numerator="Offences in small areas that are hot spots",
        denominator="All offences placed in a small area",
        decimals=0,
    ),
    over=SERIOUS_VIOLENCE,
    frame=("small_area",),
    function=hot_spot_share,
    dimensions=("definition",),
    reads=("areas", "boundaries"),
)


def _clusters(ending: str, *, title: str, what: str, unit: str, numerator: str) -> Estimate:
    is_share = ending.endswith("share")
    return Estimate(
        indicator=Indicator(
            name=f"serious_violence_{ending}",
            title=title,
            definition=(
                f"{what} A cluster is a circle of small areas, over a run of months, with more "
                "offences than its residents and its length would make likely, and more than "
                "chance gives anywhere in the area. Without a period named the latest eighteen "
                f"months are taken. {words.UNDER_DEFINITION}".rstrip()
            ),
            rationale="Says whether there were times and places to ask about at all.",
            unit=unit,
            method=f"{_SCANNED}.",
            source=f"{words.POLICE} {_OUTLINES}",
            caveats=(
                "Residents are the wrong measure of who is in a town centre, which is mostly a "
                "cluster for that alone. A season or a change of the whole area shows as clusters "
                "in time. Circles find round clusters, and their borders are not exact. One "
                "person's repeats make clusters look surer than they are. "
                f"{_OPERATIONAL}{_NOT_PLACED}{_ASSOCIATION}{words.RECORDED_ONLY}"
            ).rstrip(),
            numerator=numerator,
            denominator="All offences placed in a small area" if is_share else "",
            decimals=0,
        ),
        over=SERIOUS_VIOLENCE,
        frame=("small_area", "month"),
        function=cluster_share if is_share else number_of_clusters,
        dimensions=("definition",),
        has_residents=True,
        months=MONTHS,
        reads=("areas", "boundaries"),
    )


PATTERNS = (
    _NEAR_REPEAT,
    _HOT_SPOTS,
    _clusters(
        "cluster_share",
        title="Share of serious violence in clusters of place and time",
        what=(
            "Of every hundred offences of the definition that are placed in the area, how many lie "
            "in a cluster of place and time."
        ),
        unit="per cent",
        numerator="Offences in clusters",
    ),
    _clusters(
        "clusters",
        title="Clusters of serious violence in place and time",
        what="The number of clusters of offences in place and time.",
        unit="clusters",
        numerator="Clusters",
    ),
)
