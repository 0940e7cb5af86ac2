"""What is said of identifiers at the door: what was lost, what was mended, what lies elsewhere.

No note holds a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.pseudonyms import recipe
from vrn.sharing.pseudonyms.nhs_number import normalise_nhs_number
from vrn.sharing.pseudonyms.tokens import map_distinct
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE
from vrn.sharing.treatment import How, Treatment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set

    import polars as pl

_LOST = {
    How.NAME: "says that no name is known; it was read as not recorded",
    How.DAY: "holds a day that systems write where none is known (such as 1 January 1900); it was "
    "read as not recorded",
    How.POSTCODE: "holds something that is no postcode of a place; nothing of it was kept",
    How.SECTOR: "holds something that is no postcode of a place; nothing of it was kept",
    How.REFERENCE: "holds no letter and no digit",
    How.NHS_NUMBER: "holds something that is no NHS number by its check digit; the row was kept, "
    "and nothing of the number",
    How.TITLE: "holds a class that the reference list does not know; it is counted as not "
    "classified",
}


def note_lost(rows: pl.DataFrame, made: Mapping[Treatment, pl.Series], file: str) -> Iterator[Note]:
    """What stood in a cell and did not reach the store, once for each column that arrived."""
    said = set()
    for treatment, stored in made.items():
        name = treatment.of[0]
        if treatment.how not in _LOST or (name, _LOST[treatment.how]) in said:
            continue
        lost = rows.filter(rows[name].is_not_null() & stored.is_null())
        if lost.height:
            said.add((name, _LOST[treatment.how]))
            yield Note(f"{name} {_LOST[treatment.how]}", lost.height, file, lost[LINE][0])


_POSTCODE = "was written as a postcode is: in capitals, with one blank, O and 0 in their places"
_MENDED: dict[How, tuple[str, Callable[[str], str | None]]] = {
    How.POSTCODE: (_POSTCODE, recipe.normalise_postcode),
    How.SECTOR: (_POSTCODE, recipe.normalise_postcode),
    How.NHS_NUMBER: ("was read without the blanks and hyphens in it", normalise_nhs_number),
}


def note_mended(
    rows: pl.DataFrame, made: Mapping[Treatment, pl.Series], file: str
) -> Iterator[Note]:
    """What was put right in the one way that cannot be wrong, once for each column."""
    said = set()
    for treatment in made:
        name = treatment.of[0]
        if treatment.how not in _MENDED or name in said:
            continue
        said.add(name)
        words, normalise = _MENDED[treatment.how]
        normal = map_distinct(rows[name], normalise)
        changed = rows.filter(normal.is_not_null() & (normal != rows[name]))
        if changed.height:
            yield Note(f"{name} {words}", changed.height, file, changed[LINE][0])


def note_outside(
    rows: pl.DataFrame, made: Mapping[Treatment, pl.Series], sectors: Set[str], file: str
) -> Iterator[Note]:
    """Places, not homes, whose sector is not on the area's list: elsewhere, or no longer in use."""
    if not sectors:
        return
    for treatment, stored in made.items():
        if treatment.how is How.SECTOR and treatment.makes == "sector":
            outside = rows.filter(stored.is_not_null() & ~stored.is_in(sorted(sectors)))
            if outside.height:
                what = (
                    f"{treatment.of[0]} lies in no postcode sector of the area: elsewhere, or a "
                    "postcode that is no longer in use"
                )
                yield Note(what, outside.height, file, outside[LINE][0])
