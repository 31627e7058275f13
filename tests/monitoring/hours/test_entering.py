"""Entering hours: by who made them, until they are approved, for nobody else."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement, BudgetLine
from monitoring.models import HoursEntry
from monitoring.policies_hours import CLOSED, ELSEWHERE, NOT_ENTERING, OTHERS_TEAM
from monitoring.services.hours import (
    NO_TIME,
    NOT_BEGUN,
    TOO_MANY,
    TOO_MUCH,
    UNKNOWN,
    Done,
    activities_to_enter,
    enter_hours,
)
from monitoring.services.hours_judging import approve_hours, return_hours
from tests.factories import BudgetLineFactory, TeamFactory
from tests.monitoring.hours.conftest import SEPTEMBER, Enter, InScope, budget
from tests.referrals.scenes import helper_in
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
Status = HoursEntry.Status


def kept() -> list[tuple[str, date, Decimal | None, int, str]]:
    """Return all hours there are."""
    rows = HoursEntry.objects.order_by("pk")
    return list(rows.values_list("activity", "month", "quantity", "minutes", "status"))


def test_minutes_follow_from_the_number_of_times(
    visits: BudgetLine, enter: Enter, nurse: User, agreement: Agreement
) -> None:
    changed = enter(visits, Done(Decimal(4)))

    assert changed == 1
    assert kept() == [("Huisbezoek toeleiding", SEPTEMBER, Decimal(4), 360, "entered")]
    entry = HoursEntry.objects.get()
    assert (entry.clause_code, entry.agreement_id) == ("G4-03", agreement.pk)
    assert (entry.entered_by_id, entry.organisation_id) == (
        nurse.pk,
        nurse.organisation_id,
    )


def test_minutes_that_were_typed_go_before_what_is_usual(
    visits: BudgetLine, enter: Enter
) -> None:
    enter(visits, Done(Decimal(4), 400))

    assert [minutes for *_, minutes, _ in kept()] == [400]


def test_other_number_replaces_the_first_and_the_record_keeps_it(
    visits: BudgetLine, enter: Enter
) -> None:
    enter(visits, Done(Decimal(4)))

    changed = enter(visits, Done(Decimal(5)))

    assert changed == 1
    assert [minutes for *_, minutes, _ in kept()] == [450]
    assert HoursEntry.objects.get().version == 1
    last = Entry.objects.filter(verb="hours.entered").order_by("-pk")[0]
    assert last.details["changes"] == [
        {"activity": "G4-03", "before": 360, "after": 450}
    ]
    assert last.reach == Entry.Reach.ORGANISATION
    assert last.summary == "Uren van september 2026 ingevuld."


def test_remark_with_a_name_is_refused(visits: BudgetLine, enter: Enter) -> None:
    with pytest.raises(ValidationError) as refused:
        enter(visits, Done(Decimal(4), remark="Bij Noor thuis geweest."))

    assert refused.value.message_dict.keys() == {f"minutes_{visits.pk}"}
    assert kept() == []


def test_second_click_changes_nothing_and_leaves_no_entry(
    visits: BudgetLine, enter: Enter
) -> None:
    enter(visits, Done(Decimal(4)))

    changed = enter(visits, Done(Decimal(4)))

    assert changed == 0
    assert len(kept()) == 1
    assert Entry.objects.filter(verb="hours.entered").count() == 1


def test_own_hours_and_those_of_the_team_stand_beside_each_other(
    visits: BudgetLine, enter: Enter, team: Team
) -> None:
    enter(visits, Done(Decimal(1)))
    enter(visits, Done(Decimal(2)), team=team)
    enter(visits, Done(Decimal(3)), team=team)

    rows = HoursEntry.objects.order_by("pk")
    assert list(rows.values_list("team__name", "minutes")) == [
        (None, 90),
        ("Team Noord", 270),
    ]


@pytest.mark.parametrize(
    ("done", "field", "sentence"),
    [
        (Done(Decimal(-1)), "quantity", TOO_MANY),
        (Done(Decimal(100_001)), "quantity", TOO_MANY),
        (Done(Decimal(1), -1), "minutes", TOO_MUCH),
        (Done(Decimal(1), 120_001), "minutes", TOO_MUCH),
        (Done(), "minutes", NO_TIME),
    ],
)
def test_number_that_cannot_be_is_refused_at_its_field(
    done: Done, field: str, sentence: str, visits: BudgetLine, enter: Enter
) -> None:
    with pytest.raises(ValidationError) as caught:
        enter(visits, done)

    assert caught.value.message_dict == {f"{field}_{visits.pk}": [sentence]}
    assert kept() == []


def test_month_to_come_is_refused_and_this_one_is_not(
    visits: BudgetLine, enter: Enter
) -> None:
    with pytest.raises(ValidationError) as caught:
        enter(visits, Done(Decimal(1)), month=date(2026, 12, 1))

    assert caught.value.messages == [NOT_BEGUN]
    assert kept() == []
    assert enter(visits, Done(Decimal(1)), month=date(2026, 11, 1)) == 1


@pytest.mark.usefixtures("visits")
def test_activity_that_is_not_budgeted_that_month_is_refused(
    agreement: Agreement, enter: Enter
) -> None:
    later = budget(agreement, "G5-01", starts_on=date(2026, 10, 1))

    with pytest.raises(ValidationError) as caught:
        enter(later, Done(minutes=60))

    assert caught.value.messages == [UNKNOWN]
    assert kept() == []


def test_approved_hours_are_closed_until_they_are_sent_back(
    visits: BudgetLine, enter: Enter, manager: User, now: datetime, in_scope: InScope
) -> None:
    enter(visits, Done(Decimal(4)))
    entry = HoursEntry.objects.get()
    with in_scope(manager):
        approve_hours(seen={entry.pk: 0}, actor=manager, now=now)

    with pytest.raises(ValidationError) as caught:
        enter(visits, Done(Decimal(5)))

    assert caught.value.message_dict == {f"minutes_{visits.pk}": [CLOSED]}
    assert [row[3:] for row in kept()] == [(360, "approved")]
    with in_scope(manager):
        return_hours(
            entry=entry, seen_version=1, reason="Tel nog eens.", actor=manager, now=now
        )
    assert enter(visits, Done(Decimal(5))) == 1
    assert [row[3:] for row in kept()] == [(450, "entered")]
    again = HoursEntry.objects.get()
    assert (again.judgement, again.judged_by_id, again.version) == ("", None, 3)


def test_returned_hours_may_be_offered_again_as_they_are(
    visits: BudgetLine, enter: Enter, manager: User, now: datetime, in_scope: InScope
) -> None:
    enter(visits, Done(Decimal(4)))
    with in_scope(manager):
        return_hours(
            entry=HoursEntry.objects.get(),
            seen_version=0,
            reason="Klopt dit?",
            actor=manager,
            now=now,
        )

    assert enter(visits, Done(Decimal(4))) == 1
    assert [row[4] for row in kept()] == ["entered"]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("manager", NOT_ENTERING),
        ("advisor", NOT_ENTERING),
        ("contract_manager", NOT_ENTERING),
        ("stranger", ELSEWHERE),
        ("preschool_contact", ELSEWHERE),
    ],
)
def test_nobody_else_enters_hours(
    who: str,
    reason: str,
    visits: BudgetLine,
    enter: Enter,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(PermissionDenied) as caught:
        enter(visits, Done(Decimal(1)), actor=request.getfixturevalue(who))

    assert str(caught.value) == reason
    assert kept() == []


def test_hours_of_another_team_are_refused_but_not_to_the_coordinator(
    visits: BudgetLine, enter: Enter, nurse: User, coordinator: User
) -> None:
    other = TeamFactory.create(organisation=nurse.organisation)
    strange = TeamFactory.create()

    for team, actor in ((other, nurse), (strange, coordinator)):
        with pytest.raises(PermissionDenied) as caught:
            enter(visits, Done(Decimal(1)), team=team, actor=actor)
        assert str(caught.value) == OTHERS_TEAM
    assert kept() == []
    assert enter(visits, Done(Decimal(1)), team=other, actor=coordinator) == 1


def test_helper_of_a_partner_enters_hours_without_reading_the_agreement(
    partnership: Partnership,
    visits: BudgetLine,
    now: datetime,
    in_scope: InScope,
) -> None:
    helper = helper_in(partnership)

    with in_scope(helper):
        # What he may read is the database's answer on PostgreSQL, the queryset's here.
        seen = list(Agreement.objects.visible_to(helper))
        changed = enter_hours(
            partnership=partnership,
            month=SEPTEMBER,
            team=None,
            done={visits.pk: Done(Decimal(2))},
            actor=helper,
            now=now,
        )
        own = HoursEntry.objects.visible_to(helper).count()

    assert (seen, changed, own) == ([], 1, 1)
    assert HoursEntry.objects.get().organisation_id == helper.organisation_id


@pytest.mark.usefixtures("visits")
def test_helper_elsewhere_gets_no_activities(
    partnership: Partnership, in_scope: InScope
) -> None:
    helper = helper_in(partnership)
    helper.children_ids = frozenset()

    with in_scope(helper), pytest.raises(PermissionDenied):
        activities_to_enter(partnership=partnership, month=SEPTEMBER, actor=helper)


@pytest.mark.usefixtures("visits")
@pytest.mark.postgresql
def test_helpers_own_scope_is_back_after_the_activities(
    partnership: Partnership, in_scope: InScope
) -> None:
    helper = helper_in(partnership)

    with in_scope(helper):
        found = activities_to_enter(
            partnership=partnership, month=SEPTEMBER, actor=helper
        )
        agreements = Agreement.objects.count()

    assert [one.name for one in found] == ["Huisbezoek toeleiding"]
    assert agreements == 0


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("manager", 1),
        ("contract_manager", 1),
        ("stranger", 0),
        ("preschool_contact", 0),
    ],
)
def test_hours_are_shown_to_the_parties_alone(
    who: str,
    seen: int,
    visits: BudgetLine,
    enter: Enter,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    enter(visits, Done(Decimal(1)))
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        visible = HoursEntry.objects.visible_to(actor).count()

    assert visible == seen


def test_two_lines_of_a_clause_have_codes_of_their_own(
    partnership: Partnership,
    agreement: Agreement,
    nurse: User,
    in_scope: InScope,
) -> None:
    line = budget(agreement, "G4-08", activity="Voorleesadvies", position=0)
    BudgetLineFactory.create(version=line.version, activity="Boekjes", position=1)
    budget(agreement, "G5-01", activity="Scholing")

    with in_scope(nurse):
        found = activities_to_enter(
            partnership=partnership, month=SEPTEMBER, actor=nurse
        )

    assert sorted((one.code, one.name) for one in found) == [
        ("G4-08.1", "Voorleesadvies"),
        ("G4-08.2", "Boekjes"),
        ("G5-01", "Scholing"),
    ]
