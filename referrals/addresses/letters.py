"""Addresses of letters, advice, feedback, support and counts."""

from django.urls import path

from referrals.views import advice, counts, feedback, letter, support

urlpatterns = [
    path(
        "trajecten/<int:pk>/brief/", letter.Letter.as_view(), name="trajectory-letter"
    ),
    path(
        "trajecten/<int:pk>/brief/weg/",
        letter.LetterSent.as_view(),
        name="letter-sent",
    ),
    path(
        "trajecten/<int:pk>/advies/",
        advice.TrajectoryAdvice.as_view(),
        name="trajectory-advice",
    ),
    path(
        "trajecten/<int:pk>/herkomst/",
        advice.TrajectoryOrigin.as_view(),
        name="trajectory-origin",
    ),
    path(
        "trajecten/<int:pk>/terugkoppeling/",
        feedback.FeedbackGiven.as_view(),
        name="feedback-given",
    ),
    path(
        "trajecten/<int:pk>/ondersteuning/",
        support.SideRoutes.as_view(),
        name="trajectory-support",
    ),
    path(
        "trajecten/<int:pk>/niveau/",
        support.Level.as_view(),
        name="trajectory-level",
    ),
    path("trajecten/advies/", advice.AdviceList.as_view(), name="advice"),
    path(
        "trajecten/advies/<int:pk>/terug/",
        advice.AdviceWithdraw.as_view(),
        name="advice-withdraw",
    ),
    path("trajecten/terugkoppeling/", feedback.Feedback.as_view(), name="feedback"),
    path("trajecten/ondersteuning/", support.Support.as_view(), name="support"),
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
