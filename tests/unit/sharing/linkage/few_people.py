"""A tiny maker of records of made-up people, for tests of linkage, with the truth beside them.

Tokens are plain words here: linkage compares them and knows no more of them.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from vrn.sharing.pseudonyms import parts

FORENAMES = ("Robert", "Bob", "Katherine", "Kate", "Mohammed", "Asha", "Zofia", "Owen", "Ruth")
STEMS, ENDINGS = (
    ("Ash", "Brad", "Carl", "Dun", "Farn", "Glen", "Hart"),
    ("ton", "ley", "man", "son"),
)
_PARTS = {
    "forename_group": ("forename", parts.group_of),
    "forename_sound": ("forename", parts.sound_of_name),
    "forename_head": ("forename", parts.head_of),
    "forename_tail": ("forename", parts.tail_of),
    "surname_sound": ("surname", parts.sound_of_name),
    "surname_head": ("surname", parts.head_of),
    "surname_tail": ("surname", parts.tail_of),
    "birth_year": ("born", parts.year_of_birth),
    "birth_month": ("born", parts.month_of_birth),
    "birth_day": ("born", parts.day_of_birth),
}


def with_parts(records: pl.DataFrame) -> pl.DataFrame:
    """Records with forename, surname, born and home, and the parts that the door makes of them."""
    made = records.with_columns(
        pl.Series(name, [make(text) if text else None for text in records[of]], dtype=pl.String)
        for name, (of, make) in _PARTS.items()
    )
    return made.with_columns(home_sector=pl.col("home").str.head(-2)).drop("born")


def make_records(persons: int, records: int, *, seed: int) -> pl.DataFrame:
    """Records of two sources, a tenth of them with an error, with the true `person`."""
    rng = np.random.default_rng(seed)
    born = [f"{1960 + n % 45}-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(persons)]
    rows = []
    for number, person in enumerate(rng.integers(0, persons, records).tolist()):
        forename = FORENAMES[person % len(FORENAMES)]
        surname = STEMS[person % 7] + ENDINGS[person % 4] + "abcdefgh"[person % 8]
        error = int(rng.integers(0, 30))
        rows.append(
            {
                "source": "police" if rng.random() < 0.6 else "youth justice",
                "record": f"R{number:05d}",
                "forename": {0: "Bo", 1: surname}.get(error, forename),
                "surname": {1: forename, 2: surname[:-1] + "x"}.get(error, surname),
                "born": {3: born[person][:7], 4: None}.get(error, born[person]),
                "home": None
                if error == 5
                else f"XL{1 + person % 9} {person % 10}A{'BDE'[person % 3]}",
                "sex": "female" if person % 2 else "male",
                "nhs_number": f"N{person}" if rng.random() < 0.3 else None,
                "nominal": f"P{person}" if rng.random() < 0.5 else None,
                "person": person,
            }
        )
    return with_parts(pl.DataFrame(rows, infer_schema_length=None))
