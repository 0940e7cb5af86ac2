"""The made-up partnership's agreements: what the template leaves blank, and who signed them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SIGNED_ON = (date(2023, 3, 14), date(2023, 3, 16))
_NETWORK = "The violence reduction network"
_SIGNERS = {
    _NETWORK: ("Tom Ashby (made up)", "public health lead"),
    "The police force of the area": ("Amina Marsh (made up)", "data steward"),
    "The ambulance service of the area": ("Raj Dene (made up)", "data steward"),
    "The hospitals of the area": ("Ines Holt (made up)", "data steward"),
    "The integrated care board of the area": ("Mair Frost (made up)", "data steward"),
}
_ANYBODY = ("Lee Wold (made up)", "data steward")
_BLANKS = {
    "area": "Made-up Leicester, Leicestershire and Rutland",
    "dpia": "MADE-UP-DPIA-7",
    "post": "Information governance lead (made up)",
    "mailbox": "sharing@made-up.example",
}


def write_agreements(partnership: Path) -> None:
    """Fills in every agreement that the template leaves to its parties, and has it signed by two.

    A text of open data needs no signature.
    """
    for path in sorted((partnership / "agreements").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(fill(text), encoding="utf-8")
        sign_text(partnership, path)


def sign_text(partnership: Path, path: Path) -> None:
    """Has one agreement's text signed by made-up people of two of those who decide."""
    from vrn import chain
    from vrn.sharing.agreement import read_flows

    flow = read_flows(path)[0]
    for party, on in zip(flow.conditions.deciding, SIGNED_ON, strict=False):
        name, role = _SIGNERS.get(party.name, _ANYBODY)
        chain.sign_agreement(
            partnership, flow.id, name=name, organisation=party.name, role=role, today=on
        )


def fill(text: str) -> str:
    """An agreement's text with its blanks filled in, by made-up words and days far off."""
    for key, words in _BLANKS.items():
        text = re.sub(rf'(?m)^{key} = ""$', f'{key} = "{words}"', text)
    text = re.sub(r"(?m)^# in_force_to = .*$", "in_force_to = 2039-12-31", text)
    return re.sub(r"(?m)^# review_on = .*$", "review_on = 2038-12-31", text)
