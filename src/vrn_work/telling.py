"""What the site may tell of an agreement beside its columns: how it stands, and its plain words."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.mapping import Mapping as SupplierMapping

# Deeds are dated, and the site knows the day: it is told what was done, whenever that was.
_LAST = date.max


def tell_agreement(folder: Path, agreement: Agreement, mapping: SupplierMapping) -> dict[str, Any]:
    """Version, signatures, what the text lacks, and its explanation; the site adds the day."""
    from vrn.chain.receiving import SIGNATURES, contract_of, find_standing
    from vrn.sharing.agreements.completeness import faults_of
    from vrn.sharing.agreements.explaining import explain
    from vrn.sharing.agreements.signatures import WITHDRAWN, lacking_signatures, read_deeds

    contract = contract_of(agreement)
    deeds = read_deeds(folder / SIGNATURES, agreement.text_id)
    faults = faults_of(agreement, contract)
    lacking = () if agreement.licence else lacking_signatures(agreement, deeds)
    ends = [d.on for d in deeds if d.what == WITHDRAWN and d.sha256 == agreement.sha256]
    standing = find_standing(folder, agreement, contract, today=_LAST)
    told = explain(agreement, contract, mapping, deeds=deeds)
    review = agreement.conditions.review_on
    return {
        "version": agreement.version,
        "is_signed": not faults and not lacking,
        "is_edited": standing.is_edited,
        "withdrawn_on": min(ends).isoformat() if ends else "",
        "lacks": [*faults, *(f"the signature of {name}" for name in lacking)],
        "review_on": review.isoformat() if review else "",
        "told": [list(fact) for fact in told.facts],
        "fates": [asdict(fate) for fate in told.columns],
    }
