"""What a clause may say, and how its money is counted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.areas import Chapter
from agreements.models import Agreement
from agreements.models.vocabulary import Kind, Responsible
from agreements.services.advice import advise_kind
from agreements.services.clause_content import (
    ClauseContent,
    amount_of,
    differs_only_in_lines,
    hours_of,
    tidy,
)
from agreements.services.clause_rules import faults_of
from tests.agreements.building import content, lump_sum, price_times_quantity


@pytest.mark.parametrize(
    ("quantity", "minutes", "rate", "hours", "amount"),
    [
        ("220", 30, "81.50", "110.00", "8965.00"),
        ("736", 60, "95", "736.00", "69920.00"),
        # Rounded once: over the rounded hours it would be 1.17 × 95 = 111.15.
        ("7", 10, "95", "1.17", "110.83"),
        # Half a cent goes up: 1 × 6/60 × 0.25 = 0.025.
        ("1", 6, "0.25", "0.10", "0.03"),
        ("0.5", 15, "90", "0.13", "11.25"),
    ],
)
def test_price_times_quantity_is_counted_exactly_and_rounded_half_up(
    quantity: str, minutes: int, rate: str, hours: str, amount: str
) -> None:
    line = price_times_quantity(
        quantity=Decimal(quantity), minutes_per_unit=minutes, rate=Decimal(rate)
    )

    assert (hours_of(line), amount_of(line)) == (Decimal(hours), Decimal(amount))


def test_a_lump_sum_keeps_its_amount_whatever_the_hours() -> None:
    line = lump_sum(amount=Decimal("6750.005"), hours=Decimal(90))

    assert (hours_of(line), amount_of(line)) == (Decimal("90.00"), Decimal("6750.01"))


def test_a_lump_sum_shows_the_hours_of_its_quantity() -> None:
    line = lump_sum(quantity=Decimal(60), minutes_per_unit=90, hours=Decimal(1))

    assert hours_of(line) == Decimal("90.00")


def test_an_unfinished_line_costs_nothing() -> None:
    assert amount_of(price_times_quantity(rate=None)) == Decimal(0)


def test_tidying_fills_in_what_follows() -> None:
    typed = content(
        title="  Titel ",
        kind=Kind.PLUS,
        responsible=Responsible.JGZ,
        lead="jgz",
        hours_per_year=Decimal(1),
        lines=(price_times_quantity(amount=Decimal(1)), lump_sum()),
    )

    tidied = tidy(typed)

    assert tidied.title == "Titel"
    assert tidied.lead == ""
    assert tidied.hours_per_year == Decimal("200.00")
    assert [line.amount for line in tidied.lines] == [
        Decimal("8965.00"),
        Decimal("6750.00"),
    ]


def test_sums_without_hours_leave_the_hours_of_a_clause_empty() -> None:
    typed = content(kind=Kind.PLUS, lines=(lump_sum(hours=Decimal(0)),))

    assert tidy(typed).hours_per_year is None


def test_a_provision_has_nobody_responsible() -> None:
    typed = content(kind=Kind.PROVISION, responsible=Responsible.JOINT, lead="jgz")

    tidied = tidy(replace(typed, responsible=Responsible.JGZ))

    assert (tidied.responsible, tidied.lead) == ("", "")


@pytest.mark.parametrize(
    ("changes", "only_lines"),
    [
        ({"lines": (lump_sum(amount=Decimal(1)),)}, True),
        ({"lines": (lump_sum(),), "title": "Anders"}, False),
        ({"kind": Kind.UNDECIDED}, False),
    ],
)
def test_a_change_of_money_alone_is_recognised(
    changes: dict[str, Any], *, only_lines: bool
) -> None:
    before = tidy(content(kind=Kind.PLUS))

    after = tidy(replace(before, **changes))

    assert differs_only_in_lines(before, after) is only_lines


def faults(wanted: ClauseContent, agreement: Agreement, chapter: int = 4) -> list[Any]:
    """Return what is wrong with a clause."""
    return list(faults_of(tidy(wanted), chapter=chapter, agreement=agreement))


def test_a_plain_clause_has_no_faults(agreement: Agreement) -> None:
    assert faults(content(), agreement) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " "}, ("title", "Geef de afspraak een titel.")),
        ({"source_text": ""}, ("source_text", "Schrijf de tekst van de afspraak.")),
        (
            {"explanation": "klaar ✓ en 中"},
            (
                "explanation",
                "Haal weg wat niet in het document kan staan: “✓” “中”.",
            ),
        ),
        ({"evidence": "b" * 301}, ("evidence", "Maak dit korter: hooguit 300 tekens.")),
        (
            {"title": "t" * 190 + "{controletermijn}"},
            ("title", "Maak dit korter: hooguit 200 tekens."),
        ),
        (
            {"frequency": "{werkgroep_per_jaar} " + "keer" * 24, "title": "x"},
            None,
        ),
        (
            {"frequency": "{jgz}" + "k" * 115},
            (
                "frequency",
                "Met de variabelen ingevuld is dit te lang. Maak het korter.",
            ),
        ),
        (
            {"indicator": "binnen {nergens}"},
            (
                "indicator",
                (
                    "De variabele {nergens} bestaat niet. Kies een naam uit de "
                    "lijst, of haal de accolades weg."
                ),
            ),
        ),
        ({"kind": "iets"}, ("kind", "Kies de soort van de afspraak.")),
        (
            {"kind": Kind.PROVISION},
            (
                "kind",
                "Kies basispakket, plus-inzet, gemeentelijk, derde of nog bespreken.",
            ),
        ),
        ({"responsible": ""}, ("responsible", "Kies wie verantwoordelijk is.")),
        (
            {"responsible": Responsible.JOINT},
            ("lead", "Kies wie de trekker is van deze gezamenlijke afspraak."),
        ),
        (
            {"responsible": Responsible.JOINT, "lead": "niemand"},
            ("lead", "Kies wie de trekker is: de gemeente of de JGZ."),
        ),
        (
            {"indicator_code": "IND-99"},
            ("indicator_code", "Kies een indicator uit de lijst."),
        ),
        ({"wpo_topic": "iets"}, ("wpo_topic", "Kies een onderwerp uit de lijst.")),
        ({"funding": "iets"}, ("funding", "Kies een financieringsbron uit de lijst.")),
        (
            {"norm_operator": "gte", "indicator": "bereik"},
            ("norm_value", "Vul de waarde van de norm in."),
        ),
        (
            {"norm_value": Decimal(90), "indicator": "bereik"},
            ("norm_operator", "Kies of de norm ten minste, hooguit of precies geldt."),
        ),
        (
            {"norm_operator": "ten", "norm_value": Decimal(90), "indicator": "bereik"},
            ("norm_operator", "Kies “ten minste”, “hooguit” of “precies”."),
        ),
        (
            {
                "norm_operator": "gte",
                "norm_value": Decimal(10**8),
                "indicator": "bereik",
            },
            ("norm_value", "Vul een kleiner getal in als norm."),
        ),
        (
            {"norm_operator": "gte", "norm_value": Decimal(90)},
            ("indicator", "Noem de indicator waar deze norm bij hoort."),
        ),
        (
            {"starts_on": date(2027, 5, 1), "ends_on": date(2027, 4, 30)},
            ("ends_on", "Kies een einddatum op of na de begindatum."),
        ),
        (
            {"hours_per_year": Decimal(-1)},
            ("hours_per_year", "Vul de uren per jaar in als getal vanaf 0."),
        ),
        (
            {"lines": (lump_sum(),)},
            (
                "lines",
                (
                    "Alleen bij plus-inzet horen begrotingsregels. Haal de "
                    "regels weg, of kies plus-inzet als soort."
                ),
            ),
        ),
    ],
)
def test_what_will_not_do_gets_a_sentence(
    changes: dict[str, Any], fault: tuple[str, str] | None, agreement: Agreement
) -> None:
    assert faults(content(**changes), agreement) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (lump_sum(activity=" "), "noem de activiteit."),
        (
            lump_sum(activity="klaar ✓"),
            "Haal weg wat niet in het document kan staan: “✓”.",
        ),
        (lump_sum(activity="a" * 201), "houd de activiteit korter dan 200 tekens."),
        (lump_sum(unit="e" * 61), "houd de eenheid korter dan 60 tekens."),
        (lump_sum(funding=""), "kies de bron van het geld."),
        (lump_sum(settlement="gok"), "kies een vast bedrag of prijs keer aantal."),
        (
            price_times_quantity(rate=None),
            "vul aantal, minuten per eenheid en tarief in.",
        ),
        (
            price_times_quantity(minutes_per_unit=0),
            "vul aantal, minuten per eenheid en tarief in.",
        ),
        (lump_sum(amount=Decimal(0)), "vul het bedrag per jaar in."),
        (lump_sum(amount=Decimal(-5)), "gebruik geen getallen onder nul."),
        (lump_sum(amount=Decimal(10**9)), "vul kleinere getallen in."),
        (lump_sum(hours=Decimal(10**7)), "vul kleinere getallen in."),
    ],
)
def test_a_wrong_line_is_named_by_its_number(
    line: Any, sentence: str, agreement: Agreement
) -> None:
    wanted = content(kind=Kind.PLUS, lines=(lump_sum(), line))

    assert ("lines", f"Regel 2: {sentence}") in faults(wanted, agreement)


@pytest.mark.parametrize("chapter", [Chapter.GENERAL, Chapter.ANNEXES])
def test_around_the_areas_stand_provisions_only(
    chapter: Chapter, agreement: Agreement
) -> None:
    provision = content(kind=Kind.PROVISION, responsible="")

    assert faults(provision, agreement, chapter) == []
    assert faults(content(), agreement, chapter) == [
        ("kind", "In het algemeen deel en de bijlagen staan alleen bepalingen.")
    ]


@pytest.mark.parametrize(
    ("every_child", "extra", "doubt", "kind", "sentence_starts"),
    [
        (True, False, False, Kind.BASIS, "De JGZ doet dit al voor elk kind (Besluit"),
        (False, True, False, Kind.PLUS, "De gemeente vraagt hier extra tijd"),
        (True, True, False, Kind.UNDECIDED, "De JGZ doet dit voor elk kind én"),
        (False, False, False, Kind.UNDECIDED, "Dit is geen basispakket en geen"),
        (True, False, True, Kind.UNDECIDED, "U twijfelt nog."),
        (None, True, False, Kind.UNDECIDED, "U twijfelt nog."),
        (True, None, None, Kind.UNDECIDED, "U twijfelt nog."),
        (True, False, None, Kind.BASIS, "De JGZ doet dit al voor elk kind (Besluit"),
    ],
)
def test_three_answers_point_to_a_kind(
    every_child: bool | None,  # noqa: FBT001 - a cell of the table
    extra: bool | None,  # noqa: FBT001 - a cell of the table
    doubt: bool | None,  # noqa: FBT001 - a cell of the table
    kind: Kind,
    sentence_starts: str,
) -> None:
    advice = advise_kind(
        for_every_child=every_child, extra_for_vve=extra, needs_discussion=doubt
    )

    assert advice.kind is kind
    assert advice.sentence.startswith(sentence_starts)
