"""Who may do what with agreements and clauses, with the reason when they may not."""

from typing import Final

from agreements.lifecycle import SIGNING_STEPS, Step, can_take
from agreements.models import Agreement, Approval
from agreements.models.agreement import works_on_drafts
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind

Status = Agreement.Status

NOT_A_PARTY: Final = "Uw organisatie is geen partij bij deze overeenkomst."
NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
OTHERS_DRAFT: Final = (
    "Dit is nog een concept van de andere partij. "
    "U kunt er iets mee zodra het met u is gedeeld."
)
NOT_YET_RELEASED: Final = (
    "Dit is nog een concept. U leest het zodra het met de andere partij is gedeeld."
)
NOT_YET_SHARED: Final = "Deel de overeenkomst eerst met de andere partij."
NOT_YET_IN_LIBRARY: Final = (
    "Deel de overeenkomst eerst: de andere partij leest mee in de bibliotheek."
)
ALREADY_READY: Final = (
    "De tekst is klaar gemeld voor ondertekening. Open de overeenkomst eerst weer."
)
IN_SIGNING: Final = (
    "De overeenkomst ligt ter ondertekening. Stop eerst de ondertekening."
)
SIGNED: Final = "De overeenkomst is ondertekend en verandert niet meer."
VOID: Final = "De overeenkomst is vervallen."
# Why the text can't be worked on, per status in which it can't.
CLOSED: Final[dict[str, str]] = {
    Status.READY: ALREADY_READY,
    Status.SIGNING: IN_SIGNING,
    Status.SIGNED: SIGNED,
    Status.VOID: VOID,
}
# Which kind of organisation records which approval; a legal check either may.
APPROVAL_BY: Final[dict[str, Kind]] = {
    Approval.Kind.PRIVACY_MUNICIPALITY: Kind.MUNICIPALITY,
    Approval.Kind.PRIVACY_PROVIDER: Kind.JGZ,
    Approval.Kind.COLLEGE: Kind.MUNICIPALITY,
}


def is_unshared(agreement: Agreement) -> bool:
    """Return whether the other party never saw this agreement."""
    if agreement.status == Status.VOID:
        return agreement.shared_at is None
    return agreement.status == Status.DRAFT


def _as_party(actor: User, agreement: Agreement) -> Verdict:
    if agreement.partnership_id not in actor.partnership_ids:
        return deny(NOT_A_PARTY)
    if is_unshared(agreement) and agreement.drafted_by_id != actor.organisation_id:
        return deny(OTHERS_DRAFT)
    if is_unshared(agreement) and not works_on_drafts(actor):
        return deny(NOT_YET_RELEASED)
    return ALLOWED


def _with_ability(actor: User, agreement: Agreement, *abilities: Ability) -> Verdict:
    party = _as_party(actor, agreement)
    if not party:
        return party
    if not any(actor.may(ability) for ability in abilities):
        return deny(NO_ROLE)
    return ALLOWED


def _on_open_text(actor: User, agreement: Agreement, *abilities: Ability) -> Verdict:
    able = _with_ability(actor, agreement, *abilities)
    if not able:
        return able
    if agreement.status in CLOSED:
        return deny(CLOSED[agreement.status])
    return ALLOWED


@Policy
def may_list(actor: User) -> Verdict:
    """Judge who has a page of agreements at all."""
    if actor.may(Ability.READ_AGREEMENTS):
        return ALLOWED
    if actor.may(Ability.READ_SIGNED_AGREEMENTS):
        return ALLOWED
    return deny("Uw rol heeft geen toegang tot overeenkomsten.")


