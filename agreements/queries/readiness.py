"""What still stands in the way of signing, a sentence and a link each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from agreements.areas import AREAS, Wpo160Topic
from agreements.models import Agreement, Approval, Clause, Consent
from agreements.models.vocabulary import Kind
from agreements.queries.clauses import (
    clauses_in_text,
    consents_of,
    is_settled,
    load_clauses,
    version_of,
)
from vve_portal.accounts.models import Mandate, Organisation
from vve_portal.ui.dates import long_date, period

Status = Agreement.Status
MISSING_APPROVAL: Final[dict[str, str]] = {
    Approval.Kind.PRIVACY_MUNICIPALITY: (
        "De functionaris gegevensbescherming van de gemeente heeft de tekst nog niet "
        "getoetst. Leg de toets vast."
    ),
    Approval.Kind.PRIVACY_PROVIDER: (
        "De functionaris gegevensbescherming van de JGZ heeft de tekst nog niet "
        "getoetst. Leg de toets vast."
    ),
    Approval.Kind.LEGAL: "De juridische toets is nog niet vastgelegd.",
    Approval.Kind.COLLEGE: "Het collegebesluit is nog niet vastgelegd.",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that must happen before signing, and where to do it."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """One of the four topics of WPO art. 160, and the clauses that cover it."""

    topic: Wpo160Topic
    clauses: tuple[Clause, ...]


def find_obstacles(
    agreement: Agreement, *, today: date, clauses: Sequence[Clause] | None = None
) -> list[Obstacle]:
    """Return all that stands in the way of signing, in a fixed number of queries."""
    loaded = load_clauses(agreement) if clauses is None else clauses
    text = find_text_obstacles(agreement, today=today, clauses=loaded)
    return [*text, *_formal_obstacles(agreement, loaded, today)]


def find_text_obstacles(
    agreement: Agreement, *, today: date, clauses: Sequence[Clause] | None = None
) -> list[Obstacle]:
    """Return what keeps the text unfinished: clauses, areas, topics and term."""
    loaded = load_clauses(agreement) if clauses is None else clauses
    in_text = clauses_in_text(agreement, loaded)
    return [
        *_about_consent(agreement, loaded),
        *_about_kind(in_text),
        *_about_areas(agreement, in_text),
        *_about_topics(agreement, in_text),
        *_about_term(agreement, in_text, today),
    ]


def wpo_coverage(
    agreement: Agreement, clauses: Sequence[Clause] | None = None
) -> list[TopicCoverage]:
    """Return the four topics of WPO art. 160 lid 1 with the clauses that cover them."""
    in_text = clauses_in_text(agreement, clauses)
    return [
        TopicCoverage(
            topic,
            tuple(
                clause for clause in in_text if version_of(clause).wpo_topic == topic
            ),
        )
        for topic in Wpo160Topic
    ]


def _page(name: str, agreement: Agreement, *more: int) -> str:
    return reverse(f"agreements:{name}", args=[agreement.pk, *more])


def _name(clause: Clause) -> str:
    return f"{clause.code} “{version_of(clause).title}”"


def _about_consent(
    agreement: Agreement, clauses: Sequence[Clause]
) -> Iterator[Obstacle]:
    if agreement.status == Status.DRAFT:
        yield Obstacle(
            "De overeenkomst is nog een concept. Deel haar met de andere partij, zodat "
            "beide partijen op elke afspraak kunnen antwoorden.",
            _page("detail", agreement),
        )
        return
    for clause in clauses:
        if not is_settled(clause, agreement):
            yield Obstacle(
                _missing_consent(clause, agreement), clause.get_absolute_url()
            )


def _missing_consent(clause: Clause, agreement: Agreement) -> str:
    consents = consents_of(clause)
    parties = agreement.partnership.parties
    refused = [
        party.name
        for party in parties
        if party.pk in consents
        and consents[party.pk].decision == Consent.Decision.REFUSED
    ]
    if refused:
        return f"{' en '.join(refused)} is niet akkoord met {_name(clause)}."
    waiting = [party.name for party in parties if party.pk not in consents]
    return f"{_name(clause)} wacht op het akkoord van {' en '.join(waiting)}."


def _about_kind(clauses: Sequence[Clause]) -> Iterator[Obstacle]:
    for clause in clauses:
        version = version_of(clause)
        if version.is_dropped:
            continue
        if version.kind == Kind.UNDECIDED:
            yield Obstacle(
                f"Kies voor {_name(clause)} of het basispakket, plus-inzet, "
                "gemeentelijk of van een derde is.",
                clause.get_absolute_url(),
            )
        if version.kind == Kind.PLUS and not version.lines.all():
            yield Obstacle(
                f"{_name(clause)} is plus-inzet, maar heeft nog geen begrotingsregel.",
                clause.get_absolute_url(),
            )


def _about_areas(agreement: Agreement, clauses: Sequence[Clause]) -> Iterator[Obstacle]:
    filled = {clause.chapter for clause in clauses if not version_of(clause).is_dropped}
    for area in AREAS:
        if area.chapter not in filled:
            yield Obstacle(
                f"Gebied {area.number}, {area.title}, heeft nog geen afspraak. Voeg er "
                "een toe, of leg in een afspraak uit waarom u hier niets afspreekt.",
                _page("chapter", agreement, area.number),
            )


def _about_topics(
    agreement: Agreement, clauses: Sequence[Clause]
) -> Iterator[Obstacle]:
    covered = {
        version_of(clause).wpo_topic
        for clause in clauses
        if not version_of(clause).is_dropped
    }
    for topic in Wpo160Topic:
        if topic not in covered:
            yield Obstacle(
                f"Het onderwerp “{topic.label}” van artikel 160 WPO ontbreekt nog. "
                "Kies bij een afspraak dit onderwerp, of leg in een afspraak uit waar "
                "het geregeld is.",
                _page("detail", agreement),
            )


def _about_term(
    agreement: Agreement, clauses: Sequence[Clause], today: date
) -> Iterator[Obstacle]:
    frame = _page("frame", agreement)
    if agreement.ends_on < today:
        yield Obstacle(
            f"De looptijd is al voorbij op {long_date(agreement.ends_on)}. "
            "Kies andere datums.",
            frame,
        )
    last_day = agreement.partnership.ends_on
    if last_day and last_day < agreement.ends_on:
        yield Obstacle(
            f"De samenwerking eindigt op {long_date(last_day)}, vóór het einde van de "
            "overeenkomst. Kies een eerdere einddatum.",
            frame,
        )
    overlapping = Agreement.objects.overlapping(agreement)
    for other in overlapping.order_by("starts_on", "pk"):
        yield Obstacle(
            f"De looptijd overlapt met {other.reference}, die geldt van "
            f"{period(other.starts_on, other.ends_on)}. Kies andere datums.",
            frame,
        )
    for clause in clauses:
        if _is_outside_term(clause, agreement):
            yield Obstacle(
                f"{_name(clause)} geldt ook buiten de looptijd. Pas de datums aan.",
                clause.get_absolute_url(),
            )


def _is_outside_term(clause: Clause, agreement: Agreement) -> bool:
    version = version_of(clause)
    days = [day for day in (version.starts_on, version.ends_on) if day]
    return not version.is_dropped and any(
        not agreement.starts_on <= day <= agreement.ends_on for day in days
    )


def _formal_obstacles(
    agreement: Agreement, clauses: Sequence[Clause], today: date
) -> Iterator[Obstacle]:
    yield from _about_approvals(agreement, clauses)
    yield from _about_mandates(agreement, today)
    yield from _about_parties(agreement)
    yield from _about_publicity(agreement)
    if agreement.status == Status.NEGOTIATING:
        yield Obstacle(
            "De tekst is nog niet klaar gemeld voor ondertekening.",
            _page("readiness", agreement),
        )


def _about_approvals(
    agreement: Agreement, clauses: Sequence[Clause]
) -> Iterator[Obstacle]:
    recorded = {approval.kind: approval for approval in agreement.approvals.all()}
    changes = [version_of(clause).created_at for clause in clauses]
    last_change = max(changes, default=None)
    url = _page("approvals", agreement)
    for kind in Approval.Kind:
        approval = recorded.get(kind)
        if approval is None:
            yield Obstacle(MISSING_APPROVAL[kind], url)
        elif last_change and approval.recorded_at < last_change:
            yield Obstacle(
                f"{kind.label}: vastgelegd vóór de laatste wijziging van de tekst op "
                f"{long_date(last_change)}. Ga na of zij nog geldt en leg haar opnieuw "
                "vast.",
                url,
            )


def _about_mandates(agreement: Agreement, today: date) -> Iterator[Obstacle]:
    holding = Mandate.objects.filter(
        partnership=agreement.partnership_id, signer__is_active=True
    ).on(today)
    represented = set(holding.values_list("organisation_id", flat=True))
    for party in agreement.partnership.parties:
        if party.pk not in represented:
            yield Obstacle(
                f"Er is nog niet vastgelegd wie voor {party.name} mag tekenen. Leg het "
                "mandaat vast.",
                reverse("accounts:mandates"),
            )


def _about_parties(agreement: Agreement) -> Iterator[Obstacle]:
    provider = agreement.partnership.provider
    missing = [name for name, value in _details_of(provider) if not value]
    if missing:
        yield Obstacle(
            f"Van {provider.name} ontbreekt: {', '.join(missing)}. Vraag de beheerder "
            "van deze organisatie om dit bij “Mensen” in te vullen.",
            _page("frame", agreement),
        )


def _about_publicity(agreement: Agreement) -> Iterator[Obstacle]:
    is_public = agreement.publicity == Agreement.Publicity.PUBLIC
    if not is_public and not agreement.publicity_ground:
        publicity = str(agreement.get_publicity_display()).lower()
        yield Obstacle(
            f"De overeenkomst is {publicity}, maar er staat niet bij op welke grond. "
            "Schrijf de grond bij “Gegevens”.",
            _page("frame", agreement),
        )


def _details_of(provider: Organisation) -> Iterator[tuple[str, str]]:
    yield "de rechtsvorm", provider.legal_form
    yield "de vestigingsplaats", provider.seat
    # A municipal department is no legal person of its own.
    if provider.jgz_type != Organisation.JgzType.MUNICIPAL:
        yield "het KvK-nummer", provider.kvk_number
