"""What the pages on which a clause is written share."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.generic.base import TemplateResponseMixin

from agreements import policies
from agreements.areas import Chapter
from agreements.forms.sheet import ClauseSheet
from agreements.models import Agreement, ClauseVersion, Consent
from agreements.services import consent
from agreements.services.versions import Stale
from agreements.terms import NAMES, TERM_BY_KEY, labels_of, values_of
from agreements.views.form_pages import crumbs_to
from agreements.views.outline import find_area

AGREED_TOO: Final = " U bent akkoord namens uw organisatie."
ANSWERS_NEXT: Final = " De andere partij kan nu antwoorden."
# How it is written, what it means, and its value in this agreement.
Variable = tuple[str, str, str]


class SheetPage(TemplateResponseMixin):
    """A page on which a clause is written: shows it, helps with it, and saves it."""

    template_name = "agreements/clause_form.html"
    request: HttpRequest
    actor: Any
    agreement: Agreement
    chapter: Chapter

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show the clause as it is."""
        return self.show(self.sheet())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Save what was typed; or help, or say what is wrong, and lose nothing."""
        sheet = self.sheet(request.POST)
        if sheet.only_asks:
            sheet.forget_errors()
        elif sheet.is_valid():
            try:
                return self.save(sheet)
            except ValidationError as error:
                sheet.take_over(error)
            except Stale as stale:
                return self.meet(sheet, stale.current)
        return self.show(sheet)

    def sheet(self, data: QueryDict | None = None) -> ClauseSheet:
        """Return the clause as it is, or with what was typed over it."""
        raise NotImplementedError

    def save(self, sheet: ClauseSheet) -> HttpResponse:
        """Call the service and go on."""
        raise NotImplementedError

    def meet(self, sheet: ClauseSheet, newer: ClauseVersion) -> HttpResponse:
        """Show what somebody else made of it meanwhile."""
        raise NotImplementedError

    def may_change_all(self) -> bool:
        """Return whether the actor may change more than the money."""
        return bool(policies.may_propose(self.actor, self.agreement))

    def agree(self, sheet: ClauseSheet, version: ClauseVersion) -> str:
        """Agree too when that was asked; return what to say about it."""
        if not sheet.wants_to_agree:
            is_draft = self.agreement.status == Agreement.Status.DRAFT
            return "" if is_draft else ANSWERS_NEXT
        consent.answer(
            version=version,
            decision=Consent.Decision.AGREED,
            reason="",
            actor=self.actor,
            now=timezone.now(),
        )
        return AGREED_TOO

    def show(self, sheet: ClauseSheet, **more: Any) -> HttpResponse:
        """Render the page."""
        near, others = variables_for(self.agreement, self.chapter)
        return self.render_to_response(
            {
                "form": sheet.form,
                "formset": sheet.lines,
                "agreement": self.agreement,
                "chapter": self.chapter,
                "area": find_area(self.chapter),
                "variables": near,
                "other_variables": others,
                "may_consent": policies.may_consent(self.actor, self.agreement),
                "breadcrumbs": crumbs_to(self.agreement, self.chapter),
                **more,
            }
        )


def variables_for(
    agreement: Agreement, chapter: Chapter
) -> tuple[list[Variable], list[Variable]]:
    """Return name, meaning and value of variables: those of use here, and the rest."""
    values = values_of(agreement)
    labels = labels_of(values)
    rows = [(f"{{{key}}}", labels[key], values[key]) for key in values]
    near = {
        f"{{{key}}}"
        for key in values
        if key in NAMES or TERM_BY_KEY[key].chapter == chapter
    }
    return (
        [row for row in rows if row[0] in near],
        [row for row in rows if row[0] not in near],
    )
