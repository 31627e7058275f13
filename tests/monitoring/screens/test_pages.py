"""The one screen: what each reader finds on it, and in how many queries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.areas import Chapter
from agreements.models.vocabulary import Progress
from monitoring.models import AreaWords, Quarter, Release
from tests.factories import NOW
from tests.monitoring.factories import (
    ActionFactory,
    AreaWordsFactory,
    ClauseStatusFactory,
    QuarterFactory,
    SignalFactory,
    StoryFactory,
)
from tests.monitoring.screens.reading import read, text_of
from tests.monitoring.screens.scenes import clause_in_force, release_of, row, settle
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure", "on_the_day"),
]

SignIn = Callable[[User], Client]
MOST_QUERIES = 20
NAMES = {"neighbourhood": {"W1": "Centrum", "W2": "West", "W3": "Rivierdorpen"}}


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A provisional quarter with reach per part of town, two of which go together."""
    made: Quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    release_of(
        made,
        row("IND-05", 233, 265),
        row("IND-05", 52, 58, dimension="neighbourhood", categories=["W1"]),
        row("IND-05", 51, 56, dimension="neighbourhood", categories=["W2", "W3"]),
        row("IND-07", 12, None, dimension="reason", categories=["RN06"]),
        names={**NAMES, "reason": {"RN06": "Wachtlijst"}},
        measured=["IND-11"],
    )
    return made


