"""Who is who among the people that one force records: person keys by nominal id and exact tokens.

This is the seam that probabilistic linkage takes over: `find_persons` takes rows with tokens and
gives the same rows with `person`, and nothing that comes after knows how it was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

TOKENS = ("surname", "forename", "born")
MOST_NAMES = 20
_PROFILE = ("nominal", *TOKENS)
_ORDER = ("month", "crime_ref", "role", "supply", "line", *_PROFILE)


def find_persons(people: pl.DataFrame) -> pl.DataFrame:
    """The rows as they came, with `person`: "P000001" and on, the same for rows of one person.

    `people` has `nominal`, `surname`, `forename` and `born` as tokens (any may be null), and what
    orders it: month, crime_ref, role, supply, line where they are there. Two rows are of one person

    - where surname, forename and born are all there and agree, whatever their nominal ids: a force
      gives some people two; or
    - where the nominal id agrees and so does at least one of the three: a name may have changed.

    Under one nominal id rows of which none of the three agrees are of two persons, for some ids are
    shared by mistake. A row that lacks tokens joins the one person of its nominal id that it does
    not contradict; where there are several it stays a person of its own. A row without nominal id
    and without all three tokens is a person of its own.

    Agreement is passed on (if A is B and B is C, A is C), so that the groups do not depend on the
    order of the rows. Keys are numbered by first appearance in a fixed order (month, reference,
    role, supply, line), so that the same rows in another order, or under another token key, have
    the same keys; another set of rows may number its persons otherwise, and a key means something
    within one cut only.

    A nominal id that stands with more than 20 different full names and birth dates is taken for one
    that stands in where nobody was known, and joins nobody.

    Links are exact: a misspelt name under another nominal id makes another person, and shares and
    rates of persons are a little too high for it. 100,000 rows take about a second.
    """
    rows = _without_stand_ins(people).with_row_index("__row")
    profiles = rows.select(_PROFILE).unique().sort(_PROFILE)
    profiles = profiles.filter(_is_comparable())
    groups = _join_incomplete(profiles, _connected(profiles))
    rows = rows.join(
        profiles.with_columns(__group=pl.Series(groups, dtype=pl.Int64)),
        on=list(_PROFILE),
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    # A row with nothing that could be compared is nobody else.
    own = pl.col("__row").cast(pl.Int64) + len(profiles)
    return people.with_columns(_number(rows.with_columns(pl.col("__group").fill_null(own))))


def _without_stand_ins(people: pl.DataFrame) -> pl.DataFrame:
    """The rows, with no nominal id where theirs stands for whoever was not known."""
    texts = people.with_columns(pl.col(name).cast(pl.String) for name in _PROFILE)
    whole = texts.drop_nulls(_PROFILE).select(_PROFILE).unique()
    stand_ins = whole.group_by("nominal").len().filter(pl.col("len") > MOST_NAMES)["nominal"]
    return texts.with_columns(
        nominal=pl.when(~pl.col("nominal").is_in(stand_ins.to_list())).then("nominal")
    )


def _is_comparable() -> pl.Expr:
    has_all = pl.all_horizontal(pl.col(name).is_not_null() for name in TOKENS)
    return pl.col("nominal").is_not_null() | has_all


def _connected(profiles: pl.DataFrame) -> Numbers:
    """The group of each profile: those joined by a chain of agreements."""
    size = len(profiles)
    links = list(_agreements(profiles))
    rows = np.concatenate([profile for profile, _ in links])
    values = np.concatenate([value for _, value in links])
    whole = size + (int(values.max()) + 1 if values.size else 0)
    return _components(whole, rows, values + size)[:size] if whole else values


def _agreements(profiles: pl.DataFrame) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of a profile and a value that it shares: all three tokens, or a nominal's one token."""
    offset = 0
    for columns in (TOKENS, *(("nominal", token) for token in TOKENS)):
        whole = profiles.with_row_index("__profile").drop_nulls(columns)
        values = whole.select(pl.struct(columns).rank("dense")).to_series().to_numpy()
        yield whole["__profile"].to_numpy().astype(np.int64), values.astype(np.int64) + offset
        offset += int(values.max()) + 1 if len(values) else 0


def _join_incomplete(profiles: pl.DataFrame, groups: Numbers) -> Numbers:
    """The groups, with those joined that lack tokens and fit one group of their nominal id alone.

    Two groups of one nominal id fit where no token is there in both: had one agreed, they would be
    one group already. They are joined where neither fits a third.
    """
    held = profiles.with_columns(__group=pl.Series(groups, dtype=pl.Int64)).drop_nulls("nominal")
    parts = held.group_by("nominal", "__group").agg(pl.col(TOKENS).is_not_null().any())
    parts = parts.filter((pl.len() > 1).over("nominal"))
    partial = parts.filter(~pl.all_horizontal(TOKENS))
    pairs = partial.join(parts, on="nominal", suffix="_other").filter(
        pl.col("__group") != pl.col("__group_other"),
        ~pl.any_horizontal(pl.col(name) & pl.col(f"{name}_other") for name in TOKENS),
    )
    both_ways = pl.concat(
        [
            pairs.select("nominal", one="__group", other="__group_other"),
            pairs.select("nominal", one="__group_other", other="__group"),
        ]
    ).unique()
    alone = both_ways.filter((pl.len() == 1).over("nominal", "one"))
    mutual = alone.join(
        alone, left_on=["nominal", "one", "other"], right_on=["nominal", "other", "one"], how="semi"
    )
    return _merge(groups, mutual["one"].to_numpy(), mutual["other"].to_numpy())


def _merge(groups: Numbers, ones: Numbers, others: Numbers) -> Numbers:
    """The group of each profile when these pairs of groups are one."""
    size = int(groups.max()) + 1 if groups.size else 0
    return _components(size, ones, others)[groups] if size else groups


def _components(size: int, ones: Numbers, others: Numbers) -> Numbers:
    """The number of the connected part that each of `size` nodes lies in (union-find)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = coo_matrix((np.ones(len(ones), dtype=np.int8), (ones, others)), (size, size))
    found: Numbers = connected_components(edges, directed=False)[1].astype(np.int64)
    return found


def _number(rows: pl.DataFrame) -> pl.Series:
    """The key of each row, in its order: groups are numbered by the first of their rows."""
    order = [name for name in _ORDER if name in rows.columns]
    first = rows.sort(*order, nulls_last=True).unique("__group", keep="first", maintain_order=True)
    numbers = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)
    keys = first.select("__group", person=pl.format("P{}", numbers))
    return rows.join(keys, on="__group", how="left", maintain_order="left")["person"]
