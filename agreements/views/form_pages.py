"""What the pages with a form share: faults at their field, and the way back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from agreements.areas import Chapter
from agreements.forms.fields import add_faults
from agreements.models import Agreement
from agreements.views.outline import short_title, tabs_of

Crumbs = list[tuple[str, str]]


class ServiceForm(FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """A page with one form, of which the service may refuse what was filled in."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Do the deed, or show at which field it was refused."""
        try:
            return self.save(form)
        except ValidationError as error:
            add_faults(form, error)
            return self.form_invalid(form)

    def save(self, form: Any) -> HttpResponse:
        """Call the service and go on."""
        raise NotImplementedError


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
