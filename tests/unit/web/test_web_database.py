"""Which database the site uses, that its tables are whole, and what its fields hold."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.unit.web.databases import use_database
from vrn_web.accounts import sensitivity
from vrn_web.accounts.models import AuditIsKeptError, AuditRow, Deed, User
from vrn_web.database import DatabaseSettingError, bring_up_to_date, database_settings
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def test_without_a_word_it_is_a_file_in_the_partnerships_folder(tmp_path: Path) -> None:
    chosen = database_settings(tmp_path, {})
    assert chosen["NAME"] == str(tmp_path / "site" / "site.sqlite")
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_one_setting_names_a_server(tmp_path: Path) -> None:
    address = "postgresql://vrn:p%40ss@db.example:5433/network?sslmode=verify-full"
    chosen = database_settings(tmp_path, {"VRN_DATABASE": address})
    assert chosen["ENGINE"].endswith("postgresql")
    held = [chosen[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert held == ["vrn", "p@ss", "db.example", "5433", "network"]
    assert chosen["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://a@b/c", "only postgresql:// is known"),
        ("site.sqlite", "begins with nothing"),
        ("postgresql://a@b", "names no database"),
        ("postgresql://a@b/c/d", "holds a /"),
        ("postgresql://a@b:port/c", "cannot be read"),
        ("postgresql://a@b/c?password=d", "unknown options"),
    ],
)
def test_a_wrong_one_is_refused_with_its_reason(tmp_path: Path, address: str, reason: str) -> None:
    with pytest.raises(DatabaseSettingError, match=reason):
        database_settings(tmp_path, {"VRN_DATABASE": address})


def test_a_refusal_tells_no_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseSettingError) as refused:
        database_settings(tmp_path, {"VRN_DATABASE": "mysql://vrn:geheim@db.example/network"})
    assert "geheim" not in str(refused.value)


def test_a_server_that_is_not_there_is_told_of_at_the_start(tmp_path: Path) -> None:
    nowhere = f"postgresql://vrn:geheim@/network?host={tmp_path}"
    use_database(tmp_path, {"VRN_DATABASE": nowhere})
    try:
        with pytest.raises(DatabaseSettingError, match="cannot be opened") as told:
            bring_up_to_date(tmp_path)
        assert "geheim" not in str(told.value)
    finally:
        use_database(tmp_path, {})


def test_the_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    use_database(tmp_path, {})
    former = os.umask(0o022)
    try:
        bring_up_to_date(tmp_path)
        User.objects.count()
        files = sorted((tmp_path / "site").glob("site.sqlite*"))
        assert files
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    finally:
        os.umask(former)
        connection.close()


def test_migrations_are_whole(database: str) -> None:
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    assert "No changes detected" in said.getvalue()


def test_a_second_start_changes_nothing(database: str) -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_writers_say_so_at_once_and_what_is_written_stays(database: str) -> None:
    """Each database is opened in the mode that was chosen for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked = {
                "PRAGMA journal_mode": "wal",
                "PRAGMA synchronous": 2,
                "PRAGMA foreign_keys": 1,
            }
        else:
            asked = {"SHOW transaction_isolation": "read committed"}
        for question, expected in asked.items():
            cursor.execute(question)
            assert cursor.fetchone()[0] == expected


def test_every_field_says_how_sensitive_it_is() -> None:
    assert list(sensitivity.undeclared()) == []


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"name"}, "accounts.User.name"),
        ({"made_up_field"}, "accounts.User.made_up_field"),
    ],
)
def test_a_field_that_says_nothing_would_be_found(
    monkeypatch: pytest.MonkeyPatch, changed: set[str], missing: str
) -> None:
    fields = dict(sensitivity.FIELDS["accounts.User"])
    for name in changed:
        if name in fields:
            del fields[name]
        else:
            fields[name] = sensitivity.Sensitivity.PLAIN
    monkeypatch.setattr(sensitivity, "FIELDS", {**sensitivity.FIELDS, "accounts.User": fields})
    assert list(sensitivity.undeclared()) == [missing]


def refused_by_the_database(change: Mapping[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**{"email": "x@y.example", "name": "X", "role": "analyst", **change})


def test_the_database_refuses_a_role_it_does_not_know(people: Mapping[str, User]) -> None:
    refused_by_the_database({"role": "superuser"})


def test_the_database_refuses_a_second_account_of_an_address(people: Mapping[str, User]) -> None:
    refused_by_the_database({"email": people["Ada"].email})
    refused_by_the_database({"email": people["Ada"].email.upper()})


def test_the_database_refuses_half_a_request(people: Mapping[str, User]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkRequest.objects.create(id="0" * 32, kind="receive", sent_by=people["Sam"])
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkRequest.objects.create(
            id="0" * 32, kind="edition", sha256="a" * 64, sent_by=people["Ada"]
        )


def test_the_audit_is_never_changed_or_emptied(people: Mapping[str, User]) -> None:
    row = AuditRow.objects.create(person=people["Ada"], deed=Deed.SIGNED_IN)
    row.about = "another"
    for attempt in (
        row.save,
        row.delete,
        AuditRow.objects.all().delete,
        lambda: AuditRow.objects.update(about="another"),
    ):
        with pytest.raises(AuditIsKeptError):
            attempt()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditrow SET about = 'another'", "DELETE FROM accounts_auditrow"],
)
def test_nor_by_whoever_writes_sql(people: Mapping[str, User], statement: str) -> None:
    AuditRow.objects.create(person=people["Ada"], deed=Deed.SIGNED_IN)
    before = AuditRow.objects.count()
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditRow.objects.count() == before


def test_a_deed_has_its_person(database: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditRow.objects.create(deed=Deed.LOOKED, about="0123456789ab")
