"""No bytes break the door: the fuzzer's targets, for some seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fuzz_targets import TARGETS, seeds_of
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_SEED = 20_000


@pytest.fixture(scope="module", params=TARGETS)
def target(request: pytest.FixtureRequest) -> tuple[str, Callable[[bytes], None]]:
    return request.param, TARGETS[request.param]()


def test_the_first_inputs_break_nothing(target: tuple[str, Callable[[bytes], None]]) -> None:
    name, run = target
    seeds = [seed for seed in seeds_of(name) if len(seed) < LONGEST_SEED]
    assert len(seeds) > 3
    for seed in seeds:
        run(seed)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_inputs_made_of_them_break_nothing(
    target: tuple[str, Callable[[bytes], None]], data: st.DataObject
) -> None:
    """Pieces of two inputs with some bytes between them, as a fuzzer would cross them."""
    name, run = target
    seeds = [seed for seed in seeds_of(name) if len(seed) < 3_000] or [b""]
    first, second = (data.draw(st.sampled_from(seeds)) for _ in range(2))
    end, start = (data.draw(st.integers(0, len(seed))) for seed in (first, second))
    run(first[:end] + data.draw(st.binary(max_size=30)) + second[start:])
