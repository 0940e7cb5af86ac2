"""What is withheld, when there is hardly anything left to withhold."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from made_violence import DEFINITIONS, MONTHS, PERIOD, made_rows

from vrn.release.headline.axes import axes_of
from vrn.release.headline.checking import check_lattice
from vrn.release.headline.record_sets import RecordSets, gather_sets
from vrn.release.headline.records import prepare_rows
from vrn.release.headline.times import times_of
from vrn.release.headline.withholding import (
    LeakyShapeError,
    _nearest,
    _told_again,
    must_hide,
    withhold,
)


def made_sets(count: int = 700) -> RecordSets:
    prepared = prepare_rows(made_rows(count))
    axes = axes_of(prepared, definitions=DEFINITIONS, times=times_of(MONTHS, [PERIOD]))
    return gather_sets(prepared, axes)


def nothing(sets: RecordSets) -> np.ndarray:
    return np.zeros(len(sets.counts), dtype=np.bool_)


def withheld(sets: RecordSets, **overrides: Any) -> np.ndarray:
    """What is withheld of records that nothing was released of, but for the overrides."""
    plain = dict.fromkeys(("public", "changed", "told"), nothing(sets))
    return withhold(sets, **{"counts_persons": False, **plain, **overrides})


def test_the_few_are_withheld_and_some_others_with_them() -> None:
    sets = made_sets()
    hidden = withheld(sets)
    assert (hidden[sets.listed & sets.are_few]).all()
    assert (hidden & ~sets.are_few).any()
    assert not hidden[~sets.listed].any()
    assert must_hide(sets, hidden)[~sets.listed & sets.are_few].all()


def test_what_is_public_is_never_withheld() -> None:
    sets = made_sets()
    first = withheld(sets)
    public = sets.listed & ~first
    again = withheld(sets, public=public, told=public)
    assert not (again & public).any()
    assert not (again & ~first).any()


def test_where_released_numbers_tell_of_few_some_are_told_no_more_to_be_unchanged() -> None:
    """Whoever released all but the few gave these away: no more is told than was."""
    sets = made_sets()
    public = sets.listed & ~sets.are_few
    hidden = withheld(sets, public=public, told=public)
    assert (hidden & public).any()
    assert (~hidden & public).any()
    check_lattice(sets, sets.axes, hidden=hidden, public=public & ~hidden, counts_persons=False)


def test_a_released_number_beside_one_that_follows_is_told_no_more() -> None:
    """One that is of few more than a new one follows with it: it stands, and the new one goes."""
    sets = made_sets()
    plain = withheld(sets)
    for one in np.flatnonzero(sets.listed & ~plain)[:40:8]:
        public = sets.listed & ~plain
        public[one] = False
        hidden = withheld(sets, public=public, told=public)
        check_lattice(sets, sets.axes, hidden=hidden, public=public & ~hidden, counts_persons=False)


def test_what_follows_from_unchanged_numbers_is_asked_for_few_people_too() -> None:
    """A new number that the unchanged ones fix, few people from one of these: no more is told."""
    sets = made_sets()
    public = sets.listed & ~withheld(sets)
    none = pl.DataFrame({"inner": [], "outer": []}, schema=dict.fromkeys(["inner", "outer"], int))
    given = {"public": public.copy(), "secret": nothing(sets)}
    for one in np.flatnonzero(public):
        given["public"] = public.copy()
        given["public"][one] = False
        kept, follows = _told_again(sets, none, **given)
        if follows[one]:
            break
    assert follows[one]
    other = np.flatnonzero(kept)[0]
    near = pl.DataFrame({"inner": [one], "outer": [other]})
    fewer, follows = _told_again(sets, near, **given)
    assert not follows[one]
    assert fewer.sum() < kept.sum()


def test_shapes_that_give_a_number_away_by_themselves_are_said() -> None:
    sets = made_sets()
    alone = np.flatnonzero(sets.sums.count_parts(~nothing(sets)) > 0)[:1].tolist()
    with pytest.raises(LeakyShapeError, match="follows from the shapes alone"):
        _nearest(sets, alone, nothing(sets))


def test_a_changed_number_is_withheld_with_others() -> None:
    sets = made_sets()
    plain = withheld(sets)
    one = np.flatnonzero(sets.listed & ~plain)[0]
    changed = nothing(sets)
    changed[one] = True
    hidden = withheld(sets, changed=changed)
    assert hidden[one]
    assert hidden.sum() > plain.sum()


def test_the_check_finds_nothing_in_what_the_rules_made() -> None:
    prepared = prepare_rows(made_rows(700))
    axes = axes_of(prepared, definitions=DEFINITIONS, times=times_of(MONTHS, [PERIOD]))
    sets = gather_sets(prepared, axes)
    for counts_persons in (False, True):
        hidden = withheld(sets, counts_persons=counts_persons)
        check_lattice(
            sets, axes, hidden=hidden, public=nothing(sets), counts_persons=counts_persons
        )
