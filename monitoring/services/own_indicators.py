"""Indicators that partners think of themselves: define, change, end."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_figures as policies
from monitoring.definitions import Kind, Source, Unit
from monitoring.models import OwnIndicator
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Kind as OrganisationKind
from vve_portal.audit import services as audit

PREFIX: Final = "EIGEN-"
ENDED: Final = "Dit cijfer is gestopt. Maak een nieuw cijfer."
NOT_LAST: Final = (
    "Iemand heeft dit cijfer intussen aangepast. Open het opnieuw en kijk wat er staat."
)
PERCENT_OF_WHAT: Final = (
    "Een percentage heeft een noemer. Vul in waarvan het een deel is."
)
MEAN_OF_WHAT: Final = "Een gemiddelde heeft een noemer. Vul in waarover het gaat."
ONLY_JGZ_TELLS: Final = (
    "Alleen de JGZ kan zeggen dat dit cijfer niet over kinderen gaat: dan toont het"
    " portaal ook kleine aantallen. Laat het vinkje staan of vraag het de JGZ."
)
NAME_TAKEN: Final = "Er is al een cijfer met deze naam. Kies een andere."


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an indicator of one's own counts."""

    name: str
    numerator: str
    denominator: str = ""
    kind: str = Kind.FLOW.value
    unit: str = Unit.PERCENT.value
    source: str = Source.JGZ.value
    about_children: bool = True


@transaction.atomic
def define_indicator(
    *, partnership: Partnership, definition: Definition, actor: User, now: datetime
) -> OwnIndicator:
    """Add an indicator under the next free code.

    Raises PermissionDenied when the actor may not, and ValidationError with a sentence
    per field for a definition that can't be counted, or one of small numbers that are
    shown which the JGZ did not make.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    policies.may_define_in(actor, partnership).enforce()
    _refuse_showing_all(definition, actor, was_about_children=True)
    _refuse(definition, partnership, code="")
    codes = set(
        OwnIndicator.objects.filter(partnership=partnership).values_list(
            "code", flat=True
        )
    )
    number = next(n for n in range(1, len(codes) + 2) if f"{PREFIX}{n}" not in codes)
    return _keep(partnership, f"{PREFIX}{number}", 1, definition, actor, now)


@transaction.atomic
def change_indicator(
    *, indicator: OwnIndicator, definition: Definition, actor: User, now: datetime
) -> OwnIndicator:
    """Add a version; figures that are there keep the one they were delivered for.

    Raises PermissionDenied when the actor may not, and ValidationError when there is a
    newer version, the indicator has ended, the definition can't be counted, or others
    than the JGZ say that it is not about children any more.
    """
    current = _lock(indicator, actor)
    _refuse_showing_all(definition, actor, was_about_children=current.about_children)
    _refuse(definition, current.partnership, code=current.code)
    return _keep(
        current.partnership, current.code, current.version + 1, definition, actor, now
    )


@transaction.atomic
def end_indicator(
    *, indicator: OwnIndicator, actor: User, now: datetime
) -> OwnIndicator:
    """Measure it no longer; figures that are there stay.

    Raises PermissionDenied when the actor may not, and ValidationError when there is a
    newer version or it has ended already.
    """
    current = _lock(indicator, actor)
    current.ended_at = now
    current.save(update_fields=["ended_at"])
    audit.record(
        at=now,
        actor=actor,
        verb="own_indicator.end",
        subject=current,
        summary=f"Het eigen cijfer {current.code} {current.name} is gestopt.",
    )
    return current


def _lock(indicator: OwnIndicator, actor: User) -> OwnIndicator:
    rows = OwnIndicator.objects.select_for_update(of=("self",))
    current: OwnIndicator = rows.select_related("partnership").get(pk=indicator.pk)
    Partnership.objects.select_for_update().get(pk=current.partnership_id)
    policies.may_define_in(actor, current.partnership).enforce()
    newer = OwnIndicator.objects.filter(
        partnership=current.partnership_id,
        code=current.code,
        version__gt=current.version,
    )
    if newer.exists():
        raise ValidationError(NOT_LAST)
    if current.ended_at is not None:
        raise ValidationError(ENDED)
    return current


def _refuse_showing_all(
    definition: Definition, actor: User, *, was_about_children: bool
) -> None:
    """Leave it to who knows the figures whether small ones may be shown."""
    is_shown_now = was_about_children and not definition.about_children
    if is_shown_now and actor.organisation.kind != OrganisationKind.JGZ:
        raise ValidationError({"about_children": ONLY_JGZ_TELLS})


def _refuse(definition: Definition, partnership: Partnership, *, code: str) -> None:
    if not definition.denominator.strip():
        if definition.unit == Unit.PERCENT:
            raise ValidationError({"denominator": PERCENT_OF_WHAT})
        if definition.unit in {Unit.DAYS, Unit.GRADE}:
            raise ValidationError({"denominator": MEAN_OF_WHAT})
    named = OwnIndicator.objects.filter(
        partnership=partnership, name__iexact=definition.name.strip()
    )
    if named.exclude(code=code).filter(ended_at__isnull=True).exists():
        raise ValidationError({"name": NAME_TAKEN})


def _keep(
    partnership: Partnership,
    code: str,
    version: int,
    definition: Definition,
    actor: User,
    now: datetime,
) -> OwnIndicator:
    row = OwnIndicator.objects.create(
        partnership=partnership,
        code=code,
        version=version,
        defined_by=actor,
        defined_at=now,
        **asdict(definition),
    )
    audit.record(
        at=now,
        actor=actor,
        verb="own_indicator.define",
        subject=row,
        summary=f"Het eigen cijfer {code} {row.name} is vastgelegd, versie {version}.",
    )
    return row
