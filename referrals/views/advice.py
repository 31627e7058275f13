"""Advice that was given, and who saw a child first and who referred it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from referrals import policies_counts as policies
from referrals.codes import shown_code
from referrals.forms.advice import AdviceForForm, AdviceForm, OriginForm
from referrals.models import Advice
from referrals.queries.advice import advice_rows, latest_of
from referrals.queries.counts import last_months
from referrals.services import advice as services
from referrals.services.reading import record_read
from referrals.views.base import PROVIDER, ChildPage
from referrals.views.code_page import CodePage
from referrals.views.counts import chosen_partnership, partnerships_of
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.dates import month_year
from vve_portal.ui.service_forms import ServiceForm


class AdviceList(ChildPage, ServiceForm):
    """The advice in one municipality, and a form to add some without a trajectory."""

    kinds = PROVIDER
    policy = policies.may_read_counts
    form_class = AdviceForm
    template_name = "referrals/advice.html"

    @cached_property
    def partnerships(self) -> list[Partnership]:
        """The municipalities to choose from."""
        return list(partnerships_of(self.actor))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the months that the table shows, this one first."""
        months = last_months(timezone.localdate())
        return {**super().get_form_kwargs(), "months": months[::-1]}

    def save(self, form: AdviceForm) -> HttpResponse:
        """Note it."""
        if not self.partnerships:
            raise Http404
        partnership = chosen_partnership(self.request, self.partnerships)
        advice = services.note_advice(
            partnership=partnership,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, told(advice))
        return redirect(address_of(partnership.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table, and what the reader noted last."""
        if not self.partnerships:
            return super().get_context_data(partnerships=[], **kwargs)
        partnership = chosen_partnership(self.request, self.partnerships)
        months = last_months(timezone.localdate())
        return super().get_context_data(
            partnerships=self.partnerships,
            partnership=partnership,
            may_count=policies.may_count(self.actor, partnership),
            months=months,
            rows=advice_rows(partnership, months),
            latest=self.latest(partnership),
            **kwargs,
        )

    def latest(self, partnership: Partnership) -> list[tuple[Advice, str]]:
        """Return what the reader noted last, with codes; that is on record."""
        found = latest_of(self.actor, partnership)
        record_read(
            trajectories=[one.trajectory for one in found if one.trajectory],
            actor=self.actor,
            now=timezone.now(),
            how="adviezen",
        )
        return [(one, code_of(one)) for one in found]


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
        return redirect(address_of(partnership))


class TrajectoryAdvice(CodePage):
    """Advice to the parents of one child, and who saw it first."""

    policy = policies.may_note
    form_class = AdviceForForm
    template_name = "referrals/advice_for.html"
    how = "adviezen"

    def save(self, form: AdviceForForm) -> HttpResponse:
        """Note it."""
        advice = services.note_advice_for(
            trajectory=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, told(advice))
        return redirect("referrals:trajectory-advice", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the advice so far."""
        given = self.object.advice.order_by("-pk")
        return super().get_context_data(given=given, **kwargs)


class TrajectoryOrigin(CodePage):
    """Say who saw a child first and who formally referred it."""

    policy = policies.may_note
    form_class = OriginForm
    template_name = "referrals/advice_origin.html"
    how = "herkomst"

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


def told(advice: Advice) -> str:
    """Say what was noted."""
    month = month_year(advice.month)
    return f"Advies vastgelegd: {advice.get_to_display()}, {month}."


def address_of(partnership_pk: int) -> str:
    """Return the page with the advice of one municipality."""
    return f"{reverse('referrals:advice')}?gemeente={partnership_pk}"


def code_of(advice: Advice) -> str:
    """Return the code of the child that advice was about, if any."""
    child = advice.trajectory
    return shown_code(child.code) if child else ""
