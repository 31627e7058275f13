"""Addresses of preschools: codes, children, places, attendance, workplaces."""

from django.urls import path, register_converter

from referrals.converters import MonthConverter
from referrals.views import (
    answering,
    attendance,
    capacity,
    places,
    waiting,
    workplaces,
)

register_converter(MonthConverter, "month")

CHILD = "voorschool/trajecten/<int:pk>/"
MONTH = "voorschool/aanwezigheid/<int:pk>/<month:month>/"

urlpatterns = [
    path("voorschool/", answering.Preschool.as_view(), name="preschool"),
    path(CHILD, places.Child.as_view(), name="preschool-trajectory"),
    path(
        f"{CHILD}stap/<slug:outcome>/",
        places.ReportDeed.as_view(),
        name="preschool-deed",
    ),
    path(f"{CHILD}afspraken/", places.ChangePlace.as_view(), name="preschool-place"),
    path(f"{CHILD}terug/", places.TakeBack.as_view(), name="preschool-take-back"),
    path("voorschool/wachtlijst/", waiting.WaitingList.as_view(), name="waiting"),
    path("voorschool/plaatsen/", capacity.CapacityList.as_view(), name="capacity"),
    path(
        "voorschool/plaatsen/<int:pk>/",
        capacity.CapacityEdit.as_view(),
        name="capacity-edit",
    ),
    path("voorschool/wat-als/", capacity.WhatIfGroup.as_view(), name="what-if"),
    path("voorschool/aanwezigheid/", attendance.Months.as_view(), name="attendance"),
    path(MONTH, attendance.Month.as_view(), name="attendance-month"),
    path(f"{MONTH}sluiten/", attendance.LockMonth.as_view(), name="attendance-lock"),
    path(
        "voorschool/aanwezigheid/regel/<int:pk>/",
        attendance.AskCorrection.as_view(),
        name="attendance-request",
    ),
    path(
        "voorschool/correcties/",
        attendance.Corrections.as_view(),
        name="attendance-requests",
    ),
    path(
        "voorschool/correcties/<int:pk>/",
        attendance.AnswerCorrection.as_view(),
        name="attendance-answer",
    ),
    path("voorschool/werkplekken/", workplaces.Workplaces.as_view(), name="workplaces"),
    path(
        "voorschool/werkplekken/<int:pk>/einde/",
        workplaces.EndWorkplace.as_view(),
        name="workplace-end",
    ),
    path(
        "locaties/<int:pk>/houder/",
        workplaces.LocationHolder.as_view(),
        name="location-holder",
    ),
    path("locaties/partners/", workplaces.Partners.as_view(), name="partners"),
    path(
        "locaties/partners/<int:pk>/einde/",
        workplaces.EndPartner.as_view(),
        name="partner-end",
    ),
]
