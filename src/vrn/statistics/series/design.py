"""The terms of an interrupted series: trend, change of level, change of slope, and season.

Sources: A. K. Wagner, S. B. Soumerai, F. Zhang and D. Ross-Degnan, Segmented regression analysis of
interrupted time series studies in medication use research, Journal of Clinical Pharmacy and
Therapeutics 27 (2002), equation 1; season by harmonics and the offset: J. Lopez Bernal, S. Cummins
and A. Gasparrini, Interrupted time series regression for the evaluation of public health
interventions: a tutorial, International Journal of Epidemiology 46 (2017).

Limits: the trend before is a straight line in the logarithm, and goes on as one. Whatever else
changed in the same month stands in the change of level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray

YEAR = 12
MOST_PAIRS = 5  # the sixth sine of twelve months is 0 in every one
INTERCEPT, MONTH, POST, MONTHS_SINCE = range(4)


class Design(NamedTuple):
    """The terms by name, their values (months, terms), and after which month the change comes."""

    terms: tuple[str, ...]
    matrix: FloatArray
    after: int

    @property
    def counterfactual(self) -> FloatArray:
        """The same months without the intervention: `post` and `months_since` are 0."""
        matrix = self.matrix.copy()
        matrix[:, [POST, MONTHS_SINCE]] = 0.0
        return matrix


def series_design(months: int, *, after: int, season_pairs: int = 1) -> Design:
    """The design of a series of `months` months with an intervention after month `after`.

    Terms: intercept; month (1 in the first); post (1 from month `after` + 1 on); months_since (1 in
    the first month of post, 2 in the next); and for each pair j of the season sin(2 pi j month /
    12) and its cosine, named by their period in months (sin12, cos12, sin6, cos6, ...). Raises
    ValueError unless months come before and after, and for more than five pairs.

    >>> found = series_design(4, after=2, season_pairs=0)
    >>> found.terms
    ('intercept', 'month', 'post', 'months_since')
    >>> found.matrix
    array([[1., 1., 0., 0.],
           [1., 2., 0., 0.],
           [1., 3., 1., 1.],
           [1., 4., 1., 2.]])
    """
    if not 0 < after < months:
        raise ValueError(
            f"the intervention comes after one of the months 1 to {months - 1}: {after}"
        )
    if not 0 <= season_pairs <= MOST_PAIRS:
        raise ValueError(f"a season has 0 to {MOST_PAIRS} pairs of waves; got {season_pairs}")
    month = np.arange(1, months + 1, dtype=np.float64)
    since = np.maximum(month - after, 0)
    names = ["intercept", "month", "post", "months_since"]
    columns = [np.ones(months), month, (since > 0).astype(np.float64), since]
    for pair in range(1, season_pairs + 1):
        turn = 2 * np.pi * pair * month / YEAR
        names += [f"sin{YEAR / pair:g}", f"cos{YEAR / pair:g}"]
        columns += [np.sin(turn), np.cos(turn)]
    return Design(tuple(names), np.column_stack(columns), after)
