"""The addresses of the monitoring app, joined; each part has its own module."""

from typing import Final

from django.urls import URLPattern

from monitoring.addresses import (
    figures,
    hours,
    meetings,
    quarters,
    releases,
    reports,
    telling,
)

app_name: Final = "monitoring"

urlpatterns: Final[list[URLPattern]] = [
    *meetings.urlpatterns,
    *hours.urlpatterns,
    *quarters.urlpatterns,
    *releases.urlpatterns,
    *figures.urlpatterns,
    *reports.urlpatterns,
    *telling.urlpatterns,
]
