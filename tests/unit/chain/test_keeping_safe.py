"""A person is erased and does not come back; a key is rotated or destroyed; a copy is restored."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import threading
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_area import PEOPLE, TODAY, arriving, receive_all, release_headlines, rows_of, text_of

from scripts.drill import count_in_originals, count_tokens, drill, key_of, persons_of
from vrn import chain
from vrn.chain import backing_up
from vrn.chain.backing_up import BrokenBackupError
from vrn.chain.early import NotReadyError
from vrn.chain.erasing import NobodyError
from vrn.sharing.fault import TextError
from vrn.sharing.originals.keeping import RESEND_DAYS
from vrn.sharing.pseudonyms import custody
from vrn.sharing.pseudonyms.custody import IN_STORE, NO_FILE, OTHERS, SAME_USER, look_at_keys
from vrn.sharing.pseudonyms.tokens import key_ids_in
from vrn.sharing.store import Store, removal
from vrn_demo.agreements import sign_text

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = "serious-violence"


@pytest.fixture(scope="module")
def received(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership with all files received and a cut made; tests take copies."""
    folder = tmp_path_factory.mktemp("received") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    receive_all(area_folder, folder)
    chain.make_cut(folder)
    return folder


@pytest.fixture
def folder(received: Path, tmp_path: Path) -> Path:
    return shutil.copytree(received, tmp_path / "p")


