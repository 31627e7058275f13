"""Writing clauses: adding, changing, and proposing that one lapses."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from agreements import policies
from agreements.areas import AREA_NUMBERS, Chapter
from agreements.forms.comparison import compare
from agreements.forms.dropping import DropForm
from agreements.forms.sheet import ClauseSheet, form_class_of, open_sheet
from agreements.models import Agreement, Clause, ClauseVersion
from agreements.models.vocabulary import Kind
from agreements.queries import history_of, version_of
from agreements.services import clauses
from agreements.services.clause_content import ClauseContent, tidy
from agreements.services.clauses import content_of_version
from agreements.services.versions import Stale
from agreements.views.base import AgreementView, ClauseView
from agreements.views.form_pages import crumbs_to
from agreements.views.sheet_page import SheetPage
from vve_portal.ui.service_forms import ServiceForm


class ClauseAdd(SheetPage, AgreementView):
    """Add a clause to a chapter."""

    policy = policies.may_propose

    def judge(self) -> None:
        """Load the agreement and keep which chapter it is about."""
        super().judge()
        self.agreement, self.chapter = self.object, self.kwargs["chapter"]

    def sheet(self, data: QueryDict | None = None) -> ClauseSheet:
        """Return an empty clause of this kind of chapter."""
        is_provision = self.chapter not in AREA_NUMBERS
        kind = Kind.PROVISION if is_provision else Kind.UNDECIDED
        return open_sheet(
            form_class_of(is_provision=is_provision, may_change_all=True),
            base=ClauseContent(title="", source_text="", kind=kind),
            asks_reason=False,
            data=data,
        )

    def save(self, sheet: ClauseSheet) -> HttpResponse:
        """Add it."""
        clause = clauses.add_clause(
            agreement=self.object,
            chapter=self.chapter,
            content=sheet.content(),
            actor=self.actor,
            now=timezone.now(),
        )
        agreed = self.agree(sheet, version_of(clause))
        said = f"Afspraak {clause.code} is toegevoegd.{agreed}"
        messages.success(self.request, said)
        return redirect(clause)


class ClauseEdit(SheetPage, ClauseView):
    """Change a clause; the contract manager changes its money only."""

    policy = policies.may_edit_money

    def judge(self) -> None:
        """Load the clause; money there is in the seven areas only."""
        super().judge()
        self.agreement = self.object.agreement
        self.chapter = Chapter(self.object.chapter)
        if self.chapter not in AREA_NUMBERS:
            policies.may_propose(self.actor, self.agreement).enforce()

    def sheet(self, data: QueryDict | None = None) -> ClauseSheet:
        """Return the current version, or what was typed over it."""
        version = version_of(self.object)
        return self.sheet_of(content_of_version(version), version.number, data=data)

    def sheet_of(
        self,
        content: ClauseContent,
        number: int,
        *,
        reason: str = "",
        data: QueryDict | None = None,
    ) -> ClauseSheet:
        """Return a sheet of the form that suits this clause and this person."""
        return open_sheet(
            form_class_of(
                is_provision=self.chapter not in AREA_NUMBERS,
                may_change_all=self.may_change_all(),
            ),
            base=content,
            number=number,
            reason=reason,
            asks_reason=self.agreement.status != Agreement.Status.DRAFT,
            data=data,
        )

    def save(self, sheet: ClauseSheet) -> HttpResponse:
        """Propose the next version."""
        version = clauses.propose_version(
            clause=self.object,
            base_number=sheet.base_number,
            content=sheet.content(),
            reason=sheet.form.typed_reason,
            actor=self.actor,
            now=timezone.now(),
        )
        said = f"Versie {version.number} van afspraak {self.object.code} is bewaard."
        messages.success(self.request, said + self.agree(sheet, version))
        return redirect(self.object)

    def meet(self, sheet: ClauseSheet, newer: ClauseVersion) -> HttpResponse:
        """Show both texts; what was typed goes on from the newer version."""
        mine, theirs = sheet.content(), content_of_version(newer)
        if tidy(mine) == theirs and not newer.is_dropped:
            said = f"Precies deze tekst is al bewaard, als versie {newer.number}."
            messages.info(self.request, said)
            return redirect(self.object)
        met = compare(
            mine=mine,
            theirs=theirs,
            base=find_content(self.object, sheet.base_number, self.actor),
            form_class=type(sheet.form),
        )
        reason = sheet.form.typed_reason
        again = self.sheet_of(met.merged, newer.number, reason=reason)
        return self.show(again, newer=newer, differences=met.differences)

    def show(self, sheet: ClauseSheet, **more: Any) -> HttpResponse:
        """Render the page with which clause it is about."""
        only_money = not self.may_change_all()
        version = version_of(self.object)
        return super().show(
            sheet, clause=self.object, version=version, only_money=only_money, **more
        )


class ClauseDrop(ClauseView, ServiceForm):
    """Propose that a clause lapses; in a draft it is left out."""

    policy = policies.may_propose
    form_class = DropForm
    template_name = "agreements/drop.html"

    def get_initial(self) -> dict[str, Any]:
        """Keep which version was read."""
        return {"base_number": version_of(self.object).number}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask a reason once the other party reads along."""
        is_draft = self.object.agreement.status == Agreement.Status.DRAFT
        return {
            **super().get_form_kwargs(),
            "is_draft": is_draft,
            "cancel_url": self.object.get_absolute_url(),
        }

    def save(self, form: DropForm) -> HttpResponse:
        """Propose it."""
        try:
            clauses.propose_drop(
                clause=self.object,
                base_number=form.cleaned_data["base_number"] or 0,
                reason=form.cleaned_data.get("reason", ""),
                actor=self.actor,
                now=timezone.now(),
            )
        except Stale as stale:
            return self.meet(form, stale.current)
        messages.success(self.request, self.said(form))
        return redirect(self.object)

    def said(self, form: DropForm) -> str:
        """Return what happened, in words."""
        if form.is_draft:
            return f"Afspraak {self.object.code} staat niet meer in het concept."
        return f"U stelt voor om afspraak {self.object.code} te laten vervallen."

    def meet(self, form: DropForm, newer: ClauseVersion) -> HttpResponse:
        """Show what the clause says now, so that the answer is about that."""
        if newer.is_dropped:
            said = f"Er is al voorgesteld om {self.object.code} te laten vervallen."
            messages.info(self.request, said)
            return redirect(self.object)
        reason = form.cleaned_data.get("reason", "")
        initial = {"base_number": newer.number, "reason": reason}
        again = DropForm(
            initial=initial, is_draft=form.is_draft, cancel_url=form.cancel_url
        )
        return self.render_to_response(self.get_context_data(form=again, newer=newer))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the clause as it is now, and the way back."""
        clause = self.object
        return super().get_context_data(
            **{
                "clause": clause,
                "version": kwargs.get("newer") or version_of(clause),
                "agreement": clause.agreement,
                "breadcrumbs": crumbs_to(clause.agreement, Chapter(clause.chapter)),
                **kwargs,
            }
        )


def find_content(clause: Clause, number: int, actor: Any) -> ClauseContent | None:
    """Return what version `number` says, if it is one that the actor may read."""
    for version in history_of(clause, actor):
        if version.number == number:
            return content_of_version(version)
    return None
