"""Who gets which answer on the pages of reports."""

from typing import Final

from monitoring.models import Quarter, Report
from tests.factories import NOW
from tests.monitoring.access.rows import Row
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.scenes import World
from vve_portal.documents.models import StoredDocument


def made_report(world: World, kind: str) -> Report:
    """Make a report with its file, of the settled quarter."""
    document = StoredDocument.objects.create(
        partnership=world.partnership,
        name="rapport.pdf",
        content=b"%PDF-",
        sha256="0" * 64,
        created_at=NOW,
    )
    made: Report = Report.objects.create(
        partnership=world.partnership,
        quarter=world.settled,
        kind=kind,
        content={},
        content_sha256="0" * 64,
        document=document,
        made_at=NOW,
    )
    return made


def for_partners(world: World) -> list[object]:
    """Name a report for the parties alone."""
    return [made_report(world, Report.Kind.QUARTER).pk]


def for_council(world: World) -> list[object]:
    """Name a report that may be given to the council."""
    return [made_report(world, Report.Kind.COUNCIL_LETTER).pk]


def the_settled_one(world: World) -> list[object]:
    """Name the settled quarter."""
    return [world.settled.pk]


def a_settled_one(world: World) -> list[object]:
    """Name a settled quarter without reports."""
    quarter: Quarter = QuarterFactory.create(
        partnership=world.partnership, number=1, settled=True
    )
    return [quarter.pk]


ROWS: Final[dict[str, Row]] = {
    "reports": Row(
        "get",
        (200, 200, 200, 200, 200, 403, 200, 200, 200, 200, 403, 200, 403, 403, 403),
    ),
    "report": Row(
        "get",
        (200, 200, 200, 200, 403, 403, 404, 200, 200, 200, 403, 404, 404, 404, 404),
        for_partners,
    ),
    "report-publish": Row(
        "post",
        (302, 403, 403, 403, 403, 403, 404, 403, 403, 403, 403, 404, 404, 404, 404),
        for_council,
    ),
    "reports-make": Row(
        "post",
        (302, 403, 403, 403, 403, 403, 404, 302, 302, 403, 403, 404, 403, 403, 403),
        the_settled_one,
    ),
    "quarter-archive": Row(
        "post",
        (302, 403, 403, 403, 403, 403, 404, 302, 403, 403, 403, 404, 403, 403, 403),
        a_settled_one,
    ),
}
