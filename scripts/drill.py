"""One drill of all that must not go wrong: erase a person, rotate a key, back up, restore, publish.

    python scripts/drill.py demo/partnership

It works on a copy in a folder of its own, which it deletes again, and prints the proof of each
step. Exit code 1 where one proof does not hold.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vrn import chain
from vrn.chain.receiving import all_terms
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.store import Store

TODAY = date(2024, 6, 3)
WHY = "a drill"


class ProofError(Exception):
    """A proof that does not hold."""


@dataclass(frozen=True)
class Course:
    """What the steps of a drill share: the copy that it works on, and how it says what it found."""

    live: Path
    scratch: Path
    under: str
    today: date
    publish: Callable[[Path], dict[str, str]]
    say: Callable[[str], None]

    def prove(self, words: str, *, holds: bool) -> None:
        """Says a proof; ProofError where it does not hold."""
        self.say(f"  {'holds' if holds else 'DOES NOT HOLD'}: {words}")
        if not holds:
            raise ProofError(words)


def drill(
    folder: Path,
    scratch: Path,
    *,
    under: str,
    today: date,
    publish: Callable[[Path], dict[str, str]],
    say: Callable[[str], None],
) -> None:
    """Goes through the drill on a copy of `folder`; ProofError where a proof does not hold.

    `publish` releases or publishes from a folder and gives the SHA-256 of each thing it made.
    """
    live = Path(shutil.copytree(folder, scratch / "live", symlinks=True))
    course = Course(live, scratch, under, today, publish, say)
    publish(live)
    erase_somebody(course)
    rotate_the_key(course)
    restore_and_publish(course)


def erase_somebody(course: Course) -> None:
    """Erases somebody: no token and no number of theirs is left; what was released stays."""
    live, prove = course.live, course.prove
    before, documents = cubes_of(live), documents_in(live / "published")
    token, number = somebody(live, course.under)
    course.say(f"1. A person is erased; {len(before)} cubes were released before")
    held = count_tokens(live, token)
    prove(f"{held} rows bear the person's number, in token", holds=held > 0)
    done = chain.erase(live, under=course.under, number=number, why=WHY, today=course.today)
    left = count_tokens(live, token), count_in_originals(live, course.under, number)
    prove(
        f"{done.rows} rows are gone; {left[0]} bear the number, {left[1]} in kept originals",
        holds=left == (0, 0) and done.rows >= held,
    )
    retired = ", ".join(map(str, done.retired))
    prove(f"cut {done.cut} is served, and retired are: {retired}", holds=bool(done.retired))
    kept = before.items() <= cubes_of(live).items()
    prove("each cube released before is there, byte for byte", holds=kept)
    same = documents_made_again(live, course.scratch / "again") == documents
    prove(f"{len(documents)} files of documents made again, the same bytes", holds=same)


def rotate_the_key(course: Course) -> None:
    """Rotates the key: no token by the former one is left, and everybody is who they were."""
    live, prove, store = course.live, course.prove, open_store(course.live)
    linkage = all_terms(live, course.under).agreement.linkage
    before, people = hashes_without_tokens(store), persons_of(store)
    former = key_of(live, linkage).id
    course.say("2. The key is rotated")
    held = count_tokens(live, f"{former}-")
    prove(f"{held} tokens are by the former key", holds=held > 0)
    new = chain.rotate_key(live, linkage, why=WHY, today=course.today)
    left = count_tokens(live, f"{former}-"), count_tokens(live, f"{new}-")
    words = f"{left[0]} by the former key, {left[1]} by the new one"
    prove(f"{words}, in parts, cuts, rows held back and the manifest", holds=left == (0, held))
    same = hashes_without_tokens(store) == before
    prove(f"{len(before)} tables of the cut, tokens aside, have the hash they had", holds=same)
    same = persons_of(store) == people
    prove(f"{len(set(people))} persons, the same in the same rows", holds=same)


def restore_and_publish(course: Course) -> None:
    """Backs all up, restores it into an empty folder, and publishes from there."""
    live, prove = course.live, course.prove
    backup, restored = course.scratch / "backup", course.scratch / "restored"
    figures = course.publish(live)
    course.say("3. All is backed up, and restored into an empty folder")
    made = chain.back_up(live, backup)
    keys = {path.name: path.read_bytes() for path in (live / "keys").glob("*.key")}
    bodies = [path.read_bytes() for path in backup.rglob("*") if path.is_file()]
    found = sum(secret in body for secret in keys.values() for body in bodies)
    prove(f"{made.files} files, the bytes of a key in {found}", holds=found == 0)
    answer = chain.restore(backup, restored)
    prove(f"it names {len(answer.keys)} keys to bring back", holds=set(answer.keys) == set(keys))
    shutil.copytree(live / "keys", restored / "keys")
    prove("the same cubes, byte for byte", holds=cubes_of(restored) == cubes_of(live))
    same = hash_again(open_store(restored)) == open_store(live).cut().row_hash
    prove("the cut's rows, read again, have the hash that they had", holds=same)
    course.say("4. It is published again from what was restored")
    same = course.publish(restored) == figures
    prove(f"{len(figures)} things are published, each with the SHA-256 it had", holds=same)


def open_store(folder: Path) -> Store:
    """The store of a partnership's folder."""
    from vrn.sharing.store import Store

    return Store.open(folder / "store")


