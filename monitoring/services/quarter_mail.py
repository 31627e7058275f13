"""Mails about a quarter: a link for whoever comes to the meeting, and no figures."""

from datetime import date, datetime
from typing import Final

from django.db.models import Q

from monitoring.models import Meeting, MeetingKind, Participant, Quarter
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import RoleGrant, User
from vve_portal.accounts.roles import ABILITIES, Ability
from vve_portal.ui.dates import local_day

# Who write the report hear of it, also when no meeting is planned yet.
ROLES_THAT_WRITE: Final = frozenset(
    role for role, abilities in ABILITIES.items() if Ability.WRITE_REPORT in abilities
)


def tell_of_draft(quarter: Quarter, *, by: User, now: datetime) -> int:
    """Send the link to the draft; return to how many."""
    subject = f"Concept om te lezen: {quarter.name}"
    return _tell(quarter, subject, "draft", by=by, now=now)


def tell_of_settling(quarter: Quarter, *, by: User, now: datetime) -> int:
    """Send the link to what was settled; return to how many."""
    return _tell(quarter, f"Vastgesteld: {quarter.name}", "settled", by=by, now=now)


def _tell(
    quarter: Quarter, subject: str, template: str, *, by: User, now: datetime
) -> int:
    people = _people_of(quarter, today=local_day(now))
    meeting = _meeting_of(quarter)
    url = absolute(quarter.get_absolute_url())
    for person in people:
        send_mail_to(
            person,
            subject=subject,
            template=f"monitoring/mail/{template}.txt",
            context={
                "person": person,
                "quarter": quarter,
                "by": by,
                "meeting": meeting,
                "url": url,
            },
        )
    return len(people)


def _people_of(quarter: Quarter, *, today: date) -> list[User]:
    """Return who write the report and who were asked to the meeting, of the parties."""
    parties = [party.pk for party in quarter.partnership.parties]
    writing = RoleGrant.objects.on(today).filter(role__in=ROLES_THAT_WRITE)
    asked = Participant.objects.filter(
        meeting__quarter=quarter, meeting__series__kind=MeetingKind.QUARTERLY
    )
    involved = Q(pk__in=writing.values("user")) | Q(
        pk__in=asked.filter(user__isnull=False).values("user")
    )
    people = User.objects.get_queryset().filter(
        involved, organisation__in=parties, is_active=True
    )
    return list(people.order_by("pk"))


def _meeting_of(quarter: Quarter) -> Meeting | None:
    planned = Meeting.objects.filter(
        quarter=quarter,
        series__kind=MeetingKind.QUARTERLY,
        status=Meeting.Status.PLANNED,
    )
    return planned.order_by("starts_at", "pk").first()
