"""Policies and the base of pages."""

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.access.verdicts import ALLOWED, anyone_logged_in, deny
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership


def test_a_refusal_is_false_and_carries_its_reason() -> None:
    verdict = deny("Alleen de gemeente kan dit.")

    assert not verdict
    with pytest.raises(PermissionDenied, match="Alleen de gemeente kan dit"):
        verdict.enforce()


def test_a_permission_is_true_and_lets_pass() -> None:
    ALLOWED.enforce()

    assert ALLOWED


def test_a_page_without_policy_cannot_be_made() -> None:
    class Naked(PortalView):
        """A page that forgot its policy."""

    with pytest.raises(ImproperlyConfigured, match="Naked has no policy"):
        Naked.as_view()


def test_a_page_about_a_row_must_say_which_rows() -> None:
    class Unscoped(ObjectView[Partnership]):
        """A page that forgot its rows."""

        policy = anyone_logged_in

    with pytest.raises(NotImplementedError, match="Unscoped"):
        Unscoped().get_queryset()


def test_a_queryset_must_say_what_is_visible() -> None:
    with pytest.raises(NotImplementedError, match="visible to whom"):
        ScopedQuerySet().visible_to(None)
