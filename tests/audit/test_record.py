"""The record: added to, within its reach, and never changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.db.utils import IntegrityError

from tests.factories import AgreementFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record, record_refusal

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

Opener = Callable[[User], AbstractContextManager[None]]


@pytest.mark.usefixtures("everywhere")
def test_a_deed_is_read_back_with_who_and_what(
    advisor: User, partnership: Partnership, now: datetime
) -> None:
    agreement = AgreementFactory.create(partnership=partnership)

    entry = record(
        at=now,
        actor=advisor,
        verb="agreement.shared",
        subject=agreement,
        summary="De overeenkomst is gedeeld.",
        before="draft",
        after="negotiating",
    )

    entry.refresh_from_db()
    assert entry.actor_name == "Noor Voorbeeld"
    assert entry.organisation == advisor.organisation
    assert entry.partnership == partnership
    assert entry.reach == Entry.Reach.SHARED
    assert entry.details == {"before": "draft", "after": "negotiating"}
    assert list(Entry.objects.about(agreement)) == [entry]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize(
    "deed",
    [
        lambda entries: entries.update(summary="Niet gedaan."),
        lambda entries: entries.delete(),
    ],
    ids=["change", "remove"],
)
def test_an_entry_cannot_be_changed_or_removed(
    advisor: User,
    partnership: Partnership,
    now: datetime,
    deed: Callable[[QuerySet[Entry]], object],
) -> None:
    record(at=now, actor=advisor, verb="x.done", subject=partnership, summary="Gedaan.")

    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        deed(Entry.objects.all())

    assert Entry.objects.get().summary == "Gedaan."


@pytest.mark.usefixtures("everywhere")
def test_partners_share_what_is_shared_and_a_stranger_sees_nothing(
    advisor: User,
    manager: User,
    stranger: User,
    partnership: Partnership,
    now: datetime,
) -> None:
    agreement = AgreementFactory.create(partnership=partnership)
    shared = record(
        at=now, actor=advisor, verb="a.b", subject=agreement, summary="Gedeeld."
    )
    own = record(
        at=now,
        actor=advisor,
        verb="a.c",
        subject=agreement,
        summary="Van ons.",
        reach=Entry.Reach.ORGANISATION,
    )

    assert set(Entry.objects.visible_to(advisor)) == {shared, own}
    assert set(Entry.objects.visible_to(manager)) == {shared}
    assert set(Entry.objects.visible_to(stranger)) == set()


def test_a_refusal_of_somebody_unknown_belongs_to_the_portal(now: datetime) -> None:
    entry = record_refusal(
        at=now, actor=None, verb="session.refused", summary="Onbekend adres."
    )

    assert entry.actor_name == "Het portaal"
    assert entry.organisation_id is None
    assert entry.reach == Entry.Reach.ORGANISATION


@pytest.mark.postgresql
@pytest.mark.usefixtures("everywhere")
def test_the_database_hides_entries_outside_their_reach(
    advisor: User,
    manager: User,
    stranger: User,
    partnership: Partnership,
    now: datetime,
    in_scope: Opener,
) -> None:
    agreement = AgreementFactory.create(partnership=partnership)
    record(at=now, actor=advisor, verb="a.b", subject=agreement, summary="Gedeeld.")
    record(
        at=now,
        actor=advisor,
        verb="a.c",
        subject=agreement,
        summary="Van ons.",
        reach=Entry.Reach.ORGANISATION,
    )

    def seen_by(user: User) -> list[str]:
        with in_scope(user):
            return sorted(Entry.objects.values_list("summary", flat=True))

    assert seen_by(advisor) == ["Gedeeld.", "Van ons."]
    assert seen_by(manager) == ["Gedeeld."]
    assert seen_by(stranger) == []
