"""Drawn examples: the share in the small areas with most, and by chance alone."""

from __future__ import annotations

from specifying import Example

from vrn.problem.concentration import TOPS
from vrn.problem.recorded import CATEGORIES, GROUPS

HUNDRED = """
    small_area | district
    S1..S90    | D1
    S91..S100  | D2
"""
EVERY = "\n".join(
    ["month | crime_type | small_area | times"]
    + [
        f"2021-01 | {category.published} | {places} | {times}"
        for category in CATEGORIES
        for places, times in (("S1", 20), ("S2..S5", 5), ("S6..S10", 4), ("S11..S50", 1), ("", 7))
    ]
)
ONE = """
    month   | crime_type | small_area | times
    2021-01 | Robbery    | S1..S3     | 5
    2021-01 | Robbery    | S4..S8     | 1
    2021-01 | Robbery    |            | 30
    2021-01 | Robbery    | S91        | 6
"""
IN_ONE_PLACE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S99   | 0
    census-2021 | small area 2021 | S100      | 500
"""
HALF = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S50   | 1500
    census-2021 | small area 2021 | S91..S100 | 0
"""
EQUAL = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S100  | 1500
"""
_IN_TOP = {1: 20, 5: 40, 10: 60}


def _sizes(name: str) -> int:
    """How many categories a group is the sum of."""
    return {"all_crimes": len(CATEGORIES) - 1, "all_recorded": len(CATEGORIES)}.get(name, 1)


CONCENTRATION = (
    Example(
        shows=(
            "a hundred small areas: the one with most holds 20 of the 100 records placed, the top "
            "five 40, the top ten 60; records without a place are left out"
        ),
        given={"areas": HUNDRED, "offences": EVERY},
        answer="measure | value | lower | numerator | denominator\n"
        + "\n".join(
            f"{group.name}_concentration_{top} | {_IN_TOP[top]}.0 | "
            f"| {_IN_TOP[top] * _sizes(group.name)} | {100 * _sizes(group.name)}"
            for group in GROUPS
            for top in TOPS
        ),
    ),
    Example(
        shows=(
            "5% of 90 areas is 4.5, taken as 5; whichever two of the equal areas join the first "
            "three, the sum is the same. 5% of 10 areas is half an area, taken as 1; 1% of them "
            "is none"
        ),
        given={"areas": HUNDRED, "offences": ONE},
        split=("district",),
        answer="""
            measure                 | district | value | numerator | denominator | reason
            robbery_concentration_5 | D1       | 85.0  | 17        | 20          |
            robbery_concentration_5 | D2       | 100.0 | 6         | 6           |
            robbery_concentration_1 | D1       | 25.0  | 5         | 20          |
            robbery_concentration_1 | D2       |       |           |             | 1% of 10 small areas is less than half an area
        """,  # noqa: E501
    ),
    Example(
        shows="where nothing was placed there is nothing to share out",
        given={"areas": HUNDRED, "offences": ONE},
        answer="""
            measure                  | value | reason
            burglary_concentration_5 |       | nothing was recorded and placed here
        """,
    ),
)

BY_CHANCE = (
    Example(
        shows="if all residents lived in one small area, chance would put every record there",
        given={"areas": HUNDRED, "offences": EVERY, "residents": IN_ONE_PLACE},
        answer="measure | value | lower | upper | denominator\n"
        + "\n".join(
            f"{group.name}_concentration_{top}_by_chance | 100.0 | 100.0 | 100.0 | "
            f"{100 * _sizes(group.name)}"
            for group in GROUPS
            for top in TOPS
        ),
    ),
    Example(
        shows=(
            "26 records on a hundred equal areas: by chance alone the top five would already hold "
            "nearly a third of them"
        ),
        given={"areas": HUNDRED, "offences": ONE, "residents": EQUAL},
        answer="""
            measure                           | value | lower | upper | denominator
            robbery_concentration_5_by_chance | 30.5  | 19.2  | 42.3  | 26
        """,
    ),
    Example(
        shows="without every area's residents, or without records, chance has nothing to go by",
        given={"areas": HUNDRED, "offences": ONE, "residents": HALF},
        split=("district",),
        answer="""
            measure                            | district | value | reason
            robbery_concentration_5_by_chance  | D1       |       | residents of these small areas are not held
            robbery_concentration_5_by_chance  | D2       |       | nobody lives in these areas
            burglary_concentration_5_by_chance | D1       |       | nothing was recorded and placed here
            burglary_concentration_5_by_chance | D2       |       | nothing was recorded and placed here
        """,  # noqa: E501
    ),
)
