"""Drawn examples: a series against what it led to expect, and one run of months against another."""

from __future__ import annotations

from examples_violence import BOTH
from specifying import Example

from vrn.terms import Period, months_between

HELD = months_between("2018-10", "2021-12")
LONG = Period("2019-01", "2021-06")
SHORT = Period("2019-06", "2021-06")
PEAK_PERIOD = Period("2020-05", "2021-10")


def _drawn(head: str, *runs: tuple[str, str, str]) -> str:
    """A table with a row a month: each run is its first and last month, and the row's cells.

    A cell of several numbers, such as "20 24 19 22", gives them in turn.
    """
    rows = [
        " | ".join([month, *(_in_turn(cell, number) for cell in cells.split("|"))])
        for first, last, cells in runs
        for number, month in enumerate(months_between(first, last))
    ]
    return "\n".join([f"month | {head}", *rows])


def _in_turn(cell: str, number: int) -> str:
    numbers = cell.split()
    if not numbers or not numbers[0].isdigit():
        return cell.strip()
    return numbers[number % len(numbers)]


OFFENCES = _drawn(
    "times", ("2019-01", "2020-03", "20 24 19 22"), ("2020-04", "2021-06", "10 12 9 11")
)
ATTENDED = _drawn(
    "residence | times",
    ("2019-01", "2020-03", "resident | 20 24 19 22"),
    ("2020-04", "2021-06", "resident | 30 33 28 34"),
)
CALLED = _drawn("violent | times", ("2019-06", "2021-06", "violence | 20"))
ADMITTED = _drawn("admissions", ("2019-01", "2021-06", "40 45 35"))
CALLED_LONG = _drawn("violent | times", ("2019-01", "2021-06", "violence | 20 24 19 22"))
WITHHELD = _drawn(
    "admissions | withheld",
    ("2019-01", "2020-04", "40 | no"),
    ("2020-05", "2020-05", " | yes"),
    ("2020-06", "2021-06", "40 | no"),
)
RUNS = _drawn(
    "kind | admissions",
    ("2018-11", "2020-04", "assault | 40"),
    ("2020-05", "2021-10", "assault | 35"),
    ("2018-11", "2020-04", "sharp object | 10"),
    ("2020-05", "2021-10", "sharp object | 10"),
)
PEAKED = _drawn(
    "times",
    ("2019-03", "2020-02", "20"),
    ("2020-05", "2021-05", "10"),
    ("2021-06", "2021-06", "26"),
    ("2021-07", "2021-10", "10"),
)
_WAY = "interrupted series, 15 months before April 2020 and 15 from then on; Poisson, model errors"

INTERRUPTED = (
    Example(
        shows=(
            "fifteen months of about 21, then fifteen of about 10: fewer than the months before "
            "lead to expect; with so few of them the limits are wide"
        ),
        given={"police_offences": OFFENCES},
        where=BOTH,
        period=LONG,
        held=HELD,
        answer=f"""
            measure                               | value | lower | upper | method
            serious_violence_restrictions_ratio   | 0.50  | 0.32  | 0.78  | {_WAY}; verdict: fewer; power is short
            serious_violence_restrictions_averted | 156   | 45    | 321   | {_WAY}; verdict: fewer; power is short
            serious_violence_restrictions_power   | 17    |       |       | {_WAY}; verdict: fewer; power is short
        """,  # noqa: E501
    ),
    Example(
        shows="of attendances, about 31 a month after about 21: more, and a number below 0",
        given={"attendances": ATTENDED},
        period=LONG,
        held=HELD,
        answer="""
            measure                                  | value | lower | upper
            assault_attendances_restrictions_ratio   | 1.49  | 0.98  | 2.27
            assault_attendances_restrictions_averted | -153  | -268  | 10
            assault_attendances_restrictions_power   | 17    |       |
        """,
    ),
    Example(
        shows="of call-outs, about 21 a month throughout: no change, and little chance to see one",
        given={"callouts": CALLED_LONG},
        period=LONG,
        held=HELD,
        answer="""
            measure                               | value | lower | upper
            violent_callouts_restrictions_ratio   | 1.02  | 0.66  | 1.56
            violent_callouts_restrictions_averted | -5    | -119  | 160
            violent_callouts_restrictions_power   | 17    |       |
        """,
    ),
    Example(
        shows="with fewer than twelve months before there is no season to go by",
        given={"callouts": CALLED},
        period=SHORT,
        held=HELD,
        answer="""
            measure                               | value | reason
            violent_callouts_restrictions_ratio   |       | fewer than 12 months before the intervention
            violent_callouts_restrictions_averted |       | fewer than 12 months before the intervention
            violent_callouts_restrictions_power   |       | fewer than 12 months before the intervention
        """,  # noqa: E501
    ),
    Example(
        shows="and a series that ends before restrictions begin has nothing to set against it",
        given={"callouts": CALLED},
        period=Period("2019-06", "2020-03"),
        held=HELD,
        answer="""
            measure                             | value | reason
            violent_callouts_restrictions_ratio |       | the series does not hold months on both sides of April 2020
        """,  # noqa: E501
    ),
    Example(
        shows="admissions as supplied, about forty a month throughout",
        given={"admissions": ADMITTED},
        period=LONG,
        held=HELD,
        answer="""
            measure                                 | value | lower | upper
            assault_admissions_restrictions_ratio   | 1.04  | 0.76  | 1.42
            assault_admissions_restrictions_averted | -24   | -182  | 183
            assault_admissions_restrictions_power   | 28    |       |
        """,
    ),
    Example(
        shows="a month that the supplier withheld leaves no series to analyse",
        given={"admissions": WITHHELD},
        period=LONG,
        held=HELD,
        answer="""
            measure                               | value | reason
            assault_admissions_restrictions_ratio |       | the supplier withheld a number from 1 to 7 here
        """,  # noqa: E501
    ),
)

CHANGED = (
    Example(
        shows=(
            "eighteen months of 35 after eighteen of 40, and the latest twelve against the same "
            "twelve two years before: 630 over 720, and 420 over 480"
        ),
        given={"admissions": RUNS},
        period=Period("2018-11", "2021-10"),
        held=HELD,
        answer="""
            measure                                  | value | lower | upper | numerator | denominator
            assault_admissions_change                | 0.875 | 0.785 | 0.975 | 630       | 720
            assault_admissions_same_months_change    | 0.875 | 0.766 | 1.000 | 420       | 480
            sharp_object_admissions_change           | 1.000 | 0.809 | 1.236 | 180       | 180
            sharp_object_admissions_same_months_change | 1.000 | 0.770 | 1.299 | 120     | 120
        """,  # noqa: E501
    ),
    Example(
        shows="a withheld month in either run leaves no ratio; a month in neither does no harm",
        given={"admissions": WITHHELD},
        period=Period("2019-01", "2021-06"),
        held=HELD,
        answer="""
            measure                               | value | reason
            assault_admissions_change             |       | the series does not hold both runs of months
            assault_admissions_same_months_change |       | the series does not hold both runs of months
        """,  # noqa: E501
    ),
)

POLICE_PEAK = (
    Example(
        shows="26 in June 2021 against a mean of 20 a month in the year before, by one rule",
        given={"police_offences": PEAKED},
        where=BOTH,
        period=PEAK_PERIOD,
        held=HELD,
        answer="""
            measure                     | value | lower | upper | numerator | denominator | method
            serious_violence_peak_share | 130   | 83    | 195   | 26        | 240         | exact 95% limits of the ratio of two Poisson counts, given their sum; the highest month was June 2021
        """,  # noqa: E501
    ),
)
