"""Every command that a page shows is one that there is, with options that it has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from vrn_cli.app import app

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^ *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def commands_of(page: Path) -> list[str]:
    """The lines of a page's code blocks that call the command, continued lines put together."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    joined = [re.sub(r"\\\n\s*", " ", block) for block in blocks]
    lines = [line.strip().removeprefix("$ ") for block in joined for line in block.splitlines()]
    return [line for line in lines if line.startswith("vrn ")]


SHOWN = [
    pytest.param(line, id=f"{page.relative_to(ROOT)}: {line[:60]}")
    for page in PAGES
    for line in commands_of(page)
]


def test_pages_show_commands() -> None:
    assert len(SHOWN) > 40


@pytest.mark.parametrize("line", SHOWN)
def test_a_command_that_is_shown_is_there(line: str) -> None:
    command = typer.main.get_command(app)
    words = shlex.split(line, comments=True)[1:]
    while under := getattr(command, "commands", None):
        if not words or words[0].startswith("-"):
            break
        assert words[0] in under, f"there is no command {words[0]!r}"
        command = under[words.pop(0)]
    known = {each for param in command.params for each in (*param.opts, *param.secondary_opts)}
    known.add("--help")
    asked = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert asked <= known
