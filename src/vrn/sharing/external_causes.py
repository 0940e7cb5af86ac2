"""The external causes among an episode's diagnoses: all that is kept of what the patient had.

ICD-10 codes V01 to Y98 say how an injury came about. The others say what was found and treated,
which no question of a violence reduction network needs.
"""

from __future__ import annotations

import re

CODE_PATTERN = r"[A-Z]\d{2}(?:\.?[0-9X](?:[0-9A-Z]{0,2}))?[-D*+]{0,2}"
DIAGNOSES_PATTERN = rf"^\s*{CODE_PATTERN}(?:[\s,;|]+{CODE_PATTERN})*\s*$"
FIRST, LAST = "V01", "Y98"


def find_external_causes(diagnoses: str) -> str | None:
    """The external causes in the order in which they stand, with a full stop; None without any.

    >>> find_external_causes("S610; X990, T81.4"), find_external_causes("S610 W26")
    ('X99.0', 'W26')
    >>> find_external_causes("J45.9") is None
    True
    """
    codes = re.findall(CODE_PATTERN, diagnoses.upper())
    causes = [_with_stop(code) for code in codes if FIRST <= code[:3] <= LAST]
    return " ".join(dict.fromkeys(causes)) or None


def _with_stop(code: str) -> str:
    """A code as the classification prints it: X990 and X99.0 are one, X99X and X99 are one."""
    bare = re.sub(r"[^A-Z0-9]", "", code)
    fourth = bare[3:4] if bare[3:4].isdigit() else ""
    return f"{bare[:3]}.{fourth}" if fourth else bare[:3]
