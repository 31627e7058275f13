"""What is wrong is said in Dutch, in order, and says what to do."""

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual

from tests.ui.sample_forms import Activity, Line, LineSet
from vve_portal.ui.error_lines import ErrorLine, lines_of
from vve_portal.ui.fields import (
    DutchDecimalField,
    WholeNumberField,
)
from vve_portal.ui.forms import PortalForm


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


def test_number_web_address_and_empty_file_are_refused_in_words() -> None:
    class Place(PortalForm):
        count = WholeNumberField(label="Aantal")
        site = forms.URLField(label="Website", assume_scheme="https")
        file = forms.FileField(label="Bijlage")

    form = Place(
        {"count": "1,5", "site": "geen adres"}, {"file": SimpleUploadedFile("a", b"")}
    )

    assert form.errors == {
        "count": ["Vul bij “Aantal” een heel getal in, zonder komma."],
        "site": ["Vul bij “Website” een webadres in dat begint met https://."],
        "file": ["Het bestand bij “Bijlage” is leeg. Kies een ander bestand."],
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
