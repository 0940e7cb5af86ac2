"""The truth that is planted in the agencies' files, as one value: what a network would report.

Shares are of 1, hours 0 to 23, persons distinct. "The period" is April 2020 to September 2021.
Serious violence is the kind of `vrn-2019` (public place, neither domestic nor sexual) unless the
wider definition is named.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from vrn.terms import AGE_BANDS

_SHARES_OF_ONE = (
    "victims_per_resident",
    "suspects_per_resident",
    "victims_male",
    "suspects_male",
    "repeat_share",
    "repeat_share_under_25",
    "knife",
    "night_time",
    "night_time_premises",
    "city",
    "abh",
    "conveyed_under_25",
    "attendances_peak",
    "attendances_known",
    "wider_in_dwellings",
    "wider_hospitality",
    "wider_education",
)


@dataclass(frozen=True)
class Planted:
    """All targets that the made-up files are drawn to; the default is what the report says.

    What is not recorded stays in the whole that a share is of.
    """

    victims_per_resident: float = 0.005
    """Distinct victims of the period over residents of the middle of 2020."""
    suspects_per_resident: float = 0.003
    victims_male: float = 0.69
    suspects_male: float = 0.76
    suspects_ratio: float = 1.6
    """Rate of distinct suspects under 25 over the rate from 25 on, in the period."""
    robbery_suspects_ratio: float = 3.5
    victim_rates: tuple[float, ...] = (0.10, 1.60, 2.10, 1.35, 1.25, 0.85, 0.50, 0.15)
    """Rates of distinct victims by age band (as AGE_BANDS), up to one common factor."""
    suspect_rates: tuple[float, ...] = (0.02, 2.60, 3.40, 1.75, 2.10, 1.40, 0.65, 0.15)
    """The same for suspects; the bands under 25 are scaled to meet `suspects_ratio`."""
    repeat_share: float = 0.38
    """Offences with an identified suspect whose suspect has two or more in the period."""
    repeat_share_under_25: float = 0.52
    knife: float = 0.10
    abh: float = 0.80
    """Of the offences of the assault with injury group, those of actual bodily harm."""
    afternoon_peak: int = 15
    night_peak: int = 23
    night_time: float = 0.31
    """Offences known to be linked to the night-time economy, of all."""
    night_time_premises: float = 0.11
    """The part of them that needs no street clause."""
    city: float = 0.567
    """Offences of all ages that are placed in the city, of all."""
    under_25_by_place: tuple[tuple[str, float], ...] = (
        ("West Leicester", 0.192),
        ("Central Leicester", 0.16),
        ("Charnwood", 0.13),
        ("East Leicester", 0.128),
    )
    """Offences with a victim under 25 by police neighbourhood; the other ones share the rest."""
    wider_times: float = 2.95
    """Offences of duty-2023 for each one of vrn-2019, in the period."""
    wider_in_dwellings: float = 0.626
    wider_hospitality: float = 0.046
    wider_education: float = 0.027
    trend: float = 1.12
    """Last twelve months of the series over its first twelve."""
    trend_under_25: float = 1.05
    conveyed_under_25: float = 0.75
    """Of the conveyed ambulance call-outs for violence, those for people under 25."""
    attendances_peak: float = 0.65
    """Highest month of May 2020 to October 2021 over the mean of March 2019 to February 2020."""
    attendances_trend: float = 0.49
    """Last twelve months of the series of attendances over its first twelve."""
    admissions_change: float = 0.87
    """Admissions of the latest eighteen months over those of the eighteen before.

    Of another network's text: 13 in a hundred fewer admissions a month than before October 2019.
    """
    attendances_known: float = 0.2
    """Residents' attendances after assault that are an offence of duty-2023 of the same month too.

    Not of the report: the guideline of the Royal College of Emergency Medicine of 2017 says that
    about 80 in a hundred of those treated do not report to the police; others say over 50 or 60.
    """

    def __post_init__(self) -> None:
        """Refuse a truth that no files could hold, with all that is wrong with it."""
        faults = [
            f"{name} is {getattr(self, name)}, and a share lies between 0 and 1"
            for name in _SHARES_OF_ONE
            if not 0 < getattr(self, name) < 1
        ]
        if {len(self.victim_rates), len(self.suspect_rates)} != {len(AGE_BANDS)}:
            faults.append(f"rates are needed for the {len(AGE_BANDS)} age bands")
        if not 13 <= self.afternoon_peak <= 17:
            faults.append("the afternoon peak lies between 13 and 17 hours")
        if self.night_peak not in (21, 22, 23, 0, 1, 2):
            faults.append("the night peak lies between 21 and 2 hours")
        if self.night_time_premises >= self.night_time:
            faults.append("premises are a part of the night-time economy")
        if sum(share for _, share in self.under_25_by_place) >= 1:
            faults.append("the places of the under 25 have nothing left for the others")
        if self.admissions_change <= 0:
            faults.append("admissions do not change to nothing or less")
        if self.wider_times < 1.5:
            faults.append("the wider definition needs half as many again")
        if faults:
            raise ValueError("; ".join(faults))

    def told(self) -> dict[str, object]:
        """Every target by its name, for the truth file."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


REPORTED = Planted()
"""What the seed report says of April 2020 to September 2021."""
