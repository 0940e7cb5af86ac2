"""Drawn examples: rates of equal ages, differences of districts, how few hold half, patterns."""

from __future__ import annotations

from examples_violence import BOTH
from specifying import Example

from vrn.terms import Period

AGES = """
    edition  | level    | area_code | sex     | age | residents
    mid-2020 | district | D1        | persons | 5   | 500
    mid-2020 | district | D1        | persons | 12  | 500
    mid-2020 | district | D1        | persons | 17  | 500
    mid-2020 | district | D1        | persons | 22  | 500
    mid-2020 | district | D1        | persons | 30  | 500
    mid-2020 | district | D1        | persons | 40  | 500
    mid-2020 | district | D1        | persons | 60  | 500
    mid-2020 | district | D1        | persons | 70  | 500
    mid-2020 | district | D2        | persons | 5   | 500
    mid-2020 | district | D2        | persons | 12  | 500
    mid-2020 | district | D2        | persons | 17  | 500
    mid-2020 | district | D2        | persons | 22  | 500
    mid-2020 | district | D2        | persons | 30  | 500
    mid-2020 | district | D2        | persons | 40  | 500
    mid-2020 | district | D2        | persons | 60  | 500
    mid-2020 | district | D2        | persons | 70  | 500
"""
BY_AGE = """
    person   | role    | district | age
    P1..P20  | victim  | D1       | 17
    P21..P50 | victim  | D2       | 40
    P51..P55 | victim  | D2       |
    P56..P60 | suspect | D1       | 17
    P61..P65 | suspect | D1       | 22
"""
SIX = """
    small_area | district
    S1         | D1
    S2         | D2
    S3         | D3
    S4         | D4
    S5         | D5
    S6         | D6
"""
SIX_LIVE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S6    | 1000
"""
ONE_STANDS_OUT = """
    district | small_area | times
    D1       | S1         | 20
    D2       | S2         | 20
    D3       | S3         | 20
    D4       | S4         | 20
    D5       | S5         | 20
    D6       | S6         | 60
"""
TWO_DISTRICTS = """
    district | times
    D1       | 20
    D2       | 40
"""
THREE_LIVE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S3    | 1000
"""
GRID = """
    small_area | district
    S1..S49    | D1
"""
GRID_LIVES = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S49   | 1000
"""
SQUARES = """
    area_code | in_rows_of
    S1..S49   | 7
"""
TEN = """
    small_area | district
    S1..S10    | D1
"""
TEN_LIVE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1..S10   | 1000
"""
IN_TEN = """
    district | small_area | times
    D1       | S1         | 30
    D1       | S2         | 20
    D1       | S3         | 20
    D1       | S4         | 15
    D1       | S5         | 15
    D1       |            | 9
"""
PEOPLE = """
    person  | crime_ref | role
    P1      | C1        | suspect
    P1      | C2        | suspect
    P1      | C3        | suspect
    P2      | C3        | suspect
    P3      | C4        | suspect
    P4      | C5        | suspect
    V1..V10 | C1        | victim
"""
SOON_AND_CLOSE = """
    committed  | time_quality         | easting | northing | times
    2021-01-04 | stated               | 450000  | 300000   | 5
    2021-01-18 | stated               | 450120  | 300160   | 5
    2021-03-01 | stated               | 460000  | 300000   | 10
    2021-03-01 | default midnight     | 460000  | 300000   | 3
    2021-03-01 | window over an hour  | 460000  | 300000   | 4
    2021-03-01 | stated               |         |          | 3
"""
HOT = """
    district | small_area | times
    D1       | S1..S24    | 4
    D1       | S25..S49   | 6
    D1       | S17..S19   | 26
    D1       | S24..S26   | 25
    D1       | S31..S33   | 24
"""
JUNE_AND_JULY = """
    month   | district | small_area | times
    2021-01 | D1       | S1..S49    | 1
    2021-03 | D1       | S1..S49    | 1
    2021-05 | D1       | S1..S49    | 1
    2021-07 | D1       | S1..S49    | 1
    2021-06 | D1       | S25        | 15
    2021-07 | D1       | S25        | 14
"""
_EIGHT = Period("2021-01", "2021-08")

