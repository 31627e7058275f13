"""The definition of the target group: reading, writing, and the decision on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_routes as policies
from referrals.forms.definitions import CriterionSet, DecisionForm, DefinitionForm
from referrals.models import TargetDefinition
from referrals.queries import pathways as queries
from referrals.queries.grounds import definition_on
from referrals.services import definitions as services
from referrals.services.definitions import CRITERION_KINDS, content_of
from referrals.views.pathways import Crumbs, crumbs_to
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.numbers import decimal_number
from vve_portal.ui.service_forms import ServiceForm, add_faults


def definition_crumbs(definition: TargetDefinition | None = None) -> Crumbs:
    """Return the way back from a page about definitions, or about one."""
    crumbs = [*crumbs_to(), ("Doelgroepdefinitie", reverse("referrals:definitions"))]
    if definition:
        url = reverse("referrals:definition", args=[definition.pk])
        crumbs.append((str(definition), url))
    return crumbs


class Definitions(PortalView, TemplateView):
    """All definitions in reach, with the one that holds per partnership."""

    policy = policies.may_read_routes
    template_name = "referrals/definitions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the definitions, newest first, and which of them hold today."""
        rows = list(
            queries.definitions_for(self.actor).order_by(
                "partnership__municipality__name", "partnership", "-year", "-number"
            )
        )
        return super().get_context_data(
            rows=rows,
            in_force=queries.held_among(rows, timezone.localdate()),
            may_make=policies.may_make_any(self.actor),
            breadcrumbs=crumbs_to(),
            **kwargs,
        )


class DefinitionPage(ObjectView[TargetDefinition]):
    """A page about one definition."""

    policy = policies.may_view_definition

    def get_queryset(self) -> QuerySet[TargetDefinition]:
        """Return the definitions the reader may know of."""
        return queries.definitions_for(self.actor)


class DefinitionDetail(DefinitionPage, TemplateView):
    """What a definition says, and what one may do with it."""

    template_name = "referrals/definition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the criteria in words and the verdicts."""
        definition, actor = self.object, self.actor
        held = definition_on(definition.partnership_id, timezone.localdate())
        return super().get_context_data(
            definition=definition,
            criteria=[
                (one.label, CRITERION_KINDS.get(one.kind, one.kind), one.required)
                for one in content_of(definition).criteria
            ],
            facts=facts_of(definition),
            is_in_force=held == definition,
            may_edit=policies.may_edit_definition(actor, definition),
            may_decide=policies.may_decide_definition(actor, definition),
            may_make=policies.may_make(actor, definition.partnership),
            breadcrumbs=definition_crumbs(),
            **kwargs,
        )


def facts_of(definition: TargetDefinition) -> list[tuple[str, str]]:
    """Return what was agreed and decided, as pairs."""
    hours = decimal_number(definition.hours_per_week)
    return [
        ("Startleeftijd", definition.get_start_age_months_display()),
        ("Aanbod", f"{hours} uur per week"),
        ("Geldig", period(definition.starts_on, definition.ends_on)),
        ("Vastgesteld door", definition.decided_by or "nog niemand"),
        (
            "Vastgesteld op",
            long_date(definition.decided_on) if definition.decided_on else "nog niet",
        ),
        ("Kenmerk", definition.reference or "niet ingevuld"),
    ]


