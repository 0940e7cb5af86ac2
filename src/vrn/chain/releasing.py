"""What every publication needs: cubes and outlines released, the document kept as an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.terms import Level, unwatched

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
    """The outlines of small areas and of districts, released in one frame.

    With them those of police neighbourhoods, where the cut knows their small areas.
    """
    from vrn.release.lineage import rests_on
    from vrn.release.outlining import frame, make_outline
    from vrn.release.recording import record_outline
    from vrn.release.signing import read_private_key

    partnership = measuring.partnership
    shapes = _inside(measuring)
    levels = ["small area", "district"]
    if "neighbourhoods" in measuring.tables:
        shapes = join_neighbourhoods(shapes, measuring.table("neighbourhoods"))
        levels.append(Level.NEIGHBOURHOOD.value)
    outlines = [
        make_outline(
            shapes,
            level=level,
            vintage=partnership.small_area_vintage,
            supplies=rests_on(
                measuring.ground,
                _feeds_of_outline(level, partnership.small_area_vintage),
                None,
            ),
            within=frame(shapes),
        )
        for level in levels
    ]
    key = read_private_key(partnership.private_key)
    for outline in outlines:
        record_outline(partnership.released, outline, cut=measuring.cut.number, key=key)
    return outlines[0], outlines[1]


def _feeds_of_outline(level: str, vintage: str) -> tuple[str, ...]:
    if level == Level.NEIGHBOURHOOD:
        return (f"boundaries:{Level.SMALL_AREA} {vintage}", "police-neighbourhoods")
    return (f"boundaries:{level} {vintage}",)


def join_neighbourhoods(shapes: pl.DataFrame, neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """The shapes with one more for each neighbourhood: its small areas joined to one."""
    import polars as pl
    import shapely

    parts = shapes.filter(pl.col("level") == Level.SMALL_AREA.value).join(
        neighbourhoods.select("neighbourhood", "neighbourhood_name", area_code="small_area"),
        on="area_code",
        how="inner",
    )
    joined = [
        group.head(1).with_columns(
            level=pl.lit(Level.NEIGHBOURHOOD.value),
            area_code="neighbourhood",
            area_name="neighbourhood_name",
            geometry=pl.lit(
                shapely.union_all(shapely.from_wkb(group["geometry"].to_numpy())).wkb,
                dtype=pl.Binary,
            ),
        )
        for group in parts.sort("area_code").partition_by("neighbourhood", maintain_order=True)
    ]
    return pl.concat([shapes, *(each.select(shapes.columns) for each in joined)])


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
        supplies=_marked_supplies(measuring),
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


def _marked_supplies(measuring: Measuring) -> dict[str, dict[str, Any]]:
    """The supplies that a publication names, each with the day on which its agreement ended.

    Only closed data is published on a day that is known here; open data's licence has no end.
    """
    from vrn.chain.agreeing import ended_agreements

    today = measuring.protecting.today if measuring.protecting else None
    ended = ended_agreements(measuring.partnership.folder, today=today) if today else {}
    return {
        receipt: {**facts, "ended_on": ended.get(facts["agreement"])}
        for receipt, facts in measuring.shown_supplies.items()
    }
