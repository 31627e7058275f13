"""The answer to who checks a document, in plain Dutch."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from agreements.file_kinds import FileKind
from agreements.models import Agreement, SigningRound
from agreements.queries.frozen import Fact
from agreements.queries.kept_files import KeptFile
from agreements.services.checking import Checked
from agreements.services.comparing import Likeness
from agreements.views.findings import points_of, unknowns_of
from agreements.views.signers import (
    SignerCard,
    signers_in_file,
    signers_of_made,
    signers_on_paper,
)
from vve_portal.documents.inspecting import Trouble
from vve_portal.ui.dates import long_date

OK: Final = "ok"
ATTENTION: Final = "warning"
WRONG: Final = "error"


@dataclass(frozen=True, slots=True)
class Headline:
    """What it comes down to: one sentence, what to do with it, and how good it is."""

    title: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said of a file or a code."""

    headline: Headline
    signers: tuple[SignerCard, ...] = ()
    points: tuple[Fact, ...] = ()
    unknowns: tuple[str, ...] = ()
    sha256: str = ""


TROUBLES: Final = {
    Trouble.EMPTY: Headline(
        "Dit bestand is leeg.",
        "Kies het pdf-bestand van de overeenkomst en probeer het opnieuw.",
        ATTENTION,
    ),
    Trouble.NOT_RECEIVED: Headline(
        "Het bestand kwam niet heel aan.",
        "Er is niets gecontroleerd. Probeer het opnieuw.",
        ATTENTION,
    ),
    Trouble.NO_PDF: Headline(
        "Dit is geen pdf.",
        "Kies de pdf zoals u die hebt gekregen. Een foto, een scan of een "
        "Word-bestand kan het portaal niet controleren.",
        ATTENTION,
    ),
    Trouble.TOO_BIG: Headline(
        "Dit bestand is groter dan 20 MB.",
        "Zo groot is een overeenkomst van het portaal nooit. Kies de pdf zoals u die "
        "hebt gekregen.",
        ATTENTION,
    ),
    Trouble.ENCRYPTED: Headline(
        "Dit bestand is met een wachtwoord beveiligd.",
        "Een overeenkomst van het portaal is dat nooit. Vraag het bestand opnieuw aan "
        "degene van wie u het hebt.",
        WRONG,
    ),
    Trouble.BROKEN: Headline(
        "Dit bestand is beschadigd, of iemand heeft het veranderd.",
        "De handtekeningen zijn niet te lezen. Vraag het bestand opnieuw aan degene "
        "van wie u het hebt.",
        WRONG,
    ),
    Trouble.TOO_MUCH: Headline(
        "Het portaal kon dit bestand niet helemaal lezen.",
        "Dat vroeg te veel tijd of geheugen, en daarom is er niets vastgesteld. "
        "Probeer het later nog eens. Lukt het dan ook niet? Vraag dan bij de gemeente "
        "na of dit bestand echt is, en vertrouw het niet zonder dat.",
        ATTENTION,
    ),
    Trouble.BUSY: Headline(
        "Er worden nu te veel bestanden tegelijk gecontroleerd.",
        "Wacht een minuut en probeer het opnieuw.",
        ATTENTION,
    ),
    Trouble.TOO_OFTEN: Headline(
        "U hebt vaak achter elkaar iets gecontroleerd.",
        "Wacht een kwartier en probeer het dan opnieuw.",
        ATTENTION,
    ),
}
CAN_NOT_CHECK: Final = Headline(
    "Het portaal kan nu geen documenten controleren.",
    "Dat ligt niet aan uw bestand. Probeer het later opnieuw, of vraag de gemeente of "
    "de JGZ of dit de overeenkomst is die geldt.",
    ATTENTION,
)
KEPT_BUT_UNREAD: Final = Headline(
    "Het portaal bewaart precies dit bestand, maar kon het nu niet openen.",
    "Wacht een minuut en probeer het opnieuw.",
    ATTENTION,
)
GROWN: Final = Headline(
    "Dit bestand is veranderd nadat het uit het portaal kwam.",
    "Vertrouw het niet. Vraag de gemeente of de JGZ om het bestand uit het portaal.",
    WRONG,
)
NOT_GOOD: Final = Headline(
    "Een handtekening in dit bestand klopt niet.",
    "Vertrouw het niet. Vraag de gemeente of de JGZ om het bestand uit het portaal.",
    WRONG,
)
OTHER_WORDS: Final = Headline(
    "Dit bestand zegt iets anders dan de gegevens die erin zitten.",
    "Vertrouw het niet. Vraag de gemeente of de JGZ om het bestand uit het portaal.",
    WRONG,
)
UNSIGNED: Final = Headline(
    "In dit bestand staat geen handtekening, en het portaal kent het niet.",
    "Hebt u een ander bestand gekregen? Controleer dan dat.",
    ATTENTION,
)
STRANGE: Final = Headline(
    "De handtekeningen kloppen, maar het portaal kent dit bestand niet.",
    "Vraag de gemeente of de JGZ of dit de overeenkomst is die geldt.",
    ATTENTION,
)
OTHER_FILE: Final = Headline(
    "Het portaal bewaart precies dit bestand, maar het is geen ondertekende "
    "overeenkomst.",
    "Aan dit bestand zelf kunt u geen rechten ontlenen.",
    ATTENTION,
)
A_DRAFT: Final = Headline(
    "Dit is een concept.",
    "Het portaal maakte het tijdens het overleg. Er is niet in getekend en het geldt "
    "niet.",
    ATTENTION,
)
MADE_OF_IT: Final = {
    FileKind.PUBLIC.value: (
        "Dit is de versie voor de raad, zonder namen van medewerkers en zonder "
        "handtekeningen."
    ),
    FileKind.LETTER.value: "Dit is de raadsinformatiebrief bij een overeenkomst.",
}
EARLIER: Final = (
    "Dit is een eerdere stand van het bestand. Daarna is er nog getekend of een "
    "tijdstempel bijgekomen."
)

