"""In which agreement a decision about a clause can become a proposal."""

from agreements import policies as agreement_policies
from agreements.models import Agreement, Clause
from monitoring.models import Decision
from vve_portal.accounts.models import User


def open_clause_for(decision: Decision, actor: User) -> Clause | None:
    """Return the clause in which the actor may propose what was decided.

    The clause itself while its agreement is open; else the one with the same code in
    the newest agreement of the partnership that is open. None when there is none.
    """
    if decision.clause is None:
        return None
    rows = (
        Clause.objects.visible_to(actor)
        .filter(partnership=decision.partnership_id, code=decision.clause.code)
        .exclude(agreement__status__in=[Agreement.Status.SIGNED, Agreement.Status.VOID])
        .select_related("agreement__partnership", "current")
        .order_by("-agreement__starts_on", "-pk")
    )
    own_first = sorted(rows, key=lambda clause: clause.pk != decision.clause_id)
    allowed = (
        clause
        for clause in own_first
        if agreement_policies.may_propose(actor, clause.agreement)
    )
    return next(allowed, None)


def why_closed(decision: Decision) -> str:
    """Say why there is nothing to propose in, and how to go on."""
    open_ones = Agreement.objects.filter(partnership=decision.partnership_id).filter(
        status__in=[Agreement.Status.READY, Agreement.Status.SIGNING]
    )
    if agreement := open_ones.order_by("-starts_on", "-pk").first():
        reasons = agreement_policies.CLOSED
        return f"{agreement.title}: {reasons[agreement.status]}"
    code = decision.clause.code if decision.clause else ""
    return (
        f"Afspraak {code} staat in een overeenkomst die niet meer verandert. Begin een "
        "overeenkomst die van deze uitgaat en deel haar. Doe daarna hier het voorstel."
    )
