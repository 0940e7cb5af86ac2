"""How well, and at what cost, records are linked: tokens beside Splink's usual ways in clear text.

`python -m bench.linking --maker first --records 100000` prints the section of one maker by itself,
and how well each group of people is found. Every way links in a process of its own, with a model
that was trained before, in a process of its own too.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from bench import made_people
from bench.child import run_child
from bench.linking_ways import THRESHOLD, TOKENS, TRAINED, USUAL, WAYS
from bench.report import Section
from bench.timing import BoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAKERS = ("first", "second")
SECONDS, MEGABYTES = 600.0, 9_000.0
"""A process that takes more, or holds more, is ended, and the report says so."""
FEWEST_PAIRS = 1_000
FIGURES = ("precision", "recall", "F1")


def run(folder: Path, *, records: Sequence[int], makers: Sequence[str] = MAKERS) -> list[Section]:
    """A section for each number of records: of all makers at the first, of one at the others."""
    sections = []
    for place, number in enumerate(records):
        of_makers = makers if place == 0 else makers[:1]
        found = {maker: measure(folder / "linkage", maker, number) for maker in of_makers}
        sections.append(_section(number, found))
    return sections


def measure(folder: Path, maker: str, records: int) -> dict[str, Any]:
    """All ways over the people of a maker: what each took, its scores, and those by group."""
    home = folder / f"{maker} {records}"
    seed = run_child("linking_ways", "make", home, maker, str(records), seconds=SECONDS)["seed"]
    took = measure_steps(home)
    blocked = {way: _bounded(home, "block", way) for way in TRAINED}
    truth = pl.read_parquet(home / "truth.parquet")
    scores, clusters = {}, {}
    for way in WAYS:
        kept = home / f"{way}.parquet"
        if kept.exists():
            clusters[way] = pl.read_parquet(kept)
            for name in clusters[way].columns:
                scores[name] = made_people.pairs_right(clusters[way][name], truth["person"])
    return {
        "seed": seed,
        "took": took,
        "blocked": blocked,
        "scores": scores,
        "groups": score_groups(truth, clusters[TOKENS][TOKENS]) if TOKENS in clusters else None,
    }


def measure_steps(home: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What training and linking took by each way; a way whose training was ended links nothing."""
    trained = {way: _bounded(home, "train", way) for way in TRAINED}
    took = {("train", way): found for way, found in trained.items()}
    for way in WAYS:
        is_ended = "ended" in trained.get(way, {})
        took["link", way] = trained[way] if is_ended else _bounded(home, "link", way)
    return took


def _bounded(home: Path, task: str, way: str) -> dict[str, Any]:
    """What a process found out, or at which bound it was ended."""
    try:
        return run_child("linking_ways", task, home, way, seconds=SECONDS, megabytes=MEGABYTES)
    except BoundError as ended:
        return {"ended": str(ended)}


def score_groups(truth: pl.DataFrame, found: pl.Series) -> pl.DataFrame:
    """How well tokens find the people of each sex, age band and ethnic group of name."""
    from vrn_demo.makers.scoring import score_clusters

    return score_clusters(truth, truth.select(made_people.KEY).with_columns(cluster=found))


def _section(records: int, found: Mapping[str, Mapping[str, Any]]) -> Section:
    section = Section(
        f"Linkage, {records:,} records",
        "Made-up people whom four agencies record untidily, the truth known, by makers written "
        "without sight of the linkage. Ours reads keyed tokens, the usual settings of Splink names "
        "and dates in clear text, exact keys whole names and dates of birth. Training is apart "
        "from linking, each in a process of its own.",
        (
            *("maker", "way", *(f"{figure} of pairs" for figure in FIGURES), "recall of blocking"),
            *("linked, s", "processor s", "peak, MB", "ours over this", "trained, processor s"),
        ),
    )
    for maker, measured in found.items():
        section.rows += [row_of(maker, way, measured) for way in WAYS]
        section.notes += _notes(maker, measured)
    section.notes.append(
        "Tokens and usual settings: linked at the thresholds that each has by itself "
        f'({THRESHOLD:g} for the usual ones); "ours over this" is of processor time. '
        f"A process that took {SECONDS:,.0f} s or held {MEGABYTES:,.0f} MB would be ended, and its "
        "row would say so."
    )
    section.notes.append(
        "What is aimed at: a million records in at most 40 s of processor time and 2 GB, F1 at "
        "least .005 above the usual settings, and at least .96 of recall of blocking."
    )
    return section


