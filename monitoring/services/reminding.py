"""Mailing whoever a quarter waits for: before the day, and every week after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from monitoring.models import Quarter, Reminder
from monitoring.queries.calendar import Moment, steps_of
from monitoring.queries.deliveries import parties_of
from monitoring.services.locking import lock_quarter
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import Organisation, RoleGrant, User, Workplace
from vve_portal.accounts.roles import ABILITIES, Ability
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_date

DAYS_AHEAD: Final = 5
DAYS_BETWEEN: Final = 7
DELIVER: Final = "deliver"

# Who is asked for what, and where it is done; only what the quarter is ready for.
ASKED: Final[dict[Moment, tuple[str, Ability, str]]] = {
    Moment.COMPLETE: (
        "Controleer de cijfers en geef ze vrij",
        Ability.RELEASE_FIGURES,
        "monitoring:checks",
    ),
    Moment.WORDS: (
        "Schrijf per gebied wat u ziet",
        Ability.WRITE_REPORT,
        "monitoring:quarter",
    ),
    Moment.DRAFT: (
        "Deel het concept met de deelnemers",
        Ability.WRITE_REPORT,
        "monitoring:quarter",
    ),
    Moment.MEETING: (
        "Houd het kwartaaloverleg",
        Ability.EDIT_MEETINGS,
        "monitoring:quarter",
    ),
    Moment.SETTLE: (
        "Stel het kwartaal vast",
        Ability.SETTLE_QUARTER,
        "monitoring:quarter",
    ),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What an organisation is asked for, by when, and who there can do it."""

    subject: str
    what: str
    url: str
    due: date
    people: tuple[User, ...]


@transaction.atomic
def remind_of(*, quarter: Quarter, now: datetime) -> int:
    """Mail who is waited for; return how many mails went.

    Runs in the scope of a job. The same is asked again after a week at the earliest,
    so that running this twice a day sends nothing twice.
    """
    current = lock_quarter(quarter)
    today = local_day(now)
    lately = set(
        Reminder.objects.filter(
            quarter=current, reminded_at__gt=now - timedelta(days=DAYS_BETWEEN)
        ).values_list("organisation", "subject")
    )
    sent = 0
    for request in _requests(current, today):
        if request.due - timedelta(days=DAYS_AHEAD) > today:
            continue
        for organisation, people in _by_organisation(request.people):
            if (organisation.pk, request.subject) not in lately:
                _remind(current, request, organisation, people, now)
                sent += len(people)
    return sent


def quarters_to_remind(*, today: date) -> QuerySet[Quarter]:
    """Return the quarters in reach that are over and not settled yet."""
    waiting = (Quarter.Status.OPEN, Quarter.Status.PROVISIONAL)
    rows = Quarter.objects.filter(status__in=waiting).latest_first()
    over = [row.pk for row in rows if row.ends_on < today]
    found: QuerySet[Quarter] = rows.filter(pk__in=over)
    return found


def _requests(quarter: Quarter, today: date) -> Iterator[Request]:
    if quarter.status == Quarter.Status.OPEN:
        yield from _deliveries(quarter, today)
    ready = (
        {Moment.COMPLETE}
        if quarter.status == Quarter.Status.OPEN
        else ASKED.keys() - {Moment.COMPLETE}
    )
    parties = quarter.partnership.parties
    for step in steps_of(quarter, today=today):
        if step.key not in ready or step.is_done:
            continue
        what, ability, page = ASKED[step.key]
        yield Request(
            subject=step.key.value,
            what=what,
            url=reverse(page, args=[quarter.pk]),
            due=step.due,
            people=_who_may(ability, parties, today),
        )


def _deliveries(quarter: Quarter, today: date) -> Iterator[Request]:
    for party in parties_of(quarter, today=today):
        if party.delivery is not None:
            continue
        if party.location is None:
            yield Request(
                subject=DELIVER,
                what="Lever de cijfers van de JGZ aan",
                url=reverse("monitoring:deliver", args=[quarter.pk]),
                due=party.due,
                people=_who_may(
                    Ability.DELIVER_FIGURES, [quarter.partnership.provider], today
                ),
            )
        else:
            yield Request(
                subject=f"{DELIVER} {party.location.lrk_id}",
                what=f"Meld dat het kwartaal van {party.name} compleet is",
                url=reverse("monitoring:deliver-location"),
                due=party.due,
                people=_who_work_at(party.location.pk, today),
            )


def _who_may(
    ability: Ability, organisations: Iterable[Organisation], today: date
) -> tuple[User, ...]:
    roles = [role for role, abilities in ABILITIES.items() if ability in abilities]
    held = RoleGrant.objects.on(today).filter(role__in=roles).values("user")
    rows = User.objects.get_queryset().filter(
        pk__in=held, organisation__in=list(organisations), is_active=True
    )
    return tuple(rows.select_related("organisation").order_by("organisation", "pk"))


def _who_work_at(location_pk: int, today: date) -> tuple[User, ...]:
    roles = [
        role
        for role, abilities in ABILITIES.items()
        if Ability.DELIVER_LOCATION in abilities
    ]
    held = RoleGrant.objects.on(today).filter(role__in=roles).values("user")
    there = Workplace.objects.on(today).filter(location=location_pk).values("user")
    rows = User.objects.get_queryset().filter(pk__in=held, is_active=True)
    return tuple(
        rows.filter(pk__in=there)
        .select_related("organisation")
        .order_by("organisation", "pk")
    )


def _by_organisation(
    people: Iterable[User],
) -> Iterator[tuple[Organisation, list[User]]]:
    found: dict[int, list[User]] = {}
    for person in people:
        found.setdefault(person.organisation_id, []).append(person)
    for colleagues in found.values():
        yield colleagues[0].organisation, colleagues


def _remind(
    quarter: Quarter,
    request: Request,
    organisation: Organisation,
    people: Iterable[User],
    now: datetime,
) -> None:
    is_late = request.due < local_day(now)
    for person in people:
        send_mail_to(
            person,
            subject=f"{'Te laat' if is_late else 'Herinnering'}: {quarter.name}",
            template="monitoring/mail/reminder.txt",
            context={
                "person": person,
                "quarter": quarter,
                "what": request.what,
                "due": long_date(request.due),
                "is_late": is_late,
                "url": absolute(request.url),
            },
        )
    Reminder.objects.create(
        partnership_id=quarter.partnership_id,
        quarter=quarter,
        organisation=organisation,
        subject=request.subject,
        reminded_at=now,
    )
    audit.record(
        at=now,
        actor=None,
        verb="quarter.remind",
        subject=quarter,
        summary=f"{organisation} kreeg een herinnering over het {quarter.name}.",
        about=request.subject,
        is_late=is_late,
    )
