"""Live definitions part records into disjoint classes, and each definition is a sum of classes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from drawn import frame_of
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.problem.definitions.shipped import LIVE, shipped_definitions, shipped_partition

from vrn.problem.definitions import (
    IN_NONE,
    Clause,
    Definition,
    find_definition,
    make_bridge,
    make_partition,
    part_records,
    steps_between,
)
from vrn.problem.definitions.offence_codes import NOT_CLASSIFIED

OFFENCES = frame_of("""
    code | offence_group       | domestic     | place_type    | expected
    8N   | assault with injury | not domestic | street        | in both
    8N   | assault with injury | not recorded | street        | in both
    8N   | assault with injury |              | street        | in both
    34B  | robbery             | not domestic | takeaway      | in both
    4/10 | homicide            | not domestic | shop or business | in both
    8N   | assault with injury | domestic     | street        | duty-2023: domestic
    8N   | assault with injury | domestic     | dwelling      | duty-2023: domestic
    8N   | assault with injury | domestic     | not recorded  | duty-2023: domestic
    8N   | assault with injury | not domestic | dwelling      | duty-2023: not a public place
    8N   | assault with injury | not domestic | other         | duty-2023: not a public place
    8N   | assault with injury | not domestic | not recorded  | duty-2023: not a public place
    8N   | assault with injury | not domestic |               | duty-2023: not a public place
    19C  | rape                | not domestic | street        | duty-2023: sexual
    20A  | sexual assault      | domestic     | dwelling      | duty-2023: sexual
    8S   | assault with injury | not domestic | street        | in none
    4/3  | other               | not domestic | street        | in none
    4/7  | other               | domestic     | dwelling      | in none
    3B   | threats to kill     | not domestic | street        | in none
    8K   | other               | not domestic | street        | in none
    8X   | not classified      | not domestic | street        | not classified
