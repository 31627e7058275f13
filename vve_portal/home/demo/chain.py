"""Who else plays in the demo: teams, parts of town, preschools and a partner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from referrals.models import Capacity, ChainPartner, Location, Neighbourhood
from vve_portal.accounts.models import (
    Organisation,
    Partnership,
    Team,
    TeamMembership,
    User,
    Workplace,
)
from vve_portal.accounts.roles import Kind, Role
from vve_portal.home.demo.cast import Person, make_person

# The law allows sixteen children in a group.
PER_GROUP: Final = 16


@dataclass(frozen=True, slots=True)
class Site:
    """A preschool: where it is, and the holder's own VE places."""

    lrk_id: str
    name: str
    neighbourhood: str
    places: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Who runs preschools, with who works at all of them or at the first only."""

    name: str
    sites: tuple[Site, ...]
    everywhere: Person
    at_the_first: Person | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody with an account."""
        first = (self.at_the_first,) if self.at_the_first else ()
        return (*first, self.everywhere)


@dataclass(frozen=True, slots=True)
class Crew:
    """A team of the JGZ: its parts of town, and its people by e-mail address."""

    name: str
    neighbourhoods: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """All who work for the children of one partnership, beside its two parties.

    `neighbourhoods` has of a hundred children how many live in each.
    """

    neighbourhoods: Mapping[str, int]
    crews: tuple[Crew, ...]
    holders: tuple[Holder, ...]
    partner: str = ""
    helpers: tuple[Person, ...] = ()


def _contact(email: str, name: str, job_title: str = "locatiemanager") -> Person:
    return Person(email, name, job_title, (Role.PRESCHOOL_CONTACT,))


def _owner(email: str, name: str) -> Person:
    roles = (Role.PRESCHOOL_CONTACT, Role.ADMINISTRATOR)
    return Person(email, name, "coördinator VE", roles)


OF_WATERRIJK: Final = Chain(
    neighbourhoods={
        "Centrum": 17,
        "Noord": 25,
        "Oost": 20,
        "Zuid": 19,
        "West": 17,
        "Polder": 2,
    },
    crews=(
        Crew(
            "Team Noord",
            ("Centrum", "Noord", "Polder"),
            (
                "fenna@dedelta.example",
                "karim@dedelta.example",
                "yara@dedelta.example",
            ),
        ),
        Crew(
            "Team Zuid",
            ("Oost", "Zuid", "West"),
            ("lies@dedelta.example", "yara@dedelta.example"),
        ),
    ),
    holders=(
        Holder(
            "Kinderopvang De Kikkersprong",
            (
                Site("990000101", "De Kikkersprong Noord", "Noord", 20),
                Site("990000102", "De Kikkersprong Centrum", "Centrum", 24),
                Site("990000103", "De Kikkersprong Oost", "Oost", 18),
                Site("990000104", "De Kikkersprong West", "West", 16),
                Site("990000105", "De Kikkersprong Zuid", "Zuid", 16),
            ),
            _owner("vera@dekikkersprong.example", "Vera Verzinsel"),
            _contact("pim@dekikkersprong.example", "Pim Peuter"),
        ),
        Holder(
            "Peuterhuis Waterlelie",
            (
                Site("990000201", "Waterlelie Oost", "Oost", 16),
                Site("990000202", "Waterlelie Noord", "Noord", 28),
                Site("990000203", "Waterlelie Zuid", "Zuid", 16),
                Site("990000204", "Waterlelie West", "West", 16),
            ),
            _owner("bram@waterlelie.example", "Bram Bedenksel"),
            _contact("lotte@waterlelie.example", "Lotte Luchtkasteel"),
        ),
        Holder(
            "Stichting Speelwijs",
            (
                Site("990000301", "Speelwijs Centrum", "Centrum", 20),
                Site("990000302", "Speelwijs Zuid", "Zuid", 14),
                Site("990000303", "Speelwijs Polder", "Polder", 8),
            ),
            _owner("daan@speelwijs.example", "Daan Droom"),
        ),
        Holder(
            "Kindercentra De Zandbak",
            (
                Site("990000401", "De Zandbak Oost", "Oost", 22),
                Site("990000402", "De Zandbak West", "West", 14),
            ),
            _owner("mila@dezandbak.example", "Mila Mirage"),
        ),
    ),
    partner="Welzijn Het Anker",
    helpers=(
        Person(
            "samir@hetanker.example",
            "Samir Stapsteen",
            "toeleider",
            (Role.OUTREACH_WORKER, Role.ADMINISTRATOR),
        ),
        Person(
            "tess@hetanker.example",
            "Tess Tekening",
            "begeleider Spel aan huis",
            (Role.PROGRAMME_WORKER,),
        ),
    ),
)
OF_ZANDKREEK: Final = Chain(
    neighbourhoods={"Dorp": 70, "Buitengebied": 30},
    crews=(
        Crew("Team Zandkreek", ("Dorp", "Buitengebied"), ("koen@hetbaken.example",)),
    ),
    holders=(
        Holder(
            "Speelhuis Het Zandkasteel",
            (Site("990000501", "Het Zandkasteel", "Dorp", 16),),
            _owner("nina@hetzandkasteel.example", "Nina Nevel"),
        ),
    ),
)


