"""Plus-inzet for both parties: budget beside hours and money, and the account of it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements import policies as agreement_policies
from monitoring import policies_hours as policies
from monitoring.documents.hours import account_of
from monitoring.queries.plus import plus_year
from monitoring.services.hours_reading import record_account
from referrals.tables.writing import CONTENT_TYPES, Format, write_table
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership

YEARS_BACK: Final = 3


def years_to(today_year: int) -> list[int]:
    """Return the years one may look at, the latest first."""
    return [today_year - back for back in range(YEARS_BACK + 1)]


def chosen_year(request: HttpRequest, today_year: int) -> int:
    """Return the year in the address, or else this one."""
    wanted = request.GET.get("jaar", "")
    known = {str(year): year for year in years_to(today_year)}
    return known.get(wanted, today_year)


def chosen_partnership(
    request: HttpRequest, partnerships: Sequence[Partnership]
) -> Partnership:
    """Return the partnership in the address, or else the first."""
    wanted = request.GET.get("gemeente", "")
    return next((one for one in partnerships if str(one.pk) == wanted), partnerships[0])


class _PlusPage(PortalView, TemplateView):
    """A page about the plus-inzet of one partnership and year."""

    policy = policies.may_read_hours

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what was chosen in the address, and the choices."""
        rows = Partnership.objects.visible_to(self.actor)
        partnerships = list(
            rows.select_related("municipality").order_by("municipality__name", "pk")
        )
        if not partnerships:
            return super().get_context_data(partnerships=[], **kwargs)
        today = timezone.localdate()
        year = chosen_year(self.request, today.year)
        partnership = chosen_partnership(self.request, partnerships)
        return super().get_context_data(
            partnerships=partnerships,
            partnership=partnership,
            today=today,
            year=year,
            year_chips=[
                (str(one), f"?gemeente={partnership.pk}&jaar={one}", one == year)
                for one in years_to(today.year)
            ],
            town_chips=[
                (
                    str(one.municipality),
                    f"?gemeente={one.pk}&jaar={year}",
                    one == partnership,
                )
                for one in partnerships
            ],
            found=plus_year(partnership, year=year, today=today),
            **kwargs,
        )


class PlusOverview(_PlusPage):
    """What is budgeted, what was done, and where it leads."""

    template_name = "monitoring/hours/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the reader may do about it."""
        return super().get_context_data(
            may_start=agreement_policies.may_start(self.actor),
            may_enter=policies.may_enter_hours(self.actor),
            may_approve=policies.may_approve_hours(self.actor),
            **kwargs,
        )


class PlusAccount(_PlusPage):
    """Per source of money, for the annual accounts of the municipality."""

    template_name = "monitoring/hours/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the files are."""
        context = super().get_context_data(**kwargs)
        if context["partnerships"]:
            place = [context["partnership"].pk, context["year"]]
            context["files"] = [
                (form.upper(), reverse(f"monitoring:budget-{form}", args=place))
                for form in Format
            ]
        return context


class PlusExport(ObjectView[Partnership]):
    """The account as a file; that somebody took it is kept in the record."""

    policy = policies.may_read_hours_of
    form: ClassVar[Format]

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the partnerships in reach."""
        rows = Partnership.objects.visible_to(self.actor)
        return rows.select_related("municipality", "provider")

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Write the file."""
        now = timezone.now()
        if year not in years_to(timezone.localdate(now).year):
            raise Http404
        found = plus_year(self.object, year=year, today=timezone.localdate(now))
        sheet, words = account_of(found)
        record_account(
            partnership=self.object,
            year=year,
            form=self.form,
            actor=self.actor,
            now=now,
        )
        response = HttpResponse(
            write_table(self.form, sheet, words), content_type=CONTENT_TYPES[self.form]
        )
        name = f"plus-inzet-{year}.{self.form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class PlusCsv(PlusExport):
    """As CSV."""

    form = Format.CSV


class PlusXlsx(PlusExport):
    """As XLSX."""

    form = Format.XLSX


class PlusOds(PlusExport):
    """As ODS."""

    form = Format.ODS
