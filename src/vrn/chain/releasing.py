"""What every publication needs: cubes and outlines released, the document kept as an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from vrn.chain.measuring import Measuring
    from vrn.publish.document import Document
    from vrn.publish.editions import Edition
    from vrn.publish.profile.plan import Shape
    from vrn.release.cube import Cube
    from vrn.release.outline import Outline
    from vrn.terms import Progress


def release_cubes(
    measuring: Measuring, shapes: Sequence[Shape], on_progress: Progress
) -> dict[tuple[object, ...], Cube]:
    """Measures, releases and keeps every cube of the shapes, and those of the supplies; by key."""
    made = {}
    for number, shape in enumerate(shapes):
        on_progress(number, len(shapes), f"measuring {shape.measure}")
        made[key_of(shape.measure, shape.split, shape.period)] = measuring.cube(
            shape.measure, split=shape.split, where=shape.where, period=shape.period
        )
    for cube in measuring.supply_cubes():
        made[key_of(cube.measure, cube.split, None)] = cube
    on_progress(len(shapes), len(shapes), "keeping the figures")
    measuring.record(made.values())
    return made


def key_of(measure: str, split: tuple[str, ...], period: object) -> tuple[object, ...]:
    """What a document asks for a cube by."""
    return (measure, split, period)


def release_outlines(measuring: Measuring) -> tuple[Outline, Outline]:
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


def keep_document(
    measuring: Measuring, document: Document, *, on_progress: Progress = unwatched
) -> Edition:
    """Renders a document as an edition, and records in which of its places each figure stands."""
    from vrn.publish.editions import publish
    from vrn.release.recording import record_document

    edition = publish(
        document,
        folder=measuring.partnership.published,
        supplies=measuring.shown_supplies,
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
