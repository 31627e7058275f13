"""The choice of versions to agree to."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from agreements.areas import Chapter
from agreements.models import ClauseVersion

# A longer number fits no row, and the database would break off on it.
MOST_DIGITS: Final = 18


class VersionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in its stubs only
    """Versions by their numbers."""

    def clean(self, value: Any) -> QuerySet[ClauseVersion]:
        """Refuse a number that no row can have, before the database is asked."""
        for one in value or ():
            if len(str(one)) > MOST_DIGITS:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": one},
                )
        versions: QuerySet[ClauseVersion] = super().clean(value)
        return versions


class SelectionForm(forms.Form):
    """Which versions somebody agrees to: what was ticked, or a whole chapter."""

    version: Any = VersionsField(queryset=None, required=False)
    shown: Any = VersionsField(queryset=None, required=False)
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
