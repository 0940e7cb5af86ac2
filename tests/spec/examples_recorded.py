"""Drawn examples: numbers, rates and shares of what was recorded."""

from __future__ import annotations

from specifying import Example

from vrn.problem.categories import CATEGORIES
from vrn.terms import Period, months_between

EVERY = "\n".join(
    ["month | crime_type | small_area | times"]
    + [
        f"2021-0{number % 9 + 1} | {category.published} | S{number % 3 + 1} | {number * 4}"
        for number, category in enumerate(CATEGORIES, start=1)
    ]
    + ["2021-05 | Robbery | | 5", "2022-01 | Robbery | S1 | 99"]
)
PLACES = """
    small_area | district
    S1         | D1
    S2         | D1
    S3         | D2
"""
PEOPLE = """
    edition     | level           | area_code | residents
    census-2021 | small area 2021 | S1        | 1000
    census-2021 | small area 2021 | S2        | 2000
    census-2021 | small area 2021 | S3        | 1000
"""
SOME = """
    month   | crime_type                   | small_area | times
    2021-01 | Robbery                      | S1         | 4
    2021-01 | Robbery                      | S3         | 9
    2021-03 | Robbery                      | S2         | 8
    2021-03 | Robbery                      |            | 2
    2021-03 | Burglary                     | S3         | 1
    2021-03 | Anti-social behaviour        | S3         | 7
"""

NUMBERS = (
    Example(
        shows=("every category has its number; records without a place count, other months do not"),
        given={"offences": EVERY},
        answer="""
            measure                      | value | unit
            anti_social_behaviour        | 4     | incidents
            bicycle_theft                | 8     | offences
            burglary                     | 12    | offences
            criminal_damage_and_arson    | 16    | offences
            drugs                        | 20    | offences
            other_crime                  | 24    | offences
            other_theft                  | 28    | offences
            possession_of_weapons        | 32    | offences
            public_order                 | 36    | offences
            robbery                      | 45    | offences
            shoplifting                  | 44    | offences
            theft_from_the_person        | 48    | offences
            vehicle_crime                | 52    | offences
            violence_and_sexual_offences | 56    | offences
            all_crimes                   | 421   | offences
            all_recorded                 | 425   | crimes and incidents
        """,
    ),
    Example(
        shows="by district only placed records count, and a district without any has a real 0",
        given={"offences": SOME, "areas": PLACES},
        split=("district",),
        answer="""
            measure  | district | value
            robbery  | D1       | 12
            robbery  | D2       | 9
            burglary | D1       | 0
            burglary | D2       | 1
        """,
    ),
    Example(
        shows="a month without records is 0, a month without a file is not known",
        given={"offences": SOME},
        split=("month",),
        period=Period("2021-01", "2021-04"),
        held=("2021-01", "2021-03", "2021-04"),
        answer="""
            measure | month   | value | numerator | reason
            robbery | 2021-01 | 13    | 13        |
            robbery | 2021-02 |       |           | no file was received for February 2021
            robbery | 2021-03 | 10    | 10        |
            robbery | 2021-04 | 0     | 0         |
        """,
    ),
    Example(
        shows="a total over a period with a missing month is refused",
        given={"offences": SOME},
        period=Period("2021-01", "2021-03"),
        held=("2021-01", "2021-03"),
        answer="""
            measure | value | reason
            robbery |       | no file was received for February 2021
        """,
    ),
    Example(
        shows="without a period, the latest twelve months held in a row are taken",
        given={
            "offences": """
                month   | crime_type | small_area | times
                2020-06 | Robbery    | S1         | 1
                2020-07 | Robbery    | S1         | 2
                2021-06 | Robbery    | S1         | 4
                2021-09 | Robbery    | S1         | 8
            """
        },
        period=None,
        held=(*months_between("2020-01", "2021-06"), "2021-09"),
        answer="""
            measure | value
            robbery | 6
        """,
    ),
    Example(
        shows="the ways of placing add up to everything recorded",
        given={
            "offences": """
                month   | crime_type | small_area | placement         | times
                2021-01 | Robbery    | S1         | code unchanged    | 4
                2021-01 | Robbery    | S2         | split by position | 3
                2021-01 | Robbery    |            | no location       | 2
                2021-01 | Robbery    |            | outside the area  | 1
            """
        },
        split=("placement",),
        answer="""
            measure      | placement               | value
            all_recorded | code unchanged          | 4
            all_recorded | code of the new vintage | 0
            all_recorded | merged by lookup        | 0
            all_recorded | split by position       | 3
            all_recorded | redrawn by position     | 0
            all_recorded | nearest by position     | 0
            all_recorded | outside the area        | 1
            all_recorded | no location             | 2
            all_recorded | unknown code            | 0
        """,
    ),
    Example(
        shows="by deprivation, an area of 2021 takes the decile of the older area it came from",
        given={
            "offences": SOME,
            "changes": """
                code_2011 | change | code_2021 | district_code
                O1        | S      | S1        | D1
                O1        | S      | S2        | D1
                O3        | M      | S3        | D2
                O4        | M      | S3        | D2
            """,
            "deprivation": """
                edition | area_code | imd_decile
                2019    | O1        | 2
                2019    | O3        | 9
                2019    | O4        | 10
            """,
        },
        split=("deprivation_2019",),
        answer="""
            measure | deprivation_2019 | value
            robbery | 2                | 12
            robbery | no decile        | 9
        """,
    ),
)

