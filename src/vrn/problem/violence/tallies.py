"""What the agencies recorded, counted: offences, people, attendances, call-outs, admissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.measure import TIME_DIMENSIONS, Indicator, Tally
from vrn.problem.units import ADMISSIONS, ATTENDANCES, CALLOUTS, OFFENCES_RECORDED, PEOPLE
from vrn.problem.violence import words

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES = ("district", "neighbourhood")
LOCAL = ("offence_group", "knife", "sex", "age_band", "place_type", "night_time")
"""One of these may be crossed with a district or a neighbourhood."""
WHOLE = ("code", "hour", "day_type", "day_hour", "age_sex", "ethnic_group")
"""And these with the whole area alone."""
OF_PERSON = ("sex", "age_band", "age_sex", "ethnic_group")
OF_OFFENCE = (*LOCAL, *WHOLE)
OF_PEOPLE = (
    *("offence_group", "knife", "place_type", "night_time"),
    *("code", "hour", "day_type", "day_hour"),
)
UNDER = ("definition", "age_group")

SERIOUS_VIOLENCE = Tally(
    indicator=Indicator(
        name="serious_violence",
        title="Serious violence offences",
        definition=(
            "The number of offences recorded by the police that are serious violence and stand: "
            "cancelled ones are left out, reclassified ones count as what they are now. "
            + words.UNDER_DEFINITION
            + words.OF_VICTIM
            + words.MONTH_RECORDED
            + words.WHOLE_AREA.rstrip()
        ),
        rationale="How much serious violence was recorded: the ground of every other measure here.",
        unit="offences",
        method=words.COUNT,
        source=words.POLICE,
        caveats=(words.RECORDED_ONLY + words.LEFT_OUT + words.NO_AGE + words.NO_TIME).rstrip(),
        numerator="Offences of the definition that stand",
    ),
    unit=OFFENCES_RECORDED,
    dimensions=(*UNDER, *TIME_DIMENSIONS, *PLACES, *OF_OFFENCE),
)


def _people(role: str, *, which: str, of_whom: str, left_out: str) -> Tally:
    return Tally(
        indicator=Indicator(
            name=f"{role}s",
            title=f"{which} of serious violence",
            definition=(
                f"The number of distinct people recorded as {role}s of offences that are serious "
                "violence and stand. "
                + words.UNDER_DEFINITION
                + of_whom
                + words.DISTINCT_PEOPLE.rstrip()
            ),
            rationale="How many people it touches, which is fewer than its offences.",
            unit="people",
            method=words.DISTINCT,
            source=words.POLICE,
            caveats=(words.RECORDED_ONLY + left_out + words.LEFT_OUT).rstrip(),
            numerator=f"Distinct {role}s of offences of the definition",
        ),
        unit=PEOPLE,
        where={"role": (role,)},
        dimensions=(*UNDER, *TIME_DIMENSIONS, *PLACES, *OF_PERSON, *OF_PEOPLE),
    )


VICTIMS = _people("victim", which="Victims", of_whom=words.OF_VICTIM, left_out=words.NO_AGE)
SUSPECTS = _people("suspect", which="Suspects", of_whom=words.OF_SUSPECT, left_out=words.NO_SUSPECT)

OFFENCES_ALL = Tally(
    indicator=Indicator(
        name="offences_recorded",
        title="Offences that stand",
        definition=(
            "The number of offences of every kind in the force's files that stand, whatever "
            "definition holds them or none. By class of the definitions, the classes add up to it."
        ),
        rationale="What the classes of the definitions must add up to.",
        unit="offences",
        method=words.COUNT,
        source=words.POLICE,
        caveats=(
            words.RECORDED_ONLY
            + "The files hold the kinds of offence that the agreement names, not all crime. "
            + words.NO_CODE
        ).rstrip(),
        numerator="Offences that stand",
    ),
    unit=OFFENCES_RECORDED,
    dimensions=(*TIME_DIMENSIONS, *PLACES, "definition_class"),
)

NOT_CLASSIFIED = Tally(
    indicator=Indicator(
        name="offences_not_classified",
        title="Offences not classified",
        definition=(
            "The number of offences that stand whose code no list knows, on its own or through the "
            "crosswalk of changed codes: they are in no definition and in no other measure."
        ),
        rationale="What a figure leaves out is said with its size.",
        unit="offences",
        method=words.COUNT,
        source=words.POLICE,
        caveats="A new code is added to the list of offence codes, and the next cut counts it.",
        numerator="Offences with an unknown code",
    ),
    unit=OFFENCES_RECORDED,
    where={"definition_class": ("not classified",)},
    dimensions=TIME_DIMENSIONS,
)

ASSAULT_ATTENDANCES = Tally(
    indicator=Indicator(
        name="assault_attendances",
        title="Attendances of residents after assault",
        definition=(
            "The number of attendances at emergency departments, by residents of the area, whose "
            "injury was recorded as an assault. Under 25 is said of the age on arrival. Each "
            "stands in the month of arrival."
        ),
        rationale="Much violence that needs treatment is not reported to the police.",
        unit="attendances",
        method=words.COUNT,
        source=words.HOSPITALS,
        caveats=(
            "One person may attend twice. Attendances whose home or intent was not recorded are "
            "left out, and those at hospitals that send no files. The place of the assault is not "
            "in it: districts are those of the home."
        ),
        numerator="Attendances of residents with intent assault",
    ),
    unit=ATTENDANCES,
    where={"intent": ("assault",), "residence": ("resident",)},
    dimensions=(
        *("age_group", *TIME_DIMENSIONS, "district"),
        *(*OF_PERSON, "hour", "day_type", "day_hour"),
    ),
)


def _callouts(name: str, title: str, where: Mapping[str, tuple[str, ...]], what: str) -> Tally:
    return Tally(
        indicator=Indicator(
            name=name,
            title=title,
            definition=(
                f"The number of ambulance call-outs for an injury from violence{what}, told by the "
                "chief complaint and the mechanism of the injury. Under 25 is said of the age at "
                "the call. Each stands in the month of the call."
            ),
            rationale="Sees violence that reaches neither the police nor a hospital by other ways.",
            unit="call-outs",
            method=words.COUNT,
            source=words.AMBULANCE,
            caveats=(
                "Which complaints and mechanisms are violence is a reference list that the "
                "partnership can read and change. One incident may have several call-outs."
            ),
            numerator=f"Call-outs for an injury from violence{what}",
        ),
        unit=CALLOUTS,
        where=where,
        dimensions=("age_group", *TIME_DIMENSIONS, "age_band", "sex", "age_sex"),
    )


CALLED = _callouts(
    "violent_callouts", "Ambulance call-outs for violence", {"violent": ("violence",)}, ""
)
CONVEYED = _callouts(
    "violent_callouts_conveyed",
    "Ambulance call-outs for violence taken to hospital",
    {"violent": ("violence",), "conveyed": ("conveyed",)},
    " that ended with the patient taken to hospital",
)


def _admissions(name: str, title: str, kind: str, what: str) -> Tally:
    return Tally(
        indicator=Indicator(
            name=name,
            title=title,
            definition=(
                f"The number of hospital admissions of residents {what}, as the supplier counts "
                "and protects them: from 1 to 7 it shows none, others it rounds to 5."
            ),
            rationale="The most serious injuries, by a record that does not depend on the police.",
            unit="admissions",
            method="A sum of numbers as supplied; it has no interval.",
            source=words.ADMISSIONS,
            caveats=(
                "Made elsewhere, under the supplier's own rules. Rounding makes a sum uncertain by "
                "2 for each number in it, and there is none where the supplier withheld a number. "
                "Few admissions move far by chance."
            ),
            numerator=title,
        ),
        unit=ADMISSIONS,
        where={"kind": (kind,)},
        dimensions=("age_group", "month"),
    )


ASSAULT_ADMISSIONS = _admissions(
    "assault_admissions", "Hospital admissions for assault", "assault", "after an assault"
)
SHARP_OBJECT_ADMISSIONS = _admissions(
    "sharp_object_admissions",
    "Hospital admissions for assault with a sharp object",
    "sharp object",
    "after an assault with a sharp object",
)

TALLIES = (
    *(SERIOUS_VIOLENCE, VICTIMS, SUSPECTS, ASSAULT_ATTENDANCES, CALLED, CONVEYED),
    *(ASSAULT_ADMISSIONS, SHARP_OBJECT_ADMISSIONS, NOT_CLASSIFIED, OFFENCES_ALL),
)
