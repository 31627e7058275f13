"""The worklist as a file; which codes are in it is kept in the record."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from referrals import policies
from referrals.queries.export import EXPORTED, MOST_ROWS, sheet_of
from referrals.services.reading import record_read
from referrals.tables.writing import CONTENT_TYPES, Format, write_table
from referrals.views.base import PROVIDER, ChildPage
from referrals.views.listing import Listing


class Export(ChildPage):
    """The list as the reader filtered it."""

    policy = policies.may_list_trajectories
    kinds = PROVIDER
    form: ClassVar[Format]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Write the file; a list that is too long is not cut off but refused."""
        now = timezone.now()
        today = timezone.localdate(now)
        listing = Listing(request, self.actor, today)
        rows = self.rows_of(listing)
        if len(rows) > MOST_ROWS:
            messages.warning(
                request, "Dit zijn meer dan 5.000 trajecten. Filter eerst."
            )
            return redirect(f"{reverse('referrals:worklist')}?{listing.query}")
        how = f"export ({self.form.upper()})"
        record_read(trajectories=rows, actor=self.actor, now=now, how=how)
        sheet, words = sheet_of(rows, listing.options, today=today)
        response = HttpResponse(
            write_table(self.form, sheet, words), content_type=CONTENT_TYPES[self.form]
        )
        name = f"trajecten-{today:%Y-%m-%d}.{self.form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def rows_of(self, listing: Listing) -> list[Any]:
        """Return what is in the list, and one more when there is too much."""
        ordered = listing.filter.order.sort(listing.rows, back=False)
        return list(ordered.only(*EXPORTED)[: MOST_ROWS + 1])


class ExportCsv(Export):
    """As CSV."""

    form = Format.CSV


class ExportXlsx(Export):
    """As XLSX."""

    form = Format.XLSX


class ExportOds(Export):
    """As ODS."""

    form = Format.ODS
