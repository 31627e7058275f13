"""What a program must know of a published quarter: DCAT as JSON, in plain words."""

from typing import Any, Final

from monitoring.queries.figure_sheets import COLUMNS
from monitoring.queries.released import Released
from vve_portal.accounts.models import Organisation

LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"
GEMEENTE: Final = "https://identifier.overheid.nl/tooi/id/gemeente/gm"
NOT_COMPARABLE: Final = (
    "Gemeenten bepalen zelf welke kinderen tot de doelgroep horen. Vergelijk gemeenten"
    " daarom niet zomaar."
)


def metadata_of(
    released: Released, town: Organisation, *, issued: str, address: str
) -> dict[str, Any]:
    """Describe the file with the figures of a quarter; `address` is where it is."""
    quarter = released.quarter
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "csvw": "http://www.w3.org/ns/csvw#",
        },
        "@type": "dcat:Dataset",
        "dct:identifier": f"{town.cbs_code}-vve-{quarter.code}",
        "dct:title": f"Voorschoolse educatie in {town.name}, {quarter.name}",
        "dct:description": (
            "Cijfers over de toeleiding naar voorschoolse educatie. "
            f"{released.explanation} {NOT_COMPARABLE}"
        ),
        "dct:language": "nl",
        "dct:license": LICENCE,
        "dct:publisher": town.name,
        "dct:issued": issued,
        "dct:temporal": {
            "dcat:startDate": quarter.starts_on.isoformat(),
            "dcat:endDate": quarter.ends_on.isoformat(),
        },
        "dct:spatial": f"{GEMEENTE}{town.cbs_code.removeprefix('GM').lower()}",
        "dcat:theme": "voorschoolse educatie",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": address,
                "dcat:mediaType": "text/csv",
                "csvw:dialect": {"delimiter": ";", "encoding": "utf-8"},
            }
        ],
        "csvw:columns": [
            {"csvw:name": name, "dct:description": meaning} for name, meaning in COLUMNS
        ],
    }
