"""The smallest valid rows of monitoring, no surprises; states are traits."""

from datetime import UTC, date, datetime

import factory

from agreements.areas import Chapter
from agreements.models.vocabulary import Progress
from monitoring.definitions import Kind, Source, Unit
from monitoring.models import (
    Action,
    AgendaItem,
    AreaWords,
    Bottleneck,
    ClauseStatus,
    Decision,
    Delivery,
    Dialogue,
    Figure,
    FigureSettings,
    HoursEntry,
    Meeting,
    MeetingSeries,
    MergeTree,
    OwnIndicator,
    Participant,
    PublicNumber,
    Quarter,
    Release,
    Signal,
    Story,
)
from monitoring.models.meetings import Level, MeetingKind
from tests.factories import (
    NOW,
    AgreementFactory,
    ClauseFactory,
    PartnershipFactory,
    UserFactory,
)


class QuarterFactory(factory.django.DjangoModelFactory[Quarter]):
    """The third quarter of 2026, open."""

    class Meta:
        model = Quarter

    partnership = factory.SubFactory(PartnershipFactory)
    year = 2026
    number = 3
    opened_at = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)

    class Params:
        provisional = factory.Trait(
            status=Quarter.Status.PROVISIONAL,
            provisional_at=datetime(2026, 10, 21, 9, 0, tzinfo=UTC),
        )
        settled = factory.Trait(
            status=Quarter.Status.SETTLED,
            provisional_at=datetime(2026, 10, 21, 9, 0, tzinfo=UTC),
            settled_at=NOW,
            settled_by=factory.SubFactory(
                UserFactory,
                organisation=factory.SelfAttribute("..partnership.municipality"),
            ),
        )


class FigureFactory(factory.django.DjangoModelFactory[Figure]):
    """A counted 88 out of 100."""

    class Meta:
        model = Figure

    quarter = factory.SubFactory(QuarterFactory)
    partnership = factory.SelfAttribute("quarter.partnership")
    mode = Figure.Mode.COUNTED
    indicator = "IND-05"
    definition_version = 1
    numerator = 88
    denominator = 100
    reference_on = factory.SelfAttribute("quarter.ends_on")
    source = "Trajecten"
    noted_at = NOW

    class Params:
        entered = factory.Trait(mode=Figure.Mode.ENTERED, source="JGZ-systeem")


class PublicNumberFactory(factory.django.DjangoModelFactory[PublicNumber]):
    class Meta:
        model = PublicNumber

    partnership = factory.SubFactory(PartnershipFactory)
    year = 2026
    kind = PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS
    number = 1140
    reference_on = date(2026, 1, 1)
    source = "CBS"
    noted_at = NOW


class OwnIndicatorFactory(factory.django.DjangoModelFactory[OwnIndicator]):
    class Meta:
        model = OwnIndicator

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"EIGEN-{n}")
    name = "Ouders bij de inloop"
    numerator = "Ouders die bij de inloop waren"
    denominator = "Ouders die zijn uitgenodigd"
    kind = Kind.FLOW
    unit = Unit.PERCENT
    source = Source.JGZ
    defined_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.provider")
    )
    defined_at = NOW


class DeliveryFactory(factory.django.DjangoModelFactory[Delivery]):
    class Meta:
        model = Delivery

    quarter = factory.SubFactory(QuarterFactory)
    partnership = factory.SelfAttribute("quarter.partnership")
    source = Source.JGZ
    delivered_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.provider")
    )
    delivered_at = NOW


class FigureSettingsFactory(factory.django.DjangoModelFactory[FigureSettings]):
    class Meta:
        model = FigureSettings

    partnership = factory.SubFactory(PartnershipFactory)
    changed_at = NOW


class MergeTreeFactory(factory.django.DjangoModelFactory[MergeTree]):
    class Meta:
        model = MergeTree

    partnership = factory.SubFactory(PartnershipFactory)
    year = 2026
    dimension = "neighbourhood"
    tree = factory.LazyFunction(lambda: ["WK990001", "WK990002"])
    sizes = factory.LazyFunction(
        lambda: {"WK990001": ["Noord", 310], "WK990002": ["Zuid", 290]}
    )
    made_at = NOW


class ReleaseFactory(factory.django.DjangoModelFactory[Release]):
    """A release for municipality and JGZ, without figures; content= gives it some."""

    class Meta:
        model = Release

    quarter = factory.SubFactory(QuarterFactory, provisional=True)
    partnership = factory.SelfAttribute("quarter.partnership")
    audience = Release.Audience.PARTNER
    threshold = 5
    status = Release.Status.DONE
    content = factory.LazyFunction(lambda: {"figures": []})
    asked_at = NOW
    made_at = NOW

    class Params:
        council = factory.Trait(audience=Release.Audience.COUNCIL, threshold=10)
        running = factory.Trait(status=Release.Status.RUNNING, made_at=None)


class AreaWordsFactory(factory.django.DjangoModelFactory[AreaWords]):
    class Meta:
        model = AreaWords

    quarter = factory.SubFactory(QuarterFactory, provisional=True)
    partnership = factory.SelfAttribute("quarter.partnership")
    area = Chapter.REACH
    seen = "Meer kinderen doen mee."
    written_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.provider")
    )
    written_at = NOW


