"""What the pages about one agreement or one clause share."""

from typing import Any

from django.shortcuts import get_object_or_404

from agreements import policies
from agreements.models import Agreement, AgreementQuerySet, Clause, ClauseQuerySet
from vve_portal.access.views import ObjectView


class AgreementView(ObjectView[Agreement]):
    """A page about one agreement the actor may know of."""

    policy = policies.may_view

    def get_queryset(self) -> AgreementQuerySet:
        """Return the agreements in reach, with their parties."""
        return Agreement.objects.visible_to(self.actor).with_parties()


class ClauseView(ObjectView[Clause]):
    """A page about one clause; its policy judges the agreement it is in."""

    policy = policies.may_view

    def get_queryset(self) -> ClauseQuerySet:
        """Return the clauses in reach, with current version and parties."""
        clauses = Clause.objects.visible_to(self.actor).with_current()
        return clauses.select_related(
            "agreement__drafted_by",
            "agreement__partnership__municipality",
            "agreement__partnership__provider",
        )

    def judge(self) -> None:
        """Load the clause; raise PermissionDenied when its agreement is refused."""
        self.object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        policy: Any = self.policy
        policy(self.actor, self.object.agreement).enforce()
