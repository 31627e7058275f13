"""The queryset that can't be used without saying for whom."""

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows with an owner: each subclass says which of them an actor may know of."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rows `actor` may know of; outside them a page answers 404."""
        message = f"{type(self).__name__} does not say what is visible to whom."
        raise NotImplementedError(message)
