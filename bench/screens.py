"""The page on which a quarter is looked at: four released quarters, all of an area."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle, islice
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from agreements.areas import AREA_NUMBERS, Chapter
from agreements.models import Agreement, Clause, ClauseVersion
from agreements.models.vocabulary import IndicatorCode, Responsible
from agreements.models.vocabulary import Kind as ClauseKind
from bench.load import Visitor
from bench.people import as_actor, sign_in
from monitoring.definitions import INDICATORS, Dimension, Indicator
from monitoring.models import Quarter, Release
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job

CLAUSES: Final = 53
GROUPS: Final = 12
# Long ago, so that the quarter which is counted elsewhere stays open.
QUARTERS: Final = ((2025, 1), (2025, 2), (2025, 3), (2025, 4))


def quarter_page(people: list[User], readers: int) -> tuple[list[Visitor], str]:
    """Release four quarters for whom these people work; return readers and address."""
    partnership_pk = min(as_actor(people[0]).partnership_ids)
    partnership = Partnership.objects.get(pk=partnership_pk)
    with scope(scope_of_children_job(partnership)):
        make_agreement(partnership, people[0])
        quarters = [make_quarter(partnership, *one) for one in QUARTERS]
    own = [one for one in people if partnership_pk in as_actor(one).partnership_ids]
    visitors = sign_in(islice(cycle(own), readers))
    path = reverse("monitoring:quarter-area", args=[quarters[-1].pk, Chapter.REACH])
    return visitors, path


def make_quarter(partnership: Partnership, year: int, number: int) -> Quarter:
    """Release every indicator with every breakdown, as a large town has them."""
    now = timezone.now()
    quarter: Quarter
    quarter, _ = Quarter.objects.update_or_create(
        partnership=partnership,
        year=year,
        number=number,
        defaults={
            "opened_at": now,
            "status": Quarter.Status.PROVISIONAL,
            "provisional_at": now,
        },
    )
    Release.objects.get_or_create(
        partnership=partnership,
        quarter=quarter,
        audience=Release.Audience.PARTNER,
        defaults={
            "threshold": 5,
            "status": Release.Status.DONE,
            "asked_at": now,
            "made_at": now,
            "content": content_of(quarter),
        },
    )
    return quarter


def content_of(quarter: Quarter) -> dict[str, Any]:
    """Return what a release holds."""
    rows = [row for one in INDICATORS.values() for row in rows_of(one, quarter)]
    origins = {one.code.value: origin_of(one, quarter) for one in INDICATORS.values()}
    names = {
        one.value: {f"G{at}": f"Groep {at}" for at in range(GROUPS)}
        for one in Dimension
    }
    return {
        "figures": rows,
        "origins": origins,
        "names": names,
        "trees": {},
        "revisions": [],
    }


def rows_of(indicator: Indicator, quarter: Quarter) -> Iterator[dict[str, Any]]:
    """Yield the whole town, and each group of each breakdown."""
    dimensions = ["", *(one.value for one in indicator.dimensions)]
    for dimension in dimensions:
        for at in range(GROUPS if dimension else 1):
            yield {
                "indicator": indicator.code.value,
                "measure": "",
                "dimension": dimension,
                "categories": [f"G{at}"] if dimension else [],
                "quarters": [quarter.code],
                "numerator": 88 + quarter.number + at,
                "denominator": 120,
                "value": None,
                "percentage": 100 * (88 + quarter.number + at) / 120,
                "revised": False,
            }


def origin_of(indicator: Indicator, quarter: Quarter) -> dict[str, Any]:
    """Return where an indicator comes from."""
    return {
        "name": indicator.name,
        "version": indicator.version,
        "kind": indicator.kind.value,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reference_on": quarter.ends_on.isoformat(),
        "source": "Trajecten",
        "mode": "counted",
        "about_children": indicator.about_children,
        "measures": {
            one.key: [one.name, one.unit.value] for one in indicator.all_measures
        },
        "dimensions": [one.value for one in indicator.dimensions],
    }


def make_agreement(partnership: Partnership, drafter: User) -> None:
    """Sign an agreement of 53 clauses, of which each area has its share."""
    now = timezone.now()
    agreement, is_new = Agreement.objects.get_or_create(
        reference=f"BENCH-{partnership.pk}",
        defaults={
            "partnership": partnership,
            "title": "Samenwerkingsovereenkomst VVE",
            "starts_on": date(2025, 1, 1),
            "ends_on": date(2026, 12, 31),
            "drafted_by": drafter.organisation,
            "created_by": drafter,
            "created_at": now,
            "status": Agreement.Status.SIGNED,
            "signed_at": now,
        },
    )
    if is_new:
        for at in range(CLAUSES):
            make_clause(agreement, at, now)


def make_clause(agreement: Agreement, at: int, now: datetime) -> None:
    """Add a clause, with an indicator and a norm."""
    area = AREA_NUMBERS[at % len(AREA_NUMBERS)]
    codes = list(IndicatorCode)
    clause = Clause.objects.create(
        partnership=agreement.partnership,
        agreement=agreement,
        chapter=area,
        code=f"G{area}-{at:02}",
        position=at,
    )
    clause.current = ClauseVersion.objects.create(
        clause=clause,
        partnership=agreement.partnership,
        number=1,
        source_title="Afspraak",
        title="Afspraak",
        source_text="De partijen doen wat zij afspraken.",
        text="De partijen doen wat zij afspraken.",
        responsible=Responsible.JGZ,
        kind=ClauseKind.BASIS,
        indicator_code=codes[at % len(codes)],
        norm_operator="gte",
        norm_value=90,
        norm_unit="procent",
        author=agreement.created_by,
        organisation=agreement.drafted_by,
        created_at=now,
    )
    clause.save(update_fields=["current"])
