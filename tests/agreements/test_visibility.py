"""Who knows of an agreement, and that list, page and policy say the same."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from agreements import policies
from agreements.lifecycle import Status
from agreements.models import Agreement, Clause, ModelClause
from tests.agreements.building import add_clause_of, add_version_of
from tests.factories import NOW
from vve_portal.accounts.models import User

pytestmark = pytest.mark.usefixtures("at_home")
# A draft of the municipality that was withdrawn before the provider ever saw it.
UNSHARED_VOID: Final = "void, never shared"
MUNICIPALITY: Final = frozenset({"advisor", "contract_manager", "alderman"})
DRAFTERS: Final = MUNICIPALITY - {"alderman"}
PARTIES: Final = MUNICIPALITY | {"manager", "coordinator", "nurse"}
READERS: Final[dict[str, frozenset[str]]] = {
    Status.DRAFT: DRAFTERS,
    Status.NEGOTIATING: PARTIES,
    Status.READY: PARTIES,
    Status.SIGNING: PARTIES,
    Status.SIGNED: PARTIES | {"clerk"},
    Status.VOID: PARTIES,
    UNSHARED_VOID: DRAFTERS,
}
PEOPLE: Final = (*sorted(PARTIES), "clerk", "administrator", "preschool_contact")


def put_in(agreement: Agreement, state: str) -> Agreement:
    """Bring the row itself in a state."""
    fields: dict[str, Any] = {"status": state, "shared_at": NOW, "signed_at": None}
    if state == Status.DRAFT:
        fields["shared_at"] = None
    if state == UNSHARED_VOID:
        fields |= {"status": Status.VOID, "shared_at": None}
    if fields["status"] == Status.VOID:
        fields["void_reason"] = "Ingetrokken."
    if state == Status.SIGNED:
        fields["signed_at"] = NOW
    Agreement.objects.filter(pk=agreement.pk).update(**fields)
    return Agreement.objects.get(pk=agreement.pk)


@pytest.mark.sqlite
@pytest.mark.parametrize("state", READERS)
@pytest.mark.parametrize("name", [*PEOPLE, "stranger"])
def test_who_reads_an_agreement(
    state: str, name: str, agreement: Agreement, request: pytest.FixtureRequest
) -> None:
    clause = add_clause_of(agreement)
    row, actor = put_in(agreement, state), request.getfixturevalue(name)

    reads = name in READERS[state]
    assert list(Agreement.objects.visible_to(actor)) == ([row] if reads else [])
    assert list(Clause.objects.visible_to(actor)) == ([clause] if reads else [])
    assert bool(policies.may_view(actor, row)) is reads


@pytest.mark.parametrize("name", PEOPLE)
def test_who_has_a_list(name: str, request: pytest.FixtureRequest) -> None:
    verdict = policies.may_list(request.getfixturevalue(name))

    assert bool(verdict) is (name in PARTIES | {"clerk"})


def test_a_refusal_to_read_says_why(
    agreement: Agreement, clerk: User, administrator: User, stranger: User
) -> None:
    reasons = [
        policies.may_view(actor, agreement).reason
        for actor in (clerk, administrator, stranger)
    ]

    assert reasons == [
        "U leest overeenkomsten zodra ze ondertekend zijn.",
        "Uw rol heeft geen toegang tot overeenkomsten.",
        "Uw organisatie is geen partij bij deze overeenkomst.",
    ]


def test_what_was_left_out_before_sharing_is_not_the_other_partys(
    agreement: Agreement, advisor: User, manager: User
) -> None:
    kept, left_out, lapsing = (add_clause_of(agreement) for _ in range(3))
    add_version_of(left_out, is_dropped=True, in_draft=True)
    add_version_of(lapsing, is_dropped=True)

    assert set(Clause.objects.visible_to(manager)) == {kept, lapsing}
    assert set(Clause.objects.visible_to(advisor)) == {kept, left_out, lapsing}


# Who may do what with a text that both work on; the rest is in the tests of the deeds.
MAY: Final[dict[str, tuple[Callable[..., Any], str, frozenset[str]]]] = {
    "change the frame": (
        policies.may_edit_frame,
        Status.NEGOTIATING,
        frozenset({"advisor", "manager"}),
    ),
    "change the money": (
        policies.may_edit_money,
        Status.NEGOTIATING,
        frozenset({"advisor", "manager", "contract_manager", "coordinator"}),
    ),
    "prepare signing": (
        policies.may_prepare_signing,
        Status.READY,
        frozenset({"advisor", "contract_manager"}),
    ),
    "stop signing": (
        policies.may_recall,
        Status.SIGNING,
        frozenset({"advisor", "contract_manager"}),
    ),
}


@pytest.mark.parametrize("deed", MAY)
@pytest.mark.parametrize("name", [*PEOPLE, "stranger"])
def test_who_may(
    deed: str, name: str, agreement: Agreement, request: pytest.FixtureRequest
) -> None:
    policy, state, people = MAY[deed]
    row = put_in(agreement, state)

    verdict = policy(request.getfixturevalue(name), row)

    assert bool(verdict) is (name in people)


@pytest.mark.parametrize("deed", MAY)
def test_in_another_status_nobody_may(
    deed: str, agreement: Agreement, manager: User, contract_manager: User
) -> None:
    policy, state, people = MAY[deed]
    # Of the other party where it may: the drafter's own people work on a draft too.
    actor = manager if "manager" in people else contract_manager

    allowed = {
        str(status) for status in Status if policy(actor, put_in(agreement, status))
    }

    assert allowed == {state}


def test_the_library_shows_the_common_models_and_our_own(
    agreement: Agreement, advisor: User, stranger: User
) -> None:
    own = ModelClause.objects.create(
        partnership=agreement.partnership,
        chapter=4,
        code="EIGEN-01",
        title="Eigen",
        text="Eigen tekst.",
        kind="basis",
        responsible="jgz",
    )
    common = ModelClause.objects.filter(partnership__isnull=True).count()

    assert ModelClause.objects.visible_to(advisor).count() == common + 1
    assert own not in ModelClause.objects.visible_to(stranger)
