"""Drawn examples: serious violence and several factors of small areas at once."""

from __future__ import annotations

from examples_factors import drawn
from examples_violence import BOTH
from specifying import Example

# Each of four factors takes two values, in every combination, in two areas each: S1 to S32.
_WAYS = [[(n >> bit) & 1 for bit in range(4)] for n in range(32)]
_COMBINED = {
    "areas": drawn("small_area | district", *(f"S{n} | D1" for n in range(1, 33))),
    "residents": drawn(
        "edition | level | area_code | age | residents",
        "census-2021 | small area 2021 | S1..S32 | | 1000",
        *(
            f"mid-2020 | small area 2021 | S{n} | {age} | {people + shift * 100 * young}"
            for n, (_, _, young, _) in enumerate(_WAYS, 1)
            for age, people, shift in ((10, 200, 1), (40, 800, -1))
        ),
    ),
    "deprivation": drawn(
        "edition | area_code | imd_decile | income_decile | education_decile",
        *(
            f"2025 | S{n} | 5 | {2 - income} | {2 - education}"
            for n, (income, education, _, _) in enumerate(_WAYS, 1)
        ),
    ),
    "rural_urban": drawn(
        "area_code | settlement",
        *(f"S{n} | {'urban' if way[3] else 'rural'}" for n, way in enumerate(_WAYS, 1)),
    ),
    "police_offences": drawn(
        "small_area | district | times",
        *(
            f"S{n} | D1 | {4 * 2**income * (3 if young else 2) * 2**urban}"
            for n, (income, _, young, urban) in enumerate(_WAYS, 1)
        ),
    ),
}
GRID = [(row, column, 6 * row + column + 1) for row in range(4) for column in range(6)]
"""Row, column and number of 24 areas: the first two rows are worse off."""
_OF_GRID = {
    "areas": drawn("small_area | district", *(f"S{n} | D{1 + row // 2}" for row, _, n in GRID)),
    "residents": """
        edition     | level           | area_code | residents
        census-2021 | small area 2021 | S1..S24   | 1000
    """,
    "deprivation": drawn(
        "edition | area_code | imd_decile | income_decile | education_decile",
        *(f"2025 | S{n} | 5 | {1 + row // 2} | 5" for row, _, n in GRID),
    ),
    "boundaries": drawn(
        "area_code | column | row", *(f"S{n} | {column} | {row}" for row, column, n in GRID)
    ),
    "police_offences": drawn(
        "small_area | district | times",
        *(
            f"S{n} | D{1 + row // 2} | {(20 if row < 2 else 10) + (-1) ** (row + column)}"
            for row, column, n in GRID
        ),
    ),
}
ASSOCIATION = (
    Example(
        shows=(
            "240 offences in twelve areas of the most income-deprived tenth, 120 in twelve of the "
            "next, a thousand residents each: one tenth more deprived goes with twice the rate, "
            "and the limits are those of two Poisson counts"
        ),
        given=_OF_GRID,
        where=BOTH,
        answer="""
            measure                             | value | lower | upper | numerator | denominator
            serious_violence_association_income | 2.00  | 1.61  | 2.49  | 360       | 24000
        """,
    ),
    Example(
        shows=(
            "in 32 areas with every combination of four factors, twice as many in the more "
            "income-deprived and in the urban ones, half as many again where ten more of every "
            "hundred are under 25, and as many whatever the education"
        ),
        given=_COMBINED,
        where=BOTH,
        answer="""
            measure                                | value | lower | upper | numerator | denominator
            serious_violence_association_income    | 2.00  | 1.71  | 2.34  | 720       | 32000
            serious_violence_association_education | 1.00  | 0.86  | 1.16  | 720       | 32000
            serious_violence_association_under_25  | 1.50  | 1.29  | 1.74  | 720       | 32000
            serious_violence_association_urban     | 2.00  | 1.71  | 2.34  | 720       | 32000
        """,
    ),
    Example(
        shows="a factor that is the same everywhere, or that the cut does not hold, has no ratio",
        given=_OF_GRID,
        where=BOTH,
        answer="""
            measure                                | value | reason
            serious_violence_association_education |       | this cut holds no tenths of education deprivation by small area that differ
            serious_violence_association_under_25  |       | this cut holds no residents by age of small areas that differ
            serious_violence_association_urban     |       | this cut holds no urban and rural small areas that differ
        """,  # noqa: E501
    ),
)
