"""Series of meetings as the clauses of area 6 ask for them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.areas import Chapter
from agreements.models import Agreement, Clause
from monitoring.models import Level, MeetingKind, MeetingSeries
from monitoring.queries.rhythm import times_a_year
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.roles import Role

Brings = tuple[tuple[str, str], ...]
_ACTIONS: Final = "Stand van de eigen acties"
_QUARTER: Final = "Welke afspraken aandacht vragen"
LAST_ITEM: Final = "Rondvraag en sluiting"


@dataclass(frozen=True, slots=True)
class Habit:
    """What is usual for a kind of meeting; people change it."""

    level: Level
    minutes: int
    chair: Role | str
    required: Brings
    items: tuple[str, ...]


_USUAL: Final = Habit(Level.WORK_FLOOR, 60, "", (), ("Opening en mededelingen",))
HABITS: Final[dict[MeetingKind, Habit]] = {
    MeetingKind.PROGRESS: Habit(
        Level.WORK_FLOOR,
        60,
        Role.VVE_COORDINATOR,
        (
            (Role.POLICY_ADVISOR, "Nieuws uit beleid en raad, " + _ACTIONS.lower()),
            (Role.VVE_COORDINATOR, "Waar het stokt in de keten, " + _ACTIONS.lower()),
        ),
        ("Opening en mededelingen", "Voortgang van de afspraken", LAST_ITEM),
    ),
    MeetingKind.QUARTERLY: Habit(
        Level.MANAGERS,
        90,
        Role.VVE_COORDINATOR,
        (
            (Role.POLICY_ADVISOR, _QUARTER),
            (Role.CONTRACT_MANAGER, "Stand van uren en geld voor plus-inzet"),
            (Role.JGZ_MANAGER, "Inzet en bezetting van de JGZ"),
            (Role.VVE_COORDINATOR, "Kwartaalrapportage met duiding per gebied"),
            ("Managers kinderopvang", "Bezetting, wachtlijst en aanwezigheid"),
        ),
        (
            "Opening en mededelingen",
            "Kwartaalrapportage: stand per afspraak",
            "Plus-inzet: uren en geld",
            LAST_ITEM,
        ),
    ),
    MeetingKind.WORKING_GROUP: Habit(
        Level.MANAGERS,
        90,
        Role.POLICY_ADVISOR,
        (
            (Role.POLICY_ADVISOR, "Agenda en stukken"),
            (Role.DOCTOR, "Wat de JGZ ziet bij peuters"),
            ("Kinderopvang", "Wat de voorscholen zien"),
            ("Onderwijs", "Ervaring met de overdracht"),
            ("Samenwerkingsverband", "Vragen over passend onderwijs"),
        ),
        ("Opening en mededelingen", "Wie komt wanneer in actie", LAST_ITEM),
    ),
    MeetingKind.STRUCTURAL: Habit(
        Level.WORK_FLOOR,
        60,
        Role.VVE_COORDINATOR,
        (
            (Role.VVE_COORDINATOR, "Verwijzingen die wachten"),
            ("Kinderopvang", "Plaatsen en wachtlijst"),
        ),
        ("Opening en mededelingen", "Plaatsen en wachtlijst", LAST_ITEM),
    ),
    MeetingKind.CARE: Habit(
        Level.WORK_FLOOR,
        60,
        Role.VVE_COORDINATOR,
        (
            (Role.NURSE, "Vragen over de samenwerking, zonder namen"),
            ("Contactpersoon voorschool", "Vragen over de samenwerking, zonder namen"),
        ),
        ("Opening en mededelingen", LAST_ITEM),
    ),
    MeetingKind.BOARD: Habit(
        Level.BOARD,
        60,
        Role.ALDERMAN,
        (
            (Role.ALDERMAN, "Ambitie en middelen van de gemeente"),
            (Role.JGZ_MANAGER, "Ambitie en middelen van de JGZ"),
            (Role.POLICY_ADVISOR, "Overzicht van knelpunten en besluiten"),
        ),
        ("Opening", "Ambitie, knelpunten en middelen", LAST_ITEM),
    ),
    MeetingKind.LEA: Habit(
        Level.BOARD,
        90,
        Role.ALDERMAN,
        (
            (Role.ALDERMAN, "Voorstel voor de jaarlijkse afspraken"),
            ("Schoolbesturen", "Doelgroep, doorgaande lijn en resultaten"),
            ("Houders kinderopvang", "Doelgroep, toeleiding en plaatsing"),
            (Role.JGZ_MANAGER, "Cijfers over bereik en toeleiding (als gast)"),
        ),
        ("Opening", "Afspraken van artikel 160 en 161", LAST_ITEM),
    ),
    MeetingKind.DIALOGUE: Habit(
        Level.WORK_FLOOR,
        120,
        Role.VVE_COORDINATOR,
        ((Role.VVE_COORDINATOR, "Thema, cijfers en een verhaal uit de praktijk"),),
        ("Welkom", "Wat zien we, wat leren we", "Wat spreken we af"),
    ),
}
# The first word that stands in the title says which kind it is.
_KIND_BY_WORD: Final = (
    ("voortgang", MeetingKind.PROGRESS),
    ("kwartaal", MeetingKind.QUARTERLY),
    ("werkgroep", MeetingKind.WORKING_GROUP),
    ("bestuurlijk", MeetingKind.BOARD),
    ("zorgoverleg", MeetingKind.CARE),
    ("dialoog", MeetingKind.DIALOGUE),
    ("lea", MeetingKind.LEA),
    ("160", MeetingKind.LEA),
    ("locatieplan", MeetingKind.PLAN_CYCLE),
    ("netwerk", MeetingKind.NETWORK),
    ("kinderopvang", MeetingKind.STRUCTURAL),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series that a clause asks for, as a start for who makes it."""

    clause: Clause
    kind: MeetingKind
    name: str
    per_year: int
    frequency: str

    @property
    def habit(self) -> Habit:
        """Return what is usual for this kind."""
        return habit_of(self.kind)


