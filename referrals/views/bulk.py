"""Taking many trajectories on: ticked in the list, or typed by their codes."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies
from referrals.codes import shown_code
from referrals.forms.bulk import (
    AfternoonForm,
    AssignForm,
    BulkMoveForm,
    MoveRowSet,
    TypedMove,
)
from referrals.models import Location, PathwayVersion, Trajectory
from referrals.queries.grounds import Grounds
from referrals.queries.options import teams_of
from referrals.queries.teams import members_by_team, team_mates_of
from referrals.queries.ways import choices_for_all, outcomes_for
from referrals.services.assigning import give_many
from referrals.services.bulk import BulkResult, Refused, move_many
from referrals.services.reading import record_read
from referrals.views.base import PROVIDER, ChildPage, row_numbers
from referrals.views.registering import ROWS, with_more
from referrals.views.trajectory import crumbs_to

MOST_CHOSEN: Final = 100
UNKNOWN: Final = (
    "Dit traject kent u niet. Kijk de code na, of vraag of het van een ander team is."
)
Given = tuple[list[Trajectory], list[Refused]]


class Bulk(ChildPage, TemplateView):
    """One deed for what was ticked in the list, after a look at what it is about."""

    policy = policies.may_register
    kinds = PROVIDER
    template_name = "referrals/bulk.html"

    @cached_property
    def chosen(self) -> list[Trajectory]:
        """What was ticked, as far as the reader knows of it."""
        numbers = row_numbers(self.request.GET.getlist("t"), MOST_CHOSEN)
        rows = Trajectory.objects.visible_to(self.actor).filter(pk__in=numbers)
        rows = rows.select_related("pathway_version", "team")
        return list(rows.order_by("due_on", "pk"))

    @property
    def gives(self) -> bool:
        """Whether the chosen go to a colleague; else the same happened to all."""
        return self.request.GET.get("wat") == "geven"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what was chosen; without a choice there is nothing to do."""
        if not self.chosen:
            messages.info(request, "Kies eerst een of meer trajecten in de lijst.")
            return redirect("referrals:worklist")
        record_read(
            trajectories=self.chosen,
            actor=self.actor,
            now=timezone.now(),
            how="keuze uit de werklijst",
        )
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it, and tell what could not be done and why."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        done, refused = self.give(form) if self.gives else self.move(form)
        if refused and "anyway" not in request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, refused=refused, can=len(done))
            )
        messages.success(request, f"Vastgelegd voor {counted(len(done))}.")
        if refused:
            messages.warning(request, f"Niet gelukt: {told(refused)}")
        return redirect("referrals:worklist")

    def form(self, data: Any = None) -> Any:
        """Return the form of the deed that was chosen."""
        today = timezone.localdate()
        if self.gives:
            return AssignForm(
                data,
                teams=teams_of(self.actor),
                people=team_mates_of(self.actor, today=today),
                members=members_by_team(self.actor, today=today),
            )
        choices = choices_for_all(self.chosen, Grounds(today), self.actor)
        towns = {one.partnership_id for one in self.chosen}
        places = Location.objects.visible_to(self.actor).filter(partnership__in=towns)
        return BulkMoveForm(
            data,
            choices=choices,
            locations=places.open().order_by("name", "pk"),
            today=today,
        )

    def move(self, form: BulkMoveForm) -> Given:
        """Take the same step with all; with none when it is not the reader's will."""
        result = move_many(
            wanted=self.versions(),
            outcome=form.cleaned_data["outcome"],
            deed=form.deed,
            actor=self.actor,
            now=timezone.now(),
            or_none="anyway" not in self.request.POST,
        )
        return self.given(result)

    def versions(self) -> dict[int, int]:
        """Return which version the reader saw of each."""
        seen = dict(
            pair.split(":", 1)
            for pair in self.request.POST.getlist("seen")
            if pair.count(":") == 1
        )
        return {
            one.pk: int(version)
            for one in self.chosen
            if (version := seen.get(str(one.pk), "")).isdecimal()
        }

    def give(self, form: AssignForm) -> Given:
        """Give each to the team; none when it is not the reader's will."""
        result = give_many(
            wanted=self.versions(),
            team=form.cleaned_data["team"],
            assigned_to=form.cleaned_data["person"],
            actor=self.actor,
            now=timezone.now(),
            or_none="anyway" not in self.request.POST,
        )
        return self.given(result)

    def given(self, result: BulkResult) -> Given:
        """Return what was done, or could be, and what was refused."""
        if not result.refused or result.moved:
            return result.moved, result.refused
        stopped = {one.code for one in result.refused}
        can = [one for one in self.chosen if shown_code(one.code) not in stopped]
        return can, result.refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was chosen."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            rows=[(shown_code(one.code), one) for one in self.chosen],
            gives=self.gives,
            offers=self.gives or bool(kwargs["form"].choices),
            breadcrumbs=crumbs_to(),
            **kwargs,
        )


