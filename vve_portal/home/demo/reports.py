"""The words beside the figures of the demo: per area, per clause, and why."""

from datetime import datetime
from typing import Final

from agreements.areas import Chapter
from agreements.models.vocabulary import Progress
from monitoring.models import Quarter, Report
from monitoring.queries.settling import measured_clauses
from monitoring.services.publishing import publish
from monitoring.services.reports import make_report, publish_report
from monitoring.services.statuses import StatusAnswer, set_statuses
from monitoring.services.words import Words, write_summary, write_words
from vve_portal.accounts.models import User

COURSE: Final = Progress.ON_COURSE
SUMMARY: Final = (
    "Steeds meer peuters met een indicatie gaan naar de voorschool."
    " In wijk Noord wachten kinderen te lang op een plek."
    " De JGZ belt gezinnen die wachten om de twee weken."
    " De gemeente zoekt samen met een houder naar een extra groep."
    " Over een half jaar kijken we of de wachtlijst korter is."
)
AREAS: Final[dict[Chapter, Words]] = {
    Chapter.ROLES: Words(
        "Iedereen weet wie wat doet. Nieuwe collega's lezen dat terug in de afspraken.",
        "We lopen de rollen elk half jaar na.",
        "",
        COURSE,
        "De taken zijn helder en worden gedaan.",
    ),
    Chapter.INFORMATION: Words(
        "Voorscholen melden sneller terug wat er met een verwijzing gebeurt.",
        "We bespreken elke maand welke meldingen nog missen.",
        "Voorscholen sluiten de maand binnen tien werkdagen af.",
        COURSE,
        "Meldingen komen bijna altijd op tijd.",
    ),
    Chapter.PROCESSES: Words(
        "Het zorgoverleg loopt. Bij drie locaties zijn de vaste dagen nog niet goed.",
        "De coördinator maakt met die drie locaties een nieuw rooster.",
        "",
        Progress.ATTENTION,
        "Drie locaties hebben nog geen vaste dag.",
    ),
    Chapter.REACH: Words(
        "Het bereik stijgt. In Noord staan kinderen lang op de wachtlijst.",
        "Waterlelie Noord bereidt een extra groep voor. De JGZ belt wie wacht.",
        "De gemeente beslist voor de winter over de extra groep.",
        Progress.ATTENTION,
        "Het bereik groeit, maar de wachtlijst in Noord is te lang.",
    ),
    Chapter.QUALITY: Words(
        "Toeleiders zijn geschoold. Ouders zijn tevreden over de uitleg.",
        "We herhalen de scholing in het voorjaar.",
        "",
        COURSE,
        "De scholing loopt volgens plan.",
    ),
    Chapter.MEETINGS: Words(
        "De overleggen gingen door zoals afgesproken.",
        "We houden de vaste agenda aan.",
        "",
        COURSE,
        "De overleggen zijn gehouden.",
    ),
    Chapter.MONITORING: Words(
        "De cijfers kwamen op tijd en zijn vaker volledig.",
        "We vullen de wijk aan waar die nog onbekend is.",
        "",
        COURSE,
        "De rapportage was op tijd klaar.",
    ),
}
MISSED_MEETING: Final = Words(
    "Het kwartaaloverleg ging niet door, omdat te weinig mensen konden.",
    "We prikken de data voortaan een jaar vooruit.",
    "Managers sturen een vervanger als zij niet kunnen.",
    Progress.MISSED,
    "Het kwartaaloverleg is niet gehouden.",
)
STATUSES: Final[dict[str, tuple[Progress, str]]] = {
    "G4-01": (Progress.ATTENTION, "Het bereik stijgt en is bijna bij de norm."),
    "G4-04": (
        Progress.MISSED,
        "Van te veel kinderen weten we nog niet waarom zij niet komen.",
    ),
    "G4-05": (
        Progress.MISSED,
        "In Noord zijn te weinig plekken. De extra groep is nog niet open.",
    ),
    "G6-06": (Progress.ATTENTION, "Het voorstel voor de extra groep ligt er nog niet."),
}
FINE: Final = (COURSE, "Dit loopt zoals we hebben afgesproken.")


def write_about(
    quarter: Quarter,
    areas: tuple[Chapter, ...],
    *,
    was_met: bool,
    actor: User,
    now: datetime,
) -> None:
    """Write about some areas, and set how the clauses in them stood."""
    for area in areas:
        is_missed = area is Chapter.MEETINGS and not was_met
        write_words(
            quarter=quarter,
            area=area,
            words=MISSED_MEETING if is_missed else AREAS[area],
            seen_version=0,
            actor=actor,
            now=now,
        )
    answers = [
        StatusAnswer(clause, *STATUSES.get(clause.code, FINE))
        for clause in measured_clauses(quarter)
        if clause.chapter in areas
    ]
    set_statuses(quarter=quarter, answers=answers, actor=actor, now=now)


def summarise(quarter: Quarter, actor: User, now: datetime) -> None:
    """Put the five sentences on top of the report."""
    current = Quarter.objects.get(pk=quarter.pk)
    write_summary(
        quarter=current,
        summary=SUMMARY,
        seen_version=current.version,
        actor=actor,
        now=now,
    )


def publish_quarter(quarter: Quarter, actor: User, now: datetime) -> None:
    """Give the council its letter, and everybody the figures as open data."""
    letter = Report.objects.get(quarter=quarter, kind=Report.Kind.COUNCIL_LETTER)
    make_report(report_pk=letter.pk, partnership=quarter.partnership, now=now)
    publish_report(report=letter, actor=actor, now=now)
    publish(quarter=quarter, actor=actor, now=now)
