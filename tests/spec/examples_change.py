"""Drawn examples: this period against the same months of the year before."""

from __future__ import annotations

from specifying import Example

from vrn.problem.recorded import CATEGORIES, GROUPS
from vrn.terms import Period, months_between

EVERY = "\n".join(
    ["month | crime_type | small_area | times"]
    + [f"2020-07 | {category.published} | S1 | 100" for category in CATEGORIES]
    + [f"2021-07 | {category.published} | S1 | 80" for category in CATEGORIES]
)
ONE = """
    month   | crime_type | small_area | times
    2019-12 | Robbery    | S1         | 900
    2020-03 | Robbery    | S1         | 20
    2020-11 | Robbery    | S3         | 10
    2021-03 | Robbery    | S1         | 30
    2021-08 | Robbery    |            | 15
    2021-12 | Robbery    | S2         | 10
"""
# The limits and counts of what thirteen and fourteen categories add up to.
_SUMS = {
    "all_crimes": "0.74 | 0.87 | 1040 | 1300",
    "all_recorded": "0.74 | 0.87 | 1120 | 1400",
}

CHANGES = (
    Example(
        shows="a fall from 100 to 80 in every category; the limits are of chance alone",
        given={"offences": EVERY},
        answer="measure | value | lower | upper | numerator | denominator\n"
        + "\n".join(
            f"{group.name}_change | 0.80 | {_SUMS.get(group.name, '0.59 | 1.08 | 80 | 100')}"
            for group in GROUPS
        ),
    ),
    Example(
        shows="without a place every record counts; by district only those placed there",
        given={"offences": ONE},
        answer="""
            measure        | value | lower | upper | numerator | denominator | unit
            robbery_change | 1.83  | 1.15  | 2.96  | 55        | 30          | times the year before
        """,
    ),
    Example(
        shows="where nothing was recorded in the year before there is no ratio",
        given={"offences": ONE},
        split=("district",),
        period=Period("2021-01", "2021-04"),
        answer="""
            measure        | district | value | numerator | denominator | reason
            robbery_change | D1       | 1.50  | 30        | 20          |
            robbery_change | D2       |       | 0         | 0           | nothing was recorded in the year before
        """,  # noqa: E501
    ),
    Example(
        shows="a month missing from either year leaves nothing to compare",
        given={"offences": ONE},
        held=tuple(month for month in months_between("2020-01", "2021-12") if month != "2020-06"),
        answer="""
            measure        | value | numerator | reason
            robbery_change |       |           | no file was received for June 2020
        """,
    ),
)