@pytest.fixture
def people(area_folder: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of the first month's people."""
    (path,) = [p for p, under in arriving(area_folder) if under == PEOPLE and "2021-01" in p.name]
    return rows_of(path)


def erase(folder: Path, number: str) -> chain.erasing.Erasure:
    return chain.erase(folder, under=PEOPLE, number=number, why="asked for", today=TODAY)


def send(
    folder: Path, tmp_path: Path, rows: list[list[str]], **how: object
) -> chain.receiving.Receipt:
    path = tmp_path / "people.csv"
    path.write_text(text_of(rows), encoding="utf-8")
    return chain.receive(folder, path, under=PEOPLE, today=TODAY, **how)


def test_the_whole_drill_in_small(area_folder: Path, folder: Path, tmp_path: Path) -> None:
    said: list[str] = []
    drill(folder, tmp_path, under=PEOPLE, today=TODAY, publish=release_headlines, say=said.append)
    assert len([line for line in said if line.startswith("  holds")]) == 14
    assert not [line for line in said if "NOT HOLD" in line]


def test_an_erased_person_does_not_come_back(
    folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    header, rows = people
    number = rows[0][2]
    done = erase(folder, number)
    assert (done.rows, done.originals_rewritten, done.originals_dropped) == (1, 1, 0)
    assert (done.cut, done.retired) == (2, (1,))
    (earlier,) = [
        r["id"]
        for r in Store.open(folder / "store").live_receipts()
        if r["feed"] == PEOPLE and r["period_from"] == "2021-01"
    ]
    path = folder / "agreements" / f"{PEOPLE}.toml"
    terms = path.read_text(encoding="utf-8")
    edited = terms.replace("tolerance = 0.01", "tolerance = 0.05")
    path.write_text(edited.replace("version = 1", "version = 2"), encoding="utf-8")
    sign_text(folder, path)
    receipt = send(folder, tmp_path, [header, *rows], replaces=(earlier,))
    assert (receipt.rows_held_back, receipt.rows_loaded) == (1, len(rows) - 1)
    assert [row.line for row in receipt.held_back] == [2]
    assert "is of a person who was erased" in receipt.to_text()
    assert number not in receipt.to_json()


def test_nobody_is_erased_by_a_number_that_nobody_bears(folder: Path) -> None:
    before = Store.open(folder / "store").removals()
    with pytest.raises(NobodyError, match="no row received under police-people bears that number"):
        erase(folder, "N0000000")
    assert Store.open(folder / "store").removals() == before


def test_nobody_is_erased_where_all_rows_have_gone(
    folder: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    store = Store.open(folder / "store")
    mine = [r["id"] for r in store.receipts() if r["feed"] == PEOPLE]
    store.remove_supplies(mine, why="their term has ended", today=TODAY)
    with pytest.raises(NobodyError, match="no row received under police-people bears that number"):
        erase(folder, people[1][0][2])


def test_an_erasure_that_was_stopped_is_finished_when_asked_again(
    folder: Path, people: tuple[list[str], list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = people[1][0][2]

    def stop(*_args: object, **_how: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("vrn.chain.erasing.replace_cut", stop)
        with pytest.raises(KeyboardInterrupt):
            erase(folder, number)
    assert Store.open(folder / "store").cut().number == 1
    asked = folder / "linkage" / f"asked-{PEOPLE}.csv"
    asked.parent.mkdir(exist_ok=True)
    asked.write_text("source,one,source_other,other\n", encoding="utf-8")
    done = erase(folder, number)
    assert (done.rows, done.cut, done.retired) == (0, 2, (1,))
    assert not asked.exists(), "what a sheet asks names records"


def test_a_number_of_two_persons_is_not_guessed(
    folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    header, rows = people
    two = [row.copy() for row in rows]
    two[1][2] = two[0][2]
    earlier = [r["id"] for r in Store.open(folder / "store").live_receipts() if r["feed"] == PEOPLE]
    receipt = send(folder, tmp_path, [header, *two], replaces=(earlier[0],))
    assert receipt.is_accepted, receipt.to_text()
    with pytest.raises(TextError, match="this number stands for 2 persons"):
        erase(folder, two[0][2])


def test_an_original_that_cannot_be_written_anew_is_dropped(
    area_folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    """A packed file, and one that was refused for its form: whoever is in them, they go."""
    folder = shutil.copytree(area_folder / "partnership", tmp_path / "p")
    (offences, under), (plain, _), *_ = arriving(area_folder)
    assert chain.receive(folder, offences, under=under, today=TODAY).is_accepted
    packed = tmp_path / "people.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert chain.receive(folder, packed, under=PEOPLE, today=TODAY).is_accepted
    header, rows = people
    assert not send(folder, tmp_path, [header, *rows, ["half a row"]]).is_accepted
    number = rows[0][2]
    assert len(removal.originals(Store.open(folder / "store"))) == 9
    done = erase(folder, number)
    assert (done.rows, done.originals_rewritten, done.originals_dropped) == (1, 0, 2)
    assert (done.cut, done.retired) == (None, ())
    with pytest.raises(TextError, match="tokens are not in the kept originals"):
        chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)


def test_a_rotation_that_was_stopped_is_finished_by_the_next_opening(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = key_of(folder, PROJECT).id
    people = persons_of(Store.open(folder / "store"))

    def stop(*_args: object, **_how: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("vrn.sharing.pseudonyms.rotating.overwrite", stop)
        with pytest.raises(KeyboardInterrupt):
            chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)
    assert key_of(folder, PROJECT).id == former
    assert count_tokens(folder, f"{former}-") == 0
    new = chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)
    assert count_tokens(folder, f"{new}-") > 0
    assert [p.name for p in (folder / "keys").glob("*.next")] == []
    assert len([one for one in Store.open(folder / "store").removals() if one.kind == "key"]) == 1
    chain.make_cut(folder)
    assert persons_of(Store.open(folder / "store")) == people


def test_a_rotation_wants_the_texts_that_the_supplies_came_by(folder: Path) -> None:
    path = folder / "mappings" / f"{PEOPLE}.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# since\n", encoding="utf-8")
    with pytest.raises(NotReadyError, match="came by another text of the mapping"):
        chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)


def test_an_erasure_drops_what_came_by_another_text_of_the_mapping(
    folder: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    path = folder / "mappings" / f"{PEOPLE}.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# since\n", encoding="utf-8")
    assert erase(folder, people[1][0][2]).originals_dropped == 4


def test_nothing_joins_tokens_whose_key_is_destroyed(folder: Path, area_folder: Path) -> None:
    key = key_of(folder, PROJECT)
    chain.destroy_key(folder, PROJECT)
    assert not any(key.secret in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    with pytest.raises(TextError, match="the key is missing, and its tokens are held"):
        receive_all(area_folder, folder)
    with pytest.raises(TextError, match="there is no such key"):
        chain.destroy_key(folder, PROJECT)
    # once the rows are gone another key may be made, and no token of it meets one of the former
    store = Store.open(folder / "store")
    mine = [r["id"] for r in store.receipts() if r.get("pseudonyms")]
    store.remove_supplies(mine, why="their key was destroyed", today=TODAY)
    receive_all(area_folder, folder)
    assert key_of(folder, PROJECT).id != key.id
    assert count_tokens(folder, f"{key.id}-") == 0


def test_originals_go_on_their_day_and_a_clock_set_back_takes_none_early(
    folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    header, rows = people
    refused = send(folder, tmp_path, [header, *rows, ["half a row"]])
    store = Store.open(folder / "store")
    kept = removal.originals(store)[refused.id]
    assert kept.delete_on is not None
    assert (kept.delete_on - TODAY).days == RESEND_DAYS
    assert chain.delete_due_originals(folder, today=date(2024, 1, 1)) == 0
    assert kept.path.exists()
    assert chain.delete_due_originals(folder, today=kept.delete_on) == 1
    assert not kept.path.exists()
    (line,) = chain.list_removals(folder)
    assert (line.kind, line.what, line.day) == ("original", refused.id, kept.delete_on)


def test_of_a_file_refused_for_law_no_byte_is_kept(
    folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    header, rows = people
    receipt = send(folder, tmp_path, [[*header, "PHONE"], *([*row, "0116 0"] for row in rows)])
    assert not receipt.is_accepted
    assert receipt.id not in removal.originals(Store.open(folder / "store"))
    out = chain.receive(folder, tmp_path / "people.csv", under=PEOPLE, today=date(1999, 1, 1))
    assert "not in force" in out.to_text()
    assert out.id not in removal.originals(Store.open(folder / "store"))


def test_no_clear_name_lies_anywhere_in_the_folder(
    folder: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    surnames = {row[3].encode() for row in people[1] if len(row[3]) > 7}
    bodies = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert surnames
    assert not [name for name in surnames for body in bodies if name in body]
    assert count_in_originals(folder, PEOPLE, people[1][0][2]) == 1


def test_the_clock_set_back_changes_no_order(
    folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    """A supply received under an earlier day than the last is the newest all the same."""
    header, rows = people
    earlier = [r["id"] for r in Store.open(folder / "store").live_receipts() if r["feed"] == PEOPLE]
    path = tmp_path / "people.csv"
    path.write_text(text_of([header, *rows[:-1]]), encoding="utf-8")
    back = date(2023, 4, 3)
    receipt = chain.receive(folder, path, under=PEOPLE, today=back, replaces=(earlier[0],))
    assert receipt.is_accepted, receipt.to_text()
    store = Store.open(folder / "store")
    assert store.receipts()[-1]["id"] == receipt.id
    assert chain.make_cut(folder).number == 2
    assert store.held_slices(PEOPLE)["2021-01"] == receipt.id


def test_keys_say_who_can_read_them(folder: Path, tmp_path: Path) -> None:
    found = {key.name: key for key in chain.list_keys(folder)}
    assert set(found) == {"originals.key", f"pseudonym-{PROJECT}.key", "release.key"}
    of_release = found.pop("release.key")
    assert (of_release.readers, of_release.warnings) == (("its owner",), ())
    assert {key.readers for key in found.values()} == {("its owner",)}
    assert {key.warnings for key in found.values()} == {(SAME_USER,)}
    (folder / "keys" / "originals.key").chmod(0o640)
    (folder / "keys" / "odd.key").symlink_to(tmp_path)
    found = {key.name: key for key in chain.list_keys(folder)}
    assert found["originals.key"].warnings == (OTHERS, SAME_USER)
    assert NO_FILE in found["odd.key"].warnings
    inside = shutil.copytree(folder / "keys", folder / "store" / "keys", symlinks=True)
    assert all(IN_STORE in key.warnings for key in look_at_keys(inside, folder / "store"))
    assert look_at_keys(tmp_path / "none", tmp_path / "no store") == ()


def test_keys_that_this_user_may_not_read_are_said_to_be_anothers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried with two real users in tests/journey/test_two_users.py, where root is there to."""
    from vrn.sharing.pseudonyms import keys

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "made up")

    monkeypatch.setattr(keys, "_read_own", closed)
    with pytest.raises(TextError, match="is kept from this user of the system"):
        chain.rotate_key(folder, PROJECT, why="a try", today=TODAY)
    monkeypatch.setattr(type(folder), "iterdir", closed)
    with pytest.raises(TextError, match="keys: is closed to this user of the system"):
        chain.list_keys(folder)


def test_keys_of_another_user_are_not_warned_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custody, "owner_of", lambda _folder: os.getuid() + 1)
    assert {key.warnings for key in look_at_keys(folder / "keys", folder / "store")} == {()}


# -- backup and restore ---------------------------------------------------------------------------


def test_a_backup_is_restored_file_by_file(folder: Path, tmp_path: Path) -> None:
    release_headlines(folder)
    to, again = tmp_path / "backup", tmp_path / "again"
    first = chain.back_up(folder, to)
    second = chain.back_up(folder, to)
    databases = 2
    assert (first.files, second.files, second.copied) == (first.copied, first.files, databases)
    assert set(first.keys) == {p.name for p in (folder / "keys").iterdir()}
    assert not [p for p in to.rglob("*") if p.stat().st_nlink > 1 and p.is_file()]
    answer = chain.restore(to, again)
    assert (answer.files, answer.keys) == (first.files, first.keys)
    assert not (again / "keys").exists()
    assert Store.open(again / "store").cut().row_hash == Store.open(folder / "store").cut().row_hash
    with pytest.raises(NotReadyError, match="is not empty"):
        chain.restore(to, again)


def test_what_was_removed_does_not_live_on_in_the_backup(folder: Path, tmp_path: Path) -> None:
    to, store = tmp_path / "backup", Store.open(folder / "store")
    chain.back_up(folder, to)
    gone = [part.path.name for part in store.live_parts(PEOPLE)]
    store.remove_supplies(
        [r["id"] for r in store.receipts() if r["feed"] == PEOPLE], why="x", today=TODAY
    )
    chain.back_up(folder, to)
    assert not [name for name in gone if (to / "store" / "parts" / name).exists()]


def test_every_fault_of_a_backup_is_named_and_nothing_is_restored(
    folder: Path, tmp_path: Path
) -> None:
    to, again = tmp_path / "backup", tmp_path / "again"
    chain.back_up(folder, to)
    parts = sorted((to / "store" / "parts").iterdir())
    parts[0].unlink()
    parts[1].write_bytes(b"changed")
    index = json.loads((to / "backup.json").read_text())
    index["files"]["../outside"] = "0" * 64
    (to / "backup.json").write_text(json.dumps(index))
    with pytest.raises(BrokenBackupError) as caught:
        chain.restore(to, again)
    for words in (f"{parts[0].name} is missing", f"{parts[1].name} was changed", "lies outside"):
        assert words in str(caught.value)
    assert not again.exists()


def test_a_backup_that_was_stopped_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "backup"

    def stop(done: int, _total: int, _what: str) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        chain.back_up(folder, to, on_progress=stop)
    with pytest.raises(BrokenBackupError, match=r"holds no backup.json.*stopped before its end"):
        chain.restore(to, tmp_path / "again")
    made = chain.back_up(folder, to)
    assert made.copied == made.files - 20 < made.files
    chain.restore(to, tmp_path / "again")


@pytest.mark.parametrize("where", ["inside", "around", "other"])
def test_a_backup_spoils_no_folder(where: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    to = {"inside": folder / "b", "around": tmp_path, "other": tmp_path / "other"}[where]
    with pytest.raises(NotReadyError, match=r"lie in each other|something else than a backup"):
        chain.back_up(folder, to)
    assert (tmp_path / "other" / "mine.txt").read_text() == "mine"


def test_a_part_that_is_not_its_name_is_no_backup(folder: Path, tmp_path: Path) -> None:
    path = next((folder / "store" / "parts").iterdir())
    path.write_bytes(b"the disk is failing")
    with pytest.raises(BrokenBackupError, match=f"{path.name}: missing, or not what its name says"):
        chain.back_up(folder, tmp_path / "backup")


def test_a_folder_without_a_store_is_backed_up_too(tmp_path: Path) -> None:
    chain.start(tmp_path / "p", area="Norfolk")
    made = chain.back_up(tmp_path / "p", tmp_path / "b")
    assert (made.keys, made.copied) == (("release.key",), made.files)


def test_a_backup_made_while_a_writer_is_at_work_fits_together(
    area_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(area_folder / "partnership", tmp_path / "p")
    writer = threading.Thread(target=receive_all, args=(area_folder, folder))
    writer.start()
    made = 0
    while writer.is_alive() or not made:
        to = tmp_path / f"b{made}"
        chain.back_up(folder, to)
        chain.restore(to, tmp_path / f"r{made}")
        store = Store.open(tmp_path / f"r{made}" / "store")
        for receipt in store.live_receipts():
            rows = [part for _, part in removal.parts_of(store, receipt["id"])]
            assert sum(pl.read_parquet(p.path).height for p in rows) == receipt["rows_stored"]
        made += 1
    writer.join()
    assert made


def test_what_vanished_while_it_was_copied_is_passed_over(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A temporary file that came and went; one that the manifest names would be told of."""
    real = backing_up._paths

    def with_a_ghost(base: Path) -> list[Path]:
        return [*real(base), folder / "ghost"]

    monkeypatch.setattr(backing_up, "_paths", with_a_ghost)
    made = chain.back_up(folder, tmp_path / "b")
    assert made.files > 0


def test_a_rotation_without_a_kept_original_says_what_to_do(folder: Path) -> None:
    store = Store.open(folder / "store")
    removal.drop_originals(store, list(removal.originals(store)), why="x", today=TODAY)
    with pytest.raises(TextError, match="ask the supplier to send these supplies again"):
        chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)


def test_the_original_of_a_correction_stands_in_for_one_that_has_gone(
    folder: Path, tmp_path: Path, people: tuple[list[str], list[list[str]]]
) -> None:
    header, rows = people
    store = Store.open(folder / "store")
    (earlier,) = [
        r["id"]
        for r in store.live_receipts()
        if r["feed"] == PEOPLE and r["period_from"] == "2021-01"
    ]
    late = [*rows[0][:2], "N9999999", *rows[0][3:]]
    assert send(folder, tmp_path, [header, *rows, late], replaces=(earlier,)).is_accepted
    removal.drop_originals(store, [earlier], why="x", today=TODAY)
    before = {number: part.rows for number, part in removal.parts_of(store, earlier)}
    new = chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)
    after = removal.parts_of(store, earlier)
    assert {number: part.rows for number, part in after} == before
    assert key_ids_in([part.path for _, part in after]) == {new}
