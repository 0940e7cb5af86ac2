"""The methods pages: which measures and drawn examples stand on each, and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from examples_change import CHANGES
from examples_concentration import BY_CHANCE, CONCENTRATION
from examples_deprivation import RATIOS
from examples_factors import ETHNIC, INEQUALITY, SEXES, URBAN_RURAL
from examples_factors_areas import ASSOCIATION
from examples_interrupted import CHANGED, INTERRUPTED, POLICE_PEAK
from examples_patterns import DISTRICTS_DIFFER, EQUAL_AGES, HOLD_HALF, LIE_TOGETHER
from examples_people import RESIDENTS, UNDER_25
from examples_placed import PLACED, SHARES_PLACED
from examples_recorded import NUMBERS, RATES, SHARES
from examples_unknown import INJURIES_ESTIMATED, MATCHED, UNKNOWN
from examples_usual import USUAL
from examples_violence import HEALTH, OFFENCES_COUNTED, PEOPLE_COUNTED
from examples_violence_findings import OTHER_RULES, PEAK, REPEAT, TRENDS
from examples_violence_findings import UNDER_25 as SUSPECTS_UNDER_25
from examples_violence_ratios import LEFT_OUT
from examples_violence_ratios import RATES as VIOLENCE_RATES
from examples_violence_ratios import SHARES as VIOLENCE_SHARES
from specifying import MEASURES, Example

from vrn.factors.catalogue import factor_measures
from vrn.factors.inequality import inequality_measures
from vrn.problem.methods_page import Family, markdown_table, methods_page
from vrn.problem.recorded import GROUPS
from vrn.problem.unknown.matching import RULE_IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "methods"
_NOTE = (
    "This page is printed from the specification in `tests/spec`, every example of which is run "
    "as a test; `python tests/spec/print_methods.py` prints it again. In a drawn table `times` "
    "stands for as many equal rows, and `S1..S20` for twenty areas. A number in an answer is "
    "written to as many decimals as the example needs."
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: its file's name, its title, what it is about, and its families of measures."""

    name: str
    title: str
    about: str
    families: tuple[Family, ...]

    def text(self) -> str:
        """The page as Markdown."""
        return methods_page(self.title, f"{self.about}\n\n{_NOTE}", self.families)


def _of_groups(*endings: str) -> list[str]:
    """The measures of every category with these endings, those of violence first."""
    ordered = sorted(GROUPS, key=lambda group: group.name != "violence_and_sexual_offences")
    names = [f"{group.name}{ending}" for group in ordered for ending in endings]
    return [name for name in names if name in MEASURES]


def _named(examples: tuple[Example, ...]) -> list[str]:
    """The measures that the examples ask, in their order."""
    return list(dict.fromkeys(name for each in examples for name in each.measures()))


def _of_series(*words: str) -> list[str]:
    """The measures with one of these words among those of their name."""
    return [name for name in MEASURES if {*words} & {*name.split("_")}]


def _with(part: str) -> list[str]:
    """The measures of factors with this part in their name."""
    return [name for name in factor_measures() if part in name]


EXAMPLES: list[Example] = []
"""Every example that a page shows, in the order of the pages."""


def _family(
    title: str, names: Iterable[str], examples: tuple[Example, ...], *, in_full: bool = False
) -> Family:
    EXAMPLES.extend(examples)
    return Family(
        title=title,
        indicators=tuple(MEASURES[name].indicator for name in names),
        examples=tuple(example.worked() for example in examples),
        each_in_full=in_full,
    )


