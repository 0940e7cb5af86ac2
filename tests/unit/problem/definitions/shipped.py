"""The definitions that a new partnership's folder gets, and drawn offences parted by them."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from vrn.problem.definitions import live_definitions, make_partition, read_definitions

if TYPE_CHECKING:
    from vrn.problem.definitions import Definition, Partition

LIVE = ("vrn-2019", "duty-2023")


def shipped_definitions() -> tuple[Definition, ...]:
    """Every definition of the template."""
    with as_file(files("vrn.partnership") / "template" / "definitions") as folder:
        return read_definitions(folder)


def shipped_partition() -> Partition:
    """The partition by the two live definitions."""
    return make_partition(live_definitions(shipped_definitions(), LIVE))
