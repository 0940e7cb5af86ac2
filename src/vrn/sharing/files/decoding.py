"""Turns bytes into text strictly: what does not fit the declared encoding is refused, by offset."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from vrn.sharing.fault import Fault, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_WIDE_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_DO = "save the file as 'CSV UTF-8' (or in the encoding that the mapping names) and send it again"


def decode_chunks(chunks: Iterable[bytes], encoding: str, file: str) -> Iterator[str]:
    """The text of a file, chunk by chunk, without its byte-order mark.

    Raises RefusedError at the first byte that does not fit, or is NUL, with its offset from the
    start of the file, its line, and the encoding that the bytes look like.
    """
    strict = _Strict(encoding, file)
    for chunk in chunks:
        yield strict.decode(chunk)
    yield strict.decode(b"", final=True)


class _Strict:
    """A decoder that knows how many bytes and lines came before."""

    def __init__(self, encoding: str, file: str) -> None:
        self.encoding = encoding
        self.file = file
        self.decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.fed = 0
        self.lines = 0
        self.has_wide_letters = False

    def decode(self, chunk: bytes, *, final: bool = False) -> str:
        if not self.fed:
            self._check_mark(chunk)
        is_start = not self.fed
        self.fed += len(chunk)
        try:
            text = self.decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            raise self._misfit(error) from error
        if "\0" in text:
            raise self._nul(chunk, text)
        self.lines += text.count("\n")
        self.has_wide_letters = self.has_wide_letters or not text.isascii()
        return text.removeprefix("\ufeff") if is_start else text

    def _check_mark(self, start: bytes) -> None:
        """A mark of another encoding than the declared one says what the file really is."""
        found = next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)
        declared = "UTF-16" if self.encoding.startswith("utf-16") else self.encoding.upper()
        if found is not None and found != declared:
            raise RefusedError(self._fault("it begins with the byte-order mark of " + found, found))
        if self.encoding == "utf-16" and found is None and start:
            guess = "UTF-16 without a mark" if b"\0" in start[:100] else "UTF-8"
            raise RefusedError(self._fault("it begins without UTF-16's byte-order mark", guess))

    def _misfit(self, error: UnicodeDecodeError) -> RefusedError:
        offset = self.fed - len(error.object) + error.start
        before = error.object[: error.start]
        what = f"byte {error.object[error.start]:#04x} at offset {offset:,} is not {self.encoding}"
        line = self.lines + before.count(b"\n") + 1
        has_wide_letters = self.has_wide_letters or bool(_WIDE_UTF_8.search(error.object))
        guess = "damaged, or another encoding"
        if self.encoding == "utf-8":
            guess = _likely(error.object, has_wide_letters)
        return RefusedError(self._fault(what, guess, line))

    def _nul(self, chunk: bytes, text: str) -> RefusedError:
        # Counted back from the end of what was decoded: in UTF-16 most letters hold a zero byte.
        waiting = len(self.decoder.getstate()[0])
        width = "utf-16-le" if self.encoding.startswith("utf-16") else self.encoding
        offset = self.fed - waiting - len(text[text.index("\0") :].encode(width))
        is_wide = width != "utf-16-le" and chunk.count(b"\0") * 4 > len(chunk)
        line = self.lines + text.count("\n", 0, text.index("\0")) + 1
        guess = "UTF-16 without a mark" if is_wide else "damaged, or no text"
        return RefusedError(self._fault(f"a NUL byte at offset {offset:,}", guess, line))

    def _fault(self, what: str, guess: str, line: int | None = None) -> Fault:
        return Fault(
            f"{what}; the file seems to be {guess}",
            expected=f"text in {self.encoding} throughout",
            do=_DO,
            file=self.file,
            line=line,
        )


def _likely(sample: bytes, has_wide_letters: bool) -> str:
    """What bytes that are not UTF-8 most likely are."""
    if sample[:200].count(b"\0") > 20:
        return "UTF-16 without a mark"
    return "a mix of UTF-8 and Windows-1252" if has_wide_letters else "Windows-1252"
