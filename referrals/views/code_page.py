"""A form about one trajectory under its code; that it was opened is on record."""

from typing import Any, ClassVar

from django.utils import timezone

from referrals.codes import shown_code
from referrals.services.reading import record_read
from referrals.views.base import PROVIDER, TrajectoryPage
from referrals.views.trajectory import crumbs_to
from vve_portal.ui.service_forms import ServiceForm


class CodePage(TrajectoryPage, ServiceForm):
    """A page of the JGZ with a form; `how` says in the record what was looked at."""

    kinds = PROVIDER
    how: ClassVar[str]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trajectory, its code and the way back."""
        child = self.object
        record_read(
            trajectories=[child], actor=self.actor, now=timezone.now(), how=self.how
        )
        context = {
            "trajectory": child,
            "code": shown_code(child.code),
            "breadcrumbs": crumbs_to(child),
        }
        return super().get_context_data(**{**context, **kwargs})
