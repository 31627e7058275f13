"""The worklist of the JGZ, and of who helps it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies
from referrals.models import SavedList
from referrals.queries.stuck import stuck_children
from referrals.queries.worklist import (
    LANE_LABELS,
    Lane,
    Page,
    capped,
    counts_of,
    lanes_of,
    page_of,
    rows_of,
)
from referrals.services.reading import record_read
from referrals.views.base import HELPERS, PROVIDER, ChildPage
from referrals.views.listing import Listing, place_in
from vve_portal.accounts.roles import Kind

Chip = tuple[str, str, bool]


class Worklist(ChildPage, TemplateView):
    """Which trajectories ask something, overdue first."""

    policy = policies.may_list_trajectories
    kinds = HELPERS
    template_name = "referrals/worklist.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page of the list, and keep in the record which codes it showed."""
        now = timezone.now()
        listing = Listing(self.request, self.actor, timezone.localdate(now))
        page = page_of(
            listing.rows,
            listing.filter.order,
            after=place_in(self.request, "na"),
            before=place_in(self.request, "voor"),
            towns=self.actor.children_ids,
        )
        record_read(trajectories=page.rows, actor=self.actor, now=now, how="werklijst")
        return super().get_context_data(
            filter=listing.filter,
            form=listing.filter.form,
            query=listing.query,
            page=page,
            rows=rows_of_page(listing, page),
            **self.around(listing),
            **kwargs,
        )

    def around(self, listing: Listing) -> dict[str, Any]:
        """Return the lists above the page, and what the reader may begin."""
        counts = counts_of(self.actor, today=listing.today)
        is_provider = self.actor.organisation.kind == Kind.JGZ
        saved = SavedList.objects.visible_to(self.actor).order_by("name", "pk")
        return {
            "chips": chips_of(listing, counts),
            "saved": [(one, one.query == listing.query) for one in saved],
            "is_late": listing.lane is Lane.LATE and is_provider,
            "lane_label": LANE_LABELS[listing.lane] if listing.lane else "",
            "open_count": capped(counts[Lane.OPEN]),
            "is_one": counts[Lane.OPEN] == 1,
            "is_provider": is_provider,
            "may_register": policies.may_register(self.actor),
        }


class StuckChildren(ChildPage, TemplateView):
    """What is late, per state and team: figures only, so nobody's code is read."""

    policy = policies.may_list_trajectories
    kinds = PROVIDER
    template_name = "referrals/worklist_stuck.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where children are stuck."""
        return super().get_context_data(
            rows=stuck_children(self.actor, today=timezone.localdate()),
            breadcrumbs=[("Trajecten", reverse("referrals:worklist"))],
            **kwargs,
        )


def rows_of_page(listing: Listing, page: Page) -> list[Any]:
    """Return the lines of a page."""
    return list(
        rows_of(
            page.rows,
            listing.actor,
            today=listing.today,
            neighbourhoods=listing.options.neighbourhoods,
            municipalities=listing.options.municipalities,
        )
    )


def chips_of(listing: Listing, counts: dict[Lane, int]) -> list[Chip]:
    """Return the fixed lists with how many each has."""
    address = reverse("referrals:worklist")
    return [
        (
            f"{LANE_LABELS[lane]} {capped(counts[lane])}",
            f"{address}?lijst={lane}",
            lane is listing.lane,
        )
        for lane in lanes_of(listing.actor)
    ]
