"""Error texts that say what to do, made from the label of the field."""

from typing import Any, Final

from django import forms

from vve_portal.ui.fields import DutchDateField, DutchDecimalField

_CHOOSING: Final = (forms.ChoiceField, forms.ModelChoiceField)
_REQUESTS: Final[tuple[tuple[Any, str], ...]] = (
    (forms.BooleanField, "Zet een vinkje"),
    (forms.FileField, "Kies een bestand"),
    (DutchDateField, "Vul een datum in"),
    (DutchDecimalField, "Vul een getal in"),
    (_CHOOSING, "Maak een keuze"),
)


def give_texts(field: forms.Field, label: str) -> None:
    """Replace every error text that the form's writer left at its default."""
    defaults = _class_defaults(field)
    for code, text in _texts(field, label).items():
        if field.error_messages.get(code) is defaults.get(code):
            field.error_messages[code] = text


def _class_defaults(field: forms.Field) -> dict[str, Any]:
    defaults: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        defaults.update(cls.__dict__.get("default_error_messages", {}))
    return defaults


def _texts(field: forms.Field, label: str) -> dict[str, str]:
    subject = f"“{label}”"
    # Texts with a parameter pass through %-formatting, and a label may hold a "%".
    escaped = subject.replace("%", "%%")
    texts = {
        "required": _required(field, label),
        "max_length": f"Gebruik bij {escaped} hooguit %(limit_value)d tekens. "
        "Het zijn er nu %(show_value)d.",
        "min_length": f"Gebruik bij {escaped} ten minste %(limit_value)d tekens. "
        "Het zijn er nu %(show_value)d.",
    }
    if isinstance(field, _CHOOSING):
        choose = f"Kies bij {subject} een van de antwoorden die er staan."
        texts |= dict.fromkeys(
            ("invalid_choice", "invalid_list", "invalid_pk_value"), choose
        )
    elif isinstance(field, DutchDecimalField):
        texts |= _number_texts(field, escaped)
    elif isinstance(field, DutchDateField):
        texts |= _date_texts(escaped)
    elif isinstance(field, forms.EmailField):
        texts["invalid"] = (
            f"Vul bij {subject} een e-mailadres in, zoals naam@gemeente.nl."
        )
    elif isinstance(field, forms.URLField):
        texts["invalid"] = f"Vul bij {subject} een webadres in dat begint met https://."
    elif isinstance(field, forms.FileField):
        texts["empty"] = f"Het bestand bij {subject} is leeg. Kies een ander bestand."
        texts["missing"] = texts["invalid"] = texts["required"]
    return texts


def _required(field: forms.Field, label: str) -> str:
    if isinstance(field, _CHOOSING) and label.endswith("?"):
        return f"Beantwoord de vraag “{label}”"
    for kind, request in _REQUESTS:
        if isinstance(field, kind):
            return f"{request} bij “{label}”."
    return f"Vul “{label}” in."


def _number_texts(field: DutchDecimalField, subject: str) -> dict[str, str]:
    if field.decimals == 0:
        example = "bijvoorbeeld 90"
        too_precise = f"Vul bij {subject} een heel getal in, zonder komma."
    else:
        example = "bijvoorbeeld 90 of 90,5"
        digits = "één cijfer" if field.decimals == 1 else f"{field.decimals} cijfers"
        too_precise = (
            f"Vul bij {subject} een getal in met hooguit {digits} achter de komma."
        )
    return {
        "invalid": f"Vul bij {subject} een getal in, {example}.",
        "too_precise": too_precise,
        "too_small": f"Vul bij {subject} een getal in vanaf %(limit)s.",
        "too_big": f"Vul bij {subject} een getal in van hooguit %(limit)s.",
    }


def _date_texts(subject: str) -> dict[str, str]:
    return {
        "incomplete": f"Vul bij {subject} de dag, de maand en het jaar in.",
        "year": f"Schrijf bij {subject} het jaar met vier cijfers, zoals 2027.",
        "invalid": f"Vul bij {subject} een datum in die bestaat, zoals 8 12 2026.",
        "too_early": f"Vul bij {subject} een datum in vanaf %(limit)s.",
        "too_late": f"Vul bij {subject} een datum in tot en met %(limit)s.",
    }
