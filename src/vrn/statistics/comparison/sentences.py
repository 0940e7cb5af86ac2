"""The plain sentence that a difference in differences comes with, one wording a verdict.

Sources: numbers said as changes, with their interval, and what is not known said as such: A. M. van
der Bles and others, Communicating uncertainty about facts, numbers and science, Royal Society Open
Science 6 (2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.statistics.comparison.verdicts import (
    IMPORTANT,
    Important,
    Verdict,
    said_change,
    said_interval,
)

if TYPE_CHECKING:
    import polars as pl


def sentence_of(
    effect: pl.DataFrame,
    averted: pl.DataFrame,
    *,
    verdict: Verdict,
    noun: str = "events",
    important: Important = IMPORTANT,
) -> str:
    """The verdict in a plain sentence, of the first rows of a difference's two frames.

    >>> import polars as pl
    >>> effect = pl.DataFrame({"treated_areas": [1], "untreated_areas": [9], "lower": [None],
    ...     "reason": ["no events"]})
    >>> sentence_of(effect, effect, verdict="cannot tell", noun="falls")
    'We cannot tell whether falls in the treated area changed otherwise than elsewhere: no events.'
    """
    row = effect.row(0, named=True)
    place, others = _areas(row["treated_areas"], "treated"), _areas(row["untreated_areas"], "other")
    place = f"the {place.removeprefix('1 ')}"
    if row["lower"] is None:
        reason = row["reason"]
        return (
            f"We cannot tell whether {noun} in {place} changed otherwise than elsewhere: {reason}."
        )
    change = f"{said_change(row['value'])} ({_interval(row)})"
    if verdict in ("lower", "higher"):
        leads = "leads" if row["untreated_areas"] == 1 else "lead"
        return (
            f"In {place} {noun} were {said_change(row['value'])} than {others} {leads} one to "
            f"expect ({_interval(row)}): {_events(averted.row(0, named=True))}."
        )
    if verdict == "no important difference":
        within = f"within what matters ({said_interval(*important)})"
        return f"In {place} {noun} changed as in {others}, {within}: {change}."
    if verdict == "no clear difference":
        return f"In {place} {noun} did not clearly change otherwise than in {others}: {change}."
    return (
        f"We cannot tell whether {noun} in {place} changed otherwise than in {others}: it may be "
        f"anything from {said_interval(row['lower'], row['upper'])}, and one that is "
        f"{said_change(important[0])} would be seen in {100 * row['power']:.0f} of 100 such "
        "comparisons."
    )


def _areas(number: int, kind: str) -> str:
    return f"{number:,} {kind} {'area' if number == 1 else 'areas'}"


def _interval(row: dict[str, Any]) -> str:
    percent = f"{100 * row['confidence']:.4g}%"
    return f"{percent} interval: {said_interval(row['lower'], row['upper'])}"


def _events(row: dict[str, Any]) -> str:
    """The events averted: "120 fewer (49 to 220 fewer)"; more, where the ratio is above 1."""
    word, sign = ("fewer", 1) if row["value"] > 0 else ("more", -1)
    least, most = sorted((sign * row["lower"], sign * row["upper"]))
    return f"{round(sign * row['value']):,} {word} ({round(least):,} to {round(most):,} {word})"
