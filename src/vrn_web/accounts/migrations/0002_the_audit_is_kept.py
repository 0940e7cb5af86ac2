"""Makes the database itself refuse to change or remove a row of the audit.

Where a later migration lets SQLite make the table anew, the triggers go with the old one: run
`keep` again after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "accounts_auditrow"
_WORDS = "the audit is added to, and never changed or emptied"
_SQLITE = tuple(
    f"CREATE TRIGGER audit_is_kept_{verb} BEFORE {verb} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    for verb in ("UPDATE", "DELETE")
)
_POSTGRES = (
    "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$",
    f"CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()",
)


def keep(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Adds the triggers."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRES:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("accounts", "0001_initial"),)
    operations = (migrations.RunPython(keep),)
