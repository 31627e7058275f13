"""What still has to be there before a quarter can be settled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

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


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a quarter is: what its calendar and its settling look at.

    `described`: areas with words and a status; `stated`: clauses with a status.
    """

    is_released: bool
    clauses: Sequence[Clause]
    described: frozenset[int]
    stated: frozenset[int]
    is_talked_about: bool


def standing_of(quarter: Quarter) -> Standing:
    """Ask how far a quarter is; a page that loaded all this makes its own."""
    written = AreaWords.objects.filter(quarter=quarter)
    stated = ClauseStatus.objects.filter(quarter=quarter)
    return Standing(
        is_released=is_released(quarter),
        clauses=clauses_in_force(quarter),
        described=described_areas(written),
        stated=frozenset(stated.values_list("clause", flat=True)),
        is_talked_about=any(is_about(one) for one in quarterly_meetings(quarter)),
    )


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


def areas_without_words(standing: Standing) -> list[Area]:
    """Return the areas with agreements that lack words, or a status with a sentence."""
    wanted = {clause.chapter for clause in standing.clauses}
    return [area for area in AREAS if area.number in wanted - standing.described]


def described_areas(written: Iterable[AreaWords]) -> frozenset[int]:
    """Return the areas that have words and a status with a sentence."""
    return frozenset(
        one.area for one in written if one.seen and one.status and one.sentence
    )


def quarterly_meetings(quarter: Quarter) -> QuerySet[Meeting]:
    """Return the meetings about a quarter, the first one first."""
    meetings: QuerySet[Meeting] = Meeting.objects.filter(
        quarter=quarter, series__kind=MeetingKind.QUARTERLY
    )
    return meetings.order_by("starts_at", "pk")


def is_about(meeting: Meeting) -> bool:
    """Return whether a meeting was held, or missed for a stated reason."""
    if meeting.status == Meeting.Status.HELD:
        return True
    return meeting.status == Meeting.Status.MISSED and bool(meeting.status_reason)


def is_released(quarter: Quarter) -> bool:
    """Return whether the figures are there for both audiences."""
    done = Release.objects.filter(quarter=quarter, status=Release.Status.DONE)
    return done.count() == len(Release.Audience)


def find_missing(quarter: Quarter, standing: Standing | None = None) -> list[Missing]:
    """Return all that settling a quarter still waits for."""
    return list(_missing(standing or standing_of(quarter)))


def missing_in_words(missing: Sequence[Missing]) -> str:
    """Write in one sentence what is missing."""
    return f"Vaststellen kan nog niet. Er mist: {'; '.join(m.short for m in missing)}."


def _missing(standing: Standing) -> Iterator[Missing]:
    if not standing.is_released:
        yield Missing(
            "de vrijgave van de cijfers",
            "Laat de JGZ de cijfers vrijgeven, voor het overleg en voor de raad.",
        )
    if areas := areas_without_words(standing):
        names = ", ".join(f"{area.number}. {area.short}" for area in areas)
        yield Missing(
            f"woorden en status van {names}",
            f"Schrijf wat u ziet en zet een status met een zin bij: {names}.",
        )
    if codes := _without_status(standing):
        yield Missing(
            f"de status van afspraak {', '.join(codes)}",
            f"Zet een status met een zin bij afspraak {', '.join(codes)}.",
        )
    if not standing.is_talked_about:
        yield Missing(
            "het kwartaaloverleg",
            "Houd het kwartaaloverleg over dit kwartaal en stel het verslag vast, of"
            " leg vast waarom het niet doorging.",
        )


def _without_status(standing: Standing) -> list[str]:
    return [
        clause.code
        for clause in standing.clauses
        if clause.current is not None
        and clause.current.indicator_code
        and clause.pk not in standing.stated
    ]
