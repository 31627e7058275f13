"""Forms come out in our markup, and say in Dutch what is wrong with them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual

from vve_portal.ui.error_lines import ErrorLine, lines_of
from vve_portal.ui.fields import DutchDateField, DutchDecimalField, EuroField
from vve_portal.ui.forms import FilterForm, PortalForm, PortalFormSet
from vve_portal.ui.layout import (
    Affix,
    ButtonRow,
    Choices,
    Columns,
    Fieldset,
    LayoutItem,
    Note,
    Width,
)
from vve_portal.ui.widgets import Checkboxes, Radios

KINDS = [("basis", "Basispakket"), ("plus", "Plus-inzet")]


class Activity(PortalForm):
    """A form with every kind of field, laid out in another order than declared."""

    sometimes_required = ("reason",)

    note = forms.CharField(
        label="Toelichting", required=False, max_length=20, widget=forms.Textarea
    )
    name = forms.CharField(label="Naam", help_text="Zoals in de begroting.")
    hours = DutchDecimalField(label="Uren", decimals=1, suffix="uur")
    rate = EuroField(label="Tarief")
    kind = forms.ChoiceField(label="Basis of plus?", choices=KINDS, widget=Radios)
    areas = forms.MultipleChoiceField(
        label="Wijken", choices=[("n", "Noord")], widget=Checkboxes(in_row=True)
    )
    start = DutchDateField(label="Begin", earliest=date(2027, 1, 1))
    read = forms.BooleanField(label="Ik heb het gelezen")
    reason = forms.CharField(label="Reden", required=False)
    mail = forms.EmailField(label="E-mailadres")
    file = forms.FileField(label="Bijlage")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the note last."""
        return [
            Fieldset("Wat", "name", Columns("hours", "rate")),
            Choices("kind", {"plus": "Extra tijd."}),
            "areas",
            "start",
            "read",
            "reason",
            Width("mail", "8"),
            "file",
            "note",
        ]


class Line(PortalForm):
    """One line of a budget."""

    what = forms.CharField(label="Wat")


LineSet = formset_factory(Line, formset=PortalFormSet, extra=1, can_delete=True)


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


def test_every_error_says_what_to_do() -> None:
    form = Activity({"note": "x" * 30, "mail": "geen adres", "kind": "anders"})

    errors = {name: list(texts) for name, texts in form.errors.items()}

    assert errors == {
        "note": ["Gebruik bij “Toelichting” hooguit 20 tekens. Het zijn er nu 30."],
        "name": ["Vul “Naam” in."],
        "hours": ["Vul een getal in bij “Uren”."],
        "rate": ["Vul een getal in bij “Tarief”."],
        "kind": ["Kies bij “Basis of plus?” een van de antwoorden die er staan."],
        "areas": ["Maak een keuze bij “Wijken”."],
        "start": ["Vul een datum in bij “Begin”."],
        "read": ["Zet een vinkje bij “Ik heb het gelezen”."],
        "mail": ["Vul bij “E-mailadres” een e-mailadres in, zoals naam@gemeente.nl."],
        "file": ["Kies een bestand bij “Bijlage”."],
    }


def test_text_of_the_writer_and_a_per_cent_sign_are_left_alone() -> None:
    class Norm(PortalForm):
        own = forms.CharField(error_messages={"required": "Noem het streefcijfer."})
        norm = DutchDecimalField(label="Norm in %", maximum=100)

    form = Norm({"norm": "101"})

    assert form.errors == {
        "own": ["Noem het streefcijfer."],
        "norm": ["Vul bij “Norm in %” een getal in van hooguit 100."],
    }


def test_summary_lists_errors_in_the_order_of_the_page() -> None:
    form = Activity({"hours": "x", "note": "y" * 21, "name": "n", "read": "on"})
    form.add_error(None, "Iemand anders was u voor.")

    targets = [line.target for line in lines_of(form)]

    assert targets == [
        "",
        "id_hours",
        "id_rate",
        "id_kind_0",
        "id_areas_0",
        "id_start_0",
        "id_mail",
        "id_file",
        "id_note",
    ]


