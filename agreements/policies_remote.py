"""Who may sign with a key at a signing service at a distance."""

from datetime import date
from typing import Final

from agreements.models import Signature, SigningRules
from agreements.policies_signing import may_sign
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import User

NOT_ALLOWED: Final = (
    "De huisregels van deze samenwerking laten ondertekenen bij een ondertekendienst "
    "op afstand niet toe. Onderteken in het portaal."
)


@Policy
def may_sign_remotely(
    actor: User, signature: Signature, today: date, rules: SigningRules
) -> Verdict:
    """Judge who may sign so: whoever may sign in the portal, if both parties agreed."""
    verdict = may_sign(actor, signature, today)
    if not verdict:
        return verdict
    if not rules.allows_remote:
        return deny(NOT_ALLOWED)
    return ALLOWED
