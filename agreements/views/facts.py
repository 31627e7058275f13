"""What is known of a version of a clause besides its text, in words for a reader."""

from agreements.models import ClauseVersion
from agreements.views.outline import norm_of, responsible_of
from vve_portal.ui.dates import long_date
from vve_portal.ui.numbers import decimal_number

Fact = tuple[str, str]


def facts_of_version(version: ClauseVersion, *, source: str = "") -> list[Fact]:
    """Return what the parties agree to besides the text, leaving out what is empty."""
    measure = (version.indicator, norm_of(version))
    kind = str(version.get_kind_display()) if version.responsible else ""
    facts = [
        ("Wie", responsible_of(version)),
        ("Uitvoering door", version.executing_role),
        ("Soort", kind),
        ("Waarom deze soort", version.kind_reason),
        *_money_of(version),
        ("Meten", ", ".join(filter(None, measure))),
        ("Hoe vaak", version.frequency),
        ("Geldt", _term_of(version)),
        ("Bewijsstuk", version.evidence),
        ("Artikel 160 WPO", str(version.get_wpo_topic_display())),
        ("Herkomst", source),
    ]
    return [(term, value) for term, value in facts if value]


def _money_of(version: ClauseVersion) -> list[Fact]:
    if version.lines.all():
        return []  # the table of lines says both
    hours = version.hours_per_year
    return [
        ("Uren per jaar", "" if hours is None else f"{decimal_number(hours)} uur"),
        ("Bron van het geld", str(version.get_funding_display())),
    ]


def _term_of(version: ClauseVersion) -> str:
    parts = (
        ("vanaf", version.starts_on),
        ("tot en met", version.ends_on),
    )
    return " ".join(f"{word} {long_date(day)}" for word, day in parts if day)
