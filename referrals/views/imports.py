"""Handing a file in, choosing its columns, seeing what it would do, and applying it."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin

from referrals import policies_imports as policies
from referrals import tasks
from referrals.forms.imports import ColumnsForm, ImportForm
from referrals.models import FileKind, Import
from referrals.queries.imports import imports_of
from referrals.queries.locations import own_partnerships
from referrals.services.importing.applying import start_applying
from referrals.services.importing.checking import check_import, drop_import
from referrals.services.importing.receiving import SCHEMAS, receive_file
from referrals.tables.samples import sample_file
from referrals.tables.writing import CONTENT_TYPES, Format
from referrals.views.base import PROVIDER, ChildPage
from vve_portal.access.views import ObjectView
from vve_portal.ui.service_forms import ServiceForm

Status = Import.Status
MOST_ROWS: Final = 12
FORMATS: Final = {"csv": "CSV", "xlsx": "XLSX", "ods": "ODS"}


def crumbs() -> list[tuple[str, str]]:
    """Return the way back to the list of files."""
    return [("Bestanden", reverse("referrals:imports"))]


def is_too_big(request: HttpRequest) -> bool:
    """Return whether a request was so big that its file was not received."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


class Imports(ChildPage, TemplateView):
    """The files that came in, newest first."""

    policy = policies.may_import
    kinds = PROVIDER
    template_name = "referrals/imports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the files."""
        return super().get_context_data(uploads=imports_of(self.actor), **kwargs)


class ImportCreate(ChildPage, ServiceForm):
    """Hand a file in."""

    policy = policies.may_import
    kinds = PROVIDER
    form_class = ImportForm
    template_name = "referrals/import_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the own municipalities."""
        return {
            **super().get_form_kwargs(),
            "partnerships": own_partnerships(self.actor),
            "is_too_big": is_too_big(self.request),
            "cancel_url": reverse("referrals:imports"),
        }

    def save(self, form: ImportForm) -> HttpResponse:
        """Keep the file, and go on to its columns."""
        file = form.cleaned_data["file"]
        upload = receive_file(
            partnership=form.cleaned_data["partnership"],
            kind=form.cleaned_data["kind"],
            file_name=file.name,
            content=file.read(),
            actor=self.actor,
            now=timezone.now(),
        )
        return redirect("referrals:import-columns", upload.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the examples and the way back."""
        return super().get_context_data(
            kinds=FileKind.choices, formats=FORMATS, breadcrumbs=crumbs(), **kwargs
        )


class ImportPage(ChildPage, ObjectView[Import]):
    """A page about one file that came in."""

    policy = policies.may_view_import
    kinds = PROVIDER

    def get_queryset(self) -> QuerySet[Import]:
        """Return the files in reach, without what is in them."""
        rows: QuerySet[Import] = Import.objects.visible_to(self.actor)
        return rows.defer("content").select_related(
            "partnership__municipality", "uploaded_by"
        )


class ImportDetail(TemplateResponseMixin, ImportPage):
    """What a file would do, how far it is, or what it did."""

    template_name = "referrals/import.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show it; a file of which nobody chose the columns goes there first."""
        if self.object.status == Status.UPLOADED:
            return redirect("referrals:import-columns", pk)
        return self.render_to_response(
            {
                "upload": self.object,
                "may_apply": policies.may_apply_import(self.actor, self.object),
                "may_choose": policies.may_choose_columns(self.actor, self.object),
                "faults": grouped(self.object.errors),
                "more_faults": _more_faults(self.object),
                "breadcrumbs": crumbs(),
            }
        )


class ImportColumns(ImportPage, ServiceForm):
    """Say what the columns of a file are."""

    policy = policies.may_choose_columns
    form_class = ColumnsForm
    template_name = "referrals/import_columns.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the columns of the file, with what is proposed."""
        return {
            **super().get_form_kwargs(),
            "schema": SCHEMAS[FileKind(self.object.kind)],
            "header": self.object.counts["header"],
            "first": self.object.counts["first"],
            "initial": self.object.columns,
            "cancel_url": reverse("referrals:imports"),
        }

    def save(self, form: ColumnsForm) -> HttpResponse:
        """Check the file by these columns."""
        check_import(
            upload=self.object,
            columns=form.columns,
            actor=self.actor,
            now=timezone.now(),
        )
        return redirect("referrals:import", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the file and the way back."""
        return super().get_context_data(
            upload=self.object, breadcrumbs=crumbs(), **kwargs
        )


class ImportApply(ImportPage):
    """Have a checked file applied; pressed again it goes on where it stood still."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Start it, and go on to how far it is."""
        upload = start_applying(
            upload=self.object, actor=self.actor, now=timezone.now()
        )
        tasks.ask_to_apply(upload, self.actor)
        return redirect("referrals:import", pk)


class ImportDrop(ImportPage):
    """Throw a file away that is not applied."""

    policy = policies.may_choose_columns
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Throw it away."""
        drop_import(upload=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, "Het bestand is weggedaan. Er is niets gewijzigd.")
        return redirect("referrals:imports")


class ImportSample(ChildPage):
    """An example of a file, with what its columns mean."""

    policy = policies.may_import
    kinds = PROVIDER

    def get(self, request: HttpRequest, kind: FileKind, form: Format) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Send the file."""
        content = sample_file(SCHEMAS[kind], form)
        name = f"voorbeeld-{kind.label.lower()}.{form.value}"
        return HttpResponse(
            content,
            content_type=CONTENT_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def grouped(errors: list[list[Any]]) -> list[str]:
    """Say each fault once, with the rows that have it."""
    rows: dict[str, list[int]] = {}
    for row, sentence in errors:
        rows.setdefault(sentence.removeprefix(f"Rij {row}: "), []).append(row)
    return [f"{_named(found)}: {fault}" for fault, found in rows.items()]


def _named(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:MOST_ROWS])
    more = len(rows) - MOST_ROWS
    return f"Rij {shown} en nog {more} andere" if more > 0 else f"Rij {shown}"


def _more_faults(upload: Import) -> int:
    told = int(upload.counts.get("faults", 0))
    return max(0, told - len(upload.errors))
