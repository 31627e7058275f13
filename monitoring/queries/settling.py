"""What still has to be there before a quarter can be settled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.areas import AREA_NUMBERS, AREAS, Area
from agreements.models import Agreement, Clause
from agreements.models.vocabulary import Kind
from monitoring.models import AreaWords, ClauseStatus, Meeting, MeetingKind, Quarter
from monitoring.models.releases import Release


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there yet, as part of a sentence and as a sentence."""

    short: str
    sentence: str


def find_agreement(quarter: Quarter) -> Agreement | None:
    """Return the signed agreement that was in force last in a quarter."""
    signed = Agreement.objects.filter(
        partnership=quarter.partnership_id,
        status=Agreement.Status.SIGNED,
        starts_on__lte=quarter.ends_on,
        ends_on__gte=quarter.starts_on,
    )
    return signed.order_by("-starts_on", "-pk").first()


def clauses_in_force(quarter: Quarter) -> list[Clause]:
    """Return what the parties agreed on in the seven areas, in order."""
    agreement = find_agreement(quarter)
    if agreement is None:
        return []
    clauses = agreement.clauses.filter(
        chapter__in=AREA_NUMBERS, current__is_dropped=False
    ).exclude(current__kind=Kind.PROVISION)
    return list(clauses.select_related("current").in_order())


def measured_clauses(quarter: Quarter) -> list[Clause]:
    """Return the clauses in force with an indicator, in order."""
    return [
        clause
        for clause in clauses_in_force(quarter)
        if clause.current is not None and clause.current.indicator_code
    ]


def areas_without_words(
    quarter: Quarter, clauses: Sequence[Clause] | None = None
) -> list[Area]:
    """Return the areas with agreements that lack words, or a status with a sentence."""
    agreed = clauses_in_force(quarter) if clauses is None else clauses
    wanted = {clause.chapter for clause in agreed}
    written = AreaWords.objects.filter(
        quarter=quarter, seen__gt="", status__gt="", sentence__gt=""
    )
    done = set(written.values_list("area", flat=True))
    return [area for area in AREAS if area.number in wanted - done]


def is_talked_about(quarter: Quarter) -> bool:
    """Return whether the quarterly meeting was held, or missed for a stated reason."""
    held, missed = Meeting.Status.HELD, Meeting.Status.MISSED
    meetings = Meeting.objects.filter(
        quarter=quarter, series__kind=MeetingKind.QUARTERLY
    )
    return (
        meetings.filter(status=held).exists()
        or meetings.filter(status=missed, status_reason__gt="").exists()
    )


def is_released(quarter: Quarter) -> bool:
    """Return whether the figures are there for both audiences."""
    done = Release.objects.filter(quarter=quarter, status=Release.Status.DONE)
    return done.count() == len(Release.Audience)


def find_missing(quarter: Quarter) -> list[Missing]:
    """Return all that settling a quarter still waits for."""
    return list(_missing(quarter))


def missing_in_words(missing: Sequence[Missing]) -> str:
    """Write in one sentence what is missing."""
    return f"Vaststellen kan nog niet. Er mist: {'; '.join(m.short for m in missing)}."


def _missing(quarter: Quarter) -> Iterator[Missing]:
    if not is_released(quarter):
        yield Missing(
            "de vrijgave van de cijfers",
            "Laat de JGZ de cijfers vrijgeven, voor het overleg en voor de raad.",
        )
    clauses = clauses_in_force(quarter)
    if areas := areas_without_words(quarter, clauses):
        names = ", ".join(f"{area.number}. {area.short}" for area in areas)
        yield Missing(
            f"woorden en status van {names}",
            f"Schrijf wat u ziet en zet een status met een zin bij: {names}.",
        )
    if codes := _without_status(quarter, clauses):
        yield Missing(
            f"de status van afspraak {', '.join(codes)}",
            f"Zet een status met een zin bij afspraak {', '.join(codes)}.",
        )
    if not is_talked_about(quarter):
        yield Missing(
            "het kwartaaloverleg",
            "Houd het kwartaaloverleg over dit kwartaal en stel het verslag vast, of"
            " leg vast waarom het niet doorging.",
        )


def _without_status(quarter: Quarter, clauses: Sequence[Clause]) -> list[str]:
    stated = ClauseStatus.objects.filter(quarter=quarter)
    done = set(stated.values_list("clause", flat=True))
    return [
        clause.code
        for clause in clauses
        if clause.current is not None
        and clause.current.indicator_code
        and clause.pk not in done
    ]
