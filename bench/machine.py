"""What the numbers were taken on: processor, memory, Python, and the versions of the engines."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil

ENGINES = ("polars", "duckdb", "ibis-framework", "dataframely", "pandas", "pyarrow", "django")


def describe_machine() -> dict[str, str]:
    """Facts of this machine that matter to speed; none that tells whose it is."""
    load = os.getloadavg()
    return {
        "day": date.today().isoformat(),  # noqa: DTZ011 - the day here
        "processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
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

    Read from the kernel's own high-water mark: what `getrusage` gives starts at the parent's.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell a process's peak of memory")
