"""What the council's clerk gets: one zip with documents, metadata and checksums."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from agreements.documents.council_letter import council_of
from agreements.documents.public import signed_on
from vve_portal.documents.services import PDF
from vve_portal.ui.dates import local_day

AGREEMENT_FILE: Final = "samenwerkingsovereenkomst.pdf"
LETTER_FILE: Final = "raadsinformatiebrief.pdf"
SUMMARY_FILE: Final = "samenvatting.html"
METADATA_FILE: Final = "metadata.json"
CHECKSUMS_FILE: Final = "sha256sums.txt"
FORMAT: Final = "vve-raadspakket-1"
SOURCE: Final = "VVE-portaal"
HTML: Final = "text/html"
# Title, media type and format as archives call it (PRONOM), by file.
ABOUT: Final[dict[str, tuple[str, str, str, str]]] = {
    LETTER_FILE: ("Raadsinformatiebrief", PDF, "PDF/A-3a, PDF/UA-1", "fmt/479"),
    AGREEMENT_FILE: (
        "Samenwerkingsovereenkomst, versie voor de raad",
        PDF,
        "PDF/A-3a, PDF/UA-1",
        "fmt/479",
    ),
    SUMMARY_FILE: ("Samenvatting op één bladzijde", HTML, "HTML5", "fmt/471"),
}
_READABLE: Final = 0o100644 << 16
_UNIX: Final = 3

Data = dict[str, Any]


def make_packet(
    content: Mapping[str, Any], files: Mapping[str, bytes], *, created: datetime
) -> bytes:
    """Put files by name in a zip, with metadata and checksums; the same every time."""
    described = metadata_of(content, files, created=created)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    everything = {**files, METADATA_FILE: text.encode()}
    everything[CHECKSUMS_FILE] = checksums_of(everything)
    return _zip(everything, on=local_day(created))


def checksums_of(files: Mapping[str, bytes]) -> bytes:
    """Write a line per file as `sha256sum -c` reads it."""
    lines = [f"{_sha256(files[name])}  {name}\n" for name in sorted(files)]
    return "".join(lines).encode()


def metadata_of(
    content: Mapping[str, Any], files: Mapping[str, bytes], *, created: datetime
) -> Data:
    """Return what a council's information system and an archive ask, in their words.

    The names after `mdto` are those of MDTO (Nationaal Archief) as far as they fit.
    """
    council = council_of(content)
    return {
        "formaat": FORMAT,
        "titel": f"Raadsinformatiebrief: {content['title']}",
        "soortStuk": "Raadsinformatiebrief",
        "gevraagd": "Ter kennisname",
        "datum": signed_on(content).isoformat(),
        "afzender": "College van burgemeester en wethouders",
        "gemeente": council.municipality,
        "ondertekendNamensGemeente": {
            "naam": council.signer,
            "functie": council.signer_function,
        },
        "zaaknummer": council.decision,
        "collegebesluit": {
            "kenmerk": council.decision,
            "datum": council.decided_on,
        },
        "openbaarheid": {
            "aanduiding": content["publicity"],
            "grond": content["publicity_ground"],
        },
        "overeenkomst": _agreement(content),
        "mdto": _mdto(content, council.municipality),
        "bestanden": [
            _file(name, files[name], created) for name in ABOUT if name in files
        ],
    }


def _agreement(content: Mapping[str, Any]) -> Data:
    return {
        "kenmerk": content["reference"],
        "versie": content["edition"],
        "partijen": [party["name"] for party in content["parties"]],
        "ingangsdatum": content["starts_on"],
        "einddatum": content["ends_on"],
        "kenmerkVanDeTekst": content["source"]["sha256"],
        "controlecode": content["check"]["code"],
        "controleadres": content["check"]["address"],
    }


def _mdto(content: Mapping[str, Any], municipality: str) -> Data:
    return {
        "identificatie": {
            "identificatieKenmerk": content["reference"],
            "identificatieBron": SOURCE,
        },
        "naam": content["title"],
        "aggregatieniveau": {"begripLabel": "Dossier"},
        "taal": "nl",
        "dekkingInTijd": {
            "dekkingInTijdType": {"begripLabel": "Looptijd van de overeenkomst"},
            "dekkingInTijdBegindatum": content["starts_on"],
            "dekkingInTijdEinddatum": content["ends_on"],
        },
        "event": {
            "eventType": {"begripLabel": "Ondertekening"},
            "eventTijd": signed_on(content).isoformat(),
        },
        "archiefvormer": {"verwijzingNaam": municipality},
        "beperkingGebruik": {
            "beperkingGebruikType": {"begripLabel": content["publicity"]},
            "beperkingGebruikNadereBeschrijving": content["publicity_ground"],
        },
    }


def _file(name: str, content: bytes, created: datetime) -> Data:
    title, media_type, kind, pronom = ABOUT[name]
    return {
        "naam": name,
        "titel": title,
        "mediatype": media_type,
        "omvang": len(content),
        "bestandsformaat": {"begripLabel": kind, "begripCode": pronom},
        "checksum": {
            "checksumAlgoritme": {"begripLabel": "SHA-256"},
            "checksumWaarde": _sha256(content),
            "checksumDatum": created.astimezone(UTC).isoformat(),
        },
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zip(files: Mapping[str, bytes], *, on: date) -> bytes:
    """Nothing is compressed: that would make other bytes with another library."""
    moment = (on.year, on.month, on.day, 0, 0, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, files[name])
    return packed.getvalue()
