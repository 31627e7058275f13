"""Mandates: who may sign for a party, registered and withdrawn by that party."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.accounts.conftest import NOW, on_record, register, verbs
from tests.conftest import person
from tests.factories import PartnershipFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Mandate, Organisation, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of, scope_of_job
from vve_portal.accounts.services.mandates import (
    MandateRefused,
    grounds_of,
    withdraw_mandate,
)
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

Ground = Mandate.Ground

TODAY = timezone.localdate(NOW)


def count_mandates(partnership: Partnership) -> int:
    """Return how many mandates a partnership has."""
    with scope(scope_of_job(partnership)):
        return Mandate.objects.filter(partnership=partnership).count()


@pytest.fixture
def acting(advisor: User) -> Iterator[User]:
    """The policy advisor, in whose scope the services of a test run."""
    with scope(scope_of(advisor)):
        yield advisor


def test_mandate_is_registered_for_both_to_see(
    mandate: Mandate, partnership: Partnership, alderman: User, advisor: User
) -> None:
    (entry,) = on_record()

    assert (mandate.signer, mandate.registered_by) == (alderman, advisor)
    assert (mandate.registered_at, mandate.withdrawn_at) == (NOW, None)
    assert (entry.verb, entry.reach) == ("mandate.registered", Entry.Reach.SHARED)
    assert entry.partnership_id == partnership.pk


@pytest.fixture
def provider_administrator(provider: Organisation) -> User:
    """The provider's administrator."""
    return person(provider, Role.ADMINISTRATOR, name="Dirk Demo")


# The contract of who registers for whom; written out by hand.
MAY_REGISTER = {
    ("advisor", "alderman"): "",
    ("contract_manager", "alderman"): "",
    ("administrator", "alderman"): "",
    ("alderman", "alderman"): "Alleen wie de ondertekening voorbereidt",
    ("clerk", "alderman"): "Alleen wie de ondertekening voorbereidt",
    ("advisor", "contract_manager"): "heeft op dit moment geen rol die ondertekent",
    ("advisor", "manager"): "Kies iemand van uw eigen organisatie",
    ("manager", "manager"): "Alleen wie de ondertekening voorbereidt",
    ("provider_administrator", "manager"): "",
    ("provider_administrator", "alderman"): "Kies iemand van uw eigen organisatie",
    ("signing_administrator", "signing_administrator"): "geen mandaat voor uzelf vast",
    ("coordinator", "manager"): "Alleen wie de ondertekening voorbereidt",
    ("stranger", "alderman"): "Kies iemand van uw eigen organisatie",
    ("preschool_contact", "alderman"): "Alleen een partij van een overeenkomst",
}


@pytest.mark.parametrize(("who", "signer"), sorted(MAY_REGISTER))
def test_who_registers_for_whom(
    request: pytest.FixtureRequest, partnership: Partnership, who: str, signer: str
) -> None:
    actor = request.getfixturevalue(who)
    person = request.getfixturevalue(signer)
    reason = MAY_REGISTER[who, signer]

    if reason:
        with pytest.raises(PermissionDenied, match=reason):
            register(partnership, person, actor)
    else:
        register(partnership, person, actor)

    assert count_mandates(partnership) == (0 if reason else 1)


def test_signer_whose_role_ended_gets_no_mandate(
    partnership: Partnership, alderman: User, advisor: User
) -> None:
    alderman.grants.update(ends_on=TODAY - timedelta(days=1))

    with pytest.raises(PermissionDenied, match="geen rol die ondertekent"):
        register(partnership, alderman, advisor)


def test_signer_with_a_closed_account_gets_no_mandate(
    partnership: Partnership, alderman: User, advisor: User
) -> None:
    User.objects.filter(pk=alderman.pk).update(is_active=False)

    with pytest.raises(PermissionDenied, match="Het account van deze persoon"):
        register(partnership, alderman, advisor)


@pytest.mark.usefixtures("stranger")
def test_mandate_in_a_foreign_partnership_is_refused(
    partnership: Partnership, alderman: User, advisor: User
) -> None:
    foreign = Partnership.objects.exclude(pk=partnership.pk).get()

    with pytest.raises(PermissionDenied, match="geen partij in deze samenwerking"):
        register(foreign, alderman, advisor)


