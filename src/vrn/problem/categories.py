"""The categories of the police's published street-level files, and the name each has here.

The categories have been the same since May 2013. Source: the published files themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

ANTI_SOCIAL_BEHAVIOUR = "Anti-social behaviour"


@dataclass(frozen=True)
class Category:
    """One published category: its text in the files, its name as a measure, and its title.

    `title` is the plural noun phrase that sentences use; `rare` ones print rates to two decimals.
    """

    published: str
    name: str
    title: str
    rare: bool = True

    @property
    def unit(self) -> str:
        """Crimes are offences; anti-social behaviour is recorded as incidents."""
        return "incidents" if self.published == ANTI_SOCIAL_BEHAVIOUR else "offences"


CATEGORIES = (
    Category(
        ANTI_SOCIAL_BEHAVIOUR,
        "anti_social_behaviour",
        "Anti-social behaviour incidents",
        rare=False,
    ),
    Category("Bicycle theft", "bicycle_theft", "Bicycle thefts"),
    Category("Burglary", "burglary", "Burglary offences"),
    Category(
        "Criminal damage and arson",
        "criminal_damage_and_arson",
        "Criminal damage and arson offences",
    ),
    Category("Drugs", "drugs", "Drug offences"),
    Category("Other crime", "other_crime", "Other crimes"),
    Category("Other theft", "other_theft", "Other thefts"),
    Category("Possession of weapons", "possession_of_weapons", "Possession of weapons offences"),
    Category("Public order", "public_order", "Public order offences"),
    Category("Robbery", "robbery", "Robbery offences"),
    Category("Shoplifting", "shoplifting", "Shoplifting offences"),
    Category("Theft from the person", "theft_from_the_person", "Thefts from the person"),
    Category("Vehicle crime", "vehicle_crime", "Vehicle crimes"),
    Category(
        "Violence and sexual offences",
        "violence_and_sexual_offences",
        "Violence and sexual offences",
        rare=False,
    ),
)

CRIMES = tuple(
    category.published for category in CATEGORIES if category.published != ANTI_SOCIAL_BEHAVIOUR
)
