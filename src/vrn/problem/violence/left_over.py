"""How many a finding leaves out, in words that give no small number away."""

from __future__ import annotations

FEWEST = 10
"""A number below this is not told, nor a share that it could be told from."""


def say_share(part: int, whole: int) -> str:
    """A part of a whole in words: none, a share in per cent, or less than a rounded share.

    >>> say_share(0, 640), say_share(30, 640), say_share(3, 640), say_share(3, 25)
    ('none', '5%', 'fewer than 1 in 60', 'a few')
    """
    if not part:
        return "none"
    if part >= FEWEST:
        return f"{max(1, round(100 * part / whole))}%"
    most = whole // FEWEST
    if most < FEWEST:
        return "a few"
    step = 10 ** (len(str(most)) - 1)
    return f"fewer than 1 in {most // step * step:,}"
