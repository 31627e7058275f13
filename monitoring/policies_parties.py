"""What many judgements begin with: who is a party, where, and what his role allows."""

from typing import Final

from vve_portal.access.verdicts import ALLOWED, Verdict, deny
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import PARTIES, Ability

ELSEWHERE: Final = "Uw organisatie hoort niet bij deze samenwerking."
NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."


def is_party(actor: User) -> Verdict:
    """Judge whether somebody is of a municipality or a JGZ."""
    return ALLOWED if actor.organisation.kind in PARTIES else deny(ELSEWHERE)


def works_in(actor: User, partnership_pk: int) -> Verdict:
    """Judge whether a partnership is one of somebody's own."""
    return ALLOWED if partnership_pk in actor.partnership_ids else deny(ELSEWHERE)


def is_party_in(actor: User, partnership_pk: int) -> Verdict:
    """Judge whether somebody is of a party in this partnership."""
    return is_party(actor) and works_in(actor, partnership_pk)


def is_able(actor: User, ability: Ability) -> Verdict:
    """Judge whether somebody's role allows a deed."""
    return ALLOWED if actor.may(ability) else deny(NO_ROLE)
