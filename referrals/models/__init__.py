"""Routes, the trajectories along them, and the places children come to."""

from referrals.models.attendance import Attendance, AttendanceRequest, MonthLock
from referrals.models.counts import ActivityCount, Advice
from referrals.models.events import Event, EventReason
from referrals.models.imports import (
    ColumnMapping,
    DeliveredTotal,
    FileKind,
    Import,
    LocationImport,
)
from referrals.models.lists import SavedList, WrongCode
from referrals.models.locations import (
    Capacity,
    Location,
    LocationChange,
    Neighbourhood,
)
from referrals.models.partners import ChainPartner
from referrals.models.routes import (
    Pathway,
    PathwayVersion,
    RuleSetting,
    TargetDefinition,
)
from referrals.models.trajectories import IndicationGroup, Trajectory
from referrals.models.transfers import Transfer

__all__ = [
    "ActivityCount",
    "Advice",
    "Attendance",
    "AttendanceRequest",
    "Capacity",
    "ChainPartner",
    "ColumnMapping",
    "DeliveredTotal",
    "Event",
    "EventReason",
    "FileKind",
    "Import",
    "IndicationGroup",
    "Location",
    "LocationChange",
    "LocationImport",
    "MonthLock",
    "Neighbourhood",
    "Pathway",
    "PathwayVersion",
    "RuleSetting",
    "SavedList",
    "TargetDefinition",
    "Trajectory",
    "Transfer",
    "WrongCode",
]
