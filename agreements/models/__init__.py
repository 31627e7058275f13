"""What an agreement is: the agreement itself, its clauses, and its signing."""

from agreements.models.agreement import Agreement, AgreementQuerySet, Approval
from agreements.models.brought import BroughtFile, BroughtFileQuerySet
from agreements.models.clause import (
    BudgetLine,
    Clause,
    ClauseQuerySet,
    ClauseVersion,
    Consent,
)
from agreements.models.library import ModelClause
from agreements.models.signing import (
    Signature,
    SignatureQuerySet,
    SigningRound,
    SigningRoundQuerySet,
    SigningRules,
)
from agreements.models.vocabulary import Funding

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Approval",
    "BroughtFile",
    "BroughtFileQuerySet",
    "BudgetLine",
    "Clause",
    "ClauseQuerySet",
    "ClauseVersion",
    "Consent",
    "Funding",
    "ModelClause",
    "Signature",
    "SignatureQuerySet",
    "SigningRound",
    "SigningRoundQuerySet",
    "SigningRules",
]
