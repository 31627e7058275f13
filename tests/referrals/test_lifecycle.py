"""What each step asks for and what it leaves behind; in memory."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.lifecycle.deeds import Doer
from referrals.lifecycle.guards import named, reasons_for, ways_of
from referrals.lifecycle.moves import adjust, put
from referrals.models import Event
from referrals.reasons import Channel, Decline, NonReach, Stop
from referrals.routes.templates import TEMPLATES
from referrals.states import RouteKind
from tests.factories import NOW, TODAY
from tests.referrals.building import (
    PLACE,
    SINCE,
    WILLING,
    child,
    deed,
    ground,
    placing,
    refused,
    someone,
    take,
)
from vve_portal.accounts.roles import Role

N, C = Role.NURSE, Role.VVE_COORDINATOR
P, O = Role.PRESCHOOL_CONTACT, Role.OUTREACH_WORKER  # noqa: E741 - reads as a table


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {**WILLING, "consent": "not_asked"},
            "Leg eerst vast dat de ouders toestemming geven.",
        ),
        (
            {**WILLING, "consent": "no"},
            "Leg eerst vast dat de ouders toestemming geven.",
        ),
        (
            {**WILLING, "location_known": False},
            "Leg eerst vast welke voorschool de ouders willen, of dat elke goed is.",
        ),
        (
            {**WILLING, "consent_on": date(2026, 11, 21)},
            "De toestemming kan niet later zijn dan deze stap.",
        ),
    ],
)
def test_no_letter_without_consent_and_a_wish(
    fields: dict[str, Any], sentence: str
) -> None:
    assert refused(child("S30", **fields), "refer", deed()) == sentence


def test_no_letter_without_consent_on_a_route_that_forgot_to_ask() -> None:
    talk = TEMPLATES["R-BASIS"].step_at("S30")
    assert talk is not None
    careless = replace(
        talk, outcomes=tuple(replace(one, needs={}) for one in talk.outcomes)
    )
    route = replace(TEMPLATES["R-BASIS"], steps=(careless,))

    with pytest.raises(ValidationError, match="dat de ouders toestemming geven"):
        take(child("S30", location_known=True), "refer", on=ground(route))
    with pytest.raises(ValidationError, match="welke voorschool de ouders willen"):
        take(
            child("S30", **{**WILLING, "location_known": False}),
            "refer",
            on=ground(route),
        )
    with pytest.raises(ValidationError, match="drie pogingen"):
        take(child("S30"), "not_reached", on=ground(route))


def test_consent_keeps_the_day_and_who_wrote_it_down() -> None:
    asked = child("S30")

    take(asked, "consent", deed(consent_on=date(2026, 11, 18)))

    assert (asked.consent, asked.consent_on, asked.consent_by) == (
        "yes",
        date(2026, 11, 18),
        N,
    )
    assert (asked.state, asked.since) == ("S30", SINCE)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"consent_on": date(2026, 11, 21)},
            "De toestemming kan niet later zijn dan deze stap.",
        ),
        (
            {"consent_on": date(2024, 5, 31)},
            "De toestemming kan niet voor de geboortemaand liggen.",
        ),
        (
            {"consent_by": "buurvrouw"},
            "Kies wie de toestemming vastlegde uit de lijst.",
        ),
    ],
)
def test_a_consent_that_cannot_be_is_refused(
    parts: dict[str, Any], sentence: str
) -> None:
    assert refused(child("S30"), "consent", deed(**parts)) == sentence


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, "Kies een voorschool, of kruis aan dat elke goed is."),
        (
            {"location_id": PLACE, "is_free_choice": True},
            "Kies een voorschool of kruis aan dat elke goed is, maar niet allebei.",
        ),
    ],
)
def test_a_wish_is_one_preschool_or_any(parts: dict[str, Any], sentence: str) -> None:
    assert refused(child("S30"), "location", deed(**parts)) == sentence


def test_three_tries_along_two_channels_is_not_reached() -> None:
    silent = child("S30")
    for channel in (Channel.PHONE, Channel.PHONE, Channel.PHONE):
        take(silent, "attempt", deed(channel=channel))
    assert refused(silent, "not_reached", deed()) == (
        "Doe eerst minstens drie pogingen, langs minstens twee kanalen."
    )

    take(silent, "attempt", deed(channel=Channel.VISIT))
    take(silent, "not_reached", deed())

    assert (silent.state, silent.attempts) == ("S32", 4)
    assert silent.channels == [Channel.PHONE, Channel.VISIT]


def test_a_try_says_along_which_channel() -> None:
    assert refused(child("S30"), "attempt", deed(channel="duif")) == (
        "Kies hoe u de ouders probeerde te bereiken."
    )


def test_a_new_talk_asks_for_consent_anew() -> None:
    closed = child("S31", consent="no", consent_on=SINCE, consent_by=N, attempts=4)

    take(closed, "talk")

    assert (closed.consent, closed.consent_on, closed.consent_by) == (
        "not_asked",
        None,
        "",
    )
    assert (closed.attempts, closed.channels) == (0, [])
    assert (closed.is_open, closed.closed_on) == (True, None)


@pytest.mark.parametrize(
    ("state", "outcome", "wanted", "other", "role"),
    [
        ("S30", "refuse", NonReach.COSTS, Stop.COSTS, N),
        ("S40", "decline", Decline.NO_PLACE, NonReach.COSTS, P),
        ("S70", "stop", Stop.ABSENCE, NonReach.COSTS, P),
        ("S70", "elsewhere", NonReach.OTHER_OFFER, Decline.NO_PLACE, N),
    ],
)
def test_an_exit_has_a_reason_of_its_own_list(
    state: str, outcome: str, wanted: str, other: str, role: Role
) -> None:
    fields = {**WILLING, "location_id": PLACE}

    assert refused(child(state, **fields), outcome, deed(), role) == ("Kies een reden.")
    wrong = deed(reason=other)
    assert refused(child(state, **fields), outcome, wrong, role) == (
        "Kies een reden die bij deze stap hoort."
    )
    change = take(child(state, **fields), outcome, deed(reason=wanted), role=role)
    assert change.reason == wanted


def test_a_step_without_a_list_takes_no_reason() -> None:
    assert refused(child("S20"), "talk", deed(reason=NonReach.COSTS)) == (
        "Bij deze stap hoort geen reden. Laat de reden leeg."
    )


@pytest.mark.parametrize(
    ("state", "to", "reasons"),
    [
        ("S30", "S31", NonReach),
        ("S41", "S30", Decline),
        ("S60", "S30", Decline),
        ("S20", "S30", None),
        ("S31", "S30", None),
        ("S70", "S91", Stop),
        ("S10", "S21", None),
        ("S40", "S96", None),
    ],
)
def test_a_form_offers_the_list_that_fits(state: str, to: str, reasons: object) -> None:
    assert reasons_for(ground(), state, to) is reasons


def test_parents_who_refuse_after_the_letter_leave_no_letter_without_consent() -> None:
    letter = child("S40", **WILLING, letter_on=SINCE)

    take(letter, "refuse", deed(reason=NonReach.AT_HOME))

    assert (letter.consent, letter.consent_on) == ("no", TODAY)
    assert letter.letter_on is None


def test_an_extension_counts_the_term_anew() -> None:
    outreach = child("S42", since=date(2026, 10, 1))

    take(outreach, "extend", role=C)

    assert (outreach.state, outreach.since) == ("S42", TODAY)
    assert outreach.due_on == date(2027, 1, 1)


def test_who_pays_is_kept_and_comes_from_the_list() -> None:
    route = TEMPLATES["R-AANV"]
    helped = child("Z10", kind=RouteKind.SUPPORT, location_id=PLACE)
    step = route.step_at("Z10")
    assert step is not None
    up = next(one for one in step.outcomes if one.key == "up")
    role = (up.by or (step.owner or N,))[0]
    with pytest.raises(ValidationError, match="wie dit betaalt"):
        take(helped, "up", deed(funding="loterij"), role=role, on=ground(route))

    take(helped, "up", deed(funding="jeugdwet"), role=role, on=ground(route))

    assert (helped.state, helped.funding) == ("Z20", "jeugdwet")


def test_a_way_that_is_not_there_is_told_with_where_it_stands() -> None:
    assert refused(child("S00"), "place", placing(), P) == (
        "Deze stap kan niet meer: het traject staat nu op “Gesignaleerd”. "
        "Bekijk het traject opnieuw en kies dan."
    )


def test_a_refusal_names_who_may() -> None:
    with pytest.raises(PermissionDenied) as refusal:
        take(child("S42"), "register", role=N)

    assert str(refusal.value) == "Deze stap zet een toeleider of een VVE-coördinator."


def test_roles_are_named_as_people_say_them() -> None:
    assert named([N]) == "een jeugdverpleegkundige"
    assert named([N, P, C]) == (
        "een jeugdverpleegkundige, een contactpersoon voorschool of een VVE-coördinator"
    )
    assert named([]) == "niemand"


def test_a_page_shows_the_ways_of_a_role_with_why_not_yet() -> None:
    ways = {
        way.outcome.key: way.verdict.reason
        for way in ways_of(child("S30"), ground(), {N})
    }

    assert {key: ways[key] for key in ("consent", "refer", "moved")} == {
        "consent": "",
        "refer": "Leg eerst vast dat de ouders toestemming geven.",
        "moved": "",
    }
    assert [way.outcome.key for way in ways_of(child("S30"), ground(), {P})] == [
        "elsewhere"
    ]


def test_a_file_may_tell_of_a_state_but_not_break_the_law() -> None:
    told = child("S20")
    doer = Doer(someone(N), N, NOW)

    def tell(state: str, **parts: Any) -> None:
        put(
            trajectory=told,
            state=state,
            deed=deed(**parts),
            ground=ground(),
            doer=doer,
            kind=Event.Kind.IMPORT,
            last_on=SINCE,
        )

    with pytest.raises(ValidationError, match="toestemming"):
        tell("S40")
    with pytest.raises(ValidationError, match="Kies een reden"):
        tell("S31")
    with pytest.raises(ValidationError, match="drie pogingen"):
        tell("S32")
    tell("S42")

    assert (told.state, told.since) == ("S42", TODAY)


def test_what_is_noted_beside_the_steps_plans_anew() -> None:
    placed = child("S60", location_id=PLACE, start_on=date(2026, 12, 1))

    change = adjust(
        trajectory=placed,
        fields={"start_on": date(2027, 1, 4)},
        kind=Event.Kind.PLACE,
        occurred_on=TODAY,
        ground=ground(),
        doer=Doer(someone(P), P, NOW),
    )

    assert change.event.changes == {"start_on": ["2026-12-01", "2027-01-04"]}
    assert (placed.due_on, placed.version) == (date(2027, 1, 11), 1)


def test_an_indication_that_still_holds_counts_from_today() -> None:
    waiting = child(
        "S51", location_id=PLACE, indicated_on=date(2025, 11, 1), since=SINCE
    )

    take(waiting, "reassess")

    assert (waiting.state, waiting.since) == ("S51", SINCE)
    assert (waiting.indicated_on, waiting.rule) == (TODAY, "")


@pytest.mark.parametrize(
    ("indicated_on", "is_shown"),
    [
        (date(2025, 12, 20), True),
        (date(2025, 12, 21), False),
        (None, False),
    ],
)
def test_only_an_old_indication_is_looked_at_again(
    indicated_on: date | None,
    is_shown: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    waiting = child("S41", location_id=PLACE, indicated_on=indicated_on)

    shown = [way.outcome.key for way in ways_of(waiting, ground(), {N})]

    assert ("reassess" in shown) == is_shown
