"""What still stands in the way of signing: exactly that, each with its link."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from agreements.areas import Wpo160Topic
from agreements.models import Agreement, Approval, Clause
from agreements.models.vocabulary import Kind
from agreements.queries import find_obstacles, find_text_obstacles, wpo_coverage
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    approve,
    clause_of,
    current_of,
    finish_formalities,
    finish_text,
    let_agree,
    sentences,
)
from tests.factories import (
    NOW,
    AgreementFactory,
    BudgetLineFactory,
    ConsentFactory,
    MandateFactory,
)
from vve_portal.accounts.models import Mandate, Organisation

pytestmark = pytest.mark.usefixtures("at_home")


@pytest.fixture
def ready(agreement: Agreement) -> Agreement:
    """An agreement that nothing stands in the way of."""
    finish_text(agreement)
    finish_formalities(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(status=Agreement.Status.READY)
    return Agreement.objects.with_parties().get(pk=agreement.pk)


@pytest.mark.sqlite
def test_nothing_stands_in_the_way_of_a_finished_agreement(
    ready: Agreement, today: date
) -> None:
    assert find_obstacles(ready, today=today) == []


def renew(agreement: Agreement, code: str, **fields: Any) -> Clause:
    """Give a clause a next version to which both agree."""
    clause = clause_of(agreement, code)
    defaults = {"wpo_topic": current_of(clause).wpo_topic}
    add_version_of(clause, **{**defaults, **fields})
    let_agree(clause)
    return clause


def leave_unanswered(agreement: Agreement) -> None:
    current_of(clause_of(agreement, "G2-01")).consents.all().delete()


def take_back_one_answer(agreement: Agreement) -> None:
    version = current_of(clause_of(agreement, "G2-01"))
    version.consents.exclude(organisation=agreement.partnership.municipality).delete()


def refuse(agreement: Agreement) -> None:
    version = current_of(clause_of(agreement, "G2-01"))
    version.consents.filter(organisation=agreement.partnership.provider).delete()
    ConsentFactory.create(
        version=version,
        organisation=agreement.partnership.provider,
        decision="refused",
        reason="Nee.",
    )


def leave_kind_open(agreement: Agreement) -> None:
    renew(agreement, "G2-01", kind=Kind.UNDECIDED)


def plus_without_money(agreement: Agreement) -> None:
    renew(agreement, "G2-01", kind=Kind.PLUS)


def empty_area(agreement: Agreement) -> None:
    renew(agreement, "G2-01", is_dropped=True)


def drop_topic(agreement: Agreement) -> None:
    renew(agreement, "G3-01", wpo_topic="")


def clause_beyond_term(agreement: Agreement) -> None:
    renew(agreement, "G2-01", ends_on=date(2028, 1, 1))


def overlap(agreement: Agreement) -> None:
    AgreementFactory.create(
        partnership=agreement.partnership,
        created_by=agreement.created_by,
        signed=True,
        reference="VVE-2026-T-1",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
    )


def past(agreement: Agreement) -> None:
    agreement.starts_on, agreement.ends_on = date(2025, 1, 1), date(2025, 12, 31)


def partnership_ends(agreement: Agreement) -> None:
    agreement.partnership.ends_on = date(2027, 6, 30)


def no_college(agreement: Agreement) -> None:
    agreement.approvals.filter(kind=Approval.Kind.COLLEGE).delete()


def older_check(agreement: Agreement) -> None:
    agreement.approvals.filter(kind=Approval.Kind.LEGAL).update(
        recorded_at=NOW - timedelta(days=1)
    )


def no_mandate(agreement: Agreement) -> None:
    Mandate.objects.filter(organisation=agreement.partnership.provider).update(
        ends_on=date(2026, 11, 19)
    )


def withdrawn_mandate(agreement: Agreement) -> None:
    Mandate.objects.filter(organisation=agreement.partnership.provider).update(
        withdrawn_at=NOW
    )


def signer_left(agreement: Agreement) -> None:
    for mandate in Mandate.objects.filter(organisation=agreement.partnership.provider):
        mandate.signer.is_active = False
        mandate.signer.save(update_fields=["is_active"])


def no_details(agreement: Agreement) -> None:
    provider = agreement.partnership.provider
    provider.kvk_number = provider.seat = ""


def back_in_negotiation(agreement: Agreement) -> None:
    agreement.status = Agreement.Status.NEGOTIATING


G2_01 = "G2-01 “Controle van de aanmelding”"


@pytest.mark.parametrize(
    ("damage", "sentence", "page"),
    [
        (
            leave_unanswered,
            f"{G2_01} wacht op het akkoord van {{municipality}} en {{provider}}.",
            "clause",
        ),
        (
            take_back_one_answer,
            f"{G2_01} wacht op het akkoord van {{provider}}.",
            "clause",
        ),
        (refuse, f"{{provider}} is niet akkoord met {G2_01}.", "clause"),
        (
            leave_kind_open,
            (
                f"Kies voor {G2_01} of het basispakket, plus-inzet, gemeentelijk "
                "of van een derde is."
            ),
            "clause",
        ),
        (
            plus_without_money,
            f"{G2_01} is plus-inzet, maar heeft nog geen begrotingsregel.",
            "clause",
        ),
        (
            empty_area,
            (
                "Gebied 2, Afspraken over informatie-uitwisseling, heeft nog "
                "geen afspraak. Voeg er een toe, of leg in een afspraak uit "
                "waarom u hier niets afspreekt."
            ),
            "chapter",
        ),
        (
            drop_topic,
            (
                "Het onderwerp “Doorgaande lijn” van artikel 160 WPO ontbreekt "
                "nog. Kies bij een afspraak dit onderwerp, of leg in een "
                "afspraak uit waar het geregeld is."
            ),
            "detail",
        ),
        (
            clause_beyond_term,
            f"{G2_01} geldt ook buiten de looptijd. Pas de datums aan.",
            "clause",
        ),
        (
            overlap,
            (
                "De looptijd overlapt met VVE-2026-T-1, die geldt van 1 januari "
                "2026 tot en met 1 januari 2027. Kies andere datums."
            ),
            "frame",
        ),
        (
            past,
            "De looptijd is al voorbij op 31 december 2025. Kies andere datums.",
            "frame",
        ),
        (
            partnership_ends,
            (
                "De samenwerking eindigt op 30 juni 2027, vóór het einde van de "
                "overeenkomst. Kies een eerdere einddatum."
            ),
            "frame",
        ),
        (no_college, "Het collegebesluit is nog niet vastgelegd.", "approvals"),
        (
            older_check,
            (
                "Juridische toets: vastgelegd vóór de laatste wijziging van de "
                "tekst op 20 november 2026. Ga na of zij nog geldt en leg haar "
                "opnieuw vast."
            ),
            "approvals",
        ),
        (
            no_mandate,
            (
                "Er is nog niet vastgelegd wie voor {provider} mag tekenen. Leg "
                "het mandaat vast."
            ),
            "mandates",
        ),
        (
            withdrawn_mandate,
            (
                "Er is nog niet vastgelegd wie voor {provider} mag tekenen. Leg "
                "het mandaat vast."
            ),
            "mandates",
        ),
        (
            signer_left,
            (
                "Er is nog niet vastgelegd wie voor {provider} mag tekenen. Leg "
                "het mandaat vast."
            ),
            "mandates",
        ),
        (
            no_details,
            (
                "Van {provider} ontbreekt: de vestigingsplaats, het KvK-nummer. "
                "Vraag de beheerder van deze organisatie om dit bij “Mensen” in te "
                "vullen."
            ),
            "frame",
        ),
        (
            back_in_negotiation,
            "De tekst is nog niet klaar gemeld voor ondertekening.",
            "readiness",
        ),
    ],
)
def test_each_obstacle_stands_alone_with_its_link(
    damage: Callable[[Agreement], None],
    sentence: str,
    page: str,
    ready: Agreement,
    today: date,
) -> None:
    damage(ready)

    [obstacle] = find_obstacles(ready, today=today)

    parties = ready.partnership
    assert obstacle.sentence == sentence.format(
        municipality=parties.municipality.name, provider=parties.provider.name
    )
    assert obstacle.url == url_of(page, ready)


def url_of(page: str, agreement: Agreement) -> str:
    """Return the address that an obstacle leads to."""
    if page == "mandates":
        return reverse("accounts:mandates")
    if page == "clause":
        return clause_of(agreement, "G2-01").get_absolute_url()
    if page == "chapter":
        return reverse("agreements:chapter", args=[agreement.pk, 2])
    return reverse(f"agreements:{page}", args=[agreement.pk])


def test_a_draft_first_asks_to_be_shared(draft: Agreement, today: date) -> None:
    add_clause_of(draft)

    said = sentences(find_obstacles(draft, today=today))

    assert said[0].startswith("De overeenkomst is nog een concept. Deel haar")
    assert not any("akkoord van" in sentence for sentence in said)


def test_plus_with_money_and_a_lapsed_clause_are_no_obstacle(
    ready: Agreement, today: date
) -> None:
    plus = renew(ready, "G2-01", kind=Kind.PLUS)
    BudgetLineFactory.create(version=current_of(plus))
    lapsed = add_clause_of(ready, version__kind=Kind.UNDECIDED)
    add_version_of(lapsed, kind=Kind.PLUS, is_dropped=True)
    let_agree(lapsed)

    assert find_obstacles(ready, today=today) == []


def test_only_a_signed_agreement_takes_up_days(ready: Agreement, today: date) -> None:
    AgreementFactory.create(partnership=ready.partnership, created_by=ready.created_by)

    assert find_obstacles(ready, today=today) == []


def test_a_municipal_department_needs_no_number_of_its_own(
    ready: Agreement, today: date
) -> None:
    provider = ready.partnership.provider
    provider.jgz_type, provider.kvk_number = Organisation.JgzType.MUNICIPAL, ""

    assert find_obstacles(ready, today=today) == []


def test_the_text_is_judged_without_the_formalities(
    agreement: Agreement, today: date
) -> None:
    finish_text(agreement)

    assert find_text_obstacles(agreement, today=today) == []
    assert len(find_obstacles(agreement, today=today)) == 7


def test_approvals_are_asked_by_name(agreement: Agreement, today: date) -> None:
    finish_text(agreement)
    for party in agreement.partnership.parties:
        MandateFactory.create(partnership=agreement.partnership, organisation=party)
    approve(agreement, Approval.Kind.COLLEGE)

    said = sentences(find_obstacles(agreement, today=today))

    assert said == [
        (
            "De functionaris gegevensbescherming van de gemeente heeft de tekst "
            "nog niet getoetst. Leg de toets vast."
        ),
        (
            "De functionaris gegevensbescherming van de JGZ heeft de tekst nog "
            "niet getoetst. Leg de toets vast."
        ),
        "De juridische toets is nog niet vastgelegd.",
        "De tekst is nog niet klaar gemeld voor ondertekening.",
    ]


def test_topics_name_the_clauses_that_cover_them(agreement: Agreement) -> None:
    finish_text(agreement)
    second = add_clause_of(agreement, code="G4-02", version__wpo_topic="referral")

    coverage = {row.topic: row.clauses for row in wpo_coverage(agreement)}

    assert list(coverage) == list(Wpo160Topic)
    assert coverage[Wpo160Topic.REFERRAL] == (clause_of(agreement, "G4-01"), second)
    assert coverage[Wpo160Topic.RESULTS] == (clause_of(agreement, "G7-01"),)


@pytest.mark.parametrize("count", [1, 5])
def test_readiness_takes_six_queries_for_any_number_of_clauses(
    count: int, agreement: Agreement, today: date, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        let_agree(add_clause_of(agreement, version__kind=Kind.PLUS))
    fresh = Agreement.objects.with_parties().get(pk=agreement.pk)

    with django_assert_num_queries(6):
        find_obstacles(fresh, today=today)
