"""What a power cut may leave of a folder, by the rules of POSIX and at their worst.

kill -9 leaves the system's memory whole, so it cannot see a sync that is missing. Here the
operations of a writer are recorded as they happen, and after each of them every disk is worked out
that a power cut may leave then:

- the bytes of a file are those of its last sync, none where there was no sync;
- each name made, moved or removed in a folder since the folder's last sync may be as it was then or
  as it is now, whatever became of the others;
- a folder whose own name is lost is lost with all that is in it;
- the manifest is as its last COMMIT left it: SQLite syncs it (synchronous=FULL, tested apart).
"""

from __future__ import annotations

import itertools
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from operations import Operation, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST_FILES = ("manifest.sqlite", "manifest.sqlite-wal")
Names = dict[PurePath, int]
Disk = dict[PurePath, bytes | None]
"""Paths with their bytes; None for a folder."""


@dataclass(frozen=True)
class Moment:
    """The moment after an operation: what is on the disk for sure, what may be, what was said."""

    after: str
    synced_names: Names
    present_names: Names
    synced_bytes: dict[int, bytes]
    folders: frozenset[int]
    manifest: dict[str, bytes]
    acknowledged: tuple[dict[str, Any], ...]

    def disks(self) -> Iterator[Disk]:
        """Each disk that a power cut may leave."""
        certain = {p: n for p, n in self.synced_names.items() if self.present_names.get(p) == n}
        unsure = sorted(
            path
            for path in self.synced_names.keys() | self.present_names.keys()
            if path not in certain
        )
        for which in itertools.product((self.synced_names, self.present_names), repeat=len(unsure)):
            names = certain | {
                path: side[path] for path, side in zip(unsure, which, strict=True) if path in side
            }
            yield self._with_bytes(names)

    def _with_bytes(self, names: Names) -> Disk:
        disk: Disk = {PurePath(): None}
        for path, inode in sorted(names.items()):
            if path.parent in disk:
                is_folder = inode in self.folders
                disk[path] = None if is_folder else self.synced_bytes.get(inode, b"")
        if PurePath("store") in disk:
            disk |= {PurePath("store", name): body for name, body in self.manifest.items()}
        return disk


@dataclass
class Recorder:
    """Follows a writer in `root / "store"` and keeps the moments that differ."""

    root: Path
    moments: list[Moment] = field(default_factory=list)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    synced_names: Names = field(default_factory=dict)
    synced_bytes: dict[int, bytes] = field(default_factory=dict)
    manifest: dict[str, bytes] = field(default_factory=dict)
    kept_open: dict[int, int] = field(default_factory=dict)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Records the block; what is there at its start is on the disk for sure."""
        self.synced_names = self._names()
        self.synced_bytes = {
            inode: self._bytes(inode)
            for inode in self.synced_names.values()
            if not self._is_folder(inode)
        }
        self.manifest = self._manifest()
        try:
            with watched(after=self.note):
                yield
            self.note(Operation("the return"))
        finally:
            for descriptor in self.kept_open.values():
                os.close(descriptor)

    def note(self, operation: Operation) -> None:
        """Keeps the moment after an operation."""
        names = self._names()
        if operation.inode:
            self._sync(operation.inode, names)
        if operation.name == "manifest: COMMIT":
            self.manifest = self._manifest()
        moment = Moment(
            after=operation.name,
            synced_names=dict(self.synced_names),
            present_names=names,
            synced_bytes=dict(self.synced_bytes),
            folders=frozenset(filter(self._is_folder, names.values())),
            manifest=dict(self.manifest),
            acknowledged=tuple(self.acknowledged),
        )
        if not self.moments or moment != replace(self.moments[-1], after=moment.after):
            self.moments.append(moment)

    def _sync(self, inode: int, names: Names) -> None:
        """What a sync puts on the disk: a file's bytes, or the names in a folder."""
        if not self._is_folder(inode):
            self.synced_bytes[inode] = self._bytes(inode)
            return
        folder = next((path for path, one in names.items() if one == inode), PurePath())
        here = {path: one for path, one in names.items() if path.parent == folder}
        elsewhere = {path: n for path, n in self.synced_names.items() if path.parent != folder}
        self.synced_names = elsewhere | here

    def _names(self) -> Names:
        """Every folder and file under the root but the manifest and the lock, with its inode.

        Each is held open, so that the system gives no inode twice.
        """
        names: Names = {}
        for path in sorted(self.root.rglob("*")):
            if not path.name.startswith(("manifest.sqlite", "writer.lock")):
                inode = path.stat().st_ino
                if inode not in self.kept_open:
                    self.kept_open[inode] = os.open(path, os.O_RDONLY)
                names[PurePath(path.relative_to(self.root))] = inode
        return names

    def _is_folder(self, inode: int) -> bool:
        """Whether it is a folder; the root, which is not followed, and those above it are."""
        if inode not in self.kept_open:
            return True
        return stat.S_ISDIR(os.fstat(self.kept_open[inode]).st_mode)

    def _bytes(self, inode: int) -> bytes:
        descriptor = self.kept_open[inode]
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)

    def _manifest(self) -> dict[str, bytes]:
        files = [self.root / "store" / name for name in MANIFEST_FILES]
        return {file.name: file.read_bytes() for file in files if file.is_file()}


def lay_out(disk: Disk, folder: Path) -> Path:
    """Writes a disk into a folder; gives the store in it."""
    for path, body in sorted(disk.items()):
        if body is None:
            (folder / path).mkdir(parents=True, exist_ok=True)
        else:
            (folder / path).write_bytes(body)
    return folder / "store"
