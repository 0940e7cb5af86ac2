"""Takes a file in as bytes, straight into the inbox: never in memory, and nowhere else on the disk.

The file is written as it comes, while its digest is taken, into a folder that the worker does not
look at. Whatever ends the sending before it is handed over (the sender, a fault, the limit) deletes
it; where the process itself dies, the next start does.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from vrn_web.stewardship import exchange
from vrn_web.stewardship.uploads import OutOfStepError, open_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vrn_web.stewardship.uploads import Upload

LONGEST_NAME = 100
# Of the eight threads of a process, so that slow senders leave the others to readers.
_SENDING = BoundedSemaphore(3)


class TooManySendersError(Exception):
    """As many files are being sent at this moment as the process takes on."""


@dataclass
class Arriving:
    """A file on its way: where it lies, how much has come, and whether it was handed over."""

    folder: Path
    id: str
    stream: BinaryIO
    limit: int
    bytes: int = 0
    is_too_large: bool = False
    is_handed_over: bool = False
    digest: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what has come."""
        return str(self.digest.hexdigest())

    def write(self, chunk: bytes) -> None:
        """Adds a piece of the file; SkipFile where it goes beyond the limit."""
        self.bytes += len(chunk)
        if self.bytes > self.limit:
            self.is_too_large = True
            self.stream.truncate(0)
            raise SkipFile
        self.stream.write(chunk)
        self.digest.update(chunk)

    def settle(self, request: dict[str, Any]) -> None:
        """Puts the bytes and the request's text on the disk; all that can fail fails here."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        place = exchange.arriving_path(self.folder, self.id)
        exchange.write_text(place / exchange.REQUEST, request)
        exchange.sync_folder(place)

    def hand_over(self) -> None:
        """Lets the worker see the request: one rename."""
        hand_over(self.folder, self.id)
        self.is_handed_over = True


@contextmanager
def arriving(folder: Path, *, limit: int) -> Iterator[Arriving]:
    """A place for one file; what was not handed over at the end is deleted.

    TooManySendersError where as many files are on their way as the process takes on.
    """
    request_id = secrets.token_hex(16)
    place = exchange.arriving_path(folder, request_id)
    with sending():
        try:
            place.mkdir(mode=0o700)
            with _open(place / exchange.FILE) as stream:
                arrived = Arriving(folder, request_id, stream, limit)
                yield arrived
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def made_whole(folder: Path, upload: Upload, *, limit: int) -> Iterator[Arriving]:
    """A file of which every piece has come, to be handed over; if it is not, it stays in pieces.

    Its digest is taken here, by reading it once. OutOfStepError where it is not whole, or another
    is at it.
    """
    with open_alone(folder, upload.id) as stream:
        if upload.next_bytes:
            raise OutOfStepError
        arrived = Arriving(folder, upload.id, stream, limit, bytes=upload.size)
        while chunk := stream.read(IntoInbox.chunk_size):
            arrived.digest.update(chunk)
        place = exchange.upload_path(folder, upload.id)
        place.rename(exchange.arriving_path(folder, upload.id))
        try:
            yield arrived
        finally:
            if not arrived.is_handed_over:
                exchange.arriving_path(folder, upload.id).rename(place)


@contextmanager
def sending() -> Iterator[None]:
    """One of the few that send at this moment; TooManySendersError where there are enough."""
    if not _SENDING.acquire(blocking=False):
        raise TooManySendersError
    try:
        yield
    finally:
        _SENDING.release()


def hand_over(folder: Path, request_id: str) -> None:
    """Moves a request that was put together to where the worker looks."""
    exchange.arriving_path(folder, request_id).rename(exchange.waiting_path(folder, request_id))
    exchange.sync_folder(exchange.inbox(folder))


def _open(path: Path) -> BinaryIO:
    """A new file that only the owner can read, held locked while it is open."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    stream = os.fdopen(os.open(path, flags, 0o600), "wb")
    fcntl.flock(stream, fcntl.LOCK_EX)
    return stream


class ArrivedFile(UploadedFile):
    """What a form sees of a file: its size and its name for showing. It cannot be opened there."""


class IntoInbox(FileUploadHandler):
    """Django's way of taking an upload, pointed at the inbox; it takes one file and no second."""

    chunk_size = 1 << 18

    def __init__(self, arrived: Arriving) -> None:
        super().__init__()
        self.arrived = arrived
        self.is_taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins a file; SkipFile for any but the first, and for one under another field's name."""
        super().new_file(*args, **kwargs)
        if self.is_taken or self.field_name != "file":
            raise SkipFile
        self.is_taken = True

    def _write(self, piece: bytes, _start: int) -> None:
        """Writes a piece; no other handler gets it."""
        self.arrived.write(piece)

    receive_data_chunk = _write  # Django's name for it

    def file_complete(self, file_size: int) -> ArrivedFile:
        """What the form sees."""
        return ArrivedFile(name=plain_name(self.file_name or ""), size=file_size)


def plain_name(name: str) -> str:
    """A sender's file name as text to show: one line, no folder, no odd signs, its end kept."""
    last = re.split(r"[/\\]", name)[-1]
    text = re.sub(r"[^\w .()+-]", "_", last).strip(" .")
    return text[-LONGEST_NAME:].strip(" .") or "unnamed"
