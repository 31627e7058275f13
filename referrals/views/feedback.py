"""What became of referrals, on one page; and telling who stands outside."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.generic import TemplateView

from referrals import policies_counts as policies
from referrals.codes import shown_code
from referrals.forms.advice import FeedbackForm
from referrals.queries.feedback import (
    MOST,
    Outcome,
    new_outcomes,
    referrer_of,
    untold,
)
from referrals.services.feedback import give_feedback, mark_seen
from referrals.services.reading import record_read
from referrals.views.base import PROVIDER, ChildPage, row_numbers
from referrals.views.code_page import CodePage


class Feedback(ChildPage, TemplateView):
    """What became of the reader's referrals since last time, and who is to be told."""

    kinds = PROVIDER
    policy = policies.may_read_counts
    template_name = "referrals/feedback.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show both lists; that they were read is on record."""
        now = timezone.now()
        news = new_outcomes(self.actor)
        waiting = untold(self.actor, timezone.localdate(now))
        record_read(
            trajectories=list(
                {
                    one.trajectory.pk: one.trajectory for one in (*news, *waiting)
                }.values()
            ),
            actor=self.actor,
            now=now,
            how="terugkoppeling",
        )
        return super().get_context_data(
            news=[(one, code_of(one)) for one in news],
            waiting=[(one, code_of(one)) for one in waiting],
            shown_at=now.isoformat(),
            most=MOST,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that the reader saw the outcomes on the page."""
        now = timezone.now()
        marked = mark_seen(
            pks=row_numbers(request.POST.getlist("t"), MOST),
            shown_at=moment_of(request.POST.get("shown_at", ""), now),
            actor=self.actor,
            now=now,
        )
        if marked:
            messages.success(request, "Gezien. Wat hierna gebeurt, leest u hier weer.")
        return redirect("referrals:feedback")


class FeedbackGiven(CodePage):
    """Record that a referrer outside the portal was told the outcome."""

    policy = policies.may_give_feedback
    form_class = FeedbackForm
    template_name = "referrals/feedback_given.html"
    how = "terugkoppeling"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which day today is."""
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def get_initial(self) -> dict[str, Any]:
        """Start from the trajectory as it is shown."""
        return {"seen": self.object.version}

    def save(self, form: FeedbackForm) -> HttpResponse:
        """Record it."""
        give_feedback(
            trajectory=self.object,
            told_on=form.occurred_on,
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "Vastgelegd dat de verwijzer het weet.")
        return redirect("referrals:feedback")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who is to be told."""
        return super().get_context_data(who=referrer_of(self.object), **kwargs)


def code_of(outcome: Outcome) -> str:
    """Return the code of a child as people read it."""
    return shown_code(outcome.trajectory.code)


def moment_of(text: str, now: datetime) -> datetime:
    """Return the moment a page was shown; now when the form came in damaged."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    is_whole = moment is not None and timezone.is_aware(moment)
    return moment if moment is not None and is_whole else now
