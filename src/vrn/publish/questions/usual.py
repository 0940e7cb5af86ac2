"""A series by its control chart: what is usual in it, and how many of its months are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.unusual import draw_months, quoted, read_lines, why_no_chart
from vrn.publish.assessment.writing import Brief, plainly
from vrn.publish.document import Name, Paragraph

if TYPE_CHECKING:
    from vrn.publish.document import Block
    from vrn.publish.questions.plan import Line


def write_usual(brief: Brief, line: Line) -> tuple[Block, ...]:
    """What a usual month of the series is and how many are not, with its control chart."""
    over = line.over(brief.periods)
    if over is None:
        return ()
    lines = read_lines(brief, line.measure, over)
    if refused := why_no_chart(line.what, lines):
        return refused
    low, mean, high = lines
    words = (
        f"A month of {line.what} held ",
        *plainly(mean),
        " on average over ",
        Name(quoted(brief, line.measure, over).label),
        ", and chance keeps its numbers between ",
        *plainly(low),
        " and ",
        *plainly(high),
        ". Months that the rules mark as unusual over ",
        Name(over.label),
        ": ",
        *plainly(brief.one(f"{line.measure}_unusual_months", period=over)),
        ". ",
    )
    key = f"{line.key}-by-month"
    chart = draw_months(brief, line.measure, over, what=line.what, feed=line.feed, key=key)
    return (Paragraph(words), chart)
