"""The reference lists that a partnership looks things up in, each with its version and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.partnership.vintages import Vintage


def list_reference(folder: Path) -> tuple[Vintage, ...]:
    """Every version of the shipped lists, then the folder's own as they stand now."""
    from vrn.partnership.folder import read_partnership
    from vrn.partnership.vintages import own_vintages, shipped_vintages

    return (*shipped_vintages(), *own_vintages(read_partnership(folder).folder))
