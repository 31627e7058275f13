"""Inviting people, and accepting an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator

from vve_portal.access.verdicts import anyone
from vve_portal.access.views import ObjectView
from vve_portal.accounts import policies
from vve_portal.accounts.forms import AcceptForm, InviteForm
from vve_portal.accounts.models import Invitation, InvitationQuerySet, User
from vve_portal.accounts.roles import ROLES_OF, Kind
from vve_portal.accounts.services import invitations, sign_in
from vve_portal.accounts.services.invitations import InvitationRefused
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.accounts.views.arrival import begin_session
from vve_portal.accounts.views.enrolment import begin_enrolling, refuse_link
from vve_portal.accounts.views.pages import FormPage


class Invite(FormPage):
    """Invite somebody to one's own organisation."""

    policy = policies.may_manage_people
    form_class = InviteForm
    template_name = "accounts/invite.html"
    success_url = reverse_lazy("accounts:people")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the roles that exist in this kind of organisation."""
        roles = ROLES_OF[Kind(self.actor.organisation.kind)]
        kwargs = super().get_form_kwargs()
        return {**kwargs, "roles": roles, "cancel_url": reverse("accounts:people")}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Send the invitation."""
        try:
            invitations.invite(
                **form.cleaned_data, actor=self.actor, now=timezone.now()
            )
        except InvitationRefused as refused:
            form.add_error("email", str(refused))
            return self.form_invalid(form)
        email = form.cleaned_data["email"]
        messages.success(self.request, f"De uitnodiging is verstuurd naar {email}.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = [("Mensen", reverse("accounts:people"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)


class WithdrawInvitation(ObjectView[Invitation]):
    """Withdraw an invitation."""

    policy = policies.may_withdraw_invitation
    http_method_names = ("post",)

    def get_queryset(self) -> InvitationQuerySet:
        """Keep those of the own organisation."""
        return Invitation.objects.visible_to(self.actor)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Withdraw it."""
        invitation = invitations.withdraw_invitation(
            invitation=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(
            request, f"De uitnodiging van {invitation.name} is ingetrokken."
        )
        return redirect("accounts:people")


@method_decorator(login_not_required, name="dispatch")
class AcceptInvitation(FormPage):
    """The page of the invitation's link: name and password, then the app."""

    policy = anyone
    form_class = AcceptForm
    template_name = "accounts/accept_invitation.html"
    invitation: Invitation

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Judge the link before anything else, and again when it is used."""
        now = timezone.now()
        try:
            self.invitation = invitations.get_invitation(token=kwargs["token"], now=now)
            return super().dispatch(request, *args, **kwargs)
        except LinkRefused as refused:
            sign_in.record_refused_link(now=now, kind="uitnodiging")
            return refuse_link(request, refused)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form for whom the password will be."""
        invitation = self.invitation
        user = User(email=invitation.email, name=invitation.name)
        initial = {"name": invitation.name}
        return {**super().get_form_kwargs(), "user": user, "initial": initial}

    def form_valid(self, form: AcceptForm) -> HttpResponse:
        """Make the account and go on to the app."""
        user = invitations.accept_invitation(
            token=self.kwargs["token"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
        begin_session(self.request, user)
        return begin_enrolling(self.request, user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the invitation is for."""
        return super().get_context_data(invitation=self.invitation, **kwargs)
