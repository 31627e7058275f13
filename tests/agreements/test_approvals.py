"""Recording the checks and decisions that signing stands on."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement, Approval
from agreements.services.approvals import record_approval
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")
KINDS = Approval.Kind
# Who records what; written out, as the parties know it.
ALLOWED = {
    ("advisor", KINDS.PRIVACY_MUNICIPALITY),
    ("advisor", KINDS.LEGAL),
    ("advisor", KINDS.COLLEGE),
    ("contract_manager", KINDS.PRIVACY_MUNICIPALITY),
    ("contract_manager", KINDS.LEGAL),
    ("contract_manager", KINDS.COLLEGE),
    ("manager", KINDS.PRIVACY_PROVIDER),
    ("manager", KINDS.LEGAL),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    ["advisor", "contract_manager", "manager", "coordinator", "alderman", "stranger"],
)
def test_each_party_records_its_own(
    name: str,
    kind: Approval.Kind,
    agreement: Agreement,
    now: datetime,
    request: pytest.FixtureRequest,
) -> None:
    try:
        record_approval(
            agreement=agreement,
            kind=kind,
            reference="Z-1",
            decided_on=now.date(),
            actor=request.getfixturevalue(name),
            now=now,
        )
    except PermissionDenied:
        recorded = False
    else:
        recorded = True

    assert recorded is ((name, kind) in ALLOWED)
    assert Approval.objects.count() == (1 if recorded else 0)


def test_recorded_again_it_replaces_the_one_before(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    for reference, moment in (("B-1", now), ("B-2", now + timedelta(days=1))):
        record_approval(
            agreement=agreement,
            kind=KINDS.COLLEGE,
            reference=reference,
            decided_on=date(2026, 11, 17),
            actor=advisor,
            now=moment,
        )

    approval = Approval.objects.get()
    assert (approval.reference, approval.recorded_at) == (
        "B-2",
        now + timedelta(days=1),
    )
    summaries = Entry.objects.about(agreement).order_by("pk")
    assert [(entry.summary, entry.details) for entry in summaries] == [
        (
            "Collegebesluit is vastgelegd: B-1 van 17 november 2026.",
            {"before": None, "after": "B-1"},
        ),
        (
            "Collegebesluit is vastgelegd: B-2 van 17 november 2026.",
            {"before": "B-1", "after": "B-2"},
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "reference", "days", "field"),
    [
        ("iets", "B-1", 0, "kind"),
        (KINDS.COLLEGE, " ", 0, "reference"),
        (KINDS.COLLEGE, "b" * 121, 0, "reference"),
        (KINDS.COLLEGE, "B-1", 1, "decided_on"),
    ],
)
def test_what_will_not_do_gets_a_sentence(
    kind: str,
    reference: str,
    days: int,
    field: str,
    agreement: Agreement,
    advisor: User,
    now: datetime,
) -> None:
    with pytest.raises(ValidationError) as refusal:
        record_approval(
            agreement=agreement,
            kind=kind,
            reference=reference,
            decided_on=now.date() + timedelta(days=days),
            actor=advisor,
            now=now,
        )

    assert list(refusal.value.message_dict) == [field]
    assert not Approval.objects.exists()


@pytest.mark.parametrize("status", ["draft", "signing"])
def test_an_approval_belongs_to_a_text_that_is_shared_and_not_frozen(
    status: str, agreement: Agreement, advisor: User, now: datetime
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(status=status)

    with pytest.raises(PermissionDenied, match="in overleg of klaar"):
        record_approval(
            agreement=agreement,
            kind=KINDS.LEGAL,
            reference="J-1",
            decided_on=now.date(),
            actor=advisor,
            now=now,
        )
