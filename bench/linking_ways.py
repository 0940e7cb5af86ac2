"""The ways to link people's records, each in a process of its own: trained, linked, and blocked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from bench import made_people, usual_splink
from bench.timing import clock

TOKENS, USUAL, EXACT = "vrn, tokens", "Splink, usual settings, clear text", "exact keys"
WAYS = (TOKENS, USUAL, EXACT)
TRAINED = (TOKENS, USUAL)
THRESHOLD = usual_splink.THRESHOLD
HINDSIGHT = (0.9, 0.99, 0.999)
"""Thresholds that the usual settings are also tried at: the best of them all is told as such."""
EXACT_KEYS = ("forename", "surname", "birth_year", "birth_month", "birth_day")


def in_child(task: str, folder: str, *words: str) -> dict[str, Any]:
    """Makes people, trains a way, links by it, or says what its blocking puts together."""
    home = Path(folder)
    if task == "make":
        return make_people(home, *words)
    tasks = {"train": train_way, "link": link_by, "block": block_by}
    found: dict[str, Any] = {}

    def work() -> None:
        found.update(tasks[task](home, *words))

    seconds, took = clock(work)
    return {"seconds": seconds, "work": took, **found}


def make_people(home: Path, maker: str, records: str) -> dict[str, Any]:
    """Writes a maker's records, as they are and as tokens, and the truth; gives the seed."""
    made, truth, seed = made_people.made_by(maker, int(records))
    home.mkdir(parents=True)
    made.write_parquet(home / "records.parquet")
    truth.write_parquet(home / "truth.parquet")
    made_people.tokens_of(made).write_parquet(home / "tokens.parquet")
    return {"seed": seed}


def train_way(home: Path, way: str) -> dict[str, Any]:
    """Trains a way on all records, and keeps what it has learnt."""
    from vrn.sharing.linkage import train_model, write_model

    if way == TOKENS:
        text = write_model(train_model(pl.read_parquet(home / "tokens.parquet"), seed=1))
    else:
        text = json.dumps(usual_splink.train_usual(_tidy(home), seed=1))
    (home / f"{way}.json").write_text(text, encoding="utf-8")
    return {}


def link_by(home: Path, way: str) -> dict[str, Any]:
    """Links by a way, and keeps the cluster of each record; for the usual one at each threshold."""
    link = {TOKENS: _link_tokens, USUAL: _link_usual, EXACT: _link_exactly}[way]
    link(home).write_parquet(home / f"{way}.parquet")
    return {}


def _link_tokens(home: Path) -> pl.DataFrame:
    from vrn.sharing.linkage import parse_model
    from vrn.sharing.linkage.linking import link_profiles
    from vrn.sharing.linkage.profiles import make_profiles

    model = parse_model((home / f"{TOKENS}.json").read_text(encoding="utf-8"))
    linked = link_profiles(make_profiles(pl.scan_parquet(home / "tokens.parquet")), model)
    return linked.persons.select(pl.col("cluster").alias(TOKENS))


def _link_usual(home: Path) -> pl.DataFrame:
    tidy = _tidy(home)
    settings = json.loads((home / f"{USUAL}.json").read_text(encoding="utf-8"))
    pairs = usual_splink.weigh(tidy, settings, least=min(HINDSIGHT))
    return pl.DataFrame(
        {
            named(threshold): usual_splink.join_links(tidy.height, pairs, threshold=threshold)
            for threshold in (THRESHOLD, *HINDSIGHT)
        }
    )


def named(threshold: float) -> str:
    """The usual way at a threshold; at its own it has no more to its name."""
    return USUAL if threshold == THRESHOLD else f"{USUAL}, {threshold:g}"


def _link_exactly(home: Path) -> pl.DataFrame:
    tokens = pl.read_parquet(home / "tokens.parquet", columns=list(EXACT_KEYS))
    return tokens.select(pl.struct(EXACT_KEYS).rank("dense").alias(EXACT))


def block_by(home: Path, way: str) -> dict[str, Any]:
    """The share of true pairs that a way's rules put together."""
    from vrn.sharing.linkage.blocking import RULES
    from vrn.sharing.linkage.profiles import make_profiles

    true = pl.read_parquet(home / "truth.parquet", columns=["person"])["person"]
    if way == USUAL:
        tidy, rules = _tidy(home), usual_splink.CONDITIONS
        share = made_people.blocking_recall(tidy, tidy["unique_id"], true, rules=rules)
        return {"recall": share}
    profiles = make_profiles(pl.scan_parquet(home / "tokens.parquet"))
    conditions = [rule.condition for rule in RULES]
    share = made_people.blocking_recall(profiles.table, profiles.of_record, true, rules=conditions)
    return {"recall": share}


def _tidy(home: Path) -> pl.DataFrame:
    return usual_splink.tidy(pl.read_parquet(home / "records.parquet"))
