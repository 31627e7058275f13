"""Forms that remember which version was shown: who was second hears of the first."""

from typing import Any

from django.http import HttpResponse

from monitoring.services.stale import Stale
from vve_portal.ui.service_forms import ServiceForm


class SeenForm(ServiceForm):
    """A page with one form; what was typed stays when somebody else was first."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Do the deed, or say that the page was older than the row."""
        try:
            return super().form_valid(form)
        except Stale as stale:
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = str(stale.version)
            form.add_error(None, str(stale))
            return self.form_invalid(form)
