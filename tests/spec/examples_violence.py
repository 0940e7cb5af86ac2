"""Drawn examples: serious violence, the people in it, and what health services see of it."""

from __future__ import annotations

from specifying import Example

from vrn.terms import Period, months_between

BOTH = {"definition": "vrn-2019"}
OFFENCES = """
    month   | definition_class               | district | neighbourhood | age | times
    2021-01 | in both                        | D1       | N1            | 17  | 12
    2021-01 | in both                        | D1       | N2            | 40  | 20
    2021-02 | in both                        | D2       | N3            | 40  | 10
    2021-02 | in both                        |          |               |     | 3
    2021-02 | duty-2023: not a public place  | D2       | N3            | 17  | 15
    2021-04 | duty-2023: sexual              | D1       | N1            | 40  | 11
    2021-04 | in none                        | D1       | N1            | 17  | 4
    2021-04 | not classified                 | D1       | N1            | 17  | 2
"""
PEOPLE = """
    role    | person | crime_ref | month   | definition_class               | age | sex
    suspect | P1     | C1        | 2021-01 | in both                        | 24  | male
    suspect | P1     | C2        | 2021-02 | in both                        | 24  | male
    suspect | P1     | C3        | 2021-03 | duty-2023: not a public place  | 25  | male
    suspect | P2     | C2        | 2021-02 | in both                        | 40  | female
    victim  | P2     | C1        | 2021-01 | in both                        | 40  | female
    victim  | P3     | C2        | 2021-02 | in both                        |     | female
    victim  | P4     | C3        | 2021-03 | duty-2023: not a public place  | 9   | male
"""
ATTENDANCES = """
    month   | intent   | residence         | district | age | times
    2021-01 | assault  | resident          | D1       | 17  | 11
    2021-01 | assault  | resident          | D2       | 40  | 14
    2021-01 | assault  | not resident      |          | 40  | 5
    2021-01 | assault  | home not recorded |          |     | 2
    2021-01 | accident | resident          | D1       | 17  | 90
    2021-02 | assault  | resident          | D1       |     | 1
"""
CALLOUTS = """
    month   | violent  | conveyed     | age | times
    2021-01 | violence | conveyed     | 17  | 12
    2021-01 | violence | conveyed     | 40  | 6
    2021-01 | violence | conveyed     |     | 2
    2021-01 | violence | not conveyed | 17  | 10
    2021-01 | other    | conveyed     | 17  | 99
"""
ADMISSIONS = """
    month   | kind         | age_group | admissions | withheld
    2021-01 | assault      | all ages  | 20         | no
    2021-01 | assault      | under 25  |            | yes
    2021-01 | sharp object | all ages  | 10         | no
    2021-02 | assault      | all ages  | 15         | no
    2021-02 | assault      | under 25  | 10         | no
"""

OFFENCES_COUNTED = (
    Example(
        shows=(
            "a definition is the sum of its classes, so definitions overlap; what is in none, or "
            "not classified, is in no row"
        ),
        given={"police_offences": OFFENCES},
        split=("definition",),
        answer="""
            measure          | definition                    | value
            serious_violence | vrn-2019                      | 45
            serious_violence | duty-2023                     | 71
            serious_violence | in both                       | 45
            serious_violence | duty-2023: sexual             | 11
            serious_violence | duty-2023: domestic           | 0
            serious_violence | duty-2023: not a public place | 15
        """,
    ),
    Example(
        shows="all ages hold those under 25, and those whose victim's age was not recorded",
        given={"police_offences": OFFENCES},
        split=("age_group",),
        where=BOTH,
        answer="""
            measure          | age_group | value
            serious_violence | all ages  | 45
            serious_violence | under 25  | 12
        """,
    ),
    Example(
        shows="a place has the offences placed in it; three have none and are in the whole alone",
        given={"police_offences": OFFENCES},
        split=("neighbourhood",),
        where=BOTH,
        answer="""
            measure          | neighbourhood | value
            serious_violence | N1            | 12
            serious_violence | N2            | 20
            serious_violence | N3            | 10
        """,
    ),
    Example(
        shows="a quarter with a month that was not received has no value, and never a 0",
        given={"police_offences": OFFENCES},
        split=("quarter",),
        where=BOTH,
        period=Period("2021-01", "2021-06"),
        held=months_between("2021-01", "2021-05"),
        answer="""
            measure          | quarter | value | numerator | reason
            serious_violence | 2021 Q1 | 45    | 45        |
            serious_violence | 2021 Q2 |       |           | no file was received for June 2021
        """,
    ),
    Example(
        shows="by class of the definitions, the classes add up to all that stand",
        given={"police_offences": OFFENCES},
        split=("definition_class",),
        answer="""
            measure           | definition_class              | value
            offences_recorded | duty-2023: not a public place | 15
            offences_recorded | duty-2023: sexual             | 11
            offences_recorded | in both                       | 45
            offences_recorded | in none                       | 4
            offences_recorded | not classified                | 2
        """,
    ),
    Example(
        shows="and those that no definition can be asked about",
        given={"police_offences": OFFENCES},
        answer="""
            measure                 | value
            offences_not_classified | 2
            offences_recorded       | 77
        """,
    ),
)

