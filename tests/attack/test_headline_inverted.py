"""Every printed rate, share and interval is turned back into the count that it was made from.

What comes back is a number that the lane shows anyway, at the very address of the figure; a figure
that is withheld has nothing to turn back.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from made_violence import DEFINITIONS, PERIOD, made_lattice, made_rows, shown_of

from vrn.problem.measure import Measured, Ratio
from vrn.problem.violence.ratios import RATIOS
from vrn.release.figure import State
from vrn.release.lineage import Ground
from vrn.release.making import Protection, release
from vrn.statistics.counts import rate_limits
from vrn.statistics.proportions import wilson_limits
from vrn.terms import Area, Clearance, CountTable, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.release.cube import Cube
    from vrn.release.figure import Figure
    from vrn.release.headline.lattice import Lattice
    from vrn.statistics import Limits

RATE, SHARE = (
    next(each for each in RATIOS if each.indicator.name == name)
    for name in ("serious_violence_rate", "serious_violence_share")
)
RESIDENTS = {"Z1": 310_000.0, "Z2": 140_000.0, "Z3": 90_000.0, "Z4": 38_000.0}
WHOLE = Area("westmere", "Westmere", Level.WHOLE)
GROUND = Ground(
    number=1,
    row_hash="f" * 64,
    supplies={"police": {"id": "police", "licence": None, "gateway": "an agreement"}},
    slices={"police-offences": {"2020-04": "police"}},
)
LABELS = [*DEFINITIONS, "new: domestic", "new: not public"]
AGES = ("all ages", "under 25")


@cache
def world() -> tuple[pl.DataFrame, Lattice]:
    rows = made_rows(4_000)
    return rows, made_lattice(rows)


def count(rows: pl.DataFrame, label: str, age: str, **codes: str) -> int:
    kept = rows.filter(
        pl.col("definition_class").is_in(DEFINITIONS.get(label, (label,))),
        pl.col("month").is_in(PERIOD.months),
        *(pl.col(name) == code for name, code in codes.items()),
    )
    return (kept if age == "all ages" else kept.filter(under_25=age)).height


def released(ratio: Ratio, cells: list[dict[str, Any]], *names: str) -> Cube:
    """The ratio's cells, measured by hand and released by the headline lane."""
    split = ("definition", "age_group", *names)
    table = pl.DataFrame(
        [{"method": "a method", "reason": "", **each} for each in cells]
    ).with_columns(pl.col(split).cast(pl.String), pl.col("denominator").cast(pl.Float64))
    measured = Measured(
        measure=ratio,
        split=split,
        where=(),
        period=PERIOD,
        table=CountTable(table),
        labels={},
        tables=("police_offences",),
    )
    _, lattice = world()
    return release(
        measured,
        ground=GROUND,
        whole=WHOLE,
        feeds=["police-offences"],
        protection=Protection(
            lattice_of=lambda _: lattice, write_down=lambda _: None, definitions={}
        ),
    )


def with_limits(limits: Limits, part: int, whole: float, **codes: str) -> dict[str, Any]:
    value, lower, upper = (float(each[0]) for each in limits)
    return {
        **codes,
        "value": value,
        "lower": lower,
        "upper": upper,
        "numerator": part,
        "denominator": whole,
    }


@cache
def rates() -> Cube:
    rows, _ = world()
    cells = []
    for label, age, (district, people) in product(LABELS, AGES, RESIDENTS.items()):
        part = count(rows, label, age, district=district)
        found = rate_limits([part], [people], multiplier=RATE.multiplier)
        codes = {"definition": label, "age_group": age, "district": district}
        cells.append(with_limits(found, part, people, **codes))
    return released(RATE, cells, "district")


@cache
def shares(dimension: str) -> Cube:
    rows, _ = world()
    cells = []
    for label, age, district in product(LABELS, AGES, RESIDENTS):
        whole = count(rows, label, age, district=district)
        for code in rows[dimension].unique().sort():
            part = count(rows, label, age, district=district, **{dimension: code})
            codes = {"definition": label, "age_group": age, "district": district, dimension: code}
            found = wilson_limits([part], [whole], multiplier=SHARE.multiplier)
            cells.append(with_limits(found, part, float(whole), **codes))
    return released(SHARE, cells, "district", dimension)


