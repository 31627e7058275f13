"""Beginning trajectories: one, or the work of an afternoon; and their codes."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies
from referrals.codes import shown_code
from referrals.forms.registering import BatchForm, BatchRowSet, RegisterForm
from referrals.models import Neighbourhood, PathwayVersion, Trajectory
from referrals.queries.options import municipalities_of, teams_of
from referrals.services.reading import record_read
from referrals.services.registering import (
    BatchRefused,
    register_batch,
    register_trajectory,
)
from referrals.views.base import PROVIDER, ChildPage, row_numbers
from referrals.views.trajectory import crumbs_to
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.ui.service_forms import ServiceForm, add_faults

ROWS: Final = 5
MOST_ROWS: Final = 100
MOST_SHOWN: Final = 200


def starting(actor: User) -> dict[str, Any]:
    """Return what a form that begins trajectories offers to somebody."""
    towns = municipalities_of(actor) if len(actor.children_ids) > 1 else {}
    versions = PathwayVersion.objects.visible_to(actor).filter(
        partnership__in=actor.children_ids, pathway__kind="preschool"
    )
    today = timezone.localdate()
    teams = teams_of(actor)
    sees_all = actor.has_role(Role.VVE_COORDINATOR)
    if not sees_all:
        teams = teams.filter(pk__in=actor.team_ids)
    return {
        "versions": list(versions.in_force_on(today).order_by("partnership", "pk")),
        "neighbourhoods": neighbourhoods_of(actor),
        "municipalities": towns,
        "teams": list(teams),
        "needs_team": not sees_all,
        "today": today,
    }


def neighbourhoods_of(actor: User) -> QuerySet[Neighbourhood]:
    """Return the parts of town where somebody's children live."""
    rows: QuerySet[Neighbourhood] = Neighbourhood.objects.visible_to(actor)
    return rows.filter(partnership__in=actor.children_ids).order_by("name", "pk")


class TrajectoryCreate(ChildPage, ServiceForm):
    """Begin one trajectory."""

    policy = policies.may_register
    kinds = PROVIDER
    form_class = RegisterForm
    template_name = "referrals/register.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer routes, parts of town and teams."""
        return {
            **super().get_form_kwargs(),
            **starting(self.actor),
            "cancel_url": reverse("referrals:worklist"),
        }

    def save(self, form: RegisterForm) -> HttpResponse:
        """Begin it, and show the code to be copied into the file of the child."""
        made = register_trajectory(
            registration=form.registration,
            pathway_version=form.version,
            team=form.chosen_team,
            actor=self.actor,
            now=timezone.now(),
        )
        return redirect(codes_of([made]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs_to(), **kwargs)


class TrajectoryCreateMany(ChildPage, TemplateView):
    """Begin the trajectories of an afternoon; all of them or none."""

    policy = policies.may_register
    kinds = PROVIDER
    template_name = "referrals/register_batch.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show five empty rows."""
        return self.shown(self.form(), self.rows(initial=[{}] * ROWS))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin them, or show five rows more."""
        if "more" in request.POST:
            rows = with_more(self, self.rows(request.POST))
            return self.shown(self.form(request.POST), rows)
        form, rows = self.form(request.POST), self.rows(request.POST)
        valid = form.is_valid() and rows.is_valid()
        if valid and not rows.lack_groups(form):
            done = self.save(form, rows)
            if done is not None:
                return done
        return self.shown(form, rows)

    def save(self, form: BatchForm, rows: Any) -> HttpResponse | None:
        """Begin them all, or put each refusal at its row."""
        filled = rows.registrations(form)
        try:
            made = register_batch(
                registrations=[registration for _, registration in filled],
                pathway_version=form.version,
                team=form.chosen_team,
                actor=self.actor,
                now=timezone.now(),
            )
        except BatchRefused as refused:
            for number, sentence in refused.faults.items():
                rows.forms[filled[number][0]].add_error(None, sentence)
        except ValidationError as error:
            add_faults(form, error)
        else:
            return redirect(codes_of(made))
        return None

    def form(self, data: Any = None) -> BatchForm:
        """Return the form of what holds for all."""
        return BatchForm(data, **self.starting())

    def rows(self, data: Any = None, **kwargs: Any) -> Any:
        """Return the rows."""
        offered = self.starting()
        names = ("neighbourhoods", "municipalities")
        offer = {name: offered[name] for name in names}
        return BatchRowSet(data, form_kwargs=offer, **kwargs)

    def starting(self) -> dict[str, Any]:
        """Return what the forms offer."""
        return starting(self.actor)

    def shown(self, form: BatchForm, rows: Any) -> HttpResponse:
        """Show the page."""
        return self.render_to_response(
            self.get_context_data(
                form=form, formset=rows, breadcrumbs=crumbs_to(), most=MOST_ROWS
            )
        )


def with_more(page: Any, bound: Any) -> Any:
    """Return the rows as they were typed, with five empty ones behind them."""
    typed = [{name: row[name].value() for name in row.fields} for row in bound.forms]
    wanted = min(len(typed) + ROWS, bound.max_num)
    return page.rows(initial=[*typed, *[{}] * (wanted - len(typed))])


def codes_of(made: list[Trajectory]) -> str:
    """Return the address of the page with the codes of new trajectories."""
    chosen = "&".join(f"t={one.pk}" for one in made)
    return f"{reverse('referrals:trajectory-codes')}?{chosen}"


class TrajectoryCodes(ChildPage, TemplateView):
    """The codes of new trajectories, to be copied into the files of the children."""

    policy = policies.may_register
    kinds = PROVIDER
    template_name = "referrals/register_codes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them; without any there is nothing to show."""
        if not self.chosen:
            messages.info(request, "Kies eerst een traject in de lijst.")
            return redirect("referrals:worklist")
        return super().get(request, *args, **kwargs)

    @property
    def chosen(self) -> list[Trajectory]:
        """The trajectories that were asked for, as far as the reader knows of them."""
        numbers = row_numbers(self.request.GET.getlist("t"), MOST_SHOWN)
        rows = Trajectory.objects.visible_to(self.actor).filter(pk__in=numbers)
        return list(rows.select_related("neighbourhood").order_by("pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the codes, and keep in the record that they were shown."""
        chosen, now = self.chosen, timezone.now()
        record_read(trajectories=chosen, actor=self.actor, now=now, how="nieuwe codes")
        return super().get_context_data(
            rows=[(shown_code(one.code), one) for one in chosen],
            first=chosen[0] if len(chosen) == 1 else None,
            breadcrumbs=crumbs_to(),
            **kwargs,
        )
