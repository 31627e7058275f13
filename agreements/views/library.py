"""The library: model clauses to add to an agreement, and keeping one's own."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic.base import TemplateResponseMixin

from agreements import policies
from agreements.areas import Chapter
from agreements.forms.library import ChooseModelForm
from agreements.models import Agreement, Clause, ModelClause
from agreements.models.library import ModelClauseQuerySet
from agreements.queries import load_clauses, version_of
from agreements.services import library
from agreements.views.base import AgreementView, ClauseView
from agreements.views.form_pages import crumbs_to
from agreements.views.outline import ORDER, number_of, short_title

NOT_THERE: Final = "Kies een modelafspraak uit de lijst."


@dataclass(frozen=True, slots=True)
class Shelf:
    """A chapter of the library: each model with the clause that already says it."""

    chapter: Chapter
    rows: list[tuple[ModelClause, Clause | None]]

    @property
    def number(self) -> str:
        """Return the number or letter of the chapter."""
        return number_of(self.chapter)

    @property
    def title(self) -> str:
        """Return the title of the chapter for a menu."""
        return short_title(self.chapter)


class Library(TemplateResponseMixin, AgreementView):
    """The model clauses per chapter, each to be added to this agreement."""

    template_name = "agreements/library.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show them."""
        agreement = self.object
        return self.render_to_response(
            {
                "agreement": agreement,
                "shelves": shelves_of(agreement, self.actor),
                "may_add": policies.may_propose(self.actor, agreement),
                "breadcrumbs": crumbs_to(agreement),
            }
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add one; whatever stands in the way is said on the list."""
        form = ChooseModelForm(request.POST, models=models_for(self.object, self.actor))
        try:
            clause = self.add(form)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
            return redirect("agreements:library", pk)
        messages.success(request, f"Afspraak {clause.code} is toegevoegd.")
        return redirect(clause)

    def add(self, form: ChooseModelForm) -> Clause:
        """Add the chosen model clause."""
        if not form.is_valid():
            raise ValidationError(NOT_THERE)
        return library.add_from_library(
            agreement=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )


class ClauseKeep(ClauseView):
    """Keep a clause as a model for later agreements of the same two parties."""

    policy = policies.may_keep_in_library
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Keep it."""
        try:
            kept = library.keep_in_library(
                clause=self.object, actor=self.actor, now=timezone.now()
            )
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            said = f"Afspraak {self.object.code} staat in de bibliotheek: {kept.code}."
            messages.success(request, said)
        return redirect(self.object)


def models_for(agreement: Agreement, actor: Any) -> ModelClauseQuerySet:
    """Return the common models, and those of the agreement's two parties."""
    common = Q(partnership__isnull=True)
    own = Q(partnership=agreement.partnership_id)
    return ModelClause.objects.visible_to(actor).filter(common | own)


def shelves_of(agreement: Agreement, actor: Any) -> list[Shelf]:
    """Return the models in the order of the document, in a fixed number of queries."""
    models = list(models_for(agreement, actor).order_by("position", "pk"))
    clauses = load_clauses(agreement)
    by_code = {clause.code: clause for clause in clauses}
    by_text = {version_of(clause).source_text: clause for clause in clauses}

    def find(model: ModelClause) -> Clause | None:
        # An own model gets another code in each agreement it comes in.
        own = model.partnership_id is not None
        return by_text.get(model.text) if own else by_code.get(model.code)

    return [
        Shelf(chapter, [(one, find(one)) for one in models if one.chapter == chapter])
        for chapter in ORDER
    ]
