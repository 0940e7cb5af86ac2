"""Which clauses of the agreements in use a cut keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.receiving import read_flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from vrn.partnership.folder import Partnership

COMPARED = ("police-offences", "police-people", "ae-attendances")
"""The feeds whose rows are set beside one another by time and place, without a token."""


def lacking_comparison(
    partnership: Partnership, receipts: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """The agreements behind these receipts that do not let rows be compared without a token.

    Only of the feeds that are compared; a match is made where this is empty, and left out else.
    """
    names = {receipt["agreement"] for receipt in receipts if receipt["feed"] in COMPARED}
    flows = [read_flow(partnership, name) for name in sorted(names)]
    return tuple(flow.id for flow in flows if not flow.conditions.compares_without_token)
