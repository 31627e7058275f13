"""Lists that somebody keeps: a filter under a name."""

from typing import Any, Self

from django.db import models

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import User


class SavedListQuerySet(ScopedQuerySet["SavedList"]):
    """Saved filters."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the actor's own."""
        return self.filter(user=actor.pk)


class SavedList(models.Model):
    """A filter on the worklist that somebody gave a name."""

    # CASCADE: a filter is nothing without who made it.
    user = models.ForeignKey(User, models.CASCADE, related_name="saved_lists")
    name = models.CharField("naam", max_length=40)
    # The query of the address, such as "state=S40&team=3".
    query = models.CharField("filter", max_length=500)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="saved_list_once", fields=["user", "name"]),
        )

    def __str__(self) -> str:
        return self.name


class WrongCode(models.Model):
    """Wrong codes that somebody typed; after five he waits.

    Counted past the roll-back of the refusal, and about nobody else.
    """

    # CASCADE: counts are nothing without who typed.
    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="wrong_codes"
    )
    count = models.PositiveSmallIntegerField("aantal", default=0)
    locked_until = models.DateTimeField("wacht tot", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.count}"
