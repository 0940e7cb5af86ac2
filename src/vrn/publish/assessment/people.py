"""Chapter: the people recorded as victims and as suspects, by age, sex and ethnic group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import write_absent
from vrn.publish.assessment.plan import PEOPLE
from vrn.publish.assessment.shares import in_order, in_step
from vrn.publish.assessment.writing import UNDER, Brief, plainly, said, withheld_words
from vrn.publish.document import Chart, Heading, Link, Name, Paragraph, Series, Span, Table
from vrn.publish.phrases import figure_table, listed, period_name
from vrn.publish.rules import leaders
from vrn.publish.sentence import Shown
from vrn.terms import AGE_BANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Block
    from vrn.release.figure import Figure

TITLE, KEY = "Who is affected", "who"
ROLES = ("victims", "suspects")
SEXES = ("male", "female")


def write_people(brief: Brief) -> tuple[Block, ...]:
    """The chapter; where people are not held, the sentence that says so."""
    if not brief.holds(PEOPLE):
        return write_absent(brief, PEOPLE, title=TITLE, key=KEY)
    return (
        Heading(TITLE, KEY),
        Paragraph(_counted(brief)),
        Paragraph(_young(brief)),
        Heading("By age and sex", "age-and-sex", level=2),
        *(_pyramid(brief, role) for role in ROLES),
        _shares_table(brief, "sex", head="Sex", order=(*SEXES, "not recorded")),
        _shares_table(brief, "age_band", head="Age", order=AGE_BANDS),
        Heading("By ethnic group", "ethnic-group", level=2),
        Paragraph(_ethnic_words(brief)),
        _shares_table(brief, "ethnic_group", head="Ethnic group", order=()),
    )


def _counted(brief: Brief) -> tuple[Span, ...]:
    victims, suspects = brief.one("victims"), brief.one("suspects")
    return (
        "In ",
        period_name(brief.periods.period),
        " the police recorded ",
        *plainly(victims, after=" different people"),
        " as victims of serious violence, ",
        *said(brief.one("victims_prevalence"), after=" per cent"),
        " of residents, and ",
        *plainly(suspects, after=" different people"),
        " as suspects, ",
        *said(brief.one("suspects_prevalence"), after=" per cent"),
        ". Each is counted once, however often recorded. ",
        *who_is_who(victims, suspects),
    )


def who_is_who(victims: Figure, suspects: Figure) -> tuple[Span, ...]:
    """How many people these may be, and why that is not certain; empty without both ranges."""
    both = (victims, suspects)
    if not all(each.is_shown and each.range_lower is not None for each in both):
        return ()
    return (
        "Names and birthdays are not always written alike, and two records that nearly agree may "
        "be of one person or of two: linked more or less readily, there are ",
        Shown(victims, "range limits"),
        " people among these victims and ",
        Shown(suspects, "range limits"),
        " among these suspects. ",
    )


def _young(brief: Brief) -> tuple[Span, ...]:
    return (
        "Of residents ",
        Name(UNDER),
        ", ",
        *said(brief.one("victims_prevalence", age=UNDER), after=" per cent"),
        " were recorded as victims and ",
        *said(brief.one("suspects_prevalence", age=UNDER), after=" per cent"),
        " as suspects. A suspect of whom nothing is known is in none of these numbers: ",
        *said(brief.one("share_without_suspect"), after=" per cent"),
        " of offences have no identified suspect. ",
    )


def _pyramid(brief: Brief, role: str) -> Chart:
    """Rates by age band for males and females, back to back."""
    rates = {f.code_of("age_sex"): f for f in brief.row(f"{role}_rate", "age_sex")}
    counts = {f.code_of("age_sex"): f for f in brief.row(role, "age_sex")}
    sides = {sex: tuple(rates[f"{band} {sex}"] for band in AGE_BANDS) for sex in SEXES}
    every = [figure for side in sides.values() for figure in side]
    source = brief.source(PEOPLE, residents=True)
    columns: list[tuple[str | Name, Sequence[Figure]]] = []
    for sex, side in sides.items():
        columns.append((f"Number, {sex}", [counts[f"{band} {sex}"] for band in AGE_BANDS]))
        columns.append((f"Rate, {sex}", side))
    return Chart(
        key=f"{role}-by-age-and-sex",
        kind="pyramid",
        title=_pyramid_title(role, every),
        subtitle=(
            Name(f"{role.capitalize()} by age and sex, {every[0].unit} of that age and sex, "),
            Name(f"{brief.area.name}, {brief.periods.period.label}"),
        ),
        sentence=_pyramid_sentence(sides),
        source=(*source, *withheld_words(every)),
        table=figure_table(
            f"{role}-by-age-and-sex-table",
            (f"{role.capitalize()} by age and sex: number, and rate ", Name(every[0].unit)),
            head="Age",
            columns=columns,
            labels=AGE_BANDS,
            source=source,
        ),
        series=tuple(Series(sex.capitalize(), side) for sex, side in sides.items()),
        by="age_sex",
    )


def _pyramid_title(role: str, every: Sequence[Figure]) -> tuple[Span, ...]:
    first, _ = leaders(every)
    if not first:
        return (f"The rates of {role} by age and sex",)
    names = listed([(_age_and_sex(figure),) for figure in first])
    if len(first) == 1:
        return (f"The rate of {role} is the highest among ", *names)
    return (f"The rates of {role} are among the highest for ", *names)


def _age_and_sex(figure: Figure) -> Name:
    """ "males aged 15-19" of the code "15-19 male"."""
    band, _, sex = figure.code_of("age_sex").rpartition(" ")
    return Name(f"{sex}s aged {band}")


def _pyramid_sentence(sides: dict[str, tuple[Figure, ...]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for sex, side in sides.items():
        first, _ = leaders(side)
        parts = listed([(Name(_band(f)), " (", *plainly(f), ")") for f in first])
        if first:
            spans += [f"{sex.capitalize()}s: largest at ", *parts, ". "]
        else:
            spans.append(f"{sex.capitalize()}s: no rate can be shown. ")
    return (
        *spans,
        "People whose age or sex is not recorded are not drawn; the next tables count them. ",
    )


def _band(figure: Figure) -> str:
    return figure.code_of("age_sex").rpartition(" ")[0]


def _shares_table(brief: Brief, dimension: str, *, head: str, order: Sequence[str]) -> Table:
    """Numbers and shares of victims and suspects by one dimension, unknowns in a row of their own.

    Codes that `order` does not name follow it, the largest share of victims first.
    """
    rows = {role: brief.row(f"{role}_share", dimension) for role in ROLES}
    counts = {role: brief.row(role, dimension) for role in ROLES}
    held = [figure.code_of(dimension) for figure in rows["victims"]]
    codes = [code for code in order if code in held]
    codes += [code for code in in_order(rows["victims"], dimension) if code not in codes]
    columns: list[tuple[str | Name, Sequence[Figure]]] = []
    for role in ROLES:
        columns.append((f"Number, {role}", in_step(counts[role], dimension, codes)))
        columns.append((f"Per cent of {role}", in_step(rows[role], dimension, codes)))
    every = [figure for _, figures in columns for figure in figures]
    labels = {figure.code_of(dimension): figure.label_of(dimension) for figure in rows["victims"]}
    return figure_table(
        f"people-by-{dimension.replace('_', '-')}",
        (f"Victims and suspects by {head.lower()}",),
        head=head,
        columns=columns,
        labels=[labels[code] for code in codes],
        source=(*brief.source(PEOPLE), *withheld_words(every)),
    )


def _ethnic_words(brief: Brief) -> tuple[Span, ...]:
    unknown = {
        role: [f for f in brief.row(f"{role}_share", "ethnic_group") if _is_unknown(f)]
        for role in ROLES
    }
    parts = [(*plainly(found[0], after=" per cent"), f" of {role}") for role, found in
             unknown.items() if found]  # fmt: skip
    told: tuple[Span, ...] = ("It is not recorded of ", *listed(parts), ". ") if parts else ()
    return (
        "Ethnic group is as people described themselves. ",
        *told,
        "While so much is not recorded, shares can mislead, and so no rate by ethnic group is "
        "given here: a rate would set those recorded against all residents. Numbers and shares "
        "say whom services have to reach; they do not say why. Ratios whose intervals allow for "
        "who is not recorded stand under ",
        Link("what goes with it", "#groups"),
        ". ",
    )


def _is_unknown(figure: Figure) -> bool:
    return figure.code_of("ethnic_group") == "not recorded"
