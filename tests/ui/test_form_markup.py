"""A whole form, a formset and a filter come out in our markup."""

from collections.abc import Sequence

from crispy_forms.utils import render_crispy_form
from django import forms
from pytest_django.asserts import assertHTMLEqual

from tests.ui.sample_forms import Activity, Line, LineSet
from vve_portal.ui.forms import FilterForm
from vve_portal.ui.layout import (
    Affix,
    ButtonRow,
    LayoutItem,
    Note,
)


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
