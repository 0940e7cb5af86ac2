"""What the site takes from its partnership's text: names, language, colour, made up or not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from vrn.partnership.folder import PartnershipError, read_partnership
from vrn.publish.drawings.colours import check_brand, contrast

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.partnership.folder import Partnership

# The palest ground that words in the brand colour stand on, and the ratio that WCAG asks of text.
TINT = "#f1f4f8"
LEAST_CONTRAST = 4.5


def read_site(folder: Path) -> Partnership:
    """The partnership of the folder; PartnershipError where it is none or cannot be served."""
    partnership = read_partnership(folder)
    check_colour(partnership.brand_colour)
    if not partnership.public_key.is_file():
        raise PartnershipError(
            f"{folder} holds no release.pub, so nothing released there can be checked: "
            "a partnership's folder gets one from `vrn init`"
        )
    return partnership


def current_site() -> Partnership:
    """The partnership that is served; its text is read again when it was edited."""
    folder: Path = settings.VRN_FOLDER
    return _read(folder, (folder / "partnership.toml").stat().st_mtime_ns)


def check_colour(colour: str) -> None:
    """Raises PartnershipError unless words in the colour can be read on white and on our tint."""
    try:
        check_brand(colour)
    except ValueError as error:
        raise PartnershipError(f'partnership.toml: "brand_colour": {error}') from error
    ratio = contrast(colour, TINT)
    if ratio < LEAST_CONTRAST:
        raise PartnershipError(
            f'partnership.toml: "brand_colour": {colour} stands {ratio:.1f} to 1 on the tint '
            f"behind menus, and words in it need {LEAST_CONTRAST} to 1: choose a darker one"
        )


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int) -> Partnership:
    return read_site(folder)
