"""How often the agencies' files leave something out; what is planted is drawn with it in mind."""

from __future__ import annotations

NO_HOUR_MIDNIGHT, NO_HOUR_WINDOW = 0.012, 0.018
"""Serious violence of which the day alone is known, or a stretch of more than an hour."""
OTHERS_MIDNIGHT, OTHERS_WINDOW = 0.05, 0.10
"""The same of every other offence."""
NOT_PLACED = 0.01
"""Offences without postcode, grid reference, beat and neighbourhood."""
NO_POSTCODE = 0.04
"""Offences with a grid reference alone."""
NO_BIRTH, NO_SEX = 0.02, 0.008
"""Rows of people without a day of birth, or a sex."""
NO_AGE_HEALTH = 0.012
"""Call-outs and attendances without an age."""
NO_HOME = 0.02
"""Attendances without a home sector."""
RECLASSIFIED, CANCELLED = 0.012, 0.02

TIME_KNOWN = 1 - NO_HOUR_MIDNIGHT - NO_HOUR_WINDOW
PLACED = 1 - NOT_PLACED
