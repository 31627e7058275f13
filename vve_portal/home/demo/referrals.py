"""What happened to children in the demo: routes agreed on, and two years along them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from django.utils import timezone

from referrals.models import PathwayVersion
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import find_actor
from vve_portal.accounts.roles import Ability, Kind
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.home.demo import halts
from vve_portal.home.demo.chain import Chain, Scene
from vve_portal.home.demo.children import (
    Nursery,
    add_side_routes,
    fill,
    halt_children,
    keep_all,
)
from vve_portal.home.demo.halts import Halt
from vve_portal.home.demo.hours import AT_PRESCHOOL, note_hours
from vve_portal.home.demo.routes import decide_on, publish_route
from vve_portal.ui.dates import local_day

MONTHS_OF_HISTORY: Final = 24
HOME_FROM_AGE: Final = frozenset({"S20", "S30", "S31", "S70"})


@dataclass(frozen=True, slots=True)
class Plot:
    """How much is told of a partnership: which team follows which route, how many."""

    routes: Mapping[str, str]
    side_routes: tuple[str, ...]
    indicated: int
    younger: int
    older: int
    halts: tuple[Halt, ...]
    support: int = 0
    home: int = 0


IN_WATERRIJK: Final = Plot(
    routes={"Team Noord": "R-BREDA", "Team Zuid": "R-BASIS"},
    side_routes=("R-AANV", "R-THUIS"),
    indicated=265,
    younger=90,
    older=230,
    halts=halts.IN_WATERRIJK,
    support=12,
    home=9,
)
IN_ZANDKREEK: Final = Plot(
    routes={"Team Zandkreek": "R-BASIS"},
    side_routes=(),
    indicated=9,
    younger=5,
    older=8,
    halts=halts.IN_ZANDKREEK,
)


def tell_of_children(chain: Chain, scene: Scene, plot: Plot, now: datetime) -> None:
    """Agree on routes, and tell what happened along them until now."""
    with scope(scope_of_children_job(scene.partnership)):
        people = people_of(scene, local_day(now))
        versions = _agree(scene, plot, people, now)
        nursery = _open(chain, scene, plot, people, versions, now)
        for halt in plot.halts:
            halt_children(nursery, halt)
        fill(
            nursery,
            indicated=plot.indicated,
            younger=plot.younger,
            older=plot.older,
        )
        if plot.support:
            add_side_routes(
                nursery,
                versions["R-AANV"],
                number=plot.support,
                wanted=lambda one: one.state in AT_PRESCHOOL,
            )
            add_side_routes(
                nursery,
                versions["R-THUIS"],
                number=plot.home,
                wanted=lambda one: one.state in HOME_FROM_AGE,
            )
        keep_all(nursery)
        _note_hours(nursery)


def people_of(scene: Scene, today: date) -> dict[str, User]:
    """Return everybody of the chain as an actor, by e-mail address."""
    organisations = [*scene.partnership.parties, *scene.organisations]
    people = User.objects.filter(organisation__in=organisations).order_by("pk")
    actors = (find_actor(user_pk=person.pk, today=today) for person in people)
    return {actor.email: actor for actor in actors if actor}


def begins_at(now: datetime) -> datetime:
    """Return the moment from which there is history: the first of a month."""
    day = local_day(now).replace(day=1) - timedelta(days=MONTHS_OF_HISTORY * 30)
    return timezone.make_aware(
        datetime(day.year, day.month, 1, 9)  # noqa: DTZ001 - made aware around it
    )


def _agree(
    scene: Scene, plot: Plot, people: Mapping[str, User], now: datetime
) -> dict[str, PathwayVersion]:
    """Have both parties confirm the routes; return them by code."""
    at = begins_at(now)
    municipal = _editor(people, Kind.MUNICIPALITY)
    provider = _editor(people, Kind.JGZ)
    found = {}
    for code in (*dict.fromkeys(plot.routes.values()), *plot.side_routes):
        found[code] = publish_route(
            partnership=scene.partnership,
            code=code,
            offered_by=provider,
            confirmed_by=municipal,
            at=at,
        )
    return found


def _editor(people: Mapping[str, User], kind: Kind) -> User:
    return next(
        person
        for person in people.values()
        if person.organisation.kind == kind and person.may(Ability.EDIT_ROUTES)
    )


def _open(
    chain: Chain,
    scene: Scene,
    plot: Plot,
    people: dict[str, User],
    versions: Mapping[str, PathwayVersion],
    now: datetime,
) -> Nursery:
    at, municipal = begins_at(now), _editor(people, Kind.MUNICIPALITY)
    definitions = tuple(
        decide_on(
            partnership=scene.partnership,
            year=year,
            actor=municipal,
            at=max(at, timezone.make_aware(datetime(year, 1, 12, 10))),  # noqa: DTZ001 - made aware around it
        )
        for year in range(at.year, local_day(now).year + 1)
        if year < local_day(now).year or local_day(now) > date(year, 1, 12)
    )
    routes = {
        name: versions[plot.routes[team.name]] for name, team in scene.teams.items()
    }
    return Nursery(
        scene=scene,
        chain=chain,
        people=people,
        versions=routes,
        definitions=definitions,
        since=local_day(at),
        today=local_day(now),
        luck=Random(scene.partnership.code),  # noqa: S311 - made-up data, no secret
    )


def _note_hours(nursery: Nursery) -> None:
    scene = nursery.scene
    mains = [one for one in nursery.trajectories if one.main is None]
    note_hours(
        mains,
        locations=scene.locations,
        contacts={
            location: nursery.people[email]
            for location, email in scene.contacts.items()
        },
        today=nursery.today,
        luck=nursery.luck,
    )
