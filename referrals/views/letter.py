"""The referral letter: typed, printed and forgotten; and that it went is recorded."""

import logging
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from referrals import policies_counts as policies
from referrals.documents.letter import (
    LetterFailed,
    Referral,
    referral_of,
    render_letter,
)
from referrals.forms.letter import LetterForm, SentForm
from referrals.lifecycle.deeds import Deed
from referrals.models import Trajectory
from referrals.services.letters import record_print
from referrals.services.moving import move
from referrals.views.code_page import CodePage

logger = logging.getLogger("vve_portal.letters")

FILE_NAME: Final = "verwijsbrief.pdf"
FAILED: Final = (
    "De brief kon niet worden gemaakt. Kijk of er bijzondere tekens in staan en"
    " probeer het opnieuw. Lukt het weer niet? Meld het uw beheerder."
)


class Letter(CodePage):
    """Make the letter in memory, from what is typed at this moment."""

    policy = policies.may_print_letter
    form_class = LetterForm
    template_name = "referrals/letter.html"
    how = "verwijsbrief"

    def get_initial(self) -> dict[str, Any]:
        """Start with who makes the letter."""
        return {"writer": self.actor.name}

    def save(self, form: LetterForm) -> HttpResponse:
        """Give the letter; a fault is told without a word of what was in it."""
        now = timezone.now()
        try:
            pdf = render_letter(self.referral, form.persons, created=now)
        except LetterFailed as fault:
            logger.error("A letter failed: %s", fault)  # noqa: TRY400 - no traceback
            raise ValidationError(FAILED) from None
        record_print(trajectory=self.object, actor=self.actor, now=now)
        # No page of the portal is stored by a browser; nor is this file.
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)

    @property
    def referral(self) -> Referral:
        """What the portal knows and the letter says."""
        return referral_of(
            self.object,
            sender=self.actor.organisation.name,
            function=self.actor.job_title or self.actor.role_labels,
            portal=urlsplit(settings.PORTAL_URL).netloc
            + reverse("referrals:preschool"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what will be in the letter, and how to say that it went."""
        is_to_go = bool(policies.refer_outcome(self.object))
        return super().get_context_data(
            referral=self.referral,
            sent_form=sent_form(self.object) if is_to_go else None,
            **kwargs,
        )


class LetterSent(CodePage):
    """Record that the letter went; the route says what comes next."""

    policy = policies.may_send_letter
    form_class = SentForm
    template_name = "referrals/letter_sent.html"
    how = "brief is weg"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which day today is."""
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def get_initial(self) -> dict[str, Any]:
        """Start from the trajectory as it is shown."""
        return {"seen": self.object.version}

    def save(self, form: SentForm) -> HttpResponse:
        """Take the step of the route that says so."""
        moved = move(
            trajectory=self.object,
            outcome=policies.refer_outcome(self.object),
            deed=Deed(occurred_on=form.occurred_on),
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"Vastgelegd. Nu: {moved.next_step}.")
        return redirect("referrals:trajectory", moved.pk)


def sent_form(trajectory: Trajectory) -> SentForm:
    """Return the form that says the letter went, filled in for today."""
    form = SentForm(initial={"seen": trajectory.version}, today=timezone.localdate())
    form.helper.form_action = reverse("referrals:letter-sent", args=[trajectory.pk])
    return form
