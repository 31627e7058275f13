"""The start page."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models import Agreement
from agreements.queries import Task
from agreements.queries import open_tasks as agreement_tasks
from monitoring.queries import (
    deliveries,
    hours,
    meeting_tasks,
    quarter_tasks,
    telling,
)
from referrals.queries import feedback, pathways, preschool, worklist
from vve_portal.access.verdicts import anyone_logged_in
from vve_portal.access.views import PortalView
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability

MOST_AGREEMENTS = 4
SOURCES = (
    agreement_tasks,
    worklist.tasks,
    feedback.feedback_tasks,
    preschool.preschool_tasks,
    pathways.route_tasks,
    deliveries.delivery_tasks,
    quarter_tasks.quarter_tasks,
    meeting_tasks.meeting_tasks,
    hours.hours_tasks,
    telling.telling_tasks,
)


class Today(PortalView, TemplateView):
    """What asks something of me today."""

    policy = anyone_logged_in
    template_name = "home/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tasks of every app, most urgent first, and the latest agreements."""
        today = timezone.localdate()
        tasks = open_tasks(self.actor, today=today)
        agreements = Agreement.objects.visible_to(self.actor).with_parties()
        latest = agreements.order_by("-starts_on", "-pk")[:MOST_AGREEMENTS]
        return super().get_context_data(
            today=today,
            tasks=tasks,
            lead=lead_for(len(tasks)),
            agreements=[(row, row.state_on(today)) for row in latest],
            shows_agreements=self.actor.may(Ability.READ_AGREEMENTS)
            or self.actor.may(Ability.READ_SIGNED_AGREEMENTS),
            **kwargs,
        )


def open_tasks(actor: User, *, today: date) -> list[Task]:
    """Return what every app asks of the actor; what has a day comes first."""
    tasks = [task for source in SOURCES for task in source(actor, today=today)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or today))


def lead_for(tasks: int) -> str:
    """Say in one sentence how much asks something."""
    if tasks == 0:
        return "Er ligt vandaag niets op u te wachten."
    if tasks == 1:
        return "Er ligt één taak voor u klaar."
    return f"Er liggen {tasks} taken voor u klaar."
