"""Addresses of the plus-inzet: overview, account, entering and approving."""

from typing import Final

from django.urls import URLPattern, path

from monitoring.views import hours, hours_entering, hours_judging

urlpatterns: Final[list[URLPattern]] = [
    path("plus-inzet/", hours.PlusOverview.as_view(), name="hours"),
    path("plus-inzet/rekening/", hours.PlusAccount.as_view(), name="budget"),
    path(
        "plus-inzet/rekening/<int:pk>/<int:year>/csv/",
        hours.PlusCsv.as_view(),
        name="budget-csv",
    ),
    path(
        "plus-inzet/rekening/<int:pk>/<int:year>/xlsx/",
        hours.PlusXlsx.as_view(),
        name="budget-xlsx",
    ),
    path(
        "plus-inzet/rekening/<int:pk>/<int:year>/ods/",
        hours.PlusOds.as_view(),
        name="budget-ods",
    ),
    path(
        "plus-inzet/invullen/", hours_entering.HoursEnter.as_view(), name="hours-enter"
    ),
    path(
        "plus-inzet/invullen/<int:pk>/<int:year>/<int:month>/",
        hours_entering.HoursMonth.as_view(),
        name="hours-month",
    ),
    path(
        "plus-inzet/invullen/<int:pk>/<int:year>/<int:month>/team/<int:team>/",
        hours_entering.HoursMonth.as_view(),
        name="hours-team-month",
    ),
    path(
        "plus-inzet/invullen/bestand/",
        hours_entering.HoursImport.as_view(),
        name="hours-import",
    ),
    path(
        "plus-inzet/invullen/voorbeeld/<slug:form>/",
        hours_entering.HoursSample.as_view(),
        name="hours-sample",
    ),
    path(
        "plus-inzet/goedkeuren/",
        hours_judging.HoursApprove.as_view(),
        name="hours-approve",
    ),
    path(
        "plus-inzet/goedkeuren/<int:pk>/terug/",
        hours_judging.HoursReturn.as_view(),
        name="hours-return",
    ),
]
