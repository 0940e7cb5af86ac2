"""Drawn examples: attendances matched with offences, what that leaves unknown, and the unseen."""

from __future__ import annotations

from specifying import Example

INJURIES = """
    seen_by                 | matching          | residence         | chances   | age | times
    police and hospital     | can be matched    | resident          | 0         | 40  | 20
    hospital, other offence | can be matched    | resident          | 0         | 40  | 10
    hospital alone          | can be matched    | resident          | 0         | 40  | 80
    hospital alone          | can be matched    | resident          | 1         | 40  | 10
    hospital alone          | cannot be matched | resident          | not tried |     | 7
    hospital alone          | can be matched    | not resident      | 0         | 40  | 9
    police alone            | can be matched    | resident          | not tried | 40  | 160
    police alone            | cannot be matched | home not recorded | not tried | 40  | 20
"""
YOUNG = """
    seen_by             | chances | age | times
    police and hospital | 0       | 40  | 30
    hospital alone      | 0       | 40  | 70
    police and hospital | 0       | 17  | 10
    hospital alone      | 0       | 17  | 10
"""
BY_CHANCE = """
    seen_by             | chances   | times
    police and hospital | 2         | 20
    hospital alone      | 2         | 80
    police alone        | not tried | 90
"""
TOO_MANY = """
    seen_by             | matching          | chances   | residence         | times
    police and hospital | can be matched    | 0         | resident          | 60
    hospital alone      | can be matched    | 0         | resident          | 20
    police alone        | cannot be matched | not tried | home not recorded | 60
"""
NOT_TRIED = """
    seen_by             | chances   | times
    police and hospital | not tried | 20
    hospital alone      | not tried | 80
"""

MATCHED = (
    Example(
        shows=(
            "30 of 120 attendances of residents are matched, with an injury or another offence; "
            "what cannot be matched and who lives elsewhere is in neither number"
        ),
        given={"injuries": INJURIES},
        answer="""
            measure                   | value | lower | upper | numerator | denominator
            attendances_matched_share | 25.0  | 18.1  | 33.4  | 30        | 120
        """,
    ),
    Example(
        shows="by age group, as told on arrival",
        given={"injuries": YOUNG},
        split=("age_group",),
        answer="""
            measure                   | age_group | value | numerator | denominator
            attendances_matched_share | all ages  | 33.3  | 40        | 120
            attendances_matched_share | under 25  | 50.0  | 10        | 20
        """,
    ),
)

UNKNOWN = (
    Example(
        shows=(
            "120 attendances, each set against 8 moved times, were matched 10 times by chance: "
            "1.04 in a hundred. Of 200 injuries that the police recorded, 180 have every field: of "
            "true matches 90 in a hundred are found. So (25 - 1.04) / (0.9 x 0.9896) = 26.9 in a "
            "hundred are known, and the others unknown. The low share: 72 in a hundred found, none "
            "by chance; the high one: 2.08 by chance"
        ),
        given={"injuries": INJURIES},
        answer="""
            measure                        | value | lower | upper | numerator | denominator
            attendances_unknown_share      | 73.1  | 63.5  | 81.0  | 90        | 120
            attendances_unknown_share_low  | 65.3  | 53.8  | 75.2  | 90        | 120
            attendances_unknown_share_high | 74.0  | 64.1  | 81.9  | 90        | 120
        """,
    ),
    Example(
        shows="where as many match by chance as match at all, nothing is known",
        given={"injuries": BY_CHANCE},
        answer="""
            measure                   | value | numerator | denominator | reason
            attendances_unknown_share |       | 80        | 100         | no more attendances were matched than by chance
        """,  # noqa: E501
    ),
    Example(
        shows="where every attendance would be known, the rate of misses cannot be right",
        given={"injuries": TOO_MANY},
        answer="""
            measure                   | value | numerator | denominator | reason
            attendances_unknown_share |       | 20        | 80          | more attendances were matched than there can be, with true matches missed at this rate
        """,  # noqa: E501
    ),
    Example(
        shows="without the police's records of the weeks around, chance has no size",
        given={"injuries": NOT_TRIED},
        answer="""
            measure                   | value | reason
            attendances_unknown_share |       | how many match by chance is not known: the police's records are not held for 28 days before and after
        """,  # noqa: E501
    ),
)

INJURIES_ESTIMATED = (
    Example(
        shows="where as many match by chance as match at all, the lists have nothing in common",
        given={"injuries": BY_CHANCE},
        answer="""
            measure                    | value | numerator | reason
            violent_injuries_estimated |       | 20        | no more attendances were matched than by chance
        """,  # noqa: E501
    ),
    Example(
        shows=(
            "180 on the police's list, 120 on the hospitals', 20 on both, of which 3.2 in a "
            "hundred by chance, which leaves 19.37: 280.6 seen, and 160.6 x 100.6 / 20.37 = 793.6 "
            "not seen. The low number: 25 on both and half as many not seen; the high one: 18.74 "
            "on both, and four times as many not seen"
        ),
        given={"injuries": INJURIES},
        answer="""
            measure                         | value | lower | upper | numerator
            violent_injuries_estimated      | 1074  | 769   | 1571  | 20
            violent_injuries_estimated_low  | 558   | 455   | 721   | 20
            violent_injuries_estimated_high | 3591  | 2307  | 5687  | 20
        """,
    ),
    Example(
        shows="fewer than seven on both lists are too few",
        given={
            "injuries": """
                seen_by             | chances   | times
                police and hospital | 0         | 6
                hospital alone      | 0         | 80
                police alone        | not tried | 90
            """
        },
        answer="""
            measure                    | value | numerator | reason
            violent_injuries_estimated |       | 6         | too few are on both lists in a stratum for the estimate to be near unbiased
        """,  # noqa: E501
    ),
)
