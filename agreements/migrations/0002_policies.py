"""Keeps each agreement within its partnership, its versions unchanged, and one in force."""

from django.db import migrations

from vve_portal.access.database import (
    PostgresSQL,
    insert_only,
    protect,
    same_partnership,
    unique_pair,
)

SHARED = (
    "agreements_agreement",
    "agreements_approval",
    "agreements_budgetline",
    "agreements_clause",
    "agreements_clauseversion",
    "agreements_consent",
    "agreements_signature",
    "agreements_signinground",
)
PARENTS = (
    "agreements_agreement",
    "agreements_clause",
    "agreements_clauseversion",
    "agreements_signinground",
)
BELONGS = (
    ("agreements_agreement", "based_on_id", "agreements_agreement"),
    ("agreements_approval", "agreement_id", "agreements_agreement"),
    ("agreements_clause", "agreement_id", "agreements_agreement"),
    ("agreements_clause", "current_id", "agreements_clauseversion"),
    ("agreements_clauseversion", "clause_id", "agreements_clause"),
    ("agreements_budgetline", "version_id", "agreements_clauseversion"),
    ("agreements_consent", "version_id", "agreements_clauseversion"),
    ("agreements_signinground", "agreement_id", "agreements_agreement"),
    ("agreements_signinground", "document_id", "documents_storeddocument"),
    ("agreements_signature", "round_id", "agreements_signinground"),
    ("agreements_signature", "mandate_id", "accounts_mandate"),
)
ONE_IN_FORCE = PostgresSQL(
    """
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    ALTER TABLE agreements_agreement ADD CONSTRAINT agreement_one_in_force_per_day
        EXCLUDE USING gist (
            partnership_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
        WHERE (status = 'signed');
    """,
    "ALTER TABLE agreements_agreement DROP CONSTRAINT agreement_one_in_force_per_day",
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_signed_scope"),
        ("accounts", "0002_policies"),
        ("documents", "0002_policies"),
        ("agreements", "0001_initial"),
    ]
    operations = [
        *(protect(table, "shared") for table in SHARED),
        protect("agreements_modelclause", "library"),
        *(unique_pair(table) for table in PARENTS),
        *(same_partnership(*row) for row in BELONGS),
        *insert_only("agreements_clauseversion"),
        *insert_only("agreements_budgetline"),
        ONE_IN_FORCE,
    ]
