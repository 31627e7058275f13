"""Two people who press at once: one file is asked, and both wait for the same one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from agreements.file_kinds import FileKind
from agreements.models import Agreement
from agreements.services.files import order_file
from tests.agreements.building import finish_text
from tests.factories import NOW, AgreementFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_job
from vve_portal.audit.models import Entry
from vve_portal.documents.models import FileOrder

pytestmark = pytest.mark.postgresql


@pytest.mark.usefixtures("committed")
def test_two_who_ask_at_once_wait_for_one_file(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    with scope(scope_of_job(partnership)):
        agreement: Agreement = AgreementFactory.create(
            partnership=partnership, created_by=advisor
        )
        finish_text(agreement)
    barrier = Barrier(2)

    def ask(actor: User) -> int:
        try:
            barrier.wait(timeout=5)
            with scope(scope_of(actor)):
                asked = order_file(
                    agreement=agreement, kind=FileKind.DRAFT, actor=actor, now=NOW
                )
            return asked.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        orders = list(pool.map(ask, (advisor, manager)))

    with scope(scope_of_job(partnership)):
        kept = list(FileOrder.objects.values_list("pk", flat=True))
        asked = Entry.objects.filter(verb="agreement.order_file").count()
    assert orders == [kept[0], kept[0]]
    assert (len(kept), asked) == (1, 1)
