"""How careful a partnership is with small figures: its thresholds, set by the JGZ."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_releases as policies
from monitoring.models import FigureSettings, Quarter
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit

PARTNER_CHOICES: Final = (5, 7, 10)
COUNCIL_LOWEST: Final = 10
COUNCIL_HIGHEST: Final = 50
NOT_A_CHOICE: Final = "Kies 5, 7 of 10 kinderen."
COUNCIL_RANGE: Final = (
    f"Vul een getal in van {COUNCIL_LOWEST} tot en met {COUNCIL_HIGHEST}."
)
# Who saw the figures must not choose afterwards what is shown of them.
LOWER_LATER: Final = (
    "Een drempel verlagen kan pas als er geen kwartaal meer open staat. Geef eerst de"
    " cijfers van het open kwartaal vrij."
)


def settings_of(partnership: Partnership) -> FigureSettings:
    """Return how careful a partnership is; by default as careful as the rule says."""
    found: FigureSettings | None = FigureSettings.objects.filter(
        partnership=partnership
    ).first()
    return found or FigureSettings(partnership=partnership)


@transaction.atomic
def change_thresholds(
    *, partnership: Partnership, partner: int, council: int, actor: User, now: datetime
) -> FigureSettings:
    """Set from how many children on a number is shown; it holds for coming releases.

    Raises PermissionDenied, or ValidationError with a sentence per field: for a number
    out of range, or a lower one while a quarter is open.
    """
    policies.may_change_thresholds(actor, partnership).enforce()
    FigureSettings.objects.get_or_create(
        partnership=partnership, defaults={"changed_by": actor, "changed_at": now}
    )
    rows = FigureSettings.objects.select_for_update()
    current: FigureSettings = rows.get(partnership=partnership)
    _refuse(current, partner, council)

    before = [current.partner_threshold, current.council_threshold]
    if before == [partner, council]:
        return current
    current.partner_threshold, current.council_threshold = partner, council
    current.changed_by, current.changed_at = actor, now
    current.save(
        update_fields=[
            "partner_threshold",
            "council_threshold",
            "changed_by",
            "changed_at",
        ]
    )
    audit.record(
        at=now,
        actor=actor,
        verb="figure_settings.change",
        subject=current,
        summary="De drempels voor kleine getallen zijn gewijzigd.",
        before=before,
        after=[partner, council],
    )
    return current


def _refuse(current: FigureSettings, partner: int, council: int) -> None:
    if partner not in PARTNER_CHOICES:
        raise ValidationError({"partner": NOT_A_CHOICE})
    if not COUNCIL_LOWEST <= council <= COUNCIL_HIGHEST:
        raise ValidationError({"council": COUNCIL_RANGE})
    lowered = {
        "partner": partner < current.partner_threshold,
        "council": council < current.council_threshold,
    }
    if any(lowered.values()) and _has_open_quarter(current.partnership_id):
        raise ValidationError(
            {field: LOWER_LATER for field, is_lower in lowered.items() if is_lower}
        )


def _has_open_quarter(partnership_id: int) -> bool:
    return Quarter.objects.filter(
        partnership=partnership_id, status=Quarter.Status.OPEN
    ).exists()
