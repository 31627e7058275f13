"""The smallest valid rows, no surprises; states are traits."""

from datetime import UTC, date, datetime

import factory
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.areas import Chapter
from agreements.models import Agreement, BudgetLine, Clause, ClauseVersion, Consent
from agreements.models.vocabulary import Funding, Kind, Responsible
from referrals.codes import code_of
from referrals.models import (
    Event,
    Location,
    Neighbourhood,
    Pathway,
    PathwayVersion,
    Trajectory,
)
from referrals.routes.definition import Outcome, Route, Step, to_json
from referrals.states import RouteKind
from vve_portal.accounts.models import (
    Mandate,
    Organisation,
    Partnership,
    RoleGrant,
    Team,
    TeamMembership,
    User,
    Workplace,
)
from vve_portal.accounts.roles import Kind as OrganisationKind
from vve_portal.accounts.roles import Role

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = OrganisationKind.PARTNER

    class Params:
        municipality = factory.Trait(
            name=factory.Sequence(lambda n: f"Gemeente Verzonnen {n}"),
            kind=OrganisationKind.MUNICIPALITY,
            cbs_code=factory.Sequence(lambda n: f"GM{n % 10_000:04d}"),
            legal_form="publiekrechtelijke rechtspersoon",
            seat="Verzonnen",
        )
        jgz = factory.Trait(
            name=factory.Sequence(lambda n: f"JGZ Bedacht {n}"),
            kind=OrganisationKind.JGZ,
            jgz_type=Organisation.JgzType.CARE,
            legal_form="stichting",
            kvk_number="00000000",
            seat="Bedacht",
        )
        preschool = factory.Trait(
            name=factory.Sequence(lambda n: f"Voorschool Fictie {n}"),
            kind=OrganisationKind.PRESCHOOL,
        )


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persoon{n}@verzonnen.example")
    name = factory.Sequence(lambda n: f"Persoon Verzonnen {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    password = factory.django.Password("geheim-genoeg-voor-een-test")


class RoleGrantFactory(factory.django.DjangoModelFactory[RoleGrant]):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.POLICY_ADVISOR
    starts_on = date(2025, 1, 1)


class PartnershipFactory(factory.django.DjangoModelFactory[Partnership]):
    class Meta:
        model = Partnership

    municipality = factory.SubFactory(OrganisationFactory, municipality=True)
    provider = factory.SubFactory(OrganisationFactory, jgz=True)
    code = factory.Sequence(lambda n: f"P{n:03d}")
    starts_on = date(2025, 1, 1)


class TeamFactory(factory.django.DjangoModelFactory[Team]):
    class Meta:
        model = Team

    organisation = factory.SubFactory(OrganisationFactory, jgz=True)
    name = factory.Sequence(lambda n: f"Team Verzonnen {n}")


class TeamMembershipFactory(factory.django.DjangoModelFactory[TeamMembership]):
    class Meta:
        model = TeamMembership

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..team.organisation")
    )
    starts_on = date(2025, 1, 1)


class NeighbourhoodFactory(factory.django.DjangoModelFactory[Neighbourhood]):
    class Meta:
        model = Neighbourhood

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"WK99{n:04d}")
    name = factory.Sequence(lambda n: f"Wijk Verzonnen {n}")


class LocationFactory(factory.django.DjangoModelFactory[Location]):
    class Meta:
        model = Location

    partnership = factory.SubFactory(PartnershipFactory)
    lrk_id = factory.Sequence(lambda n: f"99{n:07d}")
    name = factory.Sequence(lambda n: f"Voorschool Verzonnen {n}")
    holder_name = "Houder Verzonnen"
    lrk_places = 32


class WorkplaceFactory(factory.django.DjangoModelFactory[Workplace]):
    class Meta:
        model = Workplace

    user = factory.SubFactory(UserFactory)
    location = factory.SubFactory(LocationFactory)
    partnership = factory.SelfAttribute("location.partnership")
    starts_on = date(2025, 1, 1)


# One step, one way out: for tests that need some route and don't look at it.
SHORTEST_ROUTE = Route(
    name="Kortste route",
    kind=RouteKind.PRESCHOOL,
    start=("S00",),
    steps=(
        Step(
            key="look",
            name="Kijken",
            at=("S00",),
            owner=Role.NURSE,
            days=28,
            outcomes=(Outcome("not_needed", "Niet nodig", "S21"),),
        ),
    ),
)


class PathwayFactory(factory.django.DjangoModelFactory[Pathway]):
    class Meta:
        model = Pathway

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"R-T{n}")
    kind = RouteKind.PRESCHOOL


class PathwayVersionFactory(factory.django.DjangoModelFactory[PathwayVersion]):
    class Meta:
        model = PathwayVersion

    pathway = factory.SubFactory(PathwayFactory)
    partnership = factory.SelfAttribute("pathway.partnership")
    number = 1
    content = factory.LazyFunction(lambda: to_json(SHORTEST_ROUTE))

    class Params:
        published = factory.Trait(
            status=PathwayVersion.Status.PUBLISHED,
            starts_on=date(2025, 1, 1),
            published_at=NOW,
        )


