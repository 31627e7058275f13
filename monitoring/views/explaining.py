"""One figure of a quarter: what it counts, of which day, from whom, and per group."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from monitoring.content.explained import explain
from monitoring.views.quarter_page import QuarterPage, crumbs_to


class QuarterFigure(QuarterPage, TemplateView):
    """All there is to know about one figure."""

    template_name = "monitoring/quarters/figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figure; 404 when nobody measured it, or not yet released."""
        explained = explain(self.screen, self.kwargs["code"])
        if explained is None:
            raise Http404
        return super().get_context_data(
            quarter=self.object,
            explained=explained,
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )
