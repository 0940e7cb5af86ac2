"""Drawn examples: repeats, the young against their elders, trends, the peak, other night rules."""

from __future__ import annotations

from examples_violence import BOTH
from examples_violence_ratios import RESIDENTS
from specifying import Example

from vrn.terms import Period, months_between

LONG = months_between("2019-01", "2021-12")
SUSPECTS = """
    person   | crime_ref | month   | age | offence_group       | definition_class
    P1..P12  | C1        | 2021-01 | 17  | assault with injury | in both
    P13..P24 | C2        | 2021-02 | 24  | robbery             | in both
    P25..P36 | C3        | 2021-03 | 40  | assault with injury | in both
    P37..P40 | C4        | 2021-03 | 70  | robbery             | in both
    P41..P49 | C5        | 2021-03 |     | robbery             | in both
    P50..P99 | C6        | 2021-03 | 17  | robbery             | duty-2023: domestic
"""
REPEATS = """
    crime_ref | person | month   | age | nth | days_since | definition_class
    C1        | P1     | 2021-01 | 24  | 1   |            | in both
    C2        | P1     | 2021-06 | 25  | 2   | 150        | in both
    C2        | P2     | 2021-06 | 17  | 1   |            | in both
    C3        | P3     | 2021-06 | 17  | 2   | 900        | in both
    C4        | P4     | 2021-07 | 40  | 3   | 365        | in both
    C5        | P5     | 2021-07 | 40  | 1   |            | in both
    C6        | P5     | 2021-08 | 40  | 2   | 20         | duty-2023: domestic
"""
SERIES = """
    month   | times
    2019-01 | 20
    2019-12 | 20
    2020-06 | 99
    2021-01 | 30
    2021-12 | 30
"""
ATTENDANCES = """
    month   | residence | district | times
    2019-03 | resident  | D1       | 100
    2020-02 | resident  | D1       | 140
    2020-03 | resident  | D1       | 990
    2020-07 | resident  | D1       | 9
    2021-06 | resident  | D1       | 13
    2021-09 | resident  | D1       | 13
"""
NIGHTS = """
    night_time         | night_time_late    | night_time_premises | times
    night-time economy | night-time economy | night-time economy  | 20
    night-time economy | other              | night-time economy  | 8
    night-time economy | night-time economy | other               | 4
    other              | other              | other               | 60
    not known          | not known          | not known           | 8
"""

UNDER_25 = (
    Example(
        shows=(
            "24 people among 2,000 residents under 25, 16 among 6,000 of 25 and over; those of no "
            "known age are in neither, those of another class in no rate"
        ),
        given={"police_people": SUSPECTS, "residents": RESIDENTS},
        where=BOTH,
        answer="""
            measure                         | value | lower | upper | numerator | denominator
            suspects_under_25_ratio         | 4.5   | 2.3   | 9.1   | 24        | 16
            robbery_suspects_under_25_ratio | 9.0   | 2.7   | 38.3  | 12        | 4
        """,
    ),
    Example(
        shows="with nobody of 25 and over there is nothing to compare with",
        given={"police_people": SUSPECTS, "residents": RESIDENTS},
        where={"definition": "duty-2023: domestic"},
        answer="""
            measure                 | value | numerator | denominator | reason
            suspects_under_25_ratio |       | 50        | 0           | nobody of 25 and over was recorded
        """,  # noqa: E501
    ),
)

REPEAT = (
    Example(
        shows=(
            "of five offences, two have a suspect of two or more in the period; under 25 one of "
            "three does: its suspect's other offence counts though it came after the birthday"
        ),
        given={"police_people": REPEATS},
        split=("age_group",),
        where=BOTH,
        answer="""
            measure      | age_group | value | lower | upper | numerator | denominator
            repeat_share | all ages  | 40.0  | 11.8  | 76.9  | 2         | 5
            repeat_share | under 25  | 33.3  | 6.1   | 79.2  | 1         | 3
        """,
    ),
    Example(
        shows="under the wider definition the third person has two as well",
        given={"police_people": REPEATS},
        where={"definition": "duty-2023"},
        answer="""
            measure      | value | numerator | denominator
            repeat_share | 66.7  | 4         | 6
        """,
    ),
    Example(
        shows="in the 365 days before, the last day in; and at any time before",
        given={"police_people": REPEATS},
        where=BOTH,
        answer="""
            measure                  | value | numerator | denominator
            repeat_share_within_year | 40.0  | 2         | 5
            repeat_share_ever        | 60.0  | 3         | 5
        """,
    ),
    Example(
        shows="in a shorter period fewer come again",
        given={"police_people": REPEATS},
        where=BOTH,
        period=Period("2021-06", "2021-08"),
        answer="""
            measure           | value | numerator | denominator
            repeat_share      | 0.0   | 0         | 4
            repeat_share_ever | 75.0  | 3         | 4
        """,
    ),
)

TRENDS = (
    Example(
        shows="60 in the last twelve months, 40 in the first; what lies between is not in it",
        given={"police_offences": SERIES},
        where=BOTH,
        period=None,
        held=LONG,
        answer="""
            measure                | value | lower | upper | numerator | denominator
            serious_violence_trend | 1.50  | 0.99  | 2.30  | 60        | 40
        """,
    ),
    Example(
        shows="the same of attendances",
        given={"attendances": ATTENDANCES},
        period=None,
        held=LONG,
        answer="""
            measure                   | value | numerator | denominator
            assault_attendances_trend | 0.26  | 26        | 100
        """,
    ),
    Example(
        shows="a series of less than two years has no trend",
        given={"police_offences": SERIES},
        where=BOTH,
        period=None,
        held=months_between("2020-03", "2021-12"),
        answer="""
            measure                | value | reason
            serious_violence_trend |       | the series is shorter than two years
        """,
    ),
)

PEAK = (
    Example(
        shows=(
            "13 in June 2021 against a mean of 20 a month before the restrictions; of equal months "
            "the earlier is named"
        ),
        given={"attendances": ATTENDANCES},
        period=Period("2020-05", "2021-10"),
        held=LONG,
        answer="""
            measure                | value | lower | upper | numerator | denominator | method
            attendances_peak_share | 65    | 34    | 113   | 13        | 240         | exact 95% limits of the ratio of two Poisson counts, given their sum; the highest month was June 2021
        """,  # noqa: E501
    ),
    Example(
        shows="without every month of the year before there is no mean",
        given={"attendances": ATTENDANCES},
        period=Period("2020-05", "2021-10"),
        held=months_between("2019-05", "2021-12"),
        answer="""
            measure                | value | reason
            attendances_peak_share |       | no file was received for March 2019 to April 2019
        """,
    ),
)

OTHER_RULES = (
    Example(
        shows="a hundred offences; 32 by the headline's rule, fewer by each of the others",
        given={"police_offences": NIGHTS},
        where=BOTH,
        answer="""
            measure                   | value | lower | upper | numerator | denominator
            night_time_share_late     | 24    | 17    | 33    | 24        | 100
            night_time_share_premises | 28    | 20    | 37    | 28        | 100
        """,
    ),
)
