"""The hidden version of a trajectory: what the page showed when somebody answered."""

from typing import Final

from django import forms

NOT_WHOLE: Final = "Dit formulier kwam niet heel aan. Open de bladzijde opnieuw."


def seen_version_field() -> forms.IntegerField:
    """Return the hidden field; a form without it is refused with a sentence."""
    texts = {"required": NOT_WHOLE, "invalid": NOT_WHOLE}
    return forms.IntegerField(widget=forms.HiddenInput, error_messages=texts)
