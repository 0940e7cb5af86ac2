"""Who may see a figure: the lanes of disclosure control, from open data to the operational."""

from __future__ import annotations

from enum import IntEnum


class Clearance(IntEnum):
    """Ordered from the widest to the narrowest; a document's clearance is its figures' highest.

    OPEN is data published under an open licence: the licence is the agreement, figures are exact,
    and only such figures may show small areas exactly.
    """

    OPEN = 0
    PUBLIC = 1
    PARTNER = 2
    OPERATIONAL = 3

    @property
    def label(self) -> str:
        """The name a reader sees: "open data", "public", "partners", "operational"."""
        return ("open data", "public", "partners", "operational")[self.value]
