"""The definition of the target group: written together, decided once, never changed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.models import TargetDefinition
from referrals.queries.grounds import definition_on
from referrals.queries.pathways import (
    definitions_for,
    held_among,
)
from referrals.services import definitions
from referrals.services.definitions import content_of
from tests.factories import NOW, TODAY
from tests.referrals.defining import CONTENT, DECIDED_ON, content, decide, define
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("at_work")]


@pytest.fixture
def at_work(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


def test_definition_keeps_what_was_written(
    partnership: Partnership, manager: User
) -> None:
    definition = define(partnership, manager)

    definition.refresh_from_db()
    assert content_of(definition) == CONTENT
    assert (definition.number, definition.decided_on) == (1, None)


def test_versions_count_on_within_a_year(
    partnership: Partnership, manager: User
) -> None:
    define(partnership, manager)
    second = define(partnership, manager)
    other = define(partnership, manager, year=2027, starts_on=date(2027, 1, 1))

    assert (second.number, other.number) == (2, 1)


def test_municipality_decides(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    definition = define(partnership, manager)

    with pytest.raises(PermissionDenied) as caught:
        decide(definition, manager)
    decided = decide(definition, advisor)

    assert str(caught.value) == (
        "De gemeente stelt de doelgroepdefinitie vast. U kunt de tekst wel "
        "voorbereiden."
    )
    assert (decided.decided_on, decided.reference) == (DECIDED_ON, "Z-2025-12")
    assert [one.summary for one in Entry.objects.about(definition).order_by("pk")] == [
        "Doelgroepdefinitie 2026, versie 1, is begonnen als concept.",
        (
            "Doelgroepdefinitie 2026, versie 1, is vastgesteld op 9 december 2025 door "
            "College van B en W."
        ),
    ]


def test_decided_definition_never_changes(
    partnership: Partnership, advisor: User
) -> None:
    definition = decide(define(partnership, advisor), advisor)

    with pytest.raises(PermissionDenied):
        change(definition, advisor, text="Anders.")
    with pytest.raises(PermissionDenied):
        definitions.discard_definition(definition=definition, actor=advisor, now=NOW)
    with pytest.raises(PermissionDenied):
        decide(definition, advisor)

    definition.refresh_from_db()
    assert content_of(definition) == CONTENT


def change(
    definition: TargetDefinition, actor: User, seen_edits: int = 0, **changes: object
) -> TargetDefinition:
    """Change a definition."""
    return definitions.change_definition(
        definition=definition,
        content=content(**changes),
        seen_edits=seen_edits,
        actor=actor,
        now=NOW,
    )


def test_two_people_do_not_overwrite_each_other(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    definition = define(partnership, advisor)
    change(definition, advisor, text="Van Noor.")

    with pytest.raises(ValidationError):
        change(definition, manager, text="Van Roos.")
    with pytest.raises(ValidationError):
        decide(definition, advisor, seen_edits=0)

    definition.refresh_from_db()
    assert (definition.text, definition.decided_on) == ("Van Noor.", None)


def test_other_year_gives_another_number(
    partnership: Partnership, manager: User
) -> None:
    define(partnership, manager)
    second = define(partnership, manager)

    moved = change(second, manager, year=2027, starts_on=date(2027, 1, 1))

    assert (moved.year, moved.number) == (2027, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"criteria": ()}, {"criteria": ["Noem ten minste één criterium."]}),
        (
            {"starts_on": date(2027, 1, 1)},
            {"starts_on": ["Kies een eerste dag in 2026."]},
        ),
        (
            {"ends_on": date(2025, 12, 31)},
            {"ends_on": ["Kies een laatste dag na de eerste dag."]},
        ),
    ],
)
def test_definition_that_is_not_right_is_refused(
    partnership: Partnership,
    manager: User,
    changes: dict[str, object],
    fault: dict[str, list[str]],
) -> None:
    with pytest.raises(ValidationError) as caught:
        define(partnership, manager, **changes)

    assert caught.value.message_dict == fault
    assert not TargetDefinition.objects.exists()


def test_decision_that_is_still_to_come_is_refused(
    partnership: Partnership, advisor: User
) -> None:
    definition = define(partnership, advisor)

    with pytest.raises(ValidationError) as caught:
        decide(definition, advisor, decided_on=TODAY + timedelta(days=1))

    assert caught.value.message_dict == {
        "decided_on": ["Kies een datum tot en met vandaag: het besluit is er al."]
    }


def test_newer_definition_takes_over_on_its_first_day(
    partnership: Partnership, advisor: User
) -> None:
    first = decide(define(partnership, advisor), advisor)
    second = define(partnership, advisor, starts_on=date(2026, 11, 1))

    assert definition_on(partnership.pk, TODAY) == first
    second = decide(second, advisor)

    assert definition_on(partnership.pk, date(2026, 10, 31)) == first
    assert definition_on(partnership.pk, date(2026, 11, 1)) == second
    assert held_among([first, second], TODAY) == {second.pk}


def test_definition_does_not_slip_in_before_another(
    partnership: Partnership, advisor: User
) -> None:
    decide(define(partnership, advisor), advisor)
    again = define(partnership, advisor)

    with pytest.raises(ValidationError) as caught:
        decide(again, advisor)

    assert caught.value.messages == [
        (
            "Vanaf 1 januari 2026 geldt al een vastgestelde definitie. "
            "Wijzig de eerste dag van deze definitie in een latere."
        )
    ]


def test_definition_that_ended_holds_no_longer(
    partnership: Partnership, advisor: User
) -> None:
    ended = decide(define(partnership, advisor, ends_on=date(2026, 6, 30)), advisor)

    assert definition_on(partnership.pk, date(2026, 6, 30)) == ended
    assert definition_on(partnership.pk, TODAY) is None
    assert held_among([ended], TODAY) == set()


def test_draft_can_be_thrown_away(partnership: Partnership, manager: User) -> None:
    definition = define(partnership, manager)

    definitions.discard_definition(definition=definition, actor=manager, now=NOW)

    assert not TargetDefinition.objects.exists()


@pytest.mark.parametrize("who", ["nurse", "contract_manager", "stranger"])
def test_others_write_no_definitions(
    partnership: Partnership, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        define(partnership, request.getfixturevalue(who))


def test_strangers_read_none(
    partnership: Partnership, advisor: User, manager: User, stranger: User
) -> None:
    definition = decide(define(partnership, advisor), advisor)

    assert list(definitions_for(stranger)) == []
    assert list(definitions_for(manager)) == [definition]
