"""Rounds of signing as far as the tests need them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pytest_django import Settings

from agreements.models import Agreement, Approval, Signature, SigningRound
from agreements.services import placing, signing
from tests.agreements.building import approve, finish_text
from tests.factories import NOW, MandateFactory
from vve_portal.accounts.models import Mandate, User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.documents.services import keep, verify_file
from vve_portal.documents.verdicts import SIGNATURE

PREPARED_AT = NOW
FIRST_AT = NOW + timedelta(hours=1)
SECOND_AT = NOW + timedelta(hours=2)
# Rendered once: which text is in the file matters only where a test says so.
RENDERED: list[bytes] = []


@dataclass(frozen=True)
class Scene:
    """An agreement that is ready, and whom it takes to have it signed."""

    agreement: Agreement
    preparer: User
    first: Mandate
    second: Mandate

    @property
    def mandates(self) -> list[Mandate]:
        """The mandates in the order of signing."""
        return [self.first, self.second]

    def prepare(self) -> SigningRound:
        """Freeze the text and offer it."""
        return signing.prepare_signing(
            agreement=self.agreement,
            mandates=self.mandates,
            actor=self.preparer,
            now=PREPARED_AT,
        )

    def offer(self) -> SigningRound:
        """Offer it, with a document."""
        signing_round = self.prepare()
        give_document(signing_round)
        return signing_round

    def pretend_first(self, signing_round: SigningRound) -> None:
        """Let the first have signed, as far as the rows go; the file stays as it is."""
        pretend_placed(place_of(signing_round, 1), at=FIRST_AT)

    def pretend_both(self) -> SigningRound:
        """Let both have signed, as far as the rows go."""
        signing_round = self.offer()
        self.pretend_first(signing_round)
        pretend_placed(place_of(signing_round, 2), at=SECOND_AT)
        Agreement.objects.filter(pk=self.agreement.pk).update(
            status=Agreement.Status.SIGNED, signed_at=SECOND_AT
        )
        return signing_round

    def sign_first(self, signing_round: SigningRound) -> Signature:
        """Let the first signer sign, and place it."""
        press_sign(place_of(signing_round, 1), self.first.signer)
        return self.place(signing_round, 1, at=FIRST_AT)

    def sign_second(self, signing_round: SigningRound) -> Signature:
        """Let the second signer sign, and place it."""
        press_sign(place_of(signing_round, 2), self.second.signer, at=SECOND_AT)
        return self.place(signing_round, 2, at=SECOND_AT)

    def place(
        self, signing_round: SigningRound, position: int, *, at: datetime
    ) -> Signature:
        """Do what the task does that places a signature."""
        signature = place_of(signing_round, position)
        placing.place_signature(
            signature_pk=signature.pk, partnership=self.agreement.partnership, now=at
        )
        return fresh(signature)

    def stop(self, signing_round: SigningRound, *, at: datetime) -> SigningRound:
        """Stop a round as its preparer."""
        return signing.recall(
            signing_round=signing_round,
            reason="De bijlage klopt niet.",
            actor=self.preparer,
            now=at,
        )


def set_scene(
    agreement: Agreement, *, preparer: User, first: User, second: User
) -> Scene:
    """Finish an agreement and give both signers a mandate."""
    finish_text(agreement)
    for kind in Approval.Kind:
        approve(agreement, kind)
    agreement.status = Agreement.Status.READY
    agreement.save(update_fields=["status"])
    mandates = [
        MandateFactory.create(
            partnership=agreement.partnership,
            organisation=signer.organisation,
            signer=signer,
            ground=ground,
        )
        for signer, ground in (
            (first, Mandate.Ground.STATUTES),
            (second, Mandate.Ground.PROXY),
        )
    ]
    return Scene(agreement, preparer, *mandates)


def give_document(signing_round: SigningRound) -> None:
    """Give a round its document, rendered at the first call only."""
    partnership = signing_round.agreement.partnership
    if not RENDERED:
        placing.make_document(
            round_pk=signing_round.pk, partnership=partnership, now=PREPARED_AT
        )
        made = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
        assert made.document is not None
        RENDERED.append(bytes(made.document.content))
    else:
        reference = signing_round.agreement.reference
        kept = keep(
            partnership=partnership,
            name=f"{reference}-versie-{signing_round.edition}.pdf",
            content=RENDERED[0],
            now=PREPARED_AT,
        )
        SigningRound.objects.filter(pk=signing_round.pk).update(
            document=kept, asked_at=None
        )
    signing_round.refresh_from_db()


def pretend_placed(signature: Signature, *, at: datetime) -> None:
    """Write what is known of a signature that stands in the file."""
    signature.status, signature.level = Signature.Status.PLACED, "B-LTA"
    signature.signed_at = signature.placed_at = at
    signature.save(update_fields=["status", "level", "signed_at", "placed_at"])


def place_of(signing_round: SigningRound, position: int) -> Signature:
    """Return the place of the first or the second signer, with all it stands on."""
    return Signature.objects.with_round().get(round=signing_round, position=position)


def press_sign(
    signature: Signature, actor: User, *, at: datetime = FIRST_AT
) -> Signature:
    """Sign with a code that was just shown."""
    return signing.sign(
        signature=signature,
        second_factor=SecondFactor(actor.pk, at),
        actor=actor,
        now=at,
    )


def fresh(signature: Signature) -> Signature:
    """Return a signature as it is now."""
    return Signature.objects.with_round().get(pk=signature.pk)


def count_signatures(signing_round: SigningRound) -> int:
    """Return how many good signatures the newest file holds."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    verdict = verify_file(bytes(found.document.content), now=SECOND_AT)
    return sum(one.is_good for one in verdict.signatures if one.kind == SIGNATURE)


def take_timestamps_down(settings: Settings) -> None:
    """Point at a timestamp service where nobody answers."""
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    settings.TIMESTAMP_ROOTS_FILE = settings.SIGNING_CERTIFICATE_FILE


def bring_timestamps_back(settings: Settings) -> None:
    """Use the built-in service again."""
    settings.TIMESTAMP_URL = ""
