"""Signals of the work floor, and dialogue tables."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.areas import Chapter
from monitoring import policies_telling as policies
from monitoring.models import Dialogue, Quarter, Signal
from monitoring.queries.telling import BundledSignal, dialogues_for, signals_for
from monitoring.services.dialogues import (
    IN_FUTURE,
    MISSING,
    DialogueText,
    change_dialogue,
    note_dialogue,
)
from monitoring.services.signals import (
    EMPTY,
    GONE,
    NO_AREA,
    NO_SENTENCE,
    NOTHING_CHOSEN,
    SEVERAL_AREAS,
    TOO_LONG,
    bundle_signals,
    give_signal,
    lay_aside,
    take_out,
)
from monitoring.services.stale import CHANGED
from tests.factories import LocationFactory
from tests.monitoring.factories import SignalFactory
from tests.monitoring.telling.conftest import InScope, settle
from tests.referrals.scenes import contact_at
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
SENTENCE = "Ouders noemen de kosten als reden om te wachten."
HELD = DialogueText(
    held_on=date(2026, 9, 15),
    organisations="JGZ, bibliotheek, welzijn",
    theme="Ouders bereiken",
    outcome="Samen op huisbezoek werkt.",
    agreed="In het voorjaar praten we verder.",
)
Give = Callable[..., Signal]


@pytest.fixture
def give(
    partnership: Partnership, nurse: User, now: datetime, in_scope: InScope
) -> Give:
    """Give a signal as the nurse."""

    def act(
        text: str = "Ouders vragen naar de kosten.",
        *,
        area: int = Chapter.REACH,
        actor: User = nurse,
    ) -> Signal:
        with in_scope(actor):
            return give_signal(
                partnership=partnership, area=area, text=text, actor=actor, now=now
            )

    return act


def test_signal_is_kept_with_who_gave_it(give: Give, nurse: User) -> None:
    signal = give()

    assert (signal.given_by, signal.organisation_id) == (nurse, nurse.organisation_id)
    assert (signal.is_shared, signal.handled_at) == (False, None)
    assert Entry.objects.get(verb="signal.given").reach == Entry.Reach.ORGANISATION


@pytest.mark.parametrize(
    ("text", "area", "faults"),
    [
        ("", Chapter.REACH, {"text": [EMPTY]}),
        ("x" * 301, Chapter.REACH, {"text": [TOO_LONG]}),
        ("Goed idee.", 9, {"area": [NO_AREA]}),
        (
            "Bel 06-12345678.",
            Chapter.REACH,
            {"text": ["“06-12345678” lijkt een telefoonnummer. Haal dat weg."]},
        ),
    ],
)
def test_signal_that_will_not_do_is_refused(
    text: str, area: int, faults: dict[str, list[str]], give: Give
) -> None:
    with pytest.raises(ValidationError) as caught:
        give(text, area=area)

    assert caught.value.message_dict == faults
    assert Signal.objects.count() == 0


def test_signal_may_name_a_preschool_and_what_everybody_uses(
    partnership: Partnership, give: Give
) -> None:
    LocationFactory.create(partnership=partnership, name="Boompje")

    signal = give("Bij Boompje lukt aanmelden met DigiD vaak niet.")

    assert signal.text == "Bij Boompje lukt aanmelden met DigiD vaak niet."


def test_preschool_gives_a_signal_that_the_municipality_does_not_read(
    partnership: Partnership,
    give: Give,
    advisor: User,
    coordinator: User,
    manager: User,
    in_scope: InScope,
) -> None:
    contact = contact_at(LocationFactory.create(partnership=partnership))

    signal = give(actor=contact)

    for actor, seen in ((advisor, []), (coordinator, [signal]), (manager, [])):
        with in_scope(actor):
            assert list(Signal.objects.visible_to(actor)) == seen


def test_signals_become_one_sentence_that_both_parties_read(
    give: Give,
    quarter: Quarter,
    coordinator: User,
    advisor: User,
    manager: User,
    partnership: Partnership,
    now: datetime,
    in_scope: InScope,
) -> None:
    contact = contact_at(LocationFactory.create(partnership=partnership))
    first, second = give(), give("Weer de kosten.", actor=contact)

    with in_scope(coordinator):
        bundle_signals(
            chosen=[first.pk, second.pk],
            quarter=quarter,
            sentence=SENTENCE,
            actor=coordinator,
            now=now,
        )

    for actor in (advisor, manager):
        with in_scope(actor):
            assert signals_for(quarter) == [BundledSignal(Chapter.REACH, SENTENCE, 2)]
            assert Signal.objects.visible_to(actor).count() == 2
    first.refresh_from_db()
    assert (first.handled_by_id, first.handled_at) == (coordinator.pk, now)
    entry = Entry.objects.get(verb="signal.bundled")
    assert entry.summary == "2 signalen in het rapport opgenomen."


def test_bundle_that_will_not_do_is_refused(
    give: Give,
    quarter: Quarter,
    coordinator: User,
    stranger: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    one, other = give(), give(area=Chapter.QUALITY)
    strange = Partnership.objects.of(stranger.organisation_id).get()
    elsewhere = SignalFactory.create(partnership=strange)

    def bundle(*chosen: int, sentence: str = SENTENCE) -> list[str]:
        with in_scope(coordinator), pytest.raises(ValidationError) as caught:
            bundle_signals(
                chosen=chosen,
                quarter=quarter,
                sentence=sentence,
                actor=coordinator,
                now=now,
            )
        return caught.value.messages

    assert bundle() == [NOTHING_CHOSEN]
    assert bundle(one.pk, other.pk) == [SEVERAL_AREAS]
    assert bundle(one.pk, sentence="") == [NO_SENTENCE]
    assert bundle(one.pk, sentence="Zoals bij Fatima.") != []
    with in_scope(coordinator), pytest.raises(PermissionDenied):
        bundle_signals(
            chosen=[one.pk, elsewhere.pk],
            quarter=quarter,
            sentence=SENTENCE,
            actor=coordinator,
            now=now,
        )
    assert Signal.objects.filter(handled_at__isnull=False).count() == 0


def test_signal_laid_aside_is_read_but_not_shared(
    give: Give,
    quarter: Quarter,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    signal = give()

    with in_scope(coordinator):
        lay_aside(chosen=[signal.pk], actor=coordinator, now=now)

    signal.refresh_from_db()
    assert (signal.is_shared, signal.handled_at) == (False, now)
    assert signals_for(quarter) == []


def test_who_was_second_hears_that_signals_were_handled(
    give: Give,
    quarter: Quarter,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    signal = give()
    with in_scope(coordinator):
        lay_aside(chosen=[signal.pk], actor=coordinator, now=now)
        with pytest.raises(ValidationError) as again:
            lay_aside(chosen=[signal.pk], actor=coordinator, now=now)
        with pytest.raises(ValidationError) as bundled:
            bundle_signals(
                chosen=[signal.pk],
                quarter=quarter,
                sentence=SENTENCE,
                actor=coordinator,
                now=now,
            )

    assert again.value.messages == bundled.value.messages == [GONE]


def test_sentence_is_taken_out_until_the_quarter_is_settled(
    give: Give,
    quarter: Quarter,
    coordinator: User,
    advisor: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    signal = give()

    def act() -> int:
        with in_scope(coordinator):
            bundle_signals(
                chosen=[signal.pk],
                quarter=quarter,
                sentence=SENTENCE,
                actor=coordinator,
                now=now,
            )
            return take_out(
                quarter=quarter, sentence=SENTENCE, actor=coordinator, now=now
            )

    assert act() == 1
    signal.refresh_from_db()
    assert (signal.is_shared, signal.handled_at, signal.quarter_id) == (
        False,
        None,
        None,
    )
    settle(quarter, advisor, now)
    with pytest.raises(PermissionDenied) as caught:
        act()
    assert str(caught.value) == policies.NOT_OPEN


@pytest.mark.parametrize("who", ["nurse", "manager", "advisor", "preschool_contact"])
def test_nobody_but_the_coordinator_handles_signals(
    who: str,
    give: Give,
    quarter: Quarter,
    now: datetime,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    signal = give()
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        with pytest.raises(PermissionDenied) as aside:
            lay_aside(chosen=[signal.pk], actor=actor, now=now)
        with pytest.raises(PermissionDenied) as bundled:
            # His own scope may not even show the quarter; the policy comes first.
            policies.may_bundle_in(actor, quarter).enforce()

    assert str(aside.value) == str(bundled.value) == policies.ONLY_COORDINATOR


def test_dialogue_stands_in_the_report_of_its_quarter(
    quarter: Quarter,
    coordinator: User,
    advisor: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    with in_scope(coordinator):
        made = note_dialogue(quarter=quarter, text=HELD, actor=coordinator, now=now)

    with in_scope(advisor):
        assert dialogues_for(quarter) == [made]
        later = change_dialogue(
            dialogue=made,
            text=replace(HELD, theme="Ouders die wachten"),
            seen_at=now,
            actor=advisor,
            now=now + timedelta(hours=1),
        )
        with pytest.raises(ValidationError) as caught:
            change_dialogue(
                dialogue=made, text=HELD, seen_at=now, actor=advisor, now=now
            )
    assert (later.theme, later.noted_by) == ("Ouders die wachten", advisor)
    assert caught.value.messages == [CHANGED]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"theme": ""}, {"theme": [MISSING["theme"]]}),
        ({"held_on": date(2026, 11, 21)}, {"held_on": [IN_FUTURE]}),
        ({"agreed": "x" * 2_001}, {"agreed": ["Houd dit op hooguit 2000 tekens."]}),
        (
            {"outcome": "Het gezin van Fatima komt nu."},
            {
                "outcome": [
                    (
                        "Dit lijkt een naam te bevatten. Schrijf “het kind” of “de "
                        "ouder”, en andere woorden binnen de zin zonder hoofdletter."
                    )
                ]
            },
        ),
    ],
)
def test_dialogue_that_will_not_do_is_refused(
    change: dict[str, object],
    faults: dict[str, list[str]],
    quarter: Quarter,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    with in_scope(coordinator), pytest.raises(ValidationError) as caught:
        note_dialogue(
            quarter=quarter,
            text=replace(HELD, **change),  # type: ignore[arg-type]  # some part of it
            actor=coordinator,
            now=now,
        )

    assert caught.value.message_dict == faults
    assert Dialogue.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("nurse", policies.NO_ROLE),
        ("contract_manager", policies.NO_ROLE),
        ("stranger", policies.ELSEWHERE),
    ],
)
def test_dialogue_is_noted_by_who_keeps_minutes(
    who: str,
    reason: str,
    quarter: Quarter,
    now: datetime,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(PermissionDenied) as caught:
        note_dialogue(
            quarter=quarter, text=HELD, actor=request.getfixturevalue(who), now=now
        )

    assert str(caught.value) == reason


def test_settled_quarter_takes_no_dialogue(
    quarter: Quarter, coordinator: User, advisor: User, now: datetime
) -> None:
    settle(quarter, advisor, now)

    with pytest.raises(PermissionDenied) as caught:
        note_dialogue(quarter=quarter, text=HELD, actor=coordinator, now=now)

    assert str(caught.value) == policies.NOT_OPEN
