"""The invented towns: how big each is, who works there and what they agreed on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import Final

from django.contrib.auth.hashers import make_password

from referrals.models import (
    Location,
    Neighbourhood,
    Pathway,
    PathwayVersion,
    TargetDefinition,
)
from referrals.routes.definition import to_json
from referrals.routes.templates import TEMPLATES
from vve_portal.accounts.models import (
    Organisation,
    Partnership,
    RoleGrant,
    Team,
    TeamMembership,
    User,
    Workplace,
)
from vve_portal.accounts.roles import Kind, Role

PROVIDERS: Final = 38
# The biggest town has a twentieth of all children, as the biggest one in the country.
FLATNESS: Final = 4
PER_TEAM: Final = 2_000
NURSES: Final = 3
PER_NEIGHBOURHOOD: Final = 900
PER_LOCATION: Final = 230
ROUTES: Final = ("R-BASIS", "R-BREDA", "R-BOZ")
# Who are measured can sign in to try the portal out; the others are only there.
MEASURED: Final = "land.example"
OTHERS: Final = "land.invalid"


@dataclass(frozen=True, slots=True)
class Workers:
    """A team with its nurses."""

    team_id: int
    nurse_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preschool:
    """A location with its holder and who works there."""

    location_id: int
    holder_id: int
    contact_id: int


@dataclass(frozen=True, slots=True)
class Town:
    """A partnership with what its trajectories point at."""

    size: int
    route: str
    partnership_id: int
    provider_id: int
    version_id: int
    definition_id: int
    coordinator_id: int
    outreach_id: int
    neighbourhood_ids: tuple[int, ...]
    workers: tuple[Workers, ...]
    preschools: tuple[Preschool, ...]


def sizes(municipalities: int, trajectories: int) -> list[int]:
    """Divide trajectories over towns, a few big and many small; none gets nothing."""
    weights = [1 / (number + FLATNESS) for number in range(municipalities)]
    spare = trajectories - municipalities
    found = [1 + int(spare * weight / sum(weights)) for weight in weights]
    for number in range(trajectories - sum(found)):
        found[number % municipalities] += 1
    return found


def build(*, municipalities: int, trajectories: int, on: date) -> list[Town]:
    """Make the towns with their people, routes and preschools."""
    makers = [
        _Maker(number, size, on)
        for number, size in enumerate(sizes(municipalities, trajectories))
    ]
    providers = _providers(min(PROVIDERS, municipalities), on)
    for maker in makers:
        maker.provider, maker.coordinator, maker.outreach = providers[
            maker.number % len(providers)
        ]
    _save_parties(makers)
    _save_people(makers)
    _save_places(makers)
    _save_routes(makers)
    return [maker.town() for maker in makers]


class _Maker:
    """A town while it is being made."""

    provider: Organisation
    coordinator: User
    outreach: User
    partnership: Partnership

    def __init__(self, number: int, size: int, on: date) -> None:
        self.number, self.size = number, size
        self.since = date(on.year - 8, 1, 1)
        self.at = datetime.combine(self.since, time(9), tzinfo=UTC)
        self.name = f"Verzonnen gemeente {number + 1:03d}"
        self.route = ROUTES[number % len(ROUTES)]
        self.municipality = Organisation(
            name=self.name, kind=Kind.MUNICIPALITY, cbs_code=f"GM{8001 + number}"
        )
        self.holder = Organisation(
            name=f"Verzonnen houder {number + 1:03d}", kind=Kind.PRESCHOOL
        )

    def make_people(self) -> None:
        """Make teams, nurses, who work at the preschools, and a policy advisor."""
        self.teams = [
            Team(organisation=self.provider, name=f"{self.name}, team {n + 1}")
            for n in range(1 + self.size // PER_TEAM)
        ]
        is_first = self.number == 0
        self.advisor = _person(
            f"beleid-{self.number + 1}",
            self.municipality,
            Role.POLICY_ADVISOR,
            is_measured=is_first,
        )
        self.nurses = [
            _person(
                f"jv-{self.number + 1}-{n + 1}",
                self.provider,
                Role.NURSE,
                is_measured=is_first and n == 0,
            )
            for n in range(len(self.teams) * NURSES)
        ]
        self.contacts = [
            _person(
                f"voorschool-{self.number + 1}-{n + 1}",
                self.holder,
                Role.PRESCHOOL_CONTACT,
                is_measured=is_first and n == 0,
            )
            for n in range(1 + self.size // PER_LOCATION)
        ]

    def make_places(self) -> None:
        """Make parts of town, and preschools in them."""
        partnership = self.partnership
        self.neighbourhoods = [
            Neighbourhood(
                partnership=partnership,
                code=f"WK{8001 + self.number}{n + 1:02d}",
                name=f"Wijk {n + 1}",
            )
            for n in range(1 + self.size // PER_NEIGHBOURHOOD)
        ]
        self.locations = [
            Location(
                partnership=partnership,
                lrk_id=f"99{self.number + 1:03d}{n + 1:04d}",
                name=f"Voorschool {self.number + 1}-{n + 1}",
                place=self.name,
                holder_name=self.holder.name,
                holder=self.holder,
                lrk_places=32,
            )
            for n in range(len(self.contacts))
        ]

    def make_routes(self) -> None:
        """Make the route that is in force, and who it is for."""
        route = TEMPLATES[self.route]
        self.pathway = Pathway(
            partnership=self.partnership, code=self.route, kind=route.kind
        )
        self.version = PathwayVersion(
            partnership=self.partnership,
            pathway=self.pathway,
            number=1,
            content=to_json(route),
            status=PathwayVersion.Status.PUBLISHED,
            starts_on=self.since,
            published_at=self.at,
        )
        self.definition = TargetDefinition(
            partnership=self.partnership,
            year=self.since.year,
            name="Doelgroepdefinitie",
            text="Verzonnen, om mee te meten.",
            hours_per_week=16,
            starts_on=self.since,
            decided_by="college",
            decided_on=self.since,
        )

    def town(self) -> Town:
        """Return the town when everything in it has a number."""
        nurses = [nurse.pk for nurse in self.nurses]
        return Town(
            size=self.size,
            route=self.route,
            partnership_id=self.partnership.pk,
            provider_id=self.provider.pk,
            version_id=self.version.pk,
            definition_id=self.definition.pk,
            coordinator_id=self.coordinator.pk,
            outreach_id=self.outreach.pk,
            neighbourhood_ids=tuple(one.pk for one in self.neighbourhoods),
            workers=tuple(
                Workers(team.pk, tuple(nurses[n * NURSES : (n + 1) * NURSES]))
                for n, team in enumerate(self.teams)
            ),
            preschools=tuple(
                Preschool(place.pk, self.holder.pk, contact.pk)
                for place, contact in zip(self.locations, self.contacts, strict=True)
            ),
        )


def _person(
    name: str, organisation: Organisation, role: Role, *, is_measured: bool = False
) -> User:
    """Return somebody without a password; `roles` says what he is to be given."""
    domain = MEASURED if is_measured else OTHERS
    user = User(
        email=f"{name}@{domain}",
        name=f"Verzonnen {name}",
        job_title=role.label.lower(),
        organisation=organisation,
        password=make_password(None),
    )
    user.roles = frozenset({role})
    return user


def _providers(number: int, on: date) -> list[tuple[Organisation, User, User]]:
    since = date(on.year - 8, 1, 1)
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Verzonnen JGZ {n + 1:02d}",
            kind=Kind.JGZ,
            jgz_type=Organisation.JgzType.FOUNDATION,
        )
        for n in range(number)
    )
    coordinators = [
        _person(f"coordinator-{n + 1}", one, Role.VVE_COORDINATOR, is_measured=n == 0)
        for n, one in enumerate(organisations)
    ]
    helpers = [
        _person(f"toeleider-{n + 1}", one, Role.OUTREACH_WORKER)
        for n, one in enumerate(organisations)
    ]
    _save_users(chain(coordinators, helpers), since)
    return list(zip(organisations, coordinators, helpers, strict=True))


def _save_users(people: Iterable[User], since: date) -> None:
    users = User.objects.get_queryset().bulk_create(people, batch_size=2_000)
    RoleGrant.objects.bulk_create(
        (
            RoleGrant(user=user, role=role, starts_on=since)
            for user in users
            for role in user.roles
        ),
        batch_size=2_000,
    )


def _save_parties(makers: list[_Maker]) -> None:
    Organisation.objects.bulk_create(
        chain.from_iterable((maker.municipality, maker.holder) for maker in makers)
    )
    for maker in makers:
        maker.partnership = Partnership(
            code=f"LAND{maker.number + 1:03d}",
            municipality=maker.municipality,
            provider=maker.provider,
            starts_on=maker.since,
        )
    Partnership.objects.bulk_create(maker.partnership for maker in makers)


def _save_people(makers: list[_Maker]) -> None:
    for maker in makers:
        maker.make_people()
    people = chain.from_iterable(
        [maker.advisor, *maker.nurses, *maker.contacts] for maker in makers
    )
    _save_users(people, makers[0].since)
    Team.objects.bulk_create(chain.from_iterable(maker.teams for maker in makers))
    TeamMembership.objects.bulk_create(
        TeamMembership(team=maker.teams[n // NURSES], user=nurse, starts_on=maker.since)
        for maker in makers
        for n, nurse in enumerate(maker.nurses)
    )


def _save_places(makers: list[_Maker]) -> None:
    for maker in makers:
        maker.make_places()
    Neighbourhood.objects.bulk_create(
        chain.from_iterable(maker.neighbourhoods for maker in makers)
    )
    for maker in makers:
        for n, place in enumerate(maker.locations):
            around = maker.neighbourhoods[n % len(maker.neighbourhoods)]
            place.neighbourhood = around
    Location.objects.bulk_create(
        chain.from_iterable(maker.locations for maker in makers), batch_size=1_000
    )
    Workplace.objects.bulk_create(_workplaces(makers), batch_size=1_000)


def _workplaces(makers: list[_Maker]) -> Iterator[Workplace]:
    for maker in makers:
        for place, contact in zip(maker.locations, maker.contacts, strict=True):
            yield Workplace(
                user=contact,
                partnership=maker.partnership,
                location=place,
                starts_on=maker.since,
            )


def _save_routes(makers: list[_Maker]) -> None:
    for maker in makers:
        maker.make_routes()
    Pathway.objects.bulk_create(maker.pathway for maker in makers)
    PathwayVersion.objects.bulk_create(maker.version for maker in makers)
    TargetDefinition.objects.bulk_create(maker.definition for maker in makers)
