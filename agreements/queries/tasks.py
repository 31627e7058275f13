"""What agreements ask of somebody today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from agreements.models import Agreement, Clause, Consent
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability
from vve_portal.ui.dates import long_date

ENDS_SOON: Final = timedelta(days=90)
PARTIES: Final = 2
Status = Agreement.Status


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the reader, why, and by when if there is a day."""

    title: str
    url: str
    why: str
    due: date | None = None


def agreement_tasks(actor: User, *, today: date) -> Iterator[Task]:
    """Yield what drafting and agreeing ask, in a fixed number of queries."""
    if actor.may(Ability.CONSENT):
        yield from _waiting_for_consent(actor)
    if actor.may(Ability.PROPOSE):
        yield from _refused_proposals(actor)
    if actor.may(Ability.EDIT_AGREEMENTS):
        yield from _finished_texts(actor)
        yield from _ending_soon(actor, today)
    if actor.may(Ability.PREPARE_SIGNING):
        yield from _ready_for_signing(actor)


def _counted(clauses: QuerySet[Clause]) -> dict[int, int]:
    counted = clauses.values("agreement").annotate(count=Count("pk")).order_by()
    return {row["agreement"]: row["count"] for row in counted}


def _negotiating(actor: User) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(actor).filter(status=Status.NEGOTIATING)


def _waiting_for_consent(actor: User) -> Iterator[Task]:
    mine = Consent.objects.filter(
        version=OuterRef("current"), organisation=actor.organisation_id
    )
    waiting = Clause.objects.filter(agreement__in=_negotiating(actor))
    counts = _counted(waiting.without_left_out().exclude(Exists(mine)))
    for agreement in (
        _negotiating(actor).filter(pk__in=counts).order_by("starts_on", "pk")
    ):
        count = counts[agreement.pk]
        clauses = "afspraak wacht" if count == 1 else "afspraken wachten"
        yield Task(
            f"{count} {clauses} op uw akkoord",
            reverse("agreements:waiting", args=[agreement.pk]),
            agreement.title,
        )


def _refused_proposals(actor: User) -> Iterator[Task]:
    refusals = Consent.objects.filter(
        version=OuterRef("current"), decision=Consent.Decision.REFUSED
    ).exclude(organisation=actor.organisation_id)
    refused = Clause.objects.filter(
        Exists(refusals),
        agreement__in=_negotiating(actor),
        current__organisation=actor.organisation_id,
    )
    counts = _counted(refused)
    for agreement in (
        _negotiating(actor).filter(pk__in=counts).order_by("starts_on", "pk")
    ):
        count = counts[agreement.pk]
        proposals = "voorstel is" if count == 1 else "voorstellen zijn"
        yield Task(
            f"{count} {proposals} niet akkoord",
            agreement.get_absolute_url(),
            f"{agreement.title}: lees de reden en doe een nieuw voorstel.",
        )


def _finished_texts(actor: User) -> Iterator[Task]:
    agreed = Count("current__consents", filter=Q(current__consents__decision="agreed"))
    open_clauses = (
        Clause.objects.filter(agreement=OuterRef("pk"))
        .without_left_out()
        .annotate(agreed=agreed)
        .filter(agreed__lt=PARTIES)
    )
    some = Clause.objects.filter(agreement=OuterRef("pk"))
    finished = _negotiating(actor).filter(Exists(some), ~Exists(open_clauses))
    for agreement in finished.order_by("starts_on", "pk"):
        yield Task(
            "Meld de tekst klaar voor ondertekening",
            reverse("agreements:readiness", args=[agreement.pk]),
            f"{agreement.title}: beide partijen zijn akkoord met elke afspraak.",
        )


def _ending_soon(actor: User, today: date) -> Iterator[Task]:
    next_ones = Agreement.objects.filter(
        partnership=OuterRef("partnership"), starts_on__gt=OuterRef("starts_on")
    ).exclude(status=Status.VOID)
    ending = (
        Agreement.objects.visible_to(actor)
        .filter(
            ~Exists(next_ones),
            status=Status.SIGNED,
            ends_on__range=(today, today + ENDS_SOON),
        )
        .order_by("ends_on", "pk")
    )
    for agreement in ending:
        yield Task(
            "Begin aan de volgende overeenkomst",
            reverse("agreements:create"),
            f"{agreement.title} loopt af op {long_date(agreement.ends_on)}.",
            agreement.ends_on,
        )


def _ready_for_signing(actor: User) -> Iterator[Task]:
    ready = Agreement.objects.visible_to(actor).filter(status=Status.READY)
    for agreement in ready.order_by(F("starts_on"), "pk"):
        yield Task(
            "Bereid de ondertekening voor",
            reverse("agreements:readiness", args=[agreement.pk]),
            f"{agreement.title} is klaar gemeld.",
        )
