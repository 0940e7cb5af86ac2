"""From records with tokens to persons, by a frozen model: the weekly run, from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.sharing.linkage.clustering import Ruling, cluster
from vrn.sharing.linkage.model import Bands, Model
from vrn.sharing.linkage.profiles import Profiles, make_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class Linked(NamedTuple):
    """The persons of records, and what they rest on.

    persons    `source`, `record`, and the number of the person's cluster at three thresholds:
               `cluster`, `low` (a lower threshold: fewer persons) and `high` (a higher one: more)
    profiles   the profiles, and that of each record, in the order of `persons`
    pairs      the compared pairs of profiles from the review threshold on: `one`, `other`, `weight`
               in bits, `probability`
    """

    persons: pl.DataFrame
    profiles: Profiles
    pairs: pl.DataFrame


def train_model(records: pl.DataFrame, *, seed: int, bands: Bands | None = None) -> Model:
    """A model trained on records (see `link`), as a value to be written down and frozen.

    The same records and seed give the same model; the seed draws the random pairs.
    """
    from importlib.metadata import version

    from vrn.sharing.linkage.splink_calls import train

    profiles = make_profiles(records).table
    about = {
        "records": records.height,
        "profiles": profiles.height,
        "sources": sorted(records["source"].unique()),
        "seed": seed,
        "splink": version("splink"),
    }
    return Model(train(profiles, seed=seed), bands or Bands(), about)


def link(records: pl.DataFrame, model: Model, answers: pl.DataFrame | None = None) -> Linked:
    """The persons of records: duplicates in a source and links between sources, found at once.

    `records` holds `source`, `record`, and tokens and codes as in profiles.COMPARED. `answers`
    holds what stewards said (see answers.py). No row is changed or left out, and the order of the
    rows changes nothing.
    """
    return link_profiles(make_profiles(records), model, answers)


def link_profiles(profiles: Profiles, model: Model, answers: pl.DataFrame | None = None) -> Linked:
    """The same from profiles: whoever has made them can let go of the records before."""
    from vrn.sharing.linkage.splink_calls import weigh_pairs

    pairs = weigh_pairs(profiles.table, model.settings, least=model.bands.review)
    return Linked(_cluster(profiles, pairs, model.bands, answers), profiles, pairs)


def _cluster(
    profiles: Profiles, pairs: pl.DataFrame, bands: Bands, answers: pl.DataFrame | None
) -> pl.DataFrame:
    """The cluster of each record at the three thresholds."""
    ruled = ruling_of(profiles, answers)
    numbers = profiles.table["nhs_number"].fill_null(-1).to_numpy()
    thresholds = {"cluster": bands.linked, "low": bands.generous, "high": bands.cautious}
    return profiles.records.with_columns(
        _of_records(cluster(pairs, numbers, linked=least, ruling=ruled), profiles).alias(name)
        for name, least in thresholds.items()
    )


def _of_records(labels: NDArray[np.int64], profiles: Profiles) -> pl.Series:
    return pl.Series(labels)[profiles.of_record] if len(labels) else pl.Series([], dtype=pl.Int64)


def ruling_of(profiles: Profiles, answers: pl.DataFrame | None) -> Ruling:
    """The pairs of profiles that an answer joins or keeps apart.

    An answer about a record that is not there any more waits until it is again. Two records of one
    profile are alike in all that is known: what was said of them is nothing that linkage could do.
    """
    if answers is None:
        answers = pl.DataFrame(
            schema=dict.fromkeys(("source", "one", "source_other", "other", "answer"), pl.String)
        )
    known = profiles.records.with_columns(profile=profiles.of_record.cast(pl.Int64))
    sides = answers.join(
        known.rename({"record": "one", "profile": "left"}), on=["source", "one"]
    ).join(
        known.rename({"source": "source_other", "record": "other", "profile": "right"}),
        on=["source_other", "other"],
    )
    apart = sides.filter(pl.col("left") != pl.col("right"))
    said: Mapping[str, NDArray[np.int64]] = {
        word: apart.filter(answer=word)
        .select("left", "right")
        .unique()
        .sort("left", "right")
        .to_numpy()
        .astype(np.int64)
        for word in ("same", "different")
    }
    return Ruling(said["same"], said["different"])
