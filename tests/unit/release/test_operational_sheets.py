"""An exact table of places is sealed as operational, and says its numbers in words."""

from __future__ import annotations

import polars as pl

from vrn.release.sheets import seal_sheet
from vrn.terms import Clearance, CountTable


def test_a_sheet_is_operational_whatever_it_holds() -> None:
    table = CountTable(
        pl.DataFrame(
            {
                "small_area": ["S1", "S2"],
                "count": [262, 4],
                "z": [6.774, -1.0],
                "p": [0.00001, None],
                "metres_to": [200.0, 400.0],
                "relative_risk": [18.391, 2.0],
            }
        )
    )
    sheet = seal_sheet("Hot spots", "Gi*", table)
    assert sheet.clearance is Clearance.OPERATIONAL
    assert sheet.columns == ("small area", "count", "z", "p", "metres to", "relative risk")
    assert sheet.rows == (
        ("S1", "262", "6.77", "below 0.0001", "200", "18.39"),
        ("S2", "4", "-1.00", "", "400", "2.00"),
    )
