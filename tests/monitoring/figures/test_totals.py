"""Totals that the JGZ enters: numerator and denominator, never a percentage."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.definitions import Unit
from monitoring.models import Figure, Quarter
from monitoring.services import totals
from monitoring.services.totals import Total, enter_total, withdraw_total
from tests.factories import LocationFactory, NeighbourhoodFactory
from tests.monitoring.factories import OwnIndicatorFactory, QuarterFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
REACH = Total(
    code="IND-05",
    numerator=Decimal(88),
    denominator=Decimal(100),
    source="JGZ-systeem",
)


@pytest.fixture
def quarter(
    partnership: Partnership,
    every_figure: None,  # noqa: ARG001 - opens the scope
) -> Quarter:
    """A quarter that is open."""
    made: Quarter = QuarterFactory.create(partnership=partnership)
    return made


def faults(quarter: Quarter, total: Total, actor: User, now: datetime) -> object:
    """Return what is wrong with a total; nothing of it may be kept."""
    with pytest.raises(ValidationError) as refused:
        enter_total(quarter=quarter, total=total, actor=actor, now=now)
    assert not Figure.objects.exists()
    error = refused.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def test_total_is_kept_with_who_when_and_version(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    figure = enter_total(quarter=quarter, total=REACH, actor=coordinator, now=now)

    figure.refresh_from_db()
    assert (figure.mode, figure.numerator, figure.denominator, figure.value) == (
        Figure.Mode.ENTERED,
        Decimal(88),
        Decimal(100),
        None,
    )
    assert (figure.noted_by, figure.noted_at) == (coordinator, now)
    assert (figure.definition_version, figure.reference_on) == (1, quarter.ends_on)


def test_second_total_replaces_the_first_and_the_record_keeps_both(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    enter_total(quarter=quarter, total=REACH, actor=coordinator, now=now)

    better = replace(REACH, numerator=Decimal(90))
    enter_total(quarter=quarter, total=better, actor=coordinator, now=now)

    assert [row.numerator for row in Figure.objects.all()] == [Decimal(90)]
    entry = Entry.objects.filter(verb="figure.enter").order_by("-pk")[0]
    assert entry.details == {
        "before": ["88.00", "100.00", None],
        "after": ["90", "100", None],
    }
    assert entry.reach == Entry.Reach.ORGANISATION


def test_total_that_a_colleague_changed_meanwhile_is_refused(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    enter_total(quarter=quarter, total=REACH, actor=coordinator, now=now)

    with pytest.raises(ValidationError) as refused:
        enter_total(
            quarter=quarter,
            total=replace(REACH, numerator=Decimal(1)),
            actor=coordinator,
            now=now,
            seen_at=now - timedelta(minutes=1),
        )

    assert refused.value.messages == [totals.CHANGED]
    assert Figure.objects.get().numerator == Decimal(88)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"numerator": Decimal(101)}, {"numerator": [totals.TOO_MUCH]}),
        ({"numerator": None}, {"numerator": [totals.NUMERATOR_MISSING]}),
        ({"denominator": None}, {"denominator": [totals.DENOMINATOR_MISSING]}),
        ({"value": Decimal(88)}, {"value": [totals.NO_VALUE]}),
        ({"numerator": Decimal(-1)}, {"numerator": [totals.NEGATIVE]}),
        ({"numerator": Decimal("1.5")}, {"numerator": [totals.NO_PARTS]}),
        ({"denominator": Decimal(10**8)}, {"denominator": [totals.TOO_LARGE]}),
        ({"source": " "}, {"source": [totals.SOURCE_MISSING]}),
        ({"code": "IND-99"}, [totals.NOT_MEASURED]),
        ({"measure": "p90"}, {"measure": [totals.NO_MEASURE]}),
        (
            {"dimension": "meeting", "category": "board"},
            {"category": [totals.NO_BREAKDOWN]},
        ),
        (
            {"dimension": "neighbourhood", "category": "WK00"},
            {"category": [totals.NO_GROUP]},
        ),
        (
            {"dimension": "neighbourhood", "category": ""},
            {"category": [totals.NO_GROUP]},
        ),
        (
            {"code": "IND-02", "denominator": Decimal(100)},
            {"denominator": [totals.NO_DENOMINATOR]},
        ),
        ({"code": "IND-12"}, {"numerator": [totals.ONLY_VALUE]}),
        (
            {"code": "IND-12", "numerator": None, "denominator": Decimal(0)},
            {"denominator": [totals.CASES_MISSING]},
        ),
        ({"code": "IND-12", "numerator": None}, {"value": [totals.VALUE_MISSING]}),
    ],
)
def test_total_that_cannot_be_right_is_refused_with_a_sentence(
    quarter: Quarter,
    coordinator: User,
    now: datetime,
    wrong: dict[str, object],
    expected: object,
) -> None:
    total = replace(REACH, **wrong)  # type: ignore[arg-type]  # each case fits

    assert faults(quarter, total, coordinator, now) == expected


def test_remark_with_a_name_is_refused(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    total = replace(REACH, remark="Zonder Noor uit de eerste groep.")

    found = faults(quarter, total, coordinator, now)

    assert isinstance(found, dict)
    assert found.keys() == {"remark"}


def test_total_of_a_closed_location_is_refused(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    closed = LocationFactory.create(
        partnership=quarter.partnership, name="De Eik", is_open=False
    )
    total = replace(REACH, dimension="location", category=closed.lrk_id)

    found = faults(quarter, total, coordinator, now)

    assert found == {"category": [totals.CLOSED.format("De Eik")]}


@pytest.mark.parametrize("dimension", ["neighbourhood", "location"])
def test_total_of_a_group_that_is_there_is_kept(
    quarter: Quarter, coordinator: User, now: datetime, dimension: str
) -> None:
    wijk = NeighbourhoodFactory.create(partnership=quarter.partnership)
    place = LocationFactory.create(partnership=quarter.partnership)
    known = {"neighbourhood": wijk.code, "location": place.lrk_id}

    for category in (known[dimension], "unknown"):
        total = replace(REACH, dimension=dimension, category=category)
        enter_total(quarter=quarter, total=total, actor=coordinator, now=now)

    kept = Figure.objects.order_by("pk").values_list("category", flat=True)
    assert list(kept) == [known[dimension], "unknown"]


def test_mean_is_a_value_over_so_many(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    total = Total(
        code="IND-30",
        value=Decimal("7.8"),
        denominator=Decimal(40),
        source="Gesprekken",
    )

    figure = enter_total(quarter=quarter, total=total, actor=coordinator, now=now)

    kept = (figure.numerator, figure.denominator, figure.value)
    assert kept == (None, Decimal(40), Decimal("7.8"))


def test_hours_may_be_more_than_budgeted_and_in_parts(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    total = Total(
        code="IND-19",
        numerator=Decimal("24.5"),
        denominator=Decimal("22.5"),
        source="Urenlijst",
    )

    figure = enter_total(quarter=quarter, total=total, actor=coordinator, now=now)

    assert figure.numerator == Decimal("24.5")


def test_total_of_an_own_indicator_keeps_the_version_of_then(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    about = {"partnership": quarter.partnership, "code": "EIGEN-1"}
    OwnIndicatorFactory.create(**about)
    OwnIndicatorFactory.create(**about, version=2)
    ended = OwnIndicatorFactory.create(
        partnership=quarter.partnership, code="EIGEN-2", ended_at=now, unit=Unit.COUNT
    )

    kept = enter_total(
        quarter=quarter,
        total=replace(REACH, code="EIGEN-1"),
        actor=coordinator,
        now=now,
    )

    assert kept.definition_version == 2
    with pytest.raises(ValidationError) as refused:
        enter_total(
            quarter=quarter,
            total=replace(REACH, code=ended.code),
            actor=coordinator,
            now=now,
        )
    assert refused.value.messages == [totals.NOT_MEASURED]


@pytest.mark.parametrize("who", ["manager", "nurse", "advisor", "stranger"])
def test_only_the_coordinator_enters_totals(
    request: pytest.FixtureRequest, quarter: Quarter, now: datetime, who: str
) -> None:
    actor: User = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        enter_total(quarter=quarter, total=REACH, actor=actor, now=now)

    assert not Figure.objects.exists()


def test_nothing_is_entered_once_the_figures_are_released(
    partnership: Partnership, coordinator: User, now: datetime
) -> None:
    released = QuarterFactory.create(partnership=partnership, provisional=True)

    with pytest.raises(PermissionDenied):
        enter_total(quarter=released, total=REACH, actor=coordinator, now=now)

    assert not Figure.objects.exists()


def test_withdrawn_total_is_gone_and_the_record_tells_what_it_was(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    figure = enter_total(quarter=quarter, total=REACH, actor=coordinator, now=now)

    withdraw_total(figure=figure, actor=coordinator, now=now)

    assert not Figure.objects.exists()
    entry = Entry.objects.get(verb="figure.withdraw")
    assert entry.details["before"] == ["88.00", "100.00", None]


# Jeugdhulp 2015-2017 by who referred, as published: of 549,560 routes to help 198,570
# by the family doctor, 150,990 by the municipality and 11,415 by the youth doctor.
PUBLISHED = {
    "Huisarts": (198_570, "36.1"),
    "Gemeentelijke toegang": (150_990, "27.5"),
    "Jeugdarts": (11_415, "2.1"),
}


def test_published_table_of_referrers_comes_out_of_numerators_and_denominators(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    about = {"partnership": quarter.partnership, "denominator": "Alle trajecten"}
    for number, name in enumerate(PUBLISHED, 1):
        code = f"EIGEN-{number}"
        OwnIndicatorFactory.create(**about, code=code, name=name)
        total = Total(
            code=code,
            numerator=Decimal(PUBLISHED[name][0]),
            denominator=Decimal(549_560),
            source="CBS, Beleidsinformatie Jeugd",
        )
        enter_total(quarter=quarter, total=total, actor=coordinator, now=now)

    kept = Figure.objects.order_by("indicator")
    percentages = [
        str(round(row.numerator / row.denominator * 100, 1))
        for row in kept
        if row.numerator is not None and row.denominator is not None
    ]
    assert percentages == [percentage for _, percentage in PUBLISHED.values()]
