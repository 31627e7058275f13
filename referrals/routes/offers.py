"""Other offers for young children that partners know of: a list to begin with.

Only what the sources say is filled in; the partners add ages, people and money.
"""

from dataclasses import dataclass
from typing import Final

GOAB_2026: Final = "GOAB 2026"
GOAB_2023: Final = "GOAB 2023"
ACTIZ_2024: Final = "ActiZ 2024"


@dataclass(frozen=True, slots=True)
class KnownOffer:
    """An offer beside preschool, and where it was seen."""

    name: str
    source: str
    age: str = ""
    referrer: str = ""
    provider: str = ""
    funding: str = ""
    seen_in: str = ""


OFFERS: Final = (
    KnownOffer("BoekStart en BoekStartcoach", GOAB_2026),
    KnownOffer(
        "Thuis in Taal (proef, partnerschap met ouders)",
        GOAB_2026,
    ),
    KnownOffer(
        "Bijeenkomsten voor een bepaalde groep, zoals Somalische ouders", GOAB_2026
    ),
    KnownOffer("Centering Parenting", GOAB_2026),
    KnownOffer("Ouderbijeenkomsten", GOAB_2026),
    KnownOffer(
        "Coaching op de werkvloer", GOAB_2023, seen_in="Krimpenerwaard, Lelystad"
    ),
    KnownOffer("Peuter-IB'er", GOAB_2023, seen_in="Zaanstad"),
    KnownOffer(
        "PeuterPlus of individuele begeleiding",
        GOAB_2023,
        seen_in="Utrecht, Den Bosch, Haarlem",
    ),
    KnownOffer("Plusgroepen", GOAB_2023, seen_in="Rotterdam"),
    KnownOffer("Verkleinde groepen", GOAB_2023, seen_in="Katwijk"),
    KnownOffer("Schakelfunctionaris", GOAB_2023, seen_in="Culemborg"),
    KnownOffer("GGD of jeugdverpleegkundige op locatie", GOAB_2023, seen_in="Waalwijk"),
    KnownOffer(
        "Zorg-adviesteam voor de voorschool (V-ZAT)",
        GOAB_2023,
        seen_in="Ridderkerk, Enkhuizen, Hollands Kroon, Heerlen",
    ),
    KnownOffer("Stroomschema's", GOAB_2023, seen_in="Oss, Ommen"),
    KnownOffer(
        "Zorgpartners op de VE-groep (“Kom Erbij”)",
        GOAB_2023,
        referrer="JGZ, na indicering",
        seen_in="Alphen aan den Rijn",
    ),
    KnownOffer(
        "Peuteropvang Plus: zorg in de eigen omgeving", GOAB_2023, seen_in="Heerlen"
    ),
    KnownOffer("Dreumesarrangement", GOAB_2023, age="18 tot 30 maanden"),
    KnownOffer("Vliegende brigade: een team van kernpartners", GOAB_2023),
    KnownOffer("Kind-coach en manager zorg", GOAB_2023),
    KnownOffer("VoorZorg", ACTIZ_2024),
    KnownOffer("Stevig Ouderschap", ACTIZ_2024),
    KnownOffer("Toeleiding VVE", ACTIZ_2024),
    KnownOffer("Nu Niet Zwanger", ACTIZ_2024),
)
