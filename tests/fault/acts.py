"""What a partnership does to its store, in small: rounds of supplies, a refusal and cuts.

Each act returns its acknowledgement: what must be there for ever after, whatever happens next.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.sharing.store import Store

Acknowledgement = dict[str, Any]
AREAS = pl.DataFrame({"code": ["X01", "X02"], "name": ["Wexbridge", "Stow Hill"]})


def one_round(store: Store, number: int) -> list[tuple[str, Callable[[], Acknowledgement]]]:
    """The named acts of one round: two months, a cut, a correction of one, a refusal, a cut."""
    first, second, refused = f"r{number}a", f"r{number}b", f"r{number}c"
    january, february = f"2024-01 round {number}", f"2024-02 round {number}"
    return [
        (f"accept {first}", partial(accept, store, first, [january, february])),
        (f"cut {number}a", partial(cut, store, [first])),
        (f"accept {second}", partial(accept, store, second, [february], replaces=[first])),
        (f"refuse {refused}", partial(refuse, store, refused)),
        (f"cut {number}b", partial(cut, store, [first, second])),
    ]


def accept(
    store: Store, name: str, slices: list[str], *, replaces: list[str] | None = None
) -> Acknowledgement:
    receipt = _receipt(name, state="accepted", slices=slices, replaces=replaces or [])
    held = pl.DataFrame({"line": [9], "reason": [f"no month, in {name}"]}) if not replaces else None
    store.accept(receipt, ((one, rows_of(name, one)) for one in slices), held)
    return {"receipt": name}


def refuse(store: Store, name: str) -> Acknowledgement:
    store.refuse(_receipt(name, state="refused", slices=[], replaces=[]))
    return {"receipt": name}


def cut(store: Store, supplies: list[str]) -> Acknowledgement:
    """Cuts what is live of these supplies; the areas are the same in every cut."""
    live = [part.path for part in store.live_parts("street-crime") if part.receipt in supplies]
    number = store.commit_cut(
        {"offences": pl.read_parquet(live), "areas": AREAS}, facts={"of": supplies}
    )
    return {"cut": number, "row_hash": store.cut(number).row_hash}


def rows_of(supply: str, month: str) -> pl.DataFrame:
    """Three offences of a slice."""
    return pl.DataFrame(
        {
            "month": [month] * 3,
            "crime_type": ["Robbery", None, f"Drugs, by {supply}"],
            "longitude": [-1.25, None, 0.5],
            "supply": [supply] * 3,
            "line": [2, 3, 4],
        }
    )


def _receipt(name: str, *, state: str, slices: list[str], replaces: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "agreement": "wexbridge-crime",
        "feed": "street-crime",
        "state": state,
        "sha256": f"bytes of {name}",
        "slices": slices,
        "replaces": replaces,
    }
