"""What the pages within an agreement share: the way back, and the bar on top."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.areas import Chapter
from agreements.models import Agreement
from agreements.views.outline import short_title, tabs_of

Crumbs = list[tuple[str, str]]


def crumbs_to(agreement: Agreement, chapter: Chapter | None = None) -> Crumbs:
    """Return the way back from a page within an agreement, or within a chapter."""
    crumbs = [
        ("Overeenkomsten", reverse("agreements:list")),
        (agreement.title, agreement.get_absolute_url()),
    ]
    if chapter is not None:
        url = reverse("agreements:chapter", args=[agreement.pk, chapter])
        crumbs.append((short_title(chapter), url))
    return crumbs


def tab_context(agreement: Agreement, tab: str) -> dict[str, Any]:
    """Return what a page in the bar on top of an agreement shows around itself."""
    return {
        "agreement": agreement,
        "state": agreement.state_on(timezone.localdate()),
        "tabs": tabs_of(agreement, tab),
    }
