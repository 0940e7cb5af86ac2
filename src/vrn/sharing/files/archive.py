"""Opens what arrived, plain or packed (zip, gz), within limits; refuses before it unpacks.

Names inside an archive are shown and matched, and never used as a path.
"""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from vrn.sharing.fault import Fault, RefusedError, safe_name
from vrn.sharing.files.naming import split_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK_BYTES = 1 << 20
MOST_ENTRIES = 10_000
MOST_DIRECTORY_BYTES = 4 << 20  # the number of entries can lie, the length of their list cannot
MOST_RATIO = 100
FREE_BYTES = 1 << 20  # up to here a ratio says nothing: a small file of blanks packs well
MOST_UNPACKED_BYTES = 20 << 30
WORKBOOK = "workbook"

_MAGIC = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gz",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "old Office file",
    b"PAR1": "parquet",
    b"SQLi": "database",
}
_WORKBOOKS = dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), WORKBOOK)
_EXTENSIONS = {".zip": "zip", ".gz": "gz", ".parquet": "parquet", **_WORKBOOKS}
UNREADABLE = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
)
_RESEND = "send the file again, or ask the supplier for it in the form that the agreement names"


@dataclass(frozen=True)
class Member:
    """One file of a supply: its shown name, its size in bytes where it is known, its bytes.

    `packed_bytes` tells, while a stream without a known size is read, how much of it was read.
    `whole` names the file that this one is a declared part of, and `part` says which of how many.
    `kind` is "parquet" or "workbook" for a file of that kind, and empty for a text. A workbook is
    itself an archive; what is inside is for files/workbook.py to check.
    """

    name: str
    size: int | None
    open: Callable[[], IO[bytes]]
    packed_bytes: Callable[[], int] | None = None
    whole: str = ""
    part: tuple[int, int] = (1, 1)
    kind: str = ""

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook, whose sheet is read and not its bytes."""
        return self.kind == WORKBOOK


def sniff(start: bytes) -> str:
    """What the first bytes say the file is: "zip", "gz", ...; empty where they say nothing."""
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), "")


def open_members(
    handle: BinaryIO,
    name: str,
    pattern: str,
    shown: Callable[[str], str] = safe_name,
    *,
    is_workbook: bool = False,
) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """The members that belong to the feed, and the names of those passed over.

    `shown` gives the name by which a file of an archive is spoken of. A plain or gz file is one
    member whatever its name, and so is a workbook, where the mapping says that one comes. Raises
    RefusedError where the bytes are not what the name says, or an archive is broken, locked, nested
    or too large.
    """
    handle.seek(0)
    start = handle.read(8)
    handle.seek(0)
    kind = sniff(start)
    said = next((k for ending, k in _EXTENSIONS.items() if name.lower().endswith(ending)), "")
    if is_workbook:
        check_workbook_name(name, kind)
        return (Member(name, handle.seek(0, 2), lambda: _reopen(handle), kind=WORKBOOK),), ()
    if kind != said:
        raise RefusedError(_wrong_type(name, kind, said))
    if kind == "zip":
        return _zip_members(handle, name, pattern, shown)
    if kind == "gz":
        return (Member(name[:-3], None, lambda: _reopen_gz(handle), handle.tell),), ()
    size = handle.seek(0, 2)
    return (Member(name, size, lambda: _reopen(handle), kind=kind),), ()


def _wrong_type(name: str, kind: str, said: str) -> Fault:
    if said == WORKBOOK:
        return Fault(
            "this is a spreadsheet workbook",
            expected="a text file (CSV), plain or packed as .zip or .gz",
            do="save the sheet as 'CSV UTF-8' and send that file; or, if this supplier always "
            'sends a workbook, write format = "xlsx" in the mapping',
            file=name,
        )
    return Fault(
        f"the name says {said or 'a plain text file'}, the bytes say {kind or 'they are not'}",
        expected="a file whose ending fits its content",
        do="send the file as it was saved, without renaming it, as .csv, .geojson, .zip or .gz",
        file=name,
    )


def check_workbook_name(name: str, kind: str) -> None:
    """Raises RefusedError unless name and first bytes are those of an .xlsx workbook."""
    ending = name.lower().rpartition(".")[2]
    is_right = ending == "xlsx" and kind == "zip"
    if not is_right:
        raise RefusedError(
            Fault(
                _NO_WORKBOOK.get((ending, kind)) or _NO_WORKBOOK.get((ending, ""), _NO_XLSX),
                expected="a workbook saved as .xlsx, without macros and without a password",
                do="save it as 'Excel Workbook (.xlsx)' and send that file",
                file=name,
            )
        )


_NO_XLSX = "this is no workbook, and the mapping says that one comes"
_NO_WORKBOOK = {
    ("xlsx", "old Office file"): "the workbook is locked with a password, or is an old one renamed",
    ("xlsm", ""): "this is a workbook with macros (.xlsm)",
    ("xlsb", ""): "this is a binary workbook (.xlsb)",
    ("xls", ""): "this is an old workbook (.xls)",
    ("ods", ""): "this is an OpenDocument spreadsheet (.ods)",
}


def _reopen(handle: BinaryIO) -> IO[bytes]:
    handle.seek(0)
    return handle


def _reopen_gz(handle: BinaryIO) -> IO[bytes]:
    handle.seek(0)
    return cast("IO[bytes]", gzip.GzipFile(fileobj=handle))


def open_zip(
    handle: BinaryIO, name: str, pattern: str, shown: Callable[[str], str] = safe_name
) -> zipfile.ZipFile:
    """The archive, with the entries named so checked; RefusedError before anything is unpacked."""
    _check_directory(handle, name)
    try:
        archive = zipfile.ZipFile(handle)
    except UNREADABLE as error:
        raise RefusedError(_broken(name, "the archive is cut off or damaged")) from error
    files = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    chosen = [entry for entry in files if _belongs(entry.filename, pattern)]
    named = {entry.filename: shown(entry.filename) for entry in files}
    _check_entries(files, chosen, named, name, packed=handle.seek(0, 2))
    return archive


def _zip_members(
    handle: BinaryIO, name: str, pattern: str, shown: Callable[[str], str]
) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    archive = open_zip(handle, name, pattern, shown)
    files = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    chosen = [entry for entry in files if _belongs(entry.filename, pattern)]
    named = {entry.filename: shown(entry.filename) for entry in files}
    others = tuple(named[e.filename] for e in files if e not in chosen)
    if not chosen:
        raise RefusedError(
            Fault(
                "no file in the archive belongs to this feed",
                expected=f"at least one file named {pattern}",
                do="send the archive as it was published, or under the agreement it belongs to",
                file=name,
            )
        )
    return tuple(_zip_member(archive, e, named[e.filename]) for e in chosen), others


def _belongs(path: str, pattern: str) -> bool:
    base = split_part(path.replace("\\", "/").rsplit("/", 1)[-1])[0]
    return fnmatchcase(base.lower(), pattern.lower()) and not base.startswith(".")


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> Member:
    whole, number, parts = split_part(entry.filename)
    return Member(
        *(shown, entry.file_size, lambda: archive.open(entry)),
        whole=whole,
        part=(number, parts),
    )


def _check_directory(handle: BinaryIO, name: str) -> None:
    """Reads the number of entries from the last bytes, before any of them is looked at."""
    size = handle.seek(0, 2)
    handle.seek(max(0, size - 66_000))
    tail = handle.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise RefusedError(_broken(name, "the archive is cut off: its table of contents is absent"))
    entries = int.from_bytes(tail[end + 10 : end + 12], "little")
    directory_bytes = int.from_bytes(tail[end + 12 : end + 16], "little")
    if entries > MOST_ENTRIES or directory_bytes > MOST_DIRECTORY_BYTES:
        raise RefusedError(_too_much(name, f"the archive holds more than {MOST_ENTRIES:,} files"))


def _check_entries(
    files: list[zipfile.ZipInfo],
    chosen: list[zipfile.ZipInfo],
    named: dict[str, str],
    name: str,
    *,
    packed: int,
) -> None:
    names = [entry.filename for entry in files]
    unpacked = sum(entry.file_size for entry in chosen)
    faults = []
    if len(set(names)) < len(names):
        faults.append(_broken(name, "the archive holds two files of one name"))
    if any(not 0 <= entry.header_offset < packed for entry in files):
        faults.append(_broken(name, "the archive's table of contents points outside it"))
    if sum(entry.compress_size for entry in files) > packed:
        faults.append(_broken(name, "the files in the archive overlap"))
    if unpacked > MOST_UNPACKED_BYTES:
        faults.append(_too_much(name, "the archive would unpack to more than 20 GB"))
    for entry in chosen:
        shown = named[entry.filename]
        if entry.flag_bits & 1:
            faults.append(_locked(shown))
        elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            faults.append(_broken(shown, "packed in a way that is not read here"))
        if entry.file_size > FREE_BYTES + MOST_RATIO * entry.compress_size:
            faults.append(_too_much(shown, f"it would unpack to over {MOST_RATIO} times its size"))
    if faults:
        raise RefusedError(*faults[:20])


def read_chunks(member: Member) -> Iterator[bytes]:
    """The member's bytes, a megabyte at a time; RefusedError where they end too soon or swell."""
    try:
        stream = member.open()
        if member.is_workbook:
            yield from iter(lambda: stream.read(CHUNK_BYTES), b"")
        else:
            yield from _checked(stream, member)
    except UNREADABLE as error:
        raise RefusedError(_broken(member.name, "the file is cut off or damaged")) from error


