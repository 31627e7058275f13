"""What happened to an agreement and to a clause, read back from the record."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from agreements.queries import history_of
from agreements.views.base import AgreementView, ClauseView
from agreements.views.facts import facts_of_version
from agreements.views.form_pages import tab_context
from vve_portal.audit.models import Entry
from vve_portal.audit.queries import log_of

ENTRIES_PER_PAGE: Final = 50


class AgreementHistory(AgreementView, TemplateView):
    """What happened to the agreement and its clauses, newest first."""

    template_name = "agreements/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entries of the record about agreement, clauses and signing."""
        entries = Entry.objects.visible_to(self.actor).about_any(
            [self.object, *self.object.clauses.all(), *self.object.rounds.all()]
        )
        pages = Paginator(entries.order_by("-pk"), ENTRIES_PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            items=log_of(page),
            **tab_context(self.object, "history"),
            **kwargs,
        )


class ClauseHistory(ClauseView, TemplateView):
    """The versions of a clause, and what happened to it."""

    template_name = "agreements/clause_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions and the entries the reader may know of."""
        clause = self.object
        entries = Entry.objects.visible_to(self.actor).about(clause)
        versions = history_of(clause, self.actor)
        return super().get_context_data(
            clause=clause,
            versions=[(version, facts_of_version(version)) for version in versions],
            items=log_of(entries.order_by("-pk")),
            **tab_context(clause.agreement, "detail"),
            **kwargs,
        )
