"""A noisy channel: whole records, sign by sign, as keyboard, voice and scan let them through."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from vrn_demo.makers.spelling import as_column, keys_beside

BETWEEN, END = "\x1f", "\x1e"
_ALIKE = ("aeiou", "bdp", "mn", "sz", "ck", "fv", "iljy", "uvw", "gj", "td", "rn", "oe", "hk")
"""Letters that sound or look alike."""
_DIGITS = {
    "0": "689", "1": "74", "2": "73", "3": "852", "4": "91",
    "5": "63", "6": "058", "7": "12", "8": "390", "9": "408",
}  # fmt: skip
_HIGHEST, _CHOICES = 384, 12


class Noise(NamedTuple):
    """Rates for each sign."""

    substituted: float
    dropped: float
    doubled: float
    exchanged: float


@cache
def confusions() -> np.ndarray:
    """For each sign twelve that may stand for it: half by look or sound, half by the keyboard."""
    table = np.repeat(np.arange(_HIGHEST, dtype=np.uint32)[:, None], _CHOICES, axis=1)
    table[:, _CHOICES // 2 :] = keys_beside()
    for sign in "abcdefghijklmnopqrstuvwxyz":
        near = "".join(row.replace(sign, "") for row in _ALIKE if sign in row) or sign
        for case in (str.lower, str.upper):
            codes = [ord(case(one)) for one in near]
            table[ord(case(sign)), : _CHOICES // 2] = np.resize(codes, _CHOICES // 2)
    for sign, near in _DIGITS.items():
        table[ord(sign)] = np.resize([ord(one) for one in near], _CHOICES)
    return table


def send(
    columns: list[np.ndarray], haste: np.ndarray, noise: Noise, rng: np.random.Generator
) -> list[np.ndarray]:
    """The columns as they arrive; `haste` is how many times the noise strikes each record."""
    text = END.join(map(BETWEEN.join, zip(*(one.tolist() for one in columns), strict=True))) + END
    signs = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).copy()
    record = np.cumsum(signs == ord(END))
    times = np.append(haste, 1).astype(np.float32)[record]
    is_open = (signs > ord(" ")) & (signs != ord("-"))
    arrived = _strike(signs, np.where(is_open, times, 0), noise, rng)
    lines = arrived.tobytes().decode("utf-32-le").split(END)[:-1]
    fields = [line.split(BETWEEN) for line in lines]
    return [as_column(field) for field in zip(*fields, strict=True)]


def _strike(
    signs: np.ndarray, times: np.ndarray, noise: Noise, rng: np.random.Generator
) -> np.ndarray:
    """The signs after exchange, substitution, doubling and loss, each sign on its own."""
    draw = rng.random(len(signs), dtype=np.float32)
    change = np.flatnonzero(draw < noise.exchanged * times)
    change = change[change + 1 < len(signs)]
    change = change[times[change + 1] > 0]
    change = change[np.diff(change, prepend=-2) > 1]
    signs[change], signs[change + 1] = signs[change + 1], signs[change].copy()
    draw = rng.random(len(signs), dtype=np.float32)
    rows = np.flatnonzero((draw < noise.substituted * times) & (signs < _HIGHEST))
    signs[rows] = confusions()[signs[rows], rng.integers(_CHOICES, size=len(rows))]
    draw = rng.random(len(signs), dtype=np.float32)
    number = np.ones(len(signs), dtype=np.int64)
    number[draw < noise.dropped * times] = 0
    number[(draw >= noise.dropped * times) & (draw < (noise.dropped + noise.doubled) * times)] = 2
    return np.repeat(signs, number)
