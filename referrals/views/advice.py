"""Advice that was given, and who saw a child first and who referred it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from referrals import policies_counts as policies
from referrals.codes import shown_code
from referrals.forms.advice import AdviceForForm, AdviceForm, OriginForm
from referrals.models import Advice
from referrals.queries.advice import advice_rows, latest_of
from referrals.queries.counts import last_months
from referrals.services import advice as services
from referrals.services.reading import record_read
from referrals.views.base import PROVIDER, ChildPage, TrajectoryPage
from referrals.views.counts import partnerships_of
from referrals.views.form_pages import ServiceForm
from referrals.views.letter import crumbs_to
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Partnership


class AdviceStart(ChildPage):
    """The way to the advice in the first of the reader's municipalities."""

    kinds = PROVIDER
    policy = policies.may_read_counts

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Go there; without a municipality there is nothing to see."""
        first = partnerships_of(self.actor).first()
        if first is None:
            raise Http404
        return redirect("referrals:advice-of", first.pk)


class AdviceOf(ChildPage, ObjectView[Partnership], ServiceForm):
    """The advice in one municipality, and a form to add some without a trajectory."""

    kinds = PROVIDER
    policy = policies.may_see_counts_of
    form_class = AdviceForm
    template_name = "referrals/advice.html"

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the partnerships in reach."""
        return partnerships_of(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the months that the table shows, this one first."""
        months = last_months(timezone.localdate())
        return {**super().get_form_kwargs(), "months": months[::-1]}

    def save(self, form: AdviceForm) -> HttpResponse:
        """Note it."""
        advice = services.note_advice(
            partnership=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"Advies vastgelegd: {advice}.")
        return redirect("referrals:advice-of", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table, and what the reader noted last."""
        months = last_months(timezone.localdate())
        latest = latest_of(self.actor, self.object)
        record_read(
            trajectories=[one.trajectory for one in latest if one.trajectory],
            actor=self.actor,
            now=timezone.now(),
            how="adviezen",
        )
        return super().get_context_data(
            partnerships=partnerships_of(self.actor),
            partnership=self.object,
            may_count=policies.may_count(self.actor, self.object),
            months=months,
            rows=advice_rows(self.object, months),
            latest=[(one, code_of(one)) for one in latest],
            **kwargs,
        )


class AdviceWithdraw(ChildPage, ObjectView[Advice]):
    """Take back advice that was noted by mistake."""

    kinds = PROVIDER
    policy = policies.may_withdraw_advice
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[Advice]:
        """Return the advice in reach."""
        return Advice.objects.visible_to(self.actor).select_related("partnership")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Take it back."""
        partnership = self.object.partnership_id
        services.withdraw_advice(
            advice=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, "Het advies is teruggenomen.")
        return redirect("referrals:advice-of", partnership)


class TrajectoryAdvice(TrajectoryPage, ServiceForm):
    """Advice to the parents of one child, and who saw it first."""

    kinds = PROVIDER
    policy = policies.may_note
    form_class = AdviceForForm
    template_name = "referrals/advice_for.html"

    def save(self, form: AdviceForForm) -> HttpResponse:
        """Note it."""
        advice = services.note_advice_for(
            trajectory=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"Advies vastgelegd: {advice}.")
        return redirect("referrals:trajectory-advice", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the advice so far, and who saw the child first."""
        child = self.object
        record_read(
            trajectories=[child], actor=self.actor, now=timezone.now(), how="adviezen"
        )
        return super().get_context_data(
            code=shown_code(child.code),
            trajectory=child,
            given=child.advice.order_by("-pk"),
            breadcrumbs=crumbs_to(child),
            **kwargs,
        )


class TrajectoryOrigin(TrajectoryPage, ServiceForm):
    """Say who saw a child first and who formally referred it."""

    kinds = PROVIDER
    policy = policies.may_note
    form_class = OriginForm
    template_name = "referrals/advice_origin.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what is known."""
        child = self.object
        return {
            "first_signalled_by": child.first_signalled_by,
            "referred_by": child.referred_by,
            "seen": child.version,
        }

    def save(self, form: OriginForm) -> HttpResponse:
        """Keep it."""
        services.set_origin(
            trajectory=self.object,
            first_signalled_by=form.cleaned_data["first_signalled_by"],
            referred_by=form.cleaned_data["referred_by"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "Bewaard wie het kind zag en verwees.")
        return redirect("referrals:trajectory-advice", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which trajectory it is about."""
        code = shown_code(self.object.code)
        crumbs = crumbs_to(self.object)
        return super().get_context_data(code=code, breadcrumbs=crumbs, **kwargs)


def code_of(advice: Advice) -> str:
    """Return the code of the child that advice was about, if any."""
    child = advice.trajectory
    return shown_code(child.code) if child else ""
