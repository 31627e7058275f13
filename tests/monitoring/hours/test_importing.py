"""A file with hours: all of it goes in, or nothing with a sentence per row."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import BudgetLine
from monitoring.models import HoursEntry
from monitoring.services.hours import Done
from monitoring.services.hours_importing import Taken, import_hours
from monitoring.services.hours_judging import approve_hours
from monitoring.tables.hours import HOURS
from referrals.tables.writing import Format, Sheet, write_table
from tests.factories import TeamFactory
from tests.monitoring.hours.conftest import SEPTEMBER, Enter, InScope
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach", "visits")]
HEADER = "maand;activiteit_code;aantal;minuten;team;opmerking"
Take = Callable[..., Taken]


@pytest.fixture
def take(
    partnership: Partnership, nurse: User, now: datetime, in_scope: InScope
) -> Take:
    """Take in rows as the nurse."""

    def act(*rows: str, actor: User = nurse, content: bytes = b"") -> Taken:
        text = "\n".join([HEADER, *rows]).encode()
        with in_scope(actor):
            return import_hours(
                partnership=partnership, content=content or text, actor=actor, now=now
            )

    return act


def faults(take: Take, *rows: str) -> list[str]:
    """Return why a file was refused, after which nothing was entered."""
    with pytest.raises(ValidationError) as caught:
        take(*rows)
    assert HoursEntry.objects.count() == 0
    return caught.value.message_dict["file"]


@pytest.mark.usefixtures("team")
def test_rows_go_in_by_month_and_team(
    take: Take, visits: BudgetLine, coordination: BudgetLine
) -> None:
    taken = take(
        "2026-09;G4-03;4;;;",
        "2026-09;g4-03;2;200;team noord;Twee keer iets langer",
        "2026-08;G1-01;;600;;",
    )

    assert taken == Taken(rows=3, changed=3)
    rows = HoursEntry.objects.order_by("month", "team", "pk")
    found = set(
        rows.values_list(
            "month", "activity", "quantity", "minutes", "team__name", "remark"
        )
    )
    assert found == {
        (SEPTEMBER, visits.activity, Decimal(4), 360, None, ""),
        (
            SEPTEMBER,
            visits.activity,
            Decimal(2),
            200,
            "Team Noord",
            "Twee keer iets langer",
        ),
        (date(2026, 8, 1), coordination.activity, None, 600, None, ""),
    }


def test_same_file_again_changes_nothing(take: Take) -> None:
    take("2026-09;G4-03;4;;;")

    taken = take("2026-09;G4-03;4;;;")

    assert taken == Taken(rows=1, changed=0)
    assert HoursEntry.objects.get().minutes == 360


@pytest.mark.parametrize("form", [Format.XLSX, Format.ODS])
def test_workbook_says_the_same_as_csv(
    form: Format, take: Take, visits: BudgetLine
) -> None:
    content = write_table(
        form,
        Sheet("Uren", HEADER.split(";"), [["2026-09", "G4-03", 4, None, "", ""]]),
    )

    taken = take(content=content)

    assert taken == Taken(rows=1, changed=1)
    assert HoursEntry.objects.get().activity == visits.activity


@pytest.mark.usefixtures("coordination")
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("09;G4-03;4;;;", "vul bij maand jaar en maand in, zoals 2026-09."),
        ("2026-09;;4;;;", "vul de code van de activiteit in, zoals G4-03."),
        (
            "2026-09;G9-99;4;;;",
            (
                "de activiteit “G9-99” staat die maand niet in de begroting. "
                "Neem een code van de bladzijde met uren."
            ),
        ),
        ("2026-09;G4-03;x;;;", "vul bij aantal een getal in, zoals 12 of 12,5."),
        ("2026-09;G4-03;-4;;;", "vul bij aantal een getal in, zoals 12 of 12,5."),
        ("2026-09;G4-03;4;1,5;;", "vul bij minuten een heel getal in."),
        ("2026-09;G4-03;;;;", "Vul in hoeveel minuten dit was."),
        (
            "2026-09;G4-03;4;999999;;",
            "Vul hooguit 2.000 uur in, dus 120.000 minuten.",
        ),
        (
            "2026-12;G4-03;4;;;",
            "Deze maand is nog niet begonnen. Kies een eerdere maand.",
        ),
        (
            "2026-09;G4-03;4;;Team Zuid;",
            "het team “Team Zuid” is niet van uw organisatie.",
        ),
        (
            "2026-09;G4-03;4;;;=1+1",
            "bij opmerking staat een formule. Zet daar de waarde zelf neer.",
        ),
        (
            "2026-09;G4-03;4;;;gezin van Fatima",
            (
                "de opmerking wordt niet aangenomen. Dit lijkt een naam te bevatten. "
                "Schrijf “het kind” of “de ouder”, en andere woorden binnen de zin "
                "zonder hoofdletter."
            ),
        ),
    ],
)
def test_row_that_is_wrong_is_named_and_nothing_goes_in(
    row: str, sentence: str, take: Take
) -> None:

    assert faults(take, "2026-09;G1-01;;60;;", row) == [f"Rij 3: {sentence}"]


def test_row_that_stands_there_twice_is_refused(take: Take) -> None:

    assert faults(take, "2026-09;G4-03;4;;;", "2026-09;g4-03;5;;;") == [
        "Rij 3: deze activiteit staat voor deze maand ook in rij 2."
    ]


def test_only_the_first_faults_are_told_and_how_many_more(take: Take) -> None:

    told = faults(take, *[f"2026-09;X{number};4;;;" for number in range(25)])

    assert len(told) == 21
    assert told[-1] == "Er zijn nog 5 rijen niet goed."


def test_team_of_colleagues_is_refused_to_a_nurse_and_not_to_the_coordinator(
    take: Take, coordinator: User
) -> None:
    TeamFactory.create(organisation=coordinator.organisation, name="Team Zuid")
    row = "2026-09;G4-03;4;;Team Zuid;"

    assert faults(take, row) == [
        "Rij 2: U vult alleen uren in voor uzelf of voor uw eigen team."
    ]
    assert take(row, actor=coordinator) == Taken(rows=1, changed=1)


@pytest.mark.usefixtures("coordination")
def test_hours_that_were_approved_stay_and_all_of_the_file_stays_out(
    take: Take,
    visits: BudgetLine,
    enter: Enter,
    manager: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    enter(visits, Done(Decimal(4)))
    with in_scope(manager):
        approve_hours(seen={HoursEntry.objects.get().pk: 0}, actor=manager, now=now)

    with pytest.raises(ValidationError) as caught:
        take("2026-08;G1-01;;60;;", "2026-09;G4-03;5;;;")

    assert caught.value.message_dict == {
        "file": [
            "Deze uren zijn goedgekeurd. Vraag wie ze goedkeurde om ze terug te sturen."
        ]
    }
    assert [one.minutes for one in HoursEntry.objects.all()] == [360]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Het bestand is leeg. Kies een bestand met een kop en rijen."),
        (
            b"maand;aantal\n2026-09;4\n",
            "Het bestand mist “activiteit_code”. Neem de kop van het voorbeeld.",
        ),
        (
            b"maand;activiteit_code;aantal;bsn\n2026-09;G4-03;4;1\n",
            (
                "De kolom “bsn” lijkt een burgerservicenummer te hebben. Het portaal "
                "neemt geen persoonsgegevens aan. Haal die kolom weg en kies het "
                "bestand opnieuw."
            ),
        ),
    ],
)
def test_file_that_will_not_do_is_refused_whole(
    content: bytes,
    sentence: str,
    partnership: Partnership,
    nurse: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    with in_scope(nurse), pytest.raises(ValidationError) as caught:
        import_hours(partnership=partnership, content=content, actor=nurse, now=now)

    assert caught.value.message_dict == {"file": [sentence]}
    assert HoursEntry.objects.count() == 0


def test_nobody_else_hands_in_a_file(take: Take, manager: User, stranger: User) -> None:
    for actor in (manager, stranger):
        with pytest.raises(PermissionDenied):
            take("2026-09;G4-03;4;;;", actor=actor)

    assert HoursEntry.objects.count() == 0


@pytest.mark.usefixtures("agreement")
def test_columns_are_those_of_file_c() -> None:
    assert ";".join(one.key for one in HOURS.columns) == HEADER
