"""What happened in the demo: told through the services, by the people who do it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agreements import tasks
from agreements.file_kinds import FileKind
from agreements.lifecycle import Step
from agreements.models import Agreement, Approval, Clause, ClauseVersion, Consent
from agreements.models.vocabulary import Kind
from agreements.services.approvals import record_approval
from agreements.services.clauses import (
    ClauseContent,
    content_of_version,
    propose_version,
)
from agreements.services.consent import answer, answer_selection
from agreements.services.drafting import Source, start_agreement
from agreements.services.files import order_file
from agreements.services.signing import prepare_signing, sign
from agreements.services.steps import take_step
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Mandate, Partnership, User
from vve_portal.accounts.queries import find_actor
from vve_portal.accounts.scopes import scope_of, scope_of_job
from vve_portal.accounts.services.demo import find_demo_code
from vve_portal.accounts.services.mandates import register_mandate
from vve_portal.accounts.services.second_factor import confirm_second_factor
from vve_portal.documents.ordering import make_file
from vve_portal.home.demo.cast import WATERRIJK, ZANDKREEK, make_pair
from vve_portal.home.demo.chain import (
    OF_WATERRIJK,
    OF_ZANDKREEK,
    Chain,
    Scene,
    make_chain,
)
from vve_portal.home.demo.money import LINES, NORMS, Norm
from vve_portal.home.demo.quarters import first_quarter
from vve_portal.home.demo.referrals import (
    IN_WATERRIJK,
    IN_ZANDKREEK,
    begins_at,
    tell_of_children,
)
from vve_portal.home.demo.year import tell_of_a_year

Clock = Callable[[], datetime]
AGREED: Final = Consent.Decision.AGREED
REFUSED: Final = Consent.Decision.REFUSED
# What is still open in the agreement of next year.
WAITS_FOR_MUNICIPALITY: Final = frozenset({"G4-05", "G6-04", "G7-05"})
WAITS_FOR_JGZ: Final = frozenset({"G1-02", "G5-04"})
NOBODY_YET: Final = frozenset({"G7-06"})
SOONER: Final = (
    "Als een kind drie weken na de verwijsbrief niet is aangemeld, schakelt de JGZ met "
    "instemming van ouders team toeleiding in. Team toeleiding koppelt binnen zes "
    "weken terug wat het resultaat is."
)
WHY_CHANGED: Final = (
    "Na drie weken is een plek vaak al vergeven. Eerder bellen helpt gezinnen meer."
)
WHY_REFUSED: Final = (
    "Vier bijeenkomsten lukt met dit aantal mensen niet. Wij stellen er drie voor."
)


@dataclass(frozen=True, slots=True)
class Story:
    """A partnership, the people who act in it, and the clock of the story."""

    partnership: Partnership
    people: dict[str, User]
    clock: Clock

    def days_ago(self, days: int) -> datetime:
        """Return the moment so many days ago."""
        return self.clock() - timedelta(days=days)

    def ask(self, first_name: str) -> User:
        """Return the actor with this first name."""
        return self.people[first_name]


@transaction.atomic
def tell(clock: Clock) -> None:
    """Make both partnerships with their agreements and children, or nothing."""
    year = timezone.localdate(clock()).year
    # The children's history goes further back than that of the agreements.
    at = begins_at(clock())
    since = date(at.year, 1, 1)
    waterrijk = begin(make_pair(WATERRIJK, since=since), clock)
    around_waterrijk = people_around(waterrijk, OF_WATERRIJK, since, at)
    sign_this_year(waterrijk, first_quarter(timezone.localdate(clock())).year, year)
    negotiate_next_year(waterrijk, year + 1)
    zandkreek = begin(make_pair(ZANDKREEK, since=since), clock)
    around_zandkreek = people_around(zandkreek, OF_ZANDKREEK, since, at)
    draft_elsewhere(zandkreek, year + 1)
    tell_of_children(OF_WATERRIJK, around_waterrijk, IN_WATERRIJK, clock())
    tell_of_children(OF_ZANDKREEK, around_zandkreek, IN_ZANDKREEK, clock())
    tell_of_a_year(around_waterrijk, waterrijk.people, clock())


def people_around(story: Story, chain: Chain, since: date, at: datetime) -> Scene:
    """Make who works for the children of a partnership, beside its parties."""
    with scope(scope_of_job(story.partnership)):
        return make_chain(chain, story.partnership, since=since, at=at)


def begin(partnership: Partnership, clock: Clock) -> Story:
    """Load the people of a partnership as actors, by first name."""
    today = timezone.localdate(clock())
    people = User.objects.filter(organisation__in=partnership.parties)
    actors = (find_actor(user_pk=person.pk, today=today) for person in people)
    by_name = {actor.name.split()[0]: actor for actor in actors if actor}
    return Story(partnership, by_name, clock)


def sign_this_year(story: Story, first: int, year: int) -> None:
    """Draft, agree and sign the agreement in force since the first quarter told of."""
    noor, roos, mees, bo = map(story.ask, ("Noor", "Roos", "Mees", "Bo"))
    with scope(scope_of_job(story.partnership)):
        agreement = start(story, first, year, noor, story.days_ago(40))
        fill_money(agreement, noor, story.days_ago(39))
        step(agreement, Step.SHARE, noor, story.days_ago(38))
        for actor, days in ((noor, 30), (roos, 28)):
            agree_to(agreement, clauses_of(agreement), actor, story.days_ago(days))
        approve(agreement, story, year)
        mandates = [give_mandate(story, roos, year), give_mandate(story, mees, year)]
        step(agreement, Step.DECLARE_READY, noor, story.days_ago(2))
        offered = prepare_signing(
            agreement=Agreement.objects.get(pk=agreement.pk),
            mandates=mandates,
            actor=bo,
            now=story.days_ago(1),
        )
    tasks.make_document.call(offered.pk, story.partnership.pk)
    for signer in (roos, mees):
        place_signature(story, offered.pk, signer)
    give_to_council(story, agreement.pk)


def place_signature(story: Story, round_pk: int, signer: User) -> None:
    """Let somebody sign with his code, and put the signature in the file."""
    moment = story.clock()
    code = find_demo_code(user=signer, now=moment)
    proof = confirm_second_factor(user=signer, code=code, now=moment)
    with scope(scope_of(signer)):
        signature = signer.signatures.get(round_id=round_pk)
        sign(signature=signature, second_factor=proof, actor=signer, now=moment)
    tasks.place_signature.call(signature.pk, story.partnership.pk)


def give_to_council(story: Story, agreement_pk: int) -> None:
    """Let the clerk ask for the council's packet, and make it."""
    gijs, moment = story.ask("Gijs"), story.clock()
    with scope(scope_of(gijs)):
        asked = order_file(
            agreement=Agreement.objects.get(pk=agreement_pk),
            kind=FileKind.PACKET,
            actor=gijs,
            now=moment,
        )
    make_file(order_pk=asked.pk, partnership=story.partnership, now=moment)


