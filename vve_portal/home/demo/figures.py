"""The figures of the demo: public numbers, delivered totals, counts and releases."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from monitoring.models import PublicNumber, Quarter
from monitoring.services.counting import count_quarter
from monitoring.services.delivering import deliver
from monitoring.services.public_numbers import Numbers, note_public_numbers
from monitoring.services.release_work import make_release
from monitoring.services.releasing import ask_for_release
from monitoring.services.totals import Total, enter_total
from vve_portal.accounts.models import User
from vve_portal.home.demo.chain import Scene

# Children from two and a half until four, and what CBS thinks is the target group.
IN_TOWN: Final = 1140
ESTIMATE: Final = 290
UNDER_FOUR: Final = 3050
SHARES: Final = {
    "Centrum": 194,
    "Noord": 285,
    "Oost": 228,
    "Zuid": 217,
    "West": 194,
    "Polder": 22,
}
SOURCE: Final = "Telling van de gemeente (verzonnen)"
FROM_FILE: Final = "Jaaroverzicht van de JGZ (verzonnen)"


def at(day: date, hour: int = 10) -> datetime:
    """Return a moment of office hours on a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001 - made aware around it


def note_town(scene: Scene, years: set[int], actor: User) -> None:
    """Note how many children live in each part of town, per year."""
    codes = {name: one.code for name, one in scene.neighbourhoods.items()}
    by_wijk = {codes[name]: number for name, number in SHARES.items()}
    for year in sorted(years):
        for kind, numbers in (
            (PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS, {"": IN_TOWN, **by_wijk}),
            (PublicNumber.Kind.CHILDREN_UNDER_FOUR, {"": UNDER_FOUR}),
            (PublicNumber.Kind.TARGET_ESTIMATE, {"": ESTIMATE}),
        ):
            note_public_numbers(
                partnership=scene.partnership,
                numbers=Numbers(kind, year, numbers, date(year, 1, 1), SOURCE),
                actor=actor,
                now=at(date(year, 1, 20)),
            )


def type_totals(quarter: Quarter, place: int, *, actor: User, day: date) -> None:
    """Type in what trajectories cannot tell, a little better every quarter."""
    for code, numerator, denominator in (
        ("IND-01", 168 + 2 * place, 182 + place),
        ("IND-25", 310 + 9 * place, 412),
        ("IND-28", 21 + place, 26),
    ):
        total = Total(
            code=code,
            numerator=Decimal(numerator),
            denominator=Decimal(denominator),
            source=FROM_FILE,
        )
        enter_total(quarter=quarter, total=total, actor=actor, now=at(day))


def deliver_places(
    quarter: Quarter, scene: Scene, *, left_out: int, people: Mapping[str, User]
) -> None:
    """Let the JGZ and the preschools say that all is in, but for the last few."""
    now = at(quarter.ends_on + timedelta(days=9))
    coordinator = people["ilse@dedelta.example"]
    deliver(quarter=quarter, location=None, actor=coordinator, now=now)
    for location in scene.locations[: len(scene.locations) - left_out]:
        contact = people[scene.contacts[location.pk]]
        deliver(quarter=quarter, location=location, actor=contact, now=now)


def count_and_release(quarter: Quarter, actor: User, day: date) -> None:
    """Count a quarter and release its figures on a day, as the worker would."""
    moment = at(day, 11)
    count_quarter(quarter=quarter, actor=actor, now=moment)
    ask_for_release(quarter=quarter, actor=actor, now=moment)
    make_release(
        quarter_pk=quarter.pk,
        partnership=quarter.partnership,
        now=moment + timedelta(minutes=1),
    )
