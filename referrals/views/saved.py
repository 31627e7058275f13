"""Own lists: filters of the worklist under a name."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from referrals import policies
from referrals.forms.saved import SavedListForm
from referrals.models import SavedList
from referrals.services import saved_lists as services
from referrals.views.base import HELPERS, ChildPage
from referrals.views.listing import Listing
from referrals.views.trajectory import crumbs_to
from vve_portal.access.views import ObjectView
from vve_portal.ui.service_forms import ServiceForm


class SavedLists(ChildPage, ServiceForm):
    """Keep the filter under a name, and see which there are."""

    policy = policies.may_list_trajectories
    kinds = HELPERS
    form_class = SavedListForm
    template_name = "referrals/worklist_saved.html"

    @property
    def query(self) -> str:
        """The filter the reader came with, checked as the worklist does."""
        return Listing(self.request, self.actor, timezone.localdate()).query

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the way back to the same list."""
        back = f"{reverse('referrals:worklist')}?{self.query}"
        return {**super().get_form_kwargs(), "cancel_url": back}

    def save(self, form: SavedListForm) -> HttpResponse:
        """Keep it, and go back to the list."""
        saved = services.save_list(
            name=form.cleaned_data["name"], query=self.query, actor=self.actor
        )
        messages.success(self.request, f"De lijst “{saved.name}” is bewaard.")
        return redirect(f"{reverse('referrals:worklist')}?{saved.query}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists there are."""
        own = SavedList.objects.visible_to(self.actor)
        return super().get_context_data(
            own=own.order_by("name", "pk"), breadcrumbs=crumbs_to(), **kwargs
        )


class SavedListDelete(ChildPage, ObjectView[SavedList]):
    """A button: forgets a list."""

    policy = policies.may_delete_list
    kinds = HELPERS
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[SavedList]:
        """Keep one's own."""
        return SavedList.objects.visible_to(self.actor)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Forget it and say so."""
        services.delete_list(saved=self.object, actor=self.actor)
        messages.success(request, f"De lijst “{self.object.name}” is verwijderd.")
        return redirect("referrals:saved-lists")
