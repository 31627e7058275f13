"""How clauses stood: set by people with a sentence, beside what the figure suggests."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Clause
from agreements.models.vocabulary import Progress
from monitoring.models import ClauseStatus, Quarter
from monitoring.services.stale import Stale
from monitoring.services.statuses import StatusAnswer, set_status, set_statuses
from tests.factories import ClauseFactory
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.screens.scenes import clause_in_force, release_of, row
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]

WHY = "De wachtlijst houdt kinderen tegen."


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A quarter in which 88% is reached."""
    made: Quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    release_of(made, row("IND-05", 88, 100))
    return made


@pytest.fixture
def clause(partnership: Partnership) -> Clause:
    """A clause that says 90% at least."""
    return clause_in_force(partnership, code="IND-05", norm=90)


def answer(
    clause: Clause, status: str = Progress.MISSED, **changed: int
) -> StatusAnswer:
    """Say of a clause how it stood."""
    return StatusAnswer(clause, status, WHY, **changed)


def test_people_decide_and_the_proposal_is_kept_beside_it(
    quarter: Quarter, clause: Clause, advisor: User, now: datetime
) -> None:
    kept = set_status(quarter=quarter, answer=answer(clause), actor=advisor, now=now)

    assert (kept.status, kept.proposed, kept.sentence, kept.set_by, kept.version) == (
        Progress.MISSED,
        Progress.ATTENTION,
        WHY,
        advisor,
        1,
    )
    entry = Entry.objects.get(verb="quarter.status")
    assert (entry.details["after"], entry.details["proposed"]) == (
        "missed",
        "attention",
    )


def test_no_status_without_a_sentence(
    quarter: Quarter, clause: Clause, advisor: User, now: datetime
) -> None:
    bare = StatusAnswer(clause, Progress.ON_COURSE, "  ")

    with pytest.raises(ValidationError) as refusal:
        set_status(quarter=quarter, answer=bare, actor=advisor, now=now)

    assert refusal.value.message_dict == {
        "sentence": ["Schrijf in één zin waarom u deze status kiest."]
    }
    assert not ClauseStatus.objects.exists()


def test_several_are_set_all_or_none(
    quarter: Quarter, clause: Clause, advisor: User, now: datetime
) -> None:
    other = clause_in_force(quarter.partnership)
    bare = StatusAnswer(other, Progress.ON_COURSE, "")

    with pytest.raises(ValidationError) as refusal:
        set_statuses(
            quarter=quarter, answers=[answer(clause), bare], actor=advisor, now=now
        )

    assert list(refusal.value.message_dict) == [f"{other.pk}-sentence"]
    assert not ClauseStatus.objects.exists()


def test_what_says_the_same_is_left_alone(
    quarter: Quarter, clause: Clause, advisor: User, manager: User, now: datetime
) -> None:
    set_status(quarter=quarter, answer=answer(clause), actor=advisor, now=now)

    same = answer(clause, seen_version=1)
    changed = set_statuses(quarter=quarter, answers=[same], actor=manager, now=now)

    assert (changed, ClauseStatus.objects.get().set_by) == (0, advisor)


def test_who_was_second_hears_of_the_first(
    quarter: Quarter, clause: Clause, advisor: User, manager: User, now: datetime
) -> None:
    set_status(quarter=quarter, answer=answer(clause), actor=advisor, now=now)

    with pytest.raises(Stale):
        set_status(
            quarter=quarter,
            answer=answer(clause, Progress.ON_COURSE),
            actor=manager,
            now=now,
        )

    assert ClauseStatus.objects.get().status == Progress.MISSED


def test_a_clause_of_another_year_gets_no_status(
    quarter: Quarter, advisor: User, now: datetime
) -> None:
    elsewhere = ClauseFactory.create(
        agreement__partnership=quarter.partnership, agreement__signed=True
    )

    with pytest.raises(ValidationError, match="gold niet in dit kwartaal"):
        set_status(quarter=quarter, answer=answer(elsewhere), actor=advisor, now=now)


def test_a_sentence_that_names_somebody_is_refused(
    quarter: Quarter, clause: Clause, advisor: User, now: datetime
) -> None:
    named = StatusAnswer(clause, Progress.MISSED, "Het gezin van Samira wil niet.")

    with pytest.raises(ValidationError) as refusal:
        set_status(quarter=quarter, answer=named, actor=advisor, now=now)

    assert list(refusal.value.message_dict) == ["sentence"]


def test_a_settled_quarter_refuses_a_status(
    partnership: Partnership, clause: Clause, advisor: User, now: datetime
) -> None:
    settled = QuarterFactory.create(partnership=partnership, settled=True)

    with pytest.raises(PermissionDenied, match="is vastgesteld op"):
        set_status(quarter=settled, answer=answer(clause), actor=advisor, now=now)

    assert not ClauseStatus.objects.exists()


def test_without_a_figure_nothing_is_proposed(
    partnership: Partnership, clause: Clause, advisor: User, now: datetime
) -> None:
    quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    release_of(quarter, measured=["IND-05"])

    kept = set_status(quarter=quarter, answer=answer(clause), actor=advisor, now=now)

    assert kept.proposed == ""
