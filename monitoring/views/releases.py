"""Releasing the figures of a quarter: asked, followed, and what came of the attack."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_releases as policies
from monitoring.lifecycle import FIXED
from monitoring.models import Publication, Quarter, Release, ReleaseTest
from monitoring.models.quarters import QuarterQuerySet
from monitoring.queries.merged import drawn_trees, groups_together, told_of
from monitoring.queries.released import Released
from monitoring.services.releasing import ask_for_release, find_obstacle
from monitoring.services.trees import trees_of
from vve_portal.access.views import ObjectView

Status = Release.Status
ASKED: Final = (
    "Het portaal berekent nu wat er te zien mag zijn. Dat duurt een paar minuten."
)


def crumbs_to(quarter: Quarter) -> list[tuple[str, str]]:
    """Return the way back to a quarter."""
    return [
        ("Kwartalen", reverse("monitoring:quarters")),
        (quarter.name.capitalize(), reverse("monitoring:quarter", args=[quarter.pk])),
    ]


class ReleasePage(ObjectView[Quarter], TemplateView):
    """How far the release of a quarter is, and which groups are taken together."""

    policy = policies.may_see_release
    template_name = "monitoring/releases/release.html"

    def get_queryset(self) -> QuarterQuerySet:
        """Return the quarters in reach, with both parties."""
        rows: QuarterQuerySet = Quarter.objects.visible_to(self.actor)
        return rows.select_related("partnership__municipality", "partnership__provider")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for it, and go on to how far it is."""
        try:
            ask_for_release(quarter=self.object, actor=self.actor, now=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        else:
            messages.info(request, ASKED)
        return redirect("monitoring:release", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the release for partners, the trees, and for the JGZ the attack."""
        quarter = self.object
        release = self.release
        trees = trees_of(quarter.partnership, quarter.year)
        is_done = release is not None and release.status == Status.DONE
        done = Released(release, quarter) if release and is_done else None
        return super().get_context_data(
            quarter=quarter,
            release=release,
            trees=drawn_trees(trees),
            done=done,
            together=groups_together(done) if done else [],
            told=self.told(trees) if done else None,
            breadcrumbs=crumbs_to(quarter),
            **self.asking(release),
            **kwargs,
        )

    @property
    def release(self) -> Release | None:
        """The release for partners, asked for or made."""
        rows = Release.objects.visible_to(self.actor).filter(quarter=self.object)
        return rows.filter(audience=Release.Audience.PARTNER).defer("shown").first()

    def asking(self, release: Release | None) -> dict[str, Any]:
        """Return whether the reader may ask for it, and what must be done before."""
        quarter = self.object
        is_running = release is not None and release.status == Status.RUNNING
        is_open = quarter.status == Quarter.Status.OPEN
        may_release = policies.may_release(self.actor, quarter)
        obstacle = ""
        if is_open and may_release:
            obstacle = find_obstacle(quarter, today=timezone.localdate())
        return {
            "is_open": is_open,
            "is_running": is_running,
            "may_release": may_release,
            "obstacle": obstacle,
            **self.publishing(),
        }

    def publishing(self) -> dict[str, Any]:
        """Return whether the figures are open data, and whether the reader may."""
        quarter = self.object
        rows = Publication.objects.visible_to(self.actor).filter(quarter=quarter)
        return {
            "publication": rows.filter(withdrawn_at__isnull=True).first(),
            "may_publish": policies.may_publish(self.actor, quarter),
            "is_settled": quarter.status in FIXED,
            "town": quarter.partnership.municipality.cbs_code,
        }

    def told(self, trees: Any) -> Any:
        """Return how the attack went, for who may know how much is small."""
        if not policies.may_see_test(self.actor):
            return None
        tests = ReleaseTest.objects.visible_to(self.actor)
        test = tests.filter(quarter=self.object).first()
        return told_of(test, trees) if test else None