class ClauseStatusFactory(factory.django.DjangoModelFactory[ClauseStatus]):
    class Meta:
        model = ClauseStatus

    quarter = factory.SubFactory(QuarterFactory, provisional=True)
    partnership = factory.SelfAttribute("quarter.partnership")
    clause = factory.SubFactory(
        ClauseFactory, agreement__partnership=factory.SelfAttribute("...partnership")
    )
    status = Progress.ON_COURSE
    sentence = "Het gaat zoals afgesproken."
    set_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.municipality")
    )
    set_at = NOW


class StoryFactory(factory.django.DjangoModelFactory[Story]):
    class Meta:
        model = Story

    quarter = factory.SubFactory(QuarterFactory)
    partnership = factory.SelfAttribute("quarter.partnership")
    organisation = factory.SelfAttribute("partnership.provider")
    area = Chapter.REACH
    title = "De fietsroute"
    situation = "Een gezin woont ver van de voorschool."
    did = "De toeleider liep de route mee."
    brought = "Het kind komt nu elke week."
    learned = "Meelopen helpt."
    written_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..organisation")
    )
    written_at = NOW


class SignalFactory(factory.django.DjangoModelFactory[Signal]):
    class Meta:
        model = Signal

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SelfAttribute("partnership.provider")
    area = Chapter.REACH
    text = "Ouders vragen vaak naar de kosten."
    given_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..organisation")
    )
    given_at = NOW


class DialogueFactory(factory.django.DjangoModelFactory[Dialogue]):
    class Meta:
        model = Dialogue

    quarter = factory.SubFactory(QuarterFactory)
    partnership = factory.SelfAttribute("quarter.partnership")
    held_on = date(2026, 9, 15)
    organisations = "JGZ, welzijn, bibliotheek"
    theme = "Ouders bereiken"
    outcome = "Samen op huisbezoek werkt."
    noted_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.provider")
    )
    noted_at = NOW


class MeetingSeriesFactory(factory.django.DjangoModelFactory[MeetingSeries]):
    class Meta:
        model = MeetingSeries

    partnership = factory.SubFactory(PartnershipFactory)
    kind = MeetingKind.QUARTERLY
    name = "Kwartaaloverleg"
    level = Level.MANAGERS
    per_year = 4
    starts_on = date(2026, 1, 1)


class MeetingFactory(factory.django.DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    series = factory.SubFactory(MeetingSeriesFactory)
    partnership = factory.SelfAttribute("series.partnership")
    starts_at = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)
    ends_at = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)

    class Params:
        held = factory.Trait(status=Meeting.Status.HELD)
        missed = factory.Trait(
            status=Meeting.Status.MISSED, status_reason="Te weinig mensen."
        )


class ParticipantFactory(factory.django.DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    meeting = factory.SubFactory(MeetingFactory)
    partnership = factory.SelfAttribute("meeting.partnership")
    function = "VVE-coördinator"
    organisation = factory.SelfAttribute("partnership.provider")


class AgendaItemFactory(factory.django.DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    partnership = factory.SelfAttribute("meeting.partnership")
    position = factory.Sequence(lambda n: n)
    origin = AgendaItem.Origin.OWN
    title = "Wachtlijst"


class DecisionFactory(factory.django.DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    partnership = factory.SelfAttribute("meeting.partnership")
    text = "We beginnen een groep op vrijdag."
    decided_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.municipality")
    )
    decided_at = NOW


class BottleneckFactory(factory.django.DjangoModelFactory[Bottleneck]):
    class Meta:
        model = Bottleneck

    partnership = factory.SubFactory(PartnershipFactory)
    area = Chapter.REACH
    title = "Wachtlijst in Noord"
    level = Level.WORK_FLOOR
    raised_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..partnership.provider")
    )
    raised_on = date(2026, 9, 1)


class ActionFactory(factory.django.DjangoModelFactory[Action]):
    class Meta:
        model = Action

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SelfAttribute("partnership.provider")
    text = "Bel de houders over plaatsen"
    owner = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..organisation")
    )
    due_on = date(2026, 9, 15)
    noted_by = factory.SelfAttribute("owner")
    noted_at = NOW

    class Params:
        done = factory.Trait(
            status=Action.Status.DONE, done_on=factory.SelfAttribute("due_on")
        )


class HoursEntryFactory(factory.django.DjangoModelFactory[HoursEntry]):
    """Ten hours in July, not approved yet."""

    class Meta:
        model = HoursEntry

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SelfAttribute("partnership.provider")
    agreement = factory.SubFactory(
        AgreementFactory,
        signed=True,
        partnership=factory.SelfAttribute("..partnership"),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    clause_code = "G4-01"
    activity = "Huisbezoek toeleiding"
    month = date(2026, 7, 1)
    minutes = 600
    entered_by = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..organisation")
    )
    entered_at = NOW

    class Params:
        approved = factory.Trait(
            status=HoursEntry.Status.APPROVED,
            judged_by=factory.SubFactory(
                UserFactory, organisation=factory.SelfAttribute("..organisation")
            ),
            judged_at=NOW,
        )
