"""Drawn examples: residents, and the share under 25."""

from __future__ import annotations

from specifying import Example

PEOPLE = """
    edition     | level           | area_code | age | residents
    census-2021 | small area 2021 | S1        |     | 1000
    census-2021 | small area 2021 | S2        |     | 2000
    census-2021 | small area 2021 | S3        |     | 1000
    mid-2019    | district        | D1        | 24  | 999
    mid-2020    | district        | D1        | 0   | 200
    mid-2020    | district        | D1        | 24  | 400
    mid-2020    | district        | D1        | 25  | 900
    mid-2020    | district        | D1        | 90  | 500
    mid-2020    | district        | D2        | 24  | 300
    mid-2020    | district        | D2        | 25  | 700
    mid-2020    | district        | D9        | 24  | 8000
"""

RESIDENTS = (
    Example(
        shows="small areas add up to the whole area, in the edition that was named",
        given={"residents": PEOPLE},
        period=None,
        answer="""
            measure   | value | numerator | unit
            residents | 4000  | 4000      | residents
        """,
    ),
    Example(
        shows="and to districts",
        given={"residents": PEOPLE},
        period=None,
        split=("district",),
        answer="""
            measure   | district | value
            residents | D1       | 3000
            residents | D2       | 1000
        """,
    ),
    Example(
        shows="an edition that has districts alone gives nothing for small areas",
        given={"residents": PEOPLE},
        residents="mid-2020",
        period=None,
        split=("small_area",),
        where={"district": "D2"},
        answer="""
            measure   | small_area | value | reason
            residents | S3         |       | residents of mid-2020 are not held for these areas
        """,
    ),
)

UNDER_25 = (
    Example(
        shows=(
            "people up to their 25th birthday, in the latest edition with single years of age "
            "where the one named has none"
        ),
        given={"residents": PEOPLE},
        period=None,
        answer="""
            measure        | value | lower | numerator | denominator | method
            share_under_25 | 30.0  |       | 900       | 3000        | a share of all residents, mid-2020: it has no interval
        """,  # noqa: E501
    ),
    Example(
        shows="by district",
        given={"residents": PEOPLE},
        period=None,
        split=("district",),
        answer="""
            measure        | district | value | numerator | denominator
            share_under_25 | D1       | 30.0  | 600       | 2000
            share_under_25 | D2       | 30.0  | 300       | 1000
        """,
    ),
)
