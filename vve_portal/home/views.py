"""The start page."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from agreements import queries as agreement_queries
from vve_portal.access.verdicts import anyone_logged_in
from vve_portal.access.views import PortalView


class Today(PortalView, TemplateView):
    """What asks something of me today."""

    policy = anyone_logged_in
    template_name = "home/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tasks of every app, most urgent first."""
        today = timezone.localdate()
        tasks = agreement_queries.open_tasks(self.actor, today=today)
        agreements = agreement_queries.recent_agreements(self.actor)
        return super().get_context_data(
            tasks=tasks, agreements=agreements, today=today, **kwargs
        )
