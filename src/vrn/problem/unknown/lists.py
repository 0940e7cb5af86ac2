"""The two lists of violent injuries in numbers, and what is known of how they were matched."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from vrn.problem.unknown.codes import (
    ABLE,
    BOTH,
    CODES,
    NOT_AGREED,
    NOT_TRIED,
    OTHER_OFFENCE,
    POLICE_ALONE,
    RESIDENT,
)
from vrn.problem.unknown.matching import RULE

FRAME = tuple(CODES)
"""The dimensions that a frame of injuries is told by."""


class Lists(NamedTuple):
    """Counts of residents' injuries that can be matched, unless another is said.

    attendances      those that a hospital saw
    matched          of these, those matched with an offence of any kind
    on_both          of these, those matched with an offence with injury
    police           injuries of the police's list: offences with injury, matched or not
    tried            attendances set against every moved time of the rule
    by_chance        the matches of those, over all the moves
    victims          injuries of the police's list, of residents or not, that can be matched or not
    told             of these, those that can
    not_agreed       attendances that no agreement lets be compared with offences
    """

    attendances: int
    matched: int
    on_both: int
    police: int
    tried: int
    by_chance: int
    victims: int
    told: int
    not_agreed: int = 0

    @property
    def chance(self) -> float:
        """The share of attendances that a stranger's offence matches; NaN where none was tried."""
        moves = self.tried * len(RULE.days_moved)
        return self.by_chance / moves if moves else float("nan")

    @property
    def complete(self) -> float:
        """The share of the police's injuries that have all that the rule asks; NaN without any."""
        return self.told / self.victims if self.victims else float("nan")


def read_lists(frame: pl.DataFrame) -> Lists:
    """The lists of a frame with `count` by the dimensions of `FRAME`."""
    is_able, is_own = pl.col("matching") == ABLE, pl.col("residence") == RESIDENT
    is_police = pl.col("seen_by").is_in([POLICE_ALONE, BOTH])
    own = frame.filter(is_able & is_own)
    hospital = own.filter(pl.col("seen_by") != POLICE_ALONE)
    tried = hospital.filter(pl.col("chances") != NOT_TRIED)
    by_chance = tried["chances"].cast(pl.Int64) * tried["count"]
    return Lists(
        attendances=int(hospital["count"].sum()),
        matched=_sum(hospital, pl.col("seen_by").is_in([BOTH, OTHER_OFFENCE])),
        on_both=_sum(hospital, pl.col("seen_by") == BOTH),
        police=_sum(own, is_police),
        tried=int(tried["count"].sum()),
        by_chance=int(by_chance.sum()),
        victims=_sum(frame, is_police),
        told=_sum(frame, is_police & is_able),
        not_agreed=_sum(frame, pl.col("matching") == NOT_AGREED),
    )


def _sum(frame: pl.DataFrame, test: pl.Expr) -> int:
    return int(frame.filter(test)["count"].sum())
