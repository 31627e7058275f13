"""Signing: a round freezes one text, and each signer adds one signature to its PDF."""

from typing import Any, Final, Self

from django.db import models
from django.db.models import Prefetch, Q

from agreements.models.agreement import Agreement
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Mandate, Organisation, Partnership, User
from vve_portal.documents.models import StoredDocument


class SigningRoundQuerySet(ScopedQuerySet["SigningRound"]):
    """Rounds of signing."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rounds of the agreements the actor may know of."""
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))

    def open(self) -> Self:
        """Keep the rounds that were not voided."""
        return self.filter(voided_at__isnull=True)

    def for_pages(self) -> Self:
        """Load what a page shows of a round, but not the bytes of its file."""
        return (
            self.select_related("document", "frozen_by", "voided_by__organisation")
            .defer("document__content")
            .prefetch_related(Prefetch("signatures", Signature.objects.for_pages()))
        )


class SigningRound(models.Model):
    """One frozen text offered for signing: canonical JSON, its SHA-256 and its PDF."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="rounds")
    edition = models.PositiveIntegerField("versie")
    # Text, not JSONField: PostgreSQL reorders JSON, and the hash is over these bytes.
    content = models.TextField("vastgelegde inhoud (canonieke JSON)")
    content_sha256 = models.CharField("kenmerk van de tekst", max_length=64)
    # How the parties came to this text, without persons; as text, like the content.
    negotiation = models.TextField(
        "verloop van het overleg (canonieke JSON)", blank=True
    )
    # Staff named in the text, as they were known then: the public version lacks them.
    # None for a text that was frozen before this was kept.
    staff_named = models.JSONField("genoemde medewerkers", null=True)
    # Printed on the document: whoever holds it can look up what the portal knows.
    check_code = models.CharField("controlecode", max_length=16, blank=True)
    frozen_at = models.DateTimeField("vastgelegd op")
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # The newest file: unsigned at first, then with each signature. None: being made.
    document = models.ForeignKey(
        StoredDocument, models.PROTECT, null=True, related_name="+"
    )
    # When the certificate of the newest timestamp ends: before that comes another one.
    archived_until = models.DateTimeField(
        "tijdstempel houdbaar tot", null=True, blank=True
    )
    # Since when the task worker has been asked for the next file; None: nothing waits.
    asked_at = models.DateTimeField("gevraagd op", null=True, blank=True)
    # Why the last try to make the next file failed, in words for people.
    trouble = models.CharField("wat er misging", max_length=300, blank=True)
    voided_at = models.DateTimeField("vervallen op", null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField("reden van vervallen", blank=True)

    objects = SigningRoundQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="signing_round_edition_once", fields=["agreement", "edition"]
            ),
            models.UniqueConstraint(
                name="signing_round_one_open_per_agreement",
                fields=["agreement"],
                condition=Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="signing_round_void_has_reason",
                condition=Q(voided_at__isnull=True) | Q(void_reason__gt=""),
            ),
            models.UniqueConstraint(
                name="signing_round_check_code_once",
                fields=["check_code"],
                condition=Q(check_code__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"Ondertekenronde {self.edition} van {self.agreement_id}"


class SignatureQuerySet(ScopedQuerySet["Signature"]):
    """Places for a signature."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those in the rounds of the agreements the actor may know of."""
        return self.filter(round__in=SigningRound.objects.visible_to(actor))

    def for_pages(self) -> Self:
        """Load in order what a page shows, but not the bytes of a scan."""
        rows = self.in_order().select_related("brought_by", "scan")
        return rows.defer("scan__content")

    def with_round(self) -> Self:
        """Load all that a policy of signing asks about."""
        return self.select_related(
            "signer",
            "organisation",
            "mandate",
            "round__agreement__partnership__municipality",
            "round__agreement__partnership__provider",
        ).prefetch_related(Prefetch("round__signatures", Signature.objects.in_order()))

    def lacking_timestamp(self) -> Self:
        """Keep those that get a timestamp once the service is back."""
        return self.filter(level__in=Signature.UNFINISHED)

    def in_file(self) -> Self:
        """Keep those that stand in the PDF: placed, and not in ink on paper."""
        placed = self.filter(status=Signature.Status.PLACED)
        return placed.exclude(route=Signature.Route.INK)

    def in_order(self) -> Self:
        """Order as they are signed, with who signs for whom."""
        return self.select_related("signer", "organisation", "mandate").order_by(
            "position", "pk"
        )


