"""Components say in words what they show in colour."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django.asserts import assertHTMLEqual

from vve_portal.ui.tones import TONES, tone_of


@dataclass(frozen=True)
class Answer:
    """Stands in for a policy's answer: truthy without a reason."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


def component(name: str, **values: object) -> str:
    """Render a component."""
    return render_to_string(f"_components/{name}.html", values)


@pytest.mark.parametrize(
    ("party", "agreed", "shape", "letter", "words"),
    [
        ("gemeente", True, "gemeente vve-mark--yes", "G", "Gemeente: akkoord"),
        ("gemeente", False, "gemeente", "G", "Gemeente: nog geen akkoord"),
        ("jgz", True, "jgz vve-mark--yes", "J", "JGZ: akkoord"),
        ("jgz", None, "jgz", "J", "JGZ"),
    ],
)
def test_party_mark_has_hidden_words(
    party: str, *, agreed: bool | None, shape: str, letter: str, words: str
) -> None:
    html = component("party_mark", party=party, agreed=agreed)

    assertHTMLEqual(
        html,
        f"""<i class="vve-mark vve-mark--{shape}" aria-hidden="true">{letter}</i>
        <span class="vve-sr">{words}</span>""",
    )


@pytest.mark.parametrize(
    ("tone", "classes"),
    [
        ("safe", "utrecht-status-badge utrecht-status-badge--safe"),
        ("", "utrecht-status-badge"),
    ],
)
def test_badge_is_a_word_in_a_tone(tone: str, classes: str) -> None:
    html = component("status_badge", label="Getekend", tone=tone)

    assertHTMLEqual(html, f'<span class="{classes}">Getekend</span>')


def test_button_posts_when_the_policy_allows() -> None:
    html = component(
        "post_button",
        url="/teken/",
        label="Onderteken",
        verdict=Answer(),
        primary=True,
        csrf_token="t",
    )

    assertHTMLEqual(
        html,
        """<form method="post" action="/teken/">
        <input type="hidden" name="csrfmiddlewaretoken" value="t">
        <button type="submit" class="utrecht-button utrecht-button--primary-action">
        Onderteken</button></form>""",
    )


@pytest.mark.parametrize("name", ["post_button", "link_button"])
def test_refused_button_shows_the_reason_in_its_place(name: str) -> None:
    refused = Answer("Alleen de gemeente kan ondertekenen.")

    html = component(name, url="/teken/", label="Onderteken", verdict=refused)

    assertHTMLEqual(
        html,
        '<p class="vve-meta vve-refusal">Alleen de gemeente kan ondertekenen.</p>',
    )


def test_pages_keep_the_filter_and_name_where_you_are() -> None:
    request = RequestFactory().get("/", {"q": "bereik", "page": "2"})
    page = Paginator(range(60), 25).page(2)

    html = render_to_string("_components/pagination.html", {"page": page}, request)

    assertHTMLEqual(
        html,
        """<div class="vve-row vve-row--between vve-mt">
        <p class="vve-meta">26 tot en met 50 van 60</p>
        <nav class="utrecht-pagination" aria-label="Bladeren">
        <a href="?q=bereik&amp;page=1" rel="prev">Vorige</a>
        <a href="?q=bereik&amp;page=1"><span class="vve-sr">Bladzijde </span>1</a>
        <span aria-current="page"><span class="vve-sr">Bladzijde </span>2</span>
        <a href="?q=bereik&amp;page=3"><span class="vve-sr">Bladzijde </span>3</a>
        <a href="?q=bereik&amp;page=3" rel="next">Volgende</a>
        </nav></div>""",
    )


def test_single_page_has_no_pagination() -> None:
    page = Paginator(range(3), 25).page(1)

    assert component("pagination", page=page).strip() == ""


def test_bar_has_a_point_and_never_runs_over() -> None:
    widths = [
        Template("{% load portal %}{% bar_width part whole %}").render(
            Context({"part": part, "whole": whole})
        )
        for part, whole in ((7, 8), (1, 3), (9, 8), (0, 0))
    ]

    assert widths == ["87.5", "33.3", "100.0", "0.0"]


