"""The pages on which people tell: what was typed stays, and who sees what."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import Dialogue, Quarter, Signal, Story
from monitoring.queries.telling import telling_tasks
from monitoring.services.stories import CHECKS, NOT_TICKED
from tests.agreements.pages import errors_of, told, typed
from tests.factories import NOW
from tests.monitoring.factories import SignalFactory, StoryFactory
from tests.monitoring.telling.conftest import TEXT, InScope
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach", "quarter")]
SignIn = Callable[[User], Client]
PARTS = {
    "area": str(TEXT.area),
    "title": TEXT.title,
    "situation": TEXT.situation,
    "did": TEXT.did,
    "brought": TEXT.brought,
    "learned": TEXT.learned,
}


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


def url(name: str, *args: object) -> str:
    """Return the address of a page."""
    return reverse(f"monitoring:{name}", args=args)


def ticking(page: Any, **more: object) -> dict[str, Any]:
    """Return what a form sends with every item of its list ticked."""
    return {**typed(page), "checks": list(CHECKS), **more}


def test_story_goes_from_writer_to_reader_to_the_municipality(
    nurse: User, coordinator: User, advisor: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    form = client.get(url("story-create"))

    answer = client.post(url("story-create"), typed(form, **PARTS))

    story = Story.objects.get()
    page = client.get(answer["Location"])
    assert told(page) == ["Uw verhaal is bewaard. Het heeft 31 van de 200 woorden."]
    offer = url("story-offer", story.pk)
    client.post(offer, ticking(client.get(offer)))
    client = as_user(coordinator)
    read = url("story-read", story.pk)
    answer = client.post(read, ticking(client.get(read), publish="partners"))
    assert told(client.get(answer["Location"])) == [
        "Het verhaal is gedeeld. Het staat nu bij de cijfers."
    ]
    client = as_user(advisor)
    assert client.get(url("stories")).context["shared"] == [story]
    assert client.get(url("story", story.pk)).status_code == 200


def test_story_with_a_name_in_it_loses_nothing_that_was_typed(
    nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    sent = typed(client.get(url("story-create")), **PARTS)
    sent["did"] = "We liepen mee met Fatima."

    page = client.post(url("story-create"), sent)

    assert errors_of(page) == {
        "did": [
            (
                "“Fatima” lijkt een naam. Schrijf “het kind”, “de ouder” of “de "
                "voorschool”, en andere woorden binnen de zin zonder hoofdletter."
            )
        ]
    }
    again = typed(page)
    assert {name: again[name] for name in PARTS} == {**PARTS, "did": sent["did"]}
    assert Story.objects.count() == 0


def test_story_that_is_too_long_says_how_many_words_it_has(
    nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    long = {**PARTS, "situation": "woord " * 300}

    page = client.post(
        url("story-create"), typed(client.get(url("story-create")), **long)
    )

    assert errors_of(page) == {
        "__all__": ["Uw verhaal heeft 322 woorden. Kort het in tot 200."]
    }
    assert typed(page)["situation"].strip() == long["situation"].strip()


def test_list_that_is_not_whole_is_refused_at_the_list(
    quarter: Quarter, nurse: User, as_user: SignIn
) -> None:
    story = StoryFactory.create(quarter=quarter, written_by=nurse)
    client = as_user(nurse)
    offer = url("story-offer", story.pk)

    page = client.post(offer, ticking(client.get(offer), checks=["details"]))

    assert errors_of(page) == {"checks": [NOT_TICKED]}
    story.refresh_from_db()
    assert story.status == Story.Status.DRAFT


def test_writer_who_is_behind_hears_it_and_keeps_what_he_typed(
    quarter: Quarter, nurse: User, as_user: SignIn
) -> None:
    story = StoryFactory.create(quarter=quarter, written_by=nurse)
    client = as_user(nurse)
    edit = url("story-edit", story.pk)
    stale = typed(client.get(edit), did="De eerste versie.")
    client.post(edit, typed(client.get(edit), did="De tweede versie."))

    page = client.post(edit, stale)

    assert list(errors_of(page)) == ["__all__"]
    assert typed(page)["did"] == "De eerste versie."
    story.refresh_from_db()
    assert story.did == "De tweede versie."
    client.post(edit, typed(page))
    story.refresh_from_db()
    assert story.did == "De eerste versie."


def test_reader_sends_a_story_back_with_words_and_the_writer_sees_a_task(
    quarter: Quarter,
    nurse: User,
    coordinator: User,
    as_user: SignIn,
    in_scope: InScope,
) -> None:
    story = StoryFactory.create(
        quarter=quarter, written_by=nurse, status=Story.Status.OFFERED
    )
    client = as_user(coordinator)
    back = url("story-return", story.pk)

    client.post(back, typed(client.get(back), note="De baan is te bijzonder."))

    with in_scope(nurse):
        tasks = list(telling_tasks(nurse, today=date(2026, 11, 20)))
    assert [task.title for task in tasks] == ["Pas uw verhaal aan"]
    page = as_user(nurse).get(url("story", story.pk))
    assert "De baan is te bijzonder." in page.content.decode()


def test_signal_is_given_bundled_and_shown_to_who_gave_it(
    quarter: Quarter, nurse: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    form = client.get(url("signals"))
    client.post(
        url("signals"), typed(form, area="4", text="Ouders vragen naar de kosten.")
    )
    signal = Signal.objects.get()
    client = as_user(coordinator)
    page = client.get(url("signals-bundle"))

    client.post(
        url("signals-bundle"),
        typed(
            page,
            signaal=str(signal.pk),
            quarter=str(quarter.pk),
            sentence="Kosten houden ouders tegen.",
        ),
    )

    bundled = client.get(url("signals-bundle"))
    [(shown, lines)] = bundled.context["bundles"]
    assert (shown, [line.text for line in lines]) == (
        quarter,
        ["Kosten houden ouders tegen."],
    )
    assert bundled.context["waiting"] == []
    page = as_user(nurse).get(url("signals"))
    assert "“Kosten houden ouders tegen.”" in page.content.decode()


def test_signals_are_laid_aside_without_a_sentence(
    partnership: Partnership, coordinator: User, as_user: SignIn
) -> None:
    signal = SignalFactory.create(partnership=partnership)
    client = as_user(coordinator)
    page = client.get(url("signals-bundle"))

    answer = client.post(
        url("signals-bundle"), typed(page, signaal=str(signal.pk), opzij="1")
    )

    assert told(client.get(answer["Location"])) == [
        "1 signaal is met dank opzij gelegd."
    ]
    signal.refresh_from_db()
    assert (signal.is_shared, signal.handled_by_id) == (False, coordinator.pk)


def test_bundle_without_a_sentence_keeps_what_was_ticked(
    partnership: Partnership, coordinator: User, as_user: SignIn
) -> None:
    signal = SignalFactory.create(partnership=partnership)
    client = as_user(coordinator)
    page = client.get(url("signals-bundle"))

    page = client.post(url("signals-bundle"), typed(page, signaal=str(signal.pk)))

    assert errors_of(page) == {
        "sentence": ["Schrijf in één zin wat in het rapport komt."]
    }
    assert page.context["ticked"] == {signal.pk}


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "²"])
def test_ticked_signal_that_is_no_number_is_left_out(
    value: str, coordinator: User, partnership: Partnership, as_user: SignIn
) -> None:
    SignalFactory.create(partnership=partnership)
    client = as_user(coordinator)

    answer = client.post(url("signals-bundle"), {"signaal": value, "opzij": "1"})

    assert told(client.get(answer["Location"])) == [
        "Vink eerst een of meer signalen aan."
    ]


def test_sentence_is_taken_out_with_one_button(
    quarter: Quarter, coordinator: User, now: datetime, as_user: SignIn
) -> None:
    SignalFactory.create(
        partnership=quarter.partnership,
        quarter=quarter,
        is_shared=True,
        shared_text="Kosten houden ouders tegen.",
        handled_at=now,
    )
    client = as_user(coordinator)

    client.post(
        url("signals-take-out", quarter.pk), {"zin": "Kosten houden ouders tegen."}
    )

    assert len(client.get(url("signals-bundle")).context["waiting"]) == 1


def test_dialogue_is_noted_and_changed(
    quarter: Quarter, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    page = client.get(url("dialogue-create"))
    client.post(
        url("dialogue-create"),
        typed(
            page,
            quarter=str(quarter.pk),
            held_on_day="15",
            held_on_month="9",
            held_on_year="2026",
            organisations="JGZ, welzijn",
            theme="Ouders bereiken",
            outcome="Samen op bezoek werkt.",
        ),
    )
    made = Dialogue.objects.get()
    edit = url("dialogue-edit", made.pk)

    answer = client.post(edit, typed(client.get(edit), theme="Ouders die wachten"))

    assert told(client.get(answer["Location"])) == ["De dialoogtafel is gewijzigd."]
    made.refresh_from_db()
    assert (made.theme, made.held_on) == ("Ouders die wachten", date(2026, 9, 15))


def test_form_without_the_version_it_was_made_from_is_refused_with_a_sentence(
    quarter: Quarter, nurse: User, as_user: SignIn
) -> None:
    story = StoryFactory.create(quarter=quarter, written_by=nurse)

    page = as_user(nurse).post(url("story-edit", story.pk), PARTS)

    assert errors_of(page) == {
        "seen": ["Dit formulier kwam niet heel aan. Open de bladzijde opnieuw."]
    }


@pytest.mark.parametrize(
    ("who", "tasks"),
    [
        ("nurse", []),
        ("manager", ["Lees een verhaal als tweede"]),
        (
            "coordinator",
            ["Lees een verhaal als tweede", "Bundel de signalen van de werkvloer"],
        ),
        ("advisor", []),
        ("alderman", []),
        ("stranger", []),
    ],
)
def test_tasks_are_for_who_can_do_them(
    who: str,
    tasks: list[str],
    quarter: Quarter,
    nurse: User,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    StoryFactory.create(quarter=quarter, written_by=nurse, status=Story.Status.OFFERED)
    SignalFactory.create(partnership=quarter.partnership)
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        found = list(telling_tasks(actor, today=date(2026, 11, 20)))

    assert [task.title for task in found] == tasks


@pytest.mark.parametrize("name", ["stories", "signals", "signals-bundle", "dialogues"])
def test_page_asks_as_many_questions_for_five_rows_as_for_one(
    name: str,
    quarter: Quarter,
    coordinator: User,
    nurse: User,
    now: datetime,
    as_user: SignIn,
) -> None:
    client = as_user(coordinator)
    client.get(url(name))
    asked = []
    for number in range(5):
        StoryFactory.create(
            quarter=quarter, written_by=nurse, status=Story.Status.OFFERED
        )
        StoryFactory.create(quarter=quarter, written_by=coordinator)
        SignalFactory.create(partnership=quarter.partnership, given_by=coordinator)
        SignalFactory.create(
            partnership=quarter.partnership,
            quarter=quarter,
            is_shared=True,
            shared_text=f"Zin {number}.",
            handled_at=now,
        )
        Dialogue.objects.create(
            partnership=quarter.partnership,
            quarter=quarter,
            held_on=date(2026, 9, 1),
            organisations="JGZ",
            theme="Thema",
            outcome="Iets.",
            noted_by=coordinator,
            noted_at=now,
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name))
        asked.append(len(queries))

    assert asked == [asked[0]] * 5
