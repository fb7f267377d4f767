"""A trigger refuses every change of a published version, whoever asks.

Deleting is refused in Python and by the production role's rights: a DELETE trigger would also stop
the flush of Django's TransactionTestCase.

On SQLite a later migration that rebuilds this table drops the trigger: repeat `CREATE_TRIGGER` there.
"""

from django.db import migrations

MESSAGE = "A version of a notice is never changed"

SQLITE = f"""
CREATE TRIGGER procedures_version_is_final BEFORE UPDATE ON procedures_noticeversion
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
"""

POSTGRESQL = f"""
CREATE FUNCTION procedures_version_is_final() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER procedures_version_is_final BEFORE UPDATE ON procedures_noticeversion
FOR EACH ROW EXECUTE FUNCTION procedures_version_is_final();
"""


def create_trigger(apps, schema_editor):
    sql = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    schema_editor.execute(sql, params=None)


def drop_trigger(apps, schema_editor):
    table = " ON procedures_noticeversion" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER procedures_version_is_final{table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION procedures_version_is_final()")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [migrations.RunPython(create_trigger, drop_trigger)]