def _checked(stream: IO[bytes], member: Member) -> Iterator[bytes]:
    read, name, packed_bytes = 0, member.name, member.packed_bytes
    while chunk := stream.read(CHUNK_BYTES):
        inner = sniff(chunk) if not read else ""
        if inner != member.kind and not read:
            raise RefusedError(_nested(name, inner))
        read += len(chunk)
        if packed_bytes and read > FREE_BYTES + MOST_RATIO * packed_bytes():
            raise RefusedError(_too_much(name, f"it unpacks to over {MOST_RATIO} times its size"))
        if read > MOST_UNPACKED_BYTES:
            raise RefusedError(_too_much(name, "it unpacks to more than 20 GB"))
        yield chunk


def _broken(name: str, what: str) -> Fault:
    return Fault(what, expected="a whole archive, as it was published", do=_RESEND, file=name)


def _locked(name: str) -> Fault:
    return Fault(
        "this file of the archive is locked with a password",
        expected="an archive without a password",
        do="send it unlocked, by a way that is itself protected",
        file=name,
    )


def _too_much(name: str, what: str) -> Fault:
    return Fault(
        what,
        expected=f"at most {MOST_ENTRIES:,} files, each at most {MOST_RATIO} times its packed size",
        do="send the files that the agreement names, in smaller archives",
        file=name,
    )


def _nested(name: str, kind: str) -> Fault:
    return Fault(
        f"inside there is another packed or foreign file ({kind})",
        expected="text files only, packed once",
        do="unpack it, and send the text files themselves or one archive of them",
        file=name,
    )
