"""The built stylesheet and fonts by the names that pages use for them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

BUILT = Path(__file__).resolve().parent / "static" / "built"


def built_names() -> dict[str, str]:
    """Plain name to built name, "site.css" to "site.0f1e2d3c4b5a.css"; empty before the build."""
    try:
        return _read((BUILT / "names.json").stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=1)
def _read(_changed: int) -> dict[str, str]:
    names: dict[str, str] = json.loads((BUILT / "names.json").read_text(encoding="utf-8"))
    return names
