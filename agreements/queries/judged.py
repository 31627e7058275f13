"""What independent programs said of the newest file of a signed agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements.models import Agreement, SigningRound
from vve_portal.documents.models import Judgement
from vve_portal.ui.tones import DANGER, NEUTRAL, SAFE

TONES: Final[dict[str, str]] = {
    Judgement.Outcome.PASSED: SAFE,
    Judgement.Outcome.FAILED: DANGER,
    Judgement.Outcome.ABSENT: NEUTRAL,
}
LABELS: Final[dict[str, str]] = {
    Judgement.Outcome.PASSED: "In orde",
    Judgement.Outcome.FAILED: "Niet in orde",
    Judgement.Outcome.ABSENT: "Niet gevraagd",
}


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One program, as the page of evidence shows it."""

    name: str
    version: str
    label: str
    tone: str
    explanation: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """What all of them said of one file; no rows when they still have to say it."""

    rows: tuple[JudgedRow, ...]
    judged_at: datetime | None


def judged_file(signing_round: SigningRound) -> JudgedFile | None:
    """Return what was said of the newest file; None while it is not signed."""
    is_signed = signing_round.agreement.status == Agreement.Status.SIGNED
    if not is_signed or signing_round.document_id is None:
        return None
    newest = newest_judgements(signing_round.document_id)
    return JudgedFile(
        rows=tuple(_row(judgement) for judgement in newest),
        judged_at=max((one.judged_at for one in newest), default=None),
    )


def newest_judgements(document_pk: int) -> list[Judgement]:
    """Return the last word of each program on a file, in a fixed order."""
    rows = Judgement.objects.filter(document=document_pk).order_by("pk")
    return _in_order({row.judge: row for row in rows}.values())


def _in_order(judgements: Iterable[Judgement]) -> list[Judgement]:
    order = list(Judgement.Judge)
    return sorted(judgements, key=lambda one: order.index(Judgement.Judge(one.judge)))


def _row(judgement: Judgement) -> JudgedRow:
    is_absent = judgement.outcome == Judgement.Outcome.ABSENT
    return JudgedRow(
        name=str(judgement.get_judge_display()),
        version=judgement.version,
        label=LABELS[judgement.outcome],
        tone=TONES[judgement.outcome],
        explanation=(
            "Dit programma is niet geïnstalleerd. De beheerder van het portaal kan het "
            "toevoegen."
            if is_absent
            else ""
        ),
        findings=tuple(judgement.findings),
    )
