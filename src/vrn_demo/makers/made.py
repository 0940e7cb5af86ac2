"""What a maker gives: records in clear text as agencies keep them, and who they are in truth."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import polars as pl

SOURCES = ("police", "ambulance", "emergency department", "youth justice")
RECORD_COLUMNS = (
    "source", "record", "forename", "surname", "day_of_birth", "sex", "postcode", "nhs_number",
    "nominal_id", "at",
)  # fmt: skip
TRUTH_COLUMNS = (
    "source", "record", "person", "sex", "age_band", "ethnic_group_of_name", "household",
)  # fmt: skip


class Made(NamedTuple):
    """One row for each record in both, by source and record.

    `records`: source, record (its own reference), forename, surname, day_of_birth (YYYY-MM-DD, or
    a part of it), sex, postcode, nhs_number, nominal_id (the police's alone), at (its day). What
    is not recorded is empty. `truth`: source, record, person, sex, age_band (at the person's first
    record), ethnic_group_of_name, household (that the person began in).
    """

    records: pl.DataFrame
    truth: pl.DataFrame


class Streams:
    """Random numbers by name: what one name draws does not move what another draws.

    So two runs that differ in one rate differ in nothing but what that rate does.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._entropy = [int(number) for number in rng.integers(2**32, size=4)]

    def __getitem__(self, name: str) -> np.random.Generator:
        return np.random.default_rng([*self._entropy, zlib.crc32(name.encode())])