UNSIGNED_STATE: Final = "In dit bestand staat nog geen handtekening."


def answer_of(checked: Checked, *, today: date) -> Answer:
    """Say what is known of a file, and what is not."""
    if checked.examined.trouble:
        unread = TROUBLES[checked.examined.trouble]
        headline = KEPT_BUT_UNREAD if checked.is_kept else unread
        return Answer(headline, sha256=checked.examined.sha256)
    return Answer(
        headline=headline_of(checked, today=today),
        signers=(
            *signers_in_file(checked),
            *signers_on_paper(checked),
            *signers_of_made(checked),
        ),
        points=tuple(points_of(checked)),
        unknowns=tuple(unknowns_of(checked)),
        sha256=checked.examined.sha256,
    )


def headline_of(checked: Checked, *, today: date) -> Headline:
    """Say what it comes down to; the worst first."""
    examined, kept = checked.examined, checked.kept
    if examined.signatures and not examined.is_good:
        return GROWN if checked.added else NOT_GOOD
    if checked.likeness is Likeness.OTHER:
        return OTHER_WORDS
    if kept is None:
        return STRANGE if examined.signatures else UNSIGNED
    if checked.added:
        return GROWN
    is_signed = bool(examined.signatures)
    return _headline_of_kept(kept, is_signed=is_signed, today=today)


def _headline_of_kept(kept: KeptFile, *, is_signed: bool, today: date) -> Headline:
    if kept.kind == FileKind.DRAFT:
        return A_DRAFT
    if kept.signing_round is None:
        return OTHER_FILE
    headline = standing_of(kept.signing_round, today=today)
    if kept.kind:
        return _about_the_agreement(MADE_OF_IT[kept.kind], headline)
    if kept.is_newest:
        return headline
    tone = WRONG if headline.tone == WRONG else ATTENTION
    has_counted = is_signed or headline.tone == WRONG
    title = headline.title if has_counted else UNSIGNED_STATE
    return replace(headline, title=title, text=f"{EARLIER} {headline.text}", tone=tone)


def _about_the_agreement(what: str, headline: Headline) -> Headline:
    """Say first what a file is, then what is known of the agreement it is about."""
    said = f"{headline.title} {headline.text}"
    text = f"Over de overeenkomst zelf zegt het portaal: “{said}”"
    return Headline(what, text, headline.tone)


def standing_of(signing_round: SigningRound, *, today: date) -> Headline:
    """Say whether the document of a round counts today."""
    agreement = signing_round.agreement
    if signing_round.voided_at is not None:
        stopped = long_date(signing_round.voided_at)
        return Headline(
            "Dit document is vervallen.",
            f"De ondertekening is op {stopped} gestopt. De handtekeningen in dit "
            "document tellen niet meer.",
            WRONG,
        )
    if agreement.status != Agreement.Status.SIGNED:
        return Headline(
            "Dit document is nog niet door beide partijen ondertekend.",
            "Het geldt pas als beide partijen hebben getekend.",
            ATTENTION,
        )
    ends_on = long_date(agreement.ends_on)
    if today < agreement.starts_on:
        return Headline(
            "Dit is de overeenkomst die beide partijen hebben ondertekend.",
            f"Zij gaat in op {long_date(agreement.starts_on)} en loopt tot en met "
            f"{ends_on}.",
            OK,
        )
    if today > agreement.ends_on:
        return Headline(
            "Deze overeenkomst is afgelopen.",
            f"Beide partijen hebben haar ondertekend. Zij liep tot en met {ends_on}.",
            ATTENTION,
        )
    return Headline(
        "Dit is de overeenkomst die nu geldt.",
        f"Beide partijen hebben haar ondertekend. Zij loopt tot en met {ends_on}.",
        OK,
    )
