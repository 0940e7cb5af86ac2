"""How much of a total lies in few places, how few hold half, and what chance alone would give.

Sources: the share of a total in the top places is a point of the Lorenz curve; that sparse events
seem concentrated even when scattered at random, and the comparison with such a scatter: A. Chalfin,
J. Kaplan and M. Cuellar, Measuring marginal crime concentration, Journal of Research in Crime and
Delinquency 58 (2021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from vrn.statistics.limits import Limits, read_counts

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import ArrayLike, NDArray

_AT_ONCE = 2_000_000
"""How many counts are held at once while events are scattered."""


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
    parts = _read_weights(weights)
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


class Fewest(NamedTuple):
    """How few places hold a share of all events, the events in them, and what they are few of."""

    fewest: int
    events: int
    places: int
    total: int


def fewest_that_hold(counts: ArrayLike, share: float) -> Fewest:
    """The fewest places that together hold at least `share` (0.5 for half) of all events.

    One count a place, places with 0 included. They are the places with most, taken until the share
    is reached; `events` is what they hold, which may be a little more. Raises ValueError for
    negative or unknown counts, with no event at all, and for a share outside (0, 1].

    >>> fewest_that_hold([5, 0, 3, 2, 0, 0, 0, 0, 0, 0], 0.5)
    Fewest(fewest=1, events=5, places=10, total=10)
    """
    known = read_counts("count", counts)
    if np.isnan(known).any():
        raise ValueError("every place needs a count: 0 where nothing happened, never NaN")
    if not known.sum():
        raise ValueError("there is no event of which places could hold a share")
    number = int(_fewest(known[np.newaxis], share)[0])
    held = np.sort(known)[::-1][:number].sum()
    return Fewest(number, int(held), known.size, int(known.sum()))


def fewest_that_hold_by_chance(
    total: int,
    weights: ArrayLike,
    *,
    share: float,
    draws: int,
    rng: Generator,
) -> Limits:
    """The fewest places that hold `share` of `total` events if each event fell by chance alone.

    `weights` has one value a place: its chance of an event is its part of their sum. Gives a number
    of places: the mean of `draws` scatterings, and the limits that 95% of them lie within. Equal
    generators give equal answers. Raises ValueError for negative or unknown weights, with nothing
    to scatter, and for a share outside (0, 1].

    >>> import numpy as np
    >>> chance = fewest_that_hold_by_chance(
    ...     200, np.ones(100), share=0.5, draws=200, rng=np.random.default_rng(1)
    ... )
    >>> bool(25 < chance.value < 33)  # by lot alone, some thirty of a hundred places hold half
    True
    """
    parts = _read_weights(weights)
    if total < 1 or draws < 1:
        raise ValueError(f"need at least one event and one draw; got {total} events, {draws} draws")
    found = np.concatenate(
        [
            _fewest(rng.multinomial(total, parts / parts.sum(), size=some), share)
            for some in _in_turns(draws, parts.size)
        ]
    )
    lower, upper = np.quantile(found, (0.025, 0.975))
    return Limits(np.asarray(found.mean()), np.asarray(lower), np.asarray(upper))


def _fewest(counts: NDArray[Any], share: float) -> NDArray[np.intp]:
    """For each row of counts, how many of the largest reach the share of its sum."""
    if not 0 < share <= 1:
        raise ValueError(f"a share lies above 0 and is at most 1; got {share}")
    reached = np.sort(counts, axis=1)[:, ::-1].cumsum(axis=1)
    # A product such as 0.29 * 100 is a hair off in binary: rounded before it is compared.
    wanted = np.round(share * reached[:, -1:], 9)
    found: NDArray[np.intp] = (reached < wanted).sum(axis=1) + 1
    return found


def _in_turns(draws: int, places: int) -> list[int]:
    """The draws in parts of a size that fits in memory."""
    most = max(1, _AT_ONCE // places)
    whole, rest = divmod(draws, most)
    return [most] * whole + ([rest] if rest else [])


def _read_weights(weights: ArrayLike) -> NDArray[np.float64]:
    parts = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(parts).all() or (parts < 0).any() or parts.sum() <= 0:
        raise ValueError("every place needs a weight of at least 0, and one of them more than 0")
    return parts
