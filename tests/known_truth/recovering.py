"""Goes the whole way with the agencies' files and recovers what was planted from the cut alone.

Nothing of the truth is read here: what comes out is measured, and named as the targets are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn import chain
from vrn.partnership.folder import read_partnership
from vrn.problem.catalogue import catalogue
from vrn.problem.measuring import measure
from vrn.sharing.store import Store
from vrn.terms import Period
from vrn.terms.period import months_between

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

PLACES = (
    ("population/population_mid2020_lad_single_year_sex_*", "residents-mid-2020-districts-by-sex"),
    ("boundaries/lsoa11_*.geojson", "boundaries-lsoa-2011"),
    ("boundaries/lsoa21_*.geojson", "boundaries-lsoa-2021"),
    ("boundaries/lad_*.geojson", "boundaries-districts"),
    ("lookups/lsoa11_lsoa21_lad22_*.csv", "area-changes-2011-2021"),
    ("lookups/police_neighbourhoods.csv", "police-neighbourhoods"),
    ("lookups/postcode_sectors.csv", "postcode-sectors"),
)
AGENCIES = (
    ("agencies/police_offences_*.csv", "police-offences"),
    ("agencies/police_people_*.csv", "police-people"),
    ("agencies/ambulance_calls.csv", "ambulance-calls"),
    ("agencies/ae_attendances_*.csv", "ae-attendances"),
    ("agencies/hospital_admissions_monthly.csv", "hospital-admissions"),
)
"""Where each supply lies, and the agreement it comes under; offences before people."""

PERIOD = Period("2020-04", "2021-09")
AFTER = Period("2020-05", "2021-10")
POLICE, HEALTH = Period("2019-02", "2022-02"), Period("2018-10", "2021-10")
TWO_RUNS = Period("2018-11", "2021-10")
SEEN_BY_BOTH = Period("2019-02", "2021-10")
NARROW, WIDER = "vrn-2019", "duty-2023"
NAMED = ("district", "neighbourhood")
INNS = ("licensed premises", "takeaway")


def receive_all(
    partnership: Path, files: Path, supplies: Iterable[tuple[str, str]], *, today: date
) -> list[str]:
    """Receives these supplies in their order; gives the texts of the receipts that refuse."""
    receipts = [
        chain.receive(partnership, path, under=agreement, today=today)
        for pattern, agreement in supplies
        for path in sorted(files.glob(pattern))
    ]
    return [receipt.to_text() for receipt in receipts if not receipt.is_accepted]


class Recovering:
    """A partnership's newest cut, asked for measures as the release asks for them."""

    def __init__(self, partnership: Path) -> None:
        cut = Store.read(read_partnership(partnership).store).cut(None)
        self.supplies = cut.supplies
        self.classes = cut.facts["classes"]
        self.tables = {name: table.paths for name, table in cut.tables.items()}
        police, health = (months_between(run.first, run.last) for run in (POLICE, HEALTH))
        self.months = {
            **dict.fromkeys(("police-offences", "police-people", "ambulance"), police),
            **dict.fromkeys(("ae-attendances", "hospital-admissions"), health),
        }

    def cells(
        self, name: str, *split: str, period: Period = PERIOD, **where: str
    ) -> dict[str, float]:
        """The value of each cell by the codes of its split, places by name; "" without a split."""
        measured = measure(
            catalogue()[name],
            self.tables,
            split=split,
            where=where,
            period=period,
            residents_edition="mid-2020",
            months_held=self.months,
            definitions=self.classes,
        )
        return {
            " ".join(
                measured.labels[one][row[one]] if one in NAMED else row[one] for one in split
            ): (row["value"])
            for row in measured.table.exact.to_dicts()
        }

    def value(self, name: str, *, period: Period = PERIOD, **where: str) -> float:
        """The one value of a measure without a split."""
        return self.cells(name, period=period, **where)[""]

    def part(self, name: str, split: str, *codes: str, **where: str) -> float:
        """The share of these parts of a whole, of 1."""
        cells = self.cells(name, split, **where)
        return sum(cells[code] for code in codes) / 100

    def findings(self, places: Iterable[str], *, city: str) -> dict[str, Any]:
        """Every planted target under its name, recovered by measures alone."""
        return {**self.people(), **self.kinds(), **self.where(places, city), **self.series()}

    def people(self) -> dict[str, float]:
        """What is said of persons."""
        narrow = {"definition": NARROW}
        return {
            "victims_per_resident": self.value("victims_prevalence", **narrow) / 100,
            "suspects_per_resident": self.value("suspects_prevalence", **narrow) / 100,
            "victims_male": self.part("victims_share", "sex", "male", **narrow),
            "suspects_male": self.part("suspects_share", "sex", "male", **narrow),
            "suspects_ratio": self.value("suspects_under_25_ratio", **narrow),
            "robbery_suspects_ratio": self.value("robbery_suspects_under_25_ratio", **narrow),
            "repeat_share": self.value("repeat_share", **narrow) / 100,
            "repeat_share_under_25": self.value("repeat_share", age_group="under 25", **narrow)
            / 100,
        }

    def kinds(self) -> dict[str, float]:
        """What is said of offences and hours."""
        share = "serious_violence_share"
        hours = self.hours()
        offences = [
            self.value("serious_violence", definition=definition) for definition in (NARROW, WIDER)
        ]
        return {
            "knife": self.part(share, "knife", "knife", definition=NARROW),
            "abh": self.value("abh_share", definition=NARROW) / 100,
            "afternoon_peak": max(range(12, 18), key=hours.__getitem__),
            "night_peak": max((20, 21, 22, 23, 0, 1, 2, 3), key=hours.__getitem__),
            "night_time": self.part(share, "night_time", "night-time economy", definition=NARROW),
            "night_time_premises": self.value("night_time_share_premises", definition=NARROW) / 100,
            "wider_times": offences[1] / offences[0],
        }

    def hours(self, period: Period = PERIOD) -> list[float]:
        """Offences of the narrow definition by the hour at which they were committed."""
        cells = self.cells("serious_violence", "hour", period=period, definition=NARROW)
        return [cells[f"{hour:02d}"] for hour in range(24)]

    def where(self, places: Iterable[str], city: str) -> dict[str, Any]:
        """What is said of places."""
        share = "serious_violence_share"
        hoods = self.cells(share, "neighbourhood", definition=NARROW, age_group="under 25")
        kinds = self.cells(share, "place_type", definition=WIDER)
        return {
            "city": self.part(share, "district", city, definition=NARROW),
            "under_25_by_place": {place: hoods[place] / 100 for place in places},
            "wider_in_dwellings": kinds["dwelling"] / 100,
            "wider_hospitality": sum(kinds[inn] for inn in INNS) / 100,
            "wider_education": kinds["school or college"] / 100,
        }

    def series(self) -> dict[str, float]:
        """What is said of whole series, and of the other agencies."""
        trend = "serious_violence_trend"
        young = {"definition": NARROW, "age_group": "under 25"}
        return {
            "trend": self.value(trend, period=POLICE, definition=NARROW),
            "trend_under_25": self.value(trend, period=POLICE, **young),
            "conveyed_under_25": self.value("conveyed_under_25_share") / 100,
            "attendances_peak": self.value("attendances_peak_share", period=AFTER) / 100,
            "attendances_trend": self.value("assault_attendances_trend", period=HEALTH),
            "admissions_change": self.value("assault_admissions_change", period=TWO_RUNS),
            "attendances_known": 1
            - self.value("attendances_unknown_share", period=SEEN_BY_BOTH) / 100,
        }

    def by_month(self, name: str, period: Period, **where: str) -> dict[str, float]:
        """A tally by month."""
        return self.cells(name, "month", period=period, **where)