def test_a_clause_shows_figure_norm_and_proposal(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    clause_in_force(quarter.partnership, code="IND-05", norm=90)

    said = read(as_user(advisor), "quarter-area", quarter.pk, Chapter.REACH)

    assert "233 van de 265" in said
    assert "88% ten minste 90%" in said
    assert "Voorstel: Aandacht" in said


def test_groups_that_go_together_are_named_together(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    said = read(as_user(advisor), "quarter-area", quarter.pk, Chapter.REACH)

    assert "Rivierdorpen en West samen: 51 van de 56." in said
    assert "minder dan 5 kinderen" in said


def test_a_hidden_figure_leaves_nothing_but_the_words(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    clause_in_force(quarter.partnership, code="IND-11", norm=75)

    said = read(as_user(advisor), "quarter-area", quarter.pk, Chapter.REACH)

    assert "te klein om te tonen ten minste 75%" in said
    assert "Voorstel:" not in said


def test_a_trend_is_told_in_words_and_leaves_out_what_is_hidden(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    clause_in_force(quarter.partnership, code="IND-05", norm=90)
    earlier = QuarterFactory.create(
        partnership=quarter.partnership, number=2, provisional=True
    )
    release_of(earlier, measured=["IND-05"])
    first = QuarterFactory.create(
        partnership=quarter.partnership, number=1, provisional=True
    )
    release_of(first, row("IND-05", 200, 250))

    said = read(as_user(advisor), "quarter-area", quarter.pk, Chapter.REACH)

    assert "Per kwartaal: 80%, te klein om te tonen, 88%" in said


def test_a_reason_names_who_can_do_something_and_what_is_done(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    ActionFactory.create(
        partnership=quarter.partnership, reason="RN06", text="Extra groep openen"
    )

    said = read(as_user(advisor), "quarter-area", quarter.pk, Chapter.REACH)

    who = "Wachtlijst Wie dit kan veranderen: gemeente, houder"
    assert f"{who} Actie: Extra groep openen" in said


def test_every_figure_opens_its_definition(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    said = read(as_user(advisor), "quarter-figure", quarter.pk, "IND-05")

    assert "Teller Kinderen uit de noemer die zijn begonnen" in said
    assert "Noemer Kinderen met een geldige indicatie (IND-03)" in said
    assert "Peildatum 30 september 2026" in said
    assert "Bron Trajecten in het portaal. Geteld uit de trajecten." in said
    assert "Stand Voorlopig" in said


def test_what_was_not_released_has_no_page(
    partnership: Partnership, as_user: SignIn, manager: User
) -> None:
    unreleased = QuarterFactory.create(partnership=partnership)
    release_of(unreleased, row("IND-05", 88, 100), running=True)

    client = as_user(manager)
    path = reverse("monitoring:quarter-figure", args=[unreleased.pk, "IND-05"])

    assert client.get(path).status_code == 404


def test_words_are_written_on_the_page_and_lead_to_the_next_area(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    path = reverse("monitoring:quarter-area", args=[quarter.pk, Chapter.REACH])

    answer = as_user(advisor).post(path, {"seen": "Meer bereik.", "version": "0"})

    assert answer["Location"] == reverse(
        "monitoring:quarter-area", args=[quarter.pk, Chapter.QUALITY]
    )
    assert AreaWords.objects.get().seen == "Meer bereik."


def test_who_was_second_sees_both_texts_and_may_go_on(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    AreaWordsFactory.create(quarter=quarter, seen="Van de eerste.", version=1)
    path = reverse("monitoring:quarter-area", args=[quarter.pk, Chapter.REACH])
    client = as_user(advisor)

    met = client.post(path, {"seen": "Van de tweede.", "version": "0"})
    client.post(path, {"seen": "Van de tweede.", "version": "1"})

    said = text_of(met.content.decode())
    assert said.count("Van de eerste.") >= 1
    assert "Van de tweede." in said
    assert AreaWords.objects.get().seen == "Van de tweede."


def test_statuses_of_an_area_are_set_in_one_form(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    clause = clause_in_force(quarter.partnership, code="IND-05", norm=90)
    left = clause_in_force(quarter.partnership)
    path = reverse("monitoring:quarter-statuses", args=[quarter.pk, Chapter.REACH])
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    for at, one in enumerate([clause, left]):
        form |= {f"form-{at}-clause": str(one.pk), f"form-{at}-version": "0"}
    client = as_user(advisor)

    refused = client.post(path, {**form, "form-0-status": "attention"})
    client.post(
        path,
        {**form, "form-0-status": "attention", "form-0-sentence": "De wachtlijst."},
    )

    assert "Schrijf in één zin waarom u deze status kiest." in text_of(
        refused.content.decode()
    )
    assert list(quarter.statuses.values_list("clause", "status", "proposed")) == [
        (clause.pk, "attention", "attention")
    ]


def test_proposals_are_filled_in_on_request_and_change_nothing(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    clause_in_force(quarter.partnership, code="IND-05", norm=90)
    path = reverse("monitoring:quarter-statuses", args=[quarter.pk, Chapter.REACH])

    html = as_user(advisor).get(f"{path}?voorstel=ja").content.decode()

    checked = [
        line for line in html.split("<input") if "checked" in line and "form-0" in line
    ]
    assert ['value="attention"' in line for line in checked] == [True]
    assert not quarter.statuses.exists()


def test_signals_that_became_one_sentence_stand_there_once(
    quarter: Quarter, as_user: SignIn, advisor: User
) -> None:
    for _ in range(2):
        SignalFactory.create(
            partnership=quarter.partnership,
            quarter=quarter,
            is_shared=True,
            shared_text="Ouders noemen de kosten.",
            handled_at=NOW,
        )

    said = read(as_user(advisor), "quarter-area", quarter.pk, Chapter.REACH)

    assert said.count("Ouders noemen de kosten.") == 1


def test_the_clerk_reads_rounded_figures_of_a_settled_quarter_and_no_names(
    partnership: Partnership, as_user: SignIn, clerk: User
) -> None:
    settled = QuarterFactory.create(partnership=partnership, provisional=True)
    clause = clause_in_force(partnership, code="IND-05", norm=90)
    release_of(settled, row("IND-05", 233, 265))
    release_of(settled, row("IND-05", 235, 265), council=True)
    ActionFactory.create(partnership=partnership, clause=clause, text="Bel de houders")
    SignalFactory.create(
        partnership=partnership,
        quarter=settled,
        is_shared=True,
        shared_text="Alleen voor partners.",
        handled_at=NOW,
    )
    StoryFactory.create(
        quarter=settled,
        title="Alleen voor het overleg",
        status="approved",
        is_shared=True,
        read_by=clerk,
    )
    AreaWordsFactory.create(
        quarter=settled, seen="In Noord wachten 6 kinderen.", done="We bellen ouders."
    )
    ClauseStatusFactory.create(
        quarter=settled, clause=clause, sentence="Er wachten 7 kinderen."
    )
    settle(settled)

    said = read(as_user(clerk), "quarter-area", settled.pk, Chapter.REACH)

    assert "235 van de 265" in said
    assert "233" not in said
    assert ("6 kinderen" in said, "7 kinderen" in said) == (False, False)
    assert "We bellen ouders." in said
    assert said.count("Deze tekst noemt aantallen") == 2
    assert "Acties" not in said
    assert "Alleen voor het overleg" not in said
    assert "Alleen voor partners." not in said


def test_the_clerk_reads_no_provisional_quarter(
    quarter: Quarter, as_user: SignIn, clerk: User
) -> None:
    client = as_user(clerk)

    assert client.get(quarter.get_absolute_url()).status_code == 403
    assert "kwartaal 2026" not in read(client, "quarters")


@pytest.mark.parametrize("clauses", [1, 5])
def test_an_area_takes_a_fixed_number_of_queries(
    quarter: Quarter,
    as_user: SignIn,
    advisor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    clauses: int,
) -> None:
    fill(quarter, clauses)
    client = as_user(advisor)
    path = reverse("monitoring:quarter-area", args=[quarter.pk, Chapter.REACH])
    client.get(path)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(path)


@pytest.mark.parametrize("clauses", [1, 5])
def test_the_overview_takes_a_fixed_number_of_queries(
    quarter: Quarter,
    as_user: SignIn,
    advisor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    clauses: int,
) -> None:
    fill(quarter, clauses)
    client = as_user(advisor)
    client.get(quarter.get_absolute_url())

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(quarter.get_absolute_url())


def fill(quarter: Quarter, clauses: int) -> None:
    """Put so many of everything in a quarter, and three quarters before it."""
    partnership = quarter.partnership
    for _ in range(clauses):
        clause = clause_in_force(partnership, code="IND-05", norm=90)
        ClauseStatusFactory.create(
            quarter=quarter, clause=clause, status=Progress.MISSED
        )
        ActionFactory.create(partnership=partnership, clause=clause)
        StoryFactory.create(quarter=quarter)
        SignalFactory.create(partnership=partnership, quarter=quarter)
    for year, number in ((2026, 2), (2026, 1), (2025, 4)):
        earlier = QuarterFactory.create(
            partnership=partnership, year=year, number=number, provisional=True
        )
        release_of(earlier, row("IND-05", 200, 250))
    AreaWordsFactory.create(quarter=quarter)
    release = Release.objects.filter(quarter=quarter)
    assert release.count() == 1
