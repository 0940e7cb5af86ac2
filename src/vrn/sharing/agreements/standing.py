"""How an agreement stands on a day: its state, why, and when it ended; what the door asks first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.agreements.signatures import SIGNED, WITHDRAWN, lacking_signatures
from vrn.sharing.agreements.states import State, move
from vrn.sharing.fault import Fault, RefusedError, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.agreements.signatures import Deed


@dataclass(frozen=True)
class Standing:
    """The state of an agreement on a day.

    says       why it is not in force, in words; empty where it is
    ended_on   its last day, or the day of its withdrawal, where that has come
    is_edited  whether another text of it was signed: editing made it a draft again
    """

    state: State
    says: str = ""
    ended_on: date | None = None
    is_edited: bool = False


def standing_of(
    agreement: Agreement, deeds: Sequence[Deed] = (), *, faults: Sequence[str] = (), today: date
) -> Standing:
    """Where the agreement stands; deeds of a later day are not done yet.

    A text with `faults` is a draft, whoever signed it. Every change goes by the dictionary of
    moves. Days are both in.
    """
    done = [deed for deed in deeds if deed.on <= today]
    own = [deed for deed in done if deed.sha256 == agreement.sha256]
    withdrawn = [deed for deed in own if deed.what == WITHDRAWN]
    is_edited = not own and any(deed.what == SIGNED for deed in done)
    state, says = _signed(agreement, done, faults, is_edited=is_edited)
    ended_on = None
    if state is State.SIGNED and today >= agreement.in_force_from:
        state = move(state, State.IN_FORCE)
        last = agreement.in_force_to
        if last is not None and today > last and not _ended_before(withdrawn, last):
            return Standing(move(state, State.EXPIRED), f"in_force_to = {last}", last)
    elif state is State.SIGNED:
        says = f"in_force_from = {agreement.in_force_from}"
    if withdrawn:
        first = min(withdrawn, key=lambda deed: deed.on)
        state, ended_on = move(state, State.WITHDRAWN), first.on
        says = f"{first.organisation} withdrew it on {first.on}: {first.why}"
    return Standing(state, says, ended_on, is_edited)


def _ended_before(withdrawn: Sequence[Deed], last: date) -> bool:
    return any(deed.on <= last for deed in withdrawn)


def _signed(
    agreement: Agreement, done: Sequence[Deed], faults: Sequence[str], *, is_edited: bool
) -> tuple[State, str]:
    """Signed or a draft, with what is lacking; a licence is signed by its publisher."""
    edited = (
        "another text of it was signed: editing it made it a draft again, to be signed anew. "
        * is_edited
    )
    if faults:
        return State.DRAFT, f"{edited}its text has faults: {listed(list(faults), most=3)}"
    if agreement.licence is None and (lacking := lacking_signatures(agreement, done)):
        return State.DRAFT, f"{edited}signatures are lacking: {listed(list(lacking))}"
    return move(State.DRAFT, State.SIGNED), ""


def check_standing(agreement: Agreement, standing: Standing | None, today: date) -> None:
    """Raises RefusedError, with the clause, unless files may be received under it on that day.

    Without a standing only what needs no signature is let in: open data, by its licence.
    """
    agreement.check_in_force(today)
    found = standing if standing is not None else standing_of(agreement, today=today)
    if found.state is not State.IN_FORCE:
        raise RefusedError(
            Fault(
                f"the agreement '{agreement.id}' is not in force on {today}: it is "
                f"{found.state}; {found.says}",
                expected="an agreement that every controller has signed and nobody has withdrawn",
                do="see what `vrn agreements check` says of it, mend its text, and have it signed "
                "with `vrn agreements sign`; until then nothing may be received under it",
                for_law=True,
            )
        )
