"""What every page shows around its own content: the main menu and its tabs."""

from functools import cache
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import resolve, reverse

from vve_portal.access.views import PortalView
from vve_portal.accounts.models import User


class Section(NamedTuple):
    """A part of the portal: an item of the menu, with a tab per page."""

    label: str
    pages: tuple[tuple[str, str], ...]


SECTIONS: Final[tuple[Section, ...]] = (
    Section("Vandaag", (("Vandaag", "home:today"),)),
    Section("Overeenkomsten", (("Overeenkomsten", "agreements:list"),)),
    Section(
        "Cijfers",
        (
            ("Kwartalen", "monitoring:quarters"),
            ("Vergelijken", "monitoring:comparison"),
            ("Rapporten", "monitoring:reports"),
            ("Definities", "monitoring:definitions"),
            ("Eigen cijfers", "monitoring:own-indicators"),
            ("Aanleveren", "monitoring:deliveries"),
            ("Aanleveren", "monitoring:deliver-location"),
            ("Kleine getallen", "monitoring:figure-towns"),
        ),
    ),
    Section(
        "Trajecten",
        (
            ("Werklijst", "referrals:worklist"),
            ("Terugkoppeling", "referrals:feedback"),
            ("Ondersteuning", "referrals:support"),
            ("Advies", "referrals:advice"),
            ("Tellingen", "referrals:counts"),
            ("Teams", "referrals:teams"),
            ("Bestanden", "referrals:imports"),
        ),
    ),
    Section(
        "Voorschool",
        (
            ("Kinderen", "referrals:preschool"),
            ("Wachtlijst", "referrals:waiting"),
            ("Plaatsen", "referrals:capacity"),
            ("Aanwezigheid", "referrals:attendance"),
            ("Correcties", "referrals:attendance-requests"),
            ("Werkplekken", "referrals:workplaces"),
            ("Partners", "referrals:partners"),
            ("Locaties", "referrals:locations"),
        ),
    ),
    Section(
        "Routes",
        (
            ("Routes", "referrals:pathways"),
            ("Doelgroep", "referrals:definitions"),
            ("Ander aanbod", "referrals:known-offers"),
        ),
    ),
    Section(
        "Vertellen",
        (
            ("Verhalen", "monitoring:stories"),
            ("Signalen", "monitoring:signals"),
            ("Dialoogtafels", "monitoring:dialogues"),
        ),
    ),
    Section(
        "Plus-inzet",
        (
            ("Plus-inzet", "monitoring:hours"),
            ("Rekening", "monitoring:budget"),
            ("Uren invullen", "monitoring:hours-enter"),
            ("Uren goedkeuren", "monitoring:hours-approve"),
        ),
    ),
    Section(
        "Overleg",
        (
            ("Overleggen", "monitoring:meetings"),
            ("Acties", "monitoring:actions"),
            ("Knelpunten", "monitoring:bottlenecks"),
        ),
    ),
    Section("Mensen", (("Mensen", "accounts:people"),)),
    Section("Mandaten", (("Mandaten", "accounts:mandates"),)),
    Section("Logboek", (("Logboek", "accounts:record"),)),
)


class MenuItem(NamedTuple):
    """A link in the menu or among the tabs."""

    label: str
    url: str
    is_current: bool


class Page(NamedTuple):
    """A page that the menu leads to; the page itself says for whom it is."""

    label: str
    url: str
    view: type[PortalView]


@cache
def pages_of(section: Section) -> tuple[Page, ...]:
    """Return where a section leads; asked once, as addresses don't change."""
    return tuple(_page(label, name) for label, name in section.pages)


def _page(label: str, name: str) -> Page:
    url = reverse(name)
    found: Any = resolve(url).func
    return Page(label, url, found.view_class)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return menu and tabs for who is signed in; error pages may come without one.

    A page is in it when the page itself lets the reader in.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not getattr(user, "is_verified", bool)():
        return {"nav_items": (), "section_items": ()}
    items: list[MenuItem] = []
    tabs: tuple[MenuItem, ...] = ()
    for section in SECTIONS:
        pages = [page for page in pages_of(section) if page.view.is_for(user)]
        if not pages:
            continue
        is_current = any(_leads_to(page.url, request.path) for page in pages)
        items.append(MenuItem(section.label, pages[0].url, is_current))
        if any(page.url == request.path for page in pages):
            tabs = _tabs(pages, request.path)
    return {"nav_items": tuple(items), "section_items": tabs}


def _leads_to(url: str, path: str) -> bool:
    return path == url if url == reverse("home:today") else path.startswith(url)


def _tabs(pages: list[Page], path: str) -> tuple[MenuItem, ...]:
    """Return a tab per page of a section; one page alone needs none."""
    if len(pages) == 1:
        return ()
    return tuple(MenuItem(page.label, page.url, page.url == path) for page in pages)
