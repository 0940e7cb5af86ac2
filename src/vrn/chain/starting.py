"""The first journey: a new partnership's folder, with its texts and its release key."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.partnership.reference import PoliceArea

_NOTHING: Mapping[str, str] = MappingProxyType({})


def start(folder: Path, *, area: str, name: str = "") -> tuple[Path, ...]:
    """Writes a new partnership's folder for a police force area or a list of districts."""
    from vrn.partnership.reference import find_police_area

    found = find_police_area(area)
    return start_for(folder, found, name=name or f"{found.name} violence reduction network")


def start_for(
    folder: Path,
    area: PoliceArea,
    *,
    name: str,
    made_up: bool = False,
    periods: Mapping[str, str] = _NOTHING,
) -> tuple[Path, ...]:
    """Writes a new partnership's folder for a known area, with its release key."""
    from vrn.partnership.writing import write_partnership
    from vrn.release.signing import make_key

    written = write_partnership(folder, area=area, name=name, made_up=made_up, periods=periods)
    partnership = read_partnership(folder)
    make_key(partnership.private_key, partnership.public_key)
    return written
