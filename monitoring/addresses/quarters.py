"""Addresses of quarters: the one screen, its areas, figures, statuses and steps."""

from django.urls import URLPattern, path, register_converter

from monitoring.converters import AreaConverter, CodeConverter
from monitoring.views import areas, comparing, explaining, quarters, statuses

register_converter(AreaConverter, "area")
register_converter(CodeConverter, "indicator")

QUARTER = "kwartalen/<int:pk>/"
AREA = f"{QUARTER}gebied/<area:area>/"

urlpatterns: list[URLPattern] = [
    path("kwartalen/", quarters.QuarterList.as_view(), name="quarters"),
    path("kwartalen/vergelijken/", comparing.Comparison.as_view(), name="comparison"),
    path(QUARTER, quarters.QuarterDetail.as_view(), name="quarter"),
    path(AREA, areas.QuarterArea.as_view(), name="quarter-area"),
    path(
        f"{AREA}statussen/",
        statuses.QuarterStatuses.as_view(),
        name="quarter-statuses",
    ),
    path(
        f"{QUARTER}afspraak/<int:clause>/",
        statuses.QuarterClause.as_view(),
        name="quarter-clause",
    ),
    path(
        f"{QUARTER}cijfer/<indicator:code>/",
        explaining.QuarterFigure.as_view(),
        name="quarter-figure",
    ),
    path(
        f"{QUARTER}samenvatting/",
        areas.QuarterSummary.as_view(),
        name="quarter-summary",
    ),
    path(
        f"{QUARTER}raadsvraag/",
        comparing.QuarterQuestion.as_view(),
        name="quarter-question",
    ),
    path(f"{QUARTER}delen/", quarters.QuarterShare.as_view(), name="quarter-share"),
    path(
        f"{QUARTER}vaststellen/",
        quarters.QuarterSettle.as_view(),
        name="quarter-settle",
    ),
]
