"""Drawn examples: rates by residents' age, prevalence, and shares of a whole."""

from __future__ import annotations

from examples_violence import ATTENDANCES, BOTH, CALLOUTS, PEOPLE
from specifying import Example

RESIDENTS = """
    edition     | level           | area_code | sex     | age | residents
    census-2021 | small area 2021 | S1        | persons |     | 7777
    mid-2020    | district        | D1        | female  | 17  | 400
    mid-2020    | district        | D1        | male    | 17  | 600
    mid-2020    | district        | D1        | female  | 40  | 1600
    mid-2020    | district        | D1        | male    | 40  | 1400
    mid-2020    | district        | D2        | female  | 24  | 300
    mid-2020    | district        | D2        | male    | 24  | 700
    mid-2020    | district        | D2        | female  | 70  | 2000
    mid-2020    | district        | D2        | male    | 70  | 1000
"""
OFFENCES = """
    month   | district | neighbourhood | age | knife    | offence_group        | abh                | times
    2021-01 | D1       | N1            | 17  | knife    | assault with injury  | actual bodily harm | 12
    2021-01 | D1       | N2            | 40  | no knife | assault with injury  | other              | 20
    2021-02 | D2       | N3            | 40  | no knife | robbery              | other              | 15
    2021-02 |          |               |     | no knife | robbery              | other              | 3
"""  # noqa: E501

RATES = (
    Example(
        shows=(
            "per 1,000 residents of the same age group, in the edition that has ages; the whole "
            "area has the three offences without a district too"
        ),
        given={"police_offences": OFFENCES, "residents": RESIDENTS},
        split=("age_group",),
        where=BOTH,
        answer="""
            measure               | age_group | value | lower | upper | numerator | denominator | unit
            serious_violence_rate | all ages  | 6.25  | 4.64  | 8.24  | 50        | 8000        | per 1,000 residents a year
            serious_violence_rate | under 25  | 6.00  | 3.10  | 10.48 | 12        | 2000        | per 1,000 residents a year
        """,  # noqa: E501
    ),
    Example(
        shows="a district's rate by quarter; below ten the limits are exact",
        given={"police_offences": OFFENCES, "residents": RESIDENTS},
        split=("quarter",),
        where={**BOTH, "district": "D2", "age_group": "under 25"},
        answer="""
            measure               | quarter | value | lower | upper | numerator | denominator | unit
            serious_violence_rate | 2021 Q1 | 0.00  | 0.00  | 3.69  | 0         | 1000        | per 1,000 residents over 3 months
            serious_violence_rate | 2021 Q2 | 0.00  | 0.00  | 3.69  | 0         | 1000        | per 1,000 residents over 3 months
            serious_violence_rate | 2021 Q3 | 0.00  | 0.00  | 3.69  | 0         | 1000        | per 1,000 residents over 3 months
            serious_violence_rate | 2021 Q4 | 0.00  | 0.00  | 3.69  | 0         | 1000        | per 1,000 residents over 3 months
        """,  # noqa: E501
    ),
    Example(
        shows="attendances of residents, by the district of their home",
        given={"attendances": ATTENDANCES, "residents": RESIDENTS},
        split=("district",),
        answer="""
            measure                  | district | value | numerator | denominator
            assault_attendances_rate | D1       | 3.00  | 12        | 4000
            assault_attendances_rate | D2       | 3.50  | 14        | 4000
        """,
    ),
    Example(
        shows="people by sex: a sex that was not recorded has a number and no rate",
        given={"police_people": PEOPLE, "residents": RESIDENTS},
        split=("sex",),
        where={"definition": "duty-2023"},
        answer="""
            measure       | sex          | value | numerator | denominator | reason
            victims_rate  | female       | 0.47  | 2         | 4300        |
            victims_rate  | male         | 0.27  | 1         | 3700        |
            victims_rate  | not recorded |       | 0         |             | no resident is counted under this code
            suspects_rate | female       | 0.23  | 1         | 4300        |
            suspects_rate | male         | 0.27  | 1         | 3700        |
            suspects_rate | not recorded |       | 0         |             | no resident is counted under this code
        """,  # noqa: E501
    ),
    Example(
        shows="prevalence: distinct people in every hundred residents, over the whole period",
        given={"police_people": PEOPLE, "residents": RESIDENTS},
        split=("age_group",),
        where={"definition": "duty-2023"},
        answer="""
            measure             | age_group | value | numerator | denominator | unit
            victims_prevalence  | all ages  | 0.04  | 3         | 8000        | per cent of residents
            victims_prevalence  | under 25  | 0.05  | 1         | 2000        | per cent of residents
            suspects_prevalence | all ages  | 0.03  | 2         | 8000        | per cent of residents
            suspects_prevalence | under 25  | 0.05  | 1         | 2000        | per cent of residents
        """,  # noqa: E501
    ),
)

