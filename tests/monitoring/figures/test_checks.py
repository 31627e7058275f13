"""What looks odd in figures before their release, and the answers to it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from monitoring.models import CheckAnswer, Figure
from monitoring.queries.checks import Rule, findings_of, is_outlier
from monitoring.services import checking
from monitoring.services.checking import answer_finding
from tests.factories import NOW, TODAY
from tests.monitoring.factories import FigureFactory, QuarterFactory
from tests.monitoring.scenes import World
from vve_portal.accounts.models import User

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


def found(world: World, rule: Rule) -> list[tuple[str, str]]:
    """Return what a rule found: about what, and the sentence."""
    findings = findings_of(world.quarter, today=TODAY)
    return [(one.subject, one.sentence) for one in findings if one.rule == rule]


def test_numerator_above_denominator_is_found_but_for_hours(world: World) -> None:
    FigureFactory.create(quarter=world.quarter, numerator=101)
    FigureFactory.create(quarter=world.quarter, indicator="IND-19", numerator=101)
    FigureFactory.create(quarter=world.quarter, indicator="IND-08", numerator=100)

    assert found(world, Rule.PART_OF_WHOLE) == [
        (
            "IND-05",
            "IND-05 Bereik VE op peildatum: de teller 101 is groter dan de noemer 100.",
        )
    ]


def test_groups_that_do_not_add_up_are_found_per_breakdown(world: World) -> None:
    FigureFactory.create(quarter=world.quarter)
    for category, number in (("WK01", 60), ("unknown", 27)):
        FigureFactory.create(
            quarter=world.quarter,
            dimension="neighbourhood",
            category=category,
            numerator=number,
        )
    for category, number in (("R-A", 80), ("unknown", 8)):
        FigureFactory.create(
            quarter=world.quarter,
            dimension="route",
            category=category,
            numerator=number,
        )

    assert found(world, Rule.SUM_OF_PARTS) == [
        (
            "IND-05  neighbourhood counted",
            (
                "IND-05 Bereik VE op peildatum: de groepen naar wijk zijn samen 87, en"
                " het geheel is 88."
            ),
        )
    ]


def test_outlier_is_held_against_the_last_four_quarters(world: World) -> None:
    for number, reached in ((1, 80), (2, 84), (3, 86), (4, 82)):
        earlier = QuarterFactory.create(
            partnership=world.partnership, year=2025, number=number
        )
        FigureFactory.create(quarter=earlier, numerator=reached)
    figure = FigureFactory.create(quarter=world.quarter, numerator=88)
    assert found(world, Rule.OUTLIER) == []

    figure.numerator = 60
    figure.save(update_fields=["numerator"])

    assert found(world, Rule.OUTLIER) == [
        (
            "IND-05",
            (
                "IND-05 Bereik VE op peildatum is nu 60%; in de vorige kwartalen was"
                " het gemiddeld 84%."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("value", "usual", "is_share", "expected"),
    [
        # Ten points off is still usual when they hardly differed; eleven is not.
        (90, (80, 80, 80), True, False),
        (91, (80, 80, 80), True, True),
        # Where quarters differ much, twice their spread (here 16.3) is usual.
        (110, (60, 80, 100), True, False),
        (113, (60, 80, 100), True, True),
        # Of a count, a quarter of it.
        (125, (100, 100, 100), False, False),
        (126, (100, 100, 100), False, True),
    ],
)
def test_outlier_lies_further_off_than_the_spread_and_than_a_little(
    value: int, usual: tuple[int, ...], *, is_share: bool, expected: bool
) -> None:
    numbers = [Decimal(one) for one in usual]

    assert is_outlier(Decimal(value), numbers, is_share=is_share) == expected


def test_two_earlier_quarters_say_nothing_about_what_is_usual(world: World) -> None:
    for number in (3, 4):
        earlier = QuarterFactory.create(
            partnership=world.partnership, year=2025, number=number
        )
        FigureFactory.create(quarter=earlier, numerator=80)
    FigureFactory.create(quarter=world.quarter, numerator=10)

    assert found(world, Rule.OUTLIER) == []


def test_counted_and_delivered_that_differ_are_found(world: World) -> None:
    FigureFactory.create(quarter=world.quarter)
    FigureFactory.create(quarter=world.quarter, entered=True, numerator=90)
    for mode in Figure.Mode:
        FigureFactory.create(quarter=world.quarter, indicator="IND-08", mode=mode)

    assert found(world, Rule.BOTH_MODES) == [
        (
            "IND-05",
            "IND-05 Bereik VE op peildatum: geteld 88 van 100, aangeleverd 90 van 100.",
        )
    ]


def test_indicator_without_any_figure_is_found(world: World) -> None:
    before = {subject for subject, _ in found(world, Rule.COMPLETE)}

    FigureFactory.create(quarter=world.quarter, entered=True)

    after = {subject for subject, _ in found(world, Rule.COMPLETE)}
    assert before - after == {"IND-05"}


def test_late_parties_are_found_and_block_nothing(world: World) -> None:
    provider = world.partnership.provider

    assert found(world, Rule.IN_TIME)[0] == (
        "JGZ",
        (
            f"{provider} heeft nog niet aangeleverd en had dat moeten doen tot en met"
            " 14 oktober 2026."
        ),
    )


def test_answer_stays_with_its_finding_and_a_later_one_replaces_it(
    world: World,
) -> None:
    coordinator = world.people["coordinator"]

    for sentence in ("Het bestand komt morgen.", "Het bestand komt vrijdag."):
        answer_finding(
            quarter=world.quarter,
            rule="in_time",
            subject="JGZ",
            sentence=sentence,
            actor=coordinator,
            now=NOW,
        )

    assert CheckAnswer.objects.get().sentence == "Het bestand komt vrijdag."
    answered = [
        (one.rule, one.subject)
        for one in findings_of(world.quarter, today=TODAY)
        if one.answer is not None
    ]
    assert answered == [(Rule.IN_TIME, "JGZ")]


@pytest.mark.parametrize(
    ("subject", "sentence", "expected"),
    [
        ("JGZ", "  ", checking.EMPTY),
        ("IND-05", "Dit klopt.", checking.GONE),
    ],
)
def test_answer_to_nothing_or_without_words_is_refused(
    world: World, subject: str, sentence: str, expected: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        answer_finding(
            quarter=world.quarter,
            rule="in_time",
            subject=subject,
            sentence=sentence,
            actor=world.people["coordinator"],
            now=NOW,
        )

    assert refused.value.messages == [expected]
    assert not CheckAnswer.objects.exists()


def test_answer_with_a_name_is_refused(world: World) -> None:
    with pytest.raises(ValidationError):
        answer_finding(
            quarter=world.quarter,
            rule="in_time",
            subject="JGZ",
            sentence="Dit komt doordat Noor verhuisde.",
            actor=world.people["coordinator"],
            now=NOW,
        )

    assert not CheckAnswer.objects.exists()


def test_answer_may_name_the_preschool_that_it_is_about(world: World) -> None:
    told = f"Op {world.location.name} begon de meting later."

    answer = answer_finding(
        quarter=world.quarter,
        rule="in_time",
        subject="JGZ",
        sentence=told,
        actor=world.people["coordinator"],
        now=NOW,
    )

    assert answer.sentence == told


@pytest.mark.parametrize("who", ["manager", "nurse", "advisor"])
def test_only_the_coordinator_answers(
    request: pytest.FixtureRequest, world: World, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        answer_finding(
            quarter=world.quarter,
            rule="in_time",
            subject="JGZ",
            sentence="Dit klopt.",
            actor=request.getfixturevalue(who),
            now=NOW,
        )


@pytest.mark.usefixtures("on_the_day")
def test_coordinator_answers_on_the_page(world: World, as_user: Sign) -> None:
    client = as_user(world.people["coordinator"])
    url = reverse("monitoring:checks", args=[world.quarter.pk])
    asked = {"rule": "in_time", "subject": "JGZ"}

    empty = client.get(url, asked).content.decode()
    done = client.post(
        url, {**asked, "sentence": "Het bestand komt morgen."}, follow=True
    ).content.decode()

    assert empty.count("Uitleg bij dit punt") == 1
    assert done.count("Het bestand komt morgen.") == 1


@pytest.mark.usefixtures("on_the_day")
def test_page_asks_as_much_for_many_findings_as_for_few(
    world: World, as_user: Sign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(world.people["coordinator"])
    url = reverse("monitoring:checks", args=[world.quarter.pk])
    FigureFactory.create(quarter=world.quarter, numerator=101)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)

    for number in range(1, 6):
        FigureFactory.create(
            quarter=world.quarter,
            dimension="neighbourhood",
            category=f"WK0{number}",
            numerator=101,
        )

    with django_assert_num_queries(len(one)):
        client.get(url)
