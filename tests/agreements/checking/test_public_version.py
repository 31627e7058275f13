"""The public version of an agreement, for anybody who holds its code."""

from typing import Any, Final

import pytest
import time_machine
from django.test import Client

from agreements.file_kinds import FileKind
from agreements.models import Agreement, SigningRound
from tests.agreements.checking.scenes import (
    IN_FORCE,
    look_up,
    outside_any_scope,
    signed_round,
)
from tests.agreements.signing.scenes import Scene
from vve_portal.access.scope import scope
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents.models import FileOrder
from vve_portal.documents.services import keep

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

CONTENT: Final = b"%PDF-1.7 public"
BUTTON: Final = "Haal de openbare versie op (pdf)"


@pytest.fixture
def published(scene: Scene) -> SigningRound:
    """A round that both signed, of which the public version was made."""
    signing_round = signed_round(scene)
    partnership = scene.agreement.partnership
    with scope(scope_of_job(partnership)):
        kept = keep(
            partnership=partnership, name="openbaar.pdf", content=CONTENT, now=IN_FORCE
        )
        FileOrder.objects.create(
            partnership=partnership,
            kind=FileKind.PUBLIC,
            subject=signing_round.pk,
            fingerprint="a",
            document=kept,
        )
    return signing_round


def fetch(client: Client, code: str) -> Any:
    """Ask for the public version as anybody can."""
    with outside_any_scope():
        return client.get(f"/controle/{code}/openbare-versie/")


@time_machine.travel(IN_FORCE, tick=False)
def test_who_has_the_code_gets_the_public_version(
    published: SigningRound, client: Client
) -> None:
    page, file = (ask(client, published.check_code) for ask in (look_up, fetch))

    assert BUTTON in page.content.decode()
    assert (file.status_code, file.content) == (200, CONTENT)
    assert file["Content-Disposition"] == 'attachment; filename="openbaar.pdf"'


@pytest.mark.parametrize(
    "changed",
    [{"publicity": "internal"}, {"publicity": "secret"}, {"status": "signing"}],
)
@time_machine.travel(IN_FORCE, tick=False)
def test_what_is_not_public_is_not_there(
    published: SigningRound, client: Client, changed: dict[str, str]
) -> None:
    if "status" in changed:
        changed = {**changed, "signed_at": None}  # type: ignore[dict-item]  # a moment
    Agreement.objects.filter(pk=published.agreement_id).update(**changed)

    page, file = (ask(client, published.check_code) for ask in (look_up, fetch))

    assert BUTTON not in page.content.decode()
    assert file.status_code == 404


@pytest.mark.parametrize("code", ["0000-0000-0000", "onzin"])
@time_machine.travel(IN_FORCE, tick=False)
def test_an_unknown_code_opens_nothing(
    published: SigningRound,  # noqa: ARG001 - there is something that could be found
    client: Client,
    code: str,
) -> None:
    assert fetch(client, code).status_code == 404


@time_machine.travel(IN_FORCE, tick=False)
def test_who_fetches_too_often_waits(published: SigningRound, client: Client) -> None:
    answers = [fetch(client, published.check_code).status_code for _ in range(61)]

    assert answers == [200] * 60 + [302]
