"""What is withheld, when there is hardly anything left to withhold."""

from __future__ import annotations

import numpy as np
import pytest
from made_violence import DEFINITIONS, MONTHS, PERIOD, made_rows

from vrn.release.headline.axes import axes_of
from vrn.release.headline.checking import check_lattice
from vrn.release.headline.record_sets import RecordSets, gather_sets
from vrn.release.headline.records import prepare_rows
from vrn.release.headline.times import times_of
from vrn.release.headline.withholding import LeakyShapeError, must_hide, withhold


def made_sets(count: int = 700) -> RecordSets:
    prepared = prepare_rows(made_rows(count))
    axes = axes_of(prepared, definitions=DEFINITIONS, times=times_of(MONTHS, [PERIOD]))
    return gather_sets(prepared, axes)


def nothing(sets: RecordSets) -> np.ndarray:
    return np.zeros(len(sets.counts), dtype=np.bool_)


def test_the_few_are_withheld_and_some_others_with_them() -> None:
    sets = made_sets()
    hidden = withhold(sets, counts_persons=False, public=nothing(sets), changed=nothing(sets))
    assert (hidden[sets.listed & sets.are_few]).all()
    assert (hidden & ~sets.are_few).any()
    assert not hidden[~sets.listed].any()
    assert must_hide(sets, hidden)[~sets.listed & sets.are_few].all()


def test_what_is_public_is_never_withheld() -> None:
    sets = made_sets()
    first = withhold(sets, counts_persons=False, public=nothing(sets), changed=nothing(sets))
    public = sets.listed & ~first
    again = withhold(sets, counts_persons=False, public=public, changed=nothing(sets))
    assert not (again & public).any()
    assert not (again & ~first).any()


def test_what_follows_from_public_numbers_cannot_be_protected_any_more() -> None:
    """Whoever released all but the few gave these away: that is said, and nothing is released."""
    sets = made_sets()
    public = sets.listed & ~sets.are_few
    with pytest.raises(LeakyShapeError, match="released before, and cannot be protected any more"):
        withhold(sets, counts_persons=False, public=public, changed=nothing(sets))


def test_a_changed_number_is_withheld_with_others() -> None:
    sets = made_sets()
    plain = withhold(sets, counts_persons=False, public=nothing(sets), changed=nothing(sets))
    one = np.flatnonzero(sets.listed & ~plain)[0]
    changed = nothing(sets)
    changed[one] = True
    hidden = withhold(sets, counts_persons=False, public=nothing(sets), changed=changed)
    assert hidden[one]
    assert hidden.sum() > plain.sum()


def test_the_check_finds_nothing_in_what_the_rules_made() -> None:
    prepared = prepare_rows(made_rows(700))
    axes = axes_of(prepared, definitions=DEFINITIONS, times=times_of(MONTHS, [PERIOD]))
    sets = gather_sets(prepared, axes)
    for counts_persons in (False, True):
        hidden = withhold(
            sets, counts_persons=counts_persons, public=nothing(sets), changed=nothing(sets)
        )
        check_lattice(
            sets, axes, hidden=hidden, public=nothing(sets), counts_persons=counts_persons
        )
