"""Agreeing and refusing: to one version, and to a selection."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement, Consent
from agreements.services.clauses import Stale
from agreements.services.consent import answer, answer_selection
from tests.agreements.building import add_clause_of, add_version_of, current_of
from tests.factories import AgreementFactory
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")
AGREED, REFUSED = Consent.Decision.AGREED, Consent.Decision.REFUSED


@pytest.mark.sqlite
def test_a_party_agrees_to_the_version_that_stands(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    version = current_of(clause)

    consent = answer(
        version=version, decision=AGREED, reason="", actor=advisor, now=now
    )

    assert consent.organisation == advisor.organisation
    assert (consent.decision, consent.decided_by, consent.decided_at) == (
        AGREED,
        advisor,
        now,
    )
    entry = Entry.objects.about(clause).get()
    assert (entry.verb, entry.reach) == ("clause.agreed", Entry.Reach.SHARED)
    assert entry.summary == (
        f"{advisor.organisation.name} gaat akkoord met versie 1 "
        f"van afspraak {clause.code}."
    )


def test_the_same_answer_twice_is_recorded_once(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    version = current_of(clause)

    for _ in range(2):
        answer(version=version, decision=AGREED, reason="", actor=advisor, now=now)

    assert Consent.objects.filter(version=version).count() == 1
    assert Entry.objects.about(clause).count() == 1


def test_a_refusal_carries_its_reason(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)

    consent = answer(
        version=current_of(clause),
        decision=REFUSED,
        reason=" Te weinig uren. ",
        actor=manager,
        now=now,
    )

    assert (consent.decision, consent.reason) == (REFUSED, "Te weinig uren.")
    assert (
        Entry.objects.about(clause)
        .get()
        .summary.endswith(
            "gaat niet akkoord met versie 1 van afspraak "
            f"{clause.code}: Te weinig uren."
        )
    )


@pytest.mark.parametrize(
    ("decision", "reason", "field"),
    [(REFUSED, " ", "reason"), ("misschien", "Ja.", "decision")],
)
def test_an_answer_that_will_not_do_gets_a_sentence(
    decision: str,
    reason: str,
    field: str,
    agreement: Agreement,
    manager: User,
    now: datetime,
) -> None:
    version = current_of(add_clause_of(agreement))

    with pytest.raises(ValidationError) as refusal:
        answer(
            version=version, decision=decision, reason=reason, actor=manager, now=now
        )

    assert list(refusal.value.message_dict) == [field]
    assert not Consent.objects.exists()


def test_a_party_may_think_again(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    version = current_of(clause)
    answer(version=version, decision=REFUSED, reason="Nee.", actor=manager, now=now)

    answer(version=version, decision=AGREED, reason="", actor=manager, now=now)

    consent = Consent.objects.get(version=version)
    assert (consent.decision, consent.reason) == (AGREED, "")
    assert Entry.objects.about(clause).count() == 2


def test_an_answer_to_an_older_version_is_stale(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    older = current_of(clause)
    newer = add_version_of(clause)

    with pytest.raises(Stale) as stale:
        answer(version=older, decision=AGREED, reason="", actor=advisor, now=now)

    assert stale.value.current == newer
    assert not Consent.objects.exists()


CONSENTING = {"advisor", "manager"}


@pytest.mark.parametrize(
    "name",
    [
        "advisor",
        "manager",
        "coordinator",
        "contract_manager",
        "alderman",
        "clerk",
        "nurse",
        "stranger",
    ],
)
def test_who_may_consent(
    name: str, agreement: Agreement, now: datetime, request: pytest.FixtureRequest
) -> None:
    version, actor = current_of(add_clause_of(agreement)), request.getfixturevalue(name)

    try:
        answer(version=version, decision=AGREED, reason="", actor=actor, now=now)
    except PermissionDenied:
        agreed = False
    else:
        agreed = True

    assert agreed is (name in CONSENTING)
    assert Consent.objects.count() == (1 if agreed else 0)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("draft", "Deel de overeenkomst eerst met de andere partij."),
        ("ready", "De tekst is klaar gemeld voor ondertekening."),
        ("signing", "De overeenkomst ligt ter ondertekening."),
    ],
)
def test_consent_is_given_while_negotiating(
    status: str, sentence: str, agreement: Agreement, advisor: User, now: datetime
) -> None:
    version = current_of(add_clause_of(agreement))
    Agreement.objects.filter(pk=agreement.pk).update(status=status)

    with pytest.raises(PermissionDenied, match=sentence):
        answer(version=version, decision=AGREED, reason="", actor=advisor, now=now)


@pytest.mark.sqlite
def test_a_selection_is_answered_at_once(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clauses = [add_clause_of(agreement) for _ in range(3)]
    left = add_clause_of(agreement)
    versions = [current_of(clause) for clause in clauses]
    answer(version=versions[0], decision=AGREED, reason="", actor=advisor, now=now)

    count = answer_selection(
        agreement=agreement,
        versions=versions,
        decision=AGREED,
        reason="",
        actor=advisor,
        now=now,
    )

    assert count == 2
    assert Consent.objects.filter(version__in=versions).count() == 3
    assert not Consent.objects.filter(version=left.current).exists()
    assert [Entry.objects.about(clause).count() for clause in clauses] == [1, 1, 1]


def test_one_stale_version_spoils_the_whole_selection(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    first, second = add_clause_of(agreement), add_clause_of(agreement)
    shown = [current_of(first), current_of(second)]
    newer = add_version_of(second)

    with pytest.raises(Stale) as stale:
        answer_selection(
            agreement=agreement,
            versions=shown,
            decision=AGREED,
            reason="",
            actor=advisor,
            now=now,
        )

    assert stale.value.current == newer
    assert not Consent.objects.exists()


def test_an_empty_selection_is_refused(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError, match="Kies ten minste één afspraak"):
        answer_selection(
            agreement=agreement,
            versions=[],
            decision=AGREED,
            reason="",
            actor=advisor,
            now=now,
        )


def test_a_version_of_another_agreement_is_refused(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    other: Agreement = AgreementFactory.create(
        partnership=agreement.partnership, created_by=agreement.created_by
    )
    versions = [current_of(add_clause_of(one)) for one in (agreement, other)]

    with pytest.raises(ValidationError, match="hoort niet bij deze overeenkomst"):
        answer_selection(
            agreement=agreement,
            versions=versions,
            decision=AGREED,
            reason="",
            actor=advisor,
            now=now,
        )

    assert not Consent.objects.exists()
