"""Addresses of delivering, checking and defining figures."""

from django.urls import URLPattern, path, register_converter

from monitoring.converters import CodeConverter
from monitoring.views import checks, defining, delivering

register_converter(CodeConverter, "figure_code")

DELIVER = "aanleveren/"
QUARTER = f"{DELIVER}<int:pk>/"
OWN = "definities/eigen/"

urlpatterns: list[URLPattern] = [
    path(DELIVER, delivering.Deliveries.as_view(), name="deliveries"),
    path(
        f"{DELIVER}voorschool/",
        delivering.DeliverLocation.as_view(),
        name="deliver-location",
    ),
    path(
        f"{DELIVER}voorschool/<int:pk>/<int:quarter>/",
        delivering.LocationComplete.as_view(),
        name="deliver-location-complete",
    ),
    path(QUARTER, delivering.Deliver.as_view(), name="deliver"),
    path(f"{QUARTER}controle/", checks.Checks.as_view(), name="checks"),
    path(
        f"{QUARTER}weg/<int:figure>/",
        delivering.FigureWithdraw.as_view(),
        name="figure-withdraw",
    ),
    path(
        f"{QUARTER}<figure_code:code>/",
        delivering.DeliverFigure.as_view(),
        name="deliver-figure",
    ),
    path("definities/", defining.Definitions.as_view(), name="definitions"),
    path(OWN, defining.OwnIndicators.as_view(), name="own-indicators"),
    path(
        f"{OWN}nieuw/<int:pk>/",
        defining.OwnIndicatorCreate.as_view(),
        name="own-indicator-create",
    ),
    path(f"{OWN}<int:pk>/", defining.OwnIndicatorEdit.as_view(), name="own-indicator"),
    path(
        f"{OWN}<int:pk>/stoppen/",
        defining.OwnIndicatorEnd.as_view(),
        name="own-indicator-end",
    ),
    path(
        "definities/<figure_code:code>/",
        defining.DefinitionDetail.as_view(),
        name="definition",
    ),
]
