"""What every chart and table of the dashboard has: subtitle, source, table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from vrn.publish.assessment.writing import interval_cell
from vrn.publish.document import Chart, Name, Series, Table
from vrn.terms import Period, sentence_case
from vrn_web.figures.violence.ground import UNDER
from vrn_web.figures.violence.saying import hidden_words
from vrn_web.site import current_site
from vrn_web.words import measure_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.publish.document import Cell, Spans
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.ground import Ground

OVERLAPS, DEFINED = "age_group", "definition"


def chart(
    kind: str,
    figures: Sequence[Figure],
    *,
    key: str,
    ground: Ground,
    **parts: Any,
) -> Chart:
    """A chart with its subtitle and source from the figures, unless they are given."""
    found = {
        "subtitle": subtitle_of(figures),
        "source": source_of(figures, ground),
        **parts,
    }
    return Chart(kind=kind, key=key, **found)


def subtitle_of(figures: Sequence[Figure]) -> Spans:
    """Measure, unit, place and months, as the line under a chart's title."""
    first = figures[0]
    place = first.place.name if same_place(figures) else current_site().area.name
    parts = (measure_words(first.title, first.unit), place, months_of(figures))
    return (Name(", ".join(part for part in parts if part)),)


def same_place(figures: Sequence[Figure]) -> bool:
    """Whether all figures are of one place."""
    return len({figure.place.code for figure in figures}) == 1


def months_of(figures: Iterable[Figure]) -> str:
    """The months from the first figure's to the last one's, as a reader says them."""
    periods = [figure.period for figure in figures if figure.period]
    if not periods:
        return ""
    return Period(min(p.first for p in periods), max(p.last for p in periods)).label


def source_of(figures: Sequence[Figure], ground: Ground) -> Spans:
    """Where figures come from: source, cut and definitions, why cells are hidden, what overlaps."""
    first = figures[0]
    text = gettext("Source: {source} Cut {cut}.")
    source = str(ground.indicator(first.measure).get("source", ""))
    words = text.format(source=source, cut=first.provenance.cut)
    labels = definition_labels(figures, ground.definitions)
    if labels:
        words += " " + gettext("Definitions: {labels}.").format(labels="; ".join(labels))
    ages = {code for f in figures for name, code, _ in f.by if name == OVERLAPS}
    if len(ages) > 1:
        words += " " + gettext("People under 25 are among all ages: do not add the two.")
    return (Name(words), *hidden_words(figures))


def definition_labels(figures: Sequence[Figure], live: Sequence[str]) -> tuple[str, ...]:
    """The definitions that figures rest on, with version and digest, each once.

    A cube holds every live definition; those that no figure here is of are left out.
    """
    codes = {code.partition(":")[0] for f in figures for name, code, _ in f.by if name == DEFINED}
    unused = [name for name in live if codes and name not in codes]
    labels = dict.fromkeys(label for f in figures for label in f.provenance.definitions)
    return tuple(one for one in labels if not any(one.startswith(f"{n} ") for n in unused))


def table(
    key: str,
    title: str,
    *,
    head: str,
    labels: Sequence[str],
    columns: Sequence[tuple[str, Sequence[Figure]]],
    source: Spans = (),
) -> Table:
    """A table with a row a label; a column with intervals has them in a column of their own."""
    heads: list[str | Name] = [Name(head)]
    cells: list[list[Cell]] = []
    for name, figures in columns:
        heads.append(Name(name))
        cells.append(list(figures))
        if any(figure.lower is not None for figure in figures):
            heads.append(Name(gettext("{column}: interval").format(column=name)))
            cells.append([interval_cell(figure) for figure in figures])
    return Table(
        key=key,
        title=(Name(title),),
        columns=tuple(heads),
        rows=tuple((Name(label), *row) for label, *row in zip(labels, *cells, strict=True)),
        numeric=(False, *(True for _ in heads[1:])),
        source=source,
    )


def series_by_age(rows: Mapping[str, Sequence[Figure]]) -> tuple[Series, ...]:
    """A series an age group: all ages a full line, under 25 a dashed one."""
    return tuple(
        Series(Name(sentence_case(age)), tuple(figures), is_dashed=age == UNDER)
        for age, figures in rows.items()
    )


def column_name(name: str, age: str) -> str:
    """A column's head with its age group: "Rate, under 25"."""
    return gettext("{column}, {age}").format(column=name, age=age)
