"""The forms of who checks a document: for a file, and for the code printed on it."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse

from vve_portal.documents.codes import normal_code
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem, Width

NO_CODE: Final = (
    "Deze code klopt niet. Neem de twaalf letters en cijfers over die bij de "
    "handtekeningen in het document staan."
)


class OpenForm(PortalForm):
    """A form for anybody: it needs no session, and so no token of one."""

    method: ClassVar[str] = "post"

    @cached_property
    def helper(self) -> FormHelper:
        """What crispy asks; the form leads to the page with both forms."""
        helper = super().helper
        helper.disable_csrf = True
        helper.form_method = self.method
        helper.form_action = reverse("checking:check")
        return helper


class FileForm(OpenForm):
    """A PDF of whoever has one."""

    submit_label: ClassVar[str] = "Controleer het bestand"

    file = forms.FileField(
        label="Pdf-bestand",
        help_text="Hooguit 20 MB. Het portaal bewaart uw bestand niet.",
        allow_empty_file=True,
        error_messages={"required": "Kies het pdf-bestand dat u wilt controleren."},
    )


class CodeForm(OpenForm):
    """The code of a document."""

    submit_label: ClassVar[str] = "Zoek de code op"
    method: ClassVar[str] = "get"

    code = forms.CharField(
        label="Controlecode",
        help_text="Bijvoorbeeld 7K3M-9QXT-2VB8. Streepjes en hoofdletters hoeven niet.",
        max_length=40,
        error_messages={"required": "Vul de code in die op het document staat."},
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Show how long a code is."""
        return [Width("code", "8")]

    def clean_code(self) -> str:
        """Return the code as it is printed."""
        code = normal_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(NO_CODE)
        return code
