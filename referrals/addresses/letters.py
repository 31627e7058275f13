"""Addresses of letters, advice, feedback, support and counts."""

from django.urls import path

from referrals.views import counts

urlpatterns = [
    path("trajecten/tellingen/", counts.Counts.as_view(), name="counts"),
    path(
        "trajecten/tellingen/<int:pk>/<int:year>/<int:month>/",
        counts.CountMonth.as_view(),
        name="count-month",
    ),
    path(
        "trajecten/tellingen/<int:pk>/<int:year>/<int:month>/team/<int:team>/",
        counts.CountMonth.as_view(),
        name="count-team-month",
    ),
]
