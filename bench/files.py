"""How fast files come in: a delivery of trajectories, the register of preschools."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from bench.people import as_actor, find_people
from referrals.codes import new_code
from referrals.models import FileKind, Import, Neighbourhood, PathwayVersion
from referrals.routes.facts import day_of_age
from referrals.services.importing.applying import Application, start_applying
from referrals.services.importing.checking import check_import
from referrals.services.importing.receiving import receive_file
from referrals.services.register import apply_register, prepare_register
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of

DELIVERED: Final = 12_000
REGISTERED: Final = 32_000
EVERY_HOW_MANY: Final = 300
REGISTER_HEADER: Final = (
    "lrk_id;type_oko;opc;actuele_naam_oko;aantal_kindplaatsen;ve;status;"
    "inschrijfdatum;opvanglocatie_adres;opvanglocatie_postcode;"
    "opvanglocatie_woonplaats;bag_id;naam_houder;kvk_nummer_houder;"
    "vestigingsnummer_houder;rechtsvorm_houder;start_geschillencommissie;"
    "einde_geschillencommissie;houder_adres;houder_postcode;houder_woonplaats;"
    "houder_buitenland;correspondentie_adres;correspondentie_postcode;"
    "correspondentie_woonplaats;correspondentie_buitenland;contact_persoon;"
    "contact_telefoon;contact_emailadres;contact_website;cbs_code;"
    "verantwoordelijke_gemeente;gastouderbureau_1;gastouderbureau_2;lrk_url"
)


def rows_per_second() -> tuple[float, float]:
    """Take a delivery of trajectories in: how fast it is checked, and applied."""
    actor, partnership = _importer()
    content = "\n".join(_delivery(actor, partnership)).encode()
    now = timezone.now()
    with scope(scope_of(actor)):
        begun = time.perf_counter()
        upload = receive_file(
            partnership=partnership,
            kind=FileKind.TRAJECTORIES,
            file_name="levering.csv",
            content=content,
            actor=actor,
            now=now,
        )
        check_import(upload=upload, columns=upload.columns, actor=actor, now=now)
        checked = time.perf_counter()
    with scope(scope_of(actor)):
        started = start_applying(upload=upload, actor=actor, now=now)
        work = Application(started, actor, now)
        work.load()
        work.judge(lambda _done: None)
        done = work.finish()
    applied = time.perf_counter()
    if done.status != Import.Status.APPLIED:
        message = f"The delivery was not applied: {done.errors[:3]}"
        raise RuntimeError(message)
    return DELIVERED / (checked - begun), DELIVERED / (applied - checked)


def register_seconds() -> float:
    """Compare the whole register with what is there, and carry it through."""
    actor, partnership = _importer()
    content = "\r\n".join(_register(partnership)).encode("utf-8-sig")
    begun = time.perf_counter()
    with scope(scope_of(actor)):
        register = prepare_register(
            partnership=partnership,
            file_name="export_opendata_lrk.csv",
            content=content,
            actor=actor,
            now=timezone.now(),
        )
        apply_register(register=register, actor=actor, now=timezone.now())
    return time.perf_counter() - begun


def _importer() -> tuple[User, Partnership]:
    """Return a coordinator, and the biggest town he works for."""
    actor = as_actor(find_people(Role.VVE_COORDINATOR, 1)[0])
    rows = Partnership.objects.visible_to(actor).order_by("pk")
    return actor, rows.select_related("municipality")[0]


def _delivery(actor: User, partnership: Partnership) -> Iterator[str]:
    today = timezone.localdate()
    with scope(scope_of(actor)):
        places = Neighbourhood.objects.filter(partnership=partnership)
        codes = list(places.values_list("code", flat=True))
        version = PathwayVersion.objects.filter(partnership=partnership).get()
        route = version.pathway.code
    yield "trajectcode;geboortemaand;wijkcode;route;toestand;datum_gebeurtenis"
    for number in range(DELIVERED):
        birth = day_of_age(today.replace(day=1), -(15 + number % 15))
        day = today - timedelta(days=1 + number % 27)
        place = codes[number % len(codes)]
        yield f"{new_code()};{birth:%Y-%m};{place};{route};S20;{day}"


def _register(partnership: Partnership) -> Iterator[str]:
    """Give the lines of a register in which one in so many is of the town."""
    yield REGISTER_HEADER
    since = date(2015, 1, 1)
    for number in range(REGISTERED):
        is_here = number % EVERY_HOW_MANY == 0
        town = partnership.municipality.cbs_code.removeprefix("GM")
        cells = [""] * (REGISTER_HEADER.count(";") + 1)
        cells[:13] = [
            f"98{number:07d}",
            "KDV" if number % 3 == 0 else "BSO",
            "Nee",
            f"Verzonnen opvang {number}",
            str(16 + number % 40),
            "Ja" if number % 6 == 0 else "Nee",
            "Ingeschreven",
            f"{since + timedelta(days=number % 3000):%d-%m-%Y}",
            f"Verzonnenstraat {number % 200}",
            "9999ZZ",
            "Verzonnen",
            f"{number:016d}",
            f"Houder {number % 900}",
        ]
        cells[30] = town if is_here else "0000"
        yield ";".join(cells)