@dataclass(slots=True)
class Scene:
    """What the chain of a partnership became: rows by name, people by address."""

    partnership: Partnership
    neighbourhoods: dict[str, Neighbourhood] = field(default_factory=dict)
    locations: list[Location] = field(default_factory=list)
    teams: dict[str, Team] = field(default_factory=dict)
    organisations: list[Organisation] = field(default_factory=list)
    # Who answers for a location, by address.
    contacts: dict[int, str] = field(default_factory=dict)


def make_chain(
    chain: Chain, partnership: Partnership, *, since: date, at: datetime
) -> Scene:
    """Make parts of town, teams, preschools and a partner, with their people."""
    scene = Scene(partnership)
    _make_neighbourhoods(chain, scene)
    _make_teams(chain, scene, since)
    for holder in chain.holders:
        _make_holder(holder, scene, since, at)
    if chain.partner:
        _make_partner(chain, scene, since, at)
    return scene


def _make_neighbourhoods(chain: Chain, scene: Scene) -> None:
    code = scene.partnership.municipality.cbs_code.removeprefix("GM")
    for number, name in enumerate(chain.neighbourhoods, start=1):
        scene.neighbourhoods[name] = Neighbourhood.objects.create(
            partnership=scene.partnership, code=f"WK{code}{number:02d}", name=name
        )


def _make_teams(chain: Chain, scene: Scene, since: date) -> None:
    for crew in chain.crews:
        team = Team.objects.create(
            organisation=scene.partnership.provider, name=crew.name
        )
        people = User.objects.get_queryset().filter(email__in=crew.people)
        TeamMembership.objects.bulk_create(
            TeamMembership(team=team, user=person, starts_on=since) for person in people
        )
        scene.teams.update(dict.fromkeys(crew.neighbourhoods, team))


def _make_holder(holder: Holder, scene: Scene, since: date, at: datetime) -> None:
    organisation = Organisation.objects.create(name=holder.name, kind=Kind.PRESCHOOL)
    scene.organisations.append(organisation)
    locations = [_make_site(site, organisation, scene) for site in holder.sites]
    places = []
    if holder.at_the_first:
        first = make_person(holder.at_the_first, organisation=organisation, since=since)
        places.append((first, locations[0]))
    everywhere = make_person(holder.everywhere, organisation=organisation, since=since)
    places += [(everywhere, location) for location in locations]
    Workplace.objects.bulk_create(
        Workplace(
            user=person,
            partnership=scene.partnership,
            location=location,
            starts_on=since,
        )
        for person, location in places
    )
    for person, location in places:
        scene.contacts.setdefault(location.pk, person.email)
    Capacity.objects.bulk_create(
        Capacity(
            partnership=scene.partnership,
            location=location,
            starts_on=since,
            places=site.places,
            groups=1 + (site.places - 1) // PER_GROUP,
            set_by=everywhere,
            set_at=at,
        )
        for site, location in zip(holder.sites, locations, strict=True)
    )


def _make_site(site: Site, holder: Organisation, scene: Scene) -> Location:
    location = Location.objects.create(
        partnership=scene.partnership,
        lrk_id=site.lrk_id,
        name=site.name,
        place=scene.partnership.municipality.seat,
        neighbourhood=scene.neighbourhoods[site.neighbourhood],
        holder_name=holder.name,
        holder=holder,
        lrk_places=site.places * 3,
    )
    scene.locations.append(location)
    return location


def _make_partner(chain: Chain, scene: Scene, since: date, at: datetime) -> None:
    organisation = Organisation.objects.create(name=chain.partner, kind=Kind.PARTNER)
    scene.organisations.append(organisation)
    coordinator = User.objects.get_queryset().filter(
        organisation=scene.partnership.provider,
        grants__role=Role.VVE_COORDINATOR,
    )
    ChainPartner.objects.create(
        partnership=scene.partnership,
        organisation=organisation,
        linked_by=coordinator.get(),
        linked_at=at,
    )
    Workplace.objects.bulk_create(
        Workplace(
            user=make_person(person, organisation=organisation, since=since),
            partnership=scene.partnership,
            starts_on=since,
        )
        for person in chain.helpers
    )
