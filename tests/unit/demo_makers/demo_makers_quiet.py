"""Settings under which nothing goes wrong, and what one rate alone then changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.makers import default_settings, make_people, make_people_otherwise

if TYPE_CHECKING:
    from vrn_demo.makers import Made, Settings

SEED, RECORDS = 11, 12_000
_KEPT = {"male": 0.6, "child": 0.4, "partner": 0.4, "persons_per_postcode": 10.0, "haste": 1.0,
         "new_name": 1500.0, "accents_kept": 1.0}  # fmt: skip
MAKERS = {"first": make_people, "second": make_people_otherwise}


def quiet(maker: str = "first", **rates: float) -> Settings:
    """The settings of a maker with every rate 0, but for those that shape people and those told."""
    settings = default_settings(maker)
    told = {name: _KEPT.get(name, 0.0) for name in settings.rates} | rates
    assert set(told) == set(settings.rates)
    return replace(
        settings,
        records=RECORDS,
        rates=told,
        agencies={name: one._replace(rates={}) for name, one in settings.agencies.items()},
        groups={name: one._replace(times={}) for name, one in settings.groups.items()},
    )


def make(settings: Settings, seed: int = SEED) -> Made:
    """What the settings' maker makes."""
    return MAKERS[settings.maker](settings, np.random.default_rng(seed))


def is_near(found: int, among: int, rate: float) -> bool:
    """Whether a count lies within four and a half standard errors of its rate."""
    return abs(found - among * rate) <= 4.5 * np.sqrt(among * rate * (1 - rate)) + 0.5
