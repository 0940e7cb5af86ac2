"""Files that say they are parts of one ("1 of 2"): one file together, and none alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.fault import Fault, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vrn.sharing.files.archive import Member


def check_parts(members: Sequence[Member]) -> Iterator[Fault]:
    """Faults for each file of which declared parts are missing, or there twice."""
    for of in {(m.whole, m.part[1]): None for m in members if m.part[1] > 1}:
        parts = [m for m in members if (m.whole, m.part[1]) == of]
        numbers = [m.part[0] for m in parts]
        wanted = range(1, of[1] + 1)
        missing = [f"{n} of {of[1]}" for n in wanted if n not in numbers]
        if missing:
            yield _fault(f"{listed(missing)} of its parts did not arrive with it", of[1], parts[0])
        elif len(numbers) > of[1]:
            yield _fault(f"a part of {of[1]} is there twice", of[1], parts[0])


def _fault(what: str, parts: int, member: Member) -> Fault:
    return Fault(
        f"its name says that it is part {member.part[0]} of {parts}, and {what}",
        expected=f"all {plural(parts, 'part')} at once, each of them one time",
        do="send all parts in one archive, or receive them together; a file that is whole has no "
        "part in its name",
        file=member.name,
    )
