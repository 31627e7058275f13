"""What holds for the whole agreement: its frame, its values, and what was decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agreements import policies
from agreements.forms.approvals import ApprovalForm
from agreements.forms.frame import FrameForm, TermsForm
from agreements.models import Agreement, Approval
from agreements.services import drafting
from agreements.services.approvals import record_approval
from agreements.terms import TERMS, values_of
from agreements.views.base import AgreementView
from agreements.views.form_pages import tab_context
from vve_portal.ui.service_forms import ServiceForm

NOTHING_CHANGED = "U hebt niets gewijzigd: dit stond er al zo."


class FrameEdit(AgreementView, ServiceForm):
    """Title, term, indexation and publicity: to read, and to change by who may."""

    form_class = FrameForm
    template_name = "agreements/frame.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what it is."""
        names = (
            "title",
            "starts_on",
            "ends_on",
            "indexation",
            "publicity",
            "publicity_ground",
        )
        return {name: getattr(self.object, name) for name in names}

    def save(self, form: FrameForm) -> HttpResponse:
        """Change it."""
        drafting.change_frame(
            agreement=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        if form.has_changed():
            messages.success(self.request, "De gegevens zijn bewaard.")
        else:
            messages.info(self.request, NOTHING_CHANGED)
        return redirect("agreements:frame", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the reader may change it."""
        return super().get_context_data(
            may_edit=policies.may_edit_frame(self.actor, self.object),
            **tab_context(self.object, "frame"),
            **kwargs,
        )


class TermsEdit(AgreementView, ServiceForm):
    """The values of the variables: to read, and to change by who may."""

    form_class = TermsForm
    template_name = "agreements/terms.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what they are."""
        return dict(values_of(self.object))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask a reason once the other party reads along."""
        is_shared = self.object.status != Agreement.Status.DRAFT
        return {**super().get_form_kwargs(), "asks_reason": is_shared}

    def save(self, form: TermsForm) -> HttpResponse:
        """Set them."""
        drafting.set_terms(
            agreement=self.object,
            terms=form.terms,
            reason=form.typed_reason,
            actor=self.actor,
            now=timezone.now(),
        )
        if form.has_changes:
            messages.success(self.request, "De termijnen en waarden zijn bewaard.")
        else:
            messages.info(self.request, NOTHING_CHANGED)
        return redirect("agreements:terms", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the values in words, and whether the reader may change them."""
        values = values_of(self.object)
        return super().get_context_data(
            may_edit=policies.may_edit_frame(self.actor, self.object),
            values=[(term.label, values[term.key]) for term in TERMS],
            **tab_context(self.object, "terms"),
            **kwargs,
        )


class Approvals(AgreementView, ServiceForm):
    """The checks and decisions outside the portal that signing stands on."""

    form_class = ApprovalForm
    template_name = "agreements/approvals.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the reader's organisation records."""
        kinds = [
            kind
            for kind in Approval.Kind
            if policies.may_record_approval(self.actor, self.object, kind)
        ]
        return {**super().get_form_kwargs(), "kinds": kinds}

    def save(self, form: ApprovalForm) -> HttpResponse:
        """Record it."""
        approval = record_approval(
            agreement=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        kind = approval.get_kind_display()
        messages.success(self.request, f"{kind} ligt vast: {approval.reference}.")
        return redirect("agreements:approvals", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was recorded, and whether the reader may record."""
        recorded = {
            approval.kind: approval
            for approval in self.object.approvals.select_related("recorded_by")
        }
        return super().get_context_data(
            rows=[(kind.label, recorded.get(kind)) for kind in Approval.Kind],
            may_record=policies.may_record_approval(self.actor, self.object),
            **tab_context(self.object, "approvals"),
            **kwargs,
        )
