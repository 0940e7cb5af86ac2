"""The last steps of both makers: sexes, postcodes, and the two frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.terms.ages import AGE_BANDS, BANDS
from vrn_demo.makers.births import find_ages
from vrn_demo.makers.made import RECORD_COLUMNS, SOURCES, TRUTH_COLUMNS, Made
from vrn_demo.makers.naming import GROUPS, names_of
from vrn_demo.makers.spelling import mistype

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn_demo.makers.households import People
    from vrn_demo.makers.luck import Luck
    from vrn_demo.makers.meetings import Met

SEXES = np.array(["female", "male"], dtype=object)
_ANYTHING_TYPED = (0.7, 0.3, 0, 0)


def write_sexes(luck: Luck, sex: np.ndarray) -> np.ndarray:
    """The sex on each record: sometimes the other one, sometimes none."""
    told = sex.copy()
    wrong = luck.befalls("sex_wrong")
    told[wrong] = 1 - told[wrong]
    written = SEXES[told]
    written[luck.befalls("sex_missing")] = ""
    return written


def write_postcodes(luck: Luck, postcode: np.ndarray) -> np.ndarray:
    """The postcode on each record: mistyped, without its blank, the sector alone, or none."""
    has = postcode != ""
    rows = luck.befalls("postcode_mistyped", has)
    how = luck.how("postcode_mistyped")
    postcode[rows] = mistype(postcode[rows], how, kinds=_ANYTHING_TYPED)
    rows = luck.befalls("sector_only", has)
    postcode[rows] = [text[:-2] for text in postcode[rows].tolist()]
    rows = luck.befalls("postcode_no_blank", has)
    postcode[rows] = [text.replace(" ", "") for text in postcode[rows].tolist()]
    postcode[luck.befalls("postcode_missing")] = ""
    return postcode


def frame_records(met: Met, people: People, written: Mapping[str, np.ndarray]) -> Made:
    """Records and truth as frames, in the order of the meetings."""
    import polars as pl

    keys = {
        "source": _named(met.source, SOURCES),
        "record": pl.Series(met.record.tolist(), dtype=pl.String),
    }
    columns = {name: pl.Series(texts.tolist(), dtype=pl.String) for name, texts in written.items()}
    records = pl.DataFrame({**keys, **columns, "at": pl.Series(met.at.astype("datetime64[D]"))})
    person = met.person
    truth = {
        **keys,
        "person": pl.Series(person),
        "sex": _named(people.sex[person], SEXES.tolist()),
        "age_band": _named(_band(met, people), AGE_BANDS),
        "ethnic_group_of_name": _named(people.group[person], [names_of(g).label for g in GROUPS]),
        "household": pl.Series(people.household[person]),
    }
    return Made(records.select(RECORD_COLUMNS), pl.DataFrame(truth).select(TRUTH_COLUMNS))


def _named(places: np.ndarray, names: object) -> pl.Series:
    """Texts by their places in a short list."""
    import polars as pl

    return pl.Series(list(names), dtype=pl.String).gather(pl.Series(places))  # type: ignore[call-overload]


def _band(met: Met, people: People) -> np.ndarray:
    """The place of the age band of each record's person, at the person's first record."""
    first = np.full(len(people.born), np.datetime64("9999-12-31"))
    np.minimum.at(first, met.person, met.at)
    ages = find_ages(people.born, np.minimum(first, met.at.max()))
    lows = np.array([low for low, _ in BANDS])
    return (np.searchsorted(lows, np.maximum(ages, 0), side="right") - 1)[met.person]
