"""The agencies' made-up files, made once for all tests of this folder and read by plain means."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from vrn_demo.agencies.files import TRUTH, make_agencies

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = list[dict[str, str]]

ENCODINGS = {"agencies/ambulance_calls.csv": ("cp1252", ";")}


@pytest.fixture(scope="session")
def agencies() -> dict[str, bytes]:
    """The bytes of every file of the agencies by name."""
    return make_agencies()


@pytest.fixture(scope="session")
def agencies_truth(agencies: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(agencies[TRUTH]))


@pytest.fixture(scope="session")
def rows_of(
    agencies: dict[str, bytes], agencies_truth: dict[str, Any]
) -> Callable[[str], list[dict[str, str]]]:
    """The good rows of all files whose name begins so; those to be held back are left out."""
    spoilt = {(one["file"], one["line"]) for one in agencies_truth["held_back"]}

    @cache
    def read(start: str) -> Rows:
        return [
            row
            for name in sorted(agencies)
            if name.startswith(f"agencies/{start}")
            for line, row in enumerate(_read(agencies[name], name), start=2)
            if (name, line) not in spoilt
        ]

    return read


def _read(content: bytes, name: str) -> Rows:
    encoding, delimiter = ENCODINGS.get(name, ("utf-8-sig", ","))
    text = io.StringIO(content.decode(encoding), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))