def cubes_of(folder: Path) -> dict[str, str]:
    """Every released cube by the SHA-256 that the register knows it by, and that of its bytes."""
    return {path.stem: digest(path) for path in sorted((folder / "released" / "cubes").glob("*"))}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def documents_in(base: Path) -> dict[str, str]:
    """Every file of every edition under a folder, with its digest."""
    return {
        path.relative_to(base).as_posix(): digest(path)
        for kept in sorted(base.glob("*/*/document.json"))
        for path in sorted(kept.parent.rglob("*"))
        if path.is_file()
    }


def documents_made_again(folder: Path, to: Path) -> dict[str, str]:
    """The same, each document rendered anew of the register's figures and of nothing else."""
    from vrn.chain.tracing import open_register
    from vrn.partnership.folder import read_partnership
    from vrn.publish.editions import publish
    from vrn.publish.stored import document_from_json
    from vrn.release.register_file import ask_register

    register, partnership = open_register(folder), read_partnership(folder)
    rows = ask_register(partnership.released, "SELECT id FROM supply", ())
    supplies = {one: register.supply(one) for (one,) in rows}
    for kept in sorted(partnership.published.glob("*/*/document.json")):
        publish(
            document_from_json(kept.read_bytes(), register.figure),
            folder=to,
            supplies=supplies,
            brand=partnership.brand_colour,
            on_progress=unwatched,
        )
    return documents_in(to)


def somebody(folder: Path, under: str) -> tuple[str, str]:
    """Somebody in the newest file of an agreement: the token of their number, and the number."""
    import polars as pl

    from vrn.sharing.pseudonyms.erased import number_column
    from vrn.sharing.pseudonyms.erasing import number_tokens

    terms = all_terms(folder, under)
    *_, rows = clear_rows(folder, under)
    number = str(rows[number_column(terms.contract)].drop_nulls()[0])
    key = key_of(folder, terms.agreement.linkage)
    return str(number_tokens(pl.Series([number]), terms, key)[0]), number


def clear_rows(folder: Path, under: str) -> Iterator[pl.DataFrame]:
    """The rows of every kept original of an agreement, in clear: a drill is on made-up people."""
    from vrn.sharing.originals.keeping import originals_key
    from vrn.sharing.originals.rereading import read_clear
    from vrn.sharing.store import removal

    store, terms = open_store(folder), all_terms(folder, under)
    for receipt, kept in removal.originals(store).items():
        if store.receipt(receipt)["agreement"] == under:
            key = originals_key(folder / "keys")
            yield from read_clear(kept.path, store.receipt(receipt), terms, key)


def count_in_originals(folder: Path, under: str, number: str) -> int:
    """How many rows of the kept originals bear a number."""
    from vrn.sharing.pseudonyms.erased import number_column

    column = number_column(all_terms(folder, under).contract)
    return sum(rows.filter(rows[column] == number).height for rows in clear_rows(folder, under))


def key_of(folder: Path, linkage: str) -> Key:
    """The key of a linkage project."""
    from vrn.sharing.pseudonyms.keys import open_key

    return open_key(folder / "keys", linkage, may_make=False)


def count_tokens(folder: Path, begins: str) -> int:
    """How often a token that begins so stands in any part, held-back rows, manifest or its log."""
    import polars as pl

    count = 0
    for path in (folder / "store").rglob("*"):
        if path.suffix == ".parquet":
            rows = pl.read_parquet(path).select(pl.col(pl.String).str.count_matches(rf"\b{begins}"))
            count += int(rows.sum().sum_horizontal().item() or 0) if rows.width else 0
        elif path.name.startswith("manifest"):
            count += len(
                re.findall(rf"{begins}[0-9a-f]*".encode() + b"[0-9a-f]{20}", path.read_bytes())
            )
    return count


def persons_of(store: Store) -> list[str]:
    """The person of each row of the cut's people, in the order of the cut."""
    import polars as pl

    rows = pl.read_parquet(list(store.cut().tables["police_people"].paths))
    return rows.sort("supply", "line")["person"].to_list()


def hashes_without_tokens(store: Store) -> dict[str, str]:
    """The hash of each table of the served cut, every token in it blanked."""
    import polars as pl

    from vrn.sharing.pseudonyms.tokens import WRITTEN_SO
    from vrn.sharing.store.row_hash import hash_rows

    tables = store.cut().tables
    blanked = pl.col(pl.String).str.replace_all(WRITTEN_SO, "")
    return {
        name: hash_rows(pl.read_parquet(list(table.paths)).with_columns(blanked))
        for name, table in tables.items()
    }


def hash_again(store: Store) -> str:
    """The hash of the served cut's rows, worked out from its files."""
    import polars as pl

    from vrn.sharing.store.row_hash import hash_rows, hash_tables

    tables = store.cut().tables
    return hash_tables({n: hash_rows(pl.read_parquet(list(t.paths))) for n, t in tables.items()})


def publish_documents(folder: Path) -> dict[str, str]:
    """Publishes profile and assessment; gives the digest of every file of these editions."""
    made = [chain.publish_profile(folder), chain.publish_assessment(folder, today=TODAY)]
    return {
        f"{edition.folder.parent.name}/{edition.name}/{name}": sha256
        for edition in made
        for name, sha256 in edition.files.items()
    }


def main() -> None:
    """The drill on a partnership's folder, such as the demonstration's."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="vrn-drill-") as scratch:
        drill(
            folder,
            Path(scratch),
            under="police-people",
            today=TODAY,
            publish=publish_documents,
            say=lambda line: print(line, flush=True),
        )


if __name__ == "__main__":
    try:
        main()
    except ProofError as fault:
        sys.exit(f"A proof does not hold: {fault}")
