"""The frame of every page, and the pages for when something goes wrong."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from pytest_django import Settings
from pytest_django.asserts import assertInHTML

from vve_portal.ui.forms import PortalForm

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# What is printed to PDF never meets a browser, and may carry its own style.
PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.html")
    if path.parent.name != "documents"
)
ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


@pytest.fixture
def signed_in() -> dict[str, object]:
    """Return what a page knows when somebody is signed in."""
    user = SimpleNamespace(
        is_authenticated=True,
        name="Noor Voorbeeld",
        job_title="Beleidsadviseur",
        organisation="Gemeente Waterrijk",
    )
    return {
        "request": SimpleNamespace(user=user),
        "nav_items": [("Vandaag", "/", False), ("Mensen", "/mensen/", True)],
        "csrf_token": "t",
    }


def test_header_tells_who_you_are_and_where(signed_in: dict[str, object]) -> None:
    html = render_to_string("base.html", signed_in)

    assertInHTML('<li><a href="/mensen/" aria-current="page">Mensen</a></li>', html)
    assertInHTML("<small>Gemeente Waterrijk</small>", html)
    assertInHTML(
        """<div class="vve-user">
        <span><a href="/ik/">Noor Voorbeeld</a> <small>Beleidsadviseur</small></span>
        <form method="post" action="/uit/">
        <input type="hidden" name="csrfmiddlewaretoken" value="t">
        <button type="submit" class="vve-link">Uitloggen</button></form></div>""",
        html,
    )


def test_page_stands_without_a_user() -> None:
    html = render_to_string("base.html")

    absent = [part in html for part in ("vve-user", "utrecht-nav-bar", "<form")]
    assert absent == [False, False, False]
    assert html.count("<h1>") == 1


def test_title_says_that_the_form_has_errors() -> None:
    class Name(PortalForm):
        pass

    form = Name({})
    form.add_error(None, "Iemand anders was u voor.")

    titles = [
        re.findall(
            "<title>(.*?)</title>", render_to_string("403.html", {"form": shown})
        )
        for shown in (Name(), form)
    ]

    assert titles == [
        ["Dit kunt u nu niet doen - VVE-portaal"],
        ["Fout: Dit kunt u nu niet doen - VVE-portaal"],
    ]


def test_refusal_page_shows_the_reason() -> None:
    html = render_to_string("403.html", {"exception": "Alleen de JGZ kan dit."})

    assertInHTML('<div class="vve-lead">Alleen de JGZ kan dit.</div>', html)


def test_expired_session_says_that_nothing_was_done() -> None:
    html = render_to_string("403_csrf.html")

    assertInHTML("<h1>Uw sessie is verlopen</h1>", html)
    assertInHTML(
        '<div class="vve-lead">'
        "Wat u stuurde, is niet verwerkt. Er is niets half gedaan.</div>",
        html,
    )


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_stands_on_its_own_and_has_a_way_on(name: str) -> None:
    html = render_to_string(name)

    assert html.count("<h1>") == 1
    assert '<a class="utrecht-button' in html


def test_page_for_a_crash_needs_no_list_of_static_files(
    settings: Settings,
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        },
    }

    html = render_to_string("500.html")

    assert f'href="{settings.STATIC_URL}portal.css"' in html


def test_messages_are_alerts() -> None:
    shown = [SimpleNamespace(level_tag=level) for level in ("success", "info", "error")]

    html = render_to_string("_components/messages.html", {"messages": shown})

    assert re.findall(r'class="(utrecht-alert[^"]*)"', html) == [
        "utrecht-alert utrecht-alert--ok",
        "utrecht-alert",
        "utrecht-alert utrecht-alert--error",
    ]


def test_login_page_has_its_own_frame() -> None:
    html = render_to_string("base_login.html")

    frames = [part in html for part in ('class="vve-login"', "utrecht-nav-bar")]
    assert frames == [True, False]
    assert html.count("<main") == 1


def test_stylesheet_stays_small() -> None:
    stylesheet = Path(settings.BASE_DIR) / "static" / "portal.css"

    assert stylesheet.stat().st_size < 40_000


@pytest.mark.parametrize("path", PAGES)
def test_template_compiles_without_inline_style_or_script(path: str) -> None:
    source = (TEMPLATES / path).read_text()

    engines["django"].get_template(path)
    assert re.findall(r"\sstyle=|<style|<script|\son[a-z]+=|\|safe\b", source) == []
    assert [part for part in re.findall(r"{#.*", source) if "#}" not in part] == []


@pytest.mark.parametrize(
    "path", sorted(path.name for path in (TEMPLATES / "_components").glob("*.html"))
)
def test_component_begins_with_its_parameters(path: str) -> None:
    first = (TEMPLATES / "_components" / path).read_text().splitlines()[0]

    assert re.fullmatch(r"{# .+ #}", first)