class Signature(models.Model):
    """One signer's place in a round: asked, being placed, placed or refused."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Nog niet getekend"
        PLACING = "placing", "Wordt geplaatst"
        PLACED = "placed", "Getekend"
        REFUSED = "refused", "Geweigerd"

    class Level(models.TextChoices):
        BASIC = "B-B", "PAdES B-B, nog zonder tijdstempel"
        TIMESTAMPED = "B-T", "PAdES B-T met tijdstempel"
        LONG_TERM = "B-LT", "PAdES B-LT met tijdstempel"
        RAISED = "B-B+DTS", "PAdES B-B, later voorzien van een documenttijdstempel"
        ARCHIVED = "B-LTA", "PAdES B-LTA met archieftijdstempel"
        INK = "inkt", "Op papier getekend; het portaal bewaart de scan"

    # What a signature becomes when a timestamp covers the whole file. Of one that was
    # brought the file does not hold what its authority says: that is no B-LTA.
    UNFINISHED: Final = {
        Level.BASIC: Level.RAISED,
        Level.TIMESTAMPED: Level.RAISED,
        Level.LONG_TERM: Level.ARCHIVED,
    }

    class Route(models.TextChoices):
        PORTAL = "portal", "In het portaal"
        EXTERNAL = "external", "Met een andere ondertekendienst, bestand teruggebracht"
        REMOTE = "remote", "Bij een ondertekendienst op afstand"
        INK = "ink", "Op papier"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    round = models.ForeignKey(SigningRound, models.PROTECT, related_name="signatures")
    position = models.PositiveSmallIntegerField("volgorde")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    signer = models.ForeignKey(User, models.PROTECT, related_name="signatures")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")

    status = models.CharField(
        "status", max_length=8, choices=Status, default=Status.WAITING
    )
    # When the signer pressed the button with the second factor; in ink the day only.
    signed_at = models.DateTimeField("getekend op", null=True, blank=True)
    placed_at = models.DateTimeField("in het document gezet op", null=True, blank=True)
    level = models.CharField("niveau", max_length=8, choices=Level, blank=True)
    certificate = models.TextField("certificaat (PEM)", blank=True)
    route = models.CharField(
        "manier", max_length=8, choices=Route, default=Route.PORTAL
    )
    # Who brought the file or the scan, for the two routes outside the portal.
    brought_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Of a signature in ink: the scan, and where it was written.
    scan = models.ForeignKey(
        StoredDocument, models.PROTECT, null=True, related_name="+"
    )
    place = models.CharField("plaats", max_length=80, blank=True)
    refused_at = models.DateTimeField("geweigerd op", null=True, blank=True)
    refusal_reason = models.TextField("reden van weigering", blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="signature_position_once", fields=["round", "position"]
            ),
            models.UniqueConstraint(
                name="signature_party_once", fields=["round", "organisation"]
            ),
            models.CheckConstraint(
                name="signature_placed_has_level_and_moments",
                condition=~Q(status="placed")
                | Q(signed_at__isnull=False, placed_at__isnull=False, level__gt=""),
            ),
            models.CheckConstraint(
                name="signature_ink_has_scan",
                condition=~Q(route="ink")
                | Q(scan__isnull=False, brought_by__isnull=False, place__gt=""),
            ),
            models.CheckConstraint(
                name="signature_refused_has_reason",
                condition=~Q(status="refused")
                | Q(refused_at__isnull=False, refusal_reason__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"Handtekening {self.position} in ronde {self.round_id}"

    @property
    def lacks_timestamp(self) -> bool:
        """Whether the file changes once more, when the timestamp over it comes."""
        return self.level in Signature.UNFINISHED

    @property
    def is_ink(self) -> bool:
        """Whether it stands on paper, and so not in the PDF."""
        return self.route == Signature.Route.INK


class SigningRulesQuerySet(ScopedQuerySet["SigningRules"]):
    """House rules on signing."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)


class SigningRules(models.Model):
    """Which ways of signing two parties allow each other, beside that in the portal."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="+")
    allows_external = models.BooleanField("andere ondertekendienst", default=False)
    allows_remote = models.BooleanField("ondertekendienst op afstand", default=False)
    allows_ink = models.BooleanField("op papier", default=False)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("gewijzigd op")

    objects = SigningRulesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Huisregels voor ondertekenen van {self.partnership_id}"

    @property
    def routes(self) -> list[str]:
        """The ways of signing that are allowed; the portal always is."""
        allowed = {
            Signature.Route.PORTAL: True,
            Signature.Route.REMOTE: self.allows_remote,
            Signature.Route.EXTERNAL: self.allows_external,
            Signature.Route.INK: self.allows_ink,
        }
        return [route.value for route, is_allowed in allowed.items() if is_allowed]