def test_mandate_of_the_other_party_is_refused(
    partnership: Partnership, alderman: User, advisor: User, provider: Organisation
) -> None:
    with pytest.raises(PermissionDenied, match="alleen mandaten van uw eigen"):
        register(partnership, alderman, advisor, organisation=provider)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "die ligt niet later"),
        ({"starts_on": TODAY - timedelta(days=1)}, "op of na de datum van het besluit"),
        ({"ends_on": TODAY - timedelta(days=1)}, "op of na de eerste dag"),
        ({"ground": Ground.STATUTES}, "die bij uw soort organisatie past"),
    ],
)
def test_mandate_that_does_not_hold_together_is_refused(
    partnership: Partnership,
    alderman: User,
    advisor: User,
    changes: dict[str, Any],
    reason: str,
) -> None:
    with pytest.raises(MandateRefused, match=reason):
        register(partnership, alderman, advisor, **changes)

    assert count_mandates(partnership) == 0


@pytest.mark.parametrize(
    ("who", "jgz_type", "grounds"),
    [
        ("municipality", "", (Ground.OFFICE, Ground.PROXY, Ground.COLLEGE)),
        ("provider", "care", (Ground.STATUTES, Ground.PROXY)),
        ("provider", "municipal", (Ground.OFFICE, Ground.PROXY, Ground.COLLEGE)),
    ],
)
def test_grounds_fit_the_organisation(
    request: pytest.FixtureRequest,
    who: str,
    jgz_type: str,
    grounds: tuple[Mandate.Ground, ...],
) -> None:
    organisation: Organisation = request.getfixturevalue(who)
    organisation.jgz_type = jgz_type

    assert grounds_of(organisation) == grounds


def test_mandate_is_withdrawn_once(mandate: Mandate, acting: User) -> None:
    withdraw_mandate(mandate=mandate, actor=acting, now=NOW)

    with pytest.raises(PermissionDenied, match="Dit mandaat is al ingetrokken"):
        withdraw_mandate(mandate=mandate, actor=acting, now=NOW + timedelta(hours=1))

    mandate.refresh_from_db()
    assert mandate.withdrawn_at == NOW
    assert verbs() == ["mandate.registered", "mandate.withdrawn"]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("provider_administrator", "Alleen de organisatie die het mandaat gaf"),
        ("manager", "Alleen wie de ondertekening voorbereidt"),
        ("alderman", "Alleen wie de ondertekening voorbereidt"),
    ],
)
def test_mandate_is_withdrawn_by_who_gave_it(
    request: pytest.FixtureRequest, mandate: Mandate, who: str, reason: str
) -> None:
    actor = request.getfixturevalue(who)

    with scope(scope_of(actor)), pytest.raises(PermissionDenied, match=reason):
        withdraw_mandate(mandate=mandate, actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "withdrawn", "state"),
    [
        (0, None, False, "Geldt"),
        (-5, 0, False, "Geldt"),
        (1, None, False, "Geldt nog niet"),
        (-5, -1, False, "Verlopen"),
        (0, None, True, "Ingetrokken"),
    ],
)
def test_state_of_a_mandate_in_words(
    starts_in: int, ends_in: int | None, state: str, *, withdrawn: bool
) -> None:
    mandate = Mandate(
        starts_on=TODAY + timedelta(days=starts_in),
        ends_on=None if ends_in is None else TODAY + timedelta(days=ends_in),
        withdrawn_at=NOW if withdrawn else None,
    )

    assert mandate.state_on(TODAY) == state
    assert mandate.holds_on(TODAY) is (state == "Geldt")


def test_municipal_signer_can_sign_in_two_partnerships(
    partnership: Partnership, alderman: User, advisor: User
) -> None:
    second: Partnership = PartnershipFactory.create(
        municipality=partnership.municipality
    )
    advisor.partnership_ids |= {second.pk}

    register(partnership, alderman, advisor)
    register(second, alderman, advisor)

    assert (count_mandates(partnership), count_mandates(second)) == (1, 1)
