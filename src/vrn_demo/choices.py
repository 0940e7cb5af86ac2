"""What the made-up partnership chose for itself: its periods, town centres, and an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.release.approvals import FINDINGS, HEADLINE_SHAPES
from vrn.release.findings import digest_of_findings
from vrn.release.headline.shapes import digest_of
from vrn_demo.agreements import write_agreements
from vrn_demo.area import build_area

if TYPE_CHECKING:
    from pathlib import Path

PERIODS = {
    "period": "2020-04..2021-09",
    "police_series": "2019-02..2022-02",
    "attendance_series": "2018-10..2021-10",
}
"""The assessment's period and series: those of the report that the made-up area follows."""

NEW_LIMITS = """\
series,month,why,provenance
,2020-04,national restrictions from 23 March 2020,(memory)
,2021-04,the third lockdown eased: hospitality opened outdoors on 12 April 2021,(memory)
"""
"""Where limits of every control chart begin again: under restrictions, and as they were lifted.

The last of them ended on 19 July 2021; most of the way back lay before it.
"""

_APPROVAL = """\
# Two made-up people of the demonstration allow a list, by its digest.
of = "{of}"
sha256 = "{digest}"

[[approved_by]]
name = "Amina Marsh (made up)"
organisation = "Made-up Leicestershire Police"
role = "data steward"
approved_on = 2022-03-01

[[approved_by]]
name = "Tom Ashby (made up)"
organisation = "Made-up County Council"
role = "public health lead"
approved_on = 2022-03-02
"""


def write_choices(partnership: Path) -> None:
    """Fills in a partnership's town centres, new limits, signed agreements and its approvals."""
    write_agreements(partnership)
    lines = [f"{code},town centre,made up" for code in build_area().town_centres]
    listed = partnership / "reference" / "town_centres.csv"
    listed.write_text(
        "\n".join(["small_area,town_centre,provenance", *lines, ""]), encoding="utf-8"
    )
    limits = partnership / "reference" / "new_limits.csv"
    limits.write_text(NEW_LIMITS, encoding="utf-8")
    approvals = partnership / "approvals"
    approvals.mkdir(exist_ok=True)
    for of, digest in ((HEADLINE_SHAPES, digest_of()), (FINDINGS, digest_of_findings())):
        text = _APPROVAL.format(of=of, digest=digest)
        (approvals / f"{of}.toml").write_text(text, encoding="utf-8")