class TrajectoryFactory(factory.django.DjangoModelFactory[Trajectory]):
    class Meta:
        model = Trajectory

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(code_of)
    kind = RouteKind.PRESCHOOL
    birth_month = date(2024, 6, 1)
    pathway_version = factory.SubFactory(
        PathwayVersionFactory,
        published=True,
        pathway__partnership=factory.SelfAttribute("...partnership"),
    )
    state = "S00"
    since = date(2026, 11, 2)
    step = "look"
    next_step = "Kijk of een indicatie nodig is"
    owner = Role.NURSE
    due_on = date(2026, 11, 30)


class EventFactory(factory.django.DjangoModelFactory[Event]):
    class Meta:
        model = Event

    trajectory = factory.SubFactory(TrajectoryFactory)
    partnership = factory.SelfAttribute("trajectory.partnership")
    location = factory.SelfAttribute("trajectory.location")
    kind = Event.Kind.REGISTERED
    state = "S00"
    occurred_on = date(2026, 11, 2)
    registered_at = NOW


class MandateFactory(factory.django.DjangoModelFactory[Mandate]):
    class Meta:
        model = Mandate

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SelfAttribute("partnership.municipality")
    signer = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..organisation")
    )
    ground = Mandate.Ground.PROXY
    reference = factory.Sequence(lambda n: f"Volmacht {n}")
    decided_on = date(2026, 1, 14)
    starts_on = date(2026, 1, 14)
    registered_by = factory.SelfAttribute("signer")
    registered_at = NOW


class DeviceFactory(factory.django.DjangoModelFactory[TOTPDevice]):
    class Meta:
        model = TOTPDevice

    user = factory.SubFactory(UserFactory)
    name = "Inlog-app"
    confirmed = True


class AgreementFactory(factory.django.DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    reference = factory.Sequence(lambda n: f"VVE-2027-T-{n}")
    title = "Samenwerkingsovereenkomst VVE 2027"
    starts_on = date(2027, 1, 1)
    ends_on = date(2027, 12, 31)
    drafted_by = factory.SelfAttribute("partnership.municipality")
    status = Agreement.Status.NEGOTIATING
    created_at = NOW
    created_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..drafted_by")
    )

    class Params:
        draft = factory.Trait(status=Agreement.Status.DRAFT)
        signed = factory.Trait(status=Agreement.Status.SIGNED, signed_at=NOW)


class ClauseFactory(factory.django.DjangoModelFactory[Clause]):
    """A clause with its first version, proposed by the municipality."""

    class Meta:
        model = Clause
        skip_postgeneration_save = True

    agreement = factory.SubFactory(AgreementFactory)
    partnership = factory.SelfAttribute("agreement.partnership")
    chapter = Chapter.REACH
    code = factory.Sequence(lambda n: f"G4-{n:02d}")
    position = factory.Sequence(lambda n: n)

    @factory.post_generation
    def version(
        self: Clause,
        create: bool,  # noqa: ARG002, FBT001 - factory_boy's signature
        extracted: None,  # noqa: ARG002 - factory_boy's signature
        **kwargs: object,
    ) -> None:
        """Give the clause its first version; `version__kind=...` changes it."""
        self.current = ClauseVersionFactory(clause=self, **kwargs)
        self.save(update_fields=["current"])


class ClauseVersionFactory(factory.django.DjangoModelFactory[ClauseVersion]):
    class Meta:
        model = ClauseVersion

    clause = factory.SubFactory(ClauseFactory)
    partnership = factory.SelfAttribute("clause.partnership")
    number = 1
    source_title = "Controle van de aanmelding"
    title = factory.SelfAttribute("source_title")
    source_text = "De JGZ controleert of het kind is aangemeld."
    text = factory.SelfAttribute("source_text")
    responsible = Responsible.JGZ
    kind = Kind.BASIS
    author = factory.SelfAttribute("clause.agreement.created_by")
    organisation = factory.SelfAttribute("clause.agreement.drafted_by")
    created_at = NOW


class BudgetLineFactory(factory.django.DjangoModelFactory[BudgetLine]):
    class Meta:
        model = BudgetLine

    version = factory.SubFactory(ClauseVersionFactory, kind=Kind.PLUS)
    partnership = factory.SelfAttribute("version.partnership")
    position = factory.Sequence(lambda n: n)
    activity = "Huisbezoek toeleiding"
    settlement = BudgetLine.Settlement.LUMPSUM
    hours = 90
    amount = 6750
    funding = Funding.SPUK_OAB


class ConsentFactory(factory.django.DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    version = factory.SubFactory(ClauseVersionFactory)
    partnership = factory.SelfAttribute("version.partnership")
    organisation = factory.SelfAttribute("partnership.municipality")
    decision = Consent.Decision.AGREED
    decided_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..organisation")
    )
    decided_at = NOW
