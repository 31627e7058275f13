"""The page of the terms: what was not changed is not sent on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals.models import RuleSetting
from referrals.queries.rules import settings_of
from referrals.routes.rules import RULES, Setting
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere"),
]

SignIn = Callable[[User], Client]


def shown(form: Any) -> dict[str, str]:
    """Return what a browser sends back when nobody changes a thing."""
    sent: dict[str, str] = {}
    for name in form.fields:
        value = form[name].value()
        sent[form[name].html_initial_name] = str(value)
        if value is not False:
            sent[name] = "on" if value is True else str(value)
    return sent


def url_of(partnership: Partnership) -> str:
    """Return the address of the page."""
    return reverse("referrals:terms", args=[partnership.pk])


def test_page_shows_the_defaults_and_changes_nothing_by_itself(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    sent = shown(client.get(url_of(partnership)).context["form"])

    response = client.post(url_of(partnership), sent, follow=True)

    assert [str(one) for one in response.context["messages"]] == [
        "U hebt niets gewijzigd: dit stond er al zo."
    ]
    assert (sent["first_E02"], sent["later_E02"]) == ("28", "42")
    assert not RuleSetting.objects.exists()


def test_terms_are_changed_and_told_in_the_history(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    sent = shown(client.get(url_of(partnership)).context["form"])
    del sent["on_E08"]
    sent["first_E02"] = "21"

    response = client.post(url_of(partnership), sent, follow=True)

    changed = {
        code: one for code, one in settings_of(partnership).items() if one != Setting()
    }
    assert changed == {"E02": Setting(first=21), "E08": Setting(is_on=False)}
    assert [line.text for line in response.context["items"]] == [
        "Regel E08: uit.",
        "Regel E02: aan, na 21 dagen, daarna na 42 dagen.",
    ]


def test_empty_term_is_the_default(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    sent = shown(client.get(url_of(partnership)).context["form"])
    sent["first_E02"] = ""

    client.post(url_of(partnership), sent)

    assert not RuleSetting.objects.exists()


def test_wrong_term_is_told_at_its_field(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    sent = shown(client.get(url_of(partnership)).context["form"])
    sent["first_E02"] = "42"

    response = client.post(url_of(partnership), sent)

    assert response.context["form"].errors == {
        "first_E02": [
            (
                "Bij regel E02 komt de tweede termijn (42 dagen) niet na de eerste "
                "(42 dagen). Kies een latere tweede termijn."
            )
        ]
    }


def test_two_people_at_one_rule_do_not_overwrite_each_other(
    partnership: Partnership, manager: User, advisor: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    sent = shown(client.get(url_of(partnership)).context["form"])
    client.post(url_of(partnership), {**sent, "first_E02": "21"})

    response = as_user(advisor).post(url_of(partnership), {**sent, "first_E02": "14"})

    assert [str(one)[:40] for one in response.context["form"].non_field_errors()] == [
        "Iemand anders wijzigde deze termijnen te"
    ]
    assert settings_of(partnership)["E02"] == Setting(first=21)


def test_reader_sees_the_rules_in_words(
    partnership: Partnership, nurse: User, as_user: SignIn
) -> None:
    RuleSetting.objects.create(partnership=partnership, rule="E08", is_on=False)

    response = as_user(nurse).get(url_of(partnership))

    held = {rule.code: bool(one) for rule, one in response.context["rules"]}
    assert held == {code: code != "E08" for code in RULES}
    assert as_user(nurse).post(url_of(partnership), {}).status_code == 403
