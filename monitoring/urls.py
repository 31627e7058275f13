"""The addresses of the monitoring app, joined; each part has its own module."""

from typing import Final

app_name: Final = "monitoring"

urlpatterns: Final[list[object]] = []
