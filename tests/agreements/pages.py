"""Filling in a page as a browser does: with everything that stands on it."""

from html.parser import HTMLParser
from typing import Any

Data = dict[str, str]


class _Fields(HTMLParser):
    """Collects what a browser would send of the fields on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.data: Data = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read one element."""
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name:
            is_choice = given.get("type") in {"checkbox", "radio"}
            if not is_choice or "checked" in given:
                self.data[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in given or self._select not in self.data):
            self.data[self._select] = value
        elif tag == "textarea":
            self._area = name
            self.data[name] = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a text area."""
        if tag == "textarea":
            # A browser skips the line end that Django writes before the text.
            self.data[self._area] = self.data[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Read the text in a text area."""
        if self._area:
            self.data[self._area] += data


def typed(response: Any, **changes: str) -> Data:
    """Return what the form on a page would send, but for `changes`."""
    fields = _Fields()
    fields.feed(response.content.decode())
    return {**fields.data, **changes}


def errors_of(response: Any) -> dict[str, list[str]]:
    """Return the errors of the form on a page, by field."""
    return {
        name: [str(error) for error in errors]
        for name, errors in response.context["form"].errors.items()
    }


def row_errors_of(response: Any) -> list[dict[str, list[str]]]:
    """Return the errors of each budget line on a page."""
    return [
        {name: [str(error) for error in found] for name, found in row.items()}
        for row in response.context["formset"].errors
    ]


def told(response: Any) -> list[str]:
    """Return the messages that a page shows."""
    return [str(message) for message in response.context["messages"]]


def refused(response: Any) -> tuple[int, str]:
    """Return status and reason of a refusal."""
    return response.status_code, str(response.context["exception"])