def test_summary_has_the_focus_and_the_words_of_the_field() -> None:
    form = Line({})

    html = render_to_string("_components/error_summary.html", {"form": form})

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-alert utrecht-alert--error" role="alert" tabindex="-1"
             autofocus aria-labelledby="fouten">
          <h2 id="fouten">Er is 1 veld niet goed ingevuld</h2>
          <ul><li><a href="#id_what">Vul “Wat” in.</a></li></ul>
        </div>""",
    )


def test_summary_of_what_is_about_the_whole_has_no_link() -> None:
    form = Line({"what": "x"})
    form.add_error(None, "Iemand anders was u voor.")

    html = render_to_string("_components/error_summary.html", {"form": form})

    assertHTMLEqual(
        html,
        """
        <div class="utrecht-alert utrecht-alert--error" role="alert" tabindex="-1"
             autofocus aria-labelledby="fouten">
          <h2 id="fouten">Dit kan nog niet</h2>
          <ul><li>Iemand anders was u voor.</li></ul>
        </div>""",
    )


def test_fresh_form_has_no_summary() -> None:
    html = render_to_string("_components/error_summary.html", {"form": Line()})

    assert html.strip() == ""


def test_whole_form_has_token_fields_and_buttons() -> None:
    html = render_crispy_form(Line(cancel_url="/terug/"), context={"csrf_token": "t"})

    assertHTMLEqual(
        html,
        """
        <form method="post" novalidate>
          <input type="hidden" name="csrfmiddlewaretoken" value="t">
          <div class="utrecht-form-field">
            <label class="utrecht-form-label" for="id_what">Wat</label>
            <input type="text" name="what" class="utrecht-textbox" id="id_what">
          </div>
          <div class="utrecht-action-group vve-mt">
            <button type="submit" class="utrecht-button utrecht-button--primary-action">
              Bewaar</button>
            <a class="utrecht-button utrecht-button--subtle" href="/terug/">Annuleer</a>
          </div>
        </form>""",
    )


def test_form_that_shares_its_tag_has_fields_only() -> None:
    class Part(Line):
        standalone = False

    html = render_crispy_form(Part({}))

    assert ("<form" in html, "<button" in html, "role=" in html) == (False,) * 3


def test_every_field_is_shown_once_and_hidden_ones_too() -> None:
    html = render_crispy_form(Activity(), context={"csrf_token": "t"})

    counts = {
        name: html.count(f'name="{name}"')
        for name in Activity.base_fields
        if name != "start"
    }
    assert counts == {
        **dict.fromkeys(counts, 1),
        "kind": 2,
    }
    assert 'enctype="multipart/form-data"' in html


def test_layout_objects_render_their_markup() -> None:
    class Laid(Line):
        def build_layout(self) -> Sequence[LayoutItem]:
            return [Note("De tekst ligt vast."), Affix("what", suffix="uur")]

        def build_buttons(self) -> ButtonRow:
            return ButtonRow("Ga verder", [("stop", "Bewaar en stop")])

    html = render_crispy_form(Laid())

    assertHTMLEqual(
        html,
        """
        <form method="post" novalidate>
          <p class="vve-meta">De tekst ligt vast.</p>
          <div class="utrecht-form-field">
            <label class="utrecht-form-label" for="id_what">Wat</label>
            <div class="vve-affix">
              <input type="text" name="what" class="utrecht-textbox" id="id_what">
              <span>uur</span></div>
          </div>
          <div class="utrecht-action-group vve-mt">
            <button type="submit" class="utrecht-button utrecht-button--primary-action">
              Ga verder</button>
            <button type="submit" class="utrecht-button" name="stop" value="1">
              Bewaar en stop</button>
          </div>
        </form>""",
    )


def test_formset_names_the_row_of_an_error() -> None:
    rows = LineSet(
        {
            "form-TOTAL_FORMS": "3",
            "form-INITIAL_FORMS": "3",
            "form-0-what": "x",
            "form-2-DELETE": "on",
        }
    )

    assert list(lines_of(rows)) == [
        ErrorLine("Regel 2: Vul “Wat” in.", "id_form-1-what"),
    ]


def test_formset_that_arrives_broken_says_what_to_do() -> None:
    rows = LineSet({})

    assert list(lines_of(rows)) == [
        ErrorLine(
            "Het formulier kwam niet heel aan. "
            "Open de bladzijde opnieuw en vul het nog een keer in."
        ),
    ]


def test_formset_shows_each_row_under_its_legend() -> None:
    html = render_crispy_form(LineSet())

    assertHTMLEqual(
        html,
        """
        <input type="hidden" name="form-TOTAL_FORMS" value="1" id="id_form-TOTAL_FORMS">
        <input type="hidden" name="form-INITIAL_FORMS" value="0"
               id="id_form-INITIAL_FORMS">
        <input type="hidden" name="form-MIN_NUM_FORMS" value="0"
               id="id_form-MIN_NUM_FORMS">
        <input type="hidden" name="form-MAX_NUM_FORMS" value="1000"
               id="id_form-MAX_NUM_FORMS">
        <fieldset class="utrecht-form-fieldset">
          <legend class="utrecht-form-fieldset__legend">Regel 1</legend>
          <div class="vve-columns">
            <div class="utrecht-form-field">
              <label class="utrecht-form-label" for="id_form-0-what">Wat</label>
              <input type="text" name="form-0-what" class="utrecht-textbox"
                     id="id_form-0-what">
            </div>
            <div class="utrecht-form-field"><div class="vve-choice">
              <input type="checkbox" name="form-0-DELETE" class="utrecht-checkbox"
                     id="id_form-0-DELETE">
              <div><label for="id_form-0-DELETE">Verwijder deze regel</label></div>
            </div></div>
          </div>
        </fieldset>""",
    )


def test_filter_is_a_search_form_without_token() -> None:
    class Lists(FilterForm):
        word = forms.CharField(label="Zoekwoord", required=False)

    html = render_crispy_form(Lists(), context={"csrf_token": "t"})

    assertHTMLEqual(
        html,
        """
        <form method="get" class="vve-filters" role="search"
              aria-label="Zoek in deze lijst" novalidate>
          <div class="utrecht-form-field">
            <label class="utrecht-form-label" for="id_word">Zoekwoord</label>
            <input type="text" name="word" class="utrecht-textbox" id="id_word">
          </div>
          <div class="utrecht-action-group vve-mt">
            <button type="submit" class="utrecht-button">Filter</button>
            <a class="utrecht-button utrecht-button--subtle" href="?">Wis</a>
          </div>
        </form>""",
    )
