"""A receipt in the order in which its sender reads it: what became of the file, why, what next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext

from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, kw_only=True)
class ToldReceipt:
    """A receipt ready for its page; `next_steps` are sentences, in the order to do them."""

    id: str
    agreement: str
    supplier: str
    feed: str
    file: str
    bytes: int
    sha256: str
    received_on: str
    is_accepted: bool
    months: str
    replaces: tuple[str, ...]
    word: str
    rows_read: int
    rows_loaded: int
    rows_held_back: int
    rows_stored: int
    faults: tuple[Mapping[str, Any], ...]
    held_reasons: tuple[tuple[str, int], ...]
    held_rows: tuple[Mapping[str, Any], ...]
    mended: tuple[Mapping[str, Any], ...]
    flagged: tuple[Mapping[str, Any], ...]
    passed_over: tuple[Mapping[str, Any], ...]
    members: tuple[Mapping[str, Any], ...]
    next_steps: tuple[str, ...]

    @property
    def is_for_word(self) -> bool:
        """Whether it was refused for nothing but its size, which the analyst's word can settle."""
        return _is_for_word(self.faults)

    @property
    def is_clean(self) -> bool:
        """Whether it was accepted with nothing held back and nothing to look at."""
        return self.is_accepted and not self.rows_held_back and not self.flagged


_TEXTS = ("id", "agreement", "supplier", "feed", "file", "sha256", "received_on")
_NUMBERS = ("bytes", "rows_read", "rows_loaded", "rows_held_back", "rows_stored")
_LISTS = ("replaces", "faults", "mended", "flagged", "passed_over", "members")


def tell_receipt(plain: Mapping[str, Any]) -> ToldReceipt:
    """The receipt of these plain values, as the worker wrote them."""
    return ToldReceipt(
        **{name: str(plain.get(name, "")) for name in _TEXTS},
        **{name: int(plain.get(name, 0)) for name in _NUMBERS},
        **{name: tuple(plain.get(name, ())) for name in _LISTS},
        is_accepted=plain.get("state") == "accepted",
        months=_months(plain),
        word=str(plain.get("word") or ""),
        held_reasons=tuple((str(why), int(n)) for why, n in plain.get("held_reasons", ())),
        held_rows=tuple(plain.get("held_back", ())),
        next_steps=tuple(_next_steps(plain)),
    )


def _months(plain: Mapping[str, Any]) -> str:
    first, last = plain.get("period_from"), plain.get("period_to")
    return Period(first, last).label if first and last else ""


def _next_steps(plain: Mapping[str, Any]) -> Sequence[str]:
    if _is_for_word(plain.get("faults", ())):
        return (
            gettext("Look whether the file is right as it is. If it is not, send the mended one."),
            gettext(
                "If it is right, tell the analyst why. With the analyst’s word it is taken in as "
                "it came: you need not send it again."
            ),
        )
    if plain.get("state") != "accepted":
        return (
            gettext("Mend what is listed under “Why”, in the system that the file comes from."),
            gettext("Write the file again and send it under the same agreement."),
            gettext("Where you cannot tell what is meant, give the analyst the receipt’s number."),
        )
    steps = []
    held = int(plain.get("rows_held_back", 0))
    if held:
        steps.append(
            ngettext(
                "One row is in no figure until it is mended: look it up by its line below, mend "
                "it in your system, and send the whole file again as a corrected file.",
                "{rows} rows are in no figure until they are mended: look them up by their lines "
                "below, mend them in your system, and send the whole file again as a corrected "
                "file.",
                held,
            ).format(rows=f"{held:,}")
        )
    if plain.get("flagged"):
        steps.append(
            gettext(
                "What is flagged was loaded. The analyst will ask you about it; if you know the "
                "reason already, tell them."
            )
        )
    return steps or (
        gettext("Nothing. The rows count from the next cut on, and every figure will name them."),
    )


def _is_for_word(faults: Sequence[Mapping[str, Any]]) -> bool:
    return bool(faults) and all(fault.get("for_word") for fault in faults)
