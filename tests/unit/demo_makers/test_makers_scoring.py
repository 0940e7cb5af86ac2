"""Scores on small drawn tables worked by hand, and against counting every pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn_demo.makers.scoring import score_blocking, score_clusters


def truth_of(persons: str, sexes: str = "") -> pl.DataFrame:
    """A record for each letter, which names its person; records are numbered from 0."""
    return pl.DataFrame(
        {
            "source": ["police"] * len(persons),
            "record": [str(n) for n in range(len(persons))],
            "person": list(persons),
            "sex": list(sexes or "f" * len(persons)),
        }
    )


def clusters_of(clusters: str) -> pl.DataFrame:
    return truth_of(clusters).select("source", "record", cluster="person")


def row(scores: pl.DataFrame, value: str) -> dict[str, float]:
    return scores.filter(pl.col("value") == value).row(0, named=True)


def test_pairs_clusters_and_records_worked_by_hand() -> None:
    #   record  0 1 2 3 4 5
    #   person  a a a b b c     true pairs: 3 + 1
    #   cluster 1 1 2 2 2 3     proposed: 1 + 3; right: 01, 34
    everybody = row(score_clusters(truth_of("aaabbc"), clusters_of("112223"), by=()), "everybody")
    assert [everybody[f"{k}_pairs"] for k in ("true", "proposed", "right")] == [4, 4, 2]
    assert [everybody[f"pairs_{k}"] for k in ("precision", "recall", "f1")] == [0.5, 0.5, 0.5]
    assert [everybody[f"{k}_clusters"] for k in ("true", "proposed", "right")] == [3, 3, 1]
    assert everybody["clusters_f1"] == pytest.approx(1 / 3)
    # precision by record: 1, 1, 1/3, 2/3, 2/3, 1; recall: 2/3, 2/3, 1/3, 1, 1, 1
    assert everybody["bcubed_precision"] == pytest.approx((3 + 1 / 3 + 4 / 3) / 6)
    assert everybody["bcubed_recall"] == pytest.approx((5 / 3 + 3) / 6)
    precision, recall = everybody["bcubed_precision"], everybody["bcubed_recall"]
    assert everybody["bcubed_f1"] == pytest.approx(2 * precision * recall / (precision + recall))


def test_a_part_counts_each_pair_that_it_touches() -> None:
    # a man, two women: the women's records 2 and 3 lie in one cluster with the man's 1
    truth = truth_of("aabb", "mmff")
    scores = score_clusters(truth, clusters_of("1222"), by=("sex",))
    assert scores["value"].to_list() == ["everybody", "f", "m"]
    women, men = row(scores, "f"), row(scores, "m")
    assert [women[f"{k}_pairs"] for k in ("true", "proposed", "right")] == [1, 3, 1]
    assert [men[f"{k}_pairs"] for k in ("true", "proposed", "right")] == [1, 2, 0]
    assert women["pairs_recall"] == 1
    assert men["pairs_recall"] == 0
    assert [women["records"], men["records"]] == [2, 2]
    assert women["bcubed_precision"] == pytest.approx(2 / 3)
    assert men["bcubed_recall"] == pytest.approx(1 / 2)
    assert [men["true_clusters"], men["proposed_clusters"]] == [1, 2]


def test_a_share_of_nothing_is_empty() -> None:
    alone = row(score_clusters(truth_of("abc"), clusters_of("123"), by=()), "everybody")
    assert [alone["pairs_precision"], alone["pairs_recall"], alone["pairs_f1"]] == [None] * 3
    assert [alone["clusters_f1"], alone["bcubed_f1"]] == [1, 1]


def test_references_of_two_sources_are_two_records() -> None:
    truth = truth_of("ab").with_columns(
        source=pl.Series(["police", "ambulance"]), record=pl.lit("7")
    )
    proposed = truth.select("source", "record", cluster=pl.lit(1))
    assert row(score_clusters(truth, proposed, by=()), "everybody")["proposed_pairs"] == 1


@given(
    st.lists(st.tuples(*[st.integers(0, 4)] * 2, st.sampled_from("fm")), min_size=1, max_size=14)
)
def test_counts_equal_those_of_every_pair(rows: list[tuple[int, int, str]]) -> None:
    persons, clusters, sexes = ("".join(map(str, column)) for column in zip(*rows, strict=True))
    scores = score_clusters(truth_of(persons, sexes), clusters_of(clusters), by=("sex",))
    for value in scores["value"]:
        pairs = [
            (one[0] == other[0], one[1] == other[1])
            for one, other in combinations(rows, 2)
            if value in ("everybody", one[2], other[2])
        ]
        got = row(scores, value)
        assert got["true_pairs"] == sum(true for true, _ in pairs)
        assert got["proposed_pairs"] == sum(proposed for _, proposed in pairs)
        assert got["right_pairs"] == sum(true and proposed for true, proposed in pairs)


def test_what_does_not_fit_is_said_at_once() -> None:
    truth = pl.concat([truth_of("aab"), truth_of("a")])
    proposed = pl.DataFrame(
        {"source": ["police"] * 3, "record": ["0", "0", "9"], "cluster": [1, None, 2]}
    )
    with pytest.raises(ValueError, match="1 record twice") as told:
        score_clusters(truth, proposed)
    assert str(told.value) == (
        "the truth has 1 record twice; the clustering has 1 record twice; "
        "2 records of the truth in no cluster; 1 record of the clustering not in the truth; "
        "1 record with an empty cluster"
    )
    with pytest.raises(ValueError, match="the truth has no record"):
        score_clusters(truth_of("a").clear(), clusters_of("1").clear())


def pairs_of(*pairs: tuple[str, str]) -> pl.DataFrame:
    left, right = zip(*pairs, strict=True)
    return pl.DataFrame({"record_left": left, "record_right": right}).with_columns(
        source_left=pl.lit("police"), source_right=pl.lit("police")
    )


def test_blocking_counts_a_pair_once_whichever_way_round() -> None:
    found = score_blocking(
        truth_of("aaabbc"),
        pairs_of(("0", "1"), ("1", "0"), ("0", "1"), ("2", "2"), ("3", "4"), ("4", "5")),
    )
    assert found == (2, 4, 3)
    assert found.recall == 0.5


def test_blocking_without_a_true_pair_misses_nothing() -> None:
    assert score_blocking(truth_of("ab"), pairs_of(("0", "1"))).recall == 1


def test_a_candidate_of_no_known_record_is_refused() -> None:
    with pytest.raises(ValueError, match="1 candidate pair with a record"):
        score_blocking(truth_of("ab"), pairs_of(("0", "8"), ("0", "1")))


def test_the_scores_of_many_records_list_no_pairs() -> None:
    # one cluster of 200,000 has 20 thousand million pairs: only counting by sizes ends
    count = 200_000
    rng = np.random.default_rng(5)
    truth = pl.DataFrame(
        {
            "source": ["police"] * count,
            "record": [str(n) for n in range(count)],
            "person": rng.integers(60_000, size=count),
            "sex": rng.choice(["f", "m"], count),
        }
    )
    proposed = truth.select("source", "record", cluster=pl.lit(1))
    everybody = row(score_clusters(truth, proposed, by=()), "everybody")
    assert everybody["proposed_pairs"] == count * (count - 1) // 2
    assert everybody["right_pairs"] == everybody["true_pairs"]
