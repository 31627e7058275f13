"""What was looked at in a file that somebody checks, and what nobody can tell of it."""

from collections.abc import Iterator
from typing import Final

from agreements.file_kinds import FileKind
from agreements.queries.frozen import Fact
from agreements.services.checking import Checked
from agreements.services.comparing import Likeness
from agreements.views.signers import signatures_on_paper
from vve_portal.documents import services as documents
from vve_portal.documents.verdicts import Weight

CHANGED: Final = "Is het bestand veranderd?"
KNOWN: Final = "Kent het portaal dit bestand?"
MISSING: Final = "Ontbreekt er een handtekening?"
SAID: Final = "Is de gedrukte tekst gelijk aan de gegevens in de pdf?"
ACTIVE: Final = "Doet het bestand iets uit zichzelf?"
PERSON: Final = (
    "Of degene die tekende ook de persoon van die naam is. Het portaal vraagt bij het "
    "tekenen een wachtwoord en een code uit een app, en noemt de naam die bij het "
    "account hoort."
)
OWN_AUTHORITY: Final = (
    "Of een ander dan dit portaal de handtekeningen vertrouwt. Het portaal geeft zelf "
    "de certificaten uit; een ander programma noemt ze daarom misschien onbekend."
)
TRYOUT: Final = (
    "Het tijdstip. De tijdstempels komen van dit portaal zelf, omdat het wordt "
    "uitgeprobeerd. Voor anderen bewijzen ze niets."
)
NO_TIME: Final = (
    "Wanneer er is getekend, bij een handtekening zonder tijdstempel: dat zegt alleen "
    "de ondertekenaar zelf."
)
STRANGERS: Final = (
    "Wie achter een handtekening zit die niet klopt: de naam erbij kan iedereen er "
    "hebben neergezet."
)
ON_PAPER: Final = (
    "De handtekening op papier. Die staat niet in dit bestand; het portaal bewaart een "
    "scan, en wie dat papier heeft kan het laten zien."
)
SET_ON_PAPER: Final = "Nee. Wat niet in de pdf staat, is op papier gezet."
NO_GROUNDS: Final = (
    "Op grond waarvan er is getekend. Dat weet het portaal alleen van een bestand dat "
    "het zelf bewaart."
)
SAME: Final = (
    "Ja, woord voor woord. Die gegevens zitten als bijlage in de pdf, zodat ook een "
    "computer ze kan lezen."
)
# Of a page that somebody else drew only the words behind it are known.
SAME_ALOUD: Final = (
    "Dat is niet zeker. De tekst die een computer voorleest is gelijk aan de gegevens, "
    "maar dit bestand is niet van het portaal: op de bladzijden kan iets anders te "
    "zien zijn."
)
OTHER: Final = (
    "Nee. De tekst in dit bestand is iets anders dan wat een computer uit de bijlage "
    "leest."
)
NOT_COMPARED: Final = (
    "Of de gedrukte tekst gelijk is aan de gegevens in de pdf. Zulke gegevens zitten "
    "er niet in, of niet zoals het portaal ze maakt."
)
WORDS_OF_ACTIVE: Final = {
    "JavaScript": "een programma (JavaScript)",
    "JS": "een programma (JavaScript)",
    "Launch": "een opdracht om iets te starten",
    "ImportData": "een opdracht om gegevens in te lezen",
    "SubmitForm": "een opdracht om gegevens te versturen",
    "RichMedia": "beeld of geluid",
    "XFA": "een formulier dat zichzelf tekent (XFA)",
    "OCProperties": "lagen die zichtbaar of onzichtbaar kunnen zijn",
}


def points_of(checked: Checked) -> Iterator[Fact]:
    """Give what was looked at, each as a question and its answer."""
    yield Fact(CHANGED, _changed(checked))
    yield Fact(KNOWN, _known(checked))
    if checked.likeness is not Likeness.UNKNOWN:
        yield Fact(SAID, _said(checked))
    yield from _missing(checked)
    if checked.examined.active:
        words = {WORDS_OF_ACTIVE[one] for one in checked.examined.active}
        yield Fact(
            ACTIVE,
            f"Ja, er zit {' en '.join(sorted(words))} in. Een overeenkomst van het "
            "portaal heeft dat nooit. Open dit bestand liever niet.",
        )


def unknowns_of(checked: Checked) -> Iterator[str]:
    """Give what could not be established."""
    signatures = checked.examined.signatures
    good = [one for one in signatures if one.is_good]
    if good:
        yield PERSON
        yield OWN_AUTHORITY
    if len(good) < len(signatures):
        yield STRANGERS
    if any(one.proven_at is None for one in good):
        yield NO_TIME
    if documents.has_built_in_timestamps() and any(one.proven_at for one in good):
        yield TRYOUT
    kept = checked.kept
    is_letter = kept is not None and kept.kind == FileKind.LETTER
    if checked.likeness is Likeness.UNKNOWN and not is_letter:
        yield NOT_COMPARED
    if signatures and (kept is None or kept.signing_round is None):
        yield NO_GROUNDS
    if any(signatures_on_paper(checked)):
        yield ON_PAPER


def _missing(checked: Checked) -> Iterator[Fact]:
    missing = [
        finding.sentence.removeprefix("Nog niet geplaatst: ").removesuffix(".")
        for finding in checked.examined.findings
        if finding.sentence.startswith("Nog niet geplaatst: ")
    ]
    if not missing:
        return
    on_paper = {
        f"Handtekening namens {one.organisation}"
        for one in signatures_on_paper(checked)
    }
    away = [label for label in missing if label not in on_paper]
    yield Fact(MISSING, f"Ja: {' en '.join(away)}." if away else SET_ON_PAPER)


def _changed(checked: Checked) -> str:
    if not checked.examined.signatures:
        if checked.is_kept:
            return "Nee. Het is gelijk aan het bestand dat het portaal bewaart."
        return "Dat is niet te zeggen: er staat geen handtekening in."
    if checked.examined.is_good:
        return "Nee. Na de laatste handtekening is er niets veranderd."
    if not all(seal.is_intact for seal in checked.examined.seals):
        return "Ja. Er is iets veranderd nadat er was getekend."
    wrong = [
        finding.sentence
        for finding in checked.examined.findings
        if finding.weight is Weight.WRONG
    ]
    return f"Ja, of het is niet te zeggen. {' '.join(wrong)}"


def _said(checked: Checked) -> str:
    if checked.likeness is Likeness.OTHER:
        return OTHER
    return SAME if checked.is_kept else SAME_ALOUD


def _known(checked: Checked) -> str:
    if checked.kept is None:
        return "Nee. Het portaal heeft dit bestand niet gemaakt, of bewaart het niet."
    if checked.is_kept:
        return "Ja. Het portaal bewaart precies dit bestand."
    return (
        "Voor een deel. Het begint met een bestand dat het portaal bewaart, maar "
        f"daarachter zijn {checked.added} tekens toegevoegd die het portaal niet kent."
    )
