"""What the steps of the lifecycle ask and leave behind."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.lifecycle import SIGNING_STEPS, Status, Step
from agreements.models import Agreement, Clause
from agreements.services.clauses import propose_drop
from agreements.services.steps import take_step
from tests.agreements.building import add_clause_of, current_of, finish_text
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")


@pytest.mark.sqlite
def test_sharing_shows_the_draft_to_the_other_party(
    draft: Agreement, advisor: User, manager: User, now: datetime
) -> None:
    kept, left_out = add_clause_of(draft), add_clause_of(draft)
    propose_drop(clause=left_out, base_number=1, reason="", actor=advisor, now=now)
    hidden = list(Agreement.objects.visible_to(manager))

    shared = take_step(step=Step.SHARE, agreement=draft, actor=advisor, now=now)

    assert hidden == []
    assert (shared.status, shared.shared_at) == (Status.NEGOTIATING, now)
    assert list(Agreement.objects.visible_to(manager)) == [draft]
    assert list(Clause.objects.visible_to(manager)) == [kept]
    assert set(Clause.objects.visible_to(advisor)) == {kept, left_out}
    entry = Entry.objects.about(draft).get()
    assert (entry.reach, entry.details) == (
        Entry.Reach.SHARED,
        {"before": "draft", "after": "negotiating"},
    )


def test_an_unfinished_text_is_not_declared_ready(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    first, *_ = finish_text(agreement)
    current_of(first).consents.all().delete()

    with pytest.raises(PermissionDenied) as refusal:
        take_step(step=Step.DECLARE_READY, agreement=agreement, actor=advisor, now=now)

    assert str(refusal.value) == (
        "De tekst is nog niet klaar. G1-01 “Controle van de aanmelding” wacht op het "
        f"akkoord van {agreement.partnership.municipality.name} en "
        f"{agreement.partnership.provider.name}. Zie Gereedheid."
    )
    agreement.refresh_from_db()
    assert agreement.status == Status.NEGOTIATING


def test_a_refusal_counts_what_else_is_missing(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied, match=r"Daarnaast: nog 10\. Zie Gereedheid"):
        take_step(step=Step.DECLARE_READY, agreement=agreement, actor=advisor, now=now)


@pytest.mark.parametrize("step", [Step.REOPEN, Step.WITHDRAW])
def test_going_back_needs_a_reason(
    step: Step, agreement: Agreement, advisor: User, now: datetime
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(status=Status.READY)

    with pytest.raises(ValidationError) as refusal:
        take_step(step=step, agreement=agreement, actor=advisor, now=now, reason=" ")

    assert list(refusal.value.message_dict) == ["reason"]


def test_a_withdrawn_draft_stays_its_drafters(
    draft: Agreement, advisor: User, manager: User, now: datetime
) -> None:
    withdrawn = take_step(
        step=Step.WITHDRAW,
        agreement=draft,
        actor=advisor,
        now=now,
        reason="Verkeerd jaar.",
    )

    assert (withdrawn.status, withdrawn.void_reason) == (Status.VOID, "Verkeerd jaar.")
    assert list(Agreement.objects.visible_to(manager)) == []
    assert list(Agreement.objects.visible_to(advisor)) == [draft]
    assert Entry.objects.about(draft).get().reach == Entry.Reach.ORGANISATION


@pytest.mark.parametrize("step", sorted(SIGNING_STEPS))
def test_a_step_of_signing_is_not_taken_by_hand(
    step: Step, agreement: Agreement, manager: User, now: datetime
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(status=Status.SIGNING)

    with pytest.raises(PermissionDenied, match="hoort bij de ondertekening"):
        take_step(step=step, agreement=agreement, actor=manager, now=now, reason="Nu.")


def test_somebody_who_comes_second_is_refused(
    agreement: Agreement, advisor: User, manager: User, now: datetime
) -> None:
    finish_text(agreement)
    take_step(step=Step.DECLARE_READY, agreement=agreement, actor=manager, now=now)

    with pytest.raises(PermissionDenied, match="klaar gemeld voor ondertekening"):
        take_step(step=Step.DECLARE_READY, agreement=agreement, actor=advisor, now=now)

    assert Entry.objects.about(agreement).count() == 1
