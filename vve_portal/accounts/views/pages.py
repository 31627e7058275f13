"""The base of pages with one form."""

from django.views.generic import FormView

from vve_portal.access.views import PortalView


class FormPage(PortalView, FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """A page with a form, guarded by a policy."""
