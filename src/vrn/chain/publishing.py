"""From a cut to a published profile: release its cubes, compose, render, and keep the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.early import NotReadyError
from vrn.chain.measuring import Measuring
from vrn.terms import Period, unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from vrn.publish.editions import Edition
    from vrn.publish.profile.plan import Periods, Shape
    from vrn.publish.profile.writing import Brief
    from vrn.release.cube import Cube
    from vrn.release.outline import Outline
    from vrn.terms import Progress


def publish_profile(folder: Path, *, on_progress: Progress = unwatched) -> Edition:
    """Publishes the open data profile of the newest cut as HTML, PDF and Word; gives its edition.

    The same cut gives the same bytes. What was published before stays.
    """
    from vrn.problem.categories import CATEGORIES
    from vrn.publish.editions import publish
    from vrn.publish.profile.composing import compose_profile
    from vrn.publish.profile.plan import profile_shapes
    from vrn.release.recording import record_document

    measuring = Measuring(folder)
    periods = _periods(measuring)
    names = tuple(category.name for category in CATEGORIES)
    shapes = profile_shapes(
        periods, categories=names, deprivation=measuring.partnership.deprivation
    )
    cubes = _release(measuring, shapes, on_progress)
    outlines = _release_outlines(measuring)
    brief = _brief(measuring, periods, cubes, outlines)
    document = compose_profile(brief)
    edition = publish(
        document,
        folder=measuring.partnership.published,
        supplies=measuring.ground.supplies,
        brand=measuring.partnership.brand_colour,
        on_progress=on_progress,
    )
    record_document(
        measuring.partnership.released,
        name=document.name,
        edition=edition.name,
        title=document.title,
        files=edition.files,
        uses=edition.uses,
    )
    return edition


def _periods(measuring: Measuring) -> Periods:
    from vrn.problem.months import latest_year, unbroken_runs, year_before
    from vrn.publish.profile.plan import Periods

    held = measuring.months_held
    if not held:
        raise NotReadyError(
            "this cut holds no month of street-level crime for which the file of every force came: "
            "receive the monthly files, then make a cut"
        )
    year = latest_year(held)
    before = year_before(year) if year else None
    return Periods(
        whole=Period(held[0], held[-1]),
        runs=unbroken_runs(held),
        year=year,
        before=before if before and set(before.months) <= set(held) else None,
    )


def _release(
    measuring: Measuring, shapes: Sequence[Shape], on_progress: Progress
) -> dict[tuple[object, ...], Cube]:
    made = {}
    for number, shape in enumerate(shapes):
        on_progress(number, len(shapes), f"measuring {shape.measure}")
        made[_key(shape.measure, shape.split, shape.period)] = measuring.cube(
            shape.measure, split=shape.split, where=shape.where, period=shape.period
        )
    for cube in measuring.supply_cubes():
        made[_key(cube.measure, cube.split, None)] = cube
    on_progress(len(shapes), len(shapes), "keeping the figures")
    measuring.record(made.values())
    return made


def _key(measure: str, split: tuple[str, ...], period: object) -> tuple[object, ...]:
    return (measure, split, period)


def _release_outlines(measuring: Measuring) -> tuple[Outline, Outline]:
    """The outlines of small areas and of districts, released in one frame."""
    from vrn.release.lineage import rests_on
    from vrn.release.outlining import frame, make_outline
    from vrn.release.recording import record_outline
    from vrn.release.signing import read_private_key

    partnership = measuring.partnership
    shapes = _inside(measuring)
    outlines = [
        make_outline(
            shapes,
            level=level,
            vintage=partnership.small_area_vintage,
            supplies=rests_on(
                measuring.ground,
                (f"boundaries:{level} {partnership.small_area_vintage}",),
                None,
            ),
            within=frame(shapes),
        )
        for level in ("small area", "district")
    ]
    key = read_private_key(partnership.private_key)
    for outline in outlines:
        record_outline(partnership.released, outline, cut=measuring.cut.number, key=key)
    return outlines[0], outlines[1]


def _inside(measuring: Measuring) -> pl.DataFrame:
    """The boundaries of the partnership's vintage that lie in its districts.

    A small area's district is that of the cut's areas: a published outline may not name it.
    """
    import polars as pl

    boundaries, areas = measuring.table("boundaries"), measuring.table("areas")
    homes = areas.select(area_code="code", level="level", district_code="parent")
    is_ours = pl.col("vintage") == measuring.partnership.small_area_vintage
    inside = boundaries.filter(is_ours).drop("district_code", strict=False)
    return inside.join(homes, on=["area_code", "level"], how="inner").sort("level", "area_code")


def _brief(
    measuring: Measuring,
    periods: Periods,
    cubes: dict[tuple[object, ...], Cube],
    outlines: tuple[Outline, Outline],
) -> Brief:
    from vrn.publish.profile.writing import Brief

    partnership = measuring.partnership
    return Brief(
        cube=lambda measure, split=(), period=None: cubes[_key(measure, split, period)],
        small_areas=outlines[0],
        districts=outlines[1],
        supplies=measuring.ground.supplies,
        organisation=partnership.name,
        area=partnership.area,
        periods=periods,
        restrictions=partnership.restrictions(),
        deprivation=partnership.deprivation,
        residents_label=measuring.residents_label(),
        ages_label=measuring.ages_label(),
        vintage=partnership.small_area_vintage,
        made_up=partnership.made_up,
        language=partnership.language,
        cut=measuring.cut.number,
    )
