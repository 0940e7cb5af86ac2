"""Every published table and lookup is received under the texts of a new partnership."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_files import Door

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared

LAIT = "education_youth/dfe_lait_la_indicators_2026-04.parquet"
SHARP = "health/hes_assault_sharp_object_region_month_{}_2012-13_2021-22.csv.gz"
# the file, the agreement, rows read, rows held back, rows stored
FILES = [
    ("education_youth/dfe_clean_la_data_2006_2017.csv.gz", "exclusions-2006-2017", 7122, 2, 56960),
    (
        *("education_youth/dfe_clean_la_exclusions_data_2006_2017.csv.gz",),
        *("exclusion-reasons-2006-2017", 6564, 0, 6564 * 24),
    ),
    (LAIT, "school-exclusions-published", 3 * 1530, 0, 3 * 1530),
    (LAIT, "school-absence-published", 2 * 1700, 0, 2 * 1700),
    (LAIT, "first-time-entrants", 1521, 0, 1521),
    (SHARP.format("tot"), "sharp-object-admissions-total", 3312, 0, 3312),
    (SHARP.format("age"), "sharp-object-admissions-by-age", 27346, 0, 27346),
    (SHARP.format("sex"), "sharp-object-admissions-by-sex", 6384, 0, 6384),
    ("lookups/lsoa21_ward24_lad24_llr.csv", "small-areas-in-wards-2024", 634, 0, 634),
    ("lookups/lsoa21_ward24_lad24_llr.csv", "small-areas-in-districts-2024", 634, 0, 634),
    ("lookups/lsoa11_msoa11_llr.csv", "small-areas-in-middle-areas-2011", 611, 0, 611),
    ("lookups/lad24_csp24_pfa24_ew.csv", "districts-in-partnerships-2024", 332, 0, 332),
    ("lookups/postcodes_llr_le_2025-10.csv.gz", "postcodes-2025-10", 24967, 0, 24967),
    (
        *("population/population_mid2019_lsoa11_single_year_persons_llr.csv.gz",),
        *("residents-mid-2019-small-areas", 611, 0, 611 * 92),
    ),
]


@pytest.mark.parametrize(
    ("file", "under", "read", "held", "stored"), FILES, ids=[under for _, under, *_ in FILES]
)
def test_a_published_table_is_received(
    shared: Path, tmp_path: Path, file: str, under: str, read: int, held: int, stored: int
) -> None:
    door = Door(tmp_path)
    path = shared / "data" / file
    receipt = door.send(path.read_bytes(), path.name, under)
    assert receipt.is_accepted, receipt.to_text()
    assert (receipt.rows_read, receipt.rows_held_back) == (read, held)
    assert receipt.rows_stored == stored
    assert sum(part.rows for part in door.store.live_parts(receipt.feed)) == stored


def test_a_table_without_months_that_holds_cells_twice_is_refused(
    shared: Path, tmp_path: Path
) -> None:
    """The tabulation by ethnic group, in this copy: no cell tells of which month it is."""
    door = Door(tmp_path)
    path = shared / "data" / SHARP.format("eth")
    receipt = door.send(path.read_bytes(), path.name, "sharp-object-admissions-by-sex")
    assert not receipt.is_accepted
    assert "stand in another row of this supply too" in receipt.to_text()
