"""Lets PostgreSQL count worklists from indexes alone, also for who has many towns."""

from django.db import migrations

from vve_portal.access.database import PostgresSQL

# With location_id the row policy needs no table; with the rest no list does.
COVERING = {
    "trajectory_todo": (
        "(partnership_id, due_on, id) INCLUDE (location_id, is_open)",
        "(partnership_id, due_on, id)",
        "due_on IS NOT NULL",
    ),
    "trajectory_todo_of_role": (
        "(partnership_id, owner, due_on, id) INCLUDE (location_id, assigned_to_id)",
        "(partnership_id, owner, due_on, id)",
        "due_on IS NOT NULL",
    ),
    "trajectory_todo_of_team": (
        "(team_id, due_on, id) INCLUDE (partnership_id, location_id, is_open, owner,"
        " assigned_to_id, escalates_on, escalates_to)",
        "(team_id, due_on, id)",
        "due_on IS NOT NULL",
    ),
    "trajectory_escalated": (
        "(partnership_id, escalates_to, escalates_on, id)"
        " INCLUDE (location_id, owner)",
        "(partnership_id, escalates_to, escalates_on, id)",
        "escalates_on IS NOT NULL",
    ),
}
TABLE = "referrals_trajectory"
OUTSIDE = ("doctor", "local_team", "outreach", "library", "midwife", "other")
# Written out: PostgreSQL gives IN back in other words, and then the index is not the
# same when it is made anew from them.
TOLD = " OR ".join(
    f"{column} = '{who}'"
    for column in ("referred_by", "first_signalled_by")
    for who in OUTSIDE
)


def remade(name: str, columns: str, condition: str) -> str:
    """Return the SQL that makes an index anew."""
    return (
        f"DROP INDEX {name};"
        f" CREATE INDEX {name} ON {TABLE} {columns} WHERE {condition};"
    )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_keep_decided")]
    operations = [
        *(
            PostgresSQL(remade(name, covering, only), remade(name, plain, only))
            for name, (covering, plain, only) in COVERING.items()
        ),
        # Who outside the portal still has to hear what became of a referral.
        PostgresSQL(
            f"CREATE INDEX trajectory_to_tell ON {TABLE} (partnership_id, since)"
            " INCLUDE (location_id)"
            f" WHERE {TOLD}",
            "DROP INDEX trajectory_to_tell",
        ),
    ]
