"""The offence codes that the made-up police use, with the title that stands in their files."""

from __future__ import annotations

from dataclasses import dataclass

PLACES = (
    *("street", "car park", "park or open land", "transport", "licensed premises", "takeaway"),
    *("shop or business", "school or college", "dwelling", "dwelling garden", "care home"),
    *("prison", "hospital ward", "other", ""),
)
"""Kinds of place by number; the last one is a place that was not recorded."""
PLACE = {name: number for number, name in enumerate(PLACES)}
NO_PLACE = PLACE[""]
PUBLIC = tuple(PLACE[name] for name in PLACES[:8])
"""What the definitions call a public place."""
NIGHT_PREMISES = (PLACE["licensed premises"], PLACE["takeaway"])


@dataclass(frozen=True)
class Code:
    """An offence code: class, subclass and title; `bears_knife` where the flag may be set."""

    code: str
    subclass: str
    title: str
    group: str
    bears_knife: bool = False


CODES = (
    Code("1", "01", "Murder - victim aged 1 or over", "homicide", bears_knife=True),
    Code("4/1", "", "Manslaughter", "homicide", bears_knife=True),
    Code("2", "00", "Attempted murder", "attempted murder", bears_knife=True),
    Code(
        "5D", "01", "Wounding with intent to cause grievous bodily harm", "intent", bears_knife=True
    ),
    Code("5E", "11", "Endangering life", "endangering life"),
    Code("8N", "06", "Assault occasioning actual bodily harm", "assault", bears_knife=True),
    Code("8N", "01", "Wounding or inflicting grievous bodily harm", "assault", bears_knife=True),
    Code("8P", "34", "Racially aggravated actual bodily harm", "assault"),
    Code("8P", "33", "Racially aggravated wounding", "assault"),
    Code("34B", "01", "Robbery of personal property", "robbery", bears_knife=True),
    Code("34A", "01", "Robbery of business property", "robbery", bears_knife=True),
    Code("17A", "01", "Sexual assault on a male aged 13 and over", "sexual"),
    Code("17B", "01", "Sexual assault on a male child under 13", "sexual"),
    Code("19C", "01", "Rape of a female aged 16 and over", "sexual", bears_knife=True),
    Code("19D", "01", "Rape of a female child under 16", "sexual"),
    Code("19E", "01", "Rape of a female child under 13", "sexual"),
    Code("19F", "01", "Rape of a male aged 16 and over", "sexual"),
    Code("19G", "01", "Rape of a male child under 16", "sexual"),
    Code("19H", "01", "Rape of a male child under 13", "sexual"),
    Code("20A", "01", "Sexual assault on a female aged 13 and over", "sexual"),
    Code("20B", "01", "Sexual assault on a female child under 13", "sexual"),
    Code("8S", "01", "Assault with injury on a constable", "outside"),
    Code("4/3", "", "Intentional destruction of a viable unborn child", "outside"),
    Code("4/7", "", "Causing or allowing the death of a child", "outside"),
    Code("3B", "01", "Threats to kill", "outside", bears_knife=True),
    Code("8L", "10", "Harassment", "outside"),
    Code("8Q", "10", "Stalking", "outside"),
    Code("36", "01", "Kidnapping", "outside"),
    Code("104", "25", "Assault without injury on a constable", "outside"),
    Code("105A", "01", "Common assault", "outside"),
    Code("105B", "01", "Racially aggravated common assault", "outside"),
    Code("9A", "03", "Public fear, alarm or distress", "outside"),
    Code("10D", "11", "Having an article with a blade or point in a public place", "outside"),
    Code("28E", "03", "Burglary residential", "outside"),
    Code("30C", "01", "Burglary business and community", "outside"),
    Code("39", "01", "Theft from the person", "outside"),
    Code("46", "00", "Shoplifting", "outside"),
    Code("58D", "01", "Other criminal damage", "outside"),
    Code("8X", "99", "Assault (local code)", "unknown"),
    Code("299", "00", "Miscellaneous offence", "unknown"),
    Code("8G", "01", "Actual bodily harm and other injury", "legacy"),
    Code("8F", "01", "Inflicting grievous bodily harm without intent", "legacy"),
    Code("5A", "01", "Wounding or carrying out an act endangering life", "legacy"),
)
"""The last ones are of rules that ended in March 2012: only older offences may bear them."""


def number_of(code: str, subclass: str | None = None) -> int:
    """The place of a code in CODES; without a subclass that of the first one of its class."""
    return next(
        number
        for number, one in enumerate(CODES)
        if one.code == code and subclass in (None, one.subclass)
    )


def numbers_in(group: str) -> list[int]:
    """The places in CODES of every code of a group."""
    return [number for number, one in enumerate(CODES) if one.group == group]
