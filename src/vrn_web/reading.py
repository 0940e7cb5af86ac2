"""What the site reads: the register of what was released. The one door to it for every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.release.register import NotReleasedError, Released, open_released
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.register import CubeEntry

__all__ = ["NotReleasedError", "Released", "entries", "released"]


def released() -> Released:
    """The register of the partnership that is served; NotReleasedError where there is none yet."""
    site = current_site()
    return open_released(site.released, site.public_key)


def entries() -> Sequence[CubeEntry]:
    """The newest cube of each shape, in the order of release; empty where nothing was released."""
    try:
        return released().entries()
    except NotReleasedError:
        return ()
