"""Two drawn cuts side by side: what each counts, and why each record moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn_agencies import DEFINITIONS, make_agencies_cut
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vrn.problem.revising import REASONS, Revised, Side, see_revisions
from vrn.release.catalogue import find_measure
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HELD = ("2021-01", "2021-02", "2021-03")
FEEDS = ("police-offences", "police-people")
UNDER = {"definition": "vrn-2019"}
QUARTER = Period.parse("2021-01..2021-03")
HEAD = "crime_ref | month | code | offence | district | small_area | definition_class"
WHOLE = "in both"


def offence(
    ref: str,
    month: str = "2021-01",
    code: str = "8N",
    district: str = "D1",
    small_area: str = "S1",
    kind: str = WHOLE,
) -> str:
    return f"{ref} | {month} | {code} | {code}/06 | {district} | {small_area} | {kind}"


def side(
    folder: Path,
    *rows: str,
    held: tuple[str, ...] = HELD,
    supplies: tuple[str, ...] = ("s",),
    cancelled: tuple[str, ...] = (),
    **tables: str,
) -> Side:
    folder.mkdir(exist_ok=True)
    drawn = {"police_offences": "\n".join([HEAD, *rows]), **tables}
    return Side(
        tables=make_agencies_cut(folder, **drawn),
        edition="mid-2020",
        months_held=dict.fromkeys(FEEDS, held),
        definitions=DEFINITIONS,
        supplies=frozenset(supplies),
        cancelled=frozenset(cancelled),
    )


def seen(
    before: Side,
    after: Side,
    *split: str,
    measure: str = "serious_violence",
    where: Mapping[str, str] = UNDER,
    period: Period | None = QUARTER,
) -> Revised:
    return see_revisions(
        find_measure(measure), before, after, split=split, where=where, period=period
    )


def reasons(found: Revised) -> list[tuple[object, ...]]:
    return found.reasons.exact.rows()


def counts(found: Revised) -> list[tuple[object, ...]]:
    return found.counts.exact.rows()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "before", tmp_path / "after"


def test_nothing_moved_gives_no_reason(folders: tuple[Path, Path]) -> None:
    before, after = (side(each, offence("a"), offence("b")) for each in folders)
    found = seen(before, after)
    assert counts(found) == [(2, 2, 0)]
    assert reasons(found) == []
    assert found.period == QUARTER
    assert found.where == {**UNDER, "age_group": "all ages"}


MOVES = {
    "came late": ([], ["a"], {"supplies": ("old",)}, {}, "received since"),
    "of a month that was not held": (
        [],
        ["a"],
        {"supplies": ("old",), "held": HELD[1:]},
        {},
        "of a month that was not held",
    ),
    "stands again after a cancellation": (
        [],
        ["a"],
        {"supplies": ("old",), "cancelled": ("a",)},
        {},
        "held before, and did not stand then",
    ),
    "is in the same supply and did not stand": (
        [],
        ["a"],
        {},
        {},
        "held before, and did not stand then",
    ),
    "was cancelled": (["a"], [], {}, {"cancelled": ("a",)}, "cancelled by the supplier"),
    "is of a month given back": (
        ["a"],
        [],
        {},
        {"held": HELD[1:]},
        "of a month that is no longer held",
    ),
    "is no longer sent": (["a"], [], {}, {}, "no longer sent"),
}


@pytest.mark.parametrize(("old", "new", "then", "now", "reason"), MOVES.values(), ids=MOVES)
def test_a_record_that_one_cut_alone_holds(
    folders: tuple[Path, Path], old: list[str], new: list[str], then: dict, now: dict, reason: str
) -> None:
    before = side(folders[0], offence("z", "2021-02"), *(offence(ref) for ref in old), **then)
    after = side(folders[1], offence("z", "2021-02"), *(offence(ref) for ref in new), **now)
    assert reasons(seen(before, after)) == [(reason, len(new), len(old))]


def test_a_record_that_both_hold_and_one_counts(folders: tuple[Path, Path]) -> None:
    outside = "in neither"
    before = side(folders[0], offence("a"), offence("b"), offence("c"), offence("d", kind=outside))
    after = side(
        folders[1],
        offence("a", code="105A", kind=outside),
        offence("b", kind=outside),
        offence("c", month="2020-12"),
        offence("d"),
    )
    found = seen(before, after)
    assert counts(found) == [(3, 1, -2)]
    assert reasons(found) == [
        ("reclassified by the supplier", 0, 1),
        ("the same code under another list or definition", 1, 1),
        ("dated otherwise", 0, 1),
    ]


def test_a_record_that_went_to_another_district_stands_in_both(
    folders: tuple[Path, Path],
) -> None:
    before = side(folders[0], offence("a"), offence("b"))
    after = side(folders[1], offence("a"), offence("b", district="D2", small_area="S3"))
    found = seen(before, after, "district")
    assert counts(found) == [("D1", 2, 1, -1), ("D2", None, 1, None)]
    assert reasons(found) == [("D1", "placed elsewhere", 0, 1), ("D2", "placed elsewhere", 1, 0)]


def test_months_not_held_have_no_count(folders: tuple[Path, Path]) -> None:
    before = side(folders[0], offence("a"), held=HELD[:1], supplies=("old",))
    after = side(folders[1], offence("a"), offence("b", "2021-02"))
    assert counts(seen(before, after, "month")) == [
        ("2021-01", 1, 1, 0),
        ("2021-02", None, 1, None),
    ]
    assert counts(seen(before, after)) == [(None, 2, None)]


PEOPLE = "crime_ref | role | person | age | definition_class\n"


def test_two_people_found_to_be_one_change_a_count_of_persons(folders: tuple[Path, Path]) -> None:
    rows = "a | suspect | {} | 20 | in both\nb | suspect | {} | 20 | in both"
    before = side(
        folders[0], offence("a"), offence("b"), police_people=PEOPLE + rows.format("p", "q")
    )
    after = side(
        folders[1], offence("a"), offence("b"), police_people=PEOPLE + rows.format("p", "p")
    )
    found = seen(before, after, measure="suspects")
    assert counts(found) == [(2, 1, -1)]
    # The same records are counted: what moved is who they are of, and a split shows no cell move.
    assert reasons(found) == [("people told apart or together", 1, 1)]


def test_a_ratio_is_looked_at_through_what_it_counts(folders: tuple[Path, Path]) -> None:
    before = side(folders[0], offence("a"), supplies=("old",))
    after = side(folders[1], offence("a"), offence("b"))
    found = seen(before, after, measure="serious_violence_rate")
    assert counts(found) == [(1, 2, 1)]
    assert reasons(found) == [("received since", 1, 0)]


@pytest.mark.parametrize(
    ("measure", "split", "words"),
    [
        ("serious_violence_near_repeat", (), "worked out by a method"),
        ("assault_admissions", (), "cannot be told apart"),
        ("serious_violence", ("definition",), "its codes overlap"),
        ("serious_violence", ("age_group",), "its codes overlap"),
    ],
)
def test_what_cannot_be_looked_at_is_refused_with_the_reason(
    folders: tuple[Path, Path], measure: str, split: tuple[str, ...], words: str
) -> None:
    before, after = (side(each, offence("a")) for each in folders)
    with pytest.raises(ValueError, match=words):
        seen(
            before, after, *split, measure=measure, where={} if split == ("definition",) else UNDER
        )


ROWS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(
        st.sampled_from(HELD),
        st.sampled_from(["8N", "5D"]),
        st.sampled_from([("D1", "S1"), ("D2", "S3")]),
        st.sampled_from([WHOLE, "in neither"]),
    ),
    min_size=1,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(old=ROWS, new=ROWS, split=st.sampled_from([(), ("month",), ("district",)]))
def test_the_reasons_add_up_to_the_change(
    folders: tuple[Path, Path], old: dict, new: dict, split: tuple[str, ...]
) -> None:
    sides = [
        side(folder, *(offence(ref, m, c, *d, kind=k) for ref, (m, c, d, k) in rows.items()))
        for folder, rows in zip(folders, (old, new), strict=True)
    ]
    found = seen(*sides, *split)
    moved: dict[tuple[object, ...], int] = {}
    for *cell, reason, came, went in reasons(found):
        assert reason in REASONS
        moved[tuple(cell)] = moved.get(tuple(cell), 0) + came - went
    for *cell, before, after, change in counts(found):
        assert (after or 0) - (before or 0) == moved.pop(tuple(cell), 0)
        assert change is None or change == after - before
    assert not any(moved.values())
