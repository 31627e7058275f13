"""The base of pages with one form: a service may refuse what was filled in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.generic import FormView


class ServiceForm(FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """A page with one form, handed to one service."""

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


def add_faults(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what a service refused at the field it is about, or else at the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, sentences in error.message_dict.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
