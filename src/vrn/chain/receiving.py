"""From a partner's file to its receipt, under an agreement of the partnership's folder."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from vrn.chain.progress import NotReadyError, Progress, unwatched
from vrn.partnership.folder import Partnership, read_partnership

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vrn.sharing.receipt import Receipt


def receive(
    folder: Path,
    path: Path,
    *,
    under: str,
    today: date,
    replaces: tuple[str, ...] = (),
    word: str | None = None,
    on_progress: Progress = unwatched,
) -> Receipt:
    """Takes one supply in under an agreement of the folder; gives its receipt, also if refused."""
    from vrn.sharing import intake
    from vrn.sharing.agreement import read_agreement
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.mapping import read_mapping
    from vrn.sharing.store import Store

    partnership = read_partnership(folder)
    agreement = read_agreement(agreement_path(partnership, under))
    return intake.receive(
        path,
        agreement=agreement,
        mapping=read_mapping(folder / "mappings" / f"{agreement.mapping}.toml"),
        contract=CONTRACTS[agreement.feed],
        store=Store.open(partnership.store),
        today=today,
        replaces=replaces,
        word=word,
        on_progress=on_progress,
    )


def agreement_path(partnership: Partnership, under: str) -> Path:
    """Where an agreement's text lies; NotReadyError with the nearest names where there is none."""
    folder = partnership.folder / "agreements"
    held = sorted(path.stem for path in folder.glob("*.toml"))
    if under not in held:
        near = get_close_matches(under, held, n=3, cutoff=0.3) or held
        raise NotReadyError(
            f"the partnership has no agreement {under!r}, and nothing is received without one; "
            f"try one of: {', '.join(near)}"
        )
    return folder / f"{under}.toml"