def address_of(figure: Figure, dimension: str = "") -> tuple[str, ...]:
    code = figure.code_of(dimension) if dimension else ""
    return (
        *("district", figure.code_of("district"), ",".join(PERIOD.months)),
        *(figure.code_of("definition"), figure.code_of("age_group"), dimension, code),
    )


def printed(limits: Limits, decimals: int) -> list[tuple[str, str, str]]:
    return [
        tuple(f"{float(each):.{decimals}f}" for each in three)  # type: ignore[misc]
        for three in zip(*limits, strict=True)
    ]


def fitting(figure: Figure, every: Limits) -> list[int]:
    """The counts, from 0 up, that would print this very value and interval."""
    own = tuple(
        f"{each:.{figure.decimals}f}" for each in (figure.value, figure.lower, figure.upper)
    )
    return [number for number, line in enumerate(printed(every, figure.decimals)) if line == own]


@pytest.mark.parametrize("dimension", ["", "sex", "knife", "age_band"])
def test_what_comes_back_is_shown_at_the_same_address(dimension: str) -> None:
    cube = shares(dimension) if dimension else rates()
    shown: Mapping[tuple[str, ...], int | None] = shown_of(world()[1])
    turned = 0
    for figure in cube.figures:
        if figure.state is not State.SHOWN:
            continue
        assert figure.denominator is not None
        assert figure.clearance is Clearance.PUBLIC
        top = int(min(figure.denominator, 2_000))
        below = np.full(top + 1, figure.denominator)
        every = (
            wilson_limits(np.arange(top + 1), below, multiplier=SHARE.multiplier)
            if dimension
            else rate_limits(np.arange(top + 1), below, multiplier=RATE.multiplier)
        )
        found = fitting(figure, every)
        assert figure.numerator in found
        assert shown.get(address_of(figure, dimension), 0) == figure.numerator
        if dimension:
            assert shown[(*address_of(figure, dimension)[:5], "", "")] == figure.denominator
        turned += len(found) == 1
    assert turned > 5


@pytest.mark.parametrize("dimension", ["", "sex", "knife", "age_band"])
def test_a_withheld_figure_has_nothing_to_turn_back(dimension: str) -> None:
    cube = shares(dimension) if dimension else rates()
    withheld = [figure for figure in cube.figures if figure.state is State.WITHHELD]
    assert withheld
    for figure in withheld:
        plain = figure.as_json()
        for name in ("value", "lower", "upper", "confidence", "numerator", "denominator"):
            assert plain[name] is None
        assert (plain["text"], plain["method"], figure.interval) == ("withheld", "", "")
        assert plain["reason"] == withheld[0].reason


def test_no_percentage_has_one_to_nine_people_on_top() -> None:
    rows, _ = world()
    for figure in shares("sex").figures:
        if figure.state is State.SHOWN and figure.numerator:
            codes = {name: figure.code_of(name) for name in ("district", "sex")}
            kept = rows.filter(
                pl.col("definition_class").is_in(
                    DEFINITIONS.get(figure.code_of("definition"), (figure.code_of("definition"),))
                ),
                pl.col("month").is_in(PERIOD.months),
                *(pl.col(name) == code for name, code in codes.items()),
            )
            if figure.code_of("age_group") == "under 25":
                kept = kept.filter(under_25="under 25")
            assert kept["person"].n_unique() >= 9


def test_a_rate_that_cannot_be_had_tells_no_count() -> None:
    """For want of residents there is no rate; the few on top stay behind all the same."""
    rows, _ = world()
    part = count(rows, "old", "all ages", district="Z4")
    cell = {
        **dict.fromkeys(("value", "lower", "upper", "denominator")),
        "definition": "old",
        "age_group": "all ages",
        "district": "Z4",
        "numerator": part,
        "reason": "nobody lives in these areas",
        "method": "exact Poisson 95% limits",
    }
    figure = released(RATE, [cell], "district").only
    assert figure.state is State.NOT_AVAILABLE
    plain = figure.as_json()
    assert (plain["numerator"], plain["denominator"], plain["method"]) == (None, None, "")
    assert plain["reason"] == "nobody lives in these areas"


def test_a_cell_counted_twice_with_two_answers_stops_the_release() -> None:
    cells = [
        with_limits(
            rate_limits([5], [310_000.0]),
            5,
            310_000.0,
            definition="old",
            age_group="all ages",
            district="Z1",
        )
    ]
    with pytest.raises(ValueError, match="counted twice with two answers"):
        released(RATE, cells, "district")