""")


def test_offences_are_parted_as_drawn() -> None:
    assert part_records(OFFENCES, shipped_partition()).to_list() == OFFENCES["expected"].to_list()


def test_the_classes_of_the_two_definitions_are_these_and_no_others() -> None:
    partition = shipped_partition()
    assert [each.code for each in partition.classes] == [
        "in both", "duty-2023: sexual", "duty-2023: domestic", "duty-2023: not a public place",
        "in none", "not classified",
    ]  # fmt: skip
    assert partition.codes_of("vrn-2019") == ("in both",)
    assert partition.codes_of("duty-2023") == tuple(
        each.code for each in partition.classes if each.code not in (IN_NONE, NOT_CLASSIFIED)
    )


def test_one_definition_alone_parts_records_in_two() -> None:
    partition = make_partition([find_definition(shipped_definitions(), "vrn-2019")])
    assert [each.code for each in partition.classes] == ["in vrn-2019", "in none", "not classified"]


@pytest.mark.parametrize(("start", "end", "signs"), [(*LIVE, {True}), (*reversed(LIVE), {False})])
def test_a_bridge_goes_both_ways(start: str, end: str, signs: set[bool]) -> None:
    steps = steps_between(shipped_partition(), start, end)
    assert {step.is_added for step in steps} == signs
    assert [step.reason for step in steps] == [
        "sexual", "domestic", "not a public place"
    ]  # fmt: skip


def test_a_bridge_of_drawn_offences() -> None:
    counts = Counter(OFFENCES["expected"].to_list())
    bridge = make_bridge(counts, shipped_partition(), start="vrn-2019", end="duty-2023")
    assert (bridge.start_total, bridge.end_total, bridge.both) == (5, 14, 5)
    assert [(step.reason, step.change) for step in bridge.steps] == [
        ("sexual", 2), ("domestic", 3), ("not a public place", 4)
    ]  # fmt: skip
    assert bridge.remainder == 0


def test_a_bridge_refuses_a_class_that_nobody_made() -> None:
    with pytest.raises(ValueError, match="make no class 'duty-2023: elsewhere'"):
        make_bridge({"duty-2023: elsewhere": 3}, shipped_partition(), start=LIVE[0], end=LIVE[1])


def test_a_bridge_to_what_is_not_live_names_what_is() -> None:
    with pytest.raises(ValueError, match="try one of: vrn-2019, duty-2023"):
        steps_between(shipped_partition(), "vrn-2019", "vrn-2031")


def define(name: str, *clauses: Clause, kind: str = "serious violence") -> Definition:
    texts = dict.fromkeys(("title", "statement", "author", "provenance"), "Made up")
    return Definition(
        id=name, version=1, dated=date(2024, 1, 1), kind=kind, clauses=clauses, **texts
    )


def test_too_many_definitions_or_one_of_another_kind_are_refused() -> None:
    own = [define(f"d{n}", Clause(column="code", reason="x", any_of=("2",))) for n in range(4)]
    for wrong in ([], own, [own[0], own[0]]):
        with pytest.raises(ValueError, match="one to 3 different definitions"):
            make_partition(wrong)
    with pytest.raises(ValueError, match="knife-enabled: not a definition of serious violence"):
        make_partition([find_definition(shipped_definitions(), "knife-enabled")])


VALUES = {
    "code": ("1", "8N", "34B", "3B"),
    "domestic": ("domestic", "not domestic", "not recorded"),
    "place_type": ("street", "dwelling", "not recorded"),
}


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    column = draw(st.sampled_from(sorted(VALUES)))
    named = draw(st.lists(st.sampled_from(VALUES[column]), min_size=1, max_size=3, unique=True))
    way = draw(st.sampled_from(["any_of", "none_of"]))
    reason = f"{column} {'is not' if way == 'any_of' else 'is'} {' or '.join(sorted(named))}"
    return Clause(column=column, reason=reason, **{way: tuple(named)})


DEFINITIONS = st.lists(st.lists(clauses(), min_size=1, max_size=4), min_size=1, max_size=3)
RECORD = st.tuples(*(st.sampled_from((*values, "of no text")) for values in VALUES.values()))
RECORDS = st.lists(st.tuples(RECORD, st.booleans()), max_size=40)


def holds(definition: Definition, record: dict[str, str]) -> bool:
    """Plain Python: every clause is met."""
    return all(
        (record[c.column] in c.any_of) if c.any_of else (record[c.column] not in c.none_of)
        for c in definition.clauses
    )


@settings(max_examples=80, deadline=None)
@given(DEFINITIONS, RECORDS)
def test_any_definitions_part_any_records(
    texts: list[list[Clause]], drawn: list[tuple[tuple[str, ...], bool]]
) -> None:
    """Every record in one class; a definition is a sum of classes; no bridge has a remainder."""
    live = [define(f"definition-{n}", *each) for n, each in enumerate(texts)]
    partition = make_partition(live)
    rows = [
        {
            **dict(zip(VALUES, record, strict=True)),
            "offence_group": "robbery" if known else NOT_CLASSIFIED,
        }
        for record, known in drawn
    ]
    names = (*VALUES, "offence_group")
    found = part_records(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String)), partition)
    codes = [each.code for each in partition.classes]
    assert len(set(codes)) == len(codes)
    assert len(found) == len(rows)
    assert set(found) <= set(codes)
    for definition in live:
        taken = {
            n for n, row in enumerate(rows)
            if row["offence_group"] != NOT_CLASSIFIED and holds(definition, row)
        }  # fmt: skip
        of_classes = partition.codes_of(definition.id)
        assert {n for n, code in enumerate(found) if code in of_classes} == taken
    for start, end in pairwise([*partition.ids, partition.ids[0]]):
        bridge = make_bridge(Counter(found), partition, start=start, end=end)
        assert bridge.remainder == 0
        assert all(step.count > 0 or step.definition_class in codes for step in bridge.steps)


@settings(max_examples=30, deadline=None)
@given(DEFINITIONS, RECORDS, st.randoms())
def test_a_class_depends_on_the_record_alone(texts, drawn, random) -> None:
    partition = make_partition([define(f"definition-{n}", *each) for n, each in enumerate(texts)])
    names = (*VALUES, "offence_group")
    rows = [(*record, "robbery") for record, _ in drawn]

    def parted(records: list[tuple[str, ...]]) -> Counter[tuple[tuple[str, ...], str]]:
        frame = pl.DataFrame(records, schema=dict.fromkeys(names, pl.String), orient="row")
        return Counter(zip(records, part_records(frame, partition), strict=True))

    assert parted(random.sample(rows, len(rows))) == parted(rows)
