"""Addresses of what is told: stories, signals of the work floor, dialogue tables."""

from typing import Final

from django.urls import URLPattern, path

from monitoring.views import dialogues, signals, stories

urlpatterns: Final[list[URLPattern]] = [
    path("vertellen/", stories.Stories.as_view(), name="stories"),
    path("vertellen/nieuw/", stories.StoryCreate.as_view(), name="story-create"),
    path("vertellen/<int:pk>/", stories.StoryDetail.as_view(), name="story"),
    path(
        "vertellen/<int:pk>/wijzigen/", stories.StoryEdit.as_view(), name="story-edit"
    ),
    path(
        "vertellen/<int:pk>/aanbieden/",
        stories.StoryOffer.as_view(),
        name="story-offer",
    ),
    path("vertellen/<int:pk>/lezen/", stories.StoryRead.as_view(), name="story-read"),
    path(
        "vertellen/<int:pk>/terugsturen/",
        stories.StoryReturn.as_view(),
        name="story-return",
    ),
    path(
        "vertellen/<int:pk>/terugtrekken/",
        stories.StoryWithdraw.as_view(),
        name="story-withdraw",
    ),
    path("vertellen/signalen/", signals.Signals.as_view(), name="signals"),
    path(
        "vertellen/signalen/bundelen/",
        signals.SignalsBundle.as_view(),
        name="signals-bundle",
    ),
    path(
        "vertellen/signalen/<int:pk>/eruit/",
        signals.SignalsTakeOut.as_view(),
        name="signals-take-out",
    ),
    path("vertellen/dialoogtafels/", dialogues.Dialogues.as_view(), name="dialogues"),
    path(
        "vertellen/dialoogtafels/nieuw/",
        dialogues.DialogueCreate.as_view(),
        name="dialogue-create",
    ),
    path(
        "vertellen/dialoogtafels/<int:pk>/wijzigen/",
        dialogues.DialogueEdit.as_view(),
        name="dialogue-edit",
    ),
]
