"""The permission matrix: which role may what. Written out by hand, on purpose."""

from itertools import product

import pytest

from vve_portal.accounts.models import User
from vve_portal.accounts.roles import (
    ABILITIES,
    ROLES_OF,
    SIGNING_ROLES,
    Ability,
    Kind,
    Role,
)

A, R = Ability, Role

# One line per role, one column per ability, as in the matrix of the design:
# A edit = edit, propose and consent; A edit fin. = money; A comment/propose = propose;
# S prepare and sign; L read; configuring people is the administrator's.
MATRIX = """
                     read signed edit money propose consent prepare sign people record
policy_advisor       x    .      x    x     x       x       x       .    .      .
contract_manager     x    .      .    x     .       .       x       .    .      .
alderman             x    .      .    .     .       .       .       x    .      .
jgz_manager          x    .      x    x     x       x       .       x    .      .
vve_coordinator      x    .      .    .     x       .       .       .    .      .
nurse                x    .      .    .     .       .       .       .    .      .
doctor               x    .      .    .     .       .       .       .    .      .
planner              .    .      .    .     .       .       .       .    .      .
preschool_contact    .    .      .    .     .       .       .       .    .      .
outreach_worker      .    .      .    .     .       .       .       .    .      .
programme_worker     .    .      .    .     .       .       .       .    .      .
privacy_officer      x    .      .    .     .       .       .       .    .      x
clerk                .    x      .    .     .       .       .       .    .      .
administrator        .    .      .    .     .       .       .       .    x      x
"""
COLUMNS = (
    A.READ_AGREEMENTS,
    A.READ_SIGNED_AGREEMENTS,
    A.EDIT_AGREEMENTS,
    A.EDIT_MONEY,
    A.PROPOSE,
    A.CONSENT,
    A.PREPARE_SIGNING,
    A.SIGN,
    A.MANAGE_PEOPLE,
    A.READ_RECORD,
)
# T read and edit, reasons, imports; routes and places are shared work of the chain.
REFERRALS = """
                     routes edit-routes read edit reasons import sites teams code places
policy_advisor       x      x           .    .    .       .      x     .     .    .
contract_manager     x      .           .    .    .       .      .     .     .    .
alderman             x      .           .    .    .       .      .     .     .    .
jgz_manager          x      x           .    .    .       .      .     x     .    .
vve_coordinator      x      x           x    x    x       x      x     x     .    .
nurse                x      .           x    x    x       .      .     .     .    .
doctor               x      .           x    x    x       .      .     .     .    .
planner              x      .           x    .    .       .      .     .     .    .
preschool_contact    x      .           x    x    .       .      .     .     x    x
outreach_worker      x      .           x    x    .       .      .     .     .    .
programme_worker     x      .           x    x    .       .      .     .     .    .
privacy_officer      x      .           .    .    .       .      .     .     .    .
clerk                .      .           .    .    .       .      .     .     .    .
administrator        .      .           .    .    .       .      .     x     .    .
"""
REFERRAL_COLUMNS = (
    A.READ_ROUTES,
    A.EDIT_ROUTES,
    A.READ_TRAJECTORIES,
    A.EDIT_TRAJECTORIES,
    A.READ_REASONS,
    A.IMPORT_TRAJECTORIES,
    A.MANAGE_LOCATIONS,
    A.MANAGE_TEAMS,
    A.ANSWER_BY_CODE,
    A.MANAGE_PLACES,
)
# I and I*, O, U of the matrix; stories and signals by whoever works in the chain.
FIGURES = """
                     read published raw deliver location define release write settle
policy_advisor       x    .         .   .       .        x      .       x     x
contract_manager     x    .         .   .       .        .      .       .     .
alderman             x    .         .   .       .        .      .       .     .
jgz_manager          x    .         x   .       .        x      x       x     x
vve_coordinator      x    .         x   x       .        x      x       x     .
nurse                x    .         .   .       .        .      .       .     .
doctor               x    .         .   .       .        .      .       .     .
planner              .    .         .   .       .        .      .       .     .
preschool_contact    .    .         .   .       x        .      .       .     .
outreach_worker      .    .         .   .       .        .      .       .     .
programme_worker     .    .         .   .       .        .      .       .     .
privacy_officer      x    .         .   .       .        .      .       .     .
clerk                .    x         .   .       .        .      .       .     .
administrator        .    .         .   .       .        .      .       .     .
"""
FIGURES_COLUMNS = (
    A.READ_FIGURES,
    A.READ_PUBLISHED_FIGURES,
    A.READ_UNRELEASED_FIGURES,
    A.DELIVER_FIGURES,
    A.DELIVER_LOCATION,
    A.DEFINE_FIGURES,
    A.RELEASE_FIGURES,
    A.WRITE_REPORT,
    A.SETTLE_QUARTER,
)
WORDS = """
                     tell meet edit-meet actions hours enter approve
policy_advisor       x    x    x         x       x     .     .
contract_manager     x    x    .         x       x     .     x
alderman             .    x    .         x       x     .     .
jgz_manager          x    x    x         x       x     .     x
vve_coordinator      x    x    x         x       x     x     .
nurse                x    x    .         x       .     x     .
doctor               x    x    .         x       .     x     .
planner              .    .    .         x       .     .     .
preschool_contact    x    .    .         x       .     .     .
outreach_worker      x    .    .         x       .     x     .
programme_worker     x    .    .         x       .     .     .
privacy_officer      .    x    .         x       .     .     .
clerk                .    .    .         .       .     .     .
administrator        .    .    .         .       .     .     .
"""
WORDS_COLUMNS = (
    A.TELL,
    A.READ_MEETINGS,
    A.EDIT_MEETINGS,
    A.READ_OWN_ACTIONS,
    A.READ_HOURS,
    A.ENTER_HOURS,
    A.APPROVE_HOURS,
)
KINDS = {
    Kind.MUNICIPALITY: {
        R.POLICY_ADVISOR,
        R.CONTRACT_MANAGER,
        R.ALDERMAN,
        R.PRIVACY_OFFICER,
        R.CLERK,
        R.ADMINISTRATOR,
    },
    Kind.JGZ: {
        R.JGZ_MANAGER,
        R.VVE_COORDINATOR,
        R.NURSE,
        R.DOCTOR,
        R.PLANNER,
        R.OUTREACH_WORKER,
        R.PRIVACY_OFFICER,
        R.ADMINISTRATOR,
    },
    Kind.PRESCHOOL: {R.PRESCHOOL_CONTACT, R.ADMINISTRATOR},
    Kind.PARTNER: {R.OUTREACH_WORKER, R.PROGRAMME_WORKER, R.ADMINISTRATOR},
}


