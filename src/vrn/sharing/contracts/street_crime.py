"""Street-level crime as the police publish it each month: one row is one recorded crime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, RowRule, Setting
from vrn.sharing.country import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Callable

# The fourteen categories published since May 2013; another one is loaded and flagged.
CRIME_TYPES = (
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)

LONGITUDE, LATITUDE = pl.col("longitude"), pl.col("latitude")
BOTH_ZERO = (LONGITUDE == 0) & (LATITUDE == 0)
INSIDE = LONGITUDE.is_between(WEST, EAST) & LATITUDE.is_between(SOUTH, NORTH)
SWAPPED = LATITUDE.is_between(WEST, EAST) & LONGITUDE.is_between(SOUTH, NORTH)
IN_METRES = (LONGITUDE.abs() > 180) | (LATITUDE.abs() > 90)
PLACE = ("longitude", "latitude")


def _always(rule: pl.Expr) -> Callable[[Setting], pl.Expr]:
    return lambda _: rule


def _not_future(setting: Setting) -> pl.Expr:
    return pl.col("month") <= f"{setting.today:%Y-%m}"


def _in_period(setting: Setting) -> pl.Expr:
    return pl.col("month") >= (setting.period_from or "")


def _as_named(setting: Setting) -> pl.Expr:
    return pl.lit(setting.named_month is None) | (pl.col("month") == (setting.named_month or ""))


CONTRACT = Contract(
    feed="street-crime",
    title="Street-level crime",
    unit="one recorded crime, or one record of anti-social behaviour",
    slice_form="{month} {falls_within}",
    period="month",
    repeats=("crime_id",),
    columns=(
        Column(
            name="crime_id",
            kind=Kind.CODE,
            meaning="The publisher's own number of the crime; anti-social behaviour has none.",
            required=False,
            pattern="^[0-9a-fA-F]{64}$",
            form="64 hexadecimal digits",
        ),
        Column(
            name="month",
            kind=Kind.MONTH,
            meaning="The month in which the crime was recorded. No day or time is published.",
            examples=("2021-03", "2021-04"),
        ),
        Column(
            name="reported_by",
            kind=Kind.TEXT,
            meaning="The force that supplied the record.",
            longest=100,
            examples=("Midshire Police",),
        ),
        Column(
            name="falls_within",
            kind=Kind.TEXT,
            meaning="The force in whose area the crime is counted. Today always the same force.",
            longest=100,
            examples=("Midshire Police",),
        ),
        Column(
            name="longitude",
            kind=Kind.DECIMAL,
            meaning="Degrees east (WGS84) of the map point that stands for the place: snapped, "
            "never the place itself.",
            required=False,
            examples=("-1.131592", "-1.214176"),
        ),
        Column(
            name="latitude",
            kind=Kind.DECIMAL,
            meaning="Degrees north (WGS84) of the map point that stands for the place: snapped, "
            "never the place itself.",
            required=False,
            examples=("52.636878", "52.621663"),
        ),
        Column(
            name="location",
            kind=Kind.TEXT,
            meaning="The name of the map point, mostly a street; 'No Location' for none.",
            required=False,
            examples=("On or near Tanner Lane", "On or near Parking Area", "No Location"),
        ),
        Column(
            name="area_code",
            kind=Kind.CODE,
            meaning="The small area (LSOA) of the map point, in the vintage of the day of "
            "publication: 2011 areas up to 2022, 2021 areas from 2024.",
            required=False,
            pattern=r"^[EWSN]01\d{6}$",
            form="a small area's code, such as E01099001",
            examples=("E01099001", "E01099002"),
        ),
        Column(
            name="area_name",
            kind=Kind.TEXT,
            meaning="The published name of that small area.",
            required=False,
            may_be_absent=True,
            examples=("Midbury 001A", "Midbury 001B"),
        ),
        Column(
            name="crime_type",
            kind=Kind.TEXT,
            meaning="The published category of the crime.",
            known=CRIME_TYPES,
            longest=100,
            examples=CRIME_TYPES,
        ),
        Column(
            name="outcome",
            kind=Kind.TEXT,
            meaning="The last outcome known on the day of publication; revised month by month.",
            required=False,
            examples=("Under investigation", "Local resolution"),
        ),
        Column(
            name="context",
            kind=Kind.TEXT,
            meaning="A note by the force; empty in what has been seen.",
            required=False,
            may_be_absent=True,
            longest=2000,
        ),
    ),
    rules=(
        RowRule("future", ("month",), "is later than today's month", _not_future),
        RowRule(
            "before the agreement",
            ("month",),
            "is before the first month of the agreement, {period_from}",
            _in_period,
        ),
        RowRule(
            "another month",
            ("month",),
            "is not {named_month}, the month in the file's name",
            _as_named,
        ),
        RowRule(
            "one of two",
            PLACE,
            "stand alone: give both, or neither",
            _always(LONGITUDE.is_null() == LATITUDE.is_null()),
        ),
        RowRule("zero", PLACE, "are both 0, which is no place here", _always(~BOTH_ZERO)),
        RowRule("swapped", PLACE, "seem to be swapped", _always(~SWAPPED)),
        RowRule(
            "metres",
            PLACE,
            "are no degrees: eastings and northings in metres, perhaps",
            _always(~IN_METRES),
        ),
        RowRule(
            "outside",
            PLACE,
            "lie outside Great Britain and Northern Ireland",
            _always(INSIDE | BOTH_ZERO | SWAPPED | IN_METRES),
        ),
    ),
)
