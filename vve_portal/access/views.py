"""The base of every page: none starts without a policy, none loads rows unscoped."""

from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import View

from vve_portal.access.verdicts import Policy

M = TypeVar("M", bound=models.Model)


class PortalView(View):
    """A page for people who signed in, guarded by `policy(actor)`."""

    policy: ClassVar[Policy[Any] | None] = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Refuse to make a page without a policy: the site then does not start."""
        if cls.policy is None:
            message = f"{cls.__name__} has no policy."
            raise ImproperlyConfigured(message)
        return super().as_view(**initkwargs)

    @classmethod
    def is_for(cls, actor: Any) -> bool:
        """Return whether the menu may lead `actor` here."""
        assert cls.policy is not None  # noqa: S101 - as_view() saw to it
        return bool(cls.policy(actor))

    @property
    def actor(self) -> Any:
        """Return who is asking, with roles and partnerships loaded."""
        return self.request.user

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.judge()
        return super().dispatch(request, *args, **kwargs)

    def judge(self) -> None:
        """Raise PermissionDenied when the policy refuses."""
        assert self.policy is not None  # noqa: S101 - as_view() saw to it
        self.policy(self.actor).enforce()


class ObjectView(PortalView, Generic[M]):
    """A page about one row: 404 outside the scope, 403 with the reason inside it."""

    object: M

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the rows this page may be about, scoped with `visible_to`."""
        message = f"{type(self).__name__} does not say which rows it is about."
        raise NotImplementedError(message)

    def judge(self) -> None:
        """Load the row and raise PermissionDenied when the policy refuses it."""
        self.object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        assert self.policy is not None  # noqa: S101 - as_view() saw to it
        self.policy(self.actor, self.object).enforce()
