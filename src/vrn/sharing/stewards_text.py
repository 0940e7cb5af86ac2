"""Reads the texts that stewards write (TOML), and says all that is wrong with one at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

ID_PATTERN = r"[a-z0-9][a-z0-9-]{0,79}"


def read_text(path: Path) -> str:
    """A steward's text; TextError where none lies at the path, or where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        lacking = f"there is no such text in {path.parent}: write it there, or name another"
        raise TextError(path.name, [lacking]) from error
    except UnicodeDecodeError as error:
        odd = f"this is not UTF-8 text (byte {error.start}): save it again as UTF-8"
        raise TextError(path.name, [odd]) from error


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """The tables of a TOML text; raises TextError naming the line where it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TextError(source, [f"this is not TOML: {error}"]) from error


@dataclass
class Table:
    """One TOML table being read: `faults` gathers what is missing, odd or of the wrong kind."""

    content: dict[str, Any]
    where: str = ""
    faults: list[str] = field(default_factory=list)

    def take(self, key: str, kind: type, default: Any = None, *, required: bool = False) -> Any:
        """The value under a key, checked for its kind; the default where it is absent."""
        if key not in self.content:
            if required:
                self.faults.append(f"{self.where}{key} is missing")
            return default
        value = self.content[key]
        if type(value) is not kind:
            self.faults.append(f"{self.where}{key} is to be {WORDS[kind]}")
            return default
        return value

    def take_text(self, key: str, default: str = "", *, required: bool = True) -> str:
        """A text that is not blank."""
        text = str(self.take(key, str, default, required=required))
        if not text.strip() and self.content.get(key) == text:
            self.faults.append(f"{self.where}{key} is empty")
        return text

    def take_id(self, key: str) -> str:
        """A short name that can be part of a file name: lower-case letters, digits, hyphens."""
        text = self.take_text(key)
        if text.strip() and not re.fullmatch(ID_PATTERN, text):
            self.faults.append(
                f"{self.where}{key} is to be lower-case letters, digits and hyphens, not {text!r}"
            )
        return text

    def take_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is absent."""
        values = self.take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            self.faults.append(f"{self.where}{key} is to be a list of texts")
            return ()
        return tuple(values)

    def take_pairs(self, key: str) -> dict[str, str]:
        """A table from text to text; empty where it is absent."""
        values = self.take(key, dict, {})
        if not all(isinstance(value, str) for value in values.values()):
            self.faults.append(f"[{key}] is to hold texts only")
            return {}
        return dict(values)

    def take_day(self, key: str, *, required: bool = False) -> date | None:
        """A day; None where it is absent."""
        value = self.content.get(key)
        if value is None:
            self.faults += [f"{self.where}{key} is missing"] if required else []
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            example = "a day without quotation marks, such as 2024-04-01"
            self.faults.append(f"{self.where}{key} is to be {example}")
            return None
        return value

    def check_keys(self, *known: str) -> None:
        """Notes every key that means nothing here, with the nearest that does."""
        for key in self.content:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f": perhaps {near[0]!r}" if near else f": try one of {', '.join(known)}"
                self.faults.append(f"{self.where}{key!r} means nothing here{hint}")


WORDS = {
    str: 'a text in quotation marks, such as "text"',
    int: "a whole number",
    float: "a decimal number, such as 0.01",
    list: "a list, such as [1, 2]",
    dict: "a table, such as [name]",
    bool: "true or false",
}
