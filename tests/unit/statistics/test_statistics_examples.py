"""The examples in the docstrings run and give what they print."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import vrn.statistics

MODULES = [each.name for each in pkgutil.walk_packages(vrn.statistics.__path__, "vrn.statistics.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted > 0, f"{name} shows no example"
    assert results.failed == 0


@pytest.mark.parametrize("name", vrn.statistics.__all__)
def test_each_published_method_says_its_bounds_and_shows_an_example(name: str) -> None:
    method = getattr(vrn.statistics, name)
    assert method.__doc__
    if not isinstance(method, type):
        assert ">>>" in method.__doc__
        assert (
            "Raises" in method.__doc__ or "raises" in method.__doc__ or "may be 0" in method.__doc__
        )