class MoveMany(ChildPage, TemplateView):
    """What happened in an afternoon, code by code."""

    policy = policies.may_register
    kinds = PROVIDER
    template_name = "referrals/bulk_typed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show five empty rows."""
        return self.shown(self.form(), self.rows(initial=[{}] * ROWS))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Report what can be; what can't stays on the page with the reason."""
        form, rows = self.form(request.POST), self.rows(request.POST)
        if "more" in request.POST:
            return self.shown(form, with_more(self, rows))
        if not (form.is_valid() and rows.is_valid()):
            return self.shown(form, rows)
        faults, done = self.report(form, rows.moves())
        if done:
            messages.success(request, f"Vastgelegd voor {counted(done)}.")
        if not faults:
            return redirect("referrals:worklist")
        return self.shown(form, self.left_over(rows, faults))

    def report(
        self, form: AfternoonForm, moves: Mapping[int, TypedMove]
    ) -> tuple[dict[int, str], int]:
        """Take each step; return a sentence per row that was refused, and how many."""
        known = {one.code: one for one in self.known(moves.values())}
        faults = {at: UNKNOWN for at, one in moves.items() if one.code not in known}
        alike: dict[tuple[str, str], dict[int, int]] = {}
        for at, one in moves.items():
            if one.code in known:
                group = alike.setdefault((one.outcome, one.detail), {})
                group[known[one.code].pk] = at
        done = 0
        for places in alike.values():
            result = self.move_alike(form, moves, places, known)
            at_of = {moves[at].code: at for at in places.values()}
            done += len(result.moved)
            for refused in result.refused:
                faults[at_of[refused.code.replace("-", "")]] = refused.reason
        return faults, done

    def move_alike(
        self,
        form: AfternoonForm,
        moves: Mapping[int, TypedMove],
        places: Mapping[int, int],
        known: Mapping[str, Trajectory],
    ) -> BulkResult:
        """Take the same step with those to which the same happened."""
        first = moves[next(iter(places.values()))]
        return move_many(
            wanted={one.pk: one.version for one in known.values() if one.pk in places},
            outcome=first.outcome,
            deed=first.deed(form),
            actor=self.actor,
            now=timezone.now(),
        )

    def known(self, moves: Iterable[TypedMove]) -> Any:
        """Return the trajectories that were typed and that the reader knows of."""
        rows = Trajectory.objects.visible_to(self.actor)
        return rows.filter(code__in=[one.code for one in moves]).order_by("pk")

    def left_over(self, rows: Any, faults: Mapping[int, str]) -> Any:
        """Return only the rows that were refused, each with its reason."""
        typed = [
            {name: rows.forms[at][name].value() for name in rows.forms[at].fields}
            for at in sorted(faults)
        ]
        prefix = rows.prefix
        data: dict[str, Any] = {
            f"{prefix}-TOTAL_FORMS": len(typed),
            f"{prefix}-INITIAL_FORMS": 0,
        }
        for at, row in enumerate(typed):
            data |= {f"{prefix}-{at}-{name}": value for name, value in row.items()}
        left = self.rows(data)
        left.is_valid()
        for at, sentence in enumerate(faults[at] for at in sorted(faults)):
            left.forms[at].add_error("code", sentence)
        return left

    def form(self, data: Any = None) -> AfternoonForm:
        """Return the form of what holds for all."""
        return AfternoonForm(data, today=timezone.localdate())

    def rows(self, data: Any = None, **kwargs: Any) -> Any:
        """Return the rows."""
        return MoveRowSet(data, form_kwargs={"outcomes": self.outcomes}, **kwargs)

    @cached_property
    def outcomes(self) -> list[tuple[str, str]]:
        """What the reader can report on the routes that hold today."""
        versions = PathwayVersion.objects.visible_to(self.actor)
        in_force = versions.in_force_on(timezone.localdate()).order_by("pk")
        return outcomes_for(self.actor, [one.route for one in in_force])

    def shown(self, form: AfternoonForm, rows: Any) -> HttpResponse:
        """Show the page."""
        return self.render_to_response(
            self.get_context_data(form=form, formset=rows, breadcrumbs=crumbs_to())
        )


def counted(number: int) -> str:
    """Write how many trajectories."""
    return "1 traject" if number == 1 else f"{number} trajecten"


def told(refused: Iterable[Refused]) -> str:
    """Write what was refused and why."""
    return " ".join(f"{one.code}: {one.reason}" for one in refused)
