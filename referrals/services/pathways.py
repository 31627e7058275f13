"""Making a route together: start, change, offer, and confirm a version of it."""

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_routes as policies
from referrals.models import Pathway, PathwayVersion
from referrals.queries.rules import rules_for
from referrals.routes.check import check
from referrals.routes.definition import Route, to_json
from referrals.routes.editing import free_key
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_date

Status = PathwayVersion.Status
STALE: Final = (
    "Iemand anders wijzigde deze versie terwijl u bezig was. Open haar opnieuw en "
    "vul uw wijziging nog een keer in."
)
IN_THE_MAKING: Final = "Er wordt al een nieuwe versie van deze route gemaakt."
LONGEST_REASON: Final = 500


@transaction.atomic
def start_pathway(
    *, partnership: Partnership, code: str, route: Route, actor: User, now: datetime
) -> PathwayVersion:
    """Start a route from a template; the code gets a number when it is taken.

    Raises PermissionDenied.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_make(actor, locked).enforce()

    taken = Pathway.objects.filter(partnership=locked).values_list("code", flat=True)
    pathway = Pathway.objects.create(
        partnership=locked,
        code=free_key(code, taken).replace("_", "-"),
        kind=route.kind,
    )
    return _add_version(pathway, route, 1, actor, now)


@transaction.atomic
def start_version(
    *, pathway: Pathway, route: Route, actor: User, now: datetime
) -> PathwayVersion:
    """Make a draft of the next version; running trajectories keep theirs.

    Raises PermissionDenied, or ValidationError when one is being made already.
    """
    locked = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    policies.may_start_version(actor, locked).enforce()
    versions = PathwayVersion.objects.filter(pathway=locked)
    if versions.exclude(status=Status.PUBLISHED).exists():
        raise ValidationError(IN_THE_MAKING)

    number = max(versions.values_list("number", flat=True), default=0) + 1
    return _add_version(locked, route, number, actor, now)


def _add_version(
    pathway: Pathway, route: Route, number: int, actor: User, now: datetime
) -> PathwayVersion:
    version = PathwayVersion.objects.create(
        partnership_id=pathway.partnership_id,
        pathway=pathway,
        number=number,
        content=to_json(route),
    )
    _record(version, "pathway.draft", "is begonnen als concept", actor, now)
    return version


@transaction.atomic
def save_route(
    *,
    version: PathwayVersion,
    route: Route,
    seen_edits: int,
    what: str,
    actor: User,
    now: datetime,
) -> PathwayVersion:
    """Keep what a draft says now; `what` tells in words what was changed.

    Raises PermissionDenied, or ValidationError when somebody else changed it first.
    """
    current = _lock(version)
    policies.may_edit(actor, current).enforce()
    _refuse_stale(current, seen_edits)

    current.content = to_json(route)
    current.edits += 1
    current.save(update_fields=["content", "edits"])

    _record(current, "pathway.edit", f"is gewijzigd: {what}", actor, now)
    return current


@transaction.atomic
def discard_version(*, version: PathwayVersion, actor: User, now: datetime) -> None:
    """Throw a draft away, and with it the route when it has no other version.

    Raises PermissionDenied.
    """
    current = _lock(version)
    policies.may_edit(actor, current).enforce()

    _record(current, "pathway.discard", "is weggegooid", actor, now)
    pathway = current.pathway
    current.delete()
    if not PathwayVersion.objects.filter(pathway=pathway).exists():
        pathway.delete()


@transaction.atomic
def offer_version(
    *,
    version: PathwayVersion,
    starts_on: date,
    seen_edits: int,
    actor: User,
    now: datetime,
) -> PathwayVersion:
    """Put a draft before the other party, to hold from a day on.

    Raises PermissionDenied, or ValidationError with the shortest way to the first
    fault, with what is wrong with the day, or when somebody changed it meanwhile.
    """
    current = _lock(version)
    policies.may_edit(actor, current).enforce()
    _refuse_stale(current, seen_edits)
    _refuse_day(current, starts_on, local_day(now))
    _refuse_faulty(current)

    current.status = Status.OFFERED
    current.starts_on = starts_on
    current.offered_by, current.offered_at = actor.organisation, now
    current.save(update_fields=["status", "starts_on", "offered_by", "offered_at"])

    told = f"is voorgelegd, om te gelden vanaf {long_date(starts_on)}"
    _record(current, "pathway.offer", told, actor, now)
    return current


@transaction.atomic
def take_back_version(
    *, version: PathwayVersion, reason: str, actor: User, now: datetime
) -> PathwayVersion:
    """Make an offered version a draft again, with why: either party may.

    Raises PermissionDenied, or ValidationError without a reason.
    """
    current = _lock(version)
    policies.may_take_back(actor, current).enforce()
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        message = "Schrijf erbij waarom de versie teruggaat."
        raise ValidationError({"reason": message})

    current.status = Status.DRAFT
    current.offered_by = current.offered_at = None
    current.edits += 1
    current.save(update_fields=["status", "offered_by", "offered_at", "edits"])

    told = f"is weer concept: {reason.removesuffix('.')}"
    _record(current, "pathway.take_back", told, actor, now)
    return current


@transaction.atomic
def publish_version(
    *, version: PathwayVersion, seen_edits: int, actor: User, now: datetime
) -> PathwayVersion:
    """Confirm what the other party offered: from then on it never changes.

    Raises PermissionDenied, or ValidationError when it has a fault, its day passed,
    or it says something else than what was read.
    """
    current = _lock(version)
    policies.may_publish(actor, current).enforce()
    _refuse_stale(current, seen_edits)
    starts_on = current.starts_on or local_day(now)
    _refuse_day(current, starts_on, local_day(now))
    _refuse_faulty(current)

    current.status = Status.PUBLISHED
    current.published_by, current.published_at = actor, now
    current.save(update_fields=["status", "published_by", "published_at"])

    told = f"is vastgesteld en geldt vanaf {long_date(starts_on)}"
    _record(current, "pathway.publish", told, actor, now)
    return current


def _lock(version: PathwayVersion) -> PathwayVersion:
    rows = PathwayVersion.objects.select_related("pathway")
    locked: PathwayVersion = rows.select_for_update(of=("self",)).get(pk=version.pk)
    return locked


def _refuse_stale(current: PathwayVersion, seen_edits: int) -> None:
    if current.edits != seen_edits:
        raise ValidationError(STALE)


def _refuse_faulty(current: PathwayVersion) -> None:
    faults = check(current.route, rules_for(current.partnership_id))
    if faults:
        raise ValidationError(faults[0])


def _refuse_day(current: PathwayVersion, starts_on: date, today: date) -> None:
    """A day that passed would change what was in force; an earlier one be undone."""
    if starts_on < today:
        message = (
            f"De ingangsdatum {long_date(starts_on)} is voorbij. "
            f"Kies een dag vanaf {long_date(today)}."
        )
        raise ValidationError({"starts_on": message})
    published = PathwayVersion.objects.filter(pathway=current.pathway_id).published()
    latest = max(published.values_list("starts_on", flat=True), default=None)
    if latest and starts_on < latest:
        message = (
            f"Op {long_date(latest)} gaat al een andere versie in. "
            "Kies een dag vanaf dan."
        )
        raise ValidationError({"starts_on": message})


def _record(
    version: PathwayVersion, verb: str, told: str, actor: User, now: datetime
) -> None:
    code = version.pathway.code
    audit.record(
        at=now,
        actor=actor,
        verb=verb,
        subject=version,
        summary=f"Route {code}, versie {version.number}, {told}.",
        code=code,
        number=version.number,
    )
