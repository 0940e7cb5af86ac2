"""One command of `vrn`, done as another user of the system: started by root, who gives that up.

    python as_user_child.py UID GID REHEARSAL FOLDER COMMAND...

`FOLDER` among the words of the command is the partnership's folder. The command is done once as
root in the folder REHEARSAL, so that everything Python loads is loaded: where Python itself lies in
root's home another user cannot load it. Then root is given up for good, and the command counts.
"""

from __future__ import annotations

import os
import sys

from vrn_cli import main

PLACE = "FOLDER"


def do(command: list[str], folder: str) -> int:
    """The exit code of a command."""
    sys.argv = ["vrn", *(folder if word == PLACE else word for word in command)]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def become(user: int, group: int) -> None:
    """Gives root up, in every thread of this process, with no way back."""
    os.umask(0o007)
    os.setgroups([group])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    try:
        os.setuid(0)
    except PermissionError:
        return
    raise SystemExit("root was not given up")


def rehearse(command: list[str], folder: str) -> None:
    """Does the command with nothing said."""
    out, said = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    errors = os.dup(2)
    os.dup2(said, 1)
    os.dup2(said, 2)
    do(command, folder)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(out, 1)
    os.dup2(errors, 2)


if __name__ == "__main__":
    user, group, rehearsal, folder, *command = sys.argv[1:]
    rehearse(command, rehearsal)
    become(int(user), int(group))
    sys.exit(do(command, folder))