class DefinitionSheet(TemplateView):
    """The form of a definition with the rows of its criteria."""

    template_name = "referrals/definition_form.html"
    actor: Any
    title = ""

    def forms(self, data: Any = None) -> tuple[DefinitionForm, Any]:
        """Return form and rows, empty, as they are, or as typed."""
        raise NotImplementedError

    def save(self, form: DefinitionForm, criteria: Any) -> TargetDefinition:
        """Call the service."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show the form."""
        return self.show(*self.forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Keep it, or show what is not right."""
        form, rows = self.forms(request.POST)
        if not (form.is_valid() and rows.is_valid()):
            return self.show(form, rows)
        try:
            kept = self.save(form, rows.criteria)
        except ValidationError as error:
            add_faults(form, error)
            return self.show(form, rows)
        messages.success(request, "De definitie is bewaard.")
        return redirect("referrals:definition", kept.pk)

    def show(self, form: DefinitionForm, rows: Any) -> HttpResponse:
        """Render the page."""
        context = self.get_context_data(form=form, formset=rows, title=self.title)
        return self.render_to_response(context)


class DefinitionAdd(PortalView, DefinitionSheet):
    """Write a definition."""

    policy = policies.may_make_any
    title = "Nieuwe doelgroepdefinitie"

    def forms(self, data: Any = None) -> tuple[DefinitionForm, Any]:
        """Offer the reader's own partnerships."""
        rows = Partnership.objects.visible_to(self.actor)
        mine = rows.select_related("municipality", "provider").order_by("pk")
        form = DefinitionForm(data, partnerships=mine, initial={"edits": 0})
        return form, CriterionSet(data, prefix="criteria")

    def save(self, form: DefinitionForm, criteria: Any) -> TargetDefinition:
        """Start it."""
        return services.add_definition(
            partnership=form.cleaned_data["partnership"],
            content=form.content(criteria),
            actor=self.actor,
            now=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=definition_crumbs(), **kwargs)


class DefinitionEdit(DefinitionPage, DefinitionSheet):
    """Change a definition that was not decided on yet."""

    policy = policies.may_edit_definition
    title = "Wijzig de doelgroepdefinitie"

    def forms(self, data: Any = None) -> tuple[DefinitionForm, Any]:
        """Show what the definition says."""
        content = content_of(self.object)
        names = content.__dataclass_fields__.keys() - {"criteria"}
        initial = {name: getattr(content, name) for name in names}
        form = DefinitionForm(
            data,
            partnerships=None,
            initial={**initial, "edits": self.object.edits},
        )
        criteria = self.object.criteria
        return form, CriterionSet(data, prefix="criteria", initial=criteria)

    def save(self, form: DefinitionForm, criteria: Any) -> TargetDefinition:
        """Keep it."""
        return services.change_definition(
            definition=self.object,
            content=form.content(criteria),
            seen_edits=form.seen_edits,
            actor=self.actor,
            now=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = definition_crumbs(self.object)
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)


class DefinitionDecide(DefinitionPage, ServiceForm):
    """Note that the college decided."""

    policy = policies.may_decide_definition
    form_class = DecisionForm
    template_name = "referrals/pathway_form.html"

    def get_initial(self) -> dict[str, Any]:
        """Keep which edit was read."""
        return {"edits": self.object.edits}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the definition."""
        url = reverse("referrals:definition", args=[self.object.pk])
        return {**super().get_form_kwargs(), "cancel_url": url}

    def save(self, form: DecisionForm) -> HttpResponse:
        """Note it."""
        filled = form.cleaned_data
        services.decide_definition(
            definition=self.object,
            decided_by=filled["decided_by"],
            decided_on=filled["decided_on"],
            reference=filled["reference"],
            seen_edits=form.seen_edits,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "Het besluit is vastgelegd.")
        return redirect("referrals:definition", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        return super().get_context_data(
            title="Leg het besluit vast",
            lead="Daarna verandert deze definitie niet meer. "
            "Nieuwe indicaties verwijzen ernaar zolang zij geldt.",
            breadcrumbs=definition_crumbs(self.object),
            **kwargs,
        )


class DefinitionDiscard(DefinitionPage):
    """Throw a definition away that is still being made."""

    policy = policies.may_edit_definition
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Throw it away."""
        services.discard_definition(
            definition=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, "Het concept is weggegooid.")
        return redirect("referrals:definitions")


class DefinitionNext(DefinitionPage):
    """Make a new definition that begins with what this one says."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Copy it."""
        copy = services.add_definition(
            partnership=self.object.partnership,
            content=content_of(self.object),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(request, "Er is een nieuw concept met dezelfde tekst.")
        return redirect("referrals:definition-edit", copy.pk)
