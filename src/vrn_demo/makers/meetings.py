"""Which agencies meet whom, how often and on which days: each record's person, source and day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.luck import draw_shares
from vrn_demo.makers.made import SOURCES
from vrn_demo.makers.reading_settings import GROWN, YOUNG

if TYPE_CHECKING:
    from vrn_demo.makers.made import Streams
    from vrn_demo.makers.reading_settings import Agency, Settings

POLICE, YOUTH_JUSTICE = SOURCES.index("police"), SOURCES.index("youth justice")
_FROM, _TO = 10, 18
_PREFIXES = np.array(["P", "A", "E", "Y"], dtype=object)


class Met(NamedTuple):
    """A row for each record, by source and reference."""

    person: np.ndarray
    source: np.ndarray
    at: np.ndarray
    record: np.ndarray


def add_years(days: np.ndarray, years: int) -> np.ndarray:
    """The same day of the year so many years on; 29 February becomes 1 March."""
    months = days.astype("datetime64[M]")
    within = days - months.astype("datetime64[D]")
    return (months + 12 * years).astype("datetime64[D]") + within


def draw_meetings(settings: Settings, streams: Streams, born: np.ndarray) -> Met:
    """Exactly the stated number of records, of the first people that they suffice for."""
    first, last = np.datetime64(settings.first_day), np.datetime64(settings.last_day)
    is_young = (add_years(born, _FROM) <= last) & (add_years(born, _TO) > first)
    knows = _draw_sets(settings, streams, is_young)
    counts = np.zeros(knows.shape, dtype=np.int64)
    for place, name in enumerate(SOURCES):
        drawn = _draw_counts(settings.agencies[name], len(born), streams[f"again {name}"])
        counts[:, place] = np.where(knows[:, place], drawn, 0)
    person, source = np.divmod(
        np.repeat(np.arange(counts.size), counts.ravel())[: settings.records], len(SOURCES)
    )
    at = _draw_days(settings, streams["days"], born[person], source == YOUTH_JUSTICE)
    return _refer(Met(person, source, at, person), streams["references"])


def _draw_sets(settings: Settings, streams: Streams, is_young: np.ndarray) -> np.ndarray:
    """Whether each agency knows each person: rows of people, columns of agencies."""
    knows = np.zeros((len(is_young), len(SOURCES)), dtype=bool)
    for name, here in ((YOUNG, is_young), (GROWN, ~is_young)):
        table = settings.overlap[name]
        holds = np.array([[source in agencies for source in SOURCES] for agencies in table])
        drawn = draw_shares(table, len(is_young), streams[f"overlap {name}"])
        knows[here] = holds[drawn[here]]
    return knows


def _draw_counts(agency: Agency, count: int, rng: np.random.Generator) -> np.ndarray:
    """Records of a person in an agency: k with weight k to the minus exponent, up to the most."""
    steps = np.cumsum(np.arange(1.0, agency.most_records + 1) ** -agency.again_exponent)
    return 1 + np.searchsorted(steps, rng.random(count) * steps[-1])


def mean_records(agency: Agency) -> float:
    """The mean number of records that an agency has of a person whom it knows."""
    numbers = np.arange(1.0, agency.most_records + 1)
    weights = numbers**-agency.again_exponent
    return float((numbers * weights).sum() / weights.sum())


def _draw_days(
    settings: Settings, rng: np.random.Generator, born: np.ndarray, young_only: np.ndarray
) -> np.ndarray:
    """A day of the period for each record, in the person's life and in the agency's ages."""
    start = np.maximum(np.datetime64(settings.first_day), born)
    start = np.where(young_only, np.maximum(start, add_years(born, _FROM)), start)
    end = np.broadcast_to(np.datetime64(settings.last_day), born.shape)
    end = np.where(young_only, np.minimum(end, add_years(born, _TO) - np.timedelta64(1)), end)
    length = (end - start).astype(np.int64) + 1
    return start + (rng.random(len(born)) * length).astype("timedelta64[D]")


def _refer(met: Met, rng: np.random.Generator) -> Met:
    """The records by source and a reference that tells nothing of person or day."""
    number = rng.permutation(len(met.person))
    order = np.lexsort((number, met.source))
    digits = np.char.zfill((number[order] + 1).astype(str), 8).astype(object)
    return Met(
        met.person[order], met.source[order], met.at[order],
        _PREFIXES[met.source[order]] + digits,
    )  # fmt: skip
