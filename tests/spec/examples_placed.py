"""Drawn examples: how the rows of a cut were placed."""

from __future__ import annotations

from specifying import Example

from vrn.terms import Period

WAYS = """
    month   | crime_type            | small_area | placement               | times
    2021-01 | Robbery               | S1         | code unchanged          | 50
    2021-01 | Robbery               | S1         | code of the new vintage | 10
    2021-01 | Robbery               | S2         | merged by lookup        | 9
    2021-02 | Robbery               | S2         | split by position       | 8
    2021-02 | Robbery               | S3         | redrawn by position     | 7
    2021-02 | Anti-social behaviour | S3         | nearest by position     | 6
    2021-02 | Anti-social behaviour |            | outside the area        | 5
    2021-03 | Anti-social behaviour |            | no location             | 3
    2021-03 | Anti-social behaviour |            | unknown code            | 2
"""

PLACED = (
    Example(
        shows="the records placed are those with a small area of the partnership",
        given={"offences": WAYS},
        answer="""
            measure | value | numerator | unit
            placed  | 90    | 90        | crimes and incidents
        """,
    ),
    Example(
        shows="by way of placing, only the ways that lead to a place are there",
        given={"offences": WAYS},
        split=("placement",),
        answer="""
            measure | placement               | value
            placed  | code unchanged          | 50
            placed  | code of the new vintage | 10
            placed  | merged by lookup        | 9
            placed  | split by position       | 8
            placed  | redrawn by position     | 7
            placed  | nearest by position     | 6
        """,
    ),
)

SHARES_PLACED = (
    Example(
        shows="each way's share of the hundred records",
        given={"offences": WAYS},
        answer="""
            measure                       | value | lower | upper | numerator | denominator
            share_placed                  | 90.0  | 82.6  | 94.5  | 90        | 100
            share_code_unchanged          | 50.0  | 40.4  | 59.6  | 50        | 100
            share_code_of_the_new_vintage | 10.0  | 5.5   | 17.4  | 10        | 100
            share_merged_by_lookup        | 9.0   | 4.8   | 16.2  | 9         | 100
            share_split_by_position       | 8.0   | 4.1   | 15.0  | 8         | 100
            share_redrawn_by_position     | 7.0   | 3.4   | 13.7  | 7         | 100
            share_nearest_by_position     | 6.0   | 2.8   | 12.5  | 6         | 100
            share_outside                 | 5.0   | 2.2   | 11.2  | 5         | 100
            share_without_place           | 3.0   | 1.0   | 8.5   | 3         | 100
            share_unknown_code            | 2.0   | 0.6   | 7.0   | 2         | 100
        """,
    ),
    Example(
        shows="by month; a month without any record has no share, one without a file no value",
        given={"offences": WAYS},
        split=("month",),
        period=Period("2021-02", "2021-05"),
        held=("2021-02", "2021-03", "2021-04"),
        answer="""
            measure             | month   | value | numerator | denominator | reason
            share_without_place | 2021-02 | 0.0   | 0         | 26          |
            share_without_place | 2021-03 | 60.0  | 3         | 5           |
            share_without_place | 2021-04 |       | 0         | 0           | nothing was recorded to take a share of
            share_without_place | 2021-05 |       |           |             | no file was received for May 2021
        """,  # noqa: E501
    ),
)
