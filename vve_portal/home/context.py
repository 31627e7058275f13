"""What every page shows around its own content: the main menu."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability


class MenuItem(NamedTuple):
    """A link in the main menu."""

    label: str
    url: str
    is_current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the menu for who is signed in; error pages may come without a user."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not getattr(user, "is_verified", bool)():
        return {"nav_items": ()}
    return {"nav_items": tuple(_items(user, request.path))}


def _items(user: User, path: str) -> list[MenuItem]:
    today = reverse("home:today")
    items = [MenuItem("Vandaag", today, path == today)]
    for label, name in _destinations(user):
        url = reverse(name)
        items.append(MenuItem(label, url, path.startswith(url)))
    return items


def _destinations(user: User) -> list[tuple[str, str]]:
    found = []
    if user.may(Ability.READ_AGREEMENTS) or user.may(Ability.READ_SIGNED_AGREEMENTS):
        found.append(("Overeenkomsten", "agreements:list"))
    if user.may(Ability.MANAGE_PEOPLE):
        found.append(("Mensen", "accounts:people"))
    if user.may(Ability.READ_AGREEMENTS) or user.may(Ability.MANAGE_PEOPLE):
        found.append(("Mandaten", "accounts:mandates"))
    if user.may(Ability.READ_RECORD):
        found.append(("Logboek", "accounts:record"))
    return found
