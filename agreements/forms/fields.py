"""Fields that several forms of agreements share, and where a service's faults go."""

from decimal import Decimal
from typing import Any, Final

from django import forms

from vve_portal.ui.fields import DutchDecimalField
from vve_portal.ui.numbers import decimal_number
from vve_portal.ui.widgets import NumberText, Radios

YES: Final = "yes"
NO: Final = "no"
NOT_WHOLE: Final = "Dit formulier kwam niet heel aan. Open de afspraak opnieuw."
ANSWERS: Final[dict[str, bool]] = {YES: True, NO: False}


class LongText(forms.CharField):
    """Text of some lines, with the line ends that we keep: browsers send others."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class PlainNumber(NumberText):
    """A number without the zeros that nobody typed: "60" and "90,5"."""

    def format_value(self, value: Any) -> str | None:
        """Write a stored number in Dutch; leave what somebody typed as it is."""
        if isinstance(value, Decimal):
            return decimal_number(value)
        return super().format_value(value)


class PlainNumberField(DutchDecimalField):
    """A count or a norm, which may have decimals but seldom has."""

    def __init__(self, *, suffix: str = "", **kwargs: Any) -> None:
        super().__init__(widget=PlainNumber(suffix=suffix), **kwargs)


class YesNoUnknown(forms.TypedChoiceField):
    """A question that one may not know the answer to: True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(YES, "Ja"), (NO, "Nee"), ("", "Weet ik niet")],
            coerce=ANSWERS.__getitem__,
            empty_value=None,
            required=False,
            widget=Radios(in_row=True),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the stored answer as the choice that says it."""
        if isinstance(value, bool):
            return YES if value else NO
        return "" if value is None else value


def base_number_field() -> forms.IntegerField:
    """Return the hidden number of the version that the form was made from."""
    return forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": NOT_WHOLE},
    )
