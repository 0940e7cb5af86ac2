"""Synthetic controls of several outcomes at once: frames, corrected for how many, and sentences.

Sources: those of `synthetic`; the correction for several outcomes: S. Holm, A simple sequentially
rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).

Limits: those of `synthetic`. With m outcomes the least p that Holm's correction leaves is m/(J+1)
with J donors: six outcomes need 119 donors for one of them alone to pass at 0.05. The intervals are
of each outcome by itself, not corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.comparison.outcome_frames import (
    averted_frame,
    effects_frame,
    months_frame,
    placebos_frame,
    weights_frame,
    without_frame,
)
from vrn.statistics.comparison.outcome_reading import (
    Reading,
    cautions_of,
    events_of,
    sentence_of_outcome,
    verdict_of,
)
from vrn.statistics.comparison.synthetic import Synthetic, rates_of, synthetic_of
from vrn.statistics.comparison.verdicts import IMPORTANT, Important, check_important
from vrn.statistics.limits import tail_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn.statistics.comparison.panel import Panel
    from vrn.statistics.comparison.placebo import Progress
    from vrn.statistics.limits import FloatArray


@dataclass(frozen=True)
class SyntheticControls:
    """Synthetic controls of several outcomes: frames, with a row or rows an outcome.

    `effects`: outcome, donors, months_before, observed and expected events after, gap (mean rate),
    pre_rmspe, post_rmspe, rmspe_ratio, p, p_holm, the ratio as `value` with its limits, then
    verdict, caution and sentence. `averted`: events fewer than expected as `value`. `weights`:
    donors that have one. `months`: observed and synthetic rates, and their gap. `placebos`: each
    donor as if treated, the treated areas first with area null. `without`: the ratio without each
    donor of some weight. `sentence` says all outcomes. Rates are per `per` of the population in a
    month, which stands in `effects`.
    """

    effects: pl.DataFrame
    averted: pl.DataFrame
    weights: pl.DataFrame
    months: pl.DataFrame
    placebos: pl.DataFrame
    without: pl.DataFrame
    sentence: str


def synthetic_controls(
    panels: Mapping[str, Panel],
    *,
    per: float = 100_000.0,
    nearest: int | None = None,
    confidence: float = 0.95,
    important: Important = IMPORTANT,
    progress: Progress | None = None,
) -> SyntheticControls:
    """The treated areas together beside a mix of donor areas, for each outcome by itself.

    `panels` are those of `whole_panels_of`, named as the sentence names the events, in the plural.
    The ratio is observed over expected events after the change; its limits are (observed - or +
    margin)/expected, the margin made from the donors' own gaps; p ranks the error after over the
    error before among the donors, and p_holm corrects it for the outcomes. `nearest`: only so many
    donors, those nearest before. An outcome is "lower" or "higher" where its limits leave out 1 and
    p_holm is at most 1 - confidence. `progress` is told of fits done, of how many. One fit takes
    some 20 ms with 20 donors and 200 ms with 100 (many times that where the threads of the linear
    algebra library are not held to one on a busy machine), and an outcome takes a fit for each
    donor, and one for each donor of some weight.
    Raises ImportError without pysyncon, ValueError as `rates_of` does and for no outcome.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> table = Table(["a"] * 4 + ["b"] * 4 + ["c"] * 4, [1, 2, 3, 4] * 3, [1] * 4 + [0] * 8,
    ...               [0, 0, 0, 1] * 3)
    >>> falls = [60, 72, 66, 30, 40, 60, 50, 60, 80, 80, 80, 80]
    >>> import polars as pl
    >>> found = synthetic_controls(whole_panels_of({"falls": falls}, table))
    >>> found.effects.select(pl.col("value").round(2), "reason").row(0)
    (0.43, 'too few donor areas for limits of this confidence')
    """
    check_important(important)
    tail_of(confidence)
    if not panels:
        raise ValueError("name at least one outcome")
    found = _fitted(panels, per=per, nearest=nearest, progress=progress)
    readings = _readings(found, confidence=confidence, important=important)
    return SyntheticControls(
        effects_frame(found, readings, confidence=confidence),
        averted_frame(readings, confidence=confidence),
        weights_frame(found),
        months_frame(found),
        placebos_frame(found),
        without_frame(found),
        " ".join(each.sentence for each in readings.values()),
    )


def holm(p: FloatArray) -> FloatArray:
    """Holm's correction: the i-th smallest of m p values times m - i + 1, never falling, at most 1.

    NaN stays NaN and is not counted. Shape: that of p, one axis. Raises ValueError for a p outside
    0 to 1.

    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).round(2)
    array([0.03, 0.06,  nan, 0.06])
    """
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p value lies between 0 and 1")
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known])]
    times = np.arange(order.size, 0, -1)
    corrected = np.full(p.shape, np.nan)
    corrected[order] = np.minimum(np.maximum.accumulate(p[order] * times), 1.0)
    return corrected


def _fitted(
    panels: Mapping[str, Panel], *, per: float, nearest: int | None, progress: Progress | None
) -> dict[str, Synthetic]:
    """The control of each outcome; a donor needs two fits at most, and without weight one."""
    rates = {name: rates_of(panel, per=per, nearest=nearest) for name, panel in panels.items()}
    total = sum(1 + 2 * len(each.donors) for each in rates.values())
    done, ended = 0, 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    found = {}
    for name, each in rates.items():
        found[name] = synthetic_of(each, tell=tell)
        ended += 1 + 2 * len(each.donors)
        if done < ended:  # donors without weight need no fit
            done = ended - 1
            tell()
    return found


def _readings(
    found: Mapping[str, Synthetic], *, confidence: float, important: Important
) -> dict[str, Reading]:
    p = np.array([each.p() for each in found.values()])
    corrected = holm(p)
    readings = {}
    for (name, control), own, of_all in zip(found.items(), p, corrected, strict=True):
        events = events_of(control, confidence=confidence, important=important)
        verdict = verdict_of(
            control, events, p=float(of_all), confidence=confidence, important=important
        )
        sentence = sentence_of_outcome(name, events, verdict, confidence=confidence)
        said = "; ".join(cautions_of(control)) or None
        readings[name] = Reading(events, own, of_all, verdict[0], said, sentence)
    return readings
