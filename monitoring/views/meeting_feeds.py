"""The secret address of a calendar: made and revoked by its owner, read by anybody."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from monitoring import policies_meetings as policies
from monitoring.models import CalendarFeed
from monitoring.services import feeds
from monitoring.views.meetings import as_calendar, crumbs_to
from vve_portal.access.verdicts import anyone
from vve_portal.access.views import PortalView


class Feed(PortalView, TemplateView):
    """The own address: whether there is one, and how to make or revoke it."""

    policy = policies.may_have_feed
    template_name = "monitoring/meetings/feed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address that works now; the secret itself is nowhere kept."""
        feed = CalendarFeed.objects.filter(
            user=self.actor, revoked_at__isnull=True
        ).first()
        return super().get_context_data(feed=feed, breadcrumbs=crumbs_to(), **kwargs)


class FeedMake(PortalView):
    """Make a new address; its secret is shown in this answer and never again."""

    policy = policies.may_have_feed
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show it: a redirect would have to keep the secret somewhere."""
        secret = feeds.make_feed(actor=self.actor, now=timezone.now())
        path = reverse("monitoring:calendar-feed", args=[secret])
        context = {"url": f"{settings.PORTAL_URL}{path}", "breadcrumbs": crumbs_to()}
        return render(request, "monitoring/meetings/feed_made.html", context)


class FeedRevoke(PortalView):
    """Let the own address stop working."""

    policy = policies.may_have_feed
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Revoke it and go back."""
        feeds.revoke_feed(actor=self.actor, now=timezone.now())
        messages.success(request, "Het geheime adres werkt niet meer.")
        return redirect("monitoring:feed")


@method_decorator(login_not_required, name="dispatch")
class CalendarFeedFile(PortalView):
    """The calendar behind a secret address, for a program that can't sign in."""

    policy = anyone
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG002 - the secret is all that counts
        """Give it; every address that opens nothing is simply not there."""
        content = feeds.read_feed(
            secret=secret, site=settings.PORTAL_URL, now=timezone.now()
        )
        if content is None:
            raise Http404
        return as_calendar(content, name="vve-overleggen.ics")
