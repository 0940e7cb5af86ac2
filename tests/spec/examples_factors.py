"""Drawn examples: serious violence and deprivation, sex, ethnic group, town and country."""

from __future__ import annotations

from examples_violence import BOTH
from specifying import Example

TEN = range(1, 11)
HALVING = {number: 2 ** (10 - number) for number in TEN}
"""Offences by tenth: 512 in the most deprived, and half as many in each further one."""


def drawn(header: str, *rows: str) -> str:
    """A drawn table of a header and its rows."""
    return "\n".join((header, *rows))


_AREAS = drawn("small_area | district", *(f"S{n} | D1" for n in TEN))
_TENTHS = drawn("edition | area_code | imd_decile", *(f"2025 | S{n} | {n}" for n in TEN))
_PEOPLE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S10   | 100000
"""
_OFFENCES = drawn(
    "small_area | district | times", *(f"S{n} | D1 | {times}" for n, times in HALVING.items())
)
_OF_TENTHS = {
    "areas": _AREAS,
    "residents": _PEOPLE,
    "deprivation": _TENTHS,
    "police_offences": _OFFENCES,
}

INEQUALITY = (
    Example(
        shows=(
            "ten areas of a hundred thousand, one in each tenth, the number halved from each to "
            "the next: 512 in the first over 1 in the last, 768 in two over 3 in two"
        ),
        given=_OF_TENTHS,
        where=BOTH,
        answer="""
            measure                                   | value | numerator | denominator
            serious_violence_deprivation_ratio        | 512.0 | 512       | 1
            serious_violence_deprivation_ratio_fifths | 256.0 | 768       | 3
        """,
    ),
    Example(
        shows=(
            "the line through the areas halves ten times from end to end: from 7.24 for every "
            "1,000 to 0.007, so 7.23 apart, and 2 to the tenth as many times"
        ),
        given=_OF_TENTHS,
        where=BOTH,
        answer="""
            measure                           | value  | numerator | denominator
            serious_violence_inequality_slope | 7.23   | 1023      | 1000000
            serious_violence_inequality_index | 1024.0 | 1023      | 1000000
        """,
    ),
    Example(
        shows="where nobody lives in the last tenth there is no ratio of ends",
        given={
            **_OF_TENTHS,
            "deprivation": drawn(
                "edition | area_code | imd_decile", *(f"2025 | S{n} | {min(n, 9)}" for n in TEN)
            ),
        },
        where=BOTH,
        answer="""
            measure                            | value | reason
            serious_violence_deprivation_ratio |       | nobody in this area is known to live in the least deprived tenth
        """,  # noqa: E501
    ),
)

_VICTIMS = """
    person  | role   | crime_ref | sex
    M1..M74 | victim | C1        | male
    W1..W43 | victim | C2        | female
    U1..U10 | victim | C3        | not recorded
"""
SEXES = (
    Example(
        shows=(
            "74 men and boys among 3,700 male residents, 43 women and girls among 4,300; those of "
            "no recorded sex are in neither rate"
        ),
        given={"police_people": _VICTIMS},
        where=BOTH,
        answer="""
            measure                   | value | lower | upper | numerator | denominator
            victims_male_female_ratio | 2.0   | 1.4   | 3.0   | 74        | 43
        """,
    ),
    Example(
        shows="the same of suspects: 37 among 3,700 male residents, 43 among 4,300 female ones",
        given={
            "police_people": """
                person  | role    | crime_ref | sex
                M1..M37 | suspect | C1        | male
                W1..W43 | suspect | C2        | female
            """
        },
        where=BOTH,
        answer="""
            measure                    | value | lower | upper | numerator | denominator
            suspects_male_female_ratio | 1.0   | 0.6   | 1.6   | 37        | 43
        """,
    ),
    Example(
        shows="where nobody on one side was recorded there is nothing to compare with",
        given={"police_people": _VICTIMS},
        where=BOTH,
        answer="""
            measure                    | value | reason
            suspects_male_female_ratio |       | nothing was recorded among female residents
        """,
    ),
)

_SUSPECTS = """
    person  | crime_ref | ethnic_group
    A1..A20 | C1        | Asian
    W1..W20 | C2        | White
    U1..U10 | C3        | not recorded
"""
_BY_GROUP = """
    area_code | ethnic_group | residents
    S1        | Asian        | 1000
    S1        | White        | 500
    S2        | White        | 700
    S3        | White        | 800
    S3        | Black        | 300
