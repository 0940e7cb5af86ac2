"""Which pairs are put to whom: those that linkage is unsure of, and a sample of those it is not.

Within a source its steward is asked, by own references. Two sources are asked of each other's
people only where both agreements have the clause for it: to be asked tells that the other holds
the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from vrn.sharing.linkage.explaining import NOT_COMPARABLE, explain

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np

    from vrn.sharing.linkage.linking import Linked
    from vrn.sharing.linkage.model import Model

PAIR = ("source", "one", "source_other", "other")
SAMPLED = 200


class Rate(NamedTuple):
    """A share measured on a sample, with its limits, and on how many it rests."""

    value: float
    lower: float
    upper: float
    asked: int


def pairs_to_review(
    linked: Linked,
    model: Model,
    *,
    source: str,
    across: Collection[str] = (),
    answers: pl.DataFrame | None = None,
    most: int = SAMPLED,
) -> pl.DataFrame:
    """The uncertain pairs of one source, the most uncertain first: PAIR, `probability`, `agrees`.

    `across` names the sources that may be asked together with this one. A pair that has an answer,
    `unsure` too, is not asked again, nor one whose records are of one person by others.
    """
    found = _uncertain(linked, model)
    allowed = (pl.col("source") == source) & pl.col("source_other").is_in([source, *across])
    allowed |= (pl.col("source_other") == source) & pl.col("source").is_in(list(across))
    own = found.filter(allowed)
    if answers is not None:
        own = own.join(answers.select(PAIR), on=PAIR, how="anti")
    doubt = (pl.col("probability") - 0.5).abs()
    asked = own.sort(doubt, *PAIR).head(most)
    return _with_reasons(asked, linked, model)


def sample_pairs(
    linked: Linked, model: Model, *, source: str, rng: np.random.Generator, size: int = SAMPLED
) -> pl.DataFrame:
    """A sample of one source's pairs, half of them links, half compared and not linked.

    As `pairs_to_review`, with `is_link`. What stewards say of it measures false and missed links;
    it tells nothing of pairs that were never compared.
    """
    both = _named(linked).filter((pl.col("source") == source) & (pl.col("source_other") == source))
    parts = []
    for is_link in (True, False):
        part = both.filter(pl.col("is_one") == is_link).sort(PAIR)
        chosen = rng.permutation(part.height)[: size // 2]
        parts.append(part[sorted(chosen.tolist())].with_columns(is_link=pl.lit(is_link)))
    return _with_reasons(pl.concat(parts), linked, model)


def measure_errors(sampled: pl.DataFrame, answers: pl.DataFrame) -> dict[str, Rate]:
    """`false links` among links, and `missed links` among compared pairs that are none.

    Shares of the sampled pairs that were answered `same` or `different`, with Wilson's limits at 95
    per cent; a share of nobody asked is left out.
    """
    from vrn.statistics import proportion

    said = sampled.join(answers.select(*PAIR, "answer"), on=PAIR)
    said = said.filter(pl.col("answer").is_in(["same", "different"]))
    found = {}
    for name, is_link, wrong in (
        ("false links", True, "different"),
        ("missed links", False, "same"),
    ):
        of_kind = said.filter(is_link=is_link)
        if of_kind.height:
            row = proportion([of_kind.filter(answer=wrong).height], [of_kind.height]).row(
                0, named=True
            )
            found[name] = Rate(row["value"], row["lower"], row["upper"], of_kind.height)
    return found


def _uncertain(linked: Linked, model: Model) -> pl.DataFrame:
    """Pairs in the band to review whose records are of two persons still."""
    bands = model.bands
    between = pl.col("probability").is_between(bands.review, bands.linked, closed="left")
    return _named(linked).filter(between & ~pl.col("is_one"))


def _named(linked: Linked) -> pl.DataFrame:
    """The compared pairs with one record for each side: the first of those of its profile."""
    records = linked.persons.with_columns(profile=linked.profiles.of_record)
    first = records.unique("profile", keep="first", maintain_order=True)
    sides = linked.pairs.with_columns(
        pl.col("one", "other").cast(first["profile"].dtype).name.prefix("profile_")
    )
    left = first.select("source", pl.col("record").alias("one_record"), "cluster", "profile")
    sides = sides.join(left, left_on="profile_one", right_on="profile")
    sides = sides.join(left, left_on="profile_other", right_on="profile", suffix="_other")
    return sides.select(
        *("profile_one", "profile_other", "probability", "source"),
        pl.col("one_record").alias("one"),
        "source_other",
        pl.col("one_record_other").alias("other"),
        is_one=pl.col("cluster") == pl.col("cluster_other"),
    )


def _with_reasons(pairs: pl.DataFrame, linked: Linked, model: Model) -> pl.DataFrame:
    """The pairs with the words of what agrees and what does not."""
    words = []
    for one, other in pairs.select("profile_one", "profile_other").iter_rows():
        reasons = explain(linked.profiles.table, model, one, other).reasons
        words.append("; ".join(r.words for r in reasons if r.words != NOT_COMPARABLE))
    told = pairs.with_columns(agrees=pl.Series(words, dtype=pl.String))
    return told.drop("profile_one", "profile_other", "is_one")
