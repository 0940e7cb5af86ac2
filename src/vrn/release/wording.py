"""How released numbers are written, in one way for every page, document and download."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def show_number(value: float | None, decimals: int) -> str:
    """A number with thousands commas and fixed decimals, halves away from zero: 1234.5 -> "1,235".

    >>> show_number(1234.5, 0), show_number(0.125, 2), show_number(-3.0, 1)
    ('1,235', '0.13', '-3.0')
    """
    if value is None:
        return ""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded or abs(rounded):,}"  # nothing left of it is 0, never -0


def as_printed(value: float, decimals: int) -> float:
    """The number that a reader reads, for rules that must agree with the page: 1.004 -> 1.0.

    >>> as_printed(1.004, 2), as_printed(0.125, 2)
    (1.0, 0.13)
    """
    return float(show_number(value, decimals).replace(",", ""))


def show_interval(lower: float | None, upper: float | None, decimals: int) -> str:
    """An interval in words, "between 6.1 and 6.4"; empty where there is none."""
    if lower is None or upper is None:
        return ""
    return f"between {show_number(lower, decimals)} and {show_number(upper, decimals)}"


def show_limits(lower: float | None, upper: float | None, decimals: int) -> str:
    """The limits of a range for a sentence of its own; one number where both print the same.

    >>> show_limits(812, 845, 0), show_limits(12.0, 12.0, 0), show_limits(None, None, 0)
    ('between 812 and 845', '12', '')
    """
    words = show_interval(lower, upper, decimals)
    first = show_number(lower, decimals)
    return first if words and first == show_number(upper, decimals) else words


def show_range(lower: float | None, upper: float | None, decimals: int) -> str:
    """What a value is over three thresholds of linkage, in words; empty where there is no range.

    >>> show_range(6.1, 6.4, 1), show_range(12.0, 12.0, 0)
    ('6.1 to 6.4 over three thresholds of linkage', '12 at all three thresholds of linkage')
    """
    if lower is None or upper is None:
        return ""
    first, last = show_number(lower, decimals), show_number(upper, decimals)
    if first == last:
        return f"{first} at all three thresholds of linkage"
    return f"{first} to {last} over three thresholds of linkage"


def show_range_in_sentence(lower: float | None, upper: float | None, decimals: int) -> str:
    """The same in the few words of a sentence, which may hold many.

    >>> show_range_in_sentence(6.1, 6.4, 1), show_range_in_sentence(12.0, 12.0, 0)
    ('6.1 to 6.4 by linkage', '12 by linkage')
    >>> show_range_in_sentence(None, None, 0)
    'no range by linkage'
    """
    if lower is None or upper is None:
        return "no range by linkage"
    ends = dict.fromkeys(show_number(end, decimals) for end in (lower, upper))
    return f"{' to '.join(ends)} by linkage"
