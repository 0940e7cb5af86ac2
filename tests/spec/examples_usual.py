"""Drawn examples: what a usual month is, and how many months are not usual."""

from __future__ import annotations

from examples_violence import BOTH
from specifying import Example

from vrn.terms import Period

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