def row_of(maker: str, way: str, measured: Mapping[str, Any]) -> Sequence[str]:
    """The row of a way of linking a maker's people."""
    took = measured["took"]["link", way]
    trained = measured["took"].get(("train", way), {})
    blocked = measured["blocked"].get(way, {})
    right = measured["scores"].get(way)
    ours = measured["took"]["link", TOKENS]
    return (
        *(maker, way),
        *([f"{value:.4f}" for value in right] if right else [""] * len(FIGURES)),
        _said(blocked, "recall", ".4f"),
        took.get("ended") or f"{took['seconds']:.1f}",
        *([f"{took['work']:.1f}", f"{took['peak']:,.0f}"] if "work" in took else ["", ""]),
        _times(ours, took),
        _said(trained, "work", ".1f"),
    )


def _said(found: Mapping[str, Any], name: str, form: str) -> str:
    return format(found[name], form) if name in found else found.get("ended", "")


def _times(ours: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """How many times as much processor time ours took; empty where one of the two was ended."""
    if "work" not in ours or "work" not in other:
        return ""
    times = ours["work"] / max(other["work"], 1e-3)
    return f"{times:,.0f}" if times >= 10 else f"{times:.2f}"


def _notes(maker: str, measured: Mapping[str, Any]) -> list[str]:
    scores, f1 = measured["scores"], len(FIGURES) - 1
    notes = []
    usual = {name: score[f1] for name, score in scores.items() if name.startswith(USUAL)}
    if usual and TOKENS in scores:
        best = max(usual, key=lambda name: usual[name])
        ours = scores[TOKENS][f1]
        notes.append(
            f"The {maker} maker (seed {measured['seed']}): F1 from tokens is "
            f"{ours - usual[USUAL]:+.4f} against the usual settings, and {ours - usual[best]:+.4f} "
            f"against {best.removeprefix('Splink, ')}, the best of their thresholds in hindsight "
            f"({usual[best]:.4f})."
        )
    groups = say_groups(measured["groups"]) if measured["groups"] is not None else ""
    if groups:
        notes.append(f"The {maker} maker: F1 of pairs from tokens {groups}.")
    return notes


def say_groups(groups: pl.DataFrame) -> str:
    """The worst and the best found group of each kind with enough pairs, by F1 of pairs."""
    told = groups.filter(pl.col("true_pairs") >= FEWEST_PAIRS, pl.col("part") != "all")
    said = []
    for (part,), rows in told.group_by("part", maintain_order=True):
        ordered = rows.sort("pairs_f1")
        ends = [f"{ordered['pairs_f1'][n]:.4f} ({ordered['value'][n]})" for n in (0, -1)]
        said.append(f"by {str(part).replace('_', ' ')} from {' to '.join(ends)}")
    return ", ".join(said)


def main() -> None:
    """Measures one maker at one size, and prints its section and every group."""
    parser = argparse.ArgumentParser(prog="python -m bench.linking", description=__doc__)
    parser.add_argument("--maker", default="first", choices=MAKERS)
    parser.add_argument("--records", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vrn-bench-") as folder:
        found = measure(Path(folder), asked.maker, asked.records)
    print(_section(asked.records, {asked.maker: found}).as_markdown())
    with pl.Config(tbl_rows=40, tbl_cols=30, tbl_width_chars=250, float_precision=4):
        print(found["groups"])


if __name__ == "__main__":
    main()