EQUAL_AGES = (
    Example(
        shows=(
            "20 of 1,000 residents of 15 to 19, weighing 5,500 in 100,000, and 30 of 1,000 of 35 "
            "to 49, weighing 21,000: 1.1 and 6.3 in a thousand; five victims have no age"
        ),
        given={"police_people": BY_AGE, "residents": AGES},
        where=BOTH,
        answer="""
            measure                    | value | lower | upper | numerator | denominator | method
            victims_standardised_rate  | 7.40  | 5.26  | 10.05 | 50        | 8000        | directly standardised to the European Standard Population 2013; Dobson's, with Byar's limits of the count; victims left out for want of an age: a few
            suspects_standardised_rate | 0.58  | 0.27  | 1.06  | 10        | 8000        | directly standardised to the European Standard Population 2013; Dobson's, with Byar's limits of the count; suspects left out for want of an age: none
        """,  # noqa: E501
    ),
    Example(
        shows="by district of the offence, each over its own residents; below ten there is none",
        given={"police_people": BY_AGE, "residents": AGES},
        split=("district",),
        where=BOTH,
        answer="""
            measure                    | district | value | numerator | reason
            victims_standardised_rate  | D1       | 2.20  | 20        |
            victims_standardised_rate  | D2       | 12.60 | 30        |
            suspects_standardised_rate | D1       | 1.15  | 10        |
            suspects_standardised_rate | D2       |       | 0         | fewer than 10 events
        """,
    ),
)

DISTRICTS_DIFFER = (
    Example(
        shows=(
            "26.7 expected in each of six districts of equal size: twice the root of 20 lies 1.38 "
            "below twice the root of that and 60 lies 5.16 above, with a mean square of 6.0; once "
            "that much difference is allowed for, the one with 60 does not stand out"
        ),
        given={"police_offences": ONE_STANDS_OUT, "areas": SIX, "residents": SIX_LIVE},
        where=BOTH,
        answer="""
            measure                              | value | numerator | denominator
            serious_violence_district_dispersion | 6.0   | 160       | 6
            serious_violence_districts_outside   | 0     | 0         | 6
        """,
    ),
    Example(
        shows="two districts are too few",
        given={"police_offences": TWO_DISTRICTS, "residents": THREE_LIVE},
        where=BOTH,
        answer="""
            measure                              | value | reason
            serious_violence_district_dispersion |       | fewer than 5 districts: too few to tell how much they differ
            serious_violence_districts_outside   |       | fewer than 5 districts: too few to tell how much they differ
        """,  # noqa: E501
    ),
)

HOLD_HALF = (
    Example(
        shows=(
            "of a hundred placed offences 30 and 20 lie in two of ten small areas; by chance about "
            "four areas would hold half"
        ),
        given={"police_offences": IN_TEN, "areas": TEN, "residents": TEN_LIVE},
        where=BOTH,
        answer="""
            measure                                  | value | lower | upper | numerator | denominator
            serious_violence_half_of_places          | 20    |       |       | 2         | 10
            serious_violence_half_of_places_by_chance | 43   | 40    | 50    |           | 100
        """,  # noqa: E501
    ),
    Example(
        shows=(
            "six times somebody is a suspect: one person three times, so one of four people is the "
            "suspect of half; ten victims of one offence each are five of ten; by chance nearly "
            "half of all whom offences fall on"
        ),
        given={"police_people": PEOPLE},
        where=BOTH,
        answer="""
            measure                | value | numerator | denominator
            suspects_half          | 25    | 1         | 4
            victims_half           | 50    | 5         | 10
            suspects_half_by_chance | 50   |           | 6
            victims_half_by_chance | 50    |           | 10
        """,
    ),
)

LIE_TOGETHER = (
    Example(
        shows=(
            "five offences at one place and five 200 metres and 14 days away, ten at a third place "
            "and day: all 90 pairs near in place are near in time, where 42.6 of 190 are expected; "
            "ten without a certain day or an exact place are left out"
        ),
        given={"police_offences": SOON_AND_CLOSE},
        where=BOTH,
        answer="""
            measure                      | value | lower | upper | numerator | denominator
            serious_violence_near_repeat | 2.11  | 1.81  | 2.53  | 90        | 42.63
        """,
    ),
    Example(
        shows=(
            "nine busy squares in the middle of forty-nine: five of them, each with at least five "
            "busy neighbours, are hot spots; the four corners have more quiet neighbours than busy"
        ),
        given={
            "police_offences": HOT,
            "areas": GRID,
            "residents": GRID_LIVES,
            "boundaries": SQUARES,
        },
        where=BOTH,
        answer="""
            measure                         | value | numerator | denominator
            serious_violence_hot_spot_share | 32.1  | 151       | 471
        """,
    ),
    Example(
        shows=(
            "thirty offences in one square in June and July, where some one of 225 is expected in "
            "two of eight months, are a cluster"
        ),
        given={
            "police_offences": JUNE_AND_JULY,
            "areas": GRID,
            "residents": GRID_LIVES,
            "boundaries": SQUARES,
        },
        where=BOTH,
        period=_EIGHT,
        answer="""
            measure                        | value | numerator | denominator
            serious_violence_cluster_share | 13.3  | 30        | 225
            serious_violence_clusters      | 1     | 1         |
        """,
    ),
)
