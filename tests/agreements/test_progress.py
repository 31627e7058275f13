"""Saying how a signed clause is coming along."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement
from agreements.models.vocabulary import Progress
from agreements.services.progress import set_progress
from tests.agreements.building import add_clause_of
from tests.factories import AgreementFactory
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")


@pytest.fixture
def signed(agreement: Agreement) -> Agreement:
    """An agreement that both signed."""
    made: Agreement = AgreementFactory.create(
        partnership=agreement.partnership,
        created_by=agreement.created_by,
        signed=True,
    )
    return made


@pytest.mark.sqlite
def test_progress_is_a_status_with_a_sentence(
    signed: Agreement, coordinator: User, now: datetime
) -> None:
    clause = add_clause_of(signed)

    updated = set_progress(
        clause=clause,
        progress=Progress.ATTENTION,
        note=" Wachtlijst in Noord. ",
        actor=coordinator,
        now=now,
    )

    assert (updated.progress, updated.progress_note) == (
        Progress.ATTENTION,
        "Wachtlijst in Noord.",
    )
    entry = Entry.objects.about(clause).get()
    assert entry.summary == (
        f"Uitvoering van afspraak {clause.code}: Aandacht. Wachtlijst in Noord."
    )
    assert entry.details == {"before": "not_started", "after": "attention"}


@pytest.mark.parametrize(
    ("progress", "note", "field"),
    [
        (Progress.ON_COURSE, " ", "note"),
        (Progress.ON_COURSE, "n" * 301, "note"),
        ("groen", "Gaat goed.", "progress"),
    ],
)
def test_no_status_without_words_and_no_other_status(
    progress: str,
    note: str,
    field: str,
    signed: Agreement,
    advisor: User,
    now: datetime,
) -> None:
    clause = add_clause_of(signed)

    with pytest.raises(ValidationError) as refusal:
        set_progress(
            clause=clause, progress=progress, note=note, actor=advisor, now=now
        )

    clause.refresh_from_db()
    assert list(refusal.value.message_dict) == [field]
    assert clause.progress == Progress.NOT_STARTED


@pytest.mark.parametrize("name", ["alderman", "nurse", "clerk", "stranger"])
def test_progress_is_not_for_everybody(
    name: str, signed: Agreement, now: datetime, request: pytest.FixtureRequest
) -> None:
    clause, actor = add_clause_of(signed), request.getfixturevalue(name)

    with pytest.raises(PermissionDenied):
        set_progress(
            clause=clause,
            progress=Progress.ON_COURSE,
            note="Gaat goed.",
            actor=actor,
            now=now,
        )


def test_progress_begins_after_signing(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied, match="zodra de overeenkomst ondertekend is"):
        set_progress(
            clause=add_clause_of(agreement),
            progress=Progress.ON_COURSE,
            note="Gaat goed.",
            actor=advisor,
            now=now,
        )
