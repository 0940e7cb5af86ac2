"""The words that the factors of serious violence share: what goes with what, and what it is not."""

from __future__ import annotations

from vrn.problem.violence import words

OF_PLACES = (
    "An association of places, no cause, and it says nothing of any person: offences stand where "
    "they happened, not where those harmed or suspected live. A town centre raises the rate of its "
    "area, whatever else the area is, since the people in it by day and night are more than its "
    "residents. "
)
OF_GROUPS = "An association of groups of people, no cause, and it says nothing of any person. "
PLACED = (
    "Offences whose small area is not known are left out: `share_not_placed` says how many have no "
    "district. "
)
INDEPENDENT = "The limits take offences as independent; repeats make the true ones wider."
DOMAIN_OF_CRIME = "One of the index's seven domains is crime itself. "
DEPRIVATION = (
    "English Indices of Deprivation 2025 and residents by small area: Open Government Licence v3.0."
)
RURAL_URBAN = "Rural Urban Classification 2021 and residents by small area, as open data."
GIVEN_SUM = "Ratio of two rates with exact 95% limits given the sum of their counts"
LEFT_OUT = (words.RECORDED_ONLY + words.LEFT_OUT + PLACED).rstrip() + " "
