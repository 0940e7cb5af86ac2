"""How much of a total lies in few places, and how much would lie there by chance alone.

Sources: the share of a total in the top places is a point of the Lorenz curve; that sparse events
seem concentrated even when scattered at random, and the comparison with such a scatter: A. Chalfin,
J. Kaplan and M. Cuellar, Measuring marginal crime concentration, Journal of Research in Crime and
Delinquency 58 (2021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.limits import Limits, read_counts

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import ArrayLike


class Top(NamedTuple):
    """How many places make the top, the events in them, and all events."""

    places: int
    events: int
    total: int


def places_in_top(places: int, share: float) -> int:
    """How many of the places make the top `share` (0.05 for 5%): rounded, halves up; may be 0.

    >>> places_in_top(634, 0.05), places_in_top(634, 0.01), places_in_top(26, 0.01)
    (32, 6, 0)
    """
    if places < 0 or not 0 < share <= 1:
        raise ValueError(f"need places of at least 0 and a share in (0, 1]; got {places}, {share}")
    # A product such as 50 * 0.01 is a hair off in binary: rounded before the half is judged.
    return int(np.floor(round(places * share, 9) + 0.5))


def count_in_top(counts: ArrayLike, share: float) -> Top:
    """The events in the places with the most of them; one count a place, places with 0 included.

    Ties do not matter: whichever of the tied places is taken, the sum is the same. Raises
    ValueError for negative or unknown counts, or where the share of the places rounds to none.

    >>> count_in_top([5, 0, 3, 2, 0, 0, 0, 0, 0, 0], 0.2)
    Top(places=2, events=8, total=10)
    """
    known = read_counts("count", counts)
    if np.isnan(known).any():
        raise ValueError("every place needs a count: 0 where nothing happened, never NaN")
    top = places_in_top(known.size, share)
    if not top:
        raise ValueError(f"{share:.0%} of {known.size} places rounds to none")
    ordered = np.sort(known)[::-1]
    return Top(top, int(ordered[:top].sum()), int(ordered.sum()))


def share_in_top_by_chance(
    total: int, weights: ArrayLike, *, top: int, draws: int, rng: Generator
) -> Limits:
    """The share of `total` events in the `top` places if each fell in a place by chance alone.

    `weights` has one value a place: its chance of an event is its part of their sum (residents,
    say, or ones for equal chances). Gives a share from 0 to 1: the mean of `draws` scatterings, and
    the limits that 95% of them lie within. Equal generators give equal answers. Raises ValueError
    for negative or unknown weights, or with nothing to scatter.

    >>> import numpy as np
    >>> chance = share_in_top_by_chance(
    ...     20, np.ones(100), top=5, draws=200, rng=np.random.default_rng(1)
    ... )
    >>> bool(chance.value > 0.3)  # twenty events on a hundred places: five of them hold a third
    True
    """
    parts = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(parts).all() or (parts < 0).any() or parts.sum() <= 0:
        raise ValueError("every place needs a weight of at least 0, and one of them more than 0")
    if total < 1 or not 0 < top <= parts.size or draws < 1:
        raise ValueError(
            "need at least one event, one draw and 0 < top <= places; "
            f"got {total} events, {draws} draws, {top} of {parts.size} places"
        )
    scattered = rng.multinomial(total, parts / parts.sum(), size=draws)
    largest = np.partition(scattered, parts.size - top, axis=1)[:, parts.size - top :]
    shares = largest.sum(axis=1) / total
    lower, upper = np.quantile(shares, (0.025, 0.975))
    return Limits(np.asarray(shares.mean()), np.asarray(lower), np.asarray(upper))
