"""Forms to deliver totals, to answer checks and to define indicators."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms

from monitoring.definitions import UNKNOWN, Dimension, Kind, Source, Unit
from monitoring.queries.known import Known
from monitoring.services.totals import LARGEST, Total
from vve_portal.ui.fields import DutchDecimalField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem, Width

WHOLE: Final = ""
_BETWEEN: Final = "|"
_NARROW: Final = "3"


class TotalForm(PortalForm):
    """One total: of the whole town or of one group, as numerator and denominator."""

    submit_label: ClassVar[str] = "Bewaar dit getal"
    # Which numbers a figure needs depends on what is chosen.
    mark_optional: ClassVar[bool] = False

    def __init__(
        self,
        *args: Any,
        known: Known,
        names: Mapping[str, Mapping[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        has_means = any(one.is_mean for one in known.measures)
        if len(known.measures) > 1:
            self.fields["measure"] = forms.ChoiceField(
                label="Welk getal",
                required=False,
                choices=[(one.key, one.name) for one in known.measures],
            )
        self.fields["group"] = forms.ChoiceField(
            label="Waarvan", required=False, choices=_groups(known, names)
        )
        decimals = 2 if known.is_in_parts else 0
        self.fields["numerator"] = _amount("Teller", known.numerator, decimals)
        self.fields["denominator"] = _amount(
            "Noemer" if not has_means else "Noemer of aantal",
            known.denominator,
            decimals,
        )
        if has_means:
            self.fields["value"] = _amount("Waarde", "Alleen bij een gemiddelde.", 2)
        self.fields["source"] = forms.CharField(
            label="Bron", max_length=80, help_text="Bijvoorbeeld: JGZ-systeem."
        )
        self.fields["remark"] = forms.CharField(
            label="Opmerking, mag leeg", max_length=200, required=False
        )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Keep numbers narrow."""
        numbers = {"numerator", "denominator", "value"}
        return [
            Width(name, _NARROW) if name in numbers else name for name in self.fields
        ]

    @property
    def seen_at(self) -> datetime | None:
        """When the page was made on which this was filled in."""
        return _moment(self.cleaned_data["seen"])

    @property
    def total(self) -> Total:
        """What was filled in, as the service takes it."""
        filled: dict[str, Any] = self.cleaned_data
        dimension, _, category = filled["group"].partition(_BETWEEN)
        return Total(
            code=self.known.code,
            measure=filled.get("measure", ""),
            dimension=dimension,
            category=category,
            numerator=_decimal(filled["numerator"]),
            denominator=_decimal(filled["denominator"]),
            value=_decimal(filled.get("value")),
            source=filled["source"],
            remark=filled["remark"],
        )


def _groups(
    known: Known, names: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, Any]]:
    whole: list[tuple[str, Any]] = [(WHOLE, "Hele gemeente")]
    return whole + [
        (
            str(dimension.label),
            [
                (f"{dimension.value}{_BETWEEN}{code}", name)
                for code, name in {
                    **names.get(dimension, {}),
                    UNKNOWN: "Niet bekend",
                }.items()
            ],
        )
        for dimension in known.dimensions
        if dimension != Dimension.NONE
    ]


def _amount(label: str, help_text: str, decimals: int) -> DutchDecimalField:
    return DutchDecimalField(
        label=label,
        help_text=help_text,
        decimals=decimals,
        minimum=0,
        maximum=LARGEST,
        required=False,
    )


def _decimal(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _moment(text: str) -> datetime | None:
    """Read a moment as the page wrote it; what is none was not written by a page."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class DeliverForm(PortalForm):
    """Saying that everything is in, with a remark for whoever reads the figures."""

    submit_label: ClassVar[str] = "Ons kwartaal is compleet"

    remark = forms.CharField(
        label="Opmerking",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld wat er dit kwartaal anders was. Geen namen.",
    )


class AnswerForm(PortalForm):
    """Why something odd is right."""

    submit_label: ClassVar[str] = "Bewaar de uitleg"

    rule = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(widget=forms.HiddenInput)
    sentence = forms.CharField(
        label="Uitleg",
        max_length=300,
        help_text="Waarom klopt dit, of wat doet u eraan? Eén zin, zonder namen.",
    )


class OwnIndicatorForm(PortalForm):
    """An indicator of one's own."""

    submit_label: ClassVar[str] = "Bewaar het cijfer"

    name = forms.CharField(label="Naam", max_length=120)
    numerator = forms.CharField(label="Teller", max_length=300, help_text="Wat telt u?")
    denominator = forms.CharField(
        label="Noemer",
        max_length=300,
        required=False,
        help_text="Waarvan is dat een deel? Laat leeg als het een aantal is.",
    )
    kind = forms.ChoiceField(label="Wanneer telt het", choices=Kind.choices)
    unit = forms.ChoiceField(label="Eenheid", choices=Unit.choices)
    source = forms.ChoiceField(label="Wie levert het", choices=Source.choices)
    about_children = forms.BooleanField(
        label="Dit cijfer gaat over kinderen of gezinnen",
        required=False,
        initial=True,
        help_text="Kleine aantallen van kinderen laat het portaal niet zien.",
    )
