"""The findings of the later chapters by name, and which of them are split by definition alone.

Each chapter and its panel of the dashboard read them by these names, and the plan asks for them.
"""

from __future__ import annotations

DEPRIVED = (
    "serious_violence_deprivation_ratio",
    "serious_violence_deprivation_ratio_fifths",
    "serious_violence_inequality_slope",
    "serious_violence_inequality_index",
)
"""How offences go with the deprivation of the place: two ends, a slope and an index."""
URBAN = "serious_violence_urban_ratio"
ASSOCIATED = tuple(
    f"serious_violence_association_{factor}"
    for factor in ("income", "education", "under_25", "urban")
)
"""What goes with more of one factor among small areas alike in the others."""
ETHNIC = ("asian", "black", "mixed", "other")
BY_ETHNIC_GROUP = tuple(
    f"{role}_ethnic_ratio_{group}" for role in ("victims", "suspects") for group in ETHNIC
)
BY_SEX = ("victims_male_female_ratio", "suspects_male_female_ratio")

HALVES = ("serious_violence_half_of_places", "victims_half", "suspects_half")
"""How few hold half; each has what chance alone would give beside it, named so."""
BY_CHANCE = "_by_chance"
STANDARDISED = ("victims_standardised_rate", "suspects_standardised_rate")
FUNNEL = ("serious_violence_district_dispersion", "serious_violence_districts_outside")
NEAR_REPEAT = "serious_violence_near_repeat"
TOGETHER = (
    "serious_violence_hot_spot_share",
    "serious_violence_cluster_share",
    "serious_violence_clusters",
)
OF_OFFENCES = (HALVES[0], f"{HALVES[0]}{BY_CHANCE}", *FUNNEL, NEAR_REPEAT, *TOGETHER)
"""What is found of places and patterns from offences alone."""
OF_HALVES_OF_PEOPLE = tuple(f"{name}{ending}" for name in HALVES[1:] for ending in ("", BY_CHANCE))

MATCHED = "attendances_matched_share"
UNKNOWN = tuple(f"attendances_unknown_share{ending}" for ending in ("_low", "", "_high"))
INJURIES = tuple(f"violent_injuries_estimated{ending}" for ending in ("_low", "", "_high"))
OF_UNKNOWN = (MATCHED, *UNKNOWN, *INJURIES)
"""What the police do not know of: from the low to the high one of each."""

DEFINED_ALONE = frozenset(
    {
        *(*DEPRIVED, URBAN, *ASSOCIATED, *BY_ETHNIC_GROUP),
        *(*OF_OFFENCES, *OF_HALVES_OF_PEOPLE, *STANDARDISED),
    }
)
