"""Files that come in pieces: what has come of each, adding a piece, and sweeping what was left.

A file lies in `inbox/.upload-ID/` as `file`, with `upload.json` beside it: whose it is, how long it
will be, and how far it is. Each piece is `PIECE_BYTES` long, the last one shorter. The running
digest covers all that has come: that of nothing is the SHA-256 of nothing, and each further one the
SHA-256 of the former (64 digits) and the piece. So either side can tell after every piece, and
after any break, whether they hold the same bytes, without reading the file again.

Nothing here is a supply. The file becomes a request when it is whole, by one rename.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PIECE_BYTES = 4 << 20
HEAD_BYTES = 1 << 20
KEPT_SECONDS = 24 * 60 * 60
MOST_UNFINISHED = 5
SPARE_BYTES = 1 << 28
STATE = "upload.json"
NOTHING = hashlib.sha256().hexdigest()


class QuotaError(Exception):
    """One more file would be more than an organisation, or the disk, has room for."""


class NoRoomError(QuotaError):
    """The disk has no room for the file."""


class OutOfStepError(Exception):
    """The piece is not the next one, or another is being added at this moment."""


class DamagedError(Exception):
    """The piece did not come as it was sent."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file on its way, in pieces.

    organisation   of whoever began it, as names are compared: nobody else's may go on with it
    head           SHA-256 of the first megabyte: name, size and head say which file it is
    offset         bytes that have come
    running        the running digest of these
    """

    id: str
    agreement: str
    organisation: str
    name: str
    size: int
    head: str
    offset: int = 0
    running: str = NOTHING

    @property
    def next_bytes(self) -> int:
        """How long the next piece is; 0 where the file is whole."""
        return min(PIECE_BYTES, self.size - self.offset)

    @property
    def per_cent(self) -> int:
        """How much has come."""
        return 100 * self.offset // self.size if self.size else 100


def run_on(running: str, pieces: Iterable[bytes]) -> str:
    """The running digest after one more piece, which may be given in parts."""
    digest = hashlib.sha256(running.encode())
    for part in pieces:
        digest.update(part)
    return digest.hexdigest()


def find_upload(folder: Path, upload_id: str) -> Upload | None:
    """The file of that id, where it is still on its way."""
    plain = exchange.read_text(exchange.upload_path(folder, upload_id) / STATE)
    return None if plain is None else Upload(**plain)


def unfinished(folder: Path, organisation: str) -> list[Upload]:
    """The organisation's files that are not whole, by name."""
    found = [find_upload(folder, one) for one in exchange.upload_ids(folder)]
    own = [one for one in found if one is not None and one.organisation == organisation]
    return sorted(own, key=lambda one: (one.name, one.id))


def begin_upload(folder: Path, asked: Upload, *, limit: int, is_anew: bool = False) -> Upload:
    """The file as far as it has come, where the same one was begun before; else a new one.

    The same is one of the same name, size and first megabyte, under the same agreement, from the
    same organisation. With `is_anew` what came of it is dropped. Raises QuotaError where the
    organisation has too many files on their way, or their sizes come to more than twice `limit`,
    and NoRoomError where the disk is too full.
    """
    with _alone(folder):
        own = unfinished(folder, asked.organisation)
        for one in own:
            if replace(one, id=asked.id, offset=0, running=NOTHING) == asked:
                if not is_anew:
                    return one
                drop_upload(folder, one.id)
                own.remove(one)
                break
        if len(own) >= MOST_UNFINISHED or asked.size + sum(one.size for one in own) > 2 * limit:
            raise QuotaError
        if shutil.disk_usage(folder).free < asked.size + SPARE_BYTES:
            raise NoRoomError
        return _new_upload(folder, asked)


def _new_upload(folder: Path, asked: Upload) -> Upload:
    made = replace(asked, id=secrets.token_hex(16), offset=0, running=NOTHING)
    place = exchange.upload_path(folder, made.id)
    place.mkdir(mode=0o700)
    os.close(os.open(place / exchange.FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    exchange.write_text(place / STATE, asdict(made))
    return made


def add_piece(
    folder: Path, upload_id: str, parts: Iterable[bytes], *, offset: int, running: str
) -> Upload:
    """The file with its next piece; `running` is the running digest that it then has.

    The piece is written as it comes and counts once it is on the disk. OutOfStepError where the
    next piece begins elsewhere, DamagedError where it is not what was sent or not as long as it
    should be; what came before then stands as it was.
    """
    with open_alone(folder, upload_id) as stream:
        upload = find_upload(folder, upload_id)
        if upload is None or upload.offset != offset:
            raise OutOfStepError
        stream.seek(offset)
        found = run_on(upload.running, _written(stream, parts, most=upload.next_bytes))
        if found != running or stream.tell() - offset != upload.next_bytes:
            stream.truncate(offset)
            raise DamagedError
        stream.flush()
        os.fsync(stream.fileno())
        grown = replace(upload, offset=stream.tell(), running=found)
        place = exchange.upload_path(folder, upload_id)
        exchange.write_text(place / STATE, asdict(grown))
    return grown


def _written(stream: BinaryIO, parts: Iterable[bytes], *, most: int) -> Iterator[bytes]:
    """Writes each part and gives it on; stops before one that goes beyond the piece's end."""
    came = 0
    for part in parts:
        came += len(part)
        if came > most:
            raise DamagedError
        stream.write(part)
        yield part


def drop_upload(folder: Path, upload_id: str) -> None:
    """Deletes what has come of a file; of one that is not there nothing."""
    shutil.rmtree(exchange.upload_path(folder, upload_id), ignore_errors=True)


def sweep_uploads(folder: Path, *, older_than: float = KEPT_SECONDS) -> int:
    """Deletes files that have had no piece for a day; gives how many there were."""
    swept = 0
    last = time.time() - older_than
    for upload_id in exchange.upload_ids(folder):
        place = exchange.upload_path(folder, upload_id)
        if _touched(place) < last and not exchange.is_held(place / exchange.FILE):
            drop_upload(folder, upload_id)
            swept += 1
    return swept


def _touched(place: Path) -> float:
    """When its last piece came; where its text was never written, when it was made."""
    for path in (place / STATE, place):
        try:
            return path.stat().st_mtime
        except FileNotFoundError:
            continue
    return time.time()


@contextmanager
def open_alone(folder: Path, upload_id: str) -> Iterator[BinaryIO]:
    """The file for writing, held locked; OutOfStepError where another holds it, or it is gone."""
    try:
        stream = (exchange.upload_path(folder, upload_id) / exchange.FILE).open("r+b")
    except FileNotFoundError as error:
        raise OutOfStepError from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutOfStepError from error
        yield stream


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the inbox, so that of two that begin at once each sees the other."""
    inbox = os.open(exchange.inbox(folder), os.O_RDONLY)
    try:
        fcntl.flock(inbox, fcntl.LOCK_EX)
        yield
    finally:
        os.close(inbox)
