"""What becomes of a column at the door: of what arrives, another thing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vrn.sharing.fault import check_faultless

RECIPE = 2
"""The version of the rules by which identifiers are normalised before they become tokens.

Version 2 added the parts; what version 1 made it makes still (see `recipe_of`).
"""


class How(StrEnum):
    """How a stored column is made of columns that arrive; the originals are not kept."""

    NAME = "keyed token of the name"
    DAY = "keyed token of the day"
    POSTCODE = "keyed token of the postcode"
    REFERENCE = "keyed token of the supplier's own number"
    NHS_NUMBER = "keyed token of the NHS number, where its check digit holds"
    GROUP = "keyed token of the forename's group"
    SOUND = "keyed token of the name's sound"
    HEAD = "keyed token of the name's first four letters"
    TAIL = "keyed token of the name's last four letters"
    YEAR_OF_BIRTH = "keyed token of the year of birth"
    MONTH_OF_BIRTH = "keyed token of the month of birth"
    DAY_OF_BIRTH = "keyed token of the day of the month of birth"
    SECTOR = "sector of the postcode"
    MONTH = "month of the time"
    CODE = "class and subclass joined"
    TITLE = "title of the offence code, from the reference list"
    MONTH_OF_OFFENCE = "month in which the offence was recorded, from the offences held"
    AGE_AT_OFFENCE = "completed years when the offence was committed, from the offences held"
    AGE_ON_DAY = "completed years on the day (of a month: on its first)"
    EXTERNAL_CAUSES = "external causes among the diagnoses; the others are not kept"


_WHOLE = (How.NAME, How.DAY, How.POSTCODE, How.REFERENCE)
PARTS = (
    *(How.GROUP, How.SOUND, How.HEAD, How.TAIL),
    *(How.YEAR_OF_BIRTH, How.MONTH_OF_BIRTH, How.DAY_OF_BIRTH, How.NHS_NUMBER),
)
TOKENS = (*_WHOLE, *PARTS)
LOOKED_UP = (How.MONTH_OF_OFFENCE, How.AGE_AT_OFFENCE)
_COLUMNS_NEEDED = {How.CODE: 2, How.AGE_AT_OFFENCE: 2, How.AGE_ON_DAY: 2}


@dataclass(frozen=True)
class Treatment:
    """One stored column (`makes`), how it is made, and of which columns that arrive.

    CODE takes class and subclass; the two that are looked up take the offence's number first;
    AGE_ON_DAY takes the day, then the day of birth.
    """

    makes: str
    how: How
    of: tuple[str, ...]

    def __post_init__(self) -> None:
        needed = _COLUMNS_NEEDED.get(self.how, 1)
        wrong = f"'{self.how}' is made of {needed} column(s), not of {len(self.of)}"
        check_faultless(f"treatment {self.makes!r}", [wrong] if len(self.of) != needed else [])

    @property
    def kind(self) -> str:
        """The kind of its token: tokens of one kind meet, those of two never do.

        Names meet names, months of birth meet days of the month (people swap the two), and a
        supplier's numbers each their own.
        """
        if self.how is How.REFERENCE:
            return f"reference {self.makes}"
        if self.how in (How.MONTH_OF_BIRTH, How.DAY_OF_BIRTH):
            return "number of birth"
        return self.how.name.lower()

    @property
    def is_token(self) -> bool:
        """Whether a key is needed for it."""
        return self.how in TOKENS


def recipe_of(how: How) -> int:
    """The version that a treatment's tokens were made by first, and are made by still.

    It is hashed into each token. Rows that were taken in under version 1 therefore meet later ones
    by whole names, days and postcodes, and lack the parts until they are sent again.
    """
    return 2 if how in PARTS else 1
