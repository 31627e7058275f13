"""Numbers as Dutch readers write them: € 93.300, 1.244, 90,5 and 88%."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"

_DUTCH: Final = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,[0-9]+)?")
# A dot before one or two last digits can only be meant as a decimal comma.
_POINT: Final = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,2}")


def parse_decimal(text: str) -> Decimal | None:
    """Read "1.250,50", "€ 75,-" or "90.5"; None when it is no clear number."""
    compact = re.sub(r"[\s€]", "", text).removesuffix(",-")
    if _POINT.fullmatch(compact):
        return Decimal(compact)
    if _DUTCH.fullmatch(compact):
        return Decimal(compact.replace(".", "").replace(",", "."))
    return None


def decimal_number(value: Decimal | float, decimals: int | None = None) -> str:
    """Write "1.244" or "90,5"; without `decimals` no more digits than there are."""
    number = Decimal(str(value))
    if decimals is None:
        text = f"{number:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        step = Decimal(1).scaleb(-decimals)
        text = f"{number.quantize(step, ROUND_HALF_UP):,f}"
    return text.translate(str.maketrans(",.", ".,"))


def euro(value: Decimal | float) -> str:
    """Write "€ 93.300", or "€ 1.250,50" when there are cents."""
    cents = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    decimals = 0 if cents == cents.to_integral_value() else 2
    sign = "-" if cents < 0 else ""
    return f"{sign}€{NO_BREAK_SPACE}{decimal_number(abs(cents), decimals)}"


def percentage(part: float, whole: float) -> str:
    """Write "88%", rounded half up; empty when there is nothing to divide by."""
    if not whole:
        return ""
    share = Decimal(str(part)) * 100 / Decimal(str(whole))
    return f"{share.quantize(Decimal(1), ROUND_HALF_UP)}%"


def hash_groups(digest: str) -> str:
    """Write a hash in groups of four, so that people can compare it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
