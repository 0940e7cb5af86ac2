"""Whom and which record something befalls, by the rates of its agency and its group of names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vrn_demo.makers.made import SOURCES
from vrn_demo.makers.naming import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn_demo.makers.made import Streams
    from vrn_demo.makers.reading_settings import Settings


@dataclass(frozen=True)
class Luck:
    """Chances of rows: `group` and, for records, `source` are places in GROUPS and SOURCES."""

    settings: Settings
    streams: Streams
    group: np.ndarray
    source: np.ndarray | None = None

    def chance(self, name: str) -> np.ndarray:
        """The rate in force for each row."""
        agencies = SOURCES if self.source is not None else ("",)
        told = self.settings.groups
        rates = np.array(
            [
                [self.settings.rate(name, agency=a, group=g if g in told else "") for g in GROUPS]
                for a in agencies
            ]
        )
        return rates[0 if self.source is None else self.source, self.group]

    def befalls(self, name: str, among: np.ndarray | None = None) -> np.ndarray:
        """Rows, as places, that a rate strikes, among those that it can strike."""
        struck = self.streams[name].random(len(self.group)) < self.chance(name)
        return np.flatnonzero(struck if among is None else struck & among)

    def how(self, name: str) -> np.random.Generator:
        """What decides the manner, apart from what decides whether."""
        return self.streams[f"how {name}"]


def draw_shares(shares: Mapping[Any, float], count: int, rng: np.random.Generator) -> np.ndarray:
    """Places in a table of shares, drawn by them."""
    steps = np.cumsum(list(shares.values()))
    return np.minimum(
        np.searchsorted(steps, rng.random(count) * steps[-1], side="right"), len(steps) - 1
    )
