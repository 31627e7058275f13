"""Runs the task worker; it does not start when the database role sees too much."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from vve_portal.access.database import refuse_unsafe_role


class Command(db_worker.Command):
    """The worker of the task queue, behind the same door as the web server."""

    help = "Voert de taken uit: documenten maken, ondertekenen, mail."

    def handle(self, **options: Any) -> None:
        """Refuse an unsafe role, then work until told to stop."""
        refuse_unsafe_role()
        super().handle(**options)
