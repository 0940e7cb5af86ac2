"""What the numbers were taken on: processor, memory, Python, and the versions of the engines."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import psutil

ENGINES = ("polars", "duckdb", "ibis-framework", "dataframely", "pandas", "pyarrow", "django")


def describe_machine() -> dict[str, str]:
    """Facts of this machine that matter to speed; none that tells whose it is."""
    load = os.getloadavg()
    return {
        "day": date.today().isoformat(),  # noqa: DTZ011 - the day here
        "processor": f"{_processor()}, {psutil.cpu_count()} cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "load before the run": f"{load[0]:.1f} (1 minute), {load[2]:.1f} (15 minutes)",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "engines": ", ".join(f"{name} {version(name)}" for name in ENGINES),
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def peak_megabytes() -> float:
    """The most memory that this process has held in RAM so far.

    Read from the kernel's own high-water mark where there is one: what `getrusage` gives starts at
    the parent's on Linux.
    """
    status = Path("/proc/self/status")
    if not status.is_file():
        return getrusage(RUSAGE_SELF).ru_maxrss / 2**20
    lines = status.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
