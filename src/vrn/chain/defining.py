"""A partnership's definitions: the live ones for a cut, the list, the publishing of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.partnership.folder import Partnership, read_partnership

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from vrn.problem.definitions import Definition


@dataclass(frozen=True, kw_only=True)
class Live:
    """All texts of a folder, and of the live definitions of serious violence their classes.

    `facts` has, for each definition in force by id, its version, sha256, title and kind; `classes`
    has, for each live definition of serious violence, the classes that it is the sum of.
    """

    texts: tuple[Definition, ...]
    facts: Mapping[str, Mapping[str, object]]
    classes: Mapping[str, tuple[str, ...]]


def read_live(partnership: Partnership) -> Live:
    """The definitions by which a cut is made; EditedDefinitionError where a published one moved."""
    from vrn.problem.definitions import live_definitions, make_partition, read_definitions

    if not partnership.definition_texts.is_dir():
        return Live(texts=(), facts={}, classes={})
    texts = read_definitions(partnership.definition_texts)
    newest: dict[str, Definition] = {each.id: each for each in texts if each.published_on}
    facts = {
        name: {
            "version": each.version,
            "sha256": each.sha256,
            "title": each.title,
            "kind": each.kind,
        }
        for name, each in newest.items()
        if not each.retired
    }
    classes: dict[str, tuple[str, ...]] = {}
    if partnership.definitions:
        partition = make_partition(live_definitions(texts, partnership.definitions))
        classes = {name: partition.codes_of(name) for name in partition.ids}
    return Live(texts=texts, facts=facts, classes=classes)


def list_definitions(folder: Path) -> tuple[str, ...]:
    """One line for each text of a folder: its label, when it was published, whether it is live."""
    partnership = read_partnership(folder)
    return tuple(
        f"{each.label:<48} {_stage(each, partnership):<28} {each.title}"
        for each in read_live(partnership).texts
    )


def _stage(definition: Definition, partnership: Partnership) -> str:
    if not definition.published_on:
        return "draft"
    live = ", live" if definition.id in partnership.definitions else ""
    return f"published {definition.published_on}{live}"


def publish_definition(folder: Path, name: str, *, today: date) -> Definition:
    """Freezes the newest draft of a definition: from then on its text may not be edited."""
    from vrn.problem.definitions import publish_definition as publish
    from vrn.problem.definitions import read_definitions

    texts = read_partnership(folder).definition_texts
    versions = [each.version for each in read_definitions(texts) if each.id == name]
    return publish(texts, name, max(versions, default=1), today=today)
