"""The record of one's own organisation."""

from django_filters.views import FilterView

from vve_portal.access.views import PortalView
from vve_portal.accounts import policies
from vve_portal.accounts.filters import EntryFilter
from vve_portal.audit.models import Entry, EntryQuerySet


class Record(PortalView, FilterView):
    """What the own organisation did, and what its partners share with it."""

    policy = policies.may_read_record
    filterset_class = EntryFilter
    template_name = "accounts/record.html"
    paginate_by = 50

    def get_queryset(self) -> EntryQuerySet:
        """Keep what the actor may know of, newest first."""
        return Entry.objects.visible_to(self.actor).order_by("-pk")
