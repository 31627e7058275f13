"""The list of agreements."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters.views import FilterView

from agreements import policies
from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.queries.listing import with_progress
from vve_portal.access.views import PortalView


class AgreementList(PortalView, FilterView):
    """The agreements of the reader's partnerships, newest term first."""

    policy = policies.may_list
    filterset_class = AgreementFilter
    template_name = "agreements/list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Any]:
        """Return the agreements in reach, with how many clauses both agree to."""
        rows = Agreement.objects.visible_to(self.actor).with_parties()
        return with_progress(rows.order_by("-starts_on", "reference", "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each state in words, and whether the reader may start an agreement."""
        context: dict[str, Any] = super().get_context_data(
            may_start=policies.may_start(self.actor), **kwargs
        )
        today = timezone.localdate()
        context["rows"] = [(row, row.state_on(today)) for row in context["page_obj"]]
        return context
