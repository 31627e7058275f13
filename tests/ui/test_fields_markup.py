"""Each field comes out in the markup of the NL Design System."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual

from tests.ui.sample_forms import KINDS, Activity
from vve_portal.ui.forms import PortalForm


def field_html(form: forms.Form, name: str, **options: Any) -> str:
    """Render one field by the template pack."""
    return render_to_string(
        "vve/field.html", {"field": form[name], "field_options": options}
    )


def test_field_has_label_description_and_control() -> None:
    html = field_html(Activity(), "name")

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-form-field">
          <label class="utrecht-form-label" for="id_name">Naam</label>
          <div class="utrecht-form-field-description" id="id_name_helptext">
            Zoals in de begroting.</div>
          <input type="text" name="name" class="utrecht-textbox" id="id_name"
                 aria-describedby="id_name_helptext">
        </div>""",
    )


def test_field_in_error_keeps_what_was_typed_and_says_what_to_do() -> None:
    html = field_html(Activity({"hours": "90,55"}), "hours")

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-form-field utrecht-form-field--invalid">
          <label class="utrecht-form-label" for="id_hours">Uren</label>
          <div id="id_hours_error"><p class="utrecht-form-field-error-message">
            <span class="vve-sr">Fout: </span>Vul bij “Uren” een getal in met hooguit
            één cijfer achter de komma.</p></div>
          <div class="vve-affix">
            <input type="text" name="hours" value="90,55" inputmode="decimal"
                   autocomplete="off" class="utrecht-textbox vve-input--8" id="id_hours"
                   aria-invalid="true" aria-describedby="id_hours_error">
            <span>uur</span>
          </div>
        </div>""",
    )


def test_stored_amount_is_shown_in_dutch() -> None:
    html = field_html(Activity(initial={"rate": Decimal("1250.5")}), "rate")

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-form-field">
          <label class="utrecht-form-label" for="id_rate">Tarief</label>
          <div class="vve-affix">
            <span>€</span>
            <input type="text" name="rate" value="1.250,50" inputmode="decimal"
                   autocomplete="off" class="utrecht-textbox vve-input--8" id="id_rate">
          </div>
        </div>""",
    )


def test_choice_is_a_fieldset_with_a_description_per_answer() -> None:
    html = field_html(Activity({}), "kind", descriptions={"plus": "Extra tijd."})

    assertHTMLEqual(
        html,
        """
        <fieldset class="utrecht-form-fieldset utrecht-form-field--invalid" id="id_kind"
                  aria-describedby="id_kind_error">
          <legend class="utrecht-form-fieldset__legend">Basis of plus?</legend>
          <div id="id_kind_error"><p class="utrecht-form-field-error-message">
            <span class="vve-sr">Fout: </span>
            Beantwoord de vraag “Basis of plus?”</p></div>
          <div class="vve-choices">
            <div class="vve-choice">
              <input type="radio" name="kind" value="basis" id="id_kind_0"
                     class="utrecht-radio-button">
              <label for="id_kind_0">Basispakket</label>
            </div>
            <div class="vve-choice">
              <input type="radio" name="kind" value="plus" id="id_kind_1"
                     class="utrecht-radio-button">
              <label for="id_kind_1">Plus-inzet
                <span class="utrecht-form-field-description">Extra tijd.</span></label>
            </div>
          </div>
        </fieldset>""",
    )


def test_date_is_a_fieldset_with_three_labelled_fields() -> None:
    html = field_html(Activity(initial={"start": date(2027, 1, 31)}), "start")

    assertHTMLEqual(
        html,
        """
        <fieldset class="utrecht-form-fieldset" id="id_start">
          <legend class="utrecht-form-fieldset__legend">Begin</legend>
          <div class="vve-date">
            <div><label for="id_start_0">Dag</label>
              <input type="text" name="start_day" value="31" inputmode="numeric"
                     autocomplete="off" id="id_start_0"
                     class="utrecht-textbox vve-input--3"></div>
            <div><label for="id_start_1">Maand</label>
              <input type="text" name="start_month" value="1" inputmode="numeric"
                     autocomplete="off" id="id_start_1"
                     class="utrecht-textbox vve-input--3"></div>
            <div><label for="id_start_2">Jaar</label>
              <input type="text" name="start_year" value="2027" inputmode="numeric"
                     autocomplete="off" id="id_start_2"
                     class="utrecht-textbox vve-input--8"></div>
          </div>
        </fieldset>""",
    )


def test_checkbox_stands_before_its_label() -> None:
    html = field_html(Activity(), "read")

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-form-field"><div class="vve-choice">
          <input type="checkbox" name="read" class="utrecht-checkbox" id="id_read">
          <div><label for="id_read">Ik heb het gelezen</label></div>
        </div></div>""",
    )


def test_select_and_text_area_have_their_own_class() -> None:
    class Source(PortalForm):
        money = forms.ChoiceField(label="Bron", choices=KINDS)
        note = forms.CharField(label="Uitleg", widget=forms.Textarea(attrs={"rows": 3}))

    form = Source(initial={"money": "plus"})

    assertHTMLEqual(
        field_html(form, "money") + field_html(form, "note"),
        """
        <div class="utrecht-form-field">
          <label class="utrecht-form-label" for="id_money">Bron</label>
          <select name="money" class="utrecht-select" id="id_money">
            <option value="basis">Basispakket</option>
            <option value="plus" selected>Plus-inzet</option>
          </select>
        </div>
        <div class="utrecht-form-field">
          <label class="utrecht-form-label" for="id_note">Uitleg</label>
          <textarea name="note" cols="40" rows="3" class="utrecht-textarea"
                    id="id_note">
          </textarea>
        </div>""",
    )


def test_affix_and_width_of_the_layout_are_obeyed() -> None:
    html = field_html(Activity(), "name", prefix="nr.", suffix="b", width="3")

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-form-field">
          <label class="utrecht-form-label" for="id_name">Naam</label>
          <div class="utrecht-form-field-description" id="id_name_helptext">
            Zoals in de begroting.</div>
          <div class="vve-affix"><span>nr.</span>
            <input type="text" name="name" class="utrecht-textbox vve-input--3"
                   id="id_name" aria-describedby="id_name_helptext"><span>b</span></div>
        </div>""",
    )


@pytest.mark.parametrize(
    ("name", "says_so"),
    [("note", True), ("name", False), ("reason", False), ("read", False)],
)
def test_label_says_when_a_field_may_stay_empty(name: str, *, says_so: bool) -> None:
    html = field_html(Activity(), name)

    assert ("(niet verplicht)" in html) is says_so


def test_browser_never_cuts_off_what_is_typed() -> None:
    html = field_html(Activity({"note": "x" * 30}), "note")

    assert "maxlength" not in html
    assert "x" * 30 in html
