"""House rules: which ways of signing two parties allow beside that in the portal."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import policies_routes
from agreements.models import Signature, SigningRules
from agreements.queries.routes import (
    SHORT,
    find_rules,
    is_being_signed,
    why_unavailable,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry

Route = Signature.Route
FIELD_OF: Final = {
    Route.EXTERNAL: "allows_external",
    Route.REMOTE: "allows_remote",
    Route.INK: "allows_ink",
}


@transaction.atomic
def change_rules(
    *, partnership: Partnership, routes: Collection[str], actor: User, now: datetime
) -> SigningRules:
    """Allow exactly these ways beside that in the portal; the same changes nothing.

    Raises PermissionDenied when the actor may not, and ValidationError when the portal
    is not set up for a way that is new.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies_routes.may_change_rules(
        actor, locked, is_being_signed=is_being_signed(locked.pk)
    ).enforce()
    rules = find_rules(locked.pk)
    before = rules.routes
    for route, field in FIELD_OF.items():
        _refuse_unavailable(route, is_new=route in routes and route not in before)
        setattr(rules, field, route in routes)
    if rules.routes == before:
        return rules
    rules.changed_by, rules.changed_at = actor, now
    rules.save()
    audit.record(
        at=now,
        actor=actor,
        verb="signing.rules_changed",
        subject=rules,
        summary=f"Huisregels voor ondertekenen gewijzigd. Toegestaan: "
        f"{in_words(rules.routes)}.",
        before=before,
        after=rules.routes,
    )
    return rules


def changes_of(partnership: Partnership) -> list[Entry]:
    """Return what was changed in the house rules, newest first."""
    found = SigningRules.objects.filter(partnership=partnership).first()
    return list(Entry.objects.about(found).order_by("-pk")) if found else []


def in_words(routes: Collection[str]) -> str:
    """Name the ways in one phrase."""
    first, *others = [SHORT[route] for route in Route if route in routes]
    return ", ".join([first.lower(), *(one.lower() for one in others)])


def _refuse_unavailable(route: str, *, is_new: bool) -> None:
    reason = why_unavailable(route) if is_new else ""
    if reason:
        raise ValidationError(reason)
