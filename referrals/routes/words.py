"""How terms, ages and conditions of a route read in Dutch."""

from typing import Final

from referrals.routes.definition import Needs, Outcome, Step, choosers
from referrals.states import FACT_LABELS, FACT_VALUES, Fact
from vve_portal.accounts.roles import Role

DAYS_PER_WEEK: Final = 7
DAYS_PER_MONTH: Final = 30
DAYS_PER_YEAR: Final = 365
MONTHS_PER_YEAR: Final = 12
TWO: Final = 2
_AGES: Final = tuple(FACT_VALUES[Fact.AGE])
_FROM_AGE: Final[dict[str, str]] = {
    "test_age": "vanaf 11 maanden",
    "start_age": "vanaf de startleeftijd",
    "half_past_three": "vanaf drieënhalf jaar",
    "four": "op vier jaar",
}
# Each age with all that come after it.
_SINCE: Final = {_AGES[_AGES.index(age) :]: told for age, told in _FROM_AGE.items()}
_CONDITIONS: Final[dict[tuple[Fact, tuple[str, ...]], str]] = {
    (Fact.CONSENT, ("yes",)): "met toestemming van ouders",
    (Fact.CONSENT, ("not_asked", "no")): "zolang er geen toestemming is",
    (Fact.ATTEMPTS, ("3",)): "na 3 pogingen langs 2 kanalen",
    (Fact.LOCATION, ("known",)): "met een voorkeurslocatie",
    (Fact.LOCATION, ("unknown",)): "zolang er geen voorkeurslocatie is",
}


def term_in_words(days: int | None) -> str:
    """Write "14 dagen", "4 weken" or "2 jaar"."""
    if not days:
        return "geen termijn"
    if days % DAYS_PER_YEAR == 0:
        return f"{days // DAYS_PER_YEAR} jaar"
    if days % DAYS_PER_WEEK == 0 and days >= TWO * DAYS_PER_WEEK:
        return f"{days // DAYS_PER_WEEK} weken"
    if days % DAYS_PER_MONTH == 0 and days >= TWO * DAYS_PER_MONTH:
        return f"{days // DAYS_PER_MONTH} maanden"
    return f"{days} dagen" if days > 1 else "1 dag"


def age_in_words(months: int) -> str:
    """Write "14 maanden", "2 jaar" or "3 jaar en 6 maanden"."""
    years, rest = divmod(months, MONTHS_PER_YEAR)
    in_months = f"{rest} maanden" if rest != 1 else "1 maand"
    if years < TWO:
        return f"{months} maanden" if months != 1 else "1 maand"
    return f"{years} jaar en {in_months}" if rest else f"{years} jaar"


def window_in_words(from_months: int | None, to_months: int | None) -> str:
    """Write "14 tot 18 maanden", "vanaf 2 jaar" or nothing."""
    if from_months is None and to_months is None:
        return ""
    if from_months is None:
        return f"tot {age_in_words(to_months or 0)}"
    if to_months is None:
        return f"vanaf {age_in_words(from_months)}"
    if from_months == 0:
        return f"0 tot {age_in_words(to_months)}"
    first, last = age_in_words(from_months), age_in_words(to_months)
    if first.split()[1:] == last.split()[1:]:
        first = first.split()[0]
    return f"{first} tot {last}"


def needs_in_words(needs: Needs) -> str:
    """Write under which conditions an outcome may be chosen."""
    return ", ".join(_need(fact, values) for fact, values in needs.items())


def _need(fact: Fact, values: tuple[str, ...]) -> str:
    if fact is Fact.AGE and values in _SINCE:
        return _SINCE[values]
    if (fact, values) in _CONDITIONS:
        return _CONDITIONS[fact, values]
    named = " of ".join(FACT_VALUES[fact].get(one, one) for one in values)
    return f"als {FACT_LABELS[fact]} is: {named}"


def roles_in_words(roles: tuple[Role, ...]) -> str:
    """Write "Jeugdverpleegkundige of VVE-coördinator"."""
    labels = [role.label for role in roles]
    if len(labels) < TWO:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} of {labels[-1]}"


def choosers_in_words(outcome: Outcome, step: Step | None) -> str:
    """Write who may choose an outcome: its own roles, or else the step's owner."""
    return roles_in_words(choosers(outcome, step)) or "niemand"
