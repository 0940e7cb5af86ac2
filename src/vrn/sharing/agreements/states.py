"""The life of an agreement: five states, and one dictionary of the moves between them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """Where an agreement stands on a day; files are received under one that is in force."""

    DRAFT = "draft"
    SIGNED = "signed"
    IN_FORCE = "in force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class MoveError(ValueError):
    """An agreement was asked to go from one state to another that cannot follow it."""


_EDITED = "its text is edited"
_WITHDRAWN = "a party withdraws it"
MOVES: Mapping[State, Mapping[State, str]] = MappingProxyType(
    {
        State.DRAFT: {State.SIGNED: "every controller signs it", State.WITHDRAWN: _WITHDRAWN},
        State.SIGNED: {
            State.DRAFT: _EDITED,
            State.IN_FORCE: "its first day comes",
            State.WITHDRAWN: _WITHDRAWN,
        },
        State.IN_FORCE: {
            State.DRAFT: _EDITED,
            State.EXPIRED: "its last day is over",
            State.WITHDRAWN: _WITHDRAWN,
        },
        State.EXPIRED: {State.DRAFT: _EDITED},
        State.WITHDRAWN: {State.DRAFT: _EDITED},
    }
)
"""Which state may follow which, and what brings it about. Nothing else can happen."""

GENERATED = "<!-- Made from MOVES in src/vrn/sharing/agreements/states.py. Do not edit. -->"


def move(state: State, to: State) -> State:
    """The state after a move; MoveError with the moves that are allowed where it is not."""
    if to not in MOVES[state]:
        allowed = " or ".join(MOVES[state])
        raise MoveError(f"an agreement that is {state} cannot become {to}: only {allowed}")
    return to


def states_page() -> str:
    """The page of docs/ with the diagram and the table of all moves."""
    lines = [
        GENERATED,
        "",
        "# The life of an agreement",
        "",
        "Files are received under an agreement that is **in force**, and under no other.",
        "Signatures are kept by the SHA-256 of its text: whoever edits a signed text has a draft",
        "again.",
        "",
        "For open data the licence is the agreement: it counts as signed.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {_id(State.DRAFT)}",
        *(
            f"    {_id(state)} --> {_id(to)}: {why}"
            for state, after in MOVES.items()
            for to, why in after.items()
        ),
        "```",
        "",
        "| from | to | when |",
        "|---|---|---|",
        *(f"| {s} | {to} | {why} |" for s, after in MOVES.items() for to, why in after.items()),
        "",
    ]
    return "\n".join(lines)


def _id(state: State) -> str:
    return state.value.replace(" ", "_")
