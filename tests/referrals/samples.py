"""Files as people send them: tables in CSV, XLSX and ODS, and the register (LRK)."""

import io
import zipfile
from collections.abc import Sequence
from typing import Final

from referrals.tables.writing import Format, Sheet, write_table

Cells = Sequence[str]

REGISTER_HEADER: Final = (
    "lrk_id;type_oko;opc;actuele_naam_oko;aantal_kindplaatsen;ve;status;"
    "inschrijfdatum;opvanglocatie_adres;opvanglocatie_postcode;"
    "opvanglocatie_woonplaats;bag_id;naam_houder;kvk_nummer_houder;"
    "vestigingsnummer_houder;rechtsvorm_houder;start_geschillencommissie;"
    "einde_geschillencommissie;houder_adres;houder_postcode;houder_woonplaats;"
    "houder_buitenland;correspondentie_adres;correspondentie_postcode;"
    "correspondentie_woonplaats;correspondentie_buitenland;contact_persoon;"
    "contact_telefoon;contact_emailadres;contact_website;cbs_code;"
    "verantwoordelijke_gemeente;gastouderbureau_1;gastouderbureau_2;lrk_url"
)
CONTACT: Final = "mevrouw Contactpersoon"
DELIVERY_HEADER: Final = (
    "trajectcode",
    "geboortemaand",
    "wijkcode",
    "route",
    "toestand",
    "datum_gebeurtenis",
    "locatie_lrk_id",
    "uren_per_week",
    "reden_code",
)


def as_csv(
    rows: Sequence[Cells], *, separator: str = ";", encoding: str = "utf-8"
) -> bytes:
    """Return rows, the header first, as a CSV file."""
    lines = [separator.join(row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def as_file(form: Format, rows: Sequence[Cells]) -> bytes:
    """Return rows, the header first, as a file of any form."""
    return write_table(form, Sheet("Gegevens", rows[0], rows[1:]))


def register_row(**cells: str) -> str:
    """Return a line of the register: a preschool in municipality 0758."""
    values = {
        "lrk_id": "212345678",
        "type_oko": "KDV",
        "opc": "Nee",
        "actuele_naam_oko": "De Rietvink",
        "aantal_kindplaatsen": "48",
        "ve": "Ja",
        "status": "Ingeschreven",
        "inschrijfdatum": "01-08-2019",
        "opvanglocatie_adres": "Waterlaan 1",
        "opvanglocatie_postcode": "4811AB",
        "opvanglocatie_woonplaats": "Waterrijk",
        "bag_id": "0758010000012345",
        "naam_houder": "Stichting Kindwerk",
        "kvk_nummer_houder": "20123456",
        "contact_persoon": f"'{CONTACT}'",
        "contact_telefoon": "'076-5550100'",
        "contact_emailadres": "'info@kindwerk.example'",
        "cbs_code": "0758",
        "verantwoordelijke_gemeente": "Waterrijk",
        **cells,
    }
    return ";".join(values.get(name, "") for name in REGISTER_HEADER.split(";"))


def register_file(*rows: str, header: str = REGISTER_HEADER) -> bytes:
    """Return the register with these lines, as the site sends it."""
    return "\r\n".join([header, *rows, ""]).encode("utf-8-sig")


def zip_with(parts: dict[str, bytes]) -> bytes:
    """Return a zip file that looks like a workbook from the outside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
