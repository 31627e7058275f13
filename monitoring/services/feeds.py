"""Calendar feeds: a secret address, and the narrow scope in which it is answered."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from monitoring import policies_meetings as policies
from monitoring.documents.calendar import calendar_of
from monitoring.models import CalendarFeed, Meeting, Participant
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import find_actor
from vve_portal.accounts.tokens import make_token
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day

BACK: Final = timedelta(days=92)
# A calendar program asks every hour or so; noting that more often tells nothing.
NOTED_EVERY: Final = timedelta(hours=1)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret of 32 random bytes."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(*, actor: User, now: datetime) -> str:
    """Make a new secret address and return the secret, which is shown once.

    An earlier address stops working. Raises PermissionDenied.
    """
    policies.may_have_feed(actor).enforce()
    User.objects.get_queryset().select_for_update(of=("self",)).get(pk=actor.pk)
    _end_feeds(actor, now)
    secret = make_token()
    feed = CalendarFeed.objects.create(
        user=actor, secret_sha256=digest_of(secret), made_at=now
    )
    said = f"{actor.name} maakte een geheim adres voor de eigen agenda."
    audit.record(at=now, actor=actor, verb="feed.make", subject=feed, summary=said)
    return secret


@transaction.atomic
def revoke_feed(*, actor: User, now: datetime) -> bool:
    """Let the actor's address stop working; return whether there was one."""
    User.objects.get_queryset().select_for_update(of=("self",)).get(pk=actor.pk)
    ended = _end_feeds(actor, now)
    for feed in ended:
        said = f"{actor.name} trok het geheime adres van de eigen agenda in."
        audit.record(
            at=now, actor=actor, verb="feed.revoke", subject=feed, summary=said
        )
    return bool(ended)


def _end_feeds(actor: User, now: datetime) -> list[CalendarFeed]:
    feeds = list(CalendarFeed.objects.filter(user=actor, revoked_at__isnull=True))
    for feed in feeds:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
    return feeds


def read_feed(*, secret: str, site: str, now: datetime) -> bytes | None:
    """Return the calendar behind a secret address; None when it opens nothing.

    This is the one place that builds a scope for who did not sign in: the shared rows
    of the owner's own partnerships, and only after the secret, the account and the role
    were judged.
    """
    feed = CalendarFeed.objects.filter(
        secret_sha256=digest_of(secret), revoked_at__isnull=True
    ).first()
    if feed is None:
        return None
    owner = find_actor(user_pk=feed.user_id, today=local_day(now))
    if owner is None or not policies.may_have_feed(owner):
        return None
    with scope(Scope(partnerships=owner.partnership_ids)):
        meetings, brought = _meetings_of(owner, now)
        content = calendar_of(meetings, brought=brought, site=site, now=now)
    if feed.fetched_at is None or now - feed.fetched_at >= NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
    return content


def _meetings_of(
    owner: User, now: datetime
) -> tuple[list[Meeting], dict[int, Sequence[Participant]]]:
    """Return the meetings somebody is asked to, with what he brings to each."""
    rows = _asked(owner)
    meetings = list(
        Meeting.objects.visible_to(owner)
        .filter(Exists(rows.filter(meeting=OuterRef("pk"))), starts_at__gte=now - BACK)
        .select_related("series", "partnership__municipality", "partnership__provider")
        .order_by("starts_at", "pk")
    )
    brought: dict[int, list[Participant]] = defaultdict(list)
    for person in rows.filter(meeting__in=meetings).order_by("pk"):
        brought[person.meeting_id].append(person)
    return meetings, dict(brought)


def _asked(owner: User) -> QuerySet[Participant]:
    """Return where somebody is asked by name, or by a function that is his."""
    functions = [role.label for role in owner.roles]
    by_function = Q(user__isnull=True, function__in=functions)
    rows: QuerySet[Participant] = Participant.objects.visible_to(owner)
    return rows.filter(Q(user=owner) | by_function)


@transaction.atomic
def download_meeting(
    *, meeting: Meeting, actor: User, site: str, now: datetime
) -> bytes:
    """Return one meeting as a calendar file; raises PermissionDenied."""
    policies.may_view_meeting(actor, meeting).enforce()
    people = list(_asked(actor).filter(meeting=meeting).order_by("pk"))
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.export",
        subject=meeting,
        summary=f"{meeting.series.name} is als agendabestand opgehaald.",
    )
    return calendar_of([meeting], brought={meeting.pk: people}, site=site, now=now)
