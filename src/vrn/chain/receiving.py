"""From a partner's file to its receipt, under an agreement of the partnership's folder."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrn.chain.early import NotReadyError
from vrn.partnership.folder import Partnership, read_partnership
from vrn.terms import Period, unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from vrn.sharing.agreement import Agreement, Terms
    from vrn.sharing.agreements.standing import Standing
    from vrn.sharing.announcing import Announcement
    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping
    from vrn.sharing.receipt import Receipt
    from vrn.terms import Progress


SIGNATURES = "signatures"
"""The folder of a partnership that says who signed which agreement."""


def receive(
    folder: Path,
    path: Path,
    *,
    under: str,
    today: date,
    replaces: tuple[str, ...] = (),
    word: str | None = None,
    announced: Announcement | None = None,
    on_progress: Progress = unwatched,
) -> Receipt:
    """Takes one supply in under an agreement of the folder; gives its receipt, also if refused."""
    from vrn.sharing import intake
    from vrn.sharing.announcing import UNANNOUNCED
    from vrn.sharing.store import Store

    partnership = read_partnership(folder)
    agreement, mapping = read_terms(folder, under)
    contract = contract_of(agreement)
    return intake.receive(
        path,
        agreement=agreement,
        mapping=mapping,
        contract=contract,
        standing=find_standing(folder, agreement, contract, today=today),
        store=Store.open(partnership.store),
        keys=partnership.keys,
        today=today,
        replaces=replaces,
        word=word,
        announced=announced or UNANNOUNCED,
        on_progress=on_progress,
    )


def receive_parts(folder: Path, paths: Sequence[Path], **how: Any) -> Receipt:
    """Takes files that are declared parts of one in as one supply; its receipt names each of them.

    Their names say which part each is ("people 1 of 2.csv"). `how` is as in `receive`; TextError
    where a digest is announced, since that of one part is not that of all.
    """
    from tempfile import TemporaryDirectory

    from vrn.sharing.fault import check_faultless
    from vrn.sharing.files.packing import pack_parts

    announced = how.get("announced")
    one = "a SHA-256 is that of one file: announce the rows of all parts instead"
    check_faultless("what is announced", [one] if announced and announced.sha256 else [])

    with TemporaryDirectory(prefix="vrn-parts-") as place:
        return receive(folder, pack_parts(paths, Path(place)), **how)


def find_changes(folder: Path, receipt: str) -> pl.DataFrame:
    """The rows that a supply added, changed and removed when it replaced others; no cell of them.

    A row of the table: what, slice, line, line_before, columns (those that differ).
    """
    from vrn.sharing.changes import changed_rows
    from vrn.sharing.store import Store

    return changed_rows(Store.read(read_partnership(folder).store), receipt)


def announce(sha256: str = "", rows: int | None = None, *, nil_of: str = "") -> Announcement:
    """What a sender said beside a file; ValueError where it can be no such thing.

    `nil_of` are the months of a nil return: "2024-04", or "2024-04..2024-06".
    """
    from vrn.sharing.announcing import Announcement

    return Announcement(sha256.strip() or None, rows, Period.parse(nil_of) if nil_of else None)


def check(folder: Path, path: Path, *, under: str, today: date) -> Receipt:
    """The receipt that a file would get under an agreement of the folder; nothing is kept."""
    from vrn.sharing import intake

    agreement, mapping = read_terms(folder, under)
    contract = contract_of(agreement)
    standing = find_standing(folder, agreement, contract, today=today)
    return intake.check_file(
        path,
        agreement=agreement,
        mapping=mapping,
        contract=contract,
        today=today,
        standing=standing,
    )


def read_terms(folder: Path, under: str) -> tuple[Agreement, Mapping]:
    """An agreement of the folder and the mapping that it names."""
    from vrn.sharing.mapping import read_mapping

    agreement = read_flow(read_partnership(folder), under)
    return agreement, read_mapping(folder / "mappings" / f"{agreement.mapping}.toml")


def all_terms(folder: Path, under: str) -> Terms:
    """An agreement of the folder with its mapping and the contract of its feed."""
    from vrn.sharing.agreement import Terms

    agreement, mapping = read_terms(folder, under)
    return Terms(contract_of(agreement), agreement, mapping)


def find_standing(
    folder: Path, agreement: Agreement, contract: Contract, *, today: date
) -> Standing:
    """How an agreement of the folder stands on a day, by its text and the deeds kept beside it.

    TextError where the deeds' text has faults.
    """
    from vrn.sharing.agreements.completeness import faults_of
    from vrn.sharing.agreements.signatures import read_deeds
    from vrn.sharing.agreements.standing import standing_of

    deeds = read_deeds(folder / SIGNATURES, agreement.text_id)
    return standing_of(agreement, deeds, faults=faults_of(agreement, contract), today=today)


def contract_of(agreement: Agreement) -> Contract:
    """The contract of the agreement's feed; TextError with the feeds there are."""
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.fault import TextError

    if agreement.feed not in CONTRACTS:
        unknown = f"there is no feed {agreement.feed!r}: try one of {', '.join(CONTRACTS)}"
        raise TextError(f"{agreement.id}.toml", [unknown])
    return CONTRACTS[agreement.feed]


def read_flow(partnership: Partnership, under: str) -> Agreement:
    """The flow of that id, in the text of the same name or in one that holds several.

    NotReadyError with the nearest names where there is none.
    """
    from vrn.sharing.agreement import read_flows
    from vrn.sharing.fault import TextError

    texts = sorted((partnership.folder / "agreements").glob("*.toml"))
    held = {path.stem for path in texts}
    for path in sorted(texts, key=lambda path: path.stem != under):
        try:
            flows = read_flows(path)
        except TextError:
            if path.stem == under:
                raise
            continue
        for flow in flows:
            if flow.id == under:
                return flow
        held = (held - {path.stem}) | {flow.id for flow in flows}
    near = get_close_matches(under, sorted(held), n=3, cutoff=0.3) or sorted(held)
    raise NotReadyError(
        f"the partnership has no agreement {under!r}, and nothing is received without one; "
        f"try one of: {', '.join(near)}"
    )
