"""The addresses of the monitoring app, joined; each part has its own module."""

from typing import Final

from django.urls import URLPattern

from monitoring.addresses import hours

app_name: Final = "monitoring"

urlpatterns: Final[list[URLPattern]] = [
    *hours.urlpatterns,
]
