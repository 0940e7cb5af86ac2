"""From a cut to a published profile: release its cubes, compose, render, and keep the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.early import NotReadyError
from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.chain.releasing import keep_document, key_of, release_cubes, release_outlines
from vrn.terms import Period, unwatched

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.publish.editions import Edition
    from vrn.publish.profile.plan import Periods
    from vrn.publish.profile.writing import Brief
    from vrn.release.cube import Cube
    from vrn.release.outline import Outline
    from vrn.terms import Progress


@on_chosen_engine
def publish_profile(folder: Path, *, on_progress: Progress = unwatched) -> Edition:
    """Publishes the open data profile of the newest cut as HTML, PDF and Word; gives its edition.

    The same cut gives the same bytes. What was published before stays.
    """
    from vrn.problem.categories import CATEGORIES
    from vrn.publish.profile.composing import compose_profile
    from vrn.publish.profile.plan import profile_shapes

    measuring = Measuring(folder)
    periods = _periods(measuring)
    names = tuple(category.name for category in CATEGORIES)
    shapes = profile_shapes(
        periods, categories=names, deprivation=measuring.partnership.deprivation
    )
    cubes = release_cubes(measuring, shapes, on_progress)
    outlines = release_outlines(measuring)
    brief = _brief(measuring, periods, cubes, outlines)
    return keep_document(measuring, compose_profile(brief), on_progress=on_progress)


def _periods(measuring: Measuring) -> Periods:
    from vrn.problem.months import latest_year, unbroken_runs, year_before
    from vrn.publish.profile.plan import Periods

    held = measuring.months_held.get("street-crime", ())
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


def _brief(
    measuring: Measuring,
    periods: Periods,
    cubes: dict[tuple[object, ...], Cube],
    outlines: tuple[Outline, Outline],
) -> Brief:
    from vrn.publish.profile.writing import Brief

    partnership = measuring.partnership
    return Brief(
        cube=lambda measure, split=(), period=None: cubes[key_of(measure, split, period)],
        small_areas=outlines[0],
        districts=outlines[1],
        supplies=measuring.shown_supplies,
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
