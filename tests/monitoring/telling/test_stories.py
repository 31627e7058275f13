"""Stories: what is refused in them, and the way past a second reader."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring import policies_telling as policies
from monitoring.models import Quarter, Release, Story
from monitoring.queries.telling import stories_for
from monitoring.services.stale import Stale
from monitoring.services.stories import (
    NEEDS_CONSENT,
    NO_NOTE,
    NOT_TICKED,
    UNKNOWN_PUBLISH,
    approve_story,
    change_story,
    return_story,
    withdraw_story,
    write_story,
)
from tests.factories import LocationFactory
from tests.monitoring.telling.conftest import (
    ALL,
    TEXT,
    InScope,
    Offer,
    Write,
    settle,
)
from tests.referrals.scenes import contact_at, helper_in
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
Audience = Release.Audience
Status = Story.Status


def approve(
    story: Story, actor: User, now: datetime, *, publish: str = "partners"
) -> Story:
    """Approve a story with everything ticked."""
    return approve_story(
        story=story,
        ticked=ALL,
        publish=publish,
        seen_version=story.version,
        actor=actor,
        now=now,
    )


def test_story_goes_past_a_second_reader_before_the_municipality_sees_it(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    advisor: User,
    quarter: Quarter,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)
    with in_scope(advisor):
        before = list(Story.objects.visible_to(advisor))

    with in_scope(coordinator):
        shared = approve(story, coordinator, now)

    assert before == []
    assert (shared.status, shared.is_shared) == (Status.APPROVED, True)
    assert (shared.read_by, shared.read_at) == (coordinator, now)
    assert shared.checks == [
        f"{who}.{key}" for who in ("writer", "reader") for key in ALL
    ]
    with in_scope(advisor):
        assert list(Story.objects.visible_to(advisor)) == [shared]
        assert stories_for(quarter, Audience.PARTNER) == [shared]
        assert stories_for(quarter, Audience.COUNCIL) == []
    entry = Entry.objects.get(verb="story.approved")
    assert (entry.reach, entry.summary) == (
        "shared",
        "Verhaal “De fiets” is akkoord en gedeeld.",
    )


@pytest.mark.postgresql
def test_database_itself_hides_a_story_from_the_municipality_until_it_is_shared(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    advisor: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)
    with in_scope(advisor):
        before = Story.objects.count()

    with in_scope(coordinator):
        approve(story, coordinator, now)

    with in_scope(advisor):
        after = Story.objects.count()
    assert (before, after) == (0, 1)


def test_reader_ticks_the_list_again(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)

    with in_scope(coordinator), pytest.raises(ValidationError) as caught:
        approve_story(
            story=story,
            ticked=[],
            publish="partners",
            seen_version=1,
            actor=coordinator,
            now=now,
        )

    assert caught.value.message_dict == {"checks": [NOT_TICKED]}
    story.refresh_from_db()
    assert story.is_shared is False


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("nurse", policies.READER_WROTE),
        ("advisor", policies.READER_OF_JGZ),
        ("stranger", policies.READER_OF_JGZ),
        ("preschool_contact", policies.READER_OF_JGZ),
    ],
)
def test_nobody_but_another_of_the_jgz_approves(
    who: str,
    reason: str,
    write: Write,
    offer: Offer,
    nurse: User,
    now: datetime,
    request: pytest.FixtureRequest,
) -> None:
    story = offer(write(), nurse)
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied) as caught:
        approve(story, actor, now)

    assert str(caught.value) == reason
    story.refresh_from_db()
    assert (story.status, story.is_shared) == (Status.OFFERED, False)


@pytest.mark.parametrize("publish", ["council", "public"])
def test_wider_circle_needs_the_consent_of_the_parents(
    publish: str,
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    quarter: Quarter,
    now: datetime,
    in_scope: InScope,
) -> None:
    without = offer(write(), nurse)
    agreed = offer(write(), nurse, consent=True)

    with in_scope(coordinator):
        with pytest.raises(ValidationError) as caught:
            approve(without, coordinator, now, publish=publish)
        approve(agreed, coordinator, now, publish=publish)

    assert caught.value.message_dict == {"publish": [NEEDS_CONSENT]}
    for audience in Audience:
        assert stories_for(quarter, audience) == [agreed]


def test_circle_that_is_none_is_refused(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)

    with in_scope(coordinator), pytest.raises(ValidationError) as caught:
        approve(story, coordinator, now, publish="iedereen")

    assert caught.value.message_dict == {"publish": [UNKNOWN_PUBLISH]}


def test_returned_story_carries_what_must_change_and_can_be_offered_again(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)
    with in_scope(coordinator):
        with pytest.raises(ValidationError) as caught:
            return_story(
                story=story, note="", seen_version=1, actor=coordinator, now=now
            )
        story = return_story(
            story=story,
            note="De baan van de ouder is te bijzonder.",
            seen_version=1,
            actor=coordinator,
            now=now,
        )

    assert caught.value.message_dict == {"note": [NO_NOTE]}
    assert (story.status, story.reader_note) == (
        Status.RETURNED,
        "De baan van de ouder is te bijzonder.",
    )
    with in_scope(nurse):
        story = change_story(
            story=story,
            text=replace(TEXT, did="Iemand liep mee."),
            seen_version=2,
            actor=nurse,
            now=now,
        )
    again = offer(story, nurse)
    assert (again.status, again.reader_note, again.did) == (
        Status.OFFERED,
        "",
        "Iemand liep mee.",
    )


def test_reader_who_saw_an_older_text_approves_nothing(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    seen = offer(write(), nurse)
    with in_scope(nurse):
        back = withdraw_story(story=seen, actor=nurse, now=now)
        other = change_story(
            story=back,
            text=replace(TEXT, did="Iets heel anders."),
            seen_version=2,
            actor=nurse,
            now=now,
        )
    offer(other, nurse)

    with in_scope(coordinator), pytest.raises(Stale):
        approve(seen, coordinator, now)

    seen.refresh_from_db()
    assert (seen.status, seen.is_shared) == (Status.OFFERED, False)


def test_second_click_on_approve_is_refused_and_changes_nothing(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)
    with in_scope(coordinator):
        approve(story, coordinator, now)
        with pytest.raises(PermissionDenied) as caught:
            approve(story, coordinator, now)

    assert str(caught.value) == policies.NOT_OFFERED
    assert Entry.objects.filter(verb="story.approved").count() == 1


@pytest.mark.parametrize("who", ["nurse", "coordinator"])
def test_shared_story_is_taken_back_until_the_quarter_is_settled(
    who: str,
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    advisor: User,
    quarter: Quarter,
    now: datetime,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    actor = request.getfixturevalue(who)
    first, second = offer(write(), nurse), offer(write(), nurse)
    with in_scope(coordinator):
        approve(first, coordinator, now)
        approve(second, coordinator, now)
    with in_scope(actor):
        back = withdraw_story(story=first, actor=actor, now=now)

    assert (back.status, back.is_shared, back.checks) == (Status.DRAFT, False, [])
    with in_scope(advisor):
        assert list(Story.objects.visible_to(advisor)) == [second]
    settle(quarter, advisor, now)
    with in_scope(actor), pytest.raises(PermissionDenied) as caught:
        withdraw_story(story=second, actor=actor, now=now)
    assert str(caught.value) == policies.NOT_OPEN
    assert stories_for(quarter, Audience.PARTNER) == [second]


def test_story_is_taken_back_by_nobody_else(
    write: Write, offer: Offer, nurse: User, advisor: User, now: datetime
) -> None:
    story = write()
    with pytest.raises(PermissionDenied) as draft:
        withdraw_story(story=story, actor=nurse, now=now)
    offer(story, nurse)
    with pytest.raises(PermissionDenied) as caught:
        withdraw_story(story=story, actor=advisor, now=now)

    assert str(draft.value) == policies.NOT_OUT
    assert str(caught.value) == policies.NOT_YOURS


def test_settled_quarter_takes_no_story_and_no_approval(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    advisor: User,
    quarter: Quarter,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = offer(write(), nurse)
    settle(quarter, advisor, now)

    with pytest.raises(ValidationError) as caught:
        write()
    with in_scope(coordinator), pytest.raises(PermissionDenied) as late:
        approve(story, coordinator, now)

    assert caught.value.message_dict == {"quarter": [policies.NOT_OPEN]}
    assert str(late.value) == policies.NOT_OPEN
    story.refresh_from_db()
    assert story.is_shared is False


@pytest.mark.parametrize("who", ["preschool", "helper"])
def test_others_in_the_chain_tell_and_the_jgz_reads_it_as_the_second(
    who: str,
    partnership: Partnership,
    quarter: Quarter,
    coordinator: User,
    advisor: User,
    offer: Offer,
    now: datetime,
    in_scope: InScope,
) -> None:
    location = LocationFactory.create(partnership=partnership)
    actor = contact_at(location) if who == "preschool" else helper_in(partnership)

    with in_scope(actor):
        story = write_story(quarter=quarter, text=TEXT, actor=actor, now=now)
    story = offer(story, actor)
    with in_scope(coordinator):
        shared = approve(story, coordinator, now)

    assert shared.organisation_id == actor.organisation_id
    with in_scope(advisor):
        assert list(Story.objects.visible_to(advisor)) == [shared]
    with in_scope(actor):
        back = withdraw_story(story=shared, actor=actor, now=now)
    assert back.is_shared is False