PEOPLE_COUNTED = (
    Example(
        shows=(
            "people, not offences: one person is suspected of three, and is one person under each "
            "definition and in each class"
        ),
        given={"police_people": PEOPLE},
        split=("definition",),
        answer="""
            measure  | definition                    | value
            suspects | vrn-2019                      | 2
            suspects | duty-2023                     | 2
            suspects | in both                       | 2
            suspects | duty-2023: sexual             | 0
            suspects | duty-2023: domestic           | 0
            suspects | duty-2023: not a public place | 1
            victims  | vrn-2019                      | 2
            victims  | duty-2023                     | 3
            victims  | in both                       | 2
            victims  | duty-2023: sexual             | 0
            victims  | duty-2023: domestic           | 0
            victims  | duty-2023: not a public place | 1
        """,
    ),
    Example(
        shows="who turned 25 between two offences stands on both sides, so these do not add up",
        given={"police_people": PEOPLE},
        split=("age_band",),
        where={"definition": "duty-2023"},
        answer="""
            measure  | age_band         | value
            suspects | 0-9              | 0
            suspects | 10-14            | 0
            suspects | 15-19            | 0
            suspects | 20-24            | 1
            suspects | 25-34            | 1
            suspects | 35-49            | 1
            suspects | 50-64            | 0
            suspects | 65 and over      | 0
            suspects | age not recorded | 0
        """,
    ),
)

HEALTH = (
    Example(
        shows=(
            "attendances of residents after an assault; without an age they are in all ages alone"
        ),
        given={"attendances": ATTENDANCES},
        split=("age_group", "month"),
        period=Period("2021-01", "2021-02"),
        answer="""
            measure            | age_group | month   | value
            assault_attendances | all ages  | 2021-01 | 25
            assault_attendances | all ages  | 2021-02 | 1
            assault_attendances | under 25  | 2021-01 | 11
            assault_attendances | under 25  | 2021-02 | 0
        """,
    ),
    Example(
        shows="call-outs for violence, and those of them that ended at a hospital",
        given={"callouts": CALLOUTS},
        answer="""
            measure                   | value | unit
            violent_callouts          | 30    | call-outs
            violent_callouts_conveyed | 20    | call-outs
        """,
    ),
    Example(
        shows="numbers as supplied: what the supplier withheld has no value, nor any sum with it",
        given={"admissions": ADMISSIONS},
        split=("age_group",),
        period=Period("2021-01", "2021-02"),
        answer="""
            measure                 | age_group | value | reason
            assault_admissions      | all ages  | 35    |
            assault_admissions      | under 25  |       | the supplier withheld a number from 1 to 7 here
            sharp_object_admissions | all ages  | 10    |
            sharp_object_admissions | under 25  |       | the supplier gave no number for this
        """,  # noqa: E501
    ),
)
