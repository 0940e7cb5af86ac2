"""Columns that the agencies' feeds share: numbers of records, tokens, places, people, times."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind, Sensitivity

PERSONAL, SPECIAL = Sensitivity.PERSONAL, Sensitivity.SPECIAL

PSEUDONYM_PATTERN = r"^[0-9a-f]{6}-[0-9a-f]{32}$"
SECTOR_PATTERN = r"^[A-Z]{1,2}\d[A-Z\d]? \d$"
FULL_POSTCODE = r"(?i)^\s*[A-Z]{1,2}[\dO][A-Z\dO]?\s*[\dO][A-Z]{2}\s*$"
# A crime's number as forces write it. Ten plain digits (an NHS number), eight or six (a day) and a
# telephone number are none: what stands in the wrong column is not to be kept.
CRIME_REF_PATTERN = (
    r"^[A-Z]{0,4}[*/-]?\d{2}[*/-]\d{4,10}$"  # 19-0001234, LP/19/0001234
    r"|^[A-Z0-9]{2,5}/\d{4,7}/\d{2}$"  # 06C1/12345/19
    r"|^[A-Z]{2,4}\d{6,12}$"  # CR190001234
    r"|^\d{7}$|^\d{9}$|^(19|20)\d{9,12}$"  # 20190012345
)
ETHNICITIES = (
    *("W1", "W2", "W3", "W4", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A4", "A9"),
    *("B1", "B2", "B9", "O1", "O2", "O9", "NS"),
)
"""Self-defined ethnicity, 16+1 codes as the police write them, with those added later."""
OFFICER_ETHNICITIES = tuple(f"IC{number}" for number in (1, 2, 3, 4, 5, 6, 9))
HEALTH_ETHNICITIES = (*"ABCDEFGHJKLMNPRSZ",)
"""Ethnic category of the NHS data dictionary: A to S, and Z for not stated."""


def crime_ref(meaning: str) -> Column:
    """The declaration of the force's own number of a crime."""
    return Column(
        name="crime_ref",
        kind=Kind.CODE,
        meaning=meaning,
        pattern=CRIME_REF_PATTERN,
        form="a crime's number, such as 19-0001234, CR190001234 or 06C1/12345/19",
        examples=("19-0001234", "20-0104521"),
        sensitivity=PERSONAL,
    )


def record_number(name: str, meaning: str) -> Column:
    """The declaration of a supplier's own number of a person or record, as it arrives."""
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9 /.*_-]{0,39}$",
        form="a number or code of at most 40 letters, digits, blanks and / . * _ -",
        examples=("N0004711", "N0013201"),
        sensitivity=PERSONAL,
    )


def nhs_number() -> Column:
    """The declaration of an NHS number as it may arrive, where an agreement lists it."""
    return Column(
        name="nhs_number",
        kind=Kind.CODE,
        meaning="NHS number, where the agreement lists it; blanks and hyphens do no harm.",
        required=False,
        may_be_absent=True,
        pattern=r"^\d[\d -]{0,19}$",
        form="an NHS number: ten digits, of which the last one checks the others",
        examples=("999 000 0018", "999-000-0026"),
        sensitivity=PERSONAL,
    )


def personal_text(name: str, meaning: str, *examples: str, longest: int = 80) -> Column:
    """The declaration of a text about a person that only a treatment looks at."""
    return Column(
        name=name,
        kind=Kind.TEXT,
        meaning=meaning,
        required=False,
        longest=longest,
        examples=examples,
        sensitivity=PERSONAL,
    )


def postcode(name: str, meaning: str) -> Column:
    """The declaration of a postcode as it arrives, however it is written."""
    return personal_text(name, meaning, "XL4 7AB", "xl12 3zz", longest=20)


def token(name: str, meaning: str, *, required: bool = False) -> Column:
    """The declaration of a keyed token: the key's id and 32 hexadecimal digits."""
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        required=required,
        pattern=PSEUDONYM_PATTERN,
        form="a keyed token: six hexadecimal digits of the key's id, a hyphen, and 32 more",
        examples=("3f2a9c-0123456789abcdef0123456789abcdef",),
        sensitivity=PERSONAL,
    )


def sector(name: str, meaning: str) -> Column:
    """The declaration of a postcode's sector: all but its last two letters."""
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        required=False,
        pattern=SECTOR_PATTERN,
        form="a postcode sector with a blank before its last digit, such as XL4 7",
        examples=("XL4 7", "XL12 3"),
        sensitivity=PERSONAL,
    )


def choice(
    name: str,
    meaning: str,
    *allowed: str,
    required: bool = False,
    sensitivity: Sensitivity = Sensitivity.PLAIN,
) -> Column:
    """The declaration of a column that holds one of a few codes."""
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        required=required,
        allowed=allowed,
        sensitivity=sensitivity,
    )


def sex() -> Column:
    """The declaration of a person's sex as recorded; nothing where it is not."""
    return choice(
        "sex", "Sex as recorded; nothing where it is not.", "female", "male", sensitivity=PERSONAL
    )


def age(meaning: str) -> Column:
    """The declaration of an age in completed years."""
    return Column(
        name="age",
        kind=Kind.WHOLE,
        meaning=meaning,
        required=False,
        least=0,
        most=120,
        examples=("14", "19", "33"),
        sensitivity=PERSONAL,
    )


def moment(name: str, meaning: str, *examples: str, required: bool = False) -> Column:
    """The declaration of a time on the clock of the place, without a zone."""
    return Column(
        name=name,
        kind=Kind.MOMENT,
        meaning=meaning,
        required=required,
        examples=examples,
        sensitivity=PERSONAL,
    )


def month(meaning: str) -> Column:
    """The declaration of the month that a row is counted in."""
    return Column(name="month", kind=Kind.MONTH, meaning=meaning, examples=("2020-05", "2020-06"))
