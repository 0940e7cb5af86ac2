"""Answers a request: how far it is while it is done, and in the end what became of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

SECONDS_BETWEEN_WORDS = 0.5
_FAULT_OF_OURS = (
    "The platform itself failed on it ({kind}). This is no fault of yours: please tell the analyst."
)


class Answer:
    """The answer to one request, written whole each time; its end is written once.

    A context manager: an error that leaves the block ends the answer as failed. Of an error that
    may quote a row only the kind is told, and it goes on to end the worker.
    """

    def __init__(
        self, folder: Path, request_id: str, kind: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        is_passing = kind in exchange.PASSING
        path_of = exchange.passing_path if is_passing else exchange.answer_path
        self._path = path_of(folder, request_id)
        self._head = {"id": request_id, "kind": kind}
        self._clock = clock
        self._said = float("-inf")

    def tell(self, done: int, total: int, what: str) -> None:
        """How far it is; written at most twice a second."""
        now = self._clock()
        if now - self._said >= SECONDS_BETWEEN_WORDS:
            self._said = now
            progress = {"done": done, "total": total, "what": what}
            self._write({"state": exchange.WORKING, "progress": progress})

    def end(self, found: Mapping[str, Any]) -> None:
        """What became of it."""
        self._write({**found, "state": exchange.DONE})

    def fail(self, says: str) -> None:
        """Why it was not done."""
        self._write({"state": exchange.FAILED, "says": says})

    def __enter__(self) -> Answer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> bool:
        if kind is None or not isinstance(error, Exception):
            return False  # a stop is no failure: the request is done again
        is_told = is_for_reader(error, self._head["kind"])
        self.fail(words_of(error, self._head["kind"]))
        return is_told or isinstance(error, OSError)

    def _write(self, found: Mapping[str, Any]) -> None:
        exchange.write_text(self._path, {**self._head, **found})


def words_of(error: Exception, kind: str) -> str:
    """What may be said of an error to the person who asked."""
    if is_for_reader(error, kind):
        words = str(error.args[0] if len(error.args) == 1 else error)
        return words[:1].upper() + words[1:]
    if isinstance(error, OSError) and error.strerror:
        return f"The machine could not do it: {error.strerror.lower()}. Please tell the analyst."
    return _FAULT_OF_OURS.format(kind=type(error).__name__)


def is_for_reader(error: BaseException, kind: str) -> bool:
    """Whether the words of an error are for the person who asked.

    Those of the platform's own kinds are: they name no value of a row. While a file is received,
    no others are. An edition is asked for by the analyst and made of a cut, which holds no name:
    there a text or a supply that does not fit is told as the library says it.
    """
    if type(error).__module__.partition(".")[0] == "vrn":
        return True
    is_said = isinstance(error, ValueError | LookupError) and not isinstance(
        error, KeyError | IndexError | UnicodeError
    )
    return kind == exchange.EDITION and is_said
