"""The forms of a clause: texts, questions that may stay open, and what they ask."""

from dataclasses import asdict, fields
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from agreements.forms.clause import ClauseForm, MoneyForm, ProvisionForm
from agreements.forms.fields import LongText, YesNoUnknown
from agreements.forms.sheet import form_class_of
from agreements.models.vocabulary import Kind
from agreements.services.advice import BASIS, UNSURE
from agreements.services.clause_content import ClauseContent
from tests.agreements.building import content
from vve_portal.ui.service_forms import add_faults


class Plain(forms.Form):
    """A form with one field."""

    title = forms.CharField(required=False)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_browsers_become_ours(end: str) -> None:
    assert LongText().clean(f" Een{end}{end}twee ") == "Een\n\ntwee"


@pytest.mark.parametrize(
    ("stored", "shown"), [(True, "yes"), (False, "no"), (None, "")]
)
def test_a_question_keeps_its_answer(stored: bool | None, shown: str) -> None:  # noqa: FBT001 - a case
    field = YesNoUnknown(label="Vraag")

    assert field.prepare_value(stored) == shown
    assert field.clean(shown) is stored


def test_a_clause_form_holds_all_there_is_to_a_clause() -> None:
    of_content = {field.name for field in fields(ClauseContent)} - {"lines"}

    assert set(ClauseForm.content_fields) == of_content
    assert set(ClauseForm.base_fields) == of_content | {"base_number", "reason"}


def test_every_field_has_its_place_on_the_page() -> None:
    form = ClauseForm(asks_reason=True)

    names = [field.name for field in form.fields_in_order()]

    assert names[:-2] == list(ClauseForm.content_fields)
    assert names[-2:] == ["base_number", "reason"]


@pytest.mark.parametrize(
    ("is_provision", "may_change_all", "form_class"),
    [
        (True, True, ProvisionForm),
        (True, False, ProvisionForm),
        (False, True, ClauseForm),
        (False, False, MoneyForm),
    ],
)
def test_each_kind_of_clause_and_person_has_its_form(
    *, is_provision: bool, may_change_all: bool, form_class: type[forms.Form]
) -> None:
    chosen = form_class_of(is_provision=is_provision, may_change_all=may_change_all)

    assert chosen is form_class


def test_a_provision_is_no_choice_of_kind() -> None:
    kinds: Any = ClauseForm.base_fields["kind"]

    assert {value for value, _ in kinds.choices} == set(Kind) - {Kind.PROVISION}


def test_stored_answers_show_their_advice() -> None:
    answers = {"for_every_child": True, "extra_for_vve": False}
    stored = asdict(content(**answers, needs_discussion=False))

    form = ClauseForm(initial=stored, asks_reason=True)

    assert form.advice == BASIS


def test_open_questions_have_no_advice_until_it_is_asked() -> None:
    stored = asdict(content())

    silent = ClauseForm(initial=stored, asks_reason=True)
    asked = ClauseForm(initial=stored, asks_reason=True, asks_advice=True)

    assert (silent.advice, asked.advice) == (None, UNSURE)


def test_a_fault_goes_to_its_field_or_to_the_form() -> None:
    form = Plain({"title": "x"})
    form.is_valid()

    add_faults(form, ValidationError({"title": ["Kort."], "lines": "Geen regels."}))
    add_faults(form, ValidationError("Niets gewijzigd."))

    assert form.errors == {
        "title": ["Kort."],
        "__all__": ["Geen regels.", "Niets gewijzigd."],
    }
