"""The whole way in one go: a folder of open files becomes a published profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from vrn.publish.editions import Edition
    from vrn.terms import Progress

    Say = Callable[[str], None]

SUPPLIES: tuple[tuple[str | tuple[str, ...], str], ...] = (
    ("crime/*.zip", "police-uk-street"),
    ("population/population_mid2020_lsoa11_*.csv.gz", "residents-mid-2020-small-areas"),
    ("population/population_mid2020_lad_single_year_sex*", "residents-mid-2020-districts-by-sex"),
    ("population/census2021_lsoa21_ethnicity_*.csv.gz", "residents-census-2021"),
    (("deprivation/imd2019_lsoa11_england*", "deprivation/imd2019_lsoa11_*"), "deprivation-2019"),
    (("deprivation/imd2025_lsoa21_england*", "deprivation/imd2025_lsoa21_*"), "deprivation-2025"),
    ("boundaries/lsoa11_*.geojson", "boundaries-lsoa-2011"),
    ("boundaries/lsoa21_*.geojson", "boundaries-lsoa-2021"),
    ("boundaries/lad_*.geojson", "boundaries-districts"),
    ("lookups/lsoa11_lsoa21_lad22_*.csv", "area-changes-2011-2021"),
)
"""Where a folder of open files keeps each supply, and the agreement that it comes under.

Of two patterns the first that finds a file is taken.
"""

WHERE_FOUND: tuple[tuple[str, str], ...] = (
    ("population/census2021_lsoa21_ethnicity_*.csv.gz", "ethnic-groups-census-2021"),
    ("lookups/ruc21_lsoa21_*.csv", "rural-urban-2021"),
)
"""The same of what the profile does without; a folder that was begun before may not agree to it."""

OF_AGENCIES: tuple[tuple[str, str], ...] = (
    ("lookups/police_neighbourhoods.csv", "police-neighbourhoods"),
    ("lookups/postcode_sectors.csv", "postcode-sectors"),
    ("agencies/police_offences_*.csv", "police-offences"),
    ("agencies/police_people_*.csv", "police-people"),
    ("agencies/ambulance_calls.csv", "ambulance-calls"),
    ("agencies/ae_attendances_*.csv", "ae-attendances"),
    ("agencies/hospital_admissions_monthly.csv", "hospital-admissions"),
    ("agencies/assaults_treated_quarterly.csv", "assaults-treated"),
    ("agencies/istv_infirmary.csv", "injury-surveillance-infirmary"),
    ("agencies/istv_general.csv", "injury-surveillance-general"),
    ("agencies/school_exclusions.csv", "school-exclusions"),
    ("agencies/school_absence.csv", "school-absence"),
    ("agencies/youth_justice_interventions.csv", "youth-justice"),
    ("agencies/probation_orders.txt", "probation"),
)
"""The same of what the agencies send each other; a folder without them makes a profile alone.

