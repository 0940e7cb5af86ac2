"""Whose records a sheet shows: those of one supplier, for nobody is told what another one holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from vrn.chain.early import NotReadyError
from vrn.chain.linking import held_records, supplies_by_supplier

if TYPE_CHECKING:
    from vrn.partnership.folder import Partnership
    from vrn.sharing.linkage import Linked


class Whose(NamedTuple):
    """The records of a source; of one of its suppliers alone, where several send that feed."""

    source: str
    supplier: str = ""

    def file(self, kind: str) -> str:
        """The name of the file that keeps the pairs of a sheet of this kind."""
        digest = hashlib.sha256(self.supplier.encode()).hexdigest()[:8]
        return f"{kind}-{self.source}{f'-{digest}' if self.supplier else ''}.csv"


def whose(partnership: Partnership, source: str, supplier: str = "") -> Whose:
    """Whose records are meant; NotReadyError, naming who there is, where that cannot be told."""
    there = sorted(supplies_by_supplier(partnership, source))
    if supplier and supplier not in there:
        raise NotReadyError(
            f"no record of {source} is held from '{supplier}'; who sends it: {', '.join(there)}"
        )
    if len(there) > 1 and not supplier:
        raise NotReadyError(
            f"{source} is sent by {len(there)}, and a sheet shows the records of one: say whose "
            f"with --supplier ({', '.join(there)})"
        )
    return Whose(source, supplier if len(there) > 1 else "")


def only_theirs(partnership: Partnership, linked: Linked, of: Whose) -> Linked:
    """What was linked without the records that other suppliers of the source hold."""
    import polars as pl

    if not of.supplier:
        return linked
    own = supplies_by_supplier(partnership, of.source)[of.supplier]
    stood = held_records(partnership).select("source", "record", "supply")
    told = linked.persons.join(stood, on=["source", "record"], how="left", maintain_order="left")
    is_theirs = told.select(
        (pl.col("source") != of.source) | pl.col("supply").is_in(sorted(own))
    ).to_series()
    return linked._replace(
        persons=linked.persons.filter(is_theirs),
        profiles=linked.profiles._replace(
            records=linked.profiles.records.filter(is_theirs),
            of_record=linked.profiles.of_record.filter(is_theirs),
        ),
    )
