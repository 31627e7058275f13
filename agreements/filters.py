"""Narrowing down the list of agreements."""

from datetime import date
from typing import Any, ClassVar

import django_filters

from agreements.models import Agreement, AgreementQuerySet
from vve_portal.accounts.models import Partnership, PartnershipQuerySet
from vve_portal.ui.forms import FilterForm


class AgreementFilterForm(FilterForm):
    """The form above the list of agreements."""

    search_label: ClassVar[str] = "Zoek een overeenkomst"


def own_partnerships(request: Any) -> PartnershipQuerySet:
    """Return the partnerships that the reader's organisation is in."""
    partnerships = Partnership.objects.visible_to(request.user)
    return partnerships.select_related("municipality", "provider").order_by("code")


class AgreementFilter(django_filters.FilterSet):
    """Which year, which status, with whom."""

    year = django_filters.NumberFilter(
        label="Jaar",
        method="in_year",
        error_messages={"invalid": "Vul bij “Jaar” een jaartal in, zoals 2027."},
    )
    status = django_filters.ChoiceFilter(
        label="Status", choices=Agreement.Status, empty_label="Alle"
    )
    partnership = django_filters.ModelChoiceFilter(
        label="Samenwerking", queryset=own_partnerships, empty_label="Alle"
    )

    class Meta:
        model = Agreement
        form = AgreementFilterForm
        fields: ClassVar[list[str]] = []

    def in_year(
        self,
        rows: AgreementQuerySet,
        name: str,  # noqa: ARG002 - the filter's signature
        value: Any,
    ) -> AgreementQuerySet:
        """Keep the agreements whose term holds a day of the year."""
        year = int(value)
        if not date.min.year <= year <= date.max.year:
            return rows.none()
        return rows.filter(starts_on__year__lte=year, ends_on__year__gte=year)
