"""Control charts beside NHSRplotthedots: every point under every variant, and assurance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tests.oracles.checking import Agreements, Check, agree, agree_exactly
from vrn.statistics.control_charts import (
    MAKING_DATA_COUNT,
    Baseline,
    RuleSet,
    chart_summary,
    control_chart,
    vary,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIX = re.compile(r"fix_?(\d+)")
_DIRECTION = re.compile(r"increase|decrease|neutral")
CAUSES = {
    "Above UCL": "above upper limit",
    "Below LCL": "below lower limit",
    "7 Point Trend (Increasing)": "trend up",
    "7 Point Trend (Decreasing)": "trend down",
    "2 in 3 Above CL": "2 in 3 above mean",
    "2 in 3 Below CL": "2 in 3 below mean",
    "7 Points Above CL": "shift above mean",
    "7 Points Below CL": "shift below mean",
    "Common Cause": "common cause",
}
TYPES = {
    "common_cause": "common cause",
    "special_cause_improvement": "improving",
    "special_cause_concern": "concerning",
    "special_cause_neutral_high": "neutral, high",
    "special_cause_neutral_low": "neutral, low",
}
ASSURANCES = {
    "consistent_pass": "consistently passing",
    "consistent_fail": "consistently failing",
    "inconsistent": "inconsistent",
}


@dataclass(frozen=True)
class Variant:
    """What the name of a variant asks for, such as "rebase_2023-04-01_fix12_increase"."""

    rules: RuleSet
    rebase: tuple[str, ...]
    points: int | None
    improvement: str

    @classmethod
    def read(cls, name: str) -> Variant:
        """The variant by its name: a direction, and any of re-base dates, fix and no_screen."""
        fixed, direction = _FIX.search(name), _DIRECTION.search(name)
        return cls(
            # The reference gives no limits to a series that never changes, where it screens.
            vary(
                MAKING_DATA_COUNT,
                has_limits_when_constant=False,
                is_screened="no_screen" not in name,
            ),
            tuple(_DATE.findall(name)),
            int(fixed[1]) if fixed else None,
            direction[0] if direction else "increase",
        )

    def baseline(self, values: pl.DataFrame) -> Baseline:
        """Where limits begin again: the reference does so only at a point of that very date."""
        series = values["series"].n_unique()
        if all((values["date"] == day).sum() == series for day in self.rebase):
            return Baseline(rebase=self.rebase, points=self.points)
        return Baseline(starts=values["date"].is_in(self.rebase), points=self.points)


def charts(expected: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Ours for every variant, in the rows of the expected frame."""
    made = []
    for name in expected["variant"].unique(maintain_order=True):
        variant = Variant.read(name)
        rows = expected.filter(pl.col("variant") == name).select("series", "date", "target")
        values = given.join(rows, on=["series", "date"], how="inner")
        chart = control_chart(
            values["value"],
            values["date"],
            by=values.select("series"),
            rules=variant.rules,
            baseline=variant.baseline(values),
            improvement=variant.improvement,
            target=values["target"].cast(pl.Float64),
        )
        made.append(chart.with_columns(pl.lit(name).alias("variant")))
    keys = ["variant", "series", "date"]
    return expected.select(keys).join(
        pl.concat(made), on=keys, how="left", maintain_order="left", validate="1:1"
    )


def compare_charts(expected: pl.DataFrame, given: pl.DataFrame) -> Agreements:
    ours = charts(expected, given)
    numbers = {
        "value": "value",
        "rebase_group": "rebase_group",
        "mean_col": "centre_line",
        "lpl": "lower_limit",
        "upl": "upper_limit",
        "relative_to_mean": "side_of_mean",
        "target": "target",
    }
    flags = {
        "outside_limits": "is_outside_limits",
        "close_to_limits": "is_close_to_limits",
        "short_group_warning": "is_short",
    }
    # Where there are no limits the reference says common cause, and ours says nothing.
    words = ours.with_columns(pl.col("special_cause", "point_type").fill_null("common cause"))
    return {
        **{name: agree(ours[own], expected[name]) for name, own in numbers.items()},
        **{name: agree_exactly(ours[own], expected[name]) for name, own in flags.items()},
        "special_cause_type": _named(
            words["special_cause"], expected["special_cause_type"], CAUSES
        ),
        "point_type": _named(words["point_type"], expected["point_type"], TYPES),
    }


def compare_assurance(expected: pl.DataFrame, given: pl.DataFrame) -> Agreements:
    asked = expected.with_row_index("row")
    rows = asked.join(given, on="series", how="inner")
    chart = control_chart(
        rows["value"],
        rows["date"],
        by=rows.select("row"),
        rules=Variant.read("").rules,
        improvement=rows["improvement_direction"],
        target=rows["target"].cast(pl.Float64),
    )
    ours = asked.select("row").join(
        chart_summary(chart), on="row", how="left", maintain_order="left", validate="1:1"
    )
    has_no_limits = pl.col("assurance_reason").str.contains("no limits")
    # Without limits the reference says inconsistent, and ours says that it cannot tell.
    word = pl.when(has_no_limits).then(pl.lit("inconsistent")).otherwise("assurance")
    told = ours.select(word.alias("assurance"))["assurance"]
    return {"assurance_type": _named(told, expected["assurance_type"], ASSURANCES)}


def _named(ours: pl.Series, expected: pl.Series, names: dict[str, str]) -> NDArray[np.bool_]:
    """Whether our word is the one for theirs; a word of theirs that is not known is a fault."""
    theirs = expected.cast(pl.String).replace_strict(names, default="unknown to this check")
    theirs = pl.select(pl.when(expected.is_not_null()).then(theirs)).to_series()
    return agree_exactly(ours.cast(pl.String), theirs)


CHECKS = (
    Check("spc_expected.csv", ("spc_input.csv",), compare_charts, "rtol 1e-9, words exactly"),
    Check("spc_assurance_expected.csv", ("spc_input.csv",), compare_assurance, "words exactly"),
)
