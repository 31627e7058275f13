"""Lets only the two parties reach judgements and orders, and nobody change a judgement."""

from django.db import migrations

from vve_portal.access.database import insert_only, protect, same_partnership

BELONGS = (
    ("documents_judgement", "document_id", "documents_storeddocument"),
    ("documents_fileorder", "document_id", "documents_storeddocument"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_signed_scope"),
        ("documents", "0003_judged_ordered_and_checked"),
    ]
    operations = [
        protect("documents_judgement", "shared"),
        protect("documents_fileorder", "shared"),
        *(same_partnership(*row) for row in BELONGS),
        *insert_only("documents_judgement"),
        *insert_only("documents_checkkey"),
    ]
