"""The quarters of partnerships, and the one screen on which a quarter is looked at."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from agreements.models.vocabulary import Progress
from monitoring import policies_quarters as steps
from monitoring.content.lines import ClauseLine
from monitoring.content.pictures import drawn_funnel
from monitoring.content.screen import read_by
from monitoring.lifecycle import FIXED
from monitoring.models import Quarter
from monitoring.models.quarters import QuarterQuerySet
from monitoring.policies_quarters import may_read_figures
from monitoring.queries.calendar import Moment, due_on
from monitoring.queries.funnel import hidden_steps, period_of
from monitoring.queries.settling import find_missing
from monitoring.services import quarters as services
from monitoring.views.quarter_page import OVERVIEW, QuarterPage
from vve_portal.access.views import PortalView
from vve_portal.accounts.roles import Ability
from vve_portal.ui.dates import long_date

SHARED: Final = (
    "Het concept is gedeeld. De deelnemers van het kwartaaloverleg krijgen bericht."
)
SETTLED: Final = "Het kwartaal is vastgesteld. De rapporten worden nu gemaakt."
ASKS_ATTENTION: Final = frozenset({Progress.ATTENTION.value, Progress.MISSED.value})


class QuarterList(PortalView, ListView):  # type: ignore[type-arg]  # generic in stubs
    """The quarters of the actor's partnerships, the latest first."""

    policy = may_read_figures
    template_name = "monitoring/quarters/list.html"
    paginate_by = 24

    def get_queryset(self) -> QuarterQuerySet:
        """Return the quarters in reach; for the clerk those that were settled."""
        rows: QuarterQuerySet = Quarter.objects.visible_to(self.actor)
        if not self.actor.may(Ability.READ_FIGURES):
            rows = rows.filter(status__in=FIXED)
        return rows.select_related("partnership__municipality").latest_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the next step of each quarter."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        quarters = context["object_list"]
        return {
            **context,
            "rows": [(quarter, next_step(quarter)) for quarter in quarters],
            "shows_town": len(self.actor.partnership_ids) > 1,
        }


def next_step(quarter: Quarter) -> str:
    """Say what has to be done next with a quarter, and by when."""
    if quarter.settled_at is not None:
        return f"Vastgesteld op {long_date(quarter.settled_at)}"
    if quarter.status == Quarter.Status.OPEN:
        what, moment = "Aanleveren en vrijgeven", Moment.COMPLETE
    elif quarter.shared_at is None:
        what, moment = "Woorden schrijven en concept delen", Moment.DRAFT
    else:
        what, moment = "Kwartaaloverleg en vaststellen", Moment.SETTLE
    return f"{what}, uiterlijk {long_date(due_on(quarter, moment))}"


class QuarterDetail(QuarterPage, TemplateView):
    """How a quarter went: summary, chain, what asks attention, what is missing."""

    template_name = "monitoring/quarters/quarter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the picture of the chain and the clauses that ask attention."""
        quarter, screen = self.object, self.screen
        may_settle = steps.may_settle(self.actor, quarter)
        return super().get_context_data(
            **self.frame(OVERVIEW),
            summary=read_by(screen.audience, quarter.summary),
            funnel=drawn_funnel(screen.releases),
            period=period_of(screen.releases),
            left_out=hidden_steps(screen.releases),
            attention=[line for line in screen.lines if asks_attention(line)],
            may_settle=may_settle,
            missing=find_missing(quarter, screen.standing) if may_settle else [],
            **kwargs,
        )


def asks_attention(line: ClauseLine) -> bool:
    """Return whether a clause is not on course, by people or by its figure."""
    return line.state in ASKS_ATTENTION


class QuarterShare(QuarterPage):
    """Send the draft to everybody who comes to the meeting."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it."""
        services.share_draft(quarter=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, SHARED)
        return redirect("monitoring:quarter", pk)


class QuarterSettle(QuarterPage):
    """Settle the quarter: nothing of it changes afterwards."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it; what is missing is said in one sentence."""
        services.settle(quarter=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, SETTLED)
        return redirect("monitoring:quarter", pk)
