"""Open data: the council's figures of published quarters, and nothing else, for all."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from monitoring.models import Publication, Quarter, Release
from monitoring.services.publishing import open_published, publish, withdraw
from tests.factories import NOW
from tests.monitoring.releases.scenes import build_quarter, build_town, release
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def code(partnership: Partnership) -> str:
    """The code by which anybody finds the town."""
    found: str = partnership.municipality.cbs_code
    return found


@pytest.fixture
def quarter(
    partnership: Partnership,
    coordinator: User,
    advisor: User,
    every_figure: None,  # noqa: ARG001 - opens the scope
) -> Quarter:
    """A settled quarter with its releases."""
    build_town(partnership)
    made = build_quarter(partnership)
    release(made, coordinator)
    made.status, made.settled_at, made.settled_by = "settled", NOW, advisor
    made.save()
    return made


def paths(code: str) -> list[str]:
    """Name the three public addresses."""
    return [
        f"/open-data/{code}/",
        f"/open-data/{code}/2026Q3.csv",
        f"/open-data/{code}/2026Q3.json",
    ]


def answers(client: Client, code: str) -> list[int]:
    """Return how each public address answers somebody who did not sign in."""
    with scope(Scope()):
        return [client.get(path).status_code for path in paths(code)]


def test_nothing_is_there_before_somebody_publishes(
    quarter: Quarter, code: str, client: Client
) -> None:
    assert quarter.status == "settled"
    assert answers(client, code) == [404, 404, 404]


def test_once_published_anybody_fetches_it(
    quarter: Quarter, code: str, advisor: User, client: Client
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    assert answers(client, code) == [200, 200, 200]
    assert Entry.objects.filter(verb="open_data.publish").count() == 1


def test_the_file_has_the_figures_of_the_council(
    quarter: Quarter, code: str, advisor: User, client: Client
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    with scope(Scope()):
        text = client.get(paths(code)[1]).content.decode("utf-8-sig")

    rows = [line.split(";") for line in text.splitlines()]
    assert [(row[4], row[7], row[8]) for row in rows if row[0] == "IND-05"] == [
        ("", "105", "140"),
        ("Centrum", "70", "90"),
        ("Noord, Oost en Onbekend samen", "35", "50"),
    ]
    partner = Release.objects.get(quarter=quarter, audience="partner")
    exact = [row for row in partner.content["figures"] if row["numerator"] == 104]
    assert exact
    assert ";104;" not in text


def test_the_description_tells_what_a_catalogue_asks(
    quarter: Quarter, code: str, advisor: User, client: Client
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    with scope(Scope()):
        told = client.get(paths(code)[2]).json()

    town = quarter.partnership.municipality.name
    assert told["dct:title"] == f"Voorschoolse educatie in {town}, derde kwartaal 2026"
    assert told["dct:temporal"] == {
        "dcat:startDate": "2026-07-01",
        "dcat:endDate": "2026-09-30",
    }
    assert told["dct:spatial"].endswith(f"gm{code[2:]}")
    assert told["dct:issued"] == "2026-11-20"
    assert told["dct:license"].endswith("zero/1.0/deed.nl")
    assert "minder dan 10 kinderen" in told["dct:description"]
    assert told["dcat:distribution"][0]["dcat:downloadURL"].endswith(paths(code)[1])
    assert [one["csvw:name"] for one in told["csvw:columns"]][:2] == [
        "Indicator",
        "Naam",
    ]


def test_withdrawn_it_is_gone(
    quarter: Quarter, code: str, advisor: User, client: Client
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)
    withdraw(quarter=quarter, actor=advisor, now=NOW)

    assert answers(client, code) == [404, 404, 404]
    with pytest.raises(PermissionDenied, match="geen open data"):
        withdraw(quarter=quarter, actor=advisor, now=NOW)
    publish(quarter=quarter, actor=advisor, now=NOW)
    assert answers(client, code) == [200, 200, 200]


def test_a_quarter_that_is_not_settled_is_never_given(
    partnership: Partnership, coordinator: User, advisor: User, every_figure: None
) -> None:
    del every_figure
    build_town(partnership)
    quarter = build_quarter(partnership)
    release(quarter, coordinator)

    with pytest.raises(PermissionDenied, match="nog niet vastgesteld"):
        publish(quarter=quarter, actor=advisor, now=NOW)
    # Also when somebody put the row there by himself.
    Publication.objects.create(
        quarter=quarter, partnership=partnership, published_by=advisor, published_at=NOW
    )
    code = partnership.municipality.cbs_code
    assert open_published(cbs_code=code, quarter="2026Q3") is None


def test_publishing_twice_is_refused(quarter: Quarter, advisor: User) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    with pytest.raises(PermissionDenied, match="al open data"):
        publish(quarter=quarter, actor=advisor, now=NOW)


@pytest.mark.parametrize(
    "who", ["coordinator", "nurse", "clerk", "alderman", "stranger"]
)
def test_only_who_settles_publishes(
    request: pytest.FixtureRequest, quarter: Quarter, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        publish(quarter=quarter, actor=request.getfixturevalue(who), now=NOW)


@pytest.mark.parametrize(
    "path",
    [
        "/open-data/",
        "/open-data/GM0000/",
        "/open-data/GM00001/",
        "/open-data/{code}/2026Q2.csv",
        "/open-data/{code}/2026Q5.csv",
        "/open-data/{code}/2026Q3.xlsx",
        "/open-data/{code}/../2026Q3.csv",
        "/open-data/{lower}/2026Q3.csv",
    ],
)
def test_any_other_address_is_not_there(
    quarter: Quarter, code: str, advisor: User, client: Client, path: str
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    with scope(Scope()):
        asked = client.get(path.format(code=code, lower=code.lower()))

    assert asked.status_code in {302, 404}
    assert asked.status_code == 404 or asked.headers["Location"].startswith("/inloggen")


@pytest.mark.postgresql
def test_the_public_scope_ends_with_the_answer(
    quarter: Quarter, code: str, advisor: User
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    with scope(Scope()):
        found = open_published(cbs_code=code, quarter="2026Q3")
        left = [model.objects.count() for model in (Quarter, Release, Publication)]

    assert found is not None
    assert found.released.audience == "council"
    assert left == [0, 0, 0]


def test_a_town_is_found_by_its_own_code_only(
    quarter: Quarter, advisor: User, stranger: User, client: Client
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    other = stranger.organisation.cbs_code
    assert answers(client, other) == [404, 404, 404]


def test_writing_there_is_not_possible(
    quarter: Quarter, code: str, advisor: User, as_user: Callable[[User], Client]
) -> None:
    publish(quarter=quarter, actor=advisor, now=NOW)

    client = as_user(advisor)
    assert [client.post(path).status_code for path in paths(code)] == [405, 405, 405]
