"""Drawn examples: the most deprived small areas against the least deprived."""

from __future__ import annotations

from specifying import Example

from vrn.factors.deprivation import deprivation_measures
from vrn.problem.recorded import CATEGORIES

PLACES = """
    small_area | district
    S1         | D1
    S2         | D1
    S3         | D2
    S4         | D2
    S5         | D2
"""
PEOPLE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1        | 1000
    census-2021 | small area 2021 | S2        | 3000
    census-2021 | small area 2021 | S3        | 5000
    census-2021 | small area 2021 | S4        | 2000
    census-2021 | small area 2021 | S5        | 2000
"""
DECILES = """
    edition | area_code | imd_decile
    2025    | S1        | 1
    2025    | S2        | 2
    2025    | S3        | 5
    2025    | S4        | 9
    2025    | S5        | 10
    2019    | S1        | 1
    2019    | S2        | 1
    2019    | S3        | 5
    2019    | S4        | 10
    2019    | S5        | 10
"""
EVERY = "\n".join(
    ["month | crime_type | small_area | times"]
    + [
        f"2021-01 | {category.published} | {place} | {times}"
        for category in CATEGORIES
        for place, times in (("S1", 30), ("S2", 50), ("S3", 70), ("S4", 10), ("S5", 15))
    ]
)
# Per 1,000: S1 30, S2 16.7, S4 5, S5 7.5; tenths of 2025 30 over 7.5, fifths 20 over 6.25; all the
# ends of 2019 hold S1 and S2 against S4 and S5.
_RATIOS = {
    "": ("4.0", 30, 15),
    "_fifths": ("3.2", 80, 25),
    "_2019": ("3.2", 80, 25),
    "_fifths_2019": ("3.2", 80, 25),
}


def _expected(name: str) -> str:
    group, _, end = name.partition("_deprivation_ratio")
    size = {"all_crimes": 13, "all_recorded": 14}.get(group, 1)
    value, most, least = _RATIOS[end]
    return f"{name} | {value} | {most * size} | {least * size}"


RATIOS = (
    Example(
        shows=(
            "30 for every 1,000 residents in the most deprived tenth over 7.5 in the least is four "
            "times the rate; by fifths, 20 over 6.25"
        ),
        given={"areas": PLACES, "residents": PEOPLE, "deprivation": DECILES, "offences": EVERY},
        answer="measure | value | numerator | denominator\n"
        + "\n".join(_expected(name) for name in deprivation_measures()),
    ),
    Example(
        shows="the limits are exact, given the sum of the two counts",
        given={"areas": PLACES, "residents": PEOPLE, "deprivation": DECILES, "offences": EVERY},
        answer="""
            measure                          | value | lower | upper | unit
            robbery_deprivation_ratio        | 4.00  | 2.09  | 8.00  | times the rate
            robbery_deprivation_ratio_fifths | 3.20  | 2.02  | 5.23  | times the rate
        """,
    ),
    Example(
        shows="a district without one of the two ends has no ratio",
        given={"areas": PLACES, "residents": PEOPLE, "deprivation": DECILES, "offences": EVERY},
        split=("district",),
        answer="""
            measure                   | district | value | reason
            robbery_deprivation_ratio | D1       |       | nobody in this area is known to live in the least deprived tenth
            robbery_deprivation_ratio | D2       |       | nobody in this area is known to live in the most deprived tenth
        """,  # noqa: E501
    ),
    Example(
        shows="where nothing was recorded in the least deprived tenth there is no ratio",
        given={
            "areas": PLACES,
            "residents": PEOPLE,
            "deprivation": DECILES,
            "offences": """
                month   | crime_type | small_area | times
                2021-01 | Robbery    | S1         | 3
            """,
        },
        answer="""
            measure                   | value | reason
            robbery_deprivation_ratio |       | nothing was recorded in the least deprived tenth
        """,
    ),
)
