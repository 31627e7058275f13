"""What is wrong with the content of a clause, as a sentence per field."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models

from agreements.areas import AREA_NUMBERS, Wpo160Topic
from agreements.models import Agreement
from agreements.models.vocabulary import (
    Funding,
    IndicatorCode,
    Kind,
    Lead,
    Operator,
    Responsible,
)
from agreements.services.clause_content import (
    KINDS_WITH_MONEY,
    TEXTS,
    ClauseContent,
    LineContent,
    Settlement,
    sources_of,
)
from agreements.terms import fill
from vve_portal.documents.letters import missing_letters

# Wide enough for any agreement; beyond them there is no next or previous year to offer.
YEARS: Final = range(2000, 2101)
WITHIN_YEARS: Final = "Kies een jaar van 2000 tot en met 2100."
LARGEST_NUMBER: Final = Decimal("9999999.99")
LARGEST_AMOUNT: Final = Decimal("999999999.99")
MOST_MINUTES: Final = 100_000
LONGEST: Final[dict[str, int]] = {
    "title": 200,
    "executing_role": 120,
    "indicator": 200,
    "norm_unit": 60,
    "frequency": 120,
    "evidence": 300,
}
LONGEST_ACTIVITY: Final = 200
LONGEST_UNIT: Final = 60
LINES_NEED_PLUS: Final = (
    "Alleen bij plus-inzet horen begrotingsregels. "
    "Haal de regels weg, of kies plus-inzet als soort."
)
KNOWN: Final[dict[str, tuple[type[models.TextChoices], str]]] = {
    "lead": (Lead, "Kies wie de trekker is: de gemeente of de JGZ."),
    "funding": (Funding, "Kies een financieringsbron uit de lijst."),
    "indicator_code": (IndicatorCode, "Kies een indicator uit de lijst."),
    "norm_operator": (Operator, "Kies “ten minste”, “hooguit” of “precies”."),
    "wpo_topic": (Wpo160Topic, "Kies een onderwerp uit de lijst."),
}

Faults = Iterator[tuple[str, str]]


def refuse_faults(
    content: ClauseContent, *, chapter: int, agreement: Agreement
) -> None:
    """Raise ValidationError with a Dutch sentence per field that won't do."""
    faults: dict[str, list[str]] = {}
    for field, sentence in faults_of(content, chapter=chapter, agreement=agreement):
        faults.setdefault(field, []).append(sentence)
    if faults:
        raise ValidationError(faults)


def faults_of(content: ClauseContent, *, chapter: int, agreement: Agreement) -> Faults:
    """Yield what is wrong, as field and sentence."""
    yield from _faults_of_texts(content, agreement)
    yield from _faults_of_letters(content)
    yield from _faults_of_choices(content)
    yield from _faults_of_kind(content, chapter)
    yield from _faults_of_norm(content)
    yield from _faults_of_dates(content)
    yield from _faults_of_money(content)


def _faults_of_texts(content: ClauseContent, agreement: Agreement) -> Faults:
    if not content.title:
        yield "title", "Geef de afspraak een titel."
    if not content.source_text:
        yield "source_text", "Schrijf de tekst van de afspraak."
    for name, longest in LONGEST.items():
        if len(getattr(content, name)) > longest:
            yield name, f"Maak dit korter: hooguit {longest} tekens."
    for name, source in sources_of(content):
        try:
            filled = fill(source, agreement)
        except ValueError as error:
            yield name, str(error)
            continue
        if name in LONGEST and len(source) <= LONGEST[name] < len(filled):
            yield name, "Met de variabelen ingevuld is dit te lang. Maak het korter."


def _faults_of_letters(content: ClauseContent) -> Faults:
    """Refuse what the document cannot show, before it stands in the way of signing."""
    for name in TEXTS:
        letters = missing_letters(getattr(content, name))
        if letters:
            yield name, _refusal_of(letters)
    for number, line in enumerate(content.lines, 1):
        letters = missing_letters(f"{line.activity}{line.unit}")
        if letters:
            yield "lines", f"Regel {number}: {_refusal_of(letters)}"


def _refusal_of(letters: str) -> str:
    shown = " ".join(f"“{letter}”" for letter in letters)
    return f"Haal weg wat niet in het document kan staan: {shown}."


