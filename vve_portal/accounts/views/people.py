"""The people of one's own organisation: their roles and accounts."""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts import policies
from vve_portal.accounts.forms import RoleForm
from vve_portal.accounts.models import Invitation, RoleGrant, User
from vve_portal.accounts.queries import history_of, people_of
from vve_portal.accounts.roles import ROLES_OF, Kind
from vve_portal.accounts.services import people
from vve_portal.accounts.services.people import RoleRefused
from vve_portal.accounts.views.pages import FormPage


class PeopleList(PortalView, TemplateView):
    """Everybody with an account, and who was invited."""

    policy = policies.may_manage_people
    template_name = "accounts/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add colleagues and open invitations."""
        invited = Invitation.objects.visible_to(self.actor).open()
        return super().get_context_data(
            people=people_of(self.actor, today=timezone.localdate()),
            invitations=invited.order_by("-invited_at", "pk"),
            now=timezone.now(),
            **kwargs,
        )


class PersonPage(ObjectView[User]):
    """A page about a colleague."""

    policy = policies.may_see_person

    def get_queryset(self) -> QuerySet[User]:
        """Keep colleagues, with their roles."""
        return people_of(self.actor, today=timezone.localdate()).select_related(
            "organisation"
        )

    def around(self, current: str) -> dict[str, Any]:
        """Return what every page about a person shows: the way back and the tabs."""
        person = self.object
        tabs = [
            ("Gegevens", "accounts:person"),
            ("Geschiedenis", "accounts:person-history"),
        ]
        return {
            "person": person,
            "breadcrumbs": [("Mensen", reverse("accounts:people"))],
            "tabs": [
                (label, reverse(name, args=[person.pk]), name == current)
                for label, name in tabs
            ],
        }


class PersonDetail(PersonPage, TemplateView):
    """Account and roles of a colleague."""

    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the roles, each with whether it can be ended."""
        actor, person = self.actor, self.object
        grants = [
            (grant, policies.may_end_role(actor, grant))
            for grant in person.grants.all()
        ]
        return super().get_context_data(
            grants=grants,
            may_change=policies.may_change_person(actor, person),
            may_reset=policies.may_reset_second_factor(actor, person),
            may_close=policies.may_close_account(actor, person),
            may_reopen=policies.may_reopen_account(actor, person),
            **self.around("accounts:person"),
            **kwargs,
        )


class PersonHistory(PersonPage, TemplateView):
    """What happened with somebody's account and roles."""

    template_name = "accounts/person_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record about this person."""
        return super().get_context_data(
            log=history_of(self.object, actor=self.actor),
            **self.around("accounts:person-history"),
            **kwargs,
        )


class GrantRole(PersonPage, FormPage):
    """Give a colleague a role."""

    policy = policies.may_change_person
    form_class = RoleForm
    template_name = "accounts/grant_role.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the roles that this person may be given."""
        person = self.object
        roles = [
            role
            for role in ROLES_OF[Kind(person.organisation.kind)]
            if policies.may_grant_role(self.actor, person, role)
        ]
        return {
            **super().get_form_kwargs(),
            "roles": roles,
            "initial": {"starts_on": timezone.localdate()},
            "cancel_url": reverse("accounts:person", args=[person.pk]),
        }

    def form_valid(self, form: RoleForm) -> HttpResponse:
        """Give it."""
        try:
            grant = people.grant_role(
                person=self.object,
                **form.cleaned_data,
                actor=self.actor,
                now=timezone.now(),
            )
        except RoleRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        label = grant.get_role_display()
        messages.success(self.request, f"{self.object.name} heeft de rol {label}.")
        return redirect("accounts:person", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(**self.around("accounts:person"), **kwargs)


M = TypeVar("M", bound=Model)


class Deed(ObjectView[M], Generic[M]):
    """A button: does one thing to one row and goes back to the person."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Do it and say so."""
        person, sentence = self.act()
        messages.success(request, sentence)
        return redirect("accounts:person", person.pk)

    def act(self) -> tuple[User, str]:
        """Call the service; return about whom it was and what happened."""
        raise NotImplementedError


class EndRole(Deed[RoleGrant]):
    """End a role at once."""

    policy = policies.may_end_role

    def get_queryset(self) -> QuerySet[RoleGrant]:
        """Keep the roles of colleagues."""
        colleagues = User.objects.visible_to(self.actor)
        return RoleGrant.objects.filter(user__in=colleagues).select_related("user")

    def act(self) -> tuple[User, str]:
        """End it."""
        grant = people.end_role(grant=self.object, actor=self.actor, now=timezone.now())
        label = grant.get_role_display()
        return grant.user, f"{grant.user.name} heeft de rol {label} niet meer."


class AccountDeed(Deed[User]):
    """A button on the page of a colleague."""

    policy = policies.may_see_person
    service: ClassVar[Callable[..., object]]
    sentence: ClassVar[str]

    def get_queryset(self) -> QuerySet[User]:
        """Keep colleagues."""
        return User.objects.visible_to(self.actor)

    def act(self) -> tuple[User, str]:
        """Call this button's service."""
        type(self).service(person=self.object, actor=self.actor, now=timezone.now())
        return self.object, self.sentence.format(self.object.name)


class CloseAccount(AccountDeed):
    """Close an account."""

    policy = policies.may_close_account
    service = people.close_account
    sentence = "Het account van {} is gesloten."


class ReopenAccount(AccountDeed):
    """Open a closed account again."""

    policy = policies.may_reopen_account
    service = people.reopen_account
    sentence = "Het account van {} is weer open."


class ResetSecondFactor(AccountDeed):
    """Wipe somebody's app; a link to set it again goes by mail."""

    policy = policies.may_reset_second_factor
    service = people.reset_second_factor
    sentence = "De tweede stap van {} is gewist. De nieuwe link is gemaild."
