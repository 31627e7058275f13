"""Addresses of meetings, actions, bottlenecks and the calendar by secret address."""

from django.urls import path, register_converter

from monitoring.converters import MeetingStepConverter, SecretConverter
from monitoring.views import (
    actions,
    agenda,
    bottlenecks,
    meeting_feeds,
    meeting_series,
    meetings,
    minutes,
)

register_converter(MeetingStepConverter, "meeting_step")
register_converter(SecretConverter, "secret")

MEETING = "overleg/<int:pk>/"
POINT = "overleg/punten/<int:pk>/"
SERIES = "overleg/reeksen/<int:pk>/"
ACTION = "overleg/acties/<int:pk>/"
BOTTLENECK = "overleg/knelpunten/<int:pk>/"

urlpatterns = [
    path("overleg/", meetings.Meetings.as_view(), name="meetings"),
    path(MEETING, meetings.MeetingDetail.as_view(), name="meeting"),
    path(
        f"{MEETING}stap/<meeting_step:step>/",
        meetings.MeetingStep.as_view(),
        name="meeting-step",
    ),
    path(f"{MEETING}verplaatsen/", meetings.MeetingMove.as_view(), name="meeting-move"),
    path(
        f"{MEETING}overleg.ics",
        meetings.MeetingCalendar.as_view(),
        name="meeting-calendar",
    ),
    path(f"{MEETING}agenda/", agenda.AgendaPrepare.as_view(), name="meeting-agenda"),
    path(f"{MEETING}punt/", agenda.PointAdd.as_view(), name="meeting-point"),
    path(
        f"{MEETING}deelnemers/",
        agenda.Participants.as_view(),
        name="meeting-participants",
    ),
    path(f"{MEETING}verslag/", minutes.Minutes.as_view(), name="meeting-minutes"),
    path(f"{POINT}omhoog/", agenda.PointUp.as_view(), name="point-up"),
    path(f"{POINT}omlaag/", agenda.PointDown.as_view(), name="point-down"),
    path(f"{POINT}weg/", agenda.PointRemove.as_view(), name="point-remove"),
    path(
        "overleg/deelnemers/<int:pk>/weg/",
        agenda.ParticipantRemove.as_view(),
        name="participant-remove",
    ),
    path("overleg/reeksen/", meeting_series.SeriesList.as_view(), name="series"),
    path(
        "overleg/reeksen/nieuw/",
        meeting_series.SeriesCreate.as_view(),
        name="series-create",
    ),
    path(SERIES, meeting_series.SeriesEdit.as_view(), name="series-edit"),
    path(f"{SERIES}plannen/", meeting_series.SeriesPlan.as_view(), name="series-plan"),
    path("overleg/acties/", actions.Actions.as_view(), name="actions"),
    path("overleg/acties/nieuw/", actions.ActionCreate.as_view(), name="action-create"),
    path(ACTION, actions.ActionDetail.as_view(), name="action"),
    path(f"{ACTION}klaar/", actions.ActionFinish.as_view(), name="action-finish"),
    path(f"{ACTION}vervalt/", actions.ActionDrop.as_view(), name="action-drop"),
    path(f"{ACTION}wijzigen/", actions.ActionChange.as_view(), name="action-change"),
    path("overleg/knelpunten/", bottlenecks.Bottlenecks.as_view(), name="bottlenecks"),
    path(
        "overleg/knelpunten/nieuw/",
        bottlenecks.BottleneckCreate.as_view(),
        name="bottleneck-create",
    ),
    path(BOTTLENECK, bottlenecks.BottleneckDetail.as_view(), name="bottleneck"),
    path(
        f"{BOTTLENECK}hoger/",
        bottlenecks.BottleneckEscalate.as_view(),
        name="bottleneck-escalate",
    ),
    path(
        f"{BOTTLENECK}opgelost/",
        bottlenecks.BottleneckSolve.as_view(),
        name="bottleneck-solve",
    ),
    path(
        "overleg/besluiten/<int:pk>/voorstel/",
        bottlenecks.DecisionProposal.as_view(),
        name="decision-proposal",
    ),
    path("overleg/eigen-agenda/", meeting_feeds.Feed.as_view(), name="feed"),
    path(
        "overleg/eigen-agenda/maken/",
        meeting_feeds.FeedMake.as_view(),
        name="feed-make",
    ),
    path(
        "overleg/eigen-agenda/intrekken/",
        meeting_feeds.FeedRevoke.as_view(),
        name="feed-revoke",
    ),
    path(
        "agenda/<secret:secret>.ics",
        meeting_feeds.CalendarFeedFile.as_view(),
        name="calendar-feed",
    ),
]
