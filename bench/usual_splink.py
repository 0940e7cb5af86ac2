"""The peer of linkage: Splink as its own documents set it up, over names and dates in clear text.

Its ready-made comparisons of names, dates of birth and postcodes, a handful of usual blocking
rules, links joined wherever they hang together. Nothing of ours is in it but the columns' names.
"""

from __future__ import annotations

import logging
from typing import Any

import polars as pl

THRESHOLD = 0.95
_RULES = (
    ("forename", "surname"),
    ("surname", "day_of_birth"),
    ("forename", "day_of_birth"),
    ("postcode", "day_of_birth"),
    ("surname", "postcode"),
    ("nhs_number",),
    ("source", "nominal_id"),
)


CONDITIONS = tuple(" AND ".join(f"l.{name} = r.{name}" for name in rule) for rule in _RULES)
"""The usual rules over a left and a right record."""


def tidy(records: pl.DataFrame) -> pl.DataFrame:
    """The records as Splink's documents ask for them: one case, empty cells as nothing."""
    names = ("forename", "surname", "postcode", "nhs_number", "nominal_id", "day_of_birth")
    return records.with_row_index("unique_id").with_columns(
        pl.col(name).str.to_uppercase().str.strip_chars().replace("", None) for name in names
    )


def open_linker(records: pl.DataFrame) -> tuple[Any, Any]:
    """A linker over tidy records with the usual settings, and its connection."""
    import duckdb
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.NameComparison("forename").configure(term_frequency_adjustments=True),
            compare.NameComparison("surname").configure(term_frequency_adjustments=True),
            compare.DateOfBirthComparison("day_of_birth", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            compare.ExactMatch("sex"),
            compare.ExactMatch("nhs_number"),
            compare.ExactMatch("nominal_id"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in _RULES],
        retain_matching_columns=False,
    )
    engine = duckdb.connect(":memory:")
    interface = DuckDBAPI(connection=engine)
    table = interface.register(records.to_arrow(), dataset_display_name="clear_text")
    return Linker(table, settings, log_level=logging.ERROR), block_on


def train_usual(records: pl.DataFrame, *, seed: int) -> dict[str, Any]:
    """The usual settings trained in the usual order, as Splink writes them down."""
    linker, block_on = open_linker(records)
    training = linker.training
    exact = [block_on("forename", "surname", "day_of_birth"), block_on("nhs_number")]
    training.estimate_probability_two_random_records_match(exact, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=seed)
    for rule in (("forename", "surname"), ("day_of_birth",)):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), max_pairs=2e6, estimate_without_term_frequencies=True
        )
    settings: dict[str, Any] = linker.misc.save_model_to_json(out_path=None)
    return settings


def weigh(records: pl.DataFrame, settings: dict[str, Any], *, least: float = 0.0) -> pl.DataFrame:
    """The pairs that the usual rules put together, from a probability on: `one`, `other`, it."""
    import duckdb
    from splink import DuckDBAPI, Linker

    interface = DuckDBAPI(connection=duckdb.connect(":memory:"))
    table = interface.register(records.to_arrow(), dataset_display_name="clear_text")
    linker = Linker(table, settings, log_level=logging.ERROR)
    found = linker.inference.predict(threshold_match_probability=least)
    told = "SELECT unique_id_l AS one, unique_id_r AS other, match_probability AS probability"
    return pl.DataFrame(found.query_sql(told + " FROM {this}").as_pyarrow_table())


def join_links(size: int, pairs: pl.DataFrame, *, threshold: float = THRESHOLD) -> pl.Series:
    """The cluster of each record: what hangs together by links, as Splink's own clustering does."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    links = pairs.filter(pl.col("probability") >= threshold)
    ends = links["one"].to_numpy(), links["other"].to_numpy()
    graph = coo_matrix((np.ones(links.height, dtype=np.int8), ends), (size, size))
    return pl.Series(connected_components(graph, directed=False)[1])
