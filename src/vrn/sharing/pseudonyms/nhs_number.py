"""NHS numbers: ten digits of which the last one checks the others (modulus 11)."""

from __future__ import annotations

import re

_WEIGHTS = range(10, 1, -1)


def normalise_nhs_number(text: str) -> str | None:
    """The ten digits without blanks and hyphens; None where the check digit does not hold.

    The first nine digits are weighed by 10 down to 2 and summed; 11 less the remainder by 11 is the
    check digit, 11 counting as 0; where it would be 10 no such number is given out. One digit ten
    times over is none either, though the sum may hold.

    >>> normalise_nhs_number("943 476 5919"), normalise_nhs_number("943-476-5918")
    ('9434765919', None)
    """
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return None
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return digits if 11 - weighed % 11 == (int(digits[9]) or 11) else None
