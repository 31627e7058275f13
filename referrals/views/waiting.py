"""The waiting list: who waits for a place, and how long."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_places
from referrals.queries.waiting import unaccepted, waiting_children, waiting_rows
from referrals.services.reading import record_read
from referrals.views.base import ChildPage
from vve_portal.accounts.roles import Kind

ROWS: Final = 50


class WaitingList(ChildPage, TemplateView):
    """Everybody on a waiting list, the most urgent first."""

    policy = policies_places.may_see_capacity
    template_name = "referrals/waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the list, and keep that it was read."""
        pages = Paginator(waiting_children(self.actor), ROWS)
        page = pages.get_page(self.request.GET.get("page"))
        record_read(
            trajectories=page.object_list,
            actor=self.actor,
            now=timezone.now(),
            how="wachtlijst",
        )
        is_preschool = self.actor.organisation.kind == Kind.PRESCHOOL
        return super().get_context_data(
            page=page,
            rows=waiting_rows(list(page), today=timezone.localdate()),
            child_page="preschool-trajectory" if is_preschool else "trajectory",
            unaccepted=0 if is_preschool else unaccepted(self.actor),
            **kwargs,
        )
