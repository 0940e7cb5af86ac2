"""What any bytes must not break, for tests of some seconds and for a fuzzer of some minutes.

A target is made by calling it, so that what it imports is imported when it is wanted; it gives the
function that takes bytes. Whatever is wrong with them ends in a RefusedError or a refused receipt;
another exception is a fault of ours.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Target = "Callable[[bytes], None]"
TODAY = date(2024, 6, 30)


def decoding() -> Callable[[bytes], None]:
    """Decoding and reading of CSV, the first byte choosing encoding and delimiter."""
    from made_files import agreement_of, mapping_of

    from vrn.sharing.agreement import Terms
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.fault import RefusedError
    from vrn.sharing.files.csv_file import CsvFile
    from vrn.sharing.files.decoding import decode_chunks
    from vrn.sharing.files.reading import read_csv_blocks

    encodings = ("utf-8", "utf-16", "utf-16-le", "cp1252")
    kinds = [
        (code, Terms(CONTRACTS["street-crime"], agreement_of(), mapping_of(delimiter=f'"{mark}"')))
        for code in encodings
        for mark in (",", ";")
    ]

    def run(content: bytes) -> None:
        code, terms = kinds[(content[0] if content else 0) % len(kinds)]
        chunks = [content[1:40], content[40:]]
        file = CsvFile(terms, "x.csv")
        try:
            rows = sum(
                frame.height for frame in read_csv_blocks(decode_chunks(chunks, code, "x"), file)
            )
        except RefusedError as error:
            _check_told(error.faults)
        else:
            _check(rows <= content.count(b"\n") + content.count(b"\r") + 1)

    return run


def archives() -> Callable[[bytes], None]:
    """Opening of what may be an archive, and of every file in it."""
    import io

    from vrn.sharing.fault import RefusedError
    from vrn.sharing.files.archive import open_members, read_chunks
    from vrn.sharing.files.naming import naming

    def run(content: bytes) -> None:
        for name in ("x.zip", "x.csv.gz"):
            shown = naming(is_of_persons=bool(content) and content[-1] % 2 == 1)
            try:
                members, _ = open_members(io.BytesIO(content), name, "*", shown)
                for member in members:
                    for _ in read_chunks(member):
                        pass
            except RefusedError as error:
                _check_told(error.faults)

    return run


def maps() -> Callable[[bytes], None]:
    """A whole check of what may be GeoJSON."""
    return _receiving("boundaries-lsoa-2021", "x.geojson")


def headers() -> Callable[[bytes], None]:
    """A header of any text, and a line behind it."""
    from made_files import agreement_of, mapping_of

    from vrn.sharing.agreement import Terms
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.fault import RefusedError
    from vrn.sharing.files.header import match_header

    pairs = [
        Terms(CONTRACTS[feed], agreement_of(under), mapping_of(under))
        for feed, under in (
            ("street-crime", "police-uk-street"),
            ("police-people", "police-people"),
        )
    ]

    def run(content: bytes) -> None:
        names = content.decode("utf-8", "replace").split(",")
        for terms in pairs:
            try:
                match_header(names, terms, "x.csv")
            except RefusedError as error:
                _check_told(error.faults)

    return run


def texts() -> Callable[[bytes], None]:
    """A mapping, and an agreement, of any text."""
    from vrn.sharing.agreement import parse_agreement
    from vrn.sharing.fault import TextError
    from vrn.sharing.mapping import parse_mapping

    def run(content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        for parse in (parse_mapping, parse_agreement):
            try:
                parse(text)
            except TextError as error:
                _check(bool(error.faults))

    return run


def street() -> Callable[[bytes], None]:
    """A whole check of a file of street-level crime."""
    return _receiving("police-uk-street", "2024-03-x-street.csv")


def offences() -> Callable[[bytes], None]:
    """A whole check of a file of offences."""
    return _receiving("police-offences", "x.csv")


def people() -> Callable[[bytes], None]:
    """A whole check of a file of people."""
    return _receiving("police-people", "x.csv")


def callouts() -> Callable[[bytes], None]:
    """A whole check of a file of call-outs."""
    return _receiving("ambulance-calls", "x.csv")


def residents() -> Callable[[bytes], None]:
    """A whole check of a table with ages across the page."""
    return _receiving("residents-mid-2020-small-areas", "x.csv")


def _receiving(under: str, name: str) -> Callable[[bytes], None]:
    from made_files import agreement_of, mapping_of

    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.intake import check_file

    agreement = agreement_of(under, tolerance="0.5")
    mapping, contract = mapping_of(agreement.mapping), CONTRACTS[agreement.feed]
    folder = tempfile.mkdtemp(prefix="vrn-fuzzed-")

    def run(content: bytes) -> None:
        path = Path(folder) / name
        path.write_bytes(content)
        receipt = check_file(
            path, agreement=agreement, mapping=mapping, contract=contract, today=TODAY
        )
        _check(receipt.is_accepted or bool(receipt.faults))
        _check(receipt.rows_read == receipt.rows_loaded + receipt.rows_held_back)
        receipt.to_text()
        receipt.to_json()

    return run


def _check_told(faults: object) -> None:
    _check(bool(faults))


def _check(holds: bool) -> None:
    if not holds:
        raise AssertionError("what must hold for any bytes does not")


TARGETS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    target.__name__: target
    for target in (
        *(decoding, archives, maps, headers, texts),
        *(street, offences, people, callouts, residents),
    )
}


def seeds_of(target: str) -> Iterator[bytes]:
    """Good and bad files of the target's kind to begin with, made here and small."""
    import made_files as made
    from bad_files import CASES

    feeds = {
        "maps": "boundaries-lsoa-2021",
        "street": made.STREET,
        "offences": "police-offences",
        "people": "police-people",
        "callouts": "ambulance-calls",
        "residents": "residents-mid-2020-small-areas",
    }
    if target == "texts":
        yield from (made.mapping_text(name).encode()[:6_000] for name in feeds.values())
        yield from (made.agreement_text(name).encode() for name in feeds.values())
    elif target == "headers":
        yield from (",".join(made.mapping_of(name).headers()).encode() for name in feeds.values())
    elif target == "archives":
        yield from (case.content for case in CASES if case.content[:2] in (b"PK", b"\x1f\x8b"))
        yield made.zipped({"a.csv": made.street(1)})
        yield made.gzipped(made.street(1))
    else:
        under = feeds.get(target, made.STREET)
        short = sorted({case.content for case in CASES if case.under == under}, key=len)
        yield from (content for content in short if len(content) < 3_000)
        yield _few_rows(short)


def _few_rows(contents: list[bytes]) -> bytes:
    """The first lines of a longer file, and its last one, which is the odd one."""
    longest = contents[-1].splitlines(keepends=True)
    return b"".join([*longest[:3], longest[-1]])[:6_000]