@Policy
def may_view(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may read an agreement; the clerk reads what was signed."""
    party = _as_party(actor, agreement)
    if not party:
        return party
    if actor.may(Ability.READ_AGREEMENTS):
        return ALLOWED
    if not actor.may(Ability.READ_SIGNED_AGREEMENTS):
        return deny("Uw rol heeft geen toegang tot overeenkomsten.")
    if agreement.status != Status.SIGNED:
        return deny("U leest overeenkomsten zodra ze ondertekend zijn.")
    return ALLOWED


@Policy
def may_start(actor: User) -> Verdict:
    """Judge who may start an agreement."""
    if not actor.may(Ability.EDIT_AGREEMENTS):
        return deny(NO_ROLE)
    if not actor.partnership_ids:
        return deny(
            "Uw organisatie heeft nog geen samenwerking. Vraag het de beheerder."
        )
    return ALLOWED


@Policy
def may_start_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who may start an agreement in a partnership."""
    able = may_start(actor)
    if not able:
        return able
    if partnership.pk not in actor.partnership_ids:
        return deny("Uw organisatie is geen partij in deze samenwerking.")
    return ALLOWED


@Policy
def may_start_from(actor: User, earlier: Agreement) -> Verdict:
    """Judge who may take an earlier agreement as the start of a new one."""
    readable = may_view(actor, earlier)
    if not readable:
        return readable
    if earlier.status not in {Status.SIGNED, Status.VOID}:
        return deny("Ga uit van een overeenkomst die ondertekend of vervallen is.")
    return ALLOWED


@Policy
def may_edit_frame(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may change title, term and the values in the text."""
    return _on_open_text(actor, agreement, Ability.EDIT_AGREEMENTS)


@Policy
def may_propose(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may add clauses and change everything in them."""
    return _on_open_text(actor, agreement, Ability.PROPOSE)


@Policy
def may_edit_money(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may change the budget lines of a clause, and maybe nothing else."""
    return _on_open_text(actor, agreement, Ability.EDIT_MONEY, Ability.PROPOSE)


@Policy
def may_consent(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may agree or refuse on behalf of a party."""
    able = _with_ability(actor, agreement, Ability.CONSENT)
    if not able:
        return able
    if agreement.status == Status.DRAFT:
        return deny(NOT_YET_SHARED)
    if agreement.status in CLOSED:
        return deny(CLOSED[agreement.status])
    return ALLOWED


@Policy
def may_record_approval(
    actor: User, agreement: Agreement, kind: str | None = None
) -> Verdict:
    """Judge who may record a check or decision; without `kind`: any of them."""
    able = _with_ability(
        actor, agreement, Ability.EDIT_AGREEMENTS, Ability.PREPARE_SIGNING
    )
    if not able:
        return able
    if agreement.status not in {Status.NEGOTIATING, Status.READY}:
        return deny(
            "Een toets of besluit legt u vast terwijl de overeenkomst in overleg of "
            "klaar voor ondertekening is."
        )
    if kind is None or APPROVAL_BY.get(kind) in {None, actor.organisation.kind}:
        return ALLOWED
    return deny("Deze toets of dit besluit legt de andere partij vast.")


@Policy
def may_set_progress(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may say how a signed clause is coming along."""
    able = _with_ability(actor, agreement, Ability.PROPOSE)
    if not able:
        return able
    if agreement.status != Status.SIGNED:
        return deny("De uitvoering volgt u zodra de overeenkomst ondertekend is.")
    return ALLOWED


@Policy
def may_keep_in_library(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may keep a clause as model; the other party then reads it too."""
    able = _with_ability(actor, agreement, Ability.PROPOSE)
    if able and is_unshared(agreement):
        return deny(NOT_YET_IN_LIBRARY)
    return able


@Policy
def may_prepare_signing(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may offer the agreement for signing."""
    able = _with_ability(actor, agreement, Ability.PREPARE_SIGNING)
    if not able:
        return able
    if not can_take(Step.OFFER, agreement.status):
        return deny(
            "Een overeenkomst wordt aangeboden als de tekst klaar is gemeld "
            "voor ondertekening."
        )
    return ALLOWED


@Policy
def may_recall(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may stop the signing, so that the text can change."""
    able = _with_ability(actor, agreement, Ability.PREPARE_SIGNING)
    if not able:
        return able
    if not can_take(Step.RECALL, agreement.status):
        return deny("De overeenkomst ligt niet ter ondertekening.")
    return ALLOWED


@Policy
def may_share(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may show the draft to the other party."""
    able = _with_ability(actor, agreement, Ability.EDIT_AGREEMENTS)
    if not able:
        return able
    if not can_take(Step.SHARE, agreement.status):
        return deny("De overeenkomst is al gedeeld.")
    return ALLOWED


@Policy
def may_declare_ready(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may say that the text is finished."""
    able = _with_ability(actor, agreement, Ability.EDIT_AGREEMENTS)
    if not able:
        return able
    if agreement.status == Status.DRAFT:
        return deny(NOT_YET_SHARED)
    if not can_take(Step.DECLARE_READY, agreement.status):
        return deny(CLOSED[agreement.status])
    return ALLOWED


@Policy
def may_reopen(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may open a finished text again."""
    able = _with_ability(actor, agreement, Ability.EDIT_AGREEMENTS)
    if not able:
        return able
    if not can_take(Step.REOPEN, agreement.status):
        return deny("Alleen een tekst die klaar is gemeld, kan weer open.")
    return ALLOWED


@Policy
def may_withdraw(actor: User, agreement: Agreement) -> Verdict:
    """Judge who may withdraw an agreement that was not offered for signing."""
    able = _with_ability(actor, agreement, Ability.EDIT_AGREEMENTS)
    if not able:
        return able
    if not can_take(Step.WITHDRAW, agreement.status):
        return deny(CLOSED[agreement.status])
    return ALLOWED


@Policy
def only_through_signing(actor: User, agreement: Agreement) -> Verdict:  # noqa: ARG001 - every step's policy is asked the same
    """Refuse a step that comes with a round of signing."""
    return deny("Deze stap hoort bij de ondertekening. Ga naar Ondertekening.")


FOR_STEP: Final[dict[Step, Policy[[User, Agreement]]]] = {
    Step.SHARE: may_share,
    Step.DECLARE_READY: may_declare_ready,
    Step.REOPEN: may_reopen,
    Step.WITHDRAW: may_withdraw,
    **dict.fromkeys(SIGNING_STEPS, only_through_signing),
}
