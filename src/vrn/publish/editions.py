"""Publishes a document: all its formats rendered, written as one edition, and the pointer moved."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vrn.publish.document import Chart, Document, uses_of
from vrn.publish.lint import check_lint
from vrn.release.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.terms import Progress


@dataclass(frozen=True)
class Edition:
    """One published edition: its name, folder, its files' sha-256, and its figures' places."""

    name: str
    folder: Path
    files: Mapping[str, str]
    uses: tuple[tuple[str, Figure], ...]


def publish(
    document: Document,
    *,
    folder: Path,
    supplies: Mapping[str, Mapping[str, object]],
    brand: str,
    on_progress: Progress,
) -> Edition:
    """Renders a document in every format and keeps it under `folder` as one edition.

    The edition is named by the content of the document; published again it is written over by
    equal bytes. Readers see the former edition until the pointer moves, last. Nothing is written
    where `vrn.publish.lint` finds a fault.
    """
    check_lint(document)
    home = folder / document.name
    home.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=home))
    try:
        name = _render(document, draft, supplies=supplies, brand=brand, on_progress=on_progress)
        files = _digests(draft)
        kept = home / name
        if kept.is_dir() and _digests(kept) != files:
            shutil.rmtree(kept)
        if not kept.is_dir():
            draft.chmod(0o755)
            draft.rename(kept)
        _point(home, name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Edition(name, kept, files, tuple(uses_of(document)))


def _render(
    document: Document,
    draft: Path,
    *,
    supplies: Mapping[str, Mapping[str, object]],
    brand: str,
    on_progress: Progress,
) -> str:
    """Writes every file of the edition into the draft's folder and gives the edition's name."""
    from vrn.publish.drawings.embedding import svg_to_png
    from vrn.publish.drawings.fonts import font_folder
    from vrn.publish.formats.html import render_html
    from vrn.publish.formats.typst_pdf import render_pdf
    from vrn.publish.formats.word import render_docx
    from vrn.publish.stored import document_to_json, edition_of

    on_progress(0, 5, "drawing charts and maps")
    charts = {block.key: block for block in document.blocks if isinstance(block, Chart)}
    drawings = {key: _draw(chart, brand) for key, chart in charts.items()}
    tables = {key: _chart_csv(chart) for key, chart in charts.items()}
    _write_charts(draft / "charts", drawings, tables)
    model = document_to_json(document)
    document = replace(document, edition=edition_of(model))
    (draft / "document.json").write_bytes(model)
    on_progress(1, 5, "writing the page")
    html = render_html(
        document, drawings=drawings, supplies=supplies, chart_files=tables, brand=brand
    )
    (draft / f"{document.name}.html").write_text(html, encoding="utf-8", newline="\n")
    on_progress(2, 5, "setting the PDF")
    pdf = render_pdf(document, drawings=drawings, font_directory=font_folder(), brand=brand)
    (draft / f"{document.name}.pdf").write_bytes(pdf)
    on_progress(3, 5, "writing the Word file")
    pictures = {key: svg_to_png(wide, font_folder()) for key, (wide, _) in drawings.items()}
    docx = render_docx(document, drawings_png=pictures, brand=brand)
    (draft / f"{document.name}.docx").write_bytes(docx)
    on_progress(5, 5, "published")
    return document.edition


def _draw(chart: Chart, brand: str) -> tuple[str, str]:
    from vrn.publish.drawings.charts import draw

    return draw(chart, width="wide", brand=brand), draw(chart, width="narrow", brand=brand)


def _chart_csv(chart: Chart) -> bytes:
    from vrn.publish.formats.csv_file import figures_csv
    from vrn.publish.sentence import plain_words

    rows = [cell for row in chart.table.rows for cell in row if isinstance(cell, Figure)]
    drawn = [figure for series in chart.series for figure in series.figures]
    figures = list({figure.id: figure for figure in (*drawn, *rows)}.values())
    about = {"Title": plain_words(chart.title), "Shows": plain_words(chart.subtitle)}
    about["Source"] = plain_words(chart.source)
    return figures_csv(figures, about=about)


def _write_charts(
    folder: Path, drawings: Mapping[str, tuple[str, str]], tables: Mapping[str, bytes]
) -> None:
    folder.mkdir()
    for key, (wide, narrow) in drawings.items():
        (folder / f"{key}-wide.svg").write_text(wide, encoding="utf-8", newline="\n")
        (folder / f"{key}-narrow.svg").write_text(narrow, encoding="utf-8", newline="\n")
        (folder / f"{key}.csv").write_bytes(tables[key])


def _digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def _point(home: Path, name: str) -> None:
    """Moves the pointer to the edition in one step."""
    draft = home / f".current-{os.getpid()}"
    draft.write_text(name + "\n", encoding="ascii")
    draft.replace(home / "current")
