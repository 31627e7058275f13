"""The choice of versions to agree to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from agreements.areas import Chapter
from agreements.models import ClauseVersion


class SelectionForm(forms.Form):
    """Which versions somebody agrees to: what was ticked, or a whole chapter."""

    version: Any = forms.ModelMultipleChoiceField(queryset=None, required=False)
    shown: Any = forms.ModelMultipleChoiceField(queryset=None, required=False)
    chapter = forms.TypedChoiceField(
        choices=Chapter, coerce=lambda value: Chapter(int(value)), required=False
    )

    def __init__(
        self, *args: Any, versions: QuerySet[ClauseVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("version", "shown"):
            field: Any = self.fields[name]
            field.queryset = versions.select_related("clause")

    @property
    def chosen(self) -> Sequence[ClauseVersion]:
        """The versions agreed to: with a chapter's button, all that was shown of it."""
        chapter = self.cleaned_data["chapter"]
        if chapter in Chapter:
            shown = self.cleaned_data["shown"]
            return [row for row in shown if row.clause.chapter == chapter]
        return list(self.cleaned_data["version"])
