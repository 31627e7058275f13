"""Making the figures of a settled quarter open data, and giving them to anybody.

`open_published` and `open_quarters` are the one place that reaches figures for who did
not sign in: in a scope of one partnership, of which they return nothing but what the
council sees of quarters that were published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from monitoring import policies_releases as policies
from monitoring.lifecycle import FIXED
from monitoring.models import Publication, Quarter, Release
from monitoring.queries.released import Released, find_release
from monitoring.services.locking import lock_quarter
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.audit import services as audit

Audience = Release.Audience


@dataclass(frozen=True, slots=True)
class Published:
    """What anybody may have of a quarter."""

    town: Organisation
    released: Released
    published_at: datetime


@transaction.atomic
def publish(*, quarter: Quarter, actor: User, now: datetime) -> Publication:
    """Make the council's figures of a settled quarter open data.

    Raises PermissionDenied when the actor may not, when the quarter is not settled, or
    when it was published already.
    """
    current = lock_quarter(quarter)
    policies.may_publish(actor, current).enforce()
    known = Publication.objects.filter(quarter=current).first()
    if known is not None and known.withdrawn_at is None:
        raise PermissionDenied(policies.PUBLISHED)
    made, _ = Publication.objects.update_or_create(
        quarter=current,
        defaults={
            "partnership_id": current.partnership_id,
            "published_by": actor,
            "published_at": now,
            "withdrawn_at": None,
        },
    )
    audit.record(
        at=now,
        actor=actor,
        verb="open_data.publish",
        subject=current,
        summary=f"De cijfers van het {current.name} zijn open data.",
    )
    return made


@transaction.atomic
def withdraw(*, quarter: Quarter, actor: User, now: datetime) -> Publication:
    """Take the address of open data away; who has the file keeps it.

    Raises PermissionDenied when the actor may not, or when it is no open data.
    """
    current = lock_quarter(quarter)
    policies.may_publish(actor, current).enforce()
    made: Publication | None = (
        Publication.objects.select_for_update()
        .filter(quarter=current, withdrawn_at__isnull=True)
        .first()
    )
    if made is None:
        raise PermissionDenied(policies.NOT_PUBLISHED)
    made.withdrawn_at = now
    made.save(update_fields=["withdrawn_at"])
    audit.record(
        at=now,
        actor=actor,
        verb="open_data.withdraw",
        subject=current,
        summary=f"De open data van het {current.name} zijn ingetrokken.",
    )
    return made


def open_published(*, cbs_code: str, quarter: str) -> Published | None:
    """Return what anybody may have of a quarter such as "2026Q3"; None without it."""
    for partnership in _partnerships(cbs_code):
        with scope(Scope(partnerships=frozenset({partnership.pk}))):
            for publication in _publications(partnership):
                if publication.quarter.code == quarter:
                    return _published(partnership, publication)
    return None


def open_quarters(*, cbs_code: str) -> list[tuple[Quarter, datetime]]:
    """Return which quarters of a town were published, the latest first."""
    found: list[tuple[Quarter, datetime]] = []
    for partnership in _partnerships(cbs_code):
        with scope(Scope(partnerships=frozenset({partnership.pk}))):
            found += [
                (one.quarter, one.published_at) for one in _publications(partnership)
            ]
    return sorted(found, key=lambda one: one[0].code, reverse=True)


def find_town(*, cbs_code: str) -> Organisation | None:
    """Return the municipality with a code of CBS."""
    return Organisation.objects.filter(cbs_code=cbs_code).exclude(cbs_code="").first()


def _partnerships(cbs_code: str) -> Iterator[Partnership]:
    rows = Partnership.objects.filter(municipality__cbs_code=cbs_code)
    yield from (
        rows.exclude(municipality__cbs_code="")
        .select_related("municipality")
        .order_by("pk")
    )


def _publications(partnership: Partnership) -> list[Publication]:
    """Return what is published of one partnership; its scope is open."""
    rows = Publication.objects.filter(
        partnership=partnership,
        withdrawn_at__isnull=True,
        quarter__status__in=FIXED,
    )
    return list(rows.select_related("quarter").order_by("quarter_id"))


def _published(partnership: Partnership, publication: Publication) -> Published | None:
    released = find_release(publication.quarter, Audience.COUNCIL)
    if released is None:
        return None
    return Published(partnership.municipality, released, publication.published_at)
