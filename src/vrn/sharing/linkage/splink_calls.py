"""The few calls of Splink that linkage rests on, in one place: training, and weighing pairs."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from vrn.partnership.engine import SPARK, engine_in_use, session_apart, spark_session
from vrn.sharing.linkage.blocking import RULES
from vrn.sharing.linkage.comparisons import COMPARISONS, as_splink
from vrn.sharing.linkage.profiles import WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

MOST_PAIRS_IN_TRAINING = 2e6
"""Training sees this many pairs at most: more made it slower and larger, and no more accurate."""
_RANDOM_PAIRS = 5e6
THREADS = 2
PROFILES_IN_A_TURN = 300_000
_SURE = ("l.nhs_number = r.nhs_number",)
_RECALL_OF_EXACT = 0.6
_EXACT = (
    "l.forename = r.forename AND l.surname = r.surname AND l.birth_year = r.birth_year "
    "AND l.birth_month = r.birth_month AND l.birth_day = r.birth_day"
)
_DIGITS = 6
_NAMES = ("m_probability", "u_probability")
_LEAST = (5e-4, 1e-7)
"""Nothing is impossible (ours): any part of one record in two thousand is written down wrong, and a
probability of nothing would weigh without end."""
_USUAL = {
    "the same NHS number": (0.98, 1e-6),
    "another NHS number": (0.02, 1.0),
    "the same number in one source": (0.9, 1e-5),
    "another number in one source": (0.1, 1.0),
}
_TRAINING_RULES = (
    "l.forename = r.forename AND l.surname = r.surname",
    "l.birth_year = r.birth_year AND l.birth_month = r.birth_month AND l.birth_day = r.birth_day",
    "l.home = r.home AND l.birth_year = r.birth_year",
)


def plain_settings() -> dict[str, Any]:
    """What Splink is told before anything is trained."""
    return {
        "link_type": "dedupe_only",
        "linker_uid": "vrn",
        "unique_id_column_name": "profile",
        "comparisons": [as_splink(comparison) for comparison in COMPARISONS],
        "blocking_rules_to_generate_predictions": [rule.condition for rule in RULES],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "em_convergence": 0.001,
    }


def train(profiles: pl.DataFrame, *, seed: int) -> dict[str, Any]:
    """The settings of a model trained on profiles, without knowing who is who.

    u from random pairs, m by expectation maximisation under each of three rules in turn; a level
    takes the mean of those under whose rule it was free.
    """
    from splink.internals.exceptions import EMTrainingException

    linker = _open(profiles, plain_settings(), threads=1)
    training = linker.training
    if profiles.drop_nulls(WHOLE).select(WHOLE).is_duplicated().any():
        training.estimate_probability_two_random_records_match([_EXACT], recall=_RECALL_OF_EXACT)
    training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=seed)
    for rule in _TRAINING_RULES:
        # Few records, or a source without homes: a rule may meet nobody, and teaches nothing.
        with suppress(EMTrainingException):
            training.estimate_parameters_using_expectation_maximisation(
                rule,
                estimate_without_term_frequencies=True,
                max_pairs=MOST_PAIRS_IN_TRAINING,
            )
    settings: dict[str, Any] = linker.misc.save_model_to_json(out_path=None)
    same = settings["probability_two_random_records_match"]
    for comparison in settings["comparisons"]:
        _fill_unseen(comparison["comparison_levels"])
        _without_matches(comparison["comparison_levels"], same)
    return settings


def _without_matches(levels: list[dict[str, Any]], same: float) -> None:
    """Takes out of u what the few matches among random pairs brought into it.

    Of random pairs a share `same` is of one person, and they agree with probability m. Where next
    to nobody else agrees (an NHS number) they are all that was seen; a twentieth of it stays.
    """
    for level in levels:
        if not level.get("is_null_level"):
            m, u = level["m_probability"], level["u_probability"]
            level["u_probability"] = max((u - same * m) / (1 - same), u / 20)
            for name in _NAMES:
                level[name] = float(f"{level[name]:.{_DIGITS}g}")


def _fill_unseen(levels: list[dict[str, Any]]) -> None:
    """Gives levels that training never saw no weight; those of a number, what one is worth.

    A level that no pair of one person was seen at counts against it at most as one in fifty would;
    the numbers weigh as _USUAL says (ours) where a few hundred records hold no two with one.
    """
    compared = [level for level in levels if not level.get("is_null_level")]
    for level in compared:
        m, u = level.get("m_probability"), level.get("u_probability")
        usual = _USUAL.get(level["label_for_charts"], (min(u or 0.02, 0.02), min(m or 0.02, 1e-5)))
        for name, found, instead, least in zip(_NAMES, (m, u), usual, _LEAST, strict=True):
            level[name] = min(max(instead if found is None else found, least), 1 - _LEAST[1])


def weigh_pairs(
    profiles: pl.DataFrame, settings: Mapping[str, Any], *, least: float
) -> pl.DataFrame:
    """The pairs that a rule puts together, with their `weight` in bits and `probability`.

    `one` and `other` are profiles, `one` the lower; pairs below the `least` probability are left
    out.
    """
    import polars as pl

    on_spark = engine_in_use() == SPARK
    linker = _open_spark(profiles, settings) if on_spark else _open(profiles, settings)
    found = linker.inference.predict(threshold_match_probability=least, **_in_turns(profiles))
    made = found.query_sql(
        "SELECT least(profile_l, profile_r) AS one, greatest(profile_l, profile_r) AS other, "
        "match_weight AS weight, match_probability AS probability FROM {this}"
    )
    pairs = pl.DataFrame(made.as_pyarrow_table())
    if on_spark:
        spark_session().catalog.clearCache()  # no token stays with the workers
    numbers = pl.col("one", "other").cast(profiles["profile"].dtype)
    return pairs.with_columns(numbers).sort("one", "other")


def _in_turns(profiles: pl.DataFrame) -> dict[str, int]:
    """Weighs many profiles in turns, so that the memory holds a part of their pairs at a time."""
    turns = 1 + profiles.height // PROFILES_IN_A_TURN
    return {"num_chunks_left": turns, "num_chunks_right": 1} if turns > 1 else {}


def levels_of(both: pl.DataFrame, cases: Sequence[str]) -> tuple[int, ...]:
    """The level that each comparison gives two profiles, which stand beside each other in a row."""
    import duckdb

    engine = duckdb.connect(":memory:")
    engine.register("both_sides", both.to_arrow())
    asked = ", ".join(cases)
    found: tuple[int, ...] = engine.execute(f"SELECT {asked} FROM both_sides").fetchall()[0]  # noqa: S608
    return found


def _open(profiles: pl.DataFrame, settings: Mapping[str, Any], *, threads: int = THREADS) -> Any:
    """A linker of its own over profiles; nothing of it is written to a disk.

    One thread draws the same random pairs for the same seed.
    """
    import duckdb
    from splink import DuckDBAPI

    engine = duckdb.connect(
        ":memory:", config={"threads": threads, "preserve_insertion_order": threads == 1}
    )
    engine.execute("SET enable_progress_bar = false")  # it would stand in what a command prints
    return _linker(DuckDBAPI(connection=engine), profiles.to_arrow(), settings)


def _open_spark(profiles: pl.DataFrame, settings: Mapping[str, Any]) -> Any:
    """A linker on Spark: its tables are kept by the workers, and what does not fit is encrypted."""
    import polars as pl
    from splink.internals.spark.database_api import SparkAPI

    session = session_apart()
    interface: Any = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
    )
    # Spark knows no whole numbers without a sign.
    signed = profiles.with_columns(pl.col("profile").cast(pl.Int64))
    # Read once, and sent to the workers once: each rule asks for them twice.
    kept = session.createDataFrame(signed.to_arrow()).persist()
    return _linker(interface, kept, {**settings, "sql_dialect": "spark"})


def _linker(interface: Any, profiles: Any, settings: Mapping[str, Any]) -> Any:
    from splink import Linker

    table = interface.register(profiles, dataset_display_name="profiles")
    return Linker(table, dict(settings), log_level=logging.ERROR)
