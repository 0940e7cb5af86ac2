"""Difference in differences for counts: the ratio's logarithm, and its error in each convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracles.checking import Agreements, Check, agree
from vrn.statistics.comparison import difference_in_differences, panel_of

if TYPE_CHECKING:
    import polars as pl

    from vrn.statistics.comparison.errors import Errors

CLOSE = 1e-6
ERRORS: dict[str, Errors] = {
    "se_model": "model",
    "se_cluster_HC0_no_cadjust": "cluster-HC0",
    "se_cluster_HC1": "cluster",
    "se_cluster_HC0_cadjust": "cluster-HC0-adjusted",
}
OURS = {"estimate": "estimate", "deviance": "deviance", "n": "rows"}


def compare(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    """Each column of the expected file beside ours; one that is not known agrees with nothing."""
    panel = panel_of(
        rows["count"],
        area=rows["area"],
        month=rows["month"],
        treated=rows["treated"],
        after=rows["post"],
        population=rows["population"],
    )
    agreements = {}
    for name in expected.drop("term").columns:
        found = difference_in_differences(panel, errors=ERRORS.get(name, "model")).effect
        ours = found[OURS.get(name, "standard_error")]
        same = agree(np.repeat(ours.to_numpy(), expected.height), expected[name], rtol=CLOSE)
        agreements[name] = same & (name in ERRORS or name in OURS)
    return agreements


CHECKS = (Check("did_expected.csv", ("did_input.csv",), compare, "rtol 1e-6"),)
