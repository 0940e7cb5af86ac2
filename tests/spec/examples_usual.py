"""Drawn examples: what a usual month is, and how many months are not usual."""

from __future__ import annotations

from examples_violence import BOTH
from specifying import Example

from vrn.terms import Period, months_between

STEADY = """
    month   | times
    2020-01 | 20
    2020-02 | 22
    2020-03 | 20
    2020-04 | 22
    2020-05 | 20
    2020-06 | 22
    2020-07 | 20
    2020-08 | 22
    2020-09 | 20
    2020-10 | 22
    2020-11 | 20
    2020-12 | 30
"""
ARRIVED = STEADY.replace("times\n", "residence | times\n").replace("| 2", "| resident | 2")
ARRIVED = ARRIVED.replace("| 30", "| resident | 30")
CALLED = STEADY.replace("times\n", "violent | times\n").replace("| 2", "| violence | 2")
CALLED = CALLED.replace("| 30", "| violence | 30")
ADMITTED = """
    month   | admissions | withheld
    2020-01 | 20         | no
    2020-02 | 25         | no
    2020-03 | 20         | no
    2020-04 | 25         | no
    2020-05 | 20         | no
    2020-06 | 25         | no
    2020-07 |            | yes
    2020-08 | 25         | no
    2020-09 | 20         | no
    2020-10 | 25         | no
    2020-11 | 20         | no
    2020-12 | 25         | no
    2021-01 | 50         | no
"""
_MONTHS = Period("2020-01", "2020-12")

USUAL = (
    Example(
        shows=(
            "twelve months with a mean of 21.7; the moving ranges are ten times 2 and once 10, of "
            "which 10 is screened as more than 3.27 times their mean, so the limits lie 2.66 times "
            "2 about the mean and December lies outside"
        ),
        given={"police_offences": STEADY},
        where=BOTH,
        period=_MONTHS,
        answer="""
            measure                          | value | numerator | denominator
            serious_violence_usual_month     | 21.67 | 260       | 12
            serious_violence_usual_month_low | 16.35 | 260       | 12
            serious_violence_usual_month_high | 26.99 | 260      | 12
            serious_violence_unusual_months  | 1.00  | 1         | 12
        """,
    ),
    Example(
        shows="the same of attendances after assault",
        given={"attendances": ARRIVED},
        period=_MONTHS,
        answer="""
            measure                              | value | numerator | denominator
            assault_attendances_usual_month      | 21.67 | 260       | 12
            assault_attendances_usual_month_low  | 16.35 | 260       | 12
            assault_attendances_usual_month_high | 26.99 | 260       | 12
            assault_attendances_unusual_months   | 1.00  | 1         | 12
        """,
    ),
    Example(
        shows="and of call-outs for violence",
        given={"callouts": CALLED},
        period=_MONTHS,
        answer="""
            measure                           | value | numerator | denominator
            violent_callouts_usual_month      | 21.67 | 260       | 12
            violent_callouts_usual_month_low  | 16.35 | 260       | 12
            violent_callouts_usual_month_high | 26.99 | 260       | 12
            violent_callouts_unusual_months   | 1.00  | 1         | 12
        """,
    ),
    Example(
        shows=(
            "of admissions, the month that the supplier withheld is left out: twelve are left, and "
            "no moving range reaches across it"
        ),
        given={"admissions": ADMITTED},
        period=Period("2020-01", "2021-01"),
        held=months_between("2020-01", "2021-12"),
        answer="""
            measure                             | value | numerator | denominator | method
            assault_admissions_usual_month      | 25.00 | 300       | 12          | XmR chart of 12 months, 1 more withheld by the supplier, rules: NHS England Making Data Count 1
            assault_admissions_usual_month_low  | 11.70 | 300       | 12          | XmR chart of 12 months, 1 more withheld by the supplier, rules: NHS England Making Data Count 1
            assault_admissions_usual_month_high | 38.30 | 300       | 12          | XmR chart of 12 months, 1 more withheld by the supplier, rules: NHS England Making Data Count 1
            assault_admissions_unusual_months   | 1.00  | 1         | 12          | XmR chart of 12 months, 1 more withheld by the supplier, rules: NHS England Making Data Count 1
        """,  # noqa: E501
    ),
    Example(
        shows="and eleven months that are not withheld are too few",
        given={"admissions": ADMITTED},
        period=Period("2020-01", "2020-12"),
        answer="""
            measure                           | value | reason
            assault_admissions_usual_month    |       | the series has fewer than 12 months
            assault_admissions_unusual_months |       | the series has fewer than 12 months
        """,
    ),
    Example(
        shows="under twelve months nothing is called usual",
        given={"police_offences": STEADY},
        where=BOTH,
        period=Period("2020-02", "2020-12"),
        answer="""
            measure                      | value | reason
            serious_violence_usual_month |       | the series has fewer than 12 months
        """,
    ),
)
