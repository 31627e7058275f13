"""Entering totals (mode A): a numerator and a denominator, never a percentage."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_figures as policies
from monitoring.definitions import UNKNOWN, Dimension, Measure
from monitoring.models import Figure, Quarter
from monitoring.queries.groups import group_names
from monitoring.queries.known import Known, known_indicators
from monitoring.services.free_text import faults_in
from monitoring.services.locking import lock_quarter
from referrals.models import Location
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry

LARGEST: Final = Decimal(9_999_999)
NOT_MEASURED: Final = (
    "Dit cijfer wordt hier niet bijgehouden. Kies er een uit de lijst."
)
NO_MEASURE: Final = "Kies een van de getallen van dit cijfer."
NO_BREAKDOWN: Final = "Dit cijfer heeft deze uitsplitsing niet. Kies een andere."
NO_GROUP: Final = "Kies een groep uit de lijst."
CLOSED: Final = (
    "{} staat niet meer in het register. Lever het getal aan bij “niet bekend”, of zet"
    " de locatie eerst weer open."
)
NUMERATOR_MISSING: Final = "Vul de teller in."
DENOMINATOR_MISSING: Final = (
    "Vul de noemer in: het portaal rekent zelf het percentage uit."
)
NO_DENOMINATOR: Final = "Dit is een aantal zonder noemer. Laat de noemer leeg."
VALUE_MISSING: Final = "Vul de waarde in."
NO_VALUE: Final = "Vul hier alleen teller en noemer in, geen percentage."
ONLY_VALUE: Final = "Vul de waarde in en het aantal waarover die gaat, geen teller."
CASES_MISSING: Final = "Vul in over hoeveel de waarde gaat."
TOO_MUCH: Final = "De teller is groter dan de noemer. Kijk of ze verwisseld zijn."
NEGATIVE: Final = "Vul een getal in vanaf 0."
TOO_LARGE: Final = "Vul een getal in van hooguit 9.999.999."
NO_PARTS: Final = "Vul een heel getal in."
SOURCE_MISSING: Final = "Vul in waar dit getal vandaan komt."
CHANGED: Final = (
    "Iemand heeft dit getal intussen aangepast. Kijk eerst wat er nu staat; uw getal is"
    " niet bewaard."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A figure that somebody delivers; a mean has a value over `denominator` cases."""

    code: str
    measure: str = ""
    dimension: str = ""
    category: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    source: str = ""
    remark: str = ""


@transaction.atomic
def enter_total(
    *,
    quarter: Quarter,
    total: Total,
    actor: User,
    now: datetime,
    seen_at: datetime | None = None,
) -> Figure:
    """Keep a delivered total; a new value replaces the earlier one, which stays told.

    `seen_at` is when the actor looked at what was there. Raises PermissionDenied when
    the actor may not or the figures are released, and ValidationError with a sentence
    per field for what can't be right, or when the value was changed since.
    """
    current = lock_quarter(quarter)
    policies.may_deliver(actor, current).enforce()
    known = known_indicators(current.partnership).get(total.code)
    if known is None:
        raise ValidationError(NOT_MEASURED)
    refuse(total, known, current)

    earlier = current.figures.filter(mode=Figure.Mode.ENTERED, **_place(total)).first()
    if earlier is not None and seen_at is not None and earlier.noted_at > seen_at:
        raise ValidationError(CHANGED)
    before = _numbers(earlier) if earlier else None
    figure = earlier or Figure(
        partnership_id=current.partnership_id,
        quarter=current,
        mode=Figure.Mode.ENTERED,
        reference_on=current.ends_on,
        **_place(total),
    )
    figure.definition_version = known.version
    figure.numerator, figure.denominator = total.numerator, total.denominator
    figure.value = total.value
    figure.source, figure.remark = total.source.strip(), total.remark.strip()
    figure.noted_by, figure.noted_at = actor, now
    figure.save()
    _record(figure, before, known, actor, now)
    return figure


@transaction.atomic
def withdraw_total(*, figure: Figure, actor: User, now: datetime) -> None:
    """Take a delivered total away again; one that is gone already stays gone.

    Raises PermissionDenied when the actor may not, or the figures are released.
    """
    current = lock_quarter(figure.quarter_id)
    policies.may_deliver(actor, current).enforce()
    row = current.figures.filter(pk=figure.pk, mode=Figure.Mode.ENTERED).first()
    if row is None:
        return
    row.delete()
    audit.record(
        at=now,
        actor=actor,
        verb="figure.withdraw",
        subject=current,
        summary=f"Een aangeleverd getal van {row.indicator} is weggehaald.",
        reach=Entry.Reach.ORGANISATION,
        figure=figure.pk,
        before=_numbers(row),
    )


