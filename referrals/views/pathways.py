"""Reading routes, and what the parties do with a version as a whole."""

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
from referrals.documents.pathway import render_pathway
from referrals.forms.pathways import OfferForm, StartForm, TakeBackForm
from referrals.models import PathwayVersion
from referrals.queries import pathways as queries
from referrals.queries.rules import rules_for
from referrals.routes.changes import changes_between
from referrals.routes.check import check
from referrals.routes.offers import OFFERS
from referrals.routes.sheet import sheet_of
from referrals.routes.templates import TEMPLATES
from referrals.services import pathways as services
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.audit.models import Entry
from vve_portal.audit.queries import log_of
from vve_portal.ui.dates import long_date
from vve_portal.ui.service_forms import ServiceForm

Status = PathwayVersion.Status
Crumbs = list[tuple[str, str]]
LIST_CRUMB = "Routes"


def version_url(version: PathwayVersion) -> str:
    """Return the page of a version."""
    return reverse("referrals:pathway", args=[version.pk])


def crumbs_to(version: PathwayVersion | None = None) -> Crumbs:
    """Return the way back from a page about routes, or about one version."""
    crumbs = [(LIST_CRUMB, reverse("referrals:pathways"))]
    if version:
        crumbs.append((str(version), version_url(version)))
    return crumbs


class Pathways(PortalView, TemplateView):
    """The routes of every partnership in reach, with the version that holds."""

    policy = policies.may_read_routes
    template_name = "referrals/pathways.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the routes per partnership, and which the reader may add to."""
        towns = queries.towns_of(self.actor, timezone.localdate())
        may_make = policies.may_make_any(self.actor)
        return super().get_context_data(towns=towns, may_make=may_make, **kwargs)


class KnownOffers(PortalView, TemplateView):
    """Other offers for young children, as a list to think of."""

    policy = policies.may_read_routes
    template_name = "referrals/pathway_offers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the offers."""
        return super().get_context_data(
            offers=OFFERS, breadcrumbs=crumbs_to(), **kwargs
        )


