"""A document that is kept comes back the same, and nothing that was changed comes back at all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.documents import example_document
from tests.figures import make_figure
from vrn.publish.document import Name, Paragraph, UnreleasedNumberError, figures_of
from vrn.publish.stored import (
    StoredDocumentError,
    document_from_json,
    document_to_json,
    edition_of,
)
from vrn.release.figure import ForgedFigureError

DOCUMENT = example_document()
KEPT = document_to_json(DOCUMENT)
REGISTER = {figure.id: figure for figure in figures_of(DOCUMENT)}


def find(figure_id: str):
    return REGISTER[figure_id]


def changed(old: str, new: str) -> bytes:
    assert old in KEPT.decode()
    return KEPT.decode().replace(old, new).encode()


def test_comes_back_the_same_with_its_edition():
    again = document_from_json(KEPT, find)
    assert again == replace(DOCUMENT, edition=edition_of(KEPT))
    assert document_to_json(again) == KEPT


def test_names_come_back_as_names():
    again = document_from_json(KEPT, find)
    names = [span for span in again.blocks[1].spans if isinstance(span, Name)]
    assert next(str(name) for name in names) == "2021"


def test_the_bytes_are_canonical():
    plain = json.loads(KEPT)
    again = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    assert again.encode() == KEPT
    assert document_to_json(example_document()) == KEPT


def test_every_figure_stands_in_it_once_as_it_was_released():
    plain = json.loads(KEPT)
    assert plain["figures"].keys() == REGISTER.keys()
    for key, facts in plain["figures"].items():
        assert facts == json.loads(json.dumps(REGISTER[key].as_json()))


def test_the_edition_is_made_of_the_bytes():
    assert len(edition_of(KEPT)) == 12
    assert edition_of(KEPT) != edition_of(KEPT + b" ")


@pytest.mark.parametrize(
    ("old", "new"),
    [('"value":412.0', '"value":512.0'), ('"text":"19.6"', '"text":"19.7"')],
)
def test_a_figure_whose_facts_were_changed_does_not_come_back(old, new):
    with pytest.raises(StoredDocumentError, match="not as it was released"):
        document_from_json(changed(old, new), find)


def test_a_figure_under_another_id_does_not_come_back():
    known = figures_of(DOCUMENT)[0].id
    with pytest.raises(StoredDocumentError, match=r"f{16}.*register"):
        document_from_json(changed(known, "f" * 16), find)


def test_a_figure_that_is_used_but_not_listed_does_not_come_back():
    plain = json.loads(KEPT)
    plain["document"]["blocks"][1]["spans"][3] = {"figure": "e" * 16, "aspect": "value"}
    with pytest.raises(StoredDocumentError, match="not listed"):
        document_from_json(json.dumps(plain).encode(), find)


def test_a_figure_of_another_register_does_not_come_back():
    other = make_figure(value=5.0)
    with pytest.raises(StoredDocumentError, match="not as it was released"):
        document_from_json(KEPT, lambda _: other)


def test_a_register_that_gives_no_figure_is_refused():
    with pytest.raises(ForgedFigureError):
        document_from_json(KEPT, lambda _: 412)


def test_a_number_written_into_the_text_does_not_come_back():
    with pytest.raises(UnreleasedNumberError):
        document_from_json(changed("Another is words alone.", "Another is 7."), find)


@pytest.mark.parametrize(
    "kept",
    [b"", b"{}", b"[]", b"\xff", KEPT[:-20], KEPT.replace(b'"paragraph"', b'"poem"')],
    ids=["empty", "no fields", "a list", "not text", "cut off", "unknown block"],
)
def test_what_is_no_document_is_refused(kept):
    with pytest.raises(StoredDocumentError, match="publish the document again"):
        document_from_json(kept, find)


def test_another_format_is_refused():
    with pytest.raises(StoredDocumentError, match="format 2"):
        document_from_json(changed('"format":1', '"format":2'), find)


def test_a_raw_number_forced_into_a_block_is_not_kept():
    paragraph = Paragraph(("There were some.",))
    object.__setattr__(paragraph, "spans", (412,))
    with pytest.raises(UnreleasedNumberError):
        document_to_json(replace(DOCUMENT, blocks=(paragraph,)))