def refuse(total: Total, known: Known, quarter: Quarter) -> None:
    """Raise ValidationError with a sentence per field for what can't be right."""
    measure = known.find_measure(total.measure)
    if measure is None:
        raise ValidationError({"measure": NO_MEASURE})
    faults = {
        "category": _wrong_group(total, known, quarter),
        **_wrong_numbers(total, known, measure),
        "source": "" if total.source.strip() else SOURCE_MISSING,
        **faults_in({"remark": total.remark}, quarter.partnership),
    }
    found = {name: sentence for name, sentence in faults.items() if sentence}
    if found:
        raise ValidationError(found)


def _wrong_group(total: Total, known: Known, quarter: Quarter) -> str:
    if not total.dimension:
        return NO_GROUP if total.category else ""
    if total.dimension not in known.dimensions:
        return NO_BREAKDOWN
    if total.category == UNKNOWN:
        return ""
    if total.dimension == Dimension.LOCATION:
        return closed_location(total.category, quarter)
    names = group_names(quarter.partnership).get(total.dimension, {})
    return "" if total.category in names else NO_GROUP


def closed_location(lrk_id: str, quarter: Quarter) -> str:
    """Say why no figure can be of a preschool; nothing when it can."""
    rows = Location.objects.filter(partnership=quarter.partnership_id, lrk_id=lrk_id)
    location = rows.first()
    if location is None:
        return NO_GROUP
    return "" if location.is_open else CLOSED.format(location.name)


def _wrong_numbers(total: Total, known: Known, measure: Measure) -> dict[str, str]:
    numbers = {
        "numerator": total.numerator,
        "denominator": total.denominator,
        "value": total.value,
    }
    for name, number in numbers.items():
        # A mean has a fraction; what is counted has one in hours and money only.
        is_whole = not (name == "value" or known.is_in_parts)
        if problem := _wrong_number(number, is_whole=is_whole):
            return {name: problem}
    return (
        _wrong_mean(total) if measure.is_mean else _wrong_share(total, known, measure)
    )


def _wrong_number(number: Decimal | None, *, is_whole: bool) -> str:
    if number is None:
        return ""
    if number < 0:
        return NEGATIVE
    if number > LARGEST:
        return TOO_LARGE
    return NO_PARTS if is_whole and number != int(number) else ""


def _wrong_mean(total: Total) -> dict[str, str]:
    if total.numerator is not None:
        return {"numerator": ONLY_VALUE}
    if not total.denominator:
        return {"denominator": CASES_MISSING}
    return {"value": VALUE_MISSING} if total.value is None else {}


def _wrong_share(total: Total, known: Known, measure: Measure) -> dict[str, str]:
    if total.value is not None:
        return {"value": NO_VALUE}
    if total.numerator is None:
        return {"numerator": NUMERATOR_MISSING}
    if not measure.has_denominator:
        return {"denominator": NO_DENOMINATOR} if total.denominator is not None else {}
    if total.denominator is None:
        return {"denominator": DENOMINATOR_MISSING}
    if total.numerator > total.denominator and not known.may_exceed:
        return {"numerator": TOO_MUCH}
    return {}


def _place(total: Total) -> dict[str, str]:
    return {
        "indicator": total.code,
        "measure": total.measure,
        "dimension": total.dimension,
        "category": total.category,
    }


def _numbers(figure: Figure) -> list[str | None]:
    numbers = (figure.numerator, figure.denominator, figure.value)
    return [None if one is None else str(one) for one in numbers]


def _record(
    figure: Figure,
    before: list[str | None] | None,
    known: Known,
    actor: User,
    now: datetime,
) -> None:
    """The numbers themselves stay within the JGZ until their release."""
    audit.record(
        at=now,
        actor=actor,
        verb="figure.enter",
        subject=figure,
        summary=f"Een totaal van {known.code} {known.name} is aangeleverd.",
        reach=Entry.Reach.ORGANISATION,
        before=before,
        after=_numbers(figure),
    )
