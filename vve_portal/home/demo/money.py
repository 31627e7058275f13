"""What the plus-inzet of the demo costs, and its norms: invented, per clause."""

from decimal import Decimal
from typing import Final, NamedTuple

from agreements.models import BudgetLine
from agreements.models.vocabulary import Funding, Operator
from agreements.services.clauses import LineContent

RATE: Final = Decimal("75.00")


class Norm(NamedTuple):
    """What a figure is held against."""

    operator: Operator
    value: Decimal
    unit: str


NORMS: Final = {
    "G4-01": Norm(Operator.AT_LEAST, Decimal(90), "procent"),
    "G4-04": Norm(Operator.AT_LEAST, Decimal(90), "procent"),
    "G4-05": Norm(Operator.AT_MOST, Decimal(5), "kinderen"),
    "G6-01": Norm(Operator.AT_LEAST, Decimal(90), "procent"),
    "G6-06": Norm(Operator.AT_LEAST, Decimal(80), "procent"),
    "G7-03": Norm(Operator.AT_LEAST, Decimal(90), "procent"),
    "G7-08": Norm(Operator.AT_LEAST, Decimal(95), "procent"),
}


def settled(activity: str, unit: str, minutes: int, quantity: int) -> LineContent:
    """Return a line that is settled by what was done: price times quantity."""
    return LineContent(
        activity=activity,
        settlement=BudgetLine.Settlement.PRICE_TIMES_QUANTITY,
        funding=Funding.SPUK_OAB,
        unit=unit,
        quantity=Decimal(quantity),
        minutes_per_unit=minutes,
        rate=RATE,
    )


def fixed(
    activity: str, hours: int, amount: int, funding: Funding = Funding.SPUK_OAB
) -> LineContent:
    """Return a line with a fixed sum; its hours are for information."""
    return LineContent(
        activity=activity,
        settlement=BudgetLine.Settlement.LUMPSUM,
        funding=funding,
        hours=Decimal(hours),
        amount=Decimal(amount),
    )


LINES: Final[dict[str, tuple[LineContent, ...]]] = {
    "G1-01": (fixed("VVE-coördinatie", 736, 55_200),),
    "G1-07": (fixed("Jeugdverpleegkundigen met specialisme VVE", 120, 9_000),),
    "G3-05": (settled("Zorgoverleg met de voorschool", "overleg", 60, 56),),
    "G3-06": (settled("Observatie op de groep met advies", "observatie", 150, 25),),
    "G3-07": (
        fixed("Overleg over aanvullende ondersteuning", 40, 3_000, Funding.YOUTH_ACT),
    ),
    "G4-03": (settled("Huisbezoek toeleiding", "huisbezoek", 90, 60),),
    "G4-04": (settled("Nabellen en terugkoppelen", "verwijzing", 15, 240),),
    "G4-07": (
        fixed("Toeleiding naar Spel aan huis", 90, 6_750, Funding.PROMISING_START),
    ),
    "G4-08": (
        settled("Voorleesadvies in de spreekkamer", "consult", 5, 1_800),
        fixed("Boekjes voor ouders", 0, 10_800, Funding.LIBRARY),
    ),
    "G5-01": (settled("Scholing van toeleiders", "dagdeel", 240, 4),),
    "G5-05": (fixed("Oudergesprekken over aanmelding", 24, 1_800),),
    "G5-06": (fixed("Beheer van protocollen", 30, 2_250),),
    "G5-07": (settled("Leersessie voor pedagogisch medewerkers", "sessie", 180, 6),),
    "G6-01": (settled("Voortgangsoverleg", "overleg", 60, 17),),
    "G6-02": (settled("Kwartaaloverleg", "overleg", 120, 4),),
    "G6-03": (settled("Werkgroep VVE", "bijeenkomst", 120, 5),),
    "G7-01": (settled("Kwartaalrapportage", "kwartaal", 960, 4),),
    "G7-02": (fixed("Verhalen bij de cijfers", 16, 1_200),),
    "G7-03": (fixed("Verantwoording van plus-inzet", 12, 900),),
    "G7-08": (fixed("Controle van de cijfers", 20, 1_500),),
}
