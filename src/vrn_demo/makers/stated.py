"""The rates that each maker takes from its settings: name, unit and meaning of every one."""

from __future__ import annotations

from typing import NamedTuple


class Rate(NamedTuple):
    """One number of the settings; a share unless its limits, both in, say otherwise."""

    unit: str
    meaning: str
    low: float = 0.0
    high: float = 1.0


_PEOPLE = {
    "male": Rate("of persons", "are male, but for partners"),
    "twin": Rate("of those whose sibling comes before them at home", "are a twin of that one"),
    "child": Rate("of further members of a household", "are a child of its first member"),
    "partner": Rate("of second members of a household", "are the partner of the first, if grown"),
    "partner_same_surname": Rate("of partners", "bear the surname of the first member"),
    "nhs_shared": Rate(
        "of persons with others at home", "are known by another member's NHS number"
    ),
    "moves_per_year": Rate("moves for each household and year", "to another postcode", 0, 5),
    "moves_nearby": Rate("of moves", "stay within about three postcode sectors"),
    "leaves_home": Rate(
        "of further members of a household", "leave it for an address of their own"
    ),
    "no_fixed_abode": Rate("of persons", "have no address that lasts"),
    "lives_near_own_group": Rate("of households", "live where their group of names is common"),
    "persons_per_postcode": Rate("persons", "in the records for each postcode", 1, 1000),
    "second_nominal": Rate("of persons known to the police", "have a second nominal id"),
    "shared_nominal": Rate("of persons known to the police", "bear another person's nominal id"),
}
"""What happens to people; both makers know these."""

_RECORDS = {
    "forename_missing": Rate("of records", "have no forename"),
    "surname_missing": Rate("of records", "have no surname"),
    "birth_missing": Rate("of records", "have no day of birth"),
    "sex_missing": Rate("of records", "have no sex"),
    "postcode_missing": Rate("of records", "have no postcode"),
    "nhs_missing": Rate("of records", "have no NHS number"),
    "nhs_partial": Rate("of records with an NHS number", "have only its last four digits"),
    "nominal_missing": Rate("of records of the police", "have no nominal id"),
    "sex_wrong": Rate("of records", "have the other sex"),
    "upper_case": Rate("of records", "are written in capitals"),
}
"""What happens to records; both makers know these."""

FIRST: dict[str, Rate] = {
    **_PEOPLE,
    "same_name_as_father": Rate("of sons of a father in the household", "bear his forename"),
    "double_surname": Rate("of households of groups with family names", "have two, hyphenated"),
    "middle_name": Rate("of persons", "have a middle name"),
    "marries_in_period": Rate("of women from 18 to 45", "take a new surname within the period"),
    "alias": Rate("of persons known to the police", "have a false identity that they may give"),
    **_RECORDS,
    "middle_instead": Rate("of records of persons with a middle name", "have it as forename"),
    "middle_written": Rate("of records of persons with a middle name", "have it after their own"),
    "nickname": Rate("of records with a forename that has short forms", "have one of them"),
    "initial_only": Rate("of records", "have the forename's first letter alone"),
    "own_custom": Rate("of records of groups with a naming custom", "follow it instead"),
    "old_surname": Rate("of records after a change of surname", "still have the old one"),
    "part_left_out": Rate("of records of a double surname", "have one part of it"),
    "names_swapped": Rate("of records", "have forename and surname in each other's place"),
    "accents_kept": Rate("of records of names with accents", "keep the accents"),
    "apostrophe_lost": Rate("of records of surnames with one", "lose the apostrophe or hyphen"),
    "typing_forename": Rate("of records", "have a typing error in the forename"),
    "typing_surname": Rate("of records", "have a typing error in the surname"),
    "by_ear_forename": Rate("of records", "have the forename spelt by ear, if it can be"),
    "by_ear_surname": Rate("of records", "have the surname spelt by ear, if it can be"),
    "unnamed": Rate("of records", "have a word for nobody, such as Unknown, as forename"),
    "day_month_swapped": Rate("of records", "have day and month swapped, if a date results"),
    "day_mistyped": Rate("of records", "have another day of the same month"),
    "year_off_by_one": Rate("of records", "have the year before or after"),
    "year_off_by_ten": Rate("of records", "have the decade before or after"),
    "digit_misread": Rate("of records", "have a day, month or year misread from handwriting"),
    "year_month_only": Rate("of records", "have the year and month of birth alone"),
    "year_from_age": Rate("of records", "have a year alone, reckoned from a guessed age"),
    "first_of_january": Rate("of records", "have 1 January of the right year"),
    "default_1900": Rate("of records", "have the default day 1900-01-01"),
    "old_address": Rate("of records after a move", "still have the address before"),
    "sector_only": Rate("of records with a postcode", "have its sector alone"),
    "postcode_mistyped": Rate("of records with a postcode", "have one sign of it wrong"),
    "postcode_no_blank": Rate("of records with a postcode", "have it without the blank"),
    "nhs_of_another": Rate("of records with an NHS number", "have a wrong one that checks"),
    "nhs_mistyped": Rate("of records with an NHS number", "have one digit wrong"),
    "alias_given": Rate("of records of persons with a false identity", "have it"),
    "alias_found_out": Rate("of records with a false identity", "bear the true nominal id"),
    "sibling_given": Rate("of records of persons with another of their sex at home",
                          "have that other's name and day of birth"),
}  # fmt: skip
"""The first maker's, which draws each error apart."""

SECOND: dict[str, Rate] = {
    **_PEOPLE,
    "new_name": Rate("weight of a new name beside all borne so far", "in people", 0.1, 100_000),
    "named_after_kin": Rate("of persons with elders in the tree", "are named after one of them"),
    "called_short": Rate("of persons", "are called by a short form of their name by some"),
    **_RECORDS,
    "short_form": Rate("of records of persons called by a short form", "have it"),
    "copied": Rate("of records that follow one of the same person and agency", "copy it whole"),
    "poor_record": Rate("of records", "were taken in haste, with the haste's errors"),
    "haste": Rate("times", "the errors of a poor record beside others", 1, 50),
    "substituted": Rate("of signs", "are written as one that looks or sounds alike", 0, 0.2),
    "dropped": Rate("of signs", "are left out", 0, 0.2),
    "doubled": Rate("of signs", "are written twice", 0, 0.2),
    "exchanged": Rate("of signs", "change places with the next", 0, 0.2),
    "shifted": Rate("of records", "have their names one place on, the last part first"),
    "cut_short": Rate("of records", "have a surname cut after its first six letters"),
    "birth_rounded": Rate("of records", "have a birth rounded to the month or the year"),
    "birth_guessed": Rate("of records", "have a year of birth alone, up to three years off"),
    "false_identity": Rate("of records of the police", "have the identity of a relative at home"),
    "stale_address": Rate("of records after a move", "still have the address before"),
}  # fmt: skip
"""The second maker's, which sends whole records through a noisy channel."""
