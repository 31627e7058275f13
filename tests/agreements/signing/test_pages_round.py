"""The pages on which a round is followed, stopped, asked again and taken along."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from agreements.models import Agreement, SigningRound
from agreements.queries.frozen import Fact
from agreements.services import signing
from tests.accounts.conftest import errors_of, told
from tests.agreements.signing.scenes import (
    FIRST_AT,
    PREPARED_AT,
    SECOND_AT,
    Scene,
)
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.documents.services import keep

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


def page(name: str, pk: int) -> str:
    """Return the address of a page."""
    return reverse(f"agreements:{name}", args=[pk])


def test_stopping_asks_for_a_reason(scene: Scene, as_user: SignIn) -> None:
    signing_round = scene.offer()
    client = as_user(scene.preparer)

    without = client.post(page("recall", scene.agreement.pk), {"reason": ""})
    with_reason = client.post(page("recall", scene.agreement.pk), {"reason": "Fout."})

    signing_round.refresh_from_db()
    assert errors_of(without) == [signing.WHY_STOP]
    assert with_reason.headers["Location"] == page("signing", scene.agreement.pk)
    assert signing_round.void_reason == "Fout."


@pytest.mark.parametrize(
    ("who", "status"), [("nurse", 403), ("alderman", 403), ("stranger", 404)]
)
def test_others_can_not_stop_or_ask_again(
    scene: Scene,
    who: str,
    status: int,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    signing_round = scene.offer()
    client = as_user(request.getfixturevalue(who))

    stopped = client.post(page("recall", scene.agreement.pk), {"reason": "Nee."})
    asked = client.post(page("signing-retry", scene.agreement.pk))

    signing_round.refresh_from_db()
    assert (stopped.status_code, asked.status_code) == (status, status)
    assert signing_round.voided_at is None


def test_page_of_a_stopped_round_says_so_and_offers_no_file(
    scene: Scene, as_user: SignIn
) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    scene.stop(signing_round, at=FIRST_AT)
    client = as_user(scene.preparer)

    text = client.get(page("signing", scene.agreement.pk)).content.decode()
    file = client.get(page("download", scene.agreement.pk))

    assert "Het bestand van een gestopte ondertekening telt niet meer" in text
    assert "De bijlage klopt niet." in text
    assert "Vervallen" in text
    assert file.headers["Location"] == page("files", scene.agreement.pk)


def test_download_after_a_stopped_round_is_the_file_of_the_next(
    scene: Scene, as_user: SignIn
) -> None:
    scene.stop(scene.offer(), at=FIRST_AT)
    Agreement.objects.filter(pk=scene.agreement.pk).update(
        status=Agreement.Status.READY
    )
    following = scene.prepare()
    kept = keep(
        partnership=scene.agreement.partnership,
        name="next.pdf",
        content=b"%PDF-of-the-next",
        now=FIRST_AT,
    )
    SigningRound.objects.filter(pk=following.pk).update(document=kept)

    answer = as_user(scene.preparer).get(page("download", scene.agreement.pk))

    assert answer.content == b"%PDF-of-the-next"


def test_evidence_leads_to_what_anybody_is_told_of_the_document(
    scene: Scene, as_user: SignIn
) -> None:
    signing_round = scene.offer()
    code = signing_round.check_code

    response = as_user(scene.preparer).get(page("evidence", scene.agreement.pk))

    assert response.context["facts"][-1] == Fact(
        "Controlecode", code, f"/controle/{code}/"
    )


def test_evidence_of_a_stopped_round_calls_it_void(
    scene: Scene, as_user: SignIn
) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    scene.stop(signing_round, at=FIRST_AT)
    client = as_user(scene.preparer)

    shown = client.get(page("evidence", scene.agreement.pk)).content.decode()
    file = json.loads(client.get(page("evidence-file", scene.agreement.pk)).content)

    assert "De handtekeningen in deze" in shown
    assert file["void"]["reason"] == "De bijlage klopt niet."


def test_document_that_is_being_made_is_said_and_late_can_be_asked_again(
    scene: Scene, as_user: SignIn
) -> None:
    scene.prepare()
    client = as_user(scene.preparer)

    with time_machine.travel(PREPARED_AT + timedelta(minutes=1), tick=False):
        early = client.get(page("signing", scene.agreement.pk)).content.decode()
    with time_machine.travel(PREPARED_AT + timedelta(minutes=6), tick=False):
        late = client.get(page("signing", scene.agreement.pk)).content.decode()

    assert "Het document wordt gemaakt." in early
    assert "Vraag het opnieuw aan" not in early
    assert "Het document is na vijf minuten nog niet gemaakt." in late
    assert page("signing-retry", scene.agreement.pk) in late


def test_asking_again_makes_the_document(
    scene: Scene,
    as_user: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    signing_round = scene.prepare()
    client = as_user(scene.preparer)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page("signing-retry", scene.agreement.pk), follow=True)

    signing_round.refresh_from_db()
    assert told(answer) == ["Het is opnieuw gevraagd. Kijk over een minuut weer."]
    assert signing_round.document_id is not None
    assert signing_round.asked_at is None


def test_download_of_a_signed_agreement_is_the_kept_file(
    scene: Scene, as_user: SignIn, clerk: User
) -> None:
    signing_round = scene.pretend_both()
    assert signing_round.document is not None

    answer = as_user(clerk).get(page("download", scene.agreement.pk))

    assert answer.content == bytes(signing_round.document.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{scene.agreement.reference}-versie-1.pdf"'
    )


def test_download_is_on_record_of_ones_own_organisation(
    scene: Scene, as_user: SignIn
) -> None:
    scene.pretend_both()

    as_user(scene.preparer).get(page("download", scene.agreement.pk))

    entry = Entry.objects.get(verb="agreement.export")
    assert entry.reach == Entry.Reach.ORGANISATION
    assert entry.organisation_id == scene.preparer.organisation_id


@pytest.mark.parametrize("name", ["signing", "evidence", "evidence-file", "download"])
def test_stranger_finds_no_page(
    scene: Scene, as_user: SignIn, stranger: User, name: str
) -> None:
    scene.offer()

    assert as_user(stranger).get(page(name, scene.agreement.pk)).status_code == 404


def test_clerk_sees_nothing_before_it_is_signed(
    scene: Scene, as_user: SignIn, clerk: User
) -> None:
    scene.offer()

    assert as_user(clerk).get(page("download", scene.agreement.pk)).status_code == 404


def test_trouble_is_shown_to_who_can_help(scene: Scene, as_user: SignIn) -> None:
    signing_round = scene.offer()
    SigningRound.objects.filter(pk=signing_round.pk).update(trouble="De sleutel mist.")
    client = as_user(scene.preparer)

    today = client.get("/").content.decode()
    shown = client.get(page("signing", scene.agreement.pk)).content.decode()

    assert "De ondertekening loopt vast" in today
    assert "De sleutel mist." in shown
    assert page("signing-retry", scene.agreement.pk) in shown


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_with_more_stopped_rounds(
    scene: Scene,
    as_user: SignIn,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        scene.stop(scene.offer(), at=FIRST_AT)
        Agreement.objects.filter(pk=scene.agreement.pk).update(
            status=Agreement.Status.READY
        )
    scene.offer()
    client = as_user(scene.preparer)

    with django_assert_max_num_queries(24):
        client.get(page("signing", scene.agreement.pk))


def test_signed_page_offers_pdf_and_evidence(scene: Scene, as_user: SignIn) -> None:
    scene.pretend_both()

    with time_machine.travel(SECOND_AT, tick=False):
        text = as_user(scene.preparer).get(page("signing", scene.agreement.pk))

    shown = text.content.decode()
    assert "Haal de ondertekende pdf op" in shown
    assert "Beide partijen hebben getekend." in shown
    assert "Stop de ondertekening" not in shown
