"""What anybody is told about a file he hands in, without signing in."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from agreements.file_kinds import FileKind
from agreements.models import Agreement, Signature, SigningRound
from agreements.services import signing
from agreements.views import findings
from agreements.views.answers import (
    CAN_NOT_CHECK,
    MADE_OF_IT,
    OTHER_FILE,
    TROUBLES,
    UNSIGNED_STATE,
)
from tests.agreements.checking.scenes import (
    IN_FORCE,
    hand_in,
    keep_states,
    signed_round,
    states,
)
from tests.agreements.signing.scenes import SECOND_AT, Scene, place_of
from vve_portal.documents.inspecting import Trouble
from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.services import keep

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


WHO_SIGNED = [("Roos Testman", "Getekend"), ("Mees Fictief", "Getekend")]


def told(response: Any) -> tuple[str, str]:
    """Return what it comes down to, and how good that is."""
    headline = response.context["answer"].headline
    return headline.title, headline.tone


def pairs(facts: Any) -> dict[str, str]:
    """Return facts by their question."""
    return {fact.key: fact.value for fact in facts}


@time_machine.travel(IN_FORCE, tick=False)
def test_the_agreement_in_force_is_named_as_such(scene: Scene, client: Client) -> None:
    signed_round(scene)

    response = hand_in(client, states()[-1])

    assert response.status_code == 200
    assert told(response) == ("Dit is de overeenkomst die nu geldt.", "ok")
    assert response.context["answer"].headline.text == (
        "Beide partijen hebben haar ondertekend. Zij loopt tot en met 31 december 2027."
    )
    assert pairs(response.context["answer"].points) == {
        findings.CHANGED: "Nee. Na de laatste handtekening is er niets veranderd.",
        findings.KNOWN: "Ja. Het portaal bewaart precies dit bestand.",
    }


@time_machine.travel(IN_FORCE, tick=False)
def test_it_says_who_signed_when_and_on_what_ground(
    scene: Scene, client: Client
) -> None:
    signed_round(scene)

    answer = hand_in(client, states()[-1]).context["answer"]

    assert [(one.name, one.label, one.tone) for one in answer.signers] == [
        ("Roos Testman", "Klopt", "safe"),
        ("Mees Fictief", "Klopt", "safe"),
    ]
    told_of_first = pairs(answer.signers[0].facts)
    serial = told_of_first.pop("Nummer van het certificaat")
    assert serial.replace(" ", "").isalnum()
    assert told_of_first == {
        "Functie": "directeur",
        "Namens": "JGZ Bedacht",
        "Op grond van": f"Statuten, {scene.first.reference} van 14 januari 2026",
        "Getekend": (
            "uiterlijk 20 november 2026 om 11.30 uur, volgens een tijdstempel van dit "
            "portaal zelf"
        ),
        "Soort handtekening": "PAdES B-LTA",
    }


@time_machine.travel(IN_FORCE, tick=False)
def test_it_says_what_nobody_can_tell(scene: Scene, client: Client) -> None:
    signed_round(scene)

    answer = hand_in(client, states()[-1]).context["answer"]

    assert answer.unknowns == (
        findings.PERSON,
        findings.OWN_AUTHORITY,
        findings.TRYOUT,
        findings.NOT_COMPARED,
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (
            0,
            ("Dit is de overeenkomst die beide partijen hebben ondertekend.", "ok"),
        ),
        (200, ("Dit is de overeenkomst die nu geldt.", "ok")),
        (500, ("Deze overeenkomst is afgelopen.", "warning")),
    ],
)
def test_what_counts_follows_from_the_day(
    scene: Scene, client: Client, days: int, expected: tuple[str, str]
) -> None:
    signed_round(scene)

    with time_machine.travel(SECOND_AT + timedelta(days=days), tick=False):
        response = hand_in(client, states()[-1])

    assert told(response) == expected


@pytest.mark.parametrize(
    ("number", "title"),
    [(0, UNSIGNED_STATE), (1, "Dit is de overeenkomst die nu geldt.")],
)
@time_machine.travel(IN_FORCE, tick=False)
def test_an_earlier_file_is_told_from_the_newest(
    scene: Scene, client: Client, number: int, title: str
) -> None:
    signed_round(scene)

    response = hand_in(client, states()[number])

    assert told(response) == (title, "warning")
    text = response.context["answer"].headline.text
    assert text.startswith("Dit is een eerdere stand van het bestand.")


@time_machine.travel(SECOND_AT, tick=False)
def test_a_file_of_a_round_that_was_stopped_is_void(
    scene: Scene, client: Client
) -> None:
    signing_round = scene.offer()
    keep_states(scene, signing_round)
    signing.recall(
        signing_round=signing_round,
        reason="De bijlage klopt niet.",
        actor=scene.preparer,
        now=SECOND_AT,
    )

    response = hand_in(client, states()[1])

    assert told(response) == ("Dit document is vervallen.", "error")
    assert "De bijlage klopt niet" not in response.content.decode()


@time_machine.travel(SECOND_AT, tick=False)
def test_a_file_that_one_signed_does_not_count_yet(
    scene: Scene, client: Client
) -> None:
    signing_round = scene.offer()
    keep_states(scene, signing_round)

    response = hand_in(client, states()[-1])

    assert told(response) == (
        "Dit document is nog niet door beide partijen ondertekend.",
        "warning",
    )


@time_machine.travel(IN_FORCE, tick=False)
def test_a_signature_in_ink_is_told_apart(scene: Scene, client: Client) -> None:
    signing_round = signed_round(scene)
    second = place_of(signing_round, 2).organisation
    second.name = "Gemeente Verzonnen"
    second.save(update_fields=["name"])
    scan = keep(
        partnership=scene.agreement.partnership,
        name="scan.png",
        content=b"een scan",
        now=SECOND_AT,
        media_type="image/png",
    )
    Signature.objects.filter(pk=place_of(signing_round, 2).pk).update(
        route=Signature.Route.INK,
        level=Signature.Level.INK,
        place="Verzonnen",
        brought_by=scene.preparer,
        scan=scan,
    )
    newest = StoredDocument.objects.get(sha256=sha256(states()[1]).hexdigest())
    SigningRound.objects.filter(pk=signing_round.pk).update(document=newest)

    answer = hand_in(client, states()[1]).context["answer"]

    assert (answer.headline.title, answer.headline.tone) == (
        "Dit is de overeenkomst die nu geldt.",
        "ok",
    )
    assert [(one.name, one.label) for one in answer.signers] == [
        ("Roos Testman", "Klopt"),
        ("Mees Fictief", "Op papier"),
    ]
    assert pairs(answer.signers[1].facts)["Getekend"] == (
        "op papier, op 20 november 2026 te Verzonnen"
    )
    assert findings.ON_PAPER in answer.unknowns
    assert pairs(answer.points)[findings.MISSING] == findings.SET_ON_PAPER


@time_machine.travel(IN_FORCE, tick=False)
def test_a_changed_file_is_said_to_be_changed_and_nothing_else(
    scene: Scene, client: Client
) -> None:
    signed_round(scene)
    content = states()[-1]
    # In the first lines, where a reader does not look.
    changed = content[:12] + bytes([content[12] ^ 1]) + content[13:]

    answer = hand_in(client, changed).context["answer"]

    assert [one.problems for one in answer.signers] == [
        ("De ondertekende inhoud is daarna gewijzigd.",),
        ("De ondertekende inhoud is daarna gewijzigd.",),
    ]
    assert pairs(answer.points)[findings.CHANGED] == (
        "Ja. Er is iets veranderd nadat er was getekend."
    )


@time_machine.travel(IN_FORCE, tick=False)
def test_what_was_put_behind_a_kept_file_is_seen(scene: Scene, client: Client) -> None:
    signed_round(scene)

    response = hand_in(client, states()[-1] + b"\n% nog iets\n")

    assert told(response) == (
        "Dit bestand is veranderd nadat het uit het portaal kwam.",
        "error",
    )
    assert pairs(response.context["answer"].points)[findings.KNOWN] == (
        "Voor een deel. Het begint met een bestand dat het portaal bewaart, maar "
        "daarachter zijn 12 tekens toegevoegd die het portaal niet kent."
    )


@pytest.mark.usefixtures("authority_in_settings")
@time_machine.travel(IN_FORCE, tick=False)
def test_a_good_file_that_is_not_kept_is_not_called_the_agreement(
    client: Client,
) -> None:
    response = hand_in(client, states()[-1])

    assert told(response) == (
        "De handtekeningen kloppen, maar het portaal kent dit bestand niet.",
        "warning",
    )
    answer = response.context["answer"]
    assert {pairs(one.facts)["Op grond van"] for one in answer.signers} == {
        "Dat staat niet in het bestand"
    }
    assert findings.NO_GROUNDS in answer.unknowns


@pytest.mark.usefixtures("authority_in_settings")
@time_machine.travel(IN_FORCE, tick=False)
def test_a_file_without_signature_that_nobody_knows(
    client: Client,
) -> None:
    response = hand_in(client, states()[0])

    assert told(response) == (
        "In dit bestand staat geen handtekening, en het portaal kent het niet.",
        "warning",
    )


@time_machine.travel(IN_FORCE, tick=False)
def test_another_file_that_the_portal_keeps_is_no_agreement(
    scene: Scene, client: Client
) -> None:
    keep(
        partnership=scene.agreement.partnership,
        name="brief.pdf",
        content=states()[0],
        now=SECOND_AT,
    )

    response = hand_in(client, states()[0])

    assert told(response) == (
        OTHER_FILE.title,
        "warning",
    )


def test_every_trouble_has_its_sentence() -> None:
    assert set(TROUBLES) == set(Trouble)


@pytest.mark.usefixtures("authority_in_settings")
@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"Geen pdf", Trouble.NO_PDF),
        (b"%PDF-1.7\n", Trouble.BROKEN),
    ],
)
def test_what_can_not_be_read_gives_a_sentence(
    client: Client, content: bytes, trouble: Trouble
) -> None:
    response = hand_in(client, content)

    assert response.status_code == 200
    assert response.context["answer"].headline == TROUBLES[trouble]
    assert TROUBLES[trouble].title in response.content.decode()


def test_without_the_authority_of_the_portal_there_is_a_sentence(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_CERTIFICATE_FILE = tmp_path / "gone.pem"

    response = hand_in(client, b"%PDF-1.7\n")

    assert response.status_code == 503
    assert response.context["answer"].headline == CAN_NOT_CHECK


def test_no_file_is_asked_for_at_the_field(client: Client) -> None:
    response = client.post("/controle/", {})

    assert response.context["file_form"].errors == {
        "file": ["Kies het pdf-bestand dat u wilt controleren."]
    }
    assert response.status_code == 200


@time_machine.travel(IN_FORCE, tick=False)
def test_the_state_of_the_agreement_does_not_depend_on_the_reader(
    scene: Scene, client: Client
) -> None:
    signed_round(scene)
    Agreement.objects.update(publicity=Agreement.Publicity.SECRET)

    answer = hand_in(client, states()[-1]).context["answer"]

    assert answer.headline.title == "Dit is de overeenkomst die nu geldt."


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FileKind.DRAFT, ("Dit is een concept.", "warning")),
        (FileKind.PUBLIC, (MADE_OF_IT[FileKind.PUBLIC], "ok")),
        (FileKind.LETTER, (MADE_OF_IT[FileKind.LETTER], "ok")),
    ],
)
@time_machine.travel(IN_FORCE, tick=False)
def test_a_file_that_was_made_of_it_says_what_it_is(
    scene: Scene, client: Client, kind: FileKind, expected: tuple[str, str]
) -> None:
    signing_round = scene.pretend_both()
    kept = keep(
        partnership=scene.agreement.partnership,
        name="gemaakt.pdf",
        content=states()[0],
        now=SECOND_AT,
    )
    FileOrder.objects.create(
        partnership=scene.agreement.partnership,
        kind=kind,
        subject=signing_round.pk,
        document=kept,
    )

    response = hand_in(client, states()[0])

    assert told(response) == expected
    answer = response.context["answer"]
    assert [(one.name, one.label) for one in answer.signers] == (
        [] if kind == FileKind.DRAFT else WHO_SIGNED
    )
    assert (findings.NOT_COMPARED in answer.unknowns) == (kind != FileKind.LETTER)
