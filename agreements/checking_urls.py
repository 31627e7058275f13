"""Addresses at which anybody checks a document."""

from django.urls import path

from agreements.views import checking

app_name = "checking"

urlpatterns = [
    path("", checking.Check.as_view(), name="check"),
    path("<str:code>/", checking.CheckCode.as_view(), name="code"),
    path(
        "<str:code>/openbare-versie/",
        checking.PublicVersion.as_view(),
        name="public-version",
    ),
]