PAGES = (
    Page(
        name="recorded",
        title="What was recorded",
        about=(
            "How many crimes and incidents the police recorded, how many for every 1,000 "
            "residents, and what part of all recorded crime."
        ),
        families=(
            _family("Numbers", _of_groups(""), NUMBERS),
            _family("Rates", _of_groups("_rate"), RATES),
            _family("Shares", _of_groups("_share"), SHARES),
        ),
    ),
    Page(
        name="placed",
        title="How records were placed",
        about=(
            "Small areas change their codes and borders. Every record is brought to one vintage "
            "and keeps the way in which it was."
        ),
        families=(
            _family("The number placed", ["placed"], PLACED),
            _family("Each way's share", SHARES_PLACED[0].measures(), SHARES_PLACED, in_full=True),
        ),
    ),
    Page(
        name="change",
        title="Change on the year before",
        about="Which way it goes, and how far chance alone could have moved it.",
        families=(_family("Ratio to the year before", _of_groups("_change"), CHANGES),),
    ),
    Page(
        name="concentration",
        title="Concentration in few places",
        about=(
            "How much lies in the few small areas that have most, and how much would by chance "
            "alone."
        ),
        families=(
            _family(
                "In the top small areas",
                _of_groups("_concentration_1", "_concentration_5", "_concentration_10"),
                CONCENTRATION,
            ),
            _family(
                "By chance alone",
                _of_groups(*(f"_concentration_{top}_by_chance" for top in (1, 5, 10))),
                BY_CHANCE,
            ),
        ),
    ),
    Page(
        name="people",
        title="Residents",
        about="The people whom rates are per.",
        families=(
            _family("How many", ["residents"], RESIDENTS),
            _family("How many under 25", ["share_under_25"], UNDER_25),
        ),
    ),
    Page(
        name="deprivation",
        title="Deprivation of the place",
        about=(
            "How recorded offences go with deprivation: an association of places, never a cause."
        ),
        families=(
            _family(
                "Most against least deprived",
                _of_groups(
                    *(
                        f"_deprivation_ratio{end}"
                        for end in ("", "_fifths", "_2019", "_fifths_2019")
                    )
                ),
                RATIOS,
            ),
        ),
    ),
    Page(
        name="factors-of-serious-violence",
        title="Factors of serious violence",
        about=(
            "What serious violence goes with: the deprivation of the place, men and women, ethnic "
            "groups, town and country, and several things of an area at once. Each is an "
            "association, never a cause."
        ),
        families=(
            _family(
                "Deprivation of the place",
                inequality_measures(),
                INEQUALITY,
                in_full=True,
            ),
            _family("Men and women", _with("_male_female_ratio"), SEXES, in_full=True),
            _family("Ethnic groups", _with("_ethnic_"), ETHNIC, in_full=True),
            _family("Urban and rural", _named(URBAN_RURAL), URBAN_RURAL, in_full=True),
            _family(
                "Several factors of small areas", _named(ASSOCIATION), ASSOCIATION, in_full=True
            ),
        ),
    ),
    Page(
        name="violence",
        title="Serious violence and those in it",
        about=(
            "How many offences, people, attendances, call-outs and admissions the agencies "
            "recorded, under each live definition of serious violence and for all ages and under "
            "25."
        ),
        families=(
            _family(
                "Offences",
                ["serious_violence", "offences_recorded", "offences_not_classified"],
                OFFENCES_COUNTED,
                in_full=True,
            ),
            _family("People", ["victims", "suspects"], PEOPLE_COUNTED, in_full=True),
            _family(
                "What health services see",
                [
                    *("assault_attendances", "violent_callouts", "violent_callouts_conveyed"),
                    *("assault_admissions", "sharp_object_admissions"),
                ],
                HEALTH,
                in_full=True,
            ),
        ),
    ),
    Page(
        name="violence-rates-and-shares",
        title="Rates and shares of serious violence",
        about=(
            "How many for every 1,000 residents of the same age, how rare it is, and what kind it "
            "mostly is."
        ),
        families=(
            _family("Rates and prevalence", _named(VIOLENCE_RATES), VIOLENCE_RATES, in_full=True),
            _family("Shares", _named(VIOLENCE_SHARES), VIOLENCE_SHARES, in_full=True),
        ),
    ),
    Page(
        name="violence-left-out",
        title="What figures of serious violence leave out",
        about=(
            "Every figure that needs a place, an age, a time, a suspect or a known code leaves "
            "some offences out. These say how many."
        ),
        families=(_family("Shares left out", _named(LEFT_OUT), LEFT_OUT, in_full=True),),
    ),
    Page(
        name="violence-findings",
        title="Findings on serious violence",
        about=(
            "Answers that no count gives: who comes again, how much it is a matter of the young, "
            "which way it went."
        ),
        families=(
            _family(
                "Under 25 against 25 and over",
                _named(SUSPECTS_UNDER_25),
                SUSPECTS_UNDER_25,
                in_full=True,
            ),
            _family("Repeats", _named(REPEAT), REPEAT, in_full=True),
            _family("Trends", _named(TRENDS), TRENDS, in_full=True),
            _family("A usual month", _of_series("usual", "unusual"), USUAL, in_full=True),
            _family("The peak of attendances", _named(PEAK), PEAK, in_full=True),
            _family(
                "Other rules for the night-time economy",
                _named(OTHER_RULES),
                OTHER_RULES,
                in_full=True,
            ),
        ),
    ),
    Page(
        name="places-and-people",
        title="Places and people",
        about=(
            "How districts compare once their ages are made equal, whether they differ by more "
            "than chance, how few places or people hold half of serious violence, and whether it "
            "lies together in place and time. Which places these are is operational: `vrn "
            "patterns` shows it to a named person for a stated purpose, written down first."
        ),
        families=(
            _family("Rates of equal ages", _named(EQUAL_AGES), EQUAL_AGES, in_full=True),
            _family(
                "Differences of districts", _named(DISTRICTS_DIFFER), DISTRICTS_DIFFER, in_full=True
            ),
            _family("How few hold half", _named(HOLD_HALF), HOLD_HALF, in_full=True),
            _family("What lies together", _named(LIE_TOGETHER), LIE_TOGETHER, in_full=True),
        ),
    ),
    Page(
        name="series-and-changes",
        title="Series and changes",
        about=(
            "Whether months differ from what those before led to expect, by how much, and whether "
            "a series could have shown it; and one run of months against another. Each says that "
            "something changed, never what changed it."
        ),
        families=(
            _family("Under restrictions", _named(INTERRUPTED), INTERRUPTED, in_full=True),
            _family("Admissions against earlier months", _named(CHANGED), CHANGED, in_full=True),
            _family("The police's highest month", _named(POLICE_PEAK), POLICE_PEAK, in_full=True),
        ),
    ),
    Page(
        name="unknown-to-the-police",
        title="Violence unknown to the police",
        about=(
            "Which attendances after assault are also offences that the police recorded, told by "
            "who, where from and when, without a name; what that says of those that are not; and "
            "how many injuries there may be that neither the police nor a hospital saw.\n\n"
            f"{RULE_IN_WORDS}"
        ),
        families=(
            _family("Matched", _named(MATCHED), MATCHED, in_full=True),
            _family("Unknown to the police", _named(UNKNOWN), UNKNOWN, in_full=True),
            _family("Seen by nobody", _named(INJURIES_ESTIMATED), INJURIES_ESTIMATED, in_full=True),
        ),
    ),
)


def index() -> str:
    """The list of all pages and of the measures that each explains, as Markdown."""
    rows = [
        {
            "page": f"[{page.title}]({page.name}.md)",
            "about": page.about,
            "measures": str(sum(len(family.indicators) for family in page.families)),
        }
        for page in PAGES
    ]
    return (
        f"# Methods\n\nWhat each measure is, with worked examples.\n\n{markdown_table(rows)}\n\n"
        "What the statistics behind them are, with formula, source and limits: "
        "[Statistics](statistics/README.md).\n"
    )


def printed() -> dict[str, str]:
    """Every file of `docs/methods` by name, with its text."""
    return {"README.md": index(), **{f"{page.name}.md": page.text() for page in PAGES}}
