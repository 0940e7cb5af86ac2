"""How well a clustering of records finds the persons: pairs, clusters and records, and for whom.

Pairs are counted from the sizes of groups and never listed, so a million records take seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vrn.sharing.fault import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

BY = ("sex", "age_band", "ethnic_group_of_name")
EVERYBODY = "everybody"
KEY = ("source", "record")


class Blocking(NamedTuple):
    """True pairs that are among the candidate pairs, of all true pairs; and the candidates."""

    found: int
    true_pairs: int
    candidates: int

    @property
    def recall(self) -> float:
        """Share of the true pairs that are found; 1 where there is none to find."""
        return self.found / self.true_pairs if self.true_pairs else 1.0


def score_clusters(
    truth: pl.DataFrame, proposed: pl.DataFrame, *, by: Sequence[str] = BY
) -> pl.DataFrame:
    """Scores of everybody and of each value of the columns of `truth` named in `by`.

    `truth` has source, record and person, `proposed` source, record and cluster, each record once.
    One row for each part: true_pairs, proposed_pairs and right_pairs with their precision, recall
    and f1; true_clusters, proposed_clusters and right_clusters (the same records exactly) with
    theirs; and the B-cubed means over records (Bagga and Baldwin 1998). A pair or cluster counts
    for every part that one of its records is in, so parts do not add up. A share of nothing is
    null. Raises ValueError with everything that does not fit.
    """
    import polars as pl

    joined = _join(truth, proposed)
    rows = [_score(joined.with_columns(inside=pl.lit(value=True)), "all", EVERYBODY)]
    for column in by:
        values = joined.get_column(column).unique().drop_nulls().sort().to_list()
        rows += [
            _score(joined.with_columns(inside=pl.col(column).eq_missing(value)), column, value)
            for value in values
        ]
    return pl.DataFrame(rows).with_columns(*_shares())


def _join(truth: pl.DataFrame, proposed: pl.DataFrame) -> pl.DataFrame:
    """Truth with the proposed cluster of each record."""
    faults = [
        f"{name} has {plural(frame.height - frame.select(KEY).n_unique(), 'record')} twice"
        for name, frame in (("the truth", truth), ("the clustering", proposed))
        if frame.select(KEY).n_unique() < frame.height
    ]
    faults += ["the truth has no record"] if truth.is_empty() else []
    lacking = truth.join(proposed, on=KEY, how="anti").height
    strange = proposed.join(truth, on=KEY, how="anti").height
    faults += [f"{plural(lacking, 'record')} of the truth in no cluster"] if lacking else []
    faults += [f"{plural(strange, 'record')} of the clustering not in the truth"] if strange else []
    empty = proposed.get_column("cluster").null_count()
    faults += [f"{plural(empty, 'record')} with an empty cluster"] if empty else []
    if faults:
        raise ValueError("; ".join(faults))
    return truth.join(proposed.select(*KEY, "cluster"), on=KEY, how="left")


def _score(joined: pl.DataFrame, part: str, value: object) -> dict[str, object]:
    """The counts and B-cubed means of the records inside one part."""
    import polars as pl

    cells = joined.group_by("person", "cluster").agg(
        both=pl.len().cast(pl.Int64), inside=pl.col("inside").sum().cast(pl.Int64)
    )
    totals = cells.with_columns(
        of_person=pl.col("both").sum().over("person"),
        of_cluster=pl.col("both").sum().over("cluster"),
    )
    records = totals.get_column("inside").sum()
    bcubed = totals.select(
        precision=(pl.col("inside") * pl.col("both") / pl.col("of_cluster")).sum(),
        recall=(pl.col("inside") * pl.col("both") / pl.col("of_person")).sum(),
    ).row(0)
    whole = (pl.col("both") == pl.col("of_person")) & (pl.col("both") == pl.col("of_cluster"))
    return {
        "part": part,
        "value": str(value),
        "records": records,
        "true_pairs": _pairs(cells, "person"),
        "proposed_pairs": _pairs(cells, "cluster"),
        "right_pairs": _pairs(cells, "person", "cluster"),
        "true_clusters": _touching(cells, "person"),
        "proposed_clusters": _touching(cells, "cluster"),
        "right_clusters": totals.filter(whole & (pl.col("inside") > 0)).height,
        "bcubed_precision": bcubed[0] / records,
        "bcubed_recall": bcubed[1] / records,
    }


def _pairs(cells: pl.DataFrame, *of: str) -> int:
    """Pairs of records in one group of which at least one is inside."""
    import polars as pl

    sizes = cells.group_by(*of).agg(pl.col("both").sum(), pl.col("inside").sum())
    outside = pl.col("both") - pl.col("inside")
    pairs = pl.col("both") * (pl.col("both") - 1) // 2 - outside * (outside - 1) // 2
    return int(sizes.select(pairs.sum()).item())


def _touching(cells: pl.DataFrame, of: str) -> int:
    """Groups with at least one record inside."""
    import polars as pl

    return cells.filter(pl.col("inside") > 0).get_column(of).n_unique()


def _shares() -> list[pl.Expr]:
    """Precision, recall and F1 of pairs and of clusters, and F1 of the B-cubed means."""
    import polars as pl

    made = []
    for what in ("pairs", "clusters"):
        right, proposed, true = (pl.col(f"{k}_{what}") for k in ("right", "proposed", "true"))
        made += [
            _share(right, proposed).alias(f"{what}_precision"),
            _share(right, true).alias(f"{what}_recall"),
            _share(2 * right, proposed + true).alias(f"{what}_f1"),
        ]
    precision, recall = pl.col("bcubed_precision"), pl.col("bcubed_recall")
    return [*made, (2 * precision * recall / (precision + recall)).alias("bcubed_f1")]


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.when(whole > 0).then(part / whole)


def score_blocking(truth: pl.DataFrame, pairs: pl.DataFrame) -> Blocking:
    """How many true pairs are among candidate pairs, whichever way round and however often.

    `pairs` has source_left, record_left, source_right and record_right. A record beside itself is
    no pair; a record that is not in the truth raises ValueError.
    """
    import polars as pl

    numbered = truth.select(*KEY, "person").with_row_index("row")
    listed = pairs.lazy()
    for side in ("left", "right"):
        keys = {name: f"{name}_{side}" for name in KEY}
        named = numbered.rename({**keys, "row": f"row_{side}", "person": f"person_{side}"})
        listed = listed.join(named.lazy(), on=list(keys.values()), how="left")
    low, high = (f("row_left", "row_right") for f in (pl.min_horizontal, pl.max_horizontal))
    found = listed.select(
        low=low, high=high, same=pl.col("person_left") == pl.col("person_right"),
        strange=pl.col("row_left").is_null() | pl.col("row_right").is_null(),
    ).collect()  # fmt: skip
    if strange := int(found.get_column("strange").sum()):
        raise ValueError(
            f"{plural(strange, 'candidate pair')} with a record that is not in the truth"
        )
    distinct = found.filter(pl.col("low") != pl.col("high")).unique(["low", "high"])
    sizes = truth.group_by("person").len().get_column("len").cast(pl.Int64)
    true_pairs = int((sizes * (sizes - 1) // 2).sum())
    return Blocking(int(distinct.get_column("same").sum()), true_pairs, distinct.height)