def _faults_of_choices(content: ClauseContent) -> Faults:
    for name, (choices, sentence) in KNOWN.items():
        value = getattr(content, name)
        if value and value not in choices:
            yield name, sentence


def _faults_of_kind(content: ClauseContent, chapter: int) -> Faults:
    if content.kind not in Kind:
        yield "kind", "Kies de soort van de afspraak."
        return
    is_provision = content.kind == Kind.PROVISION
    if is_provision and chapter in AREA_NUMBERS:
        yield (
            "kind",
            "Kies basispakket, plus-inzet, gemeentelijk, derde of nog bespreken.",
        )
    if not is_provision and chapter not in AREA_NUMBERS:
        yield "kind", "In het algemeen deel en de bijlagen staan alleen bepalingen."
    if is_provision:
        return
    if content.responsible not in Responsible:
        yield "responsible", "Kies wie verantwoordelijk is."
    if content.responsible == Responsible.JOINT and not content.lead:
        yield "lead", "Kies wie de trekker is van deze gezamenlijke afspraak."


def _faults_of_norm(content: ClauseContent) -> Faults:
    if content.norm_operator and content.norm_value is None:
        yield "norm_value", "Vul de waarde van de norm in."
    if content.norm_value is not None and not content.norm_operator:
        yield "norm_operator", "Kies of de norm ten minste, hooguit of precies geldt."
    if content.norm_value is not None and abs(content.norm_value) > LARGEST_NUMBER:
        yield "norm_value", "Vul een kleiner getal in als norm."
    if content.norm_operator and not (content.indicator or content.indicator_code):
        yield "indicator", "Noem de indicator waar deze norm bij hoort."


def _faults_of_dates(content: ClauseContent) -> Faults:
    for name, day in (("starts_on", content.starts_on), ("ends_on", content.ends_on)):
        if day and day.year not in YEARS:
            yield name, WITHIN_YEARS
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        yield "ends_on", "Kies een einddatum op of na de begindatum."


def _faults_of_money(content: ClauseContent) -> Faults:
    hours = content.hours_per_year
    if hours is not None and not 0 <= hours <= LARGEST_NUMBER:
        yield "hours_per_year", "Vul de uren per jaar in als getal vanaf 0."
    if content.lines and content.kind not in KINDS_WITH_MONEY:
        yield "lines", LINES_NEED_PLUS
    for number, line in enumerate(content.lines, start=1):
        for sentence in _faults_of_line(line):
            yield "lines", f"Regel {number}: {sentence}"


def _faults_of_line(line: LineContent) -> Iterator[str]:
    if not line.activity:
        yield "noem de activiteit."
    if len(line.activity) > LONGEST_ACTIVITY:
        yield f"houd de activiteit korter dan {LONGEST_ACTIVITY} tekens."
    if len(line.unit) > LONGEST_UNIT:
        yield f"houd de eenheid korter dan {LONGEST_UNIT} tekens."
    if line.funding not in Funding:
        yield "kies de bron van het geld."
    if line.settlement not in Settlement:
        yield "kies een vast bedrag of prijs keer aantal."
    if line.settlement == Settlement.PRICE_TIMES_QUANTITY and not (
        line.quantity and line.minutes_per_unit and line.rate
    ):
        yield "vul aantal, minuten per eenheid en tarief in."
    if line.settlement == Settlement.LUMPSUM and not line.amount:
        yield "vul het bedrag per jaar in."
    if any(number < 0 for number in _numbers_of(line)):
        yield "gebruik geen getallen onder nul."
    if _is_too_large(line):
        yield "vul kleinere getallen in."


def _numbers_of(line: LineContent) -> tuple[Decimal | int, ...]:
    numbers = (
        line.quantity,
        line.minutes_per_unit,
        line.rate,
        line.hours,
        line.amount,
    )
    return tuple(number for number in numbers if number is not None)


def _is_too_large(line: LineContent) -> bool:
    amounts = (line.quantity, line.rate, line.hours)
    return (
        any(number is not None and number > LARGEST_NUMBER for number in amounts)
        or line.amount > LARGEST_AMOUNT
        or (line.minutes_per_unit or 0) > MOST_MINUTES
    )


def require_reason(reason: str, sentence: str) -> str:
    """Return the reason, tidied; raise ValidationError when there is none."""
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": sentence})
    return kept
