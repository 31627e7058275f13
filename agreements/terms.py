"""The variables in clause texts: which there are and how they are filled.

A text holds `{name}`; the agreement holds the values that differ from the default.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from agreements.areas import Chapter
from agreements.models import Agreement
from vve_portal.ui.dates import long_date

VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
LONGEST_VALUE: Final = 60
HIGHEST_NUMBER: Final = 9999


@dataclass(frozen=True, slots=True)
class Term:
    """A local choice that clause texts use: a number, or words such as "twee weken"."""

    key: str
    label: str
    default: str
    chapter: Chapter
    kind: Literal["number", "words"] = "words"

    @property
    def help(self) -> str:
        """What to fill in, as a sentence."""
        if self.kind == "number":
            return f"Vul een heel getal in. Gebruikelijk is {self.default}."
        return f"Schrijf het zoals het in de zin komt. Gebruikelijk is: {self.default}."


_ROLES, _INFORMATION, _PROCESSES, _REACH = (
    Chapter.ROLES,
    Chapter.INFORMATION,
    Chapter.PROCESSES,
    Chapter.REACH,
)
_QUALITY, _MEETINGS, _MONITORING = (
    Chapter.QUALITY,
    Chapter.MEETINGS,
    Chapter.MONITORING,
)

TERMS: Final[tuple[Term, ...]] = (
    Term(
        "antwoordtermijn",
        "Gemeente beantwoordt vragen binnen",
        "vijf werkdagen",
        _ROLES,
    ),
    Term(
        "datum_indeling",
        "Indeling basispakket en plus-inzet gereed vóór",
        "1 november",
        _ROLES,
    ),
    Term(
        "datum_doelgroep", "Doelgroepdefinitie gedeeld uiterlijk", "1 oktober", _ROLES
    ),
    Term(
        "meldtermijn_tekort",
        "JGZ meldt personeelstekort binnen",
        "twee weken",
        _ROLES,
    ),
    Term(
        "besluittermijn_tekort",
        "Besluit bij personeelstekort binnen",
        "vier weken",
        _ROLES,
    ),
    Term(
        "terugmeldtermijn",
        "Voorschool meldt terug binnen",
        "vijf werkdagen",
        _INFORMATION,
    ),
    Term("meldtermijn_datalek", "Datalek melden binnen", "24 uur", _INFORMATION),
    Term(
        "ondergrens",
        "Aantallen worden niet getoond onder",
        "5",
        _INFORMATION,
        kind="number",
    ),
    Term(
        "leeftijd_toets",
        "Toets op de leeftijd van (maanden)",
        "14",
        _PROCESSES,
        kind="number",
    ),
    Term(
        "leeftijd_toets_gereed",
        "Toets gereed op de leeftijd van (maanden)",
        "15",
        _PROCESSES,
        kind="number",
    ),
    Term(
        "termijn_zorgpad",
        "VVE-zorgpad aangemaakt binnen",
        "vijf werkdagen",
        _PROCESSES,
    ),
    Term(
        "zorgoverleg_per_jaar",
        "Overleg over zorgen per locatie, aantal keer per jaar",
        "vier",
        _PROCESSES,
    ),
    Term("adviestermijn", "Advies na observatie binnen", "tien werkdagen", _PROCESSES),
    Term("startleeftijd", "Startleeftijd VE", "2 jaar en 6 maanden", _REACH),
    Term(
        "uren_per_week",
        "Aanbod VE in uren per week",
        "16",
        _REACH,
        kind="number",
    ),
    Term("controletermijn", "Aanmelding gecontroleerd na", "twee weken", _REACH),
    Term("termijn_toeleiding", "Team toeleiding ingezet na", "vier weken", _REACH),
    Term(
        "termijn_effect_toeleiding",
        "Toeleiding leidt tot aanmelding binnen",
        "zes weken",
        _REACH,
    ),
    Term("wachttijd", "Langste wachttijd voor een plaats", "vier weken", _REACH),
    Term(
        "leeftijd_spel_aan_huis",
        "Toeleiding naar Spel aan huis rond (maanden)",
        "18",
        _REACH,
        kind="number",
    ),
    Term("aantal_boekjes", "Boekjes in de eerste vier jaar", "zes", _REACH),
    Term(
        "inwerktermijn", "Nieuwe ketenpartners ingewerkt binnen", "vier weken", _QUALITY
    ),
    Term("voortgangsoverleg_elke", "Voortgangsoverleg elke", "drie weken", _MEETINGS),
    Term(
        "termijn_kwartaaloverleg",
        "Kwartaaloverleg na kwartaaleinde binnen",
        "zeven weken",
        _MEETINGS,
    ),
    Term(
        "werkgroep_per_jaar",
        "Werkgroep VVE, aantal keer per jaar",
        "vier tot zes",
        _MEETINGS,
    ),
    Term(
        "termijn_stukken",
        "Stukken vóór een overleg beschikbaar",
        "vijf werkdagen",
        _MEETINGS,
    ),
    Term(
        "termijn_acties",
        "Actie komt op de agenda als zij te laat is",
        "vier weken",
        _MEETINGS,
    ),
    Term(
        "aantal_overleggen",
        "Knelpunt schaalt op na dit aantal overleggen",
        "twee",
        _MEETINGS,
    ),
    Term(
        "levertermijn_cijfers",
        "Cijfers aangeleverd na het kwartaal binnen",
        "vijftien werkdagen",
        _MONITORING,
    ),
    Term("evaluatiekwartaal", "Evaluatie in welk kwartaal", "derde", _MONITORING),
    Term("evaluatiedatum", "Evaluatie vastgesteld vóór", "1 november", _MONITORING),
    Term("opzegtermijn", "Opzegtermijn", "zes maanden", Chapter.GENERAL),
    Term(
        "oplostermijn",
        "Ambtelijk overleg over een geschil duurt hooguit",
        "vier weken",
        Chapter.GENERAL,
    ),
)
TERM_BY_KEY: Final[dict[str, Term]] = {term.key: term for term in TERMS}

# What the agreement itself says: the parties, its term and how amounts are indexed.
NAMES: Final[dict[str, str]] = {
    "gemeente": "De naam van de gemeente",
    "jgz": "De naam van de JGZ-organisatie",
    "begindatum": "De dag waarop de overeenkomst ingaat",
    "einddatum": "De laatste dag van de overeenkomst",
    "indexering": "Hoe bedragen worden geïndexeerd",
}
NO_INDEXATION: Final = "Bedragen worden niet geïndexeerd."


def fill(source_text: str, agreement: Agreement) -> str:
    """Return the text with its variables filled in from the agreement.

    Raises ValueError with a Dutch sentence when a variable is unknown or a brace stands
    alone.
    """
    values = values_of(agreement)

    def value_of(found: re.Match[str]) -> str:
        return values[found[1]]

    refuse_unknown(source_text)
    return VARIABLE.sub(value_of, source_text)


def refuse_unknown(source_text: str) -> None:
    """Raise ValueError with a Dutch sentence for a variable that does not exist."""
    for key in variables_in(source_text):
        if key not in TERM_BY_KEY and key not in NAMES:
            message = (
                f"De variabele {{{key}}} bestaat niet. Kies een naam uit de lijst, "
                "of haal de accolades weg."
            )
            raise ValueError(message)
    rest = VARIABLE.sub("", source_text)
    if "{" in rest or "}" in rest:
        message = (
            "Er staat een accolade zonder de andere. "
            "Maak de naam van de variabele af, of haal de accolade weg."
        )
        raise ValueError(message)


def variables_in(*texts: str) -> frozenset[str]:
    """Return the names between braces."""
    return frozenset(name for text in texts for name in VARIABLE.findall(text))


def values_of(agreement: Agreement) -> dict[str, str]:
    """Return the value of every variable in this agreement."""
    partnership = agreement.partnership
    return {
        **{term.key: agreement.terms.get(term.key, term.default) for term in TERMS},
        "gemeente": partnership.municipality.name,
        "jgz": partnership.provider.name,
        "begindatum": long_date(agreement.starts_on),
        "einddatum": long_date(agreement.ends_on),
        "indexering": agreement.indexation or NO_INDEXATION,
    }


def clean_terms(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what differs from the defaults, and a Dutch sentence per wrong value."""
    kept: dict[str, str] = {}
    faults: dict[str, str] = {}
    for key, raw in given.items():
        value = " ".join(raw.split())
        term = TERM_BY_KEY.get(key)
        if term is None:
            faults[key] = f"De variabele {key} bestaat niet."
        elif fault := _fault_of(term, value):
            faults[key] = fault
        elif value != term.default:
            kept[key] = value
    return kept, faults


def _fault_of(term: Term, value: str) -> str:
    if not value:
        return f"Vul iets in bij “{term.label}”. {term.help}"
    if term.kind == "number" and not _is_number(value):
        return f"Vul bij “{term.label}” een heel getal vanaf 1 in."
    if len(value) > LONGEST_VALUE:
        return f"Houd “{term.label}” korter dan {LONGEST_VALUE} tekens."
    if "{" in value or "}" in value:
        return f"Gebruik bij “{term.label}” geen accolades."
    return ""


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= HIGHEST_NUMBER


def changed_variables(
    before: Mapping[str, str], after: Mapping[str, str]
) -> frozenset[str]:
    """Return the names whose value is another one now."""
    return frozenset(key for key in after if before.get(key) != after[key])


def labels_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what the given variables stand for, for a list beside a text field."""
    return {key: NAMES[key] if key in NAMES else TERM_BY_KEY[key].label for key in keys}
