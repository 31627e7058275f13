"""Comparing quarters and towns, and an answer for the council in five minutes."""

from typing import Any

from django.views.generic import TemplateView

from monitoring import policies_words as policies
from monitoring.content.comparing import (
    DIFFERING,
    ESTIMATE,
    beside_estimate,
    latest_of,
    over_quarters,
    over_towns,
)
from monitoring.content.question import QUESTIONS, Topic, answer_to
from monitoring.models import Release
from monitoring.policies_quarters import may_read_figures
from monitoring.policies_releases import audience_of
from monitoring.queries.released import find_release
from monitoring.views.quarter_page import QuarterPage, crumbs_to
from vve_portal.access.views import PortalView
from vve_portal.accounts.models import Partnership


class Comparison(PortalView, TemplateView):
    """Figures of one town over quarters, beside the estimate, and over towns."""

    policy = may_read_figures
    template_name = "monitoring/quarters/comparison.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare the town in the address, or else the first one."""
        rows = Partnership.objects.visible_to(self.actor).select_related("municipality")
        towns = list(rows.order_by("municipality__name", "pk"))
        wanted = self.request.GET.get("gemeente", "")
        chosen = next((one for one in towns if str(one.pk) == wanted), None)
        town = chosen or next(iter(towns), None)
        releases = latest_of(town, audience_of(self.actor)) if town else []
        current = releases[-1] if releases else None
        return super().get_context_data(
            town=town,
            towns=[
                (one.municipality.name, f"?gemeente={one.pk}", one == town)
                for one in towns
            ],
            current=current,
            quarters=over_quarters(releases) if releases else None,
            estimate=beside_estimate(current) if current else None,
            others=over_towns(current.quarter, self.actor) if current else None,
            differing=DIFFERING,
            about_estimate=ESTIMATE,
            **kwargs,
        )


class QuarterQuestion(QuarterPage, TemplateView):
    """A text to copy, of what the council may see of a settled quarter."""

    policy = policies.may_answer_council
    template_name = "monitoring/quarters/question.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Answer the question in the address, or else the first one."""
        wanted = self.request.GET.get("vraag", "")
        topic = next((one for one in Topic if one == wanted), Topic.NOT_REACHED)
        released = find_release(self.object, Release.Audience.COUNCIL)
        return super().get_context_data(
            quarter=self.object,
            questions=[
                (asked.question, f"?vraag={one.value}", one == topic)
                for one, asked in QUESTIONS.items()
            ],
            answer=answer_to(topic, released) if released else None,
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )
