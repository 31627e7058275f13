"""An article: one clause as it stands, with its codes turned into words."""

from decimal import Decimal
from typing import Any

from agreements.models import BudgetLine, Clause, ClauseVersion
from agreements.models.vocabulary import Responsible
from vve_portal.ui.numbers import decimal_number, euro

WHO = {
    "": "",
    Responsible.MUNICIPALITY: "De gemeente",
    Responsible.JGZ: "De JGZ",
    Responsible.PRESCHOOL: "De voorschool",
    Responsible.THIRD: "Een derde partij",
}
WHO_LEADS = {
    "municipality": "Samen, onder leiding van de gemeente",
    "jgz": "Samen, onder leiding van de JGZ",
}


def current_of(clause: Clause) -> ClauseVersion:
    """Return the version that stands; raises ValueError when there is none."""
    if clause.current is None:
        message = f"Clause {clause.code} has no version."
        raise ValueError(message)
    return clause.current


def article_of(clause: Clause, number: str) -> dict[str, Any]:
    """Return all that a clause says."""
    version = current_of(clause)
    lines = sorted(version.lines.all(), key=lambda line: line.position)
    return {
        **provision_of(clause, number),
        "responsible": responsible_in_words(version),
        "responsible_code": version.responsible,
        "executing_role": version.executing_role,
        "kind": str(version.get_kind_display()),
        "kind_reason": version.kind_reason,
        "indicator": indicator_in_words(version),
        "indicator_code": version.indicator_code,
        "norm": norm_in_words(version),
        "frequency": version.frequency,
        "starts_on": version.starts_on.isoformat() if version.starts_on else "",
        "ends_on": version.ends_on.isoformat() if version.ends_on else "",
        "evidence": version.evidence,
        "hours_per_year": plain(version.hours_per_year),
        "funding": str(version.get_funding_display()) if version.funding else "",
        "budget_lines": [budget_line_of(line, number) for line in lines],
    }


def provision_of(clause: Clause, number: str) -> dict[str, Any]:
    """Return what a clause says when it is text only."""
    version = current_of(clause)
    return {
        "code": clause.code,
        "number": number,
        "version": version.number,
        "title": version.title,
        "text": version.text.strip(),
        "explanation": version.explanation.strip(),
        "wpo_topic": version.wpo_topic,
    }


def responsible_in_words(version: ClauseVersion) -> str:
    """Write who answers for it; a joint clause says who leads."""
    if version.responsible == Responsible.JOINT:
        return WHO_LEADS[version.lead]
    return WHO[version.responsible]


def norm_in_words(version: ClauseVersion) -> str:
    """Write "ten minste 90 procent", or nothing without a norm."""
    if version.norm_value is None:
        return ""
    words = (
        str(version.get_norm_operator_display()),
        decimal_number(version.norm_value),
        version.norm_unit,
    )
    return " ".join(word for word in words if word)


def indicator_in_words(version: ClauseVersion) -> str:
    """Write the indicator, with its code unless the words hold that already."""
    words, code = version.indicator, version.indicator_code
    if not code or code in words:
        return words
    return (
        f"{words} ({code})"
        if words
        else f"{version.get_indicator_code_display()} ({code})"
    )


def budget_line_of(line: BudgetLine, number: str) -> dict[str, Any]:
    """Return one line of money for plus-inzet, with how its amount came about."""
    return {
        "article": number,
        "activity": line.activity,
        "settlement": str(line.get_settlement_display()),
        "calculation": calculation_in_words(line),
        "hours": plain(line.hours),
        "amount": plain(line.amount),
        "source": str(line.get_funding_display()),
    }


def calculation_in_words(line: BudgetLine) -> str:
    """Write how the amount came about."""
    if line.settlement == BudgetLine.Settlement.LUMPSUM:
        return "Vast bedrag; de uren zijn ter informatie"
    quantity = decimal_number(line.quantity or 0)
    times = f"{quantity} × {line.unit}" if line.unit else f"{quantity} keer"
    return (
        f"{times} van {line.minutes_per_unit} minuten, "
        f"tegen {euro(line.rate or 0)} per uur"
    )


def plain(number: Decimal | None) -> str:
    """Write a decimal as text with two decimals; nothing when there is none."""
    return "" if number is None else f"{Decimal(number):.2f}"
