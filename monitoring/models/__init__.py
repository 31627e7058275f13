"""Figures, releases, words, meetings and hours of a partnership, per quarter."""

from monitoring.models.figures import Figure, OwnIndicator, PublicNumber
from monitoring.models.hours import HoursEntry
from monitoring.models.meetings import (
    Action,
    AgendaItem,
    Bottleneck,
    CalendarFeed,
    Decision,
    Escalation,
    Level,
    Meeting,
    MeetingKind,
    MeetingSeries,
    Participant,
)
from monitoring.models.quarters import (
    CheckAnswer,
    Delivery,
    Quarter,
    Reminder,
    Report,
)
from monitoring.models.releases import (
    FigureSettings,
    MergeTree,
    Publication,
    Release,
    ReleaseTest,
    Revision,
)
from monitoring.models.telling import (
    AreaWords,
    ClauseStatus,
    Dialogue,
    Signal,
    Story,
)

__all__ = (
    "Action",
    "AgendaItem",
    "AreaWords",
    "Bottleneck",
    "CalendarFeed",
    "CheckAnswer",
    "ClauseStatus",
    "Decision",
    "Delivery",
    "Dialogue",
    "Escalation",
    "Figure",
    "FigureSettings",
    "HoursEntry",
    "Level",
    "Meeting",
    "MeetingKind",
    "MeetingSeries",
    "MergeTree",
    "OwnIndicator",
    "Participant",
    "PublicNumber",
    "Publication",
    "Quarter",
    "Release",
    "ReleaseTest",
    "Reminder",
    "Report",
    "Revision",
    "Signal",
    "Story",
)
