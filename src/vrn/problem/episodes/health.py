"""Attendances, ambulance call-outs and admissions as the tables of a cut."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.partnership.reference import read_list
from vrn.problem.episodes.columns import ADMISSIONS, ATTENDANCES, CALLOUTS, NEIGHBOURHOODS
from vrn.problem.episodes.offences import with_months
from vrn.problem.episodes.positions import districts_of_sectors, tidy_sector
from vrn.problem.episodes.times import with_times
from vrn.problem.episodes.who import ethnic_group, with_who

if TYPE_CHECKING:
    from collections.abc import Collection

HOSPITAL = "emergency department"


def describe_attendances(
    attendances: pl.DataFrame, sectors: pl.DataFrame | None, districts: Collection[str]
) -> pl.DataFrame:
    """Attendances with the home of whom it was, month, hour and who.

    A resident is one whose home sector is among the `sectors` of the partnership's districts;
    without a home sector, or where no sectors were received, the home is not recorded. The district
    is null where the sector lies in several. The hour is that of arrival, which a clock wrote.
    """
    homes = homes_of(sectors, districts)
    rows = with_times(with_months(attendances), "arrived_at", has_defaults=False)
    rows = with_who(rows).with_columns(home_sector=tidy_sector("home_sector"))
    rows = rows.join(
        homes, left_on="home_sector", right_on="sector", how="left", maintain_order="left"
    )
    unknown = pl.col("home_sector").is_null() | pl.lit(sectors is None)
    return rows.with_columns(
        residence=pl.when(unknown)
        .then(pl.lit("home not recorded"))
        .when(pl.col("is_home").fill_null(value=False))
        .then(pl.lit("resident"))
        .otherwise(pl.lit("not resident")),
        ethnic_group=ethnic_group("ethnic_category"),
        site="site_code",
    )


def attendances_table(described: pl.DataFrame) -> pl.DataFrame:
    """The cut's `attendances`: one row an attendance."""
    return described.select(ATTENDANCES).sort("attendance", "month", "supply", "line")


def homes_of(sectors: pl.DataFrame | None, districts: Collection[str]) -> pl.DataFrame:
    """sector, district and is_home, of the sectors that lie at least in part in the districts."""
    if sectors is None:
        return pl.DataFrame(
            schema={"sector": pl.String, "district": pl.String, "is_home": pl.Boolean}
        )
    own = sectors.filter(pl.col("district_code").is_in(list(districts)))
    return districts_of_sectors(own).with_columns(is_home=pl.lit(value=True))


def callouts_table(ambulance: pl.DataFrame) -> pl.DataFrame:
    """The cut's `callouts`: one row a call-out, for violence or another, conveyed or not.

    Violence is told by words of the chief complaint or the injury mechanism (violent_callouts.csv);
    what was done to oneself is not. Conveyed is to an emergency department, and nowhere else.
    """
    told = pl.concat_str("chief_complaint", "injury_mechanism", separator=" ", ignore_nulls=True)
    is_violent = told.str.to_lowercase().str.contains_any(list(_violent_words()))
    is_violent &= ~told.str.to_lowercase().str.contains("self", literal=True)
    is_taken = pl.col("conveyed_to") == HOSPITAL
    return (
        with_who(with_months(ambulance))
        .with_columns(
            callout="incident",
            violent=pl.when(is_violent).then(pl.lit("violence")).otherwise(pl.lit("other")),
            conveyed=pl.when(is_taken).then(pl.lit("conveyed")).otherwise(pl.lit("not conveyed")),
        )
        .select(CALLOUTS)
        .sort("callout", "month", "supply", "line")
    )


@cache
def _violent_words() -> tuple[str, ...]:
    return tuple(row["words"].lower() for row in read_list("violent_callouts.csv"))


def admissions_table(admissions: pl.DataFrame, districts: Collection[str]) -> pl.DataFrame:
    """The cut's `admissions`: the supplier's own counts as supplied, withheld ones null.

    They are of one area, the whole of the partnership's; rows of its districts are left out, for
    counts that were rounded and withheld are not added up. Raises ValueError where several areas
    are left.
    """
    whole = admissions.filter(~pl.col("area_code").is_in(list(districts)))
    areas = whole["area_code"].unique().sort().to_list()
    if len(areas) > 1:
        raise ValueError(
            f"hospital admissions came for {', '.join(areas)}, and a cut holds those of one area: "
            "receive the supplier's rows for the partnership's whole area alone"
        )
    return whole.select(ADMISSIONS).sort("month", "kind", "age_group")


def neighbourhoods_table(neighbourhoods: pl.DataFrame, districts: Collection[str]) -> pl.DataFrame:
    """The cut's `neighbourhoods`: each small area of the districts in its police neighbourhood."""
    own = neighbourhoods.filter(pl.col("district_code").is_in(list(districts)))
    return (
        own.rename({"district_code": "district"})
        .select(NEIGHBOURHOODS)
        .unique()
        .sort("small_area", "neighbourhood")
    )
