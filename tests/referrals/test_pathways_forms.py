"""The forms of a route: what they show of a part is what they give back."""

from typing import Any

import pytest

from referrals.forms.outcomes import OutcomeForm
from referrals.forms.pathways import ActivityForm, StepForm
from referrals.routes.definition import Activity, Outcome, Route
from referrals.routes.editing import EVERYWHERE, outcomes_of
from referrals.routes.templates import TEMPLATES
from referrals.states import Fact
from tests.referrals.routing import BASIC
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite


def typed(initial: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return what a browser sends back of a form that shows these values."""
    shown = {name: "" if one is None else one for name, one in initial.items()}
    kept = {name: one for name, one in shown.items() if one is not False}
    return {"edits": "0", **kept, **changes}


@pytest.mark.parametrize("code", TEMPLATES)
def test_steps_come_back_as_they_were(code: str) -> None:
    route = TEMPLATES[code]
    forms = [
        StepForm(typed(StepForm.initial_of(step)), route=route) for step in route.steps
    ]

    assert [form.errors for form in forms if not form.is_valid()] == []
    given = zip(forms, route.steps, strict=True)
    assert tuple(form.step(step) for form, step in given) == route.steps


@pytest.mark.parametrize("code", TEMPLATES)
def test_outcomes_come_back_as_they_were(code: str) -> None:
    route = TEMPLATES[code]
    for place in (*(step.key for step in route.steps), EVERYWHERE):
        known = outcomes_of(route, place)

        assert tuple(sent_back(route, place, one) for one in known) == known


def sent_back(route: Route, place: str, outcome: Outcome) -> Outcome:
    """Return what the form of an outcome makes of it when nobody changes a thing."""
    shown = typed(OutcomeForm.initial_of(outcome))
    form = OutcomeForm(shown, route=route, before=outcome)
    assert form.errors == {}
    return form.outcome(outcome.key, fallback=place == EVERYWHERE)


@pytest.mark.parametrize(
    "activity", [one for route in TEMPLATES.values() for one in route.activities]
)
def test_activity_comes_back_as_it_was(activity: Activity) -> None:
    form = ActivityForm(typed(ActivityForm.initial_of(activity)))

    assert form.errors == {}
    assert form.activity(activity.key) == activity


def test_condition_that_is_not_on_the_list_is_kept() -> None:
    odd = Outcome("odd", "Bijzonder", "S70", needs={Fact.AGE: ("start_age",)})

    form = OutcomeForm(typed(OutcomeForm.initial_of(odd)), route=BASIC, before=odd)

    assert form.errors == {}
    assert form.outcome("odd", fallback=False) == odd


def test_new_outcome_has_what_was_chosen() -> None:
    filled = {
        "edits": "0",
        "label": "Doorverwijzen",
        "to": "S40",
        "by": ["nurse", "preschool_contact"],
        "needs_consent": "yes",
        "sets_location": "unknown",
    }

    form = OutcomeForm(filled, route=BASIC, before=None)

    assert form.errors == {}
    assert form.outcome("uitkomst", fallback=False) == Outcome(
        "uitkomst",
        "Doorverwijzen",
        "S40",
        by=(Role.NURSE, Role.PRESCHOOL_CONTACT),
        needs={Fact.CONSENT: ("yes",)},
        sets={Fact.LOCATION: "unknown"},
    )


def test_a_route_without_facts_asks_for_no_conditions() -> None:
    form = OutcomeForm(route=TEMPLATES["R-THUIS"], before=None)

    assert list(form.fields) == ["edits", "label", "to", "by"]


def test_levels_and_money_are_asked_for_support_only() -> None:
    support = StepForm(route=TEMPLATES["R-AANV"])
    preschool = StepForm(route=BASIC)

    assert set(support.fields) - set(preschool.fields) == {"level", "funding"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": ""}, "name", "Vul “Naam van de stap” in."),
        (
            {"days": "0"},
            "days",
            "Vul bij “Binnen hoeveel dagen?” een getal in vanaf 1.",
        ),
        ({"owner": "alderman"}, "owner", None),
        ({"at": ["S99"]}, "at", None),
        (
            {"from_months": "18", "to_months": "14"},
            "to_months",
            "Kies een leeftijd na die bij “Vanaf”.",
        ),
    ],
)
def test_step_that_is_not_right_is_refused_at_its_field(
    changes: dict[str, Any], field: str, sentence: str | None
) -> None:
    initial = StepForm.initial_of(BASIC.steps[1])

    form = StepForm(typed(initial, **changes), route=BASIC)

    assert list(form.errors) == [field]
    if sentence:
        assert form.errors[field] == [sentence]


def test_documents_stand_on_a_line_each() -> None:
    step = BASIC.steps[1]
    filled = typed(StepForm.initial_of(step), documents="Brief\r\n\r\n Formulier ")

    form = StepForm(filled, route=BASIC)

    assert form.is_valid()
    assert form.step(step).documents == ("Brief", "Formulier")