class PathwayStart(PortalView, ServiceForm):
    """Start a route from one of the templates."""

    policy = policies.may_make_any
    form_class = StartForm
    template_name = "referrals/pathway_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the partnerships in which the reader makes routes."""
        rows = Partnership.objects.visible_to(self.actor)
        return {
            **super().get_form_kwargs(),
            "partnerships": rows.select_related("municipality", "provider").order_by(
                "municipality__name", "pk"
            ),
            "cancel_url": reverse("referrals:pathways"),
        }

    def save(self, form: StartForm) -> HttpResponse:
        """Start it, and go on editing."""
        code = form.cleaned_data["template"]
        version = services.start_pathway(
            partnership=form.partnership_chosen,
            code=code,
            route=TEMPLATES[code],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(
            self.request,
            "Het concept staat klaar. Beide partijen kunnen het nu aanpassen.",
        )
        return redirect("referrals:pathway-edit", version.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        return super().get_context_data(
            title="Begin een route",
            lead="U begint met een route die al klopt en past die samen aan. "
            "De termijnen zijn een voorstel: spreek ze met elkaar af.",
            breadcrumbs=crumbs_to(),
            **kwargs,
        )


class VersionPage(ObjectView[PathwayVersion]):
    """A page about one version of a route."""

    policy = policies.may_view

    def get_queryset(self) -> QuerySet[PathwayVersion]:
        """Return the versions the reader may know of."""
        return queries.versions_for(self.actor)

    def faults(self) -> list[str]:
        """Return what the check finds; a confirmed version was found sound."""
        if self.object.status == Status.PUBLISHED:
            return []
        return check(self.object.route, rules_for(self.object.partnership_id))


class PathwayDetail(VersionPage, TemplateView):
    """What a version of a route says, drawn and in words."""

    template_name = "referrals/pathway.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the drawing, the check, what changed, and what one may do."""
        version = self.object
        versions = queries.versions_of(self.actor, version.pathway_id)
        previous = queries.previous_of(version, versions)
        entries = Entry.objects.visible_to(self.actor).about(version)
        return super().get_context_data(
            version=version,
            route=version.route,
            sheet=sheet_of(version.route),
            facts=facts_of(version),
            faults=self.faults(),
            versions=versions,
            previous=previous,
            changes=changes_of(previous, version),
            items=log_of(entries.order_by("-pk")),
            breadcrumbs=crumbs_to(),
            **self.verdicts(versions),
            **kwargs,
        )

    def verdicts(self, versions: list[PathwayVersion]) -> dict[str, Any]:
        """Return what the reader may do with this version."""
        version, actor = self.object, self.actor
        is_made = any(one.status != Status.PUBLISHED for one in versions)
        may_start = policies.may_start_version(actor, version.pathway)
        return {
            "may_edit": policies.may_edit(actor, version),
            "may_take_back": policies.may_take_back(actor, version),
            "may_publish": policies.may_publish(actor, version),
            "may_start": bool(may_start) and not is_made,
        }


def changes_of(
    previous: PathwayVersion | None, version: PathwayVersion
) -> list[dict[str, str]]:
    """Return what reads differently than in the version before, as table rows."""
    if previous is None:
        return []
    return [
        {
            "label": change.label,
            "note": change.note,
            "mine": change.before,
            "theirs": change.after,
        }
        for change in changes_between(previous.route, version.route)
    ]


def facts_of(version: PathwayVersion) -> list[tuple[str, str]]:
    """Return what the parties did with a version, as pairs."""
    facts = [
        ("Route", version.pathway.code),
        ("Soort", version.pathway.get_kind_display()),
        ("Versie", str(version.number)),
        ("Stand", version.get_status_display()),
    ]
    if version.starts_on:
        facts.append(("Geldt vanaf", long_date(version.starts_on)))
    if version.offered_by and version.offered_at:
        facts.append(("Voorgelegd door", str(version.offered_by)))
    if version.published_at:
        facts.append(("Vastgesteld op", long_date(version.published_at)))
    if version.route.side_routes:
        facts.append(("Zijroutes", ", ".join(version.route.side_routes)))
    return facts


class PathwayFile(VersionPage):
    """The route as an A4 to print or to send."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Give the file under a name that says what it is."""
        version = self.object
        name = f"route-{version.pathway.code.lower()}-versie-{version.number}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        content = render_pathway(version, created=timezone.now())
        return HttpResponse(content, content_type="application/pdf", headers=headers)


class VersionDeed(VersionPage):
    """A button on the page of a version; a refusal by the service is shown there."""

    http_method_names = ("post",)
    said = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Do it, and go to where it shows."""
        try:
            target = self.act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(version_url(self.object))
        messages.success(request, self.said)
        return redirect(target)

    def act(self) -> str:
        """Call the service and return where to go."""
        raise NotImplementedError

    @property
    def seen_edits(self) -> int:
        """Which edit of the version the button stood under; none is none."""
        text = self.request.POST.get("edits", "")
        return int(text) if text.isdecimal() and len(text) < len("1000000000") else -1


class PathwayNext(VersionDeed):
    """Make a draft of the next version from this one."""

    said = "Er is een nieuw concept. Lopende trajecten houden hun eigen versie."

    def act(self) -> str:
        """Copy this version."""
        draft = services.start_version(
            pathway=self.object.pathway,
            route=self.object.route,
            actor=self.actor,
            now=timezone.now(),
        )
        return reverse("referrals:pathway-edit", args=[draft.pk])


class PathwayPublish(VersionDeed):
    """Confirm what the other party offered."""

    policy = policies.may_publish
    said = (
        "De route is vastgesteld. Nieuwe trajecten volgen haar vanaf de ingangsdatum."
    )

    def act(self) -> str:
        """Confirm it."""
        services.publish_version(
            version=self.object,
            seen_edits=self.seen_edits,
            actor=self.actor,
            now=timezone.now(),
        )
        return version_url(self.object)


class PathwayDiscard(VersionDeed):
    """Throw a draft away."""

    policy = policies.may_edit
    said = "Het concept is weggegooid."

    def act(self) -> str:
        """Throw it away."""
        services.discard_version(
            version=self.object, actor=self.actor, now=timezone.now()
        )
        return reverse("referrals:pathways")


class VersionForm(VersionPage, ServiceForm):
    """A page with a form about a version, with what it is for on top."""

    template_name = "referrals/pathway_form.html"
    title = ""
    lead = ""

    def get_initial(self) -> dict[str, Any]:
        """Keep which edit the form was made from."""
        return {"edits": self.object.edits}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the version."""
        return {**super().get_form_kwargs(), "cancel_url": self.back_url()}

    def back_url(self) -> str:
        """Return where one comes from and goes to."""
        return version_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        context = {
            "title": self.title,
            "lead": self.lead,
            "breadcrumbs": crumbs_to(self.object),
            "version": self.object,
        }
        return super().get_context_data(**{**context, **kwargs})


class PathwayOffer(VersionForm):
    """Put a draft before the other party."""

    policy = policies.may_edit
    form_class = OfferForm
    title = "Leg de route voor"
    lead = "De andere partij stelt vast. Daarna verandert deze versie niet meer."

    def save(self, form: OfferForm) -> HttpResponse:
        """Offer it; a fault comes back as one sentence with the shortest way."""
        services.offer_version(
            version=self.object,
            starts_on=form.cleaned_data["starts_on"],
            seen_edits=form.seen_edits,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(
            self.request, "De route is voorgelegd. Nu is de andere partij aan zet."
        )
        return redirect(self.back_url())


class PathwayTakeBack(VersionForm):
    """Make an offered version a draft again."""

    policy = policies.may_take_back
    form_class = TakeBackForm
    title = "Maak er weer een concept van"
    lead = "Daarna kunnen beide partijen de route weer aanpassen."

    def save(self, form: TakeBackForm) -> HttpResponse:
        """Take it back, or send it back."""
        services.take_back_version(
            version=self.object,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De route is weer een concept.")
        return redirect("referrals:pathway-edit", self.object.pk)
