"""What the judges said is kept beside the file, and the command prints it."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.documents.judges import ALL_PASSED
from tests.factories import NOW
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_job
from vve_portal.documents import services
from vve_portal.documents.models import Judgement, StoredDocument
from vve_portal.documents.signing import SignedFile

pytestmark = pytest.mark.usefixtures("authority_in_settings")
KEPT = "Het oordeel is bij het bestand bewaard."
UNKNOWN = "Het portaal kent dit bestand niet: het oordeel is niet bewaard."


@pytest.fixture
def stored(partnership: Partnership, signed_once: SignedFile) -> StoredDocument:
    """The signed file, kept for the partnership of the cast."""
    with scope(scope_of_job(partnership)):
        return services.keep(
            partnership=partnership,
            name="overeenkomst.pdf",
            content=signed_once.content,
            now=NOW,
        )


def said_of(document: StoredDocument) -> dict[str, str]:
    """What is kept of each judge."""
    with scope(scope_of_job(document.partnership)):
        rows = Judgement.objects.filter(document=document).order_by("pk")
        return dict(rows.values_list("judge", "outcome"))


def judged(path: Path) -> tuple[int, list[str]]:
    """The exit status and the lines of the command."""
    out, status = StringIO(), 0
    try:
        call_command("judge_document", str(path), stdout=out)
    except SystemExit as end:
        status = int(str(end.code))
    return status, out.getvalue().splitlines()


@pytest.mark.sqlite
def test_kept_file_is_judged_once_by_the_task(stored: StoredDocument) -> None:
    judgements = [
        services.judge_once(
            document_pk=stored.pk,
            partnership=stored.partnership,
            now=NOW + timedelta(hours=hours),
        )
        for hours in (1, 2)
    ]

    assert [len(rows) for rows in judgements] == [4, 0]
    assert said_of(stored) == ALL_PASSED
    assert {row.judged_at for row in judgements[0]} == {NOW + timedelta(hours=1)}


def test_judgement_is_for_both_parties_only(
    stored: StoredDocument, advisor: User, manager: User, stranger: User
) -> None:
    services.judge_once(document_pk=stored.pk, partnership=stored.partnership, now=NOW)

    seen = {}
    for person in (advisor, manager, stranger):
        with scope(scope_of(person)):
            seen[person] = (
                Judgement.objects.count(),
                Judgement.objects.visible_to(person).count(),
            )

    assert seen == {advisor: (4, 4), manager: (4, 4), stranger: (0, 0)}


def test_command_prints_what_each_judge_says_and_keeps_it(
    stored: StoredDocument, tmp_path: Path
) -> None:
    file = tmp_path / "hernoemd.pdf"
    file.write_bytes(stored.content)

    status, lines = judged(file)

    assert status == 0
    assert [line for line in lines if line.endswith(": In orde.")] == [
        line for line in lines if not line.startswith("  - ") and line != KEPT
    ]
    assert (len(lines), lines[-1]) == (7, KEPT)
    assert said_of(stored) == ALL_PASSED


def test_command_fails_when_a_judge_is_not_satisfied(
    stored: StoredDocument, tmp_path: Path
) -> None:
    file = tmp_path / "gewijzigd.pdf"
    damaged = bytearray(stored.content)
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)

    status, lines = judged(file)

    assert status == 1
    assert lines[-1] == UNKNOWN
    assert said_of(stored) == {}


def test_judging_again_is_kept_beside_the_earlier_word(
    stored: StoredDocument, tmp_path: Path
) -> None:
    file = tmp_path / "nog-eens.pdf"
    file.write_bytes(stored.content)

    statuses = [judged(file)[0] for _ in range(2)]

    assert statuses == [0, 0]
    with scope(scope_of_job(stored.partnership)):
        assert Judgement.objects.filter(document=stored).count() == 8


@pytest.mark.django_db
def test_command_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"weg\.pdf"):
        call_command("judge_document", str(tmp_path / "weg.pdf"))