def habit_of(kind: str) -> Habit:
    """Return what is usual for a kind of meeting."""
    return HABITS.get(MeetingKind(kind), _USUAL)


def kind_of(title: str) -> MeetingKind:
    """Return which kind of meeting the title of a clause is about."""
    words = title.lower()
    found = (kind for word, kind in _KIND_BY_WORD if word in words)
    return next(found, MeetingKind.OTHER)


def agreement_for(partnership: Partnership, day: date) -> Agreement | None:
    """Return the agreement in force on a day, if there is one."""
    signed = Agreement.objects.filter(
        partnership=partnership,
        status=Agreement.Status.SIGNED,
        starts_on__lte=day,
        ends_on__gte=day,
    )
    return signed.order_by("-starts_on", "-pk").first()


def proposals_for(partnership: Partnership, *, today: date) -> list[Proposal]:
    """Return the series that clauses in force ask for and that are not there yet."""
    agreement = agreement_for(partnership, today)
    if agreement is None:
        return []
    made = MeetingSeries.objects.filter(partnership=partnership, ends_on__isnull=True)
    codes = set(made.values_list("clause__code", flat=True))
    clauses = (
        Clause.objects.filter(agreement=agreement, chapter=Chapter.MEETINGS)
        .filter(current__is_dropped=False)
        .select_related("current")
        .in_order()
    )
    proposals = (proposal_of(clause) for clause in clauses if clause.code not in codes)
    return [proposal for proposal in proposals if proposal]


def proposal_of(clause: Clause) -> Proposal | None:
    """Return the series that a clause asks for; None when it names no rhythm."""
    version = clause.current
    per_year = times_a_year(version.frequency) if version else None
    if version is None or per_year is None:
        return None
    kind = kind_of(version.title)
    return Proposal(clause, kind, version.title, per_year, version.frequency)


def role_label(who: str) -> str:
    """Return how a fixed participant is called: a role, or who it is by function."""
    return str(Role(who).label) if who in Role.values else who
