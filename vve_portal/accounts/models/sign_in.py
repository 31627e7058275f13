"""Ways in: invitations, links, recovery codes and the sessions they lead to."""

from typing import Any, Self

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models.organisations import Organisation
from vve_portal.accounts.models.people import User


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    """Invitations to make an account."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's own organisation."""
        return self.filter(organisation=actor.organisation_id)

    def open(self) -> Self:
        """Keep those that were neither accepted nor withdrawn, also when too old."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """An invitation by mail: one link, once, for a limited time."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations"
    )
    email = models.EmailField("e-mailadres")
    name = models.CharField("naam", max_length=120)
    job_title = models.CharField("functie", max_length=120, blank=True)
    roles = models.JSONField("rollen", default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField("uitgenodigd op")
    expires_at = models.DateTimeField("geldig tot")
    accepted_at = models.DateTimeField("aangenomen op", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Uitnodiging van {self.email}"


class EnrolmentLink(models.Model):
    """A link by mail for somebody who must set the second factor (again)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="enrolment_links")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField("verstuurd op")
    expires_at = models.DateTimeField("geldig tot")
    used_at = models.DateTimeField("gebruikt op", null=True, blank=True)

    def __str__(self) -> str:
        return f"Link voor de tweede stap {self.pk}"


class RecoveryCode(models.Model):
    """A way in when the phone is gone: kept as a hash, works once."""

    # CASCADE: a code is nothing without its user.
    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="recovery_code_once", fields=["user", "code_hash"]
            ),
        )

    def __str__(self) -> str:
        return f"Herstelcode {self.pk}"


class Session(AbstractBaseSession):
    """A browser that is signed in; knows whose it is, so that all can be ended."""

    # CASCADE: a session is nothing without its user.
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    signed_in_at = models.DateTimeField("ingelogd op", null=True)
    seen_at = models.DateTimeField("laatst gezien op", null=True)

    def __str__(self) -> str:
        return f"Sessie van {self.user_id} sinds {self.signed_in_at}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return what reads and writes these rows."""
        from vve_portal.accounts.sessions import SessionStore  # noqa: PLC0415 - it reads this model

        return SessionStore
