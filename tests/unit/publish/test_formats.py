"""Every format reads the same numbers, and the same document gives the same bytes anywhere."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
from pypdf import PdfReader

from tests.documents import PLACES, SUPPLIES, example_document, example_drawings
from tests.reading_formats import docx_figures, expected_figures, html_figures, pdf_figures
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.drawings.fonts import font_folder
from vrn.publish.formats.html import render_html
from vrn.publish.formats.typst_pdf import render_pdf
from vrn.publish.formats.word import render_docx

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = example_document()
DRAWINGS = example_drawings()
PNG = {key: svg_to_png(wide, font_folder()) for key, (wide, _) in DRAWINGS.items()}
HTML = render_html(DOCUMENT, drawings=DRAWINGS, supplies=SUPPLIES)
PDF = render_pdf(DOCUMENT, drawings=DRAWINGS, font_directory=font_folder())
DOCX = render_docx(DOCUMENT, drawings_png=PNG)


def test_all_formats_read_the_same_numbers():
    expected = expected_figures(DOCUMENT)
    assert expected["paragraph 1"] == ["412", "19.6", "between 17.7 and 21.6", "412", "21,000"]
    assert expected["table 1"][-3:] == ["withheld"] * 3
    assert html_figures(HTML, DOCUMENT) == expected
    assert pdf_figures(PDF, DOCUMENT) == expected
    assert docx_figures(DOCX) == expected


def test_all_formats_have_the_awkward_name_as_it_is():
    awkward = PLACES[2]
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(PDF)).pages)
    assert awkward in " ".join(pages.split())
    assert awkward in " ".join(line.text for line in docx.Document(io.BytesIO(DOCX)).paragraphs)
    assert "St &quot;Mary&quot; &amp; &lt;b&gt;Co&lt;/b&gt; #x $y$" in HTML


# The same bytes anywhere

_MAKE = """
import hashlib, json, sys
from pathlib import Path
from tests.documents import SUPPLIES, example_document, example_drawings
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.formats.html import render_html
from vrn.publish.stored import document_to_json
from vrn.publish.formats.typst_pdf import render_pdf
from vrn.publish.formats.word import render_docx
fonts, document, drawings = Path(sys.argv[1]), example_document(), example_drawings()
png = {key: svg_to_png(wide, fonts) for key, (wide, _) in drawings.items()}
made = {
    "json": document_to_json(document),
    "html": render_html(document, drawings=drawings, supplies=SUPPLIES).encode(),
    "pdf": render_pdf(document, drawings=drawings, font_directory=fonts),
    "docx": render_docx(document, drawings_png=png),
}
print(json.dumps({kind: hashlib.sha256(file).hexdigest() for kind, file in made.items()}))
"""


def made_elsewhere(folder: Path, **settings: str) -> dict[str, str]:
    """The sha-256 of each format, made in a process of its own in that folder and setting."""
    fonts = folder / "fonts"
    shutil.copytree(font_folder(), fonts)
    (folder / "home").mkdir()
    surroundings = {
        **{name: value for name, value in os.environ.items() if name not in {"LANG", "TZ"}},
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "HOME": str(folder / "home"),
        **settings,
    }
    made = subprocess.run(
        [sys.executable, "-c", _MAKE, str(fonts)],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout)


def test_the_same_bytes_under_another_path_home_locale_zone_and_processor_count(tmp_path):
    here, there = tmp_path / "a", tmp_path / "b" / "deeper"
    here.mkdir()
    there.mkdir(parents=True)
    first = made_elsewhere(
        here, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1", RAYON_NUM_THREADS="1", USER="ann"
    )
    second = made_elsewhere(
        there,
        TZ="Pacific/Auckland",
        LC_ALL="C",
        PYTHONHASHSEED="2",
        RAYON_NUM_THREADS="2",
        USER="bob",
        SOURCE_DATE_EPOCH="1234567890",
    )
    assert first == second