def negotiate_next_year(story: Story, year: int) -> None:
    """Draft and share next year's agreement, and leave the last questions open."""
    noor, roos, ilse = map(story.ask, ("Noor", "Roos", "Ilse"))
    with scope(scope_of_job(story.partnership)):
        agreement = start(story, year, year, noor, story.days_ago(20))
        fill_money(agreement, noor, story.days_ago(19))
        step(agreement, Step.SHARE, noor, story.days_ago(18))
        sooner = with_words(agreement, "G4-03", SOONER)
        propose(agreement, "G4-03", sooner, WHY_CHANGED, ilse, story.days_ago(3))
        open_codes = WAITS_FOR_MUNICIPALITY | NOBODY_YET | {"G4-03"}
        agree_to(
            agreement,
            clauses_of(agreement, without=open_codes),
            noor,
            story.days_ago(12),
        )
        open_codes = WAITS_FOR_JGZ | NOBODY_YET | {"G6-03"}
        agree_to(
            agreement,
            clauses_of(agreement, without=open_codes),
            roos,
            story.days_ago(2),
        )
        refuse(agreement, "G6-03", WHY_REFUSED, roos, story.days_ago(2))


def draft_elsewhere(story: Story, year: int) -> None:
    """Start an agreement between two parties that the others must never see."""
    sanne = story.ask("Sanne")
    with scope(scope_of_job(story.partnership)):
        agreement = start(story, year, year, sanne, story.days_ago(10))
        step(agreement, Step.SHARE, sanne, story.days_ago(9))


def start(story: Story, first: int, last: int, actor: User, at: datetime) -> Agreement:
    """Start an agreement for one or more years from the model set."""
    years = str(last) if first == last else f"{first}-{last}"
    return start_agreement(
        partnership=story.partnership,
        title=f"Samenwerkingsovereenkomst VVE {years}",
        starts_on=date(first, 1, 1),
        ends_on=date(last, 12, 31),
        source=Source.MODEL,
        earlier=None,
        actor=actor,
        now=at,
    )


