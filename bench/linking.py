"""How well, and at what cost, records are linked: tokens beside Splink's usual ways in clear text.

`python -m bench.linking --maker first --records 100000` makes the people by the maker's own
settings (error rates and seed are its), links them three ways in one run, and prints the scores.
Cost is of a process of its own that reads tokens and a trained model, and finds the persons.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench import usual_splink
from vrn.sharing.linkage import link, parse_model, train_model, write_model
from vrn.sharing.linkage.linking import link_profiles
from vrn.sharing.linkage.profiles import make_profiles
from vrn.sharing.linkage.splink_calls import weigh_pairs
from vrn.sharing.person_tokens import Arriving, person_treatments
from vrn.sharing.pseudonyms.door import NORMALISE
from vrn.sharing.pseudonyms.keys import passing_key
from vrn.sharing.pseudonyms.recipe import sector_of
from vrn.sharing.pseudonyms.tokens import make_tokens, map_distinct
from vrn.sharing.treatment import recipe_of

ARRIVING = Arriving(
    born="day_of_birth", home="postcode", nhs_number="nhs_number", nominal="nominal_id"
)
HINDSIGHT = (0.9, 0.95, 0.99, 0.999)
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


def clusters_of(
    records: pl.DataFrame, truth: pl.DataFrame
) -> tuple[dict[str, pl.Series], dict[str, pl.DataFrame]]:
    """The cluster of each record by each way, and the candidate pairs of records of the two."""
    tokens = tokens_of(records)
    model = train_model(tokens, seed=1)
    linked = link(tokens, model)
    tidy = usual_splink.tidy(records)
    usual = usual_splink.weigh(tidy, usual_splink.train_usual(tidy, seed=1))
    exact = tokens.select(
        pl.struct(n for n in ("forename", "surname", "birth_year", "birth_month", "birth_day"))
        .rank("dense")
        .alias("exact")
    )["exact"]
    ways = {"tokens": linked.persons["cluster"], "exact keys": exact}
    for threshold in HINDSIGHT:
        joined = usual_splink.join_links(tidy.height, usual, threshold=threshold)
        ways[f"Splink, usual, clear text, {threshold}"] = joined
    compared = weigh_pairs(linked.profiles.table, model.settings, least=0.0)
    blocked = {
        "tokens": blocking_recall(compared, linked.profiles.of_record, truth["person"]),
        "Splink, usual": blocking_recall(usual, tidy["unique_id"], truth["person"]),
    }
    return ways, blocked


def blocking_recall(pairs: pl.DataFrame, node: pl.Series, true: pl.Series) -> float:
    """The share of the true pairs of records that are compared, or are alike in all."""
    records = pl.DataFrame({"node": node.cast(pl.Int64), "true": true}).with_row_index("at")
    each = records.join(records, on="true", suffix="_other").filter(
        pl.col("at") < pl.col("at_other")
    )
    ends = each.select(
        low=pl.min_horizontal("node", "node_other"), high=pl.max_horizontal("node", "node_other")
    )
    met = pairs.select(
        low=pl.min_horizontal("one", "other").cast(pl.Int64),
        high=pl.max_horizontal("one", "other").cast(pl.Int64),
    )
    apart = ends.filter(pl.col("low") != pl.col("high"))
    found = apart.join(met, on=["low", "high"], how="semi").height
    return (ends.height - apart.height + found) / ends.height


def cost_of(tokens: pl.DataFrame, model_text: str) -> dict[str, float]:
    """Processor seconds and the most memory of a process that links these tokens."""
    with tempfile.TemporaryDirectory() as folder:
        tokens.write_parquet(Path(folder) / "tokens.parquet")
        (Path(folder) / "model.json").write_text(model_text, encoding="utf-8")
        words = [sys.executable, "-m", "bench.linking", "--child", folder]
        told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    cost: dict[str, float] = json.loads(told)
    return cost


def run_child(folder: Path) -> None:
    """Links, and prints what it took."""
    model = parse_model((folder / "model.json").read_text(encoding="utf-8"))
    link_profiles(make_profiles(pl.scan_parquet(folder / "tokens.parquet")), model)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": used.ru_utime + used.ru_stime, "gb": used.ru_maxrss / 2**20}))


def print_scores(ways: dict[str, pl.Series], blocked: dict[str, Any], truth: pl.DataFrame) -> None:
    """The scores as tables: pairs by each way, and those from tokens by group, with clusters."""
    from vrn_demo.makers.scoring import score_clusters

    print("| way | precision | recall | F1 |\n|---|---|---|---|")
    for name, found in ways.items():
        print(f"| {name} | " + " | ".join(f"{v:.4f}" for v in pairs_right(found, truth["person"])))
    print({name: round(recall, 4) for name, recall in blocked.items()}, "recall of blocking")
    proposed = truth.select(KEY).with_columns(cluster=ways["tokens"])
    with pl.Config(tbl_rows=40, tbl_cols=30, tbl_width_chars=250, float_precision=4):
        print(score_clusters(truth, proposed))


def main() -> None:
    """Makes, links, and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maker", default="first", choices=("first", "second"))
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--cost-only", action="store_true")
    parser.add_argument("--child", type=Path)
    asked = parser.parse_args()
    if asked.child:
        run_child(asked.child)
        return
    records, truth, seed = made_by(asked.maker, asked.records)
    print(f"maker {asked.maker}, seed {seed}, {asked.records:,} records")
    tokens = tokens_of(records)
    sample = tokens.head(100_000)
    print(cost_of(tokens, write_model(train_model(sample, seed=1))))
    if not asked.cost_only:
        print_scores(*clusters_of(records, truth), truth)


if __name__ == "__main__":
    main()