def test_step_tells_what_its_colour_tells() -> None:
    steps = [
        SimpleNamespace(name="Getoetst", note="3 december", state="done"),
        SimpleNamespace(name="Ondertekenen", note="", state="current"),
        SimpleNamespace(name="Start", note="8 dec", state="late"),
    ]

    html = component("steps", label="Stappen", items=steps)

    assertHTMLEqual(
        html,
        """<ol class="vve-steps" aria-label="Stappen">
        <li class="vve-step vve-step--done"><span class="vve-step__name">Getoetst</span>
          <span class="vve-meta">
            <span class="vve-sr">Klaar: </span>3 december</span></li>
        <li class="vve-step" aria-current="step">
          <span class="vve-step__name">Ondertekenen</span><span class="vve-meta"></span>
        </li>
        <li class="vve-step vve-step--late" aria-current="step">
          <span class="vve-step__name">Start</span>
          <span class="vve-meta"><span class="vve-sr">Te laat: </span>8 dec</span></li>
        </ol>""",
    )


def test_task_is_red_only_when_it_is_due() -> None:
    today = date(2026, 11, 20)
    due = {"a": date(2026, 11, 19), "b": today, "c": date(2026, 11, 21), "d": None}
    tasks = [
        SimpleNamespace(title=title, url="#", why="", due=day)
        for title, day in due.items()
    ]

    html = component("task_list", tasks=tasks, today=today)

    late, plain = '"vve-task__when vve-late"', '"vve-task__when"'
    expected = "".join(
        f"""<li class="vve-task"><a class="vve-rows__name" href="#">{title}</a>
        <span class={classes}>{words}</span><span class="vve-task__why"></span></li>"""
        for title, classes, words in (
            ("a", late, "Te laat, 19 nov"),
            ("b", late, "Vandaag"),
            ("c", plain, "za 21 nov"),
            ("d", plain, ""),
        )
    )
    assertHTMLEqual(html, f'<ol class="vve-rows">{expected}</ol>')


def test_finished_area_shows_words_and_an_open_one_bars() -> None:
    areas = [
        SimpleNamespace(number=1, title="Rollen", url="#", total=8, agreed=8),
        SimpleNamespace(
            number=2,
            title="Kwaliteit",
            url="#",
            current=True,
            total=8,
            agreed=4,
            municipality_agreed=4,
            provider_agreed=7,
        ),
        SimpleNamespace(number=3, title="Overleg", url="#", total=0, agreed=0),
    ]

    html = component("area_nav", areas=areas)

    texts = [
        text in html
        for text in (
            "Alle 8 overeengekomen",
            '<span class="vve-sr">Gemeente akkoord met </span>4/8',
            '<span class="vve-sr">JGZ akkoord met </span>7/8',
            "Nog geen afspraken",
        )
    ]
    assert texts == [True] * 4
    assert html.count('aria-current="true"') == 1
    assert html.count("<svg") == 2


def test_filters_write_nothing_for_a_missing_value() -> None:
    source = (
        "{% load portal %}{{ x|long_date }}{{ x|short_date }}{{ x|weekday_date }}"
        "{{ x|clock_time }}{{ x|long_moment }}{{ x|short_moment }}{{ x|euro }}"
        "{{ x|number }}"
    )

    assert Template(source).render(Context({"x": None})) == ""


def test_filters_write_dutch() -> None:
    source = (
        "{% load portal %}{{ at|long_moment }}; {{ at|short_moment }}; "
        "{{ n|number:1 }}; {{ n|euro }}; {% percentage 7 8 %}; "
        "{{ h|hash_groups }}; {% period day %}; {{ status|tone_of }}"
    )
    values = {
        "at": datetime(2026, 12, 7, 15, 42, tzinfo=UTC),
        "n": 1244,
        "h": "9f2c41d8",
        "day": date(2027, 1, 1),
        "status": "signed",
    }

    assert Template(source).render(Context(values)) == (
        "7 december 2026 om 16.42 uur; 7 dec 2026 16.42 uur; 1.244,0; "
        "€\N{NO-BREAK SPACE}1.244; 88%; 9f2c 41d8; vanaf 1 januari 2027; safe"
    )


def test_status_has_one_tone_and_an_unknown_one_none() -> None:
    assert [tone_of("signed"), tone_of("void"), tone_of("unknown")] == [
        "safe",
        "danger",
        "",
    ]
    assert set(TONES.values()) == {"", "safe", "warning", "danger"}
