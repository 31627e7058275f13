"""Lets nothing change what a settled quarter says, and keeps track of its files."""

from django.db import migrations, models

from vve_portal.access.database import PostgresSQL, SqliteSQL

# What a quarter says once it is settled; a story counts from when it is shared.
TOLD = (
    ("monitoring_figure", "true"),
    ("monitoring_release", "true"),
    ("monitoring_revision", "true"),
    ("monitoring_areawords", "true"),
    ("monitoring_clausestatus", "true"),
    ("monitoring_story", "c.is_shared"),
)
# Each statement is judged once, over all the rows it touched; an update by both its
# old and its new rows, so that nothing is moved out of a quarter or into one.
TRIGGERS = (
    ("insert", "INSERT", "NEW"),
    ("delete", "DELETE", "OLD"),
    ("update_from", "UPDATE", "OLD"),
    ("update_to", "UPDATE", "NEW"),
)


def fixed_once_settled(table, which):
    """Return the operation that refuses changes of rows of a settled quarter."""
    function = f"{table}_stays_once_settled"
    triggers = "".join(
        f"""
        CREATE TRIGGER {function}_{name} AFTER {deed} ON {table}
            REFERENCING {rows} TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {function}_{name};
        """
        for name, deed, rows in TRIGGERS
    )
    return PostgresSQL(
        f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            -- Whoever settles the quarter meanwhile is waited for, or waits.
            PERFORM FROM monitoring_quarter q
                WHERE q.id IN (SELECT c.quarter_id FROM changed c WHERE {which})
                ORDER BY q.id FOR SHARE;
            -- A quarter out of sight counts as settled.
            IF EXISTS (
                SELECT FROM changed c WHERE {which} AND NOT EXISTS (
                    SELECT FROM monitoring_quarter q
                    WHERE q.id = c.quarter_id AND q.status IN ('open', 'provisional')))
            THEN
                RAISE EXCEPTION '{table} of a settled quarter stays as it is'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END $$;
        {triggers}
        """,
        "".join(
            f"DROP TRIGGER {function}_{name} ON {table};" for name, _, _ in TRIGGERS
        )
        + f"DROP FUNCTION {function}();",
    )


QUARTER = PostgresSQL(
    """
    CREATE FUNCTION monitoring_quarter_stays_once_settled() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.status = 'settled' AND NEW.status = 'archived'
           AND to_jsonb(NEW) - ARRAY['status', 'archived_at', 'version']
             = to_jsonb(OLD) - ARRAY['status', 'archived_at', 'version']
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a settled quarter stays as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER monitoring_quarter_stays_once_settled
        BEFORE UPDATE OR DELETE ON monitoring_quarter FOR EACH ROW
        WHEN (OLD.status IN ('settled', 'archived'))
        EXECUTE FUNCTION monitoring_quarter_stays_once_settled();
    ALTER TABLE monitoring_quarter
        ENABLE ALWAYS TRIGGER monitoring_quarter_stays_once_settled;
    """,
    """
    DROP TRIGGER monitoring_quarter_stays_once_settled ON monitoring_quarter;
    DROP FUNCTION monitoring_quarter_stays_once_settled();
    """,
)
REPORT = PostgresSQL(
    """
    CREATE FUNCTION monitoring_report_keeps_its_content() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
           AND (NEW.quarter_id, NEW.partnership_id, NEW.kind, NEW.content,
                NEW.content_sha256)
             = (OLD.quarter_id, OLD.partnership_id, OLD.kind, OLD.content,
                OLD.content_sha256)
           AND (OLD.document_id IS NULL OR NEW.document_id = OLD.document_id)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a report keeps its content and its file'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER monitoring_report_keeps_its_content
        BEFORE UPDATE OR DELETE ON monitoring_report
        FOR EACH ROW EXECUTE FUNCTION monitoring_report_keeps_its_content();
    ALTER TABLE monitoring_report
        ENABLE ALWAYS TRIGGER monitoring_report_keeps_its_content;
    """,
    """
    DROP TRIGGER monitoring_report_keeps_its_content ON monitoring_report;
    DROP FUNCTION monitoring_report_keeps_its_content();
    """,
)
# To try out: the row of the quarter itself; the services guard what hangs on it.
QUARTER_TO_TRY_OUT = (
    SqliteSQL(
        """
        CREATE TRIGGER monitoring_quarter_stays_once_settled_update
            BEFORE UPDATE ON monitoring_quarter
            WHEN OLD.status = 'archived'
                 OR (OLD.status = 'settled' AND NEW.status <> 'archived')
        BEGIN SELECT RAISE(ABORT, 'a settled quarter stays as it is'); END
        """,
        "DROP TRIGGER monitoring_quarter_stays_once_settled_update",
    ),
    SqliteSQL(
        """
        CREATE TRIGGER monitoring_quarter_stays_once_settled_delete
            BEFORE DELETE ON monitoring_quarter
            WHEN OLD.status IN ('settled', 'archived')
        BEGIN SELECT RAISE(ABORT, 'a settled quarter stays as it is'); END
        """,
        "DROP TRIGGER monitoring_quarter_stays_once_settled_delete",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_policies")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="asked_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="gevraagd op"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="problem",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="wat er misging", default=""
            ),
            preserve_default=False,
        ),
        *(fixed_once_settled(table, which) for table, which in TOLD),
        QUARTER,
        REPORT,
        *QUARTER_TO_TRY_OUT,
    ]
