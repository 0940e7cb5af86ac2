"""Seals the bytes of a supply under a key, piece by piece, and opens them again at any place.

    vrn sealed 1, a line feed      13 bytes
    the key's id                    6 bytes, which give nothing of the key away
    salt                           16 bytes, drawn for this file
    pieces                         each of 1 MiB, the last shorter or empty, with its 16-byte mark

The file's own key is HKDF-SHA-256 of the key and the salt. A piece is sealed by AES-256-GCM; its
nonce is its number, with whether it is the last, and the head of the file is bound to it. So a
piece that is changed, moved, left out or cut off is noticed when it is read, and nothing larger
than one piece is ever in memory.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from vrn.sharing.pseudonyms.keys import Key

MAGIC = b"vrn sealed 1\n"
PIECE_BYTES = 1 << 20
MARK_BYTES = 16
SALT_BYTES = 16
ID_BYTES = 6
HEAD_BYTES = len(MAGIC) + ID_BYTES + SALT_BYTES


class SealError(ValueError):
    """A sealed file that this key does not open, or that was changed; says what to do."""


def seal(pieces: Iterable[bytes], key: Key, *, salt: bytes | None = None) -> Iterator[bytes]:
    """The sealed file, in pieces, of bytes that come in pieces of any size."""
    head = MAGIC + key.id.encode() + (salt or os.urandom(SALT_BYTES))
    cipher = _cipher(key, head)
    yield head
    number, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        # A full piece waits for the next byte, so that the last one is known to be the last.
        while len(waiting) > PIECE_BYTES:
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(waiting[:PIECE_BYTES]), head)
            del waiting[:PIECE_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(waiting), head)


def unseal(path: Path, key: Key) -> BinaryIO:
    """The bytes of a sealed file, opened at their start; can be read at any place.

    Raises SealError where the key is another one; reading raises it where a piece was changed.
    """
    return io.BufferedReader(_Unsealed(path.open("rb"), key, path.name), PIECE_BYTES)


class _Unsealed(io.RawIOBase):
    """The clear bytes of a sealed file, worked out a piece at a time as they are asked for."""

    def __init__(self, sealed: BinaryIO, key: Key, name: str) -> None:
        super().__init__()
        self._sealed, self._name = sealed, name
        head = sealed.read(HEAD_BYTES)
        if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
            sealed.close()
            raise SealError(f"{name}: is no sealed original. Bring it back from a backup.")
        made_by = head[len(MAGIC) : len(MAGIC) + ID_BYTES].decode(errors="replace")
        if made_by != key.id:
            sealed.close()
            raise SealError(
                f"{name}: was sealed by key {made_by}, and the one here is {key.id}. Bring that "
                "key back from where the partnership keeps its keys."
            )
        self._head, self._cipher = head, _cipher(key, head)
        whole = sealed.seek(0, os.SEEK_END) - HEAD_BYTES
        self._count = max(1, -(-whole // (PIECE_BYTES + MARK_BYTES)))
        self._size = max(0, whole - MARK_BYTES * self._count)
        self._at, self._number, self._piece = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, into: bytearray | memoryview, /) -> int:  # type: ignore[override]
        piece = self._read_piece(min(self._at // PIECE_BYTES, self._count - 1))
        start = self._at - self._number * PIECE_BYTES
        found = piece[start : start + len(into)]
        into[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        self._sealed.close()
        super().close()

    def _read_piece(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if number != self._number:
            self._sealed.seek(HEAD_BYTES + number * (PIECE_BYTES + MARK_BYTES))
            sealed = self._sealed.read(PIECE_BYTES + MARK_BYTES)
            nonce = _nonce(number, is_last=number == self._count - 1)
            try:
                self._piece = self._cipher.decrypt(nonce, sealed, self._head)
            except InvalidTag as error:
                raise SealError(
                    f"{self._name}: was changed or cut off. Bring it back from a backup, or ask "
                    "the supplier to send the file again."
                ) from error
            self._number = number
        return self._piece


def _cipher(key: Key, head: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), 32, salt=head[-SALT_BYTES:], info=b"vrn original 1")
    return AESGCM(derived.derive(key.secret))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return bytes([is_last]) + number.to_bytes(11, "big")
