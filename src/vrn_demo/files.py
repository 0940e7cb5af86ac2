"""Writes the made-up files of a whole police area into a folder, under the published names.

The same seed gives the same bytes; another seed gives other people, ranks and offences in the same
places. Nothing here is real, and known_truth.json says in its first line that it is not.
"""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn.terms import unwatched
from vrn_demo import boundaries, deprivation, resident_files, street_files
from vrn_demo.area import MadeUpArea, build_area
from vrn_demo.offences import draw_offences
from vrn_demo.policing import spell_neighbourhoods
from vrn_demo.postcodes import spell_sectors
from vrn_demo.residents import Residents, draw_residents
from vrn_demo.rural_urban import spell_classes
from vrn_demo.spots import draw_spots
from vrn_demo.truth import spell_truth

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.terms import Progress

SEED = 2019
TRUTH = "known_truth.json"
_PARTS = 6
"""Residents, hardship, ranks, points, offences, spoilt rows: each with a generator of its own."""

LSOA11_BOUNDARIES = "boundaries/lsoa11_llr.geojson"
LSOA21_BOUNDARIES = "boundaries/lsoa21_llr.geojson"
DISTRICT_BOUNDARIES = "boundaries/lad_llr.geojson"
AREA_CHANGES = "lookups/lsoa11_lsoa21_lad22_llr.csv"
POLICE_NEIGHBOURHOODS = "lookups/police_neighbourhoods.csv"
POSTCODE_SECTORS = "lookups/postcode_sectors.csv"
RURAL_URBAN = "lookups/ruc21_lsoa21_llr.csv"
RESIDENTS_LSOA11 = "population/population_mid2020_lsoa11_single_year_persons_llr.csv.gz"
RESIDENTS_DISTRICT = "population/population_mid2020_lad_single_year_persons_uk.csv.gz"
RESIDENTS_DISTRICT_SEX = "population/population_mid2020_lad_single_year_sex_ew.csv.gz"
RESIDENTS_CENSUS = "population/census2021_lsoa21_ethnicity_llr.csv.gz"
DEPRIVATION_2019 = "deprivation/imd2019_lsoa11_llr.csv"
DEPRIVATION_2025 = "deprivation/imd2025_lsoa21_llr.csv"


@dataclass(frozen=True)
class Places:
    """The made-up area, who lives in it and how hard they have it, as drawn for one seed."""

    area: MadeUpArea
    residents: Residents
    hardship: np.ndarray
    """One number for each small area of 2011: mean 0, sd 1, higher is worse."""


@dataclass(frozen=True)
class _Drawn:
    """All that was drawn for one seed."""

    places: Places
    deprivation_2019: str
    deprivation_2025: str
    months: list[street_files.MonthFile]


def write_files(folder: Path, *, seed: int = SEED, on_progress: Progress = unwatched) -> list[Path]:
    """Write the made-up files into a folder and give their paths, crime first, truth last.

    Sub-folders are crime, population, deprivation, boundaries and lookups; known_truth.json stands
    beside them. Files of these names that are already there are written over; others are left.
    `on_progress` is told the files written, how many there will be, and the last one's name.
    """
    contents = make_files(seed)
    written = []
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
        on_progress(len(written), len(contents), name)
    return written


def make_files(seed: int = SEED) -> dict[str, bytes]:
    """The bytes of every made-up file by its name below the folder; touches no disk."""
    drawn = _draw(seed)
    texts = _spell_places(drawn)
    contents = {
        f"crime/{archive}": street_files.pack(
            file for file in drawn.months if file.archive == archive
        )
        for archive in street_files.ARCHIVES
    }
    for name, text in texts.items():
        plain = text.encode("utf-8")
        contents[name] = _squeeze(plain) if name.endswith(".gz") else plain
    truth = spell_truth(drawn.places.area, drawn.places.residents, drawn.months, seed=seed)
    return {**contents, TRUTH: truth.encode("utf-8")}


def _squeeze(plain: bytes) -> bytes:
    """The bytes of a gzip file without a name or a time in it, so that they never differ."""
    squeezed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=squeezed, mtime=0) as file:
        file.write(plain)
    return squeezed.getvalue()


def draw_places(seed: int = SEED) -> Places:
    """The places and residents behind the files of a seed; whatever else is drawn leaves them."""
    people, hard = _generators(seed)[:2]
    area = build_area()
    return Places(area, draw_residents(area, people), deprivation.draw_hardship(area, hard))


def _generators(seed: int) -> list[np.random.Generator]:
    """A generator for each part that is drawn, so that one part can change and others stay."""
    return [np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(_PARTS)]


def _draw(seed: int) -> _Drawn:
    """Everything drawn for a seed."""
    _, _, ranks, points, events, spoils = _generators(seed)
    places = draw_places(seed)
    area, hardship = places.area, places.hardship
    spots = draw_spots(area, points)
    offences = draw_offences(area, places.residents, hardship, spots=spots, rng=events)
    return _Drawn(
        places=places,
        deprivation_2019=deprivation.draw_2019(area, hardship, ranks),
        deprivation_2025=deprivation.draw_2025(area, hardship, ranks),
        months=street_files.spell_months(area, offences, spoils),
    )


def _spell_places(drawn: _Drawn) -> dict[str, str]:
    """The text of each file about people and places, by its name below the folder."""
    area, lived = drawn.places.area, drawn.places.residents
    return {
        RESIDENTS_LSOA11: resident_files.spell_small_areas(area, lived),
        RESIDENTS_DISTRICT: resident_files.spell_districts(area, lived),
        RESIDENTS_DISTRICT_SEX: resident_files.spell_districts_by_sex(area, lived),
        RESIDENTS_CENSUS: resident_files.spell_census(area, lived),
        DEPRIVATION_2019: drawn.deprivation_2019,
        DEPRIVATION_2025: drawn.deprivation_2025,
        LSOA11_BOUNDARIES: boundaries.spell_small_areas_2011(area),
        LSOA21_BOUNDARIES: boundaries.spell_small_areas_2021(area),
        DISTRICT_BOUNDARIES: boundaries.spell_districts(area),
        AREA_CHANGES: boundaries.spell_changes(area),
        POLICE_NEIGHBOURHOODS: spell_neighbourhoods(area),
        POSTCODE_SECTORS: spell_sectors(area),
        RURAL_URBAN: spell_classes(area, lived),
    }
