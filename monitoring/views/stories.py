"""Stories: writing, offering, reading as the second, sharing and taking back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_telling as policies
from monitoring.forms.telling import (
    ApproveForm,
    OfferForm,
    ReturnStoryForm,
    StoryChangeForm,
    StoryForm,
)
from monitoring.models import Story
from monitoring.queries import telling as queries
from monitoring.services import stories as services
from monitoring.services.telling_words import count_words
from monitoring.views.seen_forms import SeenForm
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm


def crumbs() -> list[tuple[str, str]]:
    """Return the way back to the stories."""
    return [("Verhalen", reverse("monitoring:stories"))]


def words_of(story: Story) -> int:
    """Return how many words the four parts have."""
    return count_words(*(getattr(story, name) for name in services.PARTS))


class Stories(PortalView, TemplateView):
    """What somebody wrote, what waits for him, and what was shared."""

    policy = policies.may_tell
    template_name = "monitoring/telling/stories.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the stories."""
        return super().get_context_data(
            waiting=queries.stories_to_read(self.actor),
            own=queries.own_stories(self.actor),
            shared=queries.shared_stories(self.actor),
            **kwargs,
        )


class StoryCreate(PortalView, ServiceForm):
    """Write a story."""

    policy = policies.may_tell
    form_class = StoryForm
    template_name = "monitoring/telling/story_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the quarters that are open."""
        return {
            **super().get_form_kwargs(),
            "quarters": list(queries.open_quarters(self.actor)),
            "cancel_url": reverse("monitoring:stories"),
        }

    def save(self, form: StoryForm) -> HttpResponse:
        """Keep it as a draft, with how long it is."""
        story = services.write_story(
            quarter=form.chosen_quarter,
            text=form.text,
            actor=self.actor,
            now=timezone.now(),
        )
        tell_length(self.request, story)
        return redirect("monitoring:story", story.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs(), **kwargs)


def tell_length(request: HttpRequest, story: Story) -> None:
    """Say that a story was kept, and how many words it has."""
    text = f"Uw verhaal is bewaard. Het heeft {words_of(story)} van de 200 woorden."
    messages.success(request, text)


class StoryPage(ObjectView[Story]):
    """A page about one story."""

    policy = policies.may_see_story

    def get_queryset(self) -> QuerySet[Story]:
        """Return the stories in reach."""
        rows: QuerySet[Story] = Story.objects.visible_to(self.actor)
        return rows.select_related(
            "quarter__partnership__municipality",
            "partnership",
            "written_by",
            "organisation",
            "read_by",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the story with what the reader may do."""
        story = self.object
        parent: Any = super()
        found: dict[str, Any] = parent.get_context_data(
            story=story,
            words=words_of(story),
            may_change=policies.may_change_story(self.actor, story),
            may_read_second=policies.may_read_second(self.actor, story),
            may_withdraw=policies.may_withdraw_story(self.actor, story),
            is_writer=story.written_by_id == self.actor.pk,
            breadcrumbs=crumbs(),
            **kwargs,
        )
        return found


class StoryDetail(StoryPage, TemplateView):
    """A story, where it stands, and what can be done."""

    template_name = "monitoring/telling/story.html"


class StoryForms(StoryPage, SeenForm):
    """A page with a form about one story."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the way back."""
        cancel_url = reverse("monitoring:story", args=[self.object.pk])
        return {**super().get_form_kwargs(), "cancel_url": cancel_url}

    def get_initial(self) -> dict[str, Any]:
        """Remember what was shown."""
        return {"seen": self.object.version}

    def done(self, sentence: str) -> HttpResponse:
        """Say what happened, and show the story."""
        messages.success(self.request, sentence)
        return redirect("monitoring:story", self.object.pk)


class StoryEdit(StoryForms):
    """Change a story that is still one's own."""

    policy = policies.may_change_story
    form_class = StoryChangeForm
    template_name = "monitoring/telling/story_form.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        names = ("area", "title", *services.PARTS)
        there = {name: getattr(self.object, name) for name in names}
        return {**super().get_initial(), **there}

    def save(self, form: StoryChangeForm) -> HttpResponse:
        """Keep it."""
        story = services.change_story(
            story=self.object,
            text=form.text,
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        tell_length(self.request, story)
        return redirect("monitoring:story", story.pk)


class StoryOffer(StoryForms):
    """Go through the check-list and offer a story to a second reader."""

    policy = policies.may_change_story
    form_class = OfferForm
    template_name = "monitoring/telling/story_offer.html"

    def save(self, form: OfferForm) -> HttpResponse:
        """Offer it."""
        services.offer_story(
            story=self.object,
            ticked=form.cleaned_data["checks"],
            consent=form.cleaned_data["consent"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        return self.done("Uw verhaal wacht nu op een tweede lezer van de JGZ.")


class StoryRead(StoryForms):
    """Read a story as the second, and share it."""

    policy = policies.may_read_second
    form_class = ApproveForm
    template_name = "monitoring/telling/story_read.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from the smallest circle of readers."""
        return {**super().get_initial(), "publish": Story.Publish.PARTNERS}

    def save(self, form: ApproveForm) -> HttpResponse:
        """Share it."""
        services.approve_story(
            story=self.object,
            ticked=form.cleaned_data["checks"],
            publish=form.cleaned_data["publish"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        return self.done("Het verhaal is gedeeld. Het staat nu bij de cijfers.")


class StoryReturn(StoryForms):
    """Send a story back to its writer."""

    policy = policies.may_read_second
    form_class = ReturnStoryForm
    template_name = "monitoring/telling/story_return.html"

    def save(self, form: ReturnStoryForm) -> HttpResponse:
        """Send it back."""
        services.return_story(
            story=self.object,
            note=form.cleaned_data["note"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "Het verhaal is terug bij de schrijver.")
        return redirect("monitoring:stories")


class StoryWithdraw(StoryPage):
    """Take a story back that was offered or shared."""

    policy = policies.may_withdraw_story
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Make it the writer's draft again."""
        services.withdraw_story(story=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, "Het verhaal is terug bij de schrijver.")
        return redirect("monitoring:stories")
