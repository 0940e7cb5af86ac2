"""People whom several agencies record untidily, with the truth known; and how well ways find them.

The makers were written without sight of the linkage, and error rates and seeds are their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.sharing.person_tokens import Arriving, person_treatments
from vrn.sharing.pseudonyms.door import NORMALISE
from vrn.sharing.pseudonyms.keys import passing_key
from vrn.sharing.pseudonyms.recipe import sector_of
from vrn.sharing.pseudonyms.tokens import make_tokens, map_distinct
from vrn.sharing.treatment import recipe_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ARRIVING = Arriving(
    born="day_of_birth", home="postcode", nhs_number="nhs_number", nominal="nominal_id"
)
KEY = ["source", "record"]


def tokens_of(records: pl.DataFrame) -> pl.DataFrame:
    """The records as the door would store them: tokens, sex and the sector of the home."""
    key = passing_key()
    blank = records.with_columns(pl.col(pl.String).replace("", None))
    made = [
        make_tokens(
            blank[each.of[0]],
            kind=each.kind,
            normalise=NORMALISE[each.how],
            key=key,
            recipe=recipe_of(each.how),
        ).alias(each.makes)
        for each in person_treatments(ARRIVING)
        if each.makes != "born"
    ]
    sector = map_distinct(blank["postcode"], sector_of).alias("home_sector")
    return blank.select(*KEY, "sex").with_columns(*made, sector)


def made_by(maker: str, records: int) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """The records of a maker with its own settings, their truth, and the seed."""
    from vrn_demo import makers

    settings = replace(makers.default_settings(maker), records=records)
    make = makers.make_people if maker == "first" else makers.make_people_otherwise
    made = make(settings, np.random.default_rng(settings.seed))
    return made.records.sort(KEY), made.truth.sort(KEY), settings.seed


def pairs_right(found: pl.Series, true: pl.Series) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs of records."""
    both = pl.DataFrame({"f": found, "t": true})
    right, one, other = (
        float((sizes * (sizes - 1)).sum())
        for names in (("f", "t"), ("f",), ("t",))
        for sizes in [both.group_by(names).len()["len"].cast(pl.Float64)]
    )
    return right / one, right / other, 2 * right / (one + other)


def blocking_recall(
    nodes: pl.DataFrame, of_record: pl.Series, true: pl.Series, *, rules: Sequence[str]
) -> float:
    """The share of the true pairs of records that some rule puts together.

    Two records of one node are alike in all that is compared, and count as put together. `nodes`
    are numbered by their row; `of_record` is that of each record, `true` its person; a rule is a
    condition over a left node `l` and a right one `r`. Only true pairs are looked at, so that a
    million records take seconds.
    """
    import duckdb

    records = pl.DataFrame({"node": of_record.cast(pl.Int64), "true": true}).with_row_index("at")
    pairs = records.join(records, on="true", suffix="_other").filter(
        pl.col("at") < pl.col("at_other")
    )
    engine = duckdb.connect(":memory:", config={"threads": 2})
    engine.register("pairs", pairs.select("node", "node_other").to_arrow())
    engine.register("nodes", nodes.with_row_index("node").to_arrow())
    met = " OR ".join(f"({rule})" for rule in ("l.node = r.node", *rules))
    asked = (
        f"SELECT count(*) FILTER ({met}) / count(*) FROM pairs "
        "JOIN nodes l ON l.node = pairs.node JOIN nodes r ON r.node = pairs.node_other"
    )
    ((share,),) = engine.execute(asked).fetchall()
    return float(share)
