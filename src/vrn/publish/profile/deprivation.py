"""Chapter: how offences go with the deprivation of the place, as an association and no more."""

from __future__ import annotations

from vrn.publish.document import Block, Chart, Heading, Name, Paragraph, Series, Span
from vrn.publish.phrases import figure_table, value, with_interval
from vrn.publish.profile.plan import WATCHED, measure_of_ends
from vrn.publish.profile.writing import Brief, source_line
from vrn.publish.rules import Direction, direction
from vrn.terms import lower_first


def write_deprivation(brief: Brief) -> tuple[Block, ...]:
    """The chapter: the rate by national tenth of deprivation, and the ratio of its two ends."""
    name = WATCHED[0]
    bars = _bars(brief, name)
    return (
        Heading("Deprivation of the place", "deprivation"),
        Paragraph(
            (
                "Each small area stands in one of ten equal groups of the country's small areas, "
                "from the most deprived to the least, by the ",
                Name(f"Index of Multiple Deprivation {brief.deprivation}"),
                ". ",
                *ratio_sentence(brief, name),
                "This is where offences were recorded, not where those harmed or suspected live; "
                "it is an association of places and says nothing of any person. One of the domains "
                "that the index is made of is crime itself, so a part of it is built in. ",
            )
        ),
        *([bars] if bars else []),
    )


def ratio_sentence(brief: Brief, name: str) -> tuple[Span, ...]:
    """How many times the most deprived places' rate is the least deprived places' rate."""
    ratio = brief.year(measure_of_ends(name, brief.deprivation))
    if not ratio.is_shown:
        return (
            "The most and the least deprived tenths cannot be compared: the area lacks one of "
            "them, or too few offences were recorded there. ",
        )
    return (
        f"The rate of {lower_first(brief.year(name).title)} ",
        "in the most deprived tenth of places was ",
        *with_interval(ratio),
        " times that in the least deprived tenth. ",
    )


def _bars(brief: Brief, name: str) -> Chart | None:
    split = f"deprivation_{brief.deprivation}"
    rates = brief.cube(f"{name}_rate", split=(split,), period=brief.periods.year).figures
    tenths = [f for f in rates if f.is_shown and f.code_of(split).isdigit()]
    shown = tuple(sorted(tenths, key=lambda figure: int(figure.code_of(split))))
    if not shown:
        return None
    period = brief.periods.year
    title = brief.year(name).title
    source = source_line(brief, residents=True)
    return Chart(
        key=f"{name}-by-deprivation",
        kind="bars",
        title=_finding(brief, name),
        subtitle=(
            Name(
                f"{shown[0].title}, {shown[0].unit}, by national tenth of deprivation "
                f"({brief.deprivation}), {period.label if period else ''}"
            ),
        ),
        sentence=(
            "The rate was ",
            value(shown[0]),
            " in the most deprived tenth that the area has and ",
            value(shown[-1]),
            " in the least deprived that it has. ",
        ),
        source=source,
        table=figure_table(
            f"{name}-by-deprivation-table",
            (f"{title} by national tenth of deprivation",),
            head="Tenth",
            columns=((Name(f"Rate, {shown[0].unit}"), shown),),
            labels=[figure.label_of(split) for figure in shown],
            source=source,
        ),
        series=(Series("Tenth of deprivation", shown),),
        by=split,
    )


def _finding(brief: Brief, name: str) -> tuple[Span, ...]:
    """The chart's title as the finding, by the interval of the ratio of the two ends."""
    ratio = brief.year(measure_of_ends(name, brief.deprivation))
    title = brief.year(name).title
    match direction(ratio):
        case Direction.ROSE:
            return (f"{title} go with the deprivation of the place",)
        case Direction.FELL:
            return (f"{title} are fewer where deprivation is greater",)
        case Direction.NO_CLEAR_CHANGE:
            return (f"{title} do not clearly go with the deprivation of the place",)
        case Direction.CANNOT_TELL:
            return (f"{title} by the deprivation of the place",)
