"""What is known of a feed's headers and codes, from its contract and every mapping there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.files.header import plain_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping


@dataclass(frozen=True)
class Known:
    """Names of headers in plain form with the columns they were used for; codes by column.

    `ignored` are names that some mapping reads over. A code that two mappings read in two ways is
    left out: which of them is meant cannot be told.
    """

    names: dict[str, frozenset[str]]
    ignored: frozenset[str]
    codes: dict[str, dict[str, str]]

    @property
    def headers(self) -> frozenset[str]:
        """Every name of a header, in plain form."""
        return frozenset(self.names) | self.ignored


def gather_known(contract: Contract, mappings: Iterable[Mapping]) -> Known:
    """What the contract and the mappings of its feed know."""
    names: dict[str, set[str]] = {plain_form(name): {name} for name in contract.names}
    ignored: set[str] = set()
    codes: dict[str, dict[str, set[str]]] = {
        column.name: {value.casefold(): {value} for value in column.allowed}
        for column in contract.columns
        if column.allowed
    }
    others: list[Mapping] = []
    for mapping in mappings:
        if mapping.feed != contract.feed:
            others.append(mapping)
            continue
        aliases = ((ours, name) for ours, some in mapping.aliases.items() for name in some)
        for ours, theirs in (*mapping.columns.items(), *aliases):
            names.setdefault(plain_form(theirs), set()).add(ours)
        ignored |= {plain_form(name) for name in mapping.ignored}
        for ours, some in mapping.codes.items():
            for theirs, ours_code in some.items():
                codes.setdefault(ours, {}).setdefault(theirs.casefold(), set()).add(ours_code)
    _add_codes_of_others(others, contract, codes)
    return Known(
        {name: frozenset(columns) for name, columns in names.items()},
        frozenset(ignored - set(names)),
        {
            ours: {theirs: next(iter(all_)) for theirs, all_ in some.items() if len(all_) == 1}
            for ours, some in codes.items()
        },
    )


def _add_codes_of_others(
    others: Iterable[Mapping], contract: Contract, codes: dict[str, dict[str, set[str]]]
) -> None:
    """Codes of columns of the same name in other feeds, such as M for male; the feed's own win."""
    found: dict[tuple[str, str], set[str]] = {}
    for mapping in others:
        for ours, some in mapping.codes.items():
            allowed = contract.column(ours).allowed if ours in contract.names else ()
            for theirs, code in some.items():
                if code in allowed:
                    found.setdefault((ours, theirs.casefold()), set()).add(code)
    for (ours, theirs), meant in found.items():
        codes[ours].setdefault(theirs, meant)
