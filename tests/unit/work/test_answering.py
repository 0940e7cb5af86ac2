"""How far a request is, and which words of an error its sender reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.work.made_requests import (
    answer_to,
)
from vrn.chain.early import NotReadyError
from vrn_work.answering import Answer, words_of

SOURCE = Path(__file__).resolve().parents[3] / "src"


def test_progress_is_written_twice_a_second_at_most(folder: Path) -> None:
    clock = iter([0.0, 0.1, 0.4, 0.6, 0.7, 1.2])
    answer = Answer(folder, "0" * 32, "receive", clock=lambda: next(clock))
    seen = []
    for done in range(6):
        answer.tell(done, 6, "checking")
        seen.append(answer_to(folder, "0" * 32)["progress"]["done"])
    assert seen == [0, 0, 0, 3, 3, 5]


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (NotReadyError("a cut needs a file"), "receive", "A cut needs a file"),
        (ValueError("Quillfeather is no number"), "receive", "(ValueError)"),
        (KeyError("Quillfeather"), "edition", "(KeyError)"),
        (ValueError("a definition names no code"), "edition", "A definition names no code"),
        (OSError(28, "No space left"), "receive", "The machine could not do it: no space left."),
    ],
)
def test_an_error_is_quoted_only_where_it_names_no_value(
    error: Exception, kind: str, said: str
) -> None:
    words = words_of(error, kind)
    assert said in words
    assert "Quillfeather" not in words
