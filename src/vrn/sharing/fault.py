"""What is wrong with a file, where, what was expected and what to do: in the sender's words."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

LONGEST_NAME = 120
LONGEST_VALUE = 40


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a supply; `line` counts from 1 in its member file.

    In a GeoJSON file `line` is the number of the feature. The text never holds the value of a
    personal or special field. `for_law` says that it is against law or agreement, not against form:
    of such a supply no byte is kept. `for_word` says that the analyst's word would let it in.
    """

    what: str
    expected: str = ""
    do: str = ""
    file: str = ""
    line: int | None = None
    column: str | None = None
    for_law: bool = False
    for_word: bool = False

    def __post_init__(self) -> None:
        if not self.what:
            raise ValueError("a fault says what happened")

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        place += [f"line {self.line}"] if self.line is not None else []
        place += [f"column {self.column}"] if self.column else []
        text = f"{', '.join(place)}: {self.what}." if place else f"{self.what}."
        text += f" Expected: {self.expected}." if self.expected else ""
        return text + (f" What to do: {self.do}." if self.do else "")

    def as_mapping(self) -> dict[str, Any]:
        """The fault as JSON keeps it, with its sentence; empty parts are left out."""
        parts = {name: part for name, part in asdict(self).items() if part not in ("", None, False)}
        return parts | {"says": str(self)}


class RefusedError(Exception):
    """A supply, or one member of it, of which nothing can be loaded; carries every fault found."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class RefusedForLawError(RefusedError):
    """A supply that the law or its agreement does not let in: its bytes go, an incident stays."""


class TextError(ValueError):
    """An agreement, a mapping or a contract whose own text is wrong; carries every fault found."""

    def __init__(self, source: str, faults: list[str]) -> None:
        super().__init__(f"{source}: " + "; ".join(faults))
        self.source = source
        self.faults = tuple(faults)


def check_faultless(source: str, faults: list[str]) -> None:
    """Raises TextError with all faults at once, where there are any."""
    if faults:
        raise TextError(source, faults)


def safe_name(name: str, *, longest: int = LONGEST_NAME) -> str:
    """A sender's file name as text to show: one line, no odd characters, never used as a path.

    Folders of an archive stay (with /); a name that is too long keeps its end, which says more.
    """
    text = re.sub(r"[^\w ./()+-]", "_", name.replace("\\", "/")).strip()
    return (text if len(text) <= longest else "..." + text[3 - longest :]) or "unnamed"


def quoted(value: str) -> str:
    """A plain cell's value for a message: short, on one line, control characters shown as codes."""
    shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 3] + "..."
    return "'" + "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown) + "'"


def plural(number: int, noun: str) -> str:
    """A number with its noun: "1 row", "5,286 rows"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(words: list[str], *, most: int = 6) -> str:
    """Words in a sentence: "a, b and c"; beyond `most` the rest is counted ("and 4 more")."""
    if len(words) > most:
        return ", ".join(words[:most]) + f" and {len(words) - most} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