RATES = (
    Example(
        shows=(
            "a rate counts records with a place alone (the 40 robberies of S2, not the 5 without), "
            "over the 4,000 residents"
        ),
        given={"offences": EVERY, "residents": PEOPLE},
        answer="""
            measure                           | value | lower | upper | numerator | denominator
            anti_social_behaviour_rate        | 1.00  | 0.27  | 2.56  | 4         | 4000
            bicycle_theft_rate                | 2.00  | 0.86  | 3.94  | 8         | 4000
            burglary_rate                     | 3.00  | 1.55  | 5.24  | 12        | 4000
            criminal_damage_and_arson_rate    | 4.00  | 2.28  | 6.50  | 16        | 4000
            drugs_rate                        | 5.00  | 3.05  | 7.72  | 20        | 4000
            other_crime_rate                  | 6.00  | 3.84  | 8.93  | 24        | 4000
            other_theft_rate                  | 7.00  | 4.65  | 10.12 | 28        | 4000
            possession_of_weapons_rate        | 8.00  | 5.47  | 11.29 | 32        | 4000
            public_order_rate                 | 9.00  | 6.30  | 12.46 | 36        | 4000
            robbery_rate                      | 10.00 | 7.14  | 13.62 | 40        | 4000
            shoplifting_rate                  | 11.00 | 7.99  | 14.77 | 44        | 4000
            theft_from_the_person_rate        | 12.00 | 8.85  | 15.91 | 48        | 4000
            vehicle_crime_rate                | 13.00 | 9.71  | 17.05 | 52        | 4000
            violence_and_sexual_offences_rate | 14.00 | 10.57 | 18.18 | 56        | 4000
            all_crimes_rate                   | 104.0 | 94.2  | 114.5 | 416       | 4000
            all_recorded_rate                 | 105.0 | 95.2  | 115.5 | 420       | 4000
        """,
    ),
    Example(
        shows="the limits are exact below ten and Byar's from ten on; the method says which",
        given={"offences": SOME, "residents": PEOPLE},
        split=("district",),
        answer="""
            measure      | district | value | lower | upper | method
            robbery_rate | D1       | 4.00  | 2.06  | 6.99  | Byar's 95% limits; residents of census-2021
            robbery_rate | D2       | 9.00  | 4.12  | 17.08 | exact Poisson 95% limits; residents of census-2021
        """,  # noqa: E501
    ),
    Example(
        shows="by month the unit is a month's, and the residents are the same in each",
        given={"offences": SOME, "residents": PEOPLE},
        split=("month",),
        period=Period("2021-01", "2021-02"),
        answer="""
            measure      | month   | value | denominator | unit
            robbery_rate | 2021-01 | 3.25  | 4000        | per 1,000 residents a month
            robbery_rate | 2021-02 | 0.00  | 4000        | per 1,000 residents a month
        """,
    ),
    Example(
        shows="over four months the rate is not brought to a year: the unit says what it covers",
        given={"offences": SOME, "residents": PEOPLE},
        where={"district": "D1"},
        period=Period("2021-01", "2021-04"),
        answer="""
            measure      | value | unit
            robbery_rate | 4.00  | per 1,000 residents over 4 months
        """,
    ),
    Example(
        shows="a place whose residents are not held has a count and no rate",
        given={
            "offences": SOME,
            "residents": """
                edition     | level           | area_code | residents
                census-2021 | small area 2021 | S1        | 1000
                census-2021 | small area 2021 | S2        | 2000
            """,
        },
        split=("district",),
        answer="""
            measure      | district | value | numerator | reason
            robbery_rate | D1       | 4.00  | 12        |
            robbery_rate | D2       |       | 9         | residents of census-2021 are not held for these areas
        """,  # noqa: E501
    ),
)

SHARES = (
    Example(
        shows="each category's part of the 421 crimes; anti-social behaviour is not a crime",
        given={"offences": EVERY},
        answer="""
            measure                            | value | lower | upper | numerator | denominator
            bicycle_theft_share                | 1.9   | 1.0   | 3.7   | 8         | 421
            burglary_share                     | 2.9   | 1.6   | 4.9   | 12        | 421
            criminal_damage_and_arson_share    | 3.8   | 2.4   | 6.1   | 16        | 421
            drugs_share                        | 4.8   | 3.1   | 7.2   | 20        | 421
            other_crime_share                  | 5.7   | 3.9   | 8.3   | 24        | 421
            other_theft_share                  | 6.7   | 4.6   | 9.4   | 28        | 421
            possession_of_weapons_share        | 7.6   | 5.4   | 10.5  | 32        | 421
            public_order_share                 | 8.6   | 6.2   | 11.6  | 36        | 421
            robbery_share                      | 10.7  | 8.1   | 14.0  | 45        | 421
            shoplifting_share                  | 10.5  | 7.9   | 13.7  | 44        | 421
            theft_from_the_person_share        | 11.4  | 8.7   | 14.8  | 48        | 421
            vehicle_crime_share                | 12.4  | 9.5   | 15.8  | 52        | 421
            violence_and_sexual_offences_share | 13.3  | 10.4  | 16.9  | 56        | 421
        """,
    ),
    Example(
        shows="where no crime was recorded there is nothing to take a share of",
        given={"offences": SOME},
        split=("district",),
        period=Period("2021-02", "2021-02"),
        answer="""
            measure       | district | value | denominator | reason
            robbery_share | D1       |       | 0           | nothing was recorded to take a share of
            robbery_share | D2       |       | 0           | nothing was recorded to take a share of
        """,
    ),
)
