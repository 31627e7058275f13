"""A coordinator at the counter where deliveries come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from referrals.codes import code_of
from referrals.models import FileKind, Import, PathwayVersion
from referrals.routes.definition import to_json
from referrals.routes.templates import TEMPLATES
from referrals.services.importing.applying import Application, start_applying
from referrals.services.importing.checking import check_import
from referrals.services.importing.receiving import receive_file
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    PathwayFactory,
    PathwayVersionFactory,
    TeamFactory,
)
from tests.referrals.samples import DELIVERY_HEADER, as_csv
from vve_portal.accounts.models import Partnership, User

HEADER: Final = (*DELIVERY_HEADER, "team", "datum_toestemming", "startdatum")
CODE: Final = code_of(1)
OTHER: Final = code_of(2)


@dataclass
class Desk:
    """A coordinator who delivers files of her town."""

    partnership: Partnership
    actor: User
    now: datetime
    version: PathwayVersion

    def receive(self, content: bytes, name: str = "export.csv") -> Import:
        """Hand in a file."""
        return receive_file(
            partnership=self.partnership,
            kind=FileKind.TRAJECTORIES,
            file_name=name,
            content=content,
            actor=self.actor,
            now=self.now,
        )

    def check(self, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Import:
        """Hand in rows and have them checked with the columns that are proposed."""
        upload = self.receive(as_csv([header, *rows]))
        return check_import(
            upload=upload, columns=upload.columns, actor=self.actor, now=self.now
        )

    def apply(self, upload: Import) -> Import:
        """Have a checked file applied, as the task does."""
        started = start_applying(upload=upload, actor=self.actor, now=self.now)
        work = Application(started, self.actor, self.now)
        work.load()
        work.judge(lambda _done: None)
        return work.finish()

    def deliver(self, *rows: Sequence[str]) -> Import:
        """Check rows and apply them."""
        return self.apply(self.check(*rows))


def open_desk(partnership: Partnership, actor: User, now: datetime) -> Desk:
    """A town with a published route, a part of town, a preschool and a team."""
    pathway = PathwayFactory.create(partnership=partnership, code="R-BASIS")
    version = PathwayVersionFactory.create(
        pathway=pathway, published=True, content=to_json(TEMPLATES["R-BASIS"])
    )
    NeighbourhoodFactory.create(partnership=partnership, code="WK075801")
    LocationFactory.create(partnership=partnership, lrk_id="212345678")
    TeamFactory.create(organisation=partnership.provider, name="Team Noord")
    return Desk(partnership, actor, now, version)


def row(state: str, day: str, code: str = CODE, **cells: str) -> list[str]:
    """Return a row of a delivery."""
    values = {
        "trajectcode": code,
        "geboortemaand": "2024-06",
        "wijkcode": "WK075801",
        "route": "R-BASIS",
        "toestand": state,
        "datum_gebeurtenis": day,
        **cells,
    }
    return [values.get(name, "") for name in HEADER]