def read_matrix(
    matrix: str, columns: tuple[Ability, ...]
) -> dict[tuple[Role, Ability], bool]:
    """Return every cell of a matrix."""
    _, _, *lines = matrix.splitlines()
    cells = {}
    for line in lines:
        name, *marks = line.split()
        for ability, mark in zip(columns, marks, strict=True):
            cells[Role(name), ability] = mark == "x"
    return cells


CELLS = {
    **read_matrix(MATRIX, COLUMNS),
    **read_matrix(REFERRALS, REFERRAL_COLUMNS),
    **read_matrix(FIGURES, FIGURES_COLUMNS),
    **read_matrix(WORDS, WORDS_COLUMNS),
}


def test_matrix_answers_for_every_role_and_ability() -> None:
    assert CELLS.keys() == set(product(Role, Ability))
    assert ABILITIES.keys() == set(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("ability", Ability)
def test_role_grants_what_the_matrix_says(role: Role, ability: Ability) -> None:
    user = User()
    user.roles = frozenset({role})

    assert user.may(ability) is CELLS[role, ability]


def test_who_signs_holds_a_role_that_signs() -> None:
    signs = {role for role in Role if CELLS[role, Ability.SIGN]}

    assert signs == SIGNING_ROLES


def test_roles_belong_to_kinds_of_organisations() -> None:
    assert {kind: set(roles) for kind, roles in ROLES_OF.items()} == KINDS


def test_several_roles_add_up() -> None:
    user = User()
    user.roles = frozenset({Role.ALDERMAN, Role.ADMINISTRATOR})

    granted = {ability for ability in Ability if user.may(ability)}

    assert granted == {
        A.READ_AGREEMENTS,
        A.SIGN,
        A.MANAGE_PEOPLE,
        A.READ_RECORD,
        A.READ_ROUTES,
        A.MANAGE_TEAMS,
        A.READ_FIGURES,
        A.READ_MEETINGS,
        A.READ_OWN_ACTIONS,
        A.READ_HOURS,
    }


def test_nobody_without_role_may_anything() -> None:
    user = User()
    user.roles = frozenset()

    assert [ability for ability in Ability if user.may(ability)] == []