def fill_money(agreement: Agreement, actor: User, at: datetime) -> None:
    """Give each clause of plus-inzet its budget lines, and what is measured a norm."""
    for code, lines in LINES.items():
        content = content_of_version(version_of(agreement, code))
        changed = replace(content, kind=Kind.PLUS, lines=lines)
        propose(agreement, code, changed, "", actor, at)
    for code, norm in NORMS.items():
        propose(agreement, code, with_norm(agreement, code, norm), "", actor, at)


def with_norm(agreement: Agreement, code: str, norm: Norm) -> ClauseContent:
    """Return what a clause says now, with a norm for its indicator."""
    return replace(
        content_of_version(version_of(agreement, code)),
        norm_operator=norm.operator,
        norm_value=norm.value,
        norm_unit=norm.unit,
    )


def approve(agreement: Agreement, story: Story, year: int) -> None:
    """Record the checks and the decision that signing stands on."""
    noor, roos = story.ask("Noor"), story.ask("Roos")
    kinds = Approval.Kind
    for kind, reference, actor in (
        (kinds.PRIVACY_MUNICIPALITY, f"FG-{year}-031", noor),
        (kinds.PRIVACY_PROVIDER, f"Delta-FG-{year}-12", roos),
        (kinds.LEGAL, f"JZ-{year}-208", noor),
        (kinds.COLLEGE, f"{year}-412", noor),
    ):
        at = story.days_ago(6)
        record_approval(
            agreement=agreement,
            kind=kind,
            reference=reference,
            decided_on=timezone.localdate(at),
            actor=actor,
            now=at,
        )


def give_mandate(story: Story, signer: User, year: int) -> Mandate:
    """Register on what ground somebody signs."""
    is_municipal = signer.organisation_id == story.partnership.municipality_id
    registrar = story.ask("Ada" if is_municipal else "Dirk")
    return register_mandate(
        partnership=story.partnership,
        organisation=signer.organisation,
        signer=signer,
        ground=Mandate.Ground.PROXY if is_municipal else Mandate.Ground.STATUTES,
        reference=f"{year}-07" if is_municipal else "artikel 9",
        decided_on=date(year, 1, 14) if is_municipal else date(year - 3, 5, 20),
        starts_on=date(year, 1, 14),
        ends_on=None,
        actor=registrar,
        now=story.days_ago(5),
    )


def step(agreement: Agreement, wanted: Step, actor: User, at: datetime) -> None:
    """Take a step along the lifecycle."""
    current = Agreement.objects.get(pk=agreement.pk)
    take_step(step=wanted, agreement=current, actor=actor, now=at)


def propose(
    agreement: Agreement,
    code: str,
    content: ClauseContent,
    reason: str,
    actor: User,
    at: datetime,
) -> None:
    """Put a next version of a clause forward."""
    version = version_of(agreement, code)
    propose_version(
        clause=version.clause,
        base_number=version.number,
        content=content,
        reason=reason,
        actor=actor,
        now=at,
    )


def agree_to(
    agreement: Agreement, clauses: Iterable[Clause], actor: User, at: datetime
) -> None:
    """Agree to the current version of each clause."""
    answer_selection(
        agreement=agreement,
        versions=[clause.current for clause in clauses if clause.current],
        decision=AGREED,
        reason="",
        actor=actor,
        now=at,
    )


def refuse(
    agreement: Agreement, code: str, reason: str, actor: User, at: datetime
) -> None:
    """Refuse the current version of a clause."""
    answer(
        version=version_of(agreement, code),
        decision=REFUSED,
        reason=reason,
        actor=actor,
        now=at,
    )


def version_of(agreement: Agreement, code: str) -> ClauseVersion:
    """Return the current version of a clause."""
    return ClauseVersion.objects.select_related("clause__agreement").get(
        clause__agreement=agreement, clause__code=code, clause__current=F("pk")
    )


def with_words(agreement: Agreement, code: str, words: str) -> ClauseContent:
    """Return what a clause says now, with another text."""
    return replace(content_of_version(version_of(agreement, code)), source_text=words)


def clauses_of(
    agreement: Agreement, *, without: frozenset[str] = frozenset()
) -> list[Clause]:
    """Return the clauses of an agreement but for some codes."""
    clauses = agreement.clauses.exclude(code__in=without).select_related("current")
    return list(clauses.in_order())
