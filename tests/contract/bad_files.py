"""What arrives and what becomes of it, as one table: tests run it, docs/how-to/errors.md shows it.

Each line: what arrives, under which agreement, the file, the outcome, what is said and where, and
(where a sender can mend it) the file as it should have been.
"""

from __future__ import annotations

from bad_archives import ARCHIVES
from bad_boundaries import BOUNDARIES
from bad_health import ADMISSIONS, ATTENDANCES, CALLOUTS
from bad_lookups import LOOKUPS
from bad_more import MORE
from bad_offences import OFFENCES
from bad_people import PEOPLE
from bad_structure import STRUCTURE
from bad_tables import AREA_CHANGES, DEPRIVATION, RESIDENTS
from bad_values import VALUES

CASES = STRUCTURE + VALUES + RESIDENTS + DEPRIVATION + BOUNDARIES + AREA_CHANGES + ARCHIVES
CASES += OFFENCES + PEOPLE + CALLOUTS + ATTENDANCES + ADMISSIONS + LOOKUPS
CASES += MORE
