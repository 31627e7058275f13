"""The terms of the escalation rules, as a partnership decides them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.models import RuleSetting
from referrals.queries.rules import rules_for, settings_of
from referrals.routes.editing import drop_outcome
from referrals.routes.rules import RULES, Setting
from referrals.services import terms
from referrals.states import Fact
from tests.factories import NOW
from tests.referrals.building import SINCE, publish, stored
from tests.referrals.routing import BASIC, make_published
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_children_job, scope_of_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("at_work")]

DEFAULT = Setting()
Captured = Callable[..., AbstractContextManager[list[Callable[[], None]]]]


@pytest.fixture
def at_work(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


def set_rules(
    partnership: Partnership,
    actor: User,
    seen: dict[str, Setting] | None = None,
    **settings: Setting,
) -> list[str]:
    """Decide on some rules, from the defaults unless told otherwise."""
    return terms.set_rules(
        partnership=partnership,
        settings=settings,
        seen={**dict.fromkeys(settings, DEFAULT), **(seen or {})},
        actor=actor,
        now=NOW,
    )


def test_without_a_decision_the_defaults_hold(partnership: Partnership) -> None:
    assert settings_of(partnership) == dict.fromkeys(RULES, DEFAULT)
    assert rules_for(partnership) == RULES


def test_changed_terms_hold_and_are_on_record(
    partnership: Partnership, manager: User
) -> None:
    changed = set_rules(
        partnership, manager, E02=Setting(first=21, later=35), E07=DEFAULT
    )

    rule = rules_for(partnership)["E02"]
    assert changed == ["E02"]
    assert (str(rule.first), str(rule.later)) == ("21 dagen", "35 dagen")
    (entry,) = Entry.objects.about(partnership)
    assert entry.summary == "Regel E02: aan, na 21 dagen, daarna na 35 dagen."
    assert entry.details == {
        "rule": "E02",
        "before": "aan, na 28 dagen, daarna na 42 dagen",
        "after": "aan, na 21 dagen, daarna na 35 dagen",
    }


def test_rule_that_is_off_is_left_out(partnership: Partnership, advisor: User) -> None:
    set_rules(partnership, advisor, E08=Setting(is_on=False))

    assert set(RULES) - set(rules_for(partnership)) == {"E08"}


def test_back_to_the_default_leaves_nothing_behind(
    partnership: Partnership, manager: User
) -> None:
    off = Setting(is_on=False)
    set_rules(partnership, manager, E08=off)

    set_rules(partnership, manager, seen={"E08": off}, E08=DEFAULT)

    assert not RuleSetting.objects.exists()
    assert rules_for(partnership) == RULES


def test_second_term_comes_after_the_first(
    partnership: Partnership, manager: User
) -> None:
    with pytest.raises(ValidationError) as caught:
        set_rules(partnership, manager, E02=Setting(first=42), E07=Setting(first=7))

    assert caught.value.message_dict == {
        "first_E02": [
            (
                "Bij regel E02 komt de tweede termijn (42 dagen) niet na de eerste "
                "(42 dagen). Kies een latere tweede termijn."
            )
        ]
    }
    assert not RuleSetting.objects.exists()


def test_rule_that_would_call_nobody_on_a_route_is_not_switched_on(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    off = Setting(is_on=False)
    set_rules(partnership, manager, E14=off)
    kept = tuple(one for one in BASIC.everywhere if one.key != "four_without")
    late = tuple(replace(one, needs={Fact.CONSENT: ("no",)}) for one in kept)
    held = drop_outcome(replace(BASIC, everywhere=late), "waiting_list", "refuse")
    make_published(partnership, advisor, manager, route=held)

    with pytest.raises(ValidationError) as caught:
        set_rules(partnership, manager, seen={"E14": off}, E14=DEFAULT)

    (told,) = caught.value.messages
    assert told.startswith(
        "Dit past niet bij Basisroute, versie 1. Een kind van vier kan in "
    )
    assert settings_of(partnership)["E14"] == off


def test_two_people_do_not_overwrite_each_other(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    set_rules(partnership, advisor, E02=Setting(first=21))

    with pytest.raises(ValidationError) as caught:
        set_rules(partnership, manager, E02=Setting(first=14))

    assert caught.value.messages == [terms.STALE]
    assert settings_of(partnership)["E02"] == Setting(first=21)


def test_other_rules_can_be_changed_at_the_same_time(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    set_rules(partnership, advisor, E02=Setting(first=21))

    set_rules(partnership, manager, E07=Setting(first=14))

    held = settings_of(partnership)
    assert (held["E02"], held["E07"]) == (Setting(first=21), Setting(first=14))


@pytest.mark.parametrize("who", ["nurse", "contract_manager", "stranger"])
def test_others_decide_nothing(
    partnership: Partnership, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        set_rules(partnership, request.getfixturevalue(who), E08=Setting(is_on=False))

    assert not RuleSetting.objects.exists()


def test_what_is_open_is_planned_by_the_new_terms(
    partnership: Partnership,
    advisor: User,
    django_capture_on_commit_callbacks: Captured,
) -> None:
    with scope(scope_of_children_job(partnership)):
        version = publish(partnership)
        waiting, closed = stored(version, "S51"), stored(version, "S94")
        before = waiting.due_on

    with (
        time_machine.travel(NOW, tick=False),
        django_capture_on_commit_callbacks(execute=True),
        scope(scope_of(advisor)),
    ):
        set_rules(partnership, advisor, E08=Setting(first=19))

    with scope(scope_of_children_job(partnership)):
        waiting.refresh_from_db()
        closed.refresh_from_db()
    assert before == SINCE + timedelta(days=28)
    assert (waiting.due_on, waiting.rule) == (SINCE + timedelta(days=19), "E08")
    assert closed.due_on is None
