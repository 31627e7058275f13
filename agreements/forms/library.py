"""The choice of a model clause."""

from typing import Any

from django import forms

from agreements.models.library import ModelClauseQuerySet
from vve_portal.ui.forms import PortalForm


class ChooseModelForm(PortalForm):
    """One model clause of those that were on the page."""

    model_clause: Any = forms.ModelChoiceField(label="Modelafspraak", queryset=None)

    def __init__(self, *args: Any, models: ModelClauseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["model_clause"]
        choice.queryset = models
