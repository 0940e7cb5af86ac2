"""Docstrings and signatures as Markdown."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, ForwardRef

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 88
LABEL = re.compile(r"^(Sources?|Limits|Columns|Shape|Terms|Assumes): ?")


def first_line(thing: object) -> str:
    """The first paragraph of a docstring, as one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n", 1)[0].split())


def as_markdown(text: str) -> str:
    """A docstring as Markdown: paragraphs with their labels in bold, examples in fences.

    >>> print(as_markdown("Twice a number.\\n\\nLimits: of * none."))
    Twice a number.
    <BLANKLINE>
    **Limits:** of \\* none.
    """
    return "\n\n".join(_block(each) for each in re.split(r"\n\s*\n", inspect.cleandoc(text)))


def signature_of(name: str, thing: Any) -> str:
    """How a function or class is called, in a fence, with one argument a line where it is long."""
    parts = [*_arguments(thing)]
    line = f"{name}({', '.join(parts)})"
    if len(line) > WIDTH:
        line = f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + ")"
    return f"```python\n{line}\n```"


def _block(text: str) -> str:
    if text.lstrip().startswith(">>>"):
        return f"```pycon\n{inspect.cleandoc(text)}\n```"
    words, *example = re.split(r"\n(?=\s*>>> )", text, maxsplit=1)
    shown = "".join(
        part if part.startswith("`") else part.replace("*", r"\*")
        for part in re.split(r"(`[^`]*`)", words)
    )
    shown = LABEL.sub(r"**\1:** ", shown)
    return "\n\n".join([shown, *(_block(each) for each in example)])


def _arguments(thing: Any) -> Iterator[str]:
    parameters = [*inspect.signature(thing).parameters.values()]
    is_starred = False
    for each in parameters:
        if each.kind is each.KEYWORD_ONLY and not is_starred:
            is_starred = True
            yield "*"
        annotation = _written(each.annotation)
        if not annotation and isinstance(thing, type):  # a NamedTuple's call has none of its own
            annotation = _written(thing.__annotations__.get(each.name, ""))
        default = "" if each.default is each.empty else _default(thing, each.default)
        beginning = f"**{each.name}" if each.kind is each.VAR_KEYWORD else each.name
        said = f"{beginning}: {annotation}" if annotation else beginning
        yield f"{said} = {default}" if default else said


def _written(annotation: Any) -> str:
    """An annotation as it stands in the source; "" where there is none."""
    if annotation is inspect.Parameter.empty:
        return ""
    if isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _default(thing: Any, value: object) -> str:
    """A default as it is written: a constant by its name, a large number with underscores."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:_}"
    written = repr(value)
    if len(written) > 40 and hasattr(thing, "__globals__"):
        names = (name for name, each in thing.__globals__.items() if each is value)
        return next(names, written)
    return written
