"""The words that the measures of serious violence share: sources, rules, and what is left out."""

from __future__ import annotations

POLICE = "Offences and people recorded by the police, as the force sends them under its agreement."
HOSPITALS = "Attendances at emergency departments, as the hospitals send them under an agreement."
AMBULANCE = "Ambulance call-outs, as the ambulance service sends them under its agreement."
ADMISSIONS = "Hospital admissions by month, as the supplier counts them under its agreement."
PEOPLE = (
    "Residents by single year of age and sex: mid-year estimates of the Office for National "
    "Statistics, in the edition named."
)
UNDER_DEFINITION = (
    "Which offences are serious violence is said by the definition asked for: one of the live "
    "definitions, or one class of their difference. "
)
MONTH_RECORDED = (
    "An offence stands in the month in which it was recorded, so that a late report changes no "
    "earlier month. "
)
OF_VICTIM = "Under 25 is said of the victim's age when the offence was committed. "
OF_SUSPECT = "Under 25 is said of the suspect's age when the offence was committed. "
WHOLE_AREA = (
    "The whole area has every offence that its force recorded; a district or neighbourhood has "
    "those placed in it: `share_not_placed` says how many have no district, and "
    "`share_without_neighbourhood` how many no neighbourhood. "
)
RECORDED_ONLY = (
    "Only what was reported and recorded: more is not. Changes in recording move the number too. "
)
NO_AGE = "`share_victim_age_not_recorded` says how many are in all ages alone for want of an age. "
NO_SUSPECT = "`share_without_suspect` says for how many offences nobody is identified. "
NO_PLACE = (
    "`share_place_not_recorded`, asked under a definition of every place, says how many a "
    "definition of public places leaves out because their place was not recorded. "
)
NO_TIME = "`share_time_not_known` says how many have no hour that can be trusted. "
NO_CODE = "`share_not_classified` says how many bear a code that no list knows. "
LEFT_OUT = NO_CODE + NO_PLACE
REPEATS = "The limits take events as independent; repeats make the true ones wider."
COUNT = "A count of records; it has no interval."
DISTINCT = "A count of distinct people; it has no interval."
BYAR = "with Byar's 95% limits, or exact Poisson limits below 10"
WILSON = "Share of a count with Wilson's 95% limits."
DISTINCT_PEOPLE = (
    "A person is counted once, however many offences there are: so people of months, districts, "
    "age bands or definitions are not added up. A person is known by the force's own number and by "
    "equal name and birth date; one recorded under different names counts twice. "
)