SHARES = (
    Example(
        shows="one dimension is the part; its codes add up to a hundred, unknown ones among them",
        given={"police_offences": OFFENCES},
        split=("knife",),
        where=BOTH,
        answer="""
            measure                | knife    | value | lower | upper | numerator | denominator
            serious_violence_share | knife    | 24.0  | 14.3  | 37.4  | 12        | 50
            serious_violence_share | no knife | 76.0  | 62.6  | 85.7  | 38        | 50
        """,
    ),
    Example(
        shows="a district alone is a part of the whole area, where three have no district",
        given={"police_offences": OFFENCES},
        split=("district",),
        where=BOTH,
        answer="""
            measure                | district | value | numerator | denominator
            serious_violence_share | D1       | 64.0  | 32        | 50
            serious_violence_share | D2       | 30.0  | 15        | 50
        """,
    ),
    Example(
        shows="beside another part, a district is the whole that the part is of",
        given={"police_offences": OFFENCES},
        split=("district",),
        where={**BOTH, "knife": "knife"},
        answer="""
            measure                | district | value | numerator | denominator
            serious_violence_share | D1       | 37.5  | 12        | 32
            serious_violence_share | D2       | 0.0   | 0         | 15
        """,
    ),
    Example(
        shows="a share is of the same quarter's offences; a quarter without any has none",
        given={"police_offences": OFFENCES},
        split=("offence_group", "quarter"),
        where=BOTH,
        answer="""
            measure                | offence_group       | quarter | value | numerator | denominator | reason
            serious_violence_share | assault with injury | 2021 Q1 | 64.0  | 32        | 50          |
            serious_violence_share | assault with injury | 2021 Q2 |       | 0         | 0           | nothing was recorded to take a share of
            serious_violence_share | assault with injury | 2021 Q3 |       | 0         | 0           | nothing was recorded to take a share of
            serious_violence_share | assault with injury | 2021 Q4 |       | 0         | 0           | nothing was recorded to take a share of
            serious_violence_share | robbery             | 2021 Q1 | 36.0  | 18        | 50          |
            serious_violence_share | robbery             | 2021 Q2 |       | 0         | 0           | nothing was recorded to take a share of
            serious_violence_share | robbery             | 2021 Q3 |       | 0         | 0           | nothing was recorded to take a share of
            serious_violence_share | robbery             | 2021 Q4 |       | 0         | 0           | nothing was recorded to take a share of
        """,  # noqa: E501
    ),
    Example(
        shows="people by sex",
        given={"police_people": PEOPLE},
        split=("sex",),
        where={"definition": "duty-2023"},
        answer="""
            measure        | sex          | value | numerator | denominator
            victims_share  | female       | 66.7  | 2         | 3
            victims_share  | male         | 33.3  | 1         | 3
            victims_share  | not recorded | 0.0   | 0         | 3
            suspects_share | female       | 50.0  | 1         | 2
            suspects_share | male         | 50.0  | 1         | 2
            suspects_share | not recorded | 0.0   | 0         | 2
        """,
    ),
    Example(
        shows="of assaults with injury, those that caused actual bodily harm",
        given={"police_offences": OFFENCES},
        where=BOTH,
        answer="""
            measure   | value | numerator | denominator
            abh_share | 37.5  | 12        | 32
        """,
    ),
    Example(
        shows="of call-outs for violence that ended at a hospital, those for people under 25",
        given={"callouts": CALLOUTS},
        answer="""
            measure                 | value | lower | upper | numerator | denominator
            conveyed_under_25_share | 60.0  | 38.7  | 78.1  | 12        | 20
        """,
    ),
)

LEFT_OUT_OFFENCES = """
    definition_class              | district | placement          | age | hour           | place_type   | suspect_known      | times
    in both                       | D1       | inside by position | 17  | 15             | street       | suspect identified | 40
    in both                       | D1       | inside by position |     | time not known | street       | no suspect         | 30
    in both                       |          | no location        | 40  | 23             | street       | no suspect         | 8
    in both                       |          | outside the area   | 40  | 23             | street       | no suspect         | 2
    duty-2023: not a public place | D2       | by postcode sector | 40  | 23             | not recorded | suspect identified | 20
    not classified                | D1       | inside by position | 17  | 15             | street       | no suspect         | 25
"""  # noqa: E501

LEFT_OUT = (
    Example(
        shows="a hundred offences of a definition, and how many each kind of figure leaves out",
        given={"police_offences": LEFT_OUT_OFFENCES},
        where={"definition": "duty-2023"},
        answer="""
            measure                       | value | lower | upper | numerator | denominator
            share_time_not_known          | 30.0  | 21.9  | 39.6  | 30        | 100
            share_victim_age_not_recorded | 30.0  | 21.9  | 39.6  | 30        | 100
            share_place_not_recorded      | 20.0  | 13.3  | 28.9  | 20        | 100
            share_not_placed              | 10.0  | 5.5   | 17.4  | 10        | 100
            share_without_neighbourhood   | 30.0  | 21.9  | 39.6  | 30        | 100
            share_without_suspect         | 40.0  | 30.9  | 49.8  | 40        | 100
        """,
    ),
    Example(
        shows="a code that no list knows is in no definition, so its share is of all that stand",
        given={"police_offences": LEFT_OUT_OFFENCES},
        answer="""
            measure              | value | numerator | denominator
            share_not_classified | 20.0  | 25        | 125
        """,
    ),
)
