"""Annex E of an agreement: the definitions of its indicators."""

from agreements.annexes import AnnexRequest, AnnexTable
from monitoring.definitions import INDICATORS


def annex_tables(request: AnnexRequest) -> tuple[AnnexTable, ...]:
    """Return the definitions of these indicators as the second table of annex E."""
    rows = tuple(
        (
            f"{code.value} {indicator.name}",
            indicator.numerator,
            indicator.denominator,
            indicator.moment,
        )
        for code, indicator in INDICATORS.items()
        if code in request.indicator_codes
    )
    if not rows:
        return ()
    columns = ("Indicator", "Teller", "Noemer", "Wanneer")
    return (AnnexTable("Definities van de indicatoren met een code", columns, rows),)
