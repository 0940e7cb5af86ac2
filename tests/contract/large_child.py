"""Receives one file in a process of its own and says how much memory that took at most."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from made_files import TODAY, agreement_of, mapping_of

from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.intake import receive
from vrn.sharing.store import Store


def peak_bytes() -> int:
    """The most memory that this process has held; on Linux without that of who started it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [x for x in status.read_text().splitlines() if x.startswith("VmHWM")]
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    path = Path(sys.argv[1])
    agreement = agreement_of()
    receipt = receive(
        path,
        agreement=agreement,
        mapping=mapping_of(),
        contract=CONTRACTS[agreement.feed],
        store=Store.open(path.parent / "store"),
        today=TODAY,
    )
    print(json.dumps({"rows": receipt.rows_stored, "peak_bytes": peak_bytes()}))
