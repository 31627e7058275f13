"""A field for an hour of the day, as Dutch office workers type it."""

import re
from datetime import time
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?: ?uur)?")


class ClockField(forms.Field):
    """An hour such as "13.30", "13:30" or "9 uur"."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Vul een tijd in, zoals 13.30.",
        "invalid": "Vul een tijd in die bestaat, zoals 13.30.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        widget.width = "8"  # type: ignore[attr-defined]  # read by the template pack
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> time | None:
        """Read what was typed."""
        if isinstance(value, time) or not value:
            return value or None
        found = _CLOCK.fullmatch(str(value).strip().lower())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Write a stored hour with a dot."""
        return f"{value.hour}.{value.minute:02d}" if isinstance(value, time) else value
