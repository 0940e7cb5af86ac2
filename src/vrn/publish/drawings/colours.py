"""The colours of pages, charts and maps: ink on white, one brand blue, and its tints."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

INK = "#0b0c0c"
WHITE = "#ffffff"
BRAND = "#12436D"
# For categories in this order, never more than four in a chart, and always with a shape or a dash.
CATEGORIES = ("#12436D", "#F46A25", "#801650", "#28A197", "#3D3D3D")
# Ink for secondary words: 7.0 to 1 on white.
QUIET_INK = "#505a5f"
GRID = "#d8dcde"
BAND = "#eceef0"
NO_DATA = "#c6c5c1"
# Where the classes of a map lie from a pale tint (0) to the brand itself (1), from the lowest: each
# step is plain to see beside the next, and the tints keep their hue, unlike the grey of no data.
_STEPS = (0.0, 0.24, 0.5, 0.75, 1.0)
_PALEST = 0.92
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def ramp(brand: str = BRAND, classes: int = 5) -> tuple[str, ...]:
    """One hue from a pale tint to the brand for that many classes (one to five), lowest first.

    >>> ramp("#12436D")
    ('#e2ebf4', '#a2c4e1', '#589ad3', '#2570af', '#12436d')
    """
    if not 1 <= classes <= len(_STEPS):
        raise ValueError(f"a map has one to {len(_STEPS)} classes, not {classes}")
    return tuple(_tint(brand, step) for step in _STEPS[-classes:])


def _tint(brand: str, step: float) -> str:
    """The brand's hue, its lightness moved towards the palest, a little less strong when pale."""
    hue, light, strength = rgb_to_hls(*(channel / 255 for channel in _channels(brand)))
    tint = hls_to_rgb(hue, _PALEST + (light - _PALEST) * step, strength * (0.62 + 0.38 * step))
    return "#" + "".join(f"{int(channel * 255 + 0.5):02x}" for channel in tint)


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 (the same) to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_brand(colour: str) -> None:
    """Raises unless the colour is written #rrggbb and can be read on white (4.5 to 1, WCAG AA)."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"the brand colour {colour!r} is not written #rrggbb, such as {BRAND}")
    if contrast(colour, WHITE) < 4.5:
        raise ValueError(
            f"the brand colour {colour} stands {contrast(colour, WHITE):.1f} to 1 on white, and "
            f"words in it need 4.5 to 1: choose a darker one, such as {BRAND}"
        )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance of sRGB, 0 black to 1 white (WCAG 2.2, "relative luminance")."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
