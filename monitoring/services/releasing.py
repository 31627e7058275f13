"""Asking for the release of a quarter: state first, the work as a task."""

from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from monitoring import policies_releases as policies
from monitoring import tasks
from monitoring.definitions.vocabulary import Dimension
from monitoring.models import Quarter, Release
from monitoring.services.figure_settings import settings_of
from monitoring.services.locking import lock_quarter
from monitoring.services.trees import missing_numbers, trees_of
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_date

Status = Release.Status
# A work that says nothing for so long has stopped with the machine it ran on.
STUCK_AFTER: Final = timedelta(minutes=15)


@transaction.atomic
def ask_for_release(*, quarter: Quarter, actor: User, now: datetime) -> list[Release]:
    """Have the figures of a counted quarter released, once the work is done.

    Who asks while it runs changes nothing; one that failed is done anew. Raises
    PermissionDenied, or ValidationError with what must be done first.
    """
    current = lock_quarter(quarter)
    policies.may_release(actor, current).enforce()
    if obstacle := find_obstacle(current, today=local_day(now)):
        raise ValidationError(obstacle)

    known = list(Release.objects.select_for_update().filter(quarter=current))
    if any(is_running(one, now) for one in known):
        return known
    for audience, threshold in policies.thresholds_of(
        settings_of(current.partnership)
    ).items():
        Release.objects.update_or_create(
            quarter=current,
            audience=audience,
            defaults={
                "partnership": current.partnership,
                "threshold": threshold,
                "status": Status.RUNNING,
                "steps_done": 0,
                "steps_total": 0,
                "problem": "",
                "asked_by": actor,
                "asked_at": now,
            },
        )
    audit.record(
        at=now,
        actor=actor,
        verb="release.ask",
        subject=current,
        summary=f"Gevraagd om de cijfers van het {current.name} vrij te geven.",
    )
    tasks.ask_to_make_release(current)
    return list(Release.objects.filter(quarter=current).order_by("audience"))


def is_running(release: Release, now: datetime) -> bool:
    """Return whether somebody works on it; after a while without an end nobody does."""
    is_recent: bool = now - release.asked_at < STUCK_AFTER
    return release.status == Status.RUNNING and is_recent


def find_obstacle(quarter: Quarter, *, today: date) -> str:
    """Say what must be done before a release; empty when nothing must."""
    if today <= quarter.ends_on:
        return f"Dit kwartaal loopt nog tot en met {long_date(quarter.ends_on)}."
    is_before = Q(year__lt=quarter.year) | Q(
        year=quarter.year, number__lt=quarter.number
    )
    still_open = Quarter.objects.filter(
        is_before, partnership=quarter.partnership_id, status=Quarter.Status.OPEN
    )
    if (earlier := still_open.order_by("year", "number", "pk").first()) is not None:
        return f"Geef eerst de cijfers van het {earlier.name} vrij."
    if Dimension.NEIGHBOURHOOD in trees_of(quarter.partnership, quarter.year):
        return ""
    return missing_numbers(quarter.partnership, quarter.year)
