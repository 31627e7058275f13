"""Addresses of reports, and of what is done with a settled quarter."""

from django.urls import URLPattern, path

from monitoring.views import reports

urlpatterns: list[URLPattern] = [
    path("rapporten/", reports.ReportList.as_view(), name="reports"),
    path("rapporten/<int:pk>/", reports.ReportFile.as_view(), name="report"),
    path(
        "rapporten/<int:pk>/openbaar/",
        reports.ReportPublish.as_view(),
        name="report-publish",
    ),
    path(
        "kwartalen/<int:pk>/rapporten/",
        reports.ReportsMake.as_view(),
        name="reports-make",
    ),
    path(
        "kwartalen/<int:pk>/archiveren/",
        reports.QuarterArchive.as_view(),
        name="quarter-archive",
    ),
]
