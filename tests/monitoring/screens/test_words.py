"""Words beside figures: kept, refused, and two people who write at once."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.areas import Chapter
from agreements.models.vocabulary import Progress
from monitoring.models import AreaWords, Quarter
from monitoring.services.stale import CHANGED, Stale
from monitoring.services.words import Words, count_sentences, write_summary, write_words
from tests.factories import LocationFactory, NeighbourhoodFactory
from tests.monitoring.factories import QuarterFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]

SEEN = "Het bereik stijgt voor het vierde kwartaal op rij."


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A quarter whose figures were released."""
    made: Quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    return made


def write(quarter: Quarter, actor: User, now: datetime, **changed: object) -> AreaWords:
    """Write about reach; `changed` says what is different this time."""
    version = changed.pop("seen_version", 0)
    words = Words(**{"seen": SEEN, **changed})  # type: ignore[arg-type]  # - of a test
    return write_words(
        quarter=quarter,
        area=Chapter.REACH,
        words=words,
        seen_version=version,  # type: ignore[arg-type]  # - an int
        actor=actor,
        now=now,
    )


def test_words_are_kept_with_who_and_when(
    quarter: Quarter, advisor: User, now: datetime
) -> None:
    written = write(
        quarter,
        advisor,
        now,
        status=Progress.ATTENTION,
        sentence="Noord blijft achter.",
    )

    written.refresh_from_db()
    assert (written.seen, written.status, written.written_by, written.version) == (
        SEEN,
        Progress.ATTENTION,
        advisor,
        1,
    )
    assert Entry.objects.filter(verb="quarter.words").count() == 1


def test_who_was_second_hears_of_the_first(
    quarter: Quarter, advisor: User, manager: User, now: datetime
) -> None:
    write(quarter, advisor, now)

    with pytest.raises(Stale, match=CHANGED[:40]):
        write(quarter, manager, now, seen="Iets anders.")

    assert AreaWords.objects.get().seen == SEEN


def test_who_read_the_newer_version_writes_over_it(
    quarter: Quarter, advisor: User, manager: User, now: datetime
) -> None:
    write(quarter, advisor, now)

    write(quarter, manager, now, seen="Iets anders.", seen_version=1)

    kept = AreaWords.objects.get()
    assert (kept.seen, kept.version, kept.written_by) == ("Iets anders.", 2, manager)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"seen": ""}, "seen", "Schrijf wat u ziet."),
        (
            {"status": Progress.MISSED},
            "sentence",
            "Schrijf in één zin waarom u deze status kiest.",
        ),
        (
            {"sentence": "Het gaat goed."},
            "status",
            "Kies een status bij deze zin, of haal de zin weg.",
        ),
        (
            {"status": "great", "sentence": "Het gaat goed."},
            "status",
            "Kies een status uit de lijst.",
        ),
        (
            {"done": "De moeder van het kind belde: 06-12345678."},
            "done",
            "Dit lijkt een telefoonnummer te bevatten. Haal dat weg.",
        ),
        (
            {"asked": "Bel met Fatima over de plaats."},
            "asked",
            (
                "Dit lijkt een naam te bevatten. Schrijf “het kind” of “de ouder”, en"
                " andere woorden binnen de zin zonder hoofdletter."
            ),
        ),
        ({"seen": "a" * 1501}, "seen", "Houd dit korter dan 1500 tekens."),
    ],
)
def test_words_are_refused_with_a_sentence_at_the_field(
    quarter: Quarter,
    advisor: User,
    now: datetime,
    changed: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    with pytest.raises(ValidationError) as refusal:
        write(quarter, advisor, now, **changed)

    assert refusal.value.message_dict == {field: [sentence]}
    assert not AreaWords.objects.exists()


def test_names_of_places_and_organisations_may_be_written(
    quarter: Quarter, advisor: User, now: datetime
) -> None:
    NeighbourhoodFactory.create(partnership=quarter.partnership, name="Noord")
    LocationFactory.create(partnership=quarter.partnership, name="De Waterlelie")

    written = write(
        quarter,
        advisor,
        now,
        seen="In Noord opent De Waterlelie een groep.",
        done=f"Samen met {quarter.partnership.provider.name} bellen we ouders.",
    )

    assert written.seen == "In Noord opent De Waterlelie een groep."


def test_a_settled_quarter_refuses_words(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    settled = QuarterFactory.create(partnership=partnership, settled=True)

    with pytest.raises(PermissionDenied, match=r"is vastgesteld op 20 november 2026"):
        write(settled, advisor, now)

    assert not AreaWords.objects.exists()


def test_before_the_release_nobody_writes_what_only_the_jgz_knows(
    partnership: Partnership, manager: User, now: datetime
) -> None:
    quarter = QuarterFactory.create(partnership=partnership)

    with pytest.raises(PermissionDenied, match="nog niet vrijgegeven"):
        write(quarter, manager, now)


def test_who_only_reads_does_not_write(
    quarter: Quarter, nurse: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied, match="Uw rol geeft u hiervoor geen recht"):
        write(quarter, nurse, now)


def test_a_summary_has_five_sentences_at_most(
    quarter: Quarter, advisor: User, now: datetime
) -> None:
    five = "Eén. Twee van 1.244. Drie? Vier! Vijf."

    kept = write_summary(
        quarter=quarter, summary=five, seen_version=0, actor=advisor, now=now
    )
    with pytest.raises(ValidationError, match="hooguit vijf zinnen"):
        write_summary(
            quarter=quarter,
            summary=f"{five} Zes.",
            seen_version=1,
            actor=advisor,
            now=now,
        )

    quarter.refresh_from_db()
    assert (kept.summary, quarter.summary, quarter.version) == (five, five, 1)


def test_a_summary_is_not_lost_under_another(
    quarter: Quarter, advisor: User, manager: User, now: datetime
) -> None:
    write_summary(
        quarter=quarter, summary="De eerste.", seen_version=0, actor=advisor, now=now
    )

    with pytest.raises(Stale):
        write_summary(
            quarter=quarter,
            summary="De tweede.",
            seen_version=0,
            actor=manager,
            now=now,
        )

    quarter.refresh_from_db()
    assert quarter.summary == "De eerste."


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Eén", 1), ("Eén. Twee", 2), ("1.244 kinderen.", 1)]
)
def test_sentences_are_counted_by_how_they_end(text: str, count: int) -> None:
    assert count_sentences(text) == count