"""
_ALL_GROUPS = """
    area_code | ethnic_group | residents
    S1        | Asian        | 1000
    S1        | Black        | 250
    S1        | Mixed        | 250
    S2        | Other        | 250
    S3        | White        | 2000
"""
_OF_ALL_GROUPS = """
    person  | role    | crime_ref | ethnic_group
    A1..A20 | victim  | C1        | Asian
    B1..B10 | victim  | C1        | Black
    M1..M15 | victim  | C1        | Mixed
    O1..O20 | victim  | C1        | Other
    W1..W40 | victim  | C1        | White
    U1..U15 | victim  | C1        | not recorded
    P1..P10 | suspect | C1        | Mixed
    Q1..Q20 | suspect | C1        | Other
    R1..R40 | suspect | C1        | White
"""
ETHNIC = (
    Example(
        shows=(
            "20 of 1,000 against 20 of 2,000 is twice the rate, with exact limits from 1.02 to "
            "3.92; 10 of the 50 suspects have no group, so the limits are widened by 1.2 each way"
        ),
        given={"police_people": _SUSPECTS, "residents_by_ethnic_group": _BY_GROUP},
        where=BOTH,
        answer="""
            measure                            | value | lower | upper | numerator | denominator
            suspects_ethnic_ratio_asian        | 2.00  | 0.85  | 4.70  | 20        | 20
            suspects_ethnic_ratio_black        | 0.00  | 0.00  | 1.62  | 0         | 20
            suspects_ethnic_not_recorded_share | 20.0  | 11.2  | 33.0  | 10        | 50
        """,
    ),
    Example(
        shows="every group is set beside White people, of victims as of suspects",
        given={"police_people": _OF_ALL_GROUPS, "residents_by_ethnic_group": _ALL_GROUPS},
        where=BOTH,
        answer="""
            measure                           | value | numerator | denominator
            victims_ethnic_ratio_asian        | 1.0   | 20        | 40
            victims_ethnic_ratio_black        | 2.0   | 10        | 40
            victims_ethnic_ratio_mixed        | 3.0   | 15        | 40
            victims_ethnic_ratio_other        | 4.0   | 20        | 40
            victims_ethnic_not_recorded_share | 12.5  | 15        | 120
            suspects_ethnic_ratio_mixed       | 2.0   | 10        | 40
            suspects_ethnic_ratio_other       | 4.0   | 20        | 40
        """,
    ),
    Example(
        shows="without residents of the group, or of any group, there is no rate",
        given={"police_people": _SUSPECTS, "residents_by_ethnic_group": _BY_GROUP},
        where=BOTH,
        answer="""
            measure                     | value | reason
            suspects_ethnic_ratio_mixed |       | no resident is counted among Mixed residents
        """,
    ),
    Example(
        shows="and a cut that holds no residents by ethnic group says so",
        given={"police_people": _SUSPECTS},
        where=BOTH,
        answer="""
            measure                     | value | reason
            suspects_ethnic_ratio_asian |       | this cut holds no residents by ethnic group of the whole area
        """,  # noqa: E501
    ),
)

_CLASSES = """
    area_code | settlement
    S1        | urban
    S2        | urban
    S3        | rural
"""
_RESIDENTS = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1        | 1000
    census-2021 | small area 2021 | S2        | 2000
    census-2021 | small area 2021 | S3        | 1000
"""
_IN_THREE = """
    small_area | district | times
    S1         | D1       | 40
    S2         | D1       | 20
    S3         | D2       | 10
"""
URBAN_RURAL = (
    Example(
        shows="60 among 3,000 residents of two urban areas, 10 among 1,000 of a rural one",
        given={
            "residents": _RESIDENTS,
            "rural_urban": _CLASSES,
            "police_offences": _IN_THREE,
        },
        where=BOTH,
        answer="""
            measure                      | value | lower | upper | numerator | denominator
            serious_violence_urban_ratio | 2.0   | 1.0   | 4.4   | 60        | 10
        """,
    ),
    Example(
        shows="a cut that does not hold the classification says so",
        given={"residents": _RESIDENTS, "police_offences": _IN_THREE},
        where=BOTH,
        answer="""
            measure                      | value | reason
            serious_violence_urban_ratio |       | this cut does not hold which small areas are urban and which rural
        """,  # noqa: E501
    ),
)