Offences come before the people in them, whose ages are worked out from the offences' dates.
"""


class MissingSupplyError(LookupError):
    """A folder of open files lacks one that the profile needs."""


def make_demo(folder: Path, *, today: date, on_progress: Progress, say: Say) -> None:
    """Writes the made-up area's and agencies' files into the folder and goes the whole way."""
    from vrn import chain
    from vrn_demo.agencies.files import write_agencies
    from vrn_demo.choices import PERIODS, write_choices
    from vrn_demo.files import write_files
    from vrn_demo.linkage import write_linkage
    from vrn_demo.partnership import police_area

    files, partnership = folder / "files", folder / "partnership"
    say("Writing the made-up area's files")
    write_files(files, on_progress=on_progress)
    write_agencies(files, on_progress=on_progress)
    if not (partnership / "partnership.toml").exists():
        name = "Made-up violence reduction network"
        chain.start_for(partnership, police_area(), name=name, made_up=True, periods=PERIODS)
        write_choices(partnership)
        write_linkage(partnership)
    _go(partnership, files, today=today, on_progress=on_progress, say=say)


def make_real(
    folder: Path, *, files: Path, area: str, today: date, on_progress: Progress, say: Say
) -> None:
    """Goes the whole way with real open files, for the police force area named."""
    from vrn import chain

    partnership = folder / "partnership"
    if not (partnership / "partnership.toml").exists():
        chain.start(partnership, area=area)
    check_area(partnership, area)
    _go(partnership, files, today=today, on_progress=on_progress, say=say)


def check_area(partnership: Path, area: str) -> None:
    """Raises where the folder is that of another area than the one asked for."""
    from vrn.partnership.folder import read_partnership
    from vrn.partnership.reference import find_police_area

    held, asked = read_partnership(partnership).area.name, find_police_area(area).name
    if held != asked:
        raise ValueError(
            f"{partnership} is the folder of {held}, not of {asked}: name another folder"
        )


def _go(partnership: Path, files: Path, *, today: date, on_progress: Progress, say: Say) -> None:
    from vrn import chain

    of_agencies = tuple(find_agencies(files))
    further = find_further(files, partnership)
    for path, agreement in (*find_supplies(files), *further, *of_agencies):
        receipt = chain.receive(
            partnership, path, under=agreement, today=today, on_progress=on_progress
        )
        say(f"{receipt.state:<9}{receipt.rows_loaded:>9,} rows  {path.name}  receipt {receipt.id}")
        if not receipt.is_accepted:
            raise ValueError(receipt.to_text())
    cut = chain.make_cut(partnership, on_progress=on_progress)
    say(f"cut {cut.number}   {cut.row_hash[:16]}")
    for table in chain.release_supplied_tables(partnership):
        say(f"supplied  {len(table.cells):>9,} cells {table.told.table}")
    _say_published(chain.publish_profile(partnership, on_progress=on_progress), say)
    if of_agencies:
        for publish in (chain.publish_assessment, chain.publish_questions):
            _say_published(publish(partnership, today=today, on_progress=on_progress), say)


def _say_published(edition: Edition, say: Say) -> None:
    """The documents alone: their charts lie beside them."""
    for path in edition.files:
        if "/" not in path:
            say(f"published  {edition.folder / path}")


def find_agencies(files: Path) -> Iterator[tuple[Path, str]]:
    """Each file of an agency in a folder, with its agreement, in the order of receipt."""
    for pattern, agreement in OF_AGENCIES:
        yield from ((path, agreement) for path in sorted(files.glob(pattern)))


def find_further(files: Path, partnership: Path) -> Iterator[tuple[Path, str]]:
    """Each supply that may be lacking, where it is found and the partnership has its agreement."""
    for pattern, agreement in WHERE_FOUND:
        if (partnership / "agreements" / f"{agreement}.toml").exists():
            yield from ((path, agreement) for path in sorted(files.glob(pattern)))


def find_supplies(files: Path) -> Iterator[tuple[Path, str]]:
    """Each supply in a folder of open files with its agreement; MissingSupplyError for a lack."""
    found = [(_find(files, patterns), patterns, agreement) for patterns, agreement in SUPPLIES]
    missing = [
        f"{agreement} ({' or '.join(_alternatives(patterns))})"
        for paths, patterns, agreement in found
        if not paths
    ]
    if missing:
        raise MissingSupplyError(
            f"{files} lacks the files of {', '.join(missing)}: put them there under such names"
        )
    for paths, _, agreement in found:
        yield from ((path, agreement) for path in paths)


def _find(files: Path, patterns: str | tuple[str, ...]) -> list[Path]:
    globs = (sorted(files.glob(pattern)) for pattern in _alternatives(patterns))
    return next((found for found in globs if found), [])


def _alternatives(patterns: str | tuple[str, ...]) -> tuple[str, ...]:
    return (patterns,) if isinstance(patterns, str) else patterns
