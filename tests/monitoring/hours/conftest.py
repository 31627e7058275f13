"""A signed agreement of 2026 with plus-inzet, and what fills in hours."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal

import pytest

from agreements.models import Agreement, BudgetLine
from agreements.models.vocabulary import Funding, Kind
from monitoring.services.hours import Done, enter_hours
from tests.factories import (
    AgreementFactory,
    BudgetLineFactory,
    ClauseFactory,
    TeamFactory,
    TeamMembershipFactory,
)
from tests.monitoring.scenes import everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Organisation, Partnership, Team, User

InScope = Callable[[User], AbstractContextManager[None]]
Enter = Callable[..., int]
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def reach(
    partnership: Partnership,  # noqa: ARG001 - is reached
    stranger: User,  # noqa: ARG001 - is reached
) -> Iterator[None]:
    """Reach everything, for arranging and for looking."""
    with scope(everything()):
        yield


@pytest.fixture
def agreement(partnership: Partnership, reach: None) -> Agreement:  # noqa: ARG001 - opens the scope
    """The agreement in force in 2026."""
    made: Agreement = AgreementFactory.create(
        partnership=partnership,
        signed=True,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    return made


def budget(
    agreement: Agreement, code: str, *, starts_on: date | None = None, **line: object
) -> BudgetLine:
    """Put a line in a new clause of an agreement."""
    clause = ClauseFactory.create(
        agreement=agreement,
        code=code,
        version__kind=Kind.PLUS,
        version__starts_on=starts_on,
    )
    made: BudgetLine = BudgetLineFactory.create(version=clause.current, **line)
    return made


@pytest.fixture
def visits(agreement: Agreement) -> BudgetLine:
    """Sixty home visits of 90 minutes at € 75: 90 hours, € 6.750, p × q."""
    return budget(
        agreement,
        "G4-03",
        activity="Huisbezoek toeleiding",
        settlement=BudgetLine.Settlement.PRICE_TIMES_QUANTITY,
        unit="huisbezoek",
        quantity=Decimal(60),
        minutes_per_unit=90,
        rate=Decimal("75.00"),
        hours=Decimal(90),
        amount=Decimal(6750),
        funding=Funding.SPUK_OAB,
    )


@pytest.fixture
def coordination(agreement: Agreement) -> BudgetLine:
    """Coordination for a fixed sum: 736 hours, € 55.200."""
    return budget(
        agreement,
        "G1-01",
        activity="VVE-coördinatie",
        hours=Decimal(736),
        amount=Decimal(55_200),
        funding=Funding.GENERAL_JGZ,
    )


@pytest.fixture
def team(provider: Organisation, nurse: User) -> Team:
    """The nurse's team."""
    made: Team = TeamFactory.create(organisation=provider, name="Team Noord")
    TeamMembershipFactory.create(team=made, user=nurse)
    nurse.team_ids = frozenset({made.pk})
    return made


@pytest.fixture
def enter(
    partnership: Partnership, nurse: User, now: datetime, in_scope: InScope
) -> Enter:
    """Enter hours of September as the nurse."""

    def act(
        line: BudgetLine,
        done: Done,
        *,
        month: date = SEPTEMBER,
        team: Team | None = None,
        actor: User = nurse,
    ) -> int:
        with in_scope(actor):
            return enter_hours(
                partnership=partnership,
                month=month,
                team=team,
                done={line.pk: done},
                actor=actor,
                now=now,
            )

    return act
