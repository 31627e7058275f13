"""Quarters and towns beside each other, and an answer for the council."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import Quarter
from tests.factories import TODAY, PartnershipFactory
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.scenes import everything
from tests.monitoring.screens.reading import read, text_of
from tests.monitoring.screens.scenes import release_of, row, settle
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure", "on_the_day"),
]

SignIn = Callable[[User], Client]
DIFFERING = "Elke gemeente bepaalt zelf welke kinderen in de doelgroep vallen."


@pytest.fixture
def settled(partnership: Partnership) -> Quarter:
    """A settled quarter, with exact figures for partners and rounded ones besides."""
    made: Quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    release_of(
        made,
        row("IND-05", 233, 265),
        row("IND-05c", 233, 310),
        row("IND-07", 32, 265),
    )
    release_of(
        made,
        row("IND-07", 30, 265),
        row("IND-07", 20, None, dimension="reason", categories=["RN06", "RN02"]),
        names={"reason": {"RN06": "Wachtlijst", "RN02": "Te jong"}},
        council=True,
    )
    return settle(made)


def test_quarters_stand_beside_each_other_with_the_warning(
    settled: Quarter, as_user: SignIn, advisor: User
) -> None:
    earlier = QuarterFactory.create(
        partnership=settled.partnership, number=2, provisional=True
    )
    release_of(earlier, row("IND-05", 200, 250))

    said = read(as_user(advisor), "comparison")

    assert "Bereik VE op peildatum 80% 88%" in said
    assert DIFFERING in said


def test_reach_stands_beside_the_estimate(
    settled: Quarter, as_user: SignIn, advisor: User
) -> None:
    said = read(as_user(advisor), "comparison")

    assert settled.pk
    assert "Van de kinderen met een indicatie 88% (233 van de 265)" in said
    assert "Van de geschatte doelgroep 75% (233 van de 310)" in said


def test_a_jgz_sees_its_own_towns_beside_each_other_and_no_others(
    settled: Quarter, as_user: SignIn, manager: User
) -> None:
    own = PartnershipFactory.create(provider=settled.partnership.provider)
    strange = PartnershipFactory.create()
    with scope(everything()):
        for one, reached in ((own, 150), (strange, 111)):
            quarter = QuarterFactory.create(partnership=one, provisional=True)
            release_of(quarter, row("IND-05", reached, 200))
    client = as_user(with_reach(manager, today=TODAY))

    said = read(client, "comparison")

    shown = {settled.partnership.municipality.name: "88%", own.municipality.name: "75%"}
    in_order = " ".join(shown[name] for name in sorted(shown))
    assert own.municipality.name in said
    assert f"Bereik VE op peildatum {in_order}" in said
    assert "56%" not in said
    assert said.count(DIFFERING) == 2


def test_a_municipality_sees_no_other_town(
    settled: Quarter, as_user: SignIn, advisor: User
) -> None:
    said = read(as_user(advisor), "comparison")

    assert settled.pk
    assert "Tussen uw gemeenten" not in said


def test_an_answer_for_the_council_has_source_definition_and_caveat(
    settled: Quarter, as_user: SignIn, advisor: User
) -> None:
    said = read(as_user(advisor), "quarter-question", settled.pk)

    assert (
        "Op 30 september 2026 deden 30 van de 265 kinderen met een geldige indicatie"
        " niet mee aan voorschoolse educatie (11%)." in said
    )
    assert "Te jong en Wachtlijst samen 20" in said
    assert "Bron: Gemeente" in said
    assert "vastgesteld op 20 november 2026" in said
    assert "Definitie: Non-bereik (IND-07, versie 1)." in said
    assert f"Let op: {DIFFERING}" in said


def test_an_answer_for_the_council_never_holds_what_only_partners_see(
    settled: Quarter, as_user: SignIn, advisor: User
) -> None:
    path = reverse("monitoring:quarter-question", args=[settled.pk])
    client = as_user(advisor)

    said = [
        text_of(client.get(f"{path}?vraag={one}").content.decode())
        for one in ("niet-bereikt", "bereik", "wachtlijst")
    ]

    assert [("32 van" in one, "233 van" in one) for one in said] == [(False, False)] * 3


def test_there_is_no_answer_for_the_council_before_settling(
    partnership: Partnership, as_user: SignIn, advisor: User
) -> None:
    provisional = QuarterFactory.create(partnership=partnership, provisional=True)
    path = reverse("monitoring:quarter-question", args=[provisional.pk])

    answer = as_user(advisor).get(path)

    assert answer.status_code == 403
    assert "Stel dit kwartaal eerst vast" in " ".join(answer.content.decode().split())
