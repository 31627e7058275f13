"""Indicators that partners think of themselves: versions, end, and who may."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from monitoring.definitions import INDICATORS, Unit
from monitoring.models import OwnIndicator
from monitoring.queries.known import known_indicators
from monitoring.services import own_indicators
from monitoring.services.own_indicators import (
    Definition,
    change_indicator,
    define_indicator,
    end_indicator,
)
from tests.factories import NOW
from tests.monitoring.scenes import World
from vve_portal.accounts.models import User

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]
VISITS = Definition(
    name="Ouders bij de inloop",
    numerator="Ouders die er waren",
    denominator="Ouders die zijn uitgenodigd",
)


def test_indicators_get_codes_in_order(world: World, advisor: User) -> None:
    made = [
        define_indicator(
            partnership=world.partnership,
            definition=replace(VISITS, name=name),
            actor=advisor,
            now=NOW,
        )
        for name in ("Inloop", "Voorlezen")
    ]

    assert [(row.code, row.version) for row in made] == [
        ("EIGEN-1", 1),
        ("EIGEN-2", 1),
    ]
    assert known_indicators(world.partnership).keys() == {
        *(code.value for code in INDICATORS),
        "EIGEN-1",
        "EIGEN-2",
    }


def test_change_is_a_new_version_and_the_old_one_stays(
    world: World, advisor: User
) -> None:
    first = define_indicator(
        partnership=world.partnership, definition=VISITS, actor=advisor, now=NOW
    )

    change_indicator(
        indicator=first,
        definition=replace(VISITS, numerator="Gezinnen die er waren"),
        actor=world.people["coordinator"],
        now=NOW,
    )

    rows = OwnIndicator.objects.order_by("version").values_list("version", "numerator")
    assert list(rows) == [(1, "Ouders die er waren"), (2, "Gezinnen die er waren")]
    known = known_indicators(world.partnership)["EIGEN-1"]
    assert (known.version, known.numerator) == (2, "Gezinnen die er waren")


def test_change_of_an_older_version_is_refused(world: World, advisor: User) -> None:
    first = define_indicator(
        partnership=world.partnership, definition=VISITS, actor=advisor, now=NOW
    )
    change_indicator(indicator=first, definition=VISITS, actor=advisor, now=NOW)

    with pytest.raises(ValidationError) as refused:
        change_indicator(indicator=first, definition=VISITS, actor=advisor, now=NOW)
    with pytest.raises(ValidationError) as refused_too:
        end_indicator(indicator=first, actor=advisor, now=NOW)

    assert refused.value.messages == [own_indicators.NOT_LAST]
    assert refused_too.value.messages == [own_indicators.NOT_LAST]

    assert OwnIndicator.objects.count() == 2


def test_ended_indicator_is_measured_no_longer_and_does_not_come_back(
    world: World, advisor: User
) -> None:
    row = define_indicator(
        partnership=world.partnership, definition=VISITS, actor=advisor, now=NOW
    )

    end_indicator(indicator=row, actor=advisor, now=NOW)

    assert known_indicators(world.partnership).keys() == {
        code.value for code in INDICATORS
    }
    with pytest.raises(ValidationError) as refused:
        end_indicator(indicator=row, actor=advisor, now=NOW)
    assert refused.value.messages == [own_indicators.ENDED]
    again = define_indicator(
        partnership=world.partnership, definition=VISITS, actor=advisor, now=NOW
    )
    assert again.code == "EIGEN-2"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"denominator": ""}, {"denominator": [own_indicators.PERCENT_OF_WHAT]}),
        (
            {"denominator": " ", "unit": Unit.GRADE.value},
            {"denominator": [own_indicators.MEAN_OF_WHAT]},
        ),
        ({"name": "ouders bij de INLOOP"}, {"name": [own_indicators.NAME_TAKEN]}),
    ],
)
def test_definition_that_cannot_be_counted_is_refused(
    world: World, advisor: User, wrong: dict[str, str], expected: dict[str, list[str]]
) -> None:
    define_indicator(
        partnership=world.partnership, definition=VISITS, actor=advisor, now=NOW
    )
    other = replace(VISITS, name="Voorlezen")

    with pytest.raises(ValidationError) as refused:
        define_indicator(
            partnership=world.partnership,
            definition=replace(other, **wrong),  # type: ignore[arg-type]  # texts only
            actor=advisor,
            now=NOW,
        )

    assert refused.value.message_dict == expected
    assert OwnIndicator.objects.count() == 1


def test_only_the_jgz_says_that_small_numbers_may_be_shown(
    world: World, advisor: User
) -> None:
    open_to_all = replace(VISITS, about_children=False)
    first = define_indicator(
        partnership=world.partnership, definition=VISITS, actor=advisor, now=NOW
    )

    with pytest.raises(ValidationError) as refused:
        change_indicator(
            indicator=first, definition=open_to_all, actor=advisor, now=NOW
        )
    with pytest.raises(ValidationError) as refused_too:
        define_indicator(
            partnership=world.partnership,
            definition=replace(open_to_all, name="Voorlezen"),
            actor=advisor,
            now=NOW,
        )
    second = change_indicator(
        indicator=first,
        definition=open_to_all,
        actor=world.people["coordinator"],
        now=NOW,
    )
    third = change_indicator(
        indicator=second, definition=open_to_all, actor=advisor, now=NOW
    )

    expected = {"about_children": [own_indicators.ONLY_JGZ_TELLS]}
    assert refused.value.message_dict == expected
    assert refused_too.value.message_dict == expected
    assert third.about_children is False


def test_count_needs_no_denominator(world: World, advisor: User) -> None:
    row = define_indicator(
        partnership=world.partnership,
        definition=replace(VISITS, denominator="", unit=Unit.COUNT.value),
        actor=advisor,
        now=NOW,
    )

    known = known_indicators(world.partnership)[row.code]
    assert [one.has_denominator for one in known.measures] == [False]


@pytest.mark.parametrize("who", ["nurse", "contract_manager", "stranger", "clerk"])
def test_others_define_nothing(
    request: pytest.FixtureRequest, world: World, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        define_indicator(
            partnership=world.partnership,
            definition=VISITS,
            actor=request.getfixturevalue(who),
            now=NOW,
        )

    assert not OwnIndicator.objects.exists()


@pytest.mark.usefixtures("on_the_day")
def test_advisor_defines_changes_and_ends_on_the_pages(
    world: World, advisor: User, as_user: Sign
) -> None:
    client = as_user(advisor)
    filled = {
        "name": "Inloop",
        "numerator": "Ouders die er waren",
        "denominator": "Ouders die zijn uitgenodigd",
        "kind": "flow",
        "unit": "percent",
        "source": "jgz",
        "about_children": "on",
    }

    create = reverse("monitoring:own-indicator-create", args=[world.partnership.pk])
    made = client.post(create, filled, follow=True).content.decode()
    first = OwnIndicator.objects.get()
    edit = reverse("monitoring:own-indicator", args=[first.pk])
    client.post(edit, {**filled, "name": "Inloop voor ouders"})
    second = OwnIndicator.objects.get(version=2)
    client.post(reverse("monitoring:own-indicator-end", args=[second.pk]))

    second.refresh_from_db()
    assert made.count("EIGEN-1 Inloop is vastgelegd.") == 1
    assert (second.name, second.ended_at) == ("Inloop voor ouders", NOW)


@pytest.mark.usefixtures("on_the_day")
def test_every_definition_has_a_page(advisor: User, as_user: Sign) -> None:
    client = as_user(advisor)

    answers = {
        code.value: client.get(
            reverse("monitoring:definition", args=[code.value])
        ).status_code
        for code in INDICATORS
    }

    assert answers == dict.fromkeys((code.value for code in INDICATORS), 200)
    unknown = client.get(reverse("monitoring:definition", args=["IND-99"]))
    assert unknown.status_code == 404
