"""What signing asks of somebody today."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from agreements.models import Agreement, BroughtFile, Signature, SigningRound
from agreements.policies_routes import may_open_route
from agreements.queries.signing import WRITTEN
from agreements.queries.tasks import Task
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import SIGNING_ROLES, Ability

Status = Signature.Status


def signing_tasks(actor: User, *, today: date) -> Iterator[Task]:  # noqa: ARG001 - every source of tasks is asked the same
    """Yield what signing asks of the actor: a signature, or help when it got stuck."""
    if actor.has_role(*SIGNING_ROLES):
        yield from _turns(actor)
    if actor.has_role(*SIGNING_ROLES) or actor.may(Ability.PREPARE_SIGNING):
        yield from _brought(actor)
    if actor.may(Ability.PREPARE_SIGNING):
        yield from _troubles(actor)


def _turns(actor: User) -> Iterator[Task]:
    earlier = Signature.objects.filter(
        round=OuterRef("round"), position__lt=OuterRef("position")
    ).exclude(status=Status.PLACED)
    mine = Signature.objects.visible_to(actor).filter(
        ~Exists(earlier),
        signer=actor,
        status=Status.WAITING,
        round__voided_at__isnull=True,
        round__document__isnull=False,
        round__agreement__status=Agreement.Status.SIGNING,
    )
    rows = mine.select_related("round__agreement").defer("round__content")
    others = Prefetch("round__signatures", Signature.objects.in_order())
    for signature in rows.prefetch_related(others).order_by("round__frozen_at", "pk"):
        yield Task(
            "Onderteken de overeenkomst",
            reverse("agreements:sign", args=[signature.pk]),
            ". ".join([signature.round.agreement.title, *_signed_elsewhere(signature)]),
        )


def _signed_elsewhere(signature: Signature) -> Iterator[str]:
    """Tell who signed before, when that was not in the portal."""
    for one in signature.round.signatures.all():
        if one.signed_at is not None and one.route != Signature.Route.PORTAL:
            yield f"{one.signer.name} heeft {WRITTEN[one.route]}"


def _brought(actor: User) -> Iterator[Task]:
    waiting = BroughtFile.objects.visible_to(actor).defer("content")
    rows = waiting.select_related(
        "signature__signer", "signature__organisation", "signature__round__agreement"
    )
    for brought in rows.order_by("brought_at", "pk"):
        signature = brought.signature
        if may_open_route(actor, signature):
            yield Task(
                "Bevestig de teruggebrachte handtekening",
                reverse("agreements:bring-confirm", args=[signature.pk]),
                f"{signature.round.agreement.title}, {signature.signer.name}",
            )


def _troubles(actor: User) -> Iterator[Task]:
    stuck = SigningRound.objects.visible_to(actor).open().exclude(trouble="")
    rows = stuck.select_related("agreement").defer("content")
    for signing_round in rows.order_by("frozen_at", "pk"):
        yield Task(
            "De ondertekening loopt vast",
            reverse("agreements:signing", args=[signing_round.agreement_id]),
            f"{signing_round.agreement.title}: {signing_round.trouble}",
        )
