"""What a story may say: 200 words that lead to nobody."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from monitoring import policies_telling as policies
from monitoring.models import Quarter, Story
from monitoring.services.stories import (
    EMPTY,
    NO_AREA,
    NO_TITLE,
    NOT_TICKED,
    change_story,
    offer_story,
    write_story,
)
from tests.factories import LocationFactory
from tests.monitoring.telling.conftest import (
    ALL,
    TEXT,
    InScope,
    Offer,
    Write,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
Status = Story.Status
NAMELESS = (
    "Schrijf “het kind”, “de ouder” of “de voorschool”, en andere woorden binnen de "
    "zin zonder hoofdletter."
)


def test_story_begins_as_a_draft_of_its_writer(write: Write, nurse: User) -> None:
    story = write()

    assert (story.status, story.is_shared) == (Status.DRAFT, False)
    assert (story.written_by, story.organisation_id) == (nurse, nurse.organisation_id)
    entry = Entry.objects.get(verb="story.written")
    assert (entry.reach, entry.summary) == ("organisation", "Een verhaal geschreven.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We spraken met Fatima.", f"“Fatima” lijkt een naam. {NAMELESS}"),
        ("We spraken de moeder Bakker.", f"“Bakker” lijkt een naam. {NAMELESS}"),
        ("Het gezin ging naar Zeist.", f"“Zeist” lijkt een naam. {NAMELESS}"),
        (
            "Het nummer was 111222333 in het dossier.",
            "“111222333” lijkt een burgerservicenummer. Haal dat weg.",
        ),
        (
            "Geboren op 12 mei 2023 dus.",
            "“12 mei 2023” lijkt een volledige geboortedatum. Haal dat weg.",
        ),
        (
            "Ze wonen in de kerkstraat 12.",
            "“kerkstraat 12” lijkt een adres. Haal dat weg.",
        ),
        (
            "Bel 06-12345678 maar.",
            "“06-12345678” lijkt een telefoonnummer. Haal dat weg.",
        ),
        (
            "Mail ouder@voorbeeld.nl maar.",
            "“ouder@voorbeeld.nl” lijkt een e-mailadres. Haal dat weg.",
        ),
    ],
)
def test_story_that_tells_who_it_is_about_is_refused_with_the_word(
    text: str, sentence: str, write: Write
) -> None:
    with pytest.raises(ValidationError) as caught:
        write(replace(TEXT, situation=text))

    assert caught.value.message_dict == {"situation": [sentence]}
    assert Story.objects.count() == 0


def test_name_of_a_preschool_is_refused_also_at_the_start_of_a_sentence(
    partnership: Partnership, write: Write
) -> None:
    LocationFactory.create(partnership=partnership, name="Boompje")

    with pytest.raises(ValidationError) as caught:
        write(replace(TEXT, did="Boompje dacht mee."))

    assert caught.value.message_dict == {
        "did": [
            (
                "“Boompje” is een wijk of voorschool. Daaraan herkennen mensen het "
                "gezin. Schrijf “een wijk” of “een voorschool”."
            )
        ]
    }


def test_dutch_lessons_and_abbreviations_are_no_names(write: Write) -> None:
    story = write(replace(TEXT, did="De JGZ wees op Nederlandse les via de VVE."))

    assert story.did == "De JGZ wees op Nederlandse les via de VVE."


def test_four_parts_have_200_words_together(write: Write) -> None:
    others = sum(len(part.split()) for part in (TEXT.did, TEXT.brought, TEXT.learned))
    most = 200 - others

    with pytest.raises(ValidationError) as caught:
        write(replace(TEXT, situation="woord " * (most + 1)))

    assert caught.value.messages == [
        "Uw verhaal heeft 201 woorden. Kort het in tot 200."
    ]
    assert Story.objects.count() == 0
    assert write(replace(TEXT, situation="woord " * most)).pk


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"situation": ""}, {"situation": [EMPTY]}),
        ({"learned": "", "did": ""}, {"learned": [EMPTY], "did": [EMPTY]}),
        ({"title": ""}, {"title": [NO_TITLE]}),
        ({"area": 0}, {"area": [NO_AREA]}),
        ({"area": 8}, {"area": [NO_AREA]}),
    ],
)
def test_story_that_is_not_whole_is_refused(
    change: dict[str, object], faults: dict[str, list[str]], write: Write
) -> None:
    with pytest.raises(ValidationError) as caught:
        write(replace(TEXT, **change))  # type: ignore[arg-type]  # some part of a story

    assert caught.value.message_dict == faults


def test_offer_asks_for_the_whole_check_list(
    write: Write, nurse: User, now: datetime, in_scope: InScope
) -> None:
    story = write()

    with in_scope(nurse), pytest.raises(ValidationError) as caught:
        offer_story(
            story=story,
            ticked=ALL[1:],
            consent=True,
            seen_version=0,
            actor=nurse,
            now=now,
        )

    assert caught.value.message_dict == {"checks": [NOT_TICKED]}
    story.refresh_from_db()
    assert story.status == Status.DRAFT


def test_offered_story_is_not_changed_and_only_its_writer_changes_it(
    write: Write,
    offer: Offer,
    nurse: User,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    story = write()
    with in_scope(coordinator), pytest.raises(PermissionDenied) as others:
        change_story(story=story, text=TEXT, seen_version=0, actor=coordinator, now=now)
    story = offer(story, nurse)
    with in_scope(nurse), pytest.raises(PermissionDenied) as offered:
        change_story(story=story, text=TEXT, seen_version=1, actor=nurse, now=now)

    assert str(others.value) == policies.NOT_YOURS
    assert str(offered.value) == policies.IS_OFFERED


def test_stranger_tells_nothing_here(
    quarter: Quarter, stranger: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied) as caught:
        write_story(quarter=quarter, text=TEXT, actor=stranger, now=now)

    assert str(caught.value) == policies.ELSEWHERE
    assert Story.objects.count() == 0


@pytest.mark.parametrize("who", ["alderman", "clerk", "administrator"])
def test_who_tells_nothing_by_his_role_is_refused(
    who: str, quarter: Quarter, now: datetime, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied) as caught:
        write_story(
            quarter=quarter, text=TEXT, actor=request.getfixturevalue(who), now=now
        )

    assert str(caught.value) == policies.NO_ROLE


def test_database_itself_refuses_a_story_shared_by_its_writer(
    write: Write, nurse: User
) -> None:
    story = write()

    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(
            status=Status.APPROVED, is_shared=True, read_by=nurse
        )

    story.refresh_from_db()
    assert story.is_shared is False
